import { type Clock, systemClock } from '@gatehouse/loxone-protocol';
import type { SimulatedHouse } from '../simulated-house.js';
import { systemTimers, type Timers } from '../time.js';

const PACE_MS = 10;
/** After a long pause it does not make up for all that was missed. */
const MAX_CATCH_UP_MS = 1000;

/** What changes states at a steady rate. */
export interface LoadGenerator {
  /** How many states were changed. */
  changes(): number;
  stop(): void;
}

/** How it is started. */
export interface LoadOptions {
  readonly house: SimulatedHouse;
  /** Above 0. */
  readonly eventsPerSecond: number;
  readonly clock?: Clock;
  readonly timers?: Timers;
}

/**
 * Changes the number states of a house one after the other, round and round, each to a value that it
 * did not have. The rate is kept by the clock: late timers are made up for.
 *
 * @throws RangeError when the rate is not above 0, or the house has no number states.
 */
export function startLoad(options: LoadOptions): LoadGenerator {
  const { house, eventsPerSecond, clock = systemClock, timers = systemTimers } = options;
  if (!(eventsPerSecond > 0)) throw new RangeError('eventsPerSecond must be above 0');
  const ring = [...house.states()].filter(([, value]) => typeof value === 'number');
  if (ring.length === 0) throw new RangeError('house must have number states');
  let before = clock.now();
  let due = 0;
  let changes = 0;
  const stop = timers.every(PACE_MS, () => {
    const now = clock.now();
    due += (Math.min(now - before, MAX_CATCH_UP_MS) / 1000) * eventsPerSecond;
    before = now;
    for (; due >= 1; due -= 1) {
      const [uuid] = ring[changes % ring.length] ?? [''];
      changes += 1;
      // Grows for ever, so that no state gets what it has.
      house.set(uuid, changes);
    }
  });
  return { changes: () => changes, stop };
}
