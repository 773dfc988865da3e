import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FailureState } from '../src/failure-state.js';
import { lockStateOf, withFailure } from '../src/failure-state.js';

const POLICY = { maxFailures: 5, lockoutMs: 1_800_000 };

function after(times: readonly number[], policy: typeof POLICY = POLICY): FailureState | undefined {
  return times.reduce<FailureState | undefined>(
    (state, at) => withFailure(state, policy, at),
    undefined,
  );
}

describe('failures', () => {
  it('delay the next attempt from the second on, twice as long each time', () => {
    const many = { maxFailures: 12, lockoutMs: 1_800_000 };
    const delays = Array.from({ length: 11 }, (_, at) => {
      const times = Array.from({ length: at + 1 }, () => 1000);
      return lockStateOf(after(times, many), many, 1000).retryAfterMs;
    });
    expect(delays).toEqual([
      0, 500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000, 30_000,
    ]);
  });

  it('delay from the last one on, and never longer than a lock', () => {
    expect(lockStateOf(after([0, 400]), POLICY, 600).retryAfterMs).toBe(300);
    expect(lockStateOf(after([0, 400]), POLICY, 900).retryAfterMs).toBe(0);
    const short = { maxFailures: 9, lockoutMs: 700 };
    expect(lockStateOf(after([0, 0, 0, 0], short), short, 0).retryAfterMs).toBe(700);
  });

  it('lock with the last one that is allowed for, for as long as the policy says', () => {
    expect(lockStateOf(after([0, 1, 2, 3]), POLICY, 3)).toMatchObject({
      locked: false,
      failures: 4,
    });
    const locked = after([0, 1, 2, 3, 4]);
    expect(lockStateOf(locked, POLICY, 4)).toEqual({
      locked: true,
      failures: 5,
      retryAfterMs: 1_800_000,
    });
    expect(lockStateOf(locked, POLICY, 1_800_003)).toMatchObject({ locked: true, retryAfterMs: 1 });
    expect(lockStateOf(locked, POLICY, 1_800_004)).toEqual({
      locked: false,
      failures: 0,
      retryAfterMs: 0,
    });
  });

  it('count for exactly as long as a lock lasts', () => {
    const state = after([0, 10, 20, 30]);
    expect(lockStateOf(state, POLICY, 1_799_999).failures).toBe(4);
    expect(lockStateOf(state, POLICY, 1_800_000).failures).toBe(3);
    expect(lockStateOf(state, POLICY, 1_800_030).failures).toBe(0);
    expect(withFailure(state, POLICY, 1_800_000).kind).toBe('failing');
    expect(withFailure(state, POLICY, 1_799_999).kind).toBe('locked');
  });

  it('under way when a bucket locks do not make the lock longer', () => {
    const locked = after([0, 0, 0, 0, 0]);
    expect(withFailure(locked, POLICY, 1_000_000)).toBe(locked);
    expect(withFailure(locked, POLICY, 1_800_000)).toMatchObject({ kind: 'failing' });
  });

  it('end sooner under a policy that became milder', () => {
    const locked = after([0, 0, 0, 0, 0]);
    const milder = { maxFailures: 5, lockoutMs: 60_000 };
    expect(lockStateOf(locked, milder, 30_000)).toMatchObject({
      locked: true,
      retryAfterMs: 30_000,
    });
    expect(lockStateOf(locked, milder, 60_000).locked).toBe(false);
    expect(withFailure(locked, milder, 60_000)).toMatchObject({ kind: 'failing' });
    const stricter = { maxFailures: 5, lockoutMs: 7_200_000 };
    expect(lockStateOf(locked, stricter, 0).retryAfterMs).toBe(1_800_000);
  });

  it('agree with counting them by hand', () => {
    const walk = fc.array(fc.nat({ max: 60 }), { maxLength: 40 });
    fc.assert(
      fc.property(walk, fc.integer({ min: 1, max: 6 }), (steps, maxFailures) => {
        const policy = { maxFailures, lockoutMs: 100 };
        let state: FailureState | undefined;
        let counted: number[] = [];
        let lockedUntil = -1;
        let now = 0;
        for (const step of steps) {
          now += step;
          state = withFailure(state, policy, now);
          if (now >= lockedUntil) {
            counted = [...counted.filter((at) => at > now - 100), now];
            if (counted.length >= maxFailures) {
              lockedUntil = now + 100;
              counted = [];
            }
          }
          const told = lockStateOf(state, policy, now);
          expect(told.locked).toBe(now < lockedUntil);
          expect(told.failures).toBe(told.locked ? maxFailures : counted.length);
          expect(told.retryAfterMs).toBeLessThanOrEqual(100);
          if (told.locked) expect(told.retryAfterMs).toBe(lockedUntil - now);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
