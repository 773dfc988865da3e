import type { LockoutPolicy, LockState } from '@gatehouse/core';
import type { ElapsedMs } from './elapsed-time.js';

/** What is remembered of a bucket of failures. */
export type FailureState =
  | {
      readonly kind: 'failing';
      /** When it failed, oldest first. */
      readonly times: readonly ElapsedMs[];
      readonly lockoutMs: number;
    }
  | {
      readonly kind: 'locked';
      readonly at: ElapsedMs;
      readonly lockoutMs: number;
      readonly failures: number;
    };

/** A bucket in which nothing counts against anybody. */
export const UNBLEMISHED: LockState = { locked: false, failures: 0, retryAfterMs: 0 };

const SHORTEST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 30_000;

/** Nobody waits after the first failure; then half a second, and twice as long after each more. */
function delayAfter(failures: number, lockoutMs: number): number {
  const growing = SHORTEST_DELAY_MS * 2 ** (failures - 1);
  return failures < 2 ? 0 : Math.min(growing, LONGEST_DELAY_MS, lockoutMs);
}

function recentOf(times: readonly ElapsedMs[], lockoutMs: number, now: ElapsedMs): ElapsedMs[] {
  return times.filter((at) => now - at < lockoutMs);
}

/** @returns Until the lock ends; 0 when it is over. It ends sooner under a shorter policy. */
export function lockedFor(
  state: FailureState & { readonly kind: 'locked' },
  now: ElapsedMs,
  lockoutMs: number = state.lockoutMs,
): number {
  return Math.max(0, state.at + Math.min(state.lockoutMs, lockoutMs) - now);
}

/** Tells how a bucket stands, and changes nothing. */
export function lockStateOf(
  state: FailureState | undefined,
  { lockoutMs }: LockoutPolicy,
  now: ElapsedMs,
): LockState {
  if (state === undefined) {
    return UNBLEMISHED;
  }
  if (state.kind === 'locked') {
    const retryAfterMs = lockedFor(state, now, lockoutMs);
    return retryAfterMs > 0
      ? { locked: true, failures: state.failures, retryAfterMs }
      : UNBLEMISHED;
  }
  const recent = recentOf(state.times, lockoutMs, now);
  const failures = recent.length;
  const delayEnd = (recent.at(-1) ?? now) + delayAfter(failures, lockoutMs);
  return { locked: false, failures, retryAfterMs: Math.max(0, delayEnd - now) };
}

/**
 * Counts a failure. One in a locked bucket changes nothing: attempts that were under way when it
 * locked do not make the lock longer.
 */
export function withFailure(
  state: FailureState | undefined,
  policy: LockoutPolicy,
  now: ElapsedMs,
): FailureState {
  const { maxFailures, lockoutMs } = policy;
  if (state?.kind === 'locked' && lockedFor(state, now, lockoutMs) > 0) {
    return state;
  }
  const times = state?.kind === 'failing' ? recentOf(state.times, lockoutMs, now) : [];
  times.push(now);
  return times.length < maxFailures
    ? { kind: 'failing', times, lockoutMs }
    : { kind: 'locked', at: now, lockoutMs, failures: times.length };
}
