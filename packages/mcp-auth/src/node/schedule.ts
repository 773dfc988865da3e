import type { Clock, EpochMs } from '@gatehouse/core';

/** Takes back something that was scheduled. Harmless when it has run already. */
export type Cancel = () => void;

/** Runs `callback` once, after `delayMs` milliseconds (an integer ≥ 0, at most 2³¹ − 1). */
export type Schedule = (callback: () => void, delayMs: number) => Cancel;

/** What `setTimeout` takes at most; more would fire at once. */
const LONGEST_DELAY = 2 ** 31 - 1;

/** `setTimeout`, without keeping the process alive for it. */
export const systemSchedule: Schedule = (callback, delayMs) => {
  const timer = setTimeout(callback, delayMs);
  timer.unref();
  return () => clearTimeout(timer);
};

/**
 * Runs `callback` when the wall clock has reached `at`, however far that is. The clock is asked
 * again on waking, since it may have been set meanwhile.
 */
export function wakeAt(
  at: EpochMs,
  clock: Clock,
  schedule: Schedule,
  callback: () => void,
): Cancel {
  let cancel: Cancel;
  const sleep = (): void => {
    const left = at - clock.now();
    cancel = schedule(left <= 0 ? callback : sleep, Math.min(Math.max(left, 0), LONGEST_DELAY));
  };
  sleep();
  return () => cancel();
}
