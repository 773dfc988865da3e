import type { HomeControl, HomeState } from '@gatehouse/loxone-controls';
import { isAnyMoodOn, readMoods } from './moods.js';
import { stateValue } from './state-value.js';

/** `hsv(hue,saturation,brightness)`: brightness comes last. */
const HSV = /^hsv\(\s*[\d.]+\s*,\s*[\d.]+\s*,\s*([\d.]+)\s*\)$/i;

/** `temp(brightness,kelvin)`, `lumitech(brightness,kelvin)`, `daylight(brightness)`. */
const WHITE = /^(?:temp|lumitech|daylight)\(\s*([\d.]+)\s*(?:,[^)]*)?\)$/i;

/** Types whose `position` counts towards open, the other way round than blinds. */
const OPENS_UPWARDS: ReadonlySet<string> = new Set(['Gate', 'Window']);

/** `details.animation` of an awning, which is open when it is out, and the wire calls out down. */
const AWNING = 6;

/**
 * Whether something is on.
 *
 * @returns `undefined` for what cannot be on, or has not reported it.
 */
export function isOn(control: HomeControl, states: readonly HomeState[]): boolean | undefined {
  const moods = readMoods(states);
  if (moods !== undefined) return isAnyMoodOn(moods);
  const brightness = brightnessOf(control, states);
  if (brightness !== undefined) return brightness > 0;
  const delay = stateValue(states, 'deactivationDelay');
  if (typeof delay === 'number') return delay !== 0;
  const active = stateValue(states, 'active');
  return typeof active === 'boolean' ? active : undefined;
}

/** Brightness of a light in percent, 0–100; `undefined` when it has none or did not report it. */
export function brightnessOf(
  control: HomeControl,
  states: readonly HomeState[],
): number | undefined {
  if (control.family !== 'lights') return undefined;
  const color = stateValue(states, 'color');
  if (typeof color === 'string') return brightnessOfColor(color);
  return finite(stateValue(states, 'position'));
}

/**
 * How far a blind, gate or window motor is closed, in percent: 0 open, 100 closed.
 *
 * @returns `undefined` for anything else, and while it has not been reported.
 */
export function closedShare(
  control: HomeControl,
  states: readonly HomeState[],
): number | undefined {
  const position = finite(stateValue(states, 'position'));
  if (position === undefined) return undefined;
  const isInverse = OPENS_UPWARDS.has(control.type) || control.details.animation === AWNING;
  if (isInverse) return 100 - position;
  return control.family === 'covers' ? position : undefined;
}

function brightnessOfColor(color: string): number | undefined {
  const [, brightness] = HSV.exec(color) ?? WHITE.exec(color) ?? [];
  return brightness === undefined ? undefined : finite(Number(brightness));
}

function finite(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}
