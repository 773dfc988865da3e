import { unixToLoxoneSeconds } from '@gatehouse/loxone-protocol';
import type { Device, World } from './physics.js';

/** Unix seconds of now in the house. */
export function unixNow(world: World): number {
  return Math.floor(world.now() / 1000);
}

/** Seconds since 2009 of now in the house (protocol reference §0). */
export function loxoneNow(world: World): number {
  return unixToLoxoneSeconds(unixNow(world));
}

/**
 * Counts a state down to 0.
 *
 * @returns Whether it arrived at 0 just now.
 */
export function countDown(device: Device, state: string, seconds: number): boolean {
  const left = device.number(state);
  if (left <= 0) return false;
  device.set(state, Math.max(0, Math.ceil(left - seconds)));
  return left <= seconds;
}

/**
 * Clears a state that holds a point in time once that has come; 0 and −1 (for ever) stay.
 *
 * @returns Whether it passed just now.
 */
export function expire(device: Device, state: string, now: number): boolean {
  const until = device.number(state);
  if (until <= 0 || until > now) return false;
  device.set(state, 0);
  return true;
}
