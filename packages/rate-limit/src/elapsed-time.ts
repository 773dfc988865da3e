import type { Clock } from '@gatehouse/core';

/** Milliseconds of elapsed time, an integer; means nothing outside the store that counts it. */
export type ElapsedMs = number;

/** Durations need no calendar: this clock is not set by anybody, so by default nothing jumps. */
export const monotonicClock: Clock = { now: () => performance.now() };

/**
 * Turns a clock that people and daemons may set into one that only goes forward. A step back counts
 * as no time at all: what is locked stays locked for as long as it had left, and neither ends at
 * once nor waits until the clock has caught up. A step forward cannot be told from waiting. What a
 * broken clock says that is no number is not listened to.
 *
 * @returns A function that tells the time since its creation; it never goes back.
 */
export function createElapsedTime(clock: Clock): () => ElapsedMs {
  let elapsed = 0;
  let seen: number | undefined;
  return () => {
    const now = clock.now();
    if (!Number.isFinite(now)) {
      return elapsed;
    }
    const step = Math.floor(now - (seen ?? now));
    if (seen === undefined || step < 0) {
      seen = now;
    } else {
      // The fraction that a step leaves over counts with the next one.
      seen += step;
      elapsed += step;
    }
    return elapsed;
  };
}
