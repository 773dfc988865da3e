import type { Simulator } from '../simulator.js';
import { systemTimers, type Timers } from '../time.js';
import type { RecordedHouse } from './recorded-house.js';

/** A replay that is under way. */
export interface Replay {
  /** How many of the recorded changes have happened. */
  played(): number;
  /** Cancels what has not happened yet. */
  stop(): void;
}

/**
 * Lets happen in a simulator what was recorded: the states as they were at first, and each change at
 * its time. The simulator must have been started with the recording's structure file; with
 * `physics: false` nothing else changes.
 *
 * @param options.speed - How much faster than it was recorded, above 0. Default 1.
 */
export function startReplay(
  simulator: Simulator,
  recorded: RecordedHouse,
  options: { readonly speed?: number; readonly timers?: Timers } = {},
): Replay {
  const { speed = 1, timers = systemTimers } = options;
  if (!(speed > 0)) throw new RangeError('speed must be above 0');
  let next = 0;
  let cancel = (): void => undefined;
  for (const table of recorded.dump) simulator.house.receive(table);
  // One timer at a time: a recording of a day has very many changes.
  const wait = (before: number): void => {
    const delta = recorded.deltas[next];
    if (delta === undefined) return;
    cancel = timers.after((delta.afterMs - before) / speed, () => {
      next += 1;
      simulator.house.receive(delta);
      wait(delta.afterMs);
    });
  };
  wait(0);
  return { played: () => next, stop: () => cancel() };
}
