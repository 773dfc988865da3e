import type { Clock, EpochMs } from '@gatehouse/core';

/** A clock that stands still until a test moves it, in either direction. */
export interface FakeClock extends Clock {
  /** Moves by `ms` milliseconds, an integer; negative = back, as a wall clock can jump. */
  advance(ms: number): void;
  /** Sets the time. */
  set(now: EpochMs): void;
}

const DEFAULT_START = Date.UTC(2026, 0, 1);

function checkedInteger(name: string, value: number): number {
  if (!Number.isSafeInteger(value)) {
    throw new RangeError(`${name} must be an integer number of milliseconds, got ${value}`);
  }
  return value;
}

/**
 * @param start - First time it shows; the default is 2026-01-01T00:00:00Z.
 * @throws {@link RangeError} when a time or a step is no integer.
 */
export function createFakeClock(start: EpochMs = DEFAULT_START): FakeClock {
  let now = checkedInteger('start', start);
  return {
    now: () => now,
    advance(ms) {
      now = checkedInteger('now', now + checkedInteger('ms', ms));
    },
    set(value) {
      now = checkedInteger('now', value);
    },
  };
}
