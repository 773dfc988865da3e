import type { HomeControl } from '@gatehouse/loxone-controls';

/** `details.animation`, as the structure file numbers what moves. */
const BLIND = 0;
/** A blind whose slats carry light into the room. */
const DAYLIGHT_BLIND = 3;
const AWNING = 6;

type Cover = Pick<HomeControl, 'details'>;

/** Whether it has slats; one of no known animation is a blind, as the first Miniservers had them. */
export function hasSlats({ details: { animation } }: Cover): boolean {
  return animation === undefined || animation === BLIND || animation === DAYLIGHT_BLIND;
}

/**
 * Whether it is open when it is all the way down. An awning is open when it is out, which the
 * Miniserver counts as down: the other way round than every other cover.
 */
export function opensDownwards({ details: { animation } }: Cover): boolean {
  return animation === AWNING;
}
