import type { LimitStore, LockoutPolicy, LockState } from '@gatehouse/core';
import { expect } from 'vitest';
import type { FakeClock } from '../../fake-clock.js';
import { AWKWARD_BUCKETS, misuse } from './request-cases.js';
import type { LimitStoreCase } from './types.js';

const POLICY: LockoutPolicy = { maxFailures: 5, lockoutMs: 100_000 };
const FREE: LockState = { locked: false, failures: 0, retryAfterMs: 0 };
const DAY_MS = 86_400_000;

async function failTimes(store: LimitStore, times: number, bucket = 'b'): Promise<LockState[]> {
  const states: LockState[] = [];
  for (let failed = 0; failed < times; failed += 1) {
    states.push(await store.fail(bucket, POLICY));
  }
  return states;
}

/** That the bucket is closed until `retryAfterMs` from now, to the millisecond. */
async function expectOpenAfter(
  store: LimitStore,
  clock: FakeClock,
  retryAfterMs: number,
): Promise<LockState> {
  if (retryAfterMs > 0) {
    clock.advance(retryAfterMs - 1);
    expect((await store.lockState('b', POLICY)).retryAfterMs).toBe(1);
    clock.advance(1);
  }
  const state = await store.lockState('b', POLICY);
  expect(state).toMatchObject({ locked: false, retryAfterMs: 0 });
  return state;
}

/** What `fail`, `lockState`, `clear` and `locks` promise. */
export const lockoutCases: readonly LimitStoreCase[] = [
  {
    title: 'knows nothing of a bucket that never failed',
    async run({ create }) {
      const store = await create();
      for (const bucket of AWKWARD_BUCKETS) {
        expect(await store.lockState(bucket, POLICY)).toEqual(FREE);
        expect(await store.clear(bucket)).toBe(false);
      }
      expect(await store.locks()).toEqual([]);
    },
  },
  {
    title: 'locks with the last failure that the policy admits, not before',
    async run({ create }) {
      const store = await create();
      const states = await failTimes(store, 5);
      expect(states.map(({ failures }) => failures)).toEqual([1, 2, 3, 4, 5]);
      expect(states.map(({ locked }) => locked)).toEqual([false, false, false, false, true]);
      expect(states[4]?.retryAfterMs).toBe(POLICY.lockoutMs);
      expect(await store.lockState('b', POLICY)).toEqual(states[4]);
      expect(await store.fail('once', { ...POLICY, maxFailures: 1 })).toMatchObject({
        locked: true,
      });
    },
  },
  {
    title: 'lets wait longer after each failure, and never longer than a lock',
    async run({ create }) {
      const store = await create();
      const delays = (await failTimes(store, 4)).map(({ retryAfterMs }) => retryAfterMs);
      expect(delays).toEqual([...delays].sort((a, b) => a - b));
      expect(delays[3]).toBeGreaterThan(delays[0] ?? 0);
      expect(delays[3]).toBeLessThanOrEqual(POLICY.lockoutMs);
    },
  },
  {
    title: 'says truly when the next attempt is looked at',
    async run({ create, clock }) {
      const store = await create();
      for (let failures = 1; failures < 5; failures += 1) {
        const state = await store.fail('b', POLICY);
        expect(Number.isSafeInteger(state.retryAfterMs)).toBe(true);
        expect((await expectOpenAfter(store, clock, state.retryAfterMs)).failures).toBe(failures);
      }
    },
  },
  {
    title: 'ends a lock when its time is over, and starts anew',
    async run({ create, clock }) {
      const store = await create();
      await failTimes(store, 5);
      clock.advance(1_000);
      expect((await store.lockState('b', POLICY)).retryAfterMs).toBe(POLICY.lockoutMs - 1_000);
      expect(await expectOpenAfter(store, clock, POLICY.lockoutMs - 1_000)).toEqual(FREE);
      expect(await store.locks()).toEqual([]);
      expect(await store.fail('b', POLICY)).toMatchObject({ locked: false, failures: 1 });
    },
  },
  {
    title: 'counts only failures of the time that the policy names',
    async run({ create, clock }) {
      const store = await create();
      await failTimes(store, 1);
      clock.advance(POLICY.lockoutMs - 1);
      expect(await failTimes(store, 3)).toMatchObject([{ failures: 2 }, {}, { failures: 4 }]);
      clock.advance(2);
      expect(await store.fail('b', POLICY)).toMatchObject({ locked: false, failures: 4 });
      expect(await store.fail('b', POLICY)).toMatchObject({ locked: true, failures: 5 });
    },
  },
  {
    title: 'stays locked whatever fails while it is',
    async run({ create, clock }) {
      const store = await create();
      await failTimes(store, 5);
      for (let tenth = 1; tenth < 10; tenth += 1) {
        clock.advance(POLICY.lockoutMs / 10);
        const { locked, retryAfterMs } = await store.fail('b', POLICY);
        expect(locked).toBe(true);
        expect(retryAfterMs).toBeGreaterThanOrEqual(POLICY.lockoutMs - passed(tenth));
        expect(retryAfterMs).toBeLessThanOrEqual(POLICY.lockoutMs);
      }
    },
  },
  {
    title: 'counts nothing by being asked',
    async run({ create }) {
      const store = await create();
      await failTimes(store, 4);
      for (let asked = 0; asked < 10; asked += 1) {
        expect(await store.lockState('b', POLICY)).toMatchObject({ locked: false, failures: 4 });
      }
    },
  },
  {
    title: 'counts each of many failures that come at once',
    async run({ create }) {
      const store = await create();
      const states = await Promise.all(Array.from({ length: 5 }, () => store.fail('b', POLICY)));
      expect(states.map(({ failures }) => failures).sort()).toEqual([1, 2, 3, 4, 5]);
      expect((await store.lockState('b', POLICY)).locked).toBe(true);
    },
  },
  {
    title: 'counts the failures of each bucket for itself, and requests apart from them',
    async run({ create }) {
      const store = await create();
      const limit = { max: 1, windowMs: 1_000 };
      for (const bucket of AWKWARD_BUCKETS) {
        expect(await store.take(bucket, limit)).toMatchObject({ allowed: true });
        expect(await store.take(bucket, limit)).toMatchObject({ allowed: false });
        expect(await store.lockState(bucket, POLICY)).toEqual(FREE);
        await failTimes(store, 5, bucket);
      }
      const locked = (await store.locks()).map(({ bucket }) => bucket);
      expect(locked.sort()).toEqual([...AWKWARD_BUCKETS].sort());
      expect(await store.lockState('b', POLICY)).toEqual(FREE);
      expect((await store.take('b', limit)).allowed).toBe(true);
    },
  },
  {
    title: 'forgets the failures of the bucket that is cleared, and nothing else',
    async run({ create }) {
      const store = await create();
      const limit = { max: 1, windowMs: 1_000 };
      await store.take('a', limit);
      await failTimes(store, 5, 'a');
      await failTimes(store, 5, 'a:b');
      await failTimes(store, 2, 'b');
      expect(await store.clear('a')).toBe(true);
      expect(await store.clear('a')).toBe(false);
      expect(await store.lockState('a', POLICY)).toEqual(FREE);
      expect(await store.lockState('a:b', POLICY)).toMatchObject({ locked: true, failures: 5 });
      expect(await store.lockState('b', POLICY)).toMatchObject({ locked: false, failures: 2 });
      expect((await store.locks()).map(({ bucket }) => bucket)).toEqual(['a:b']);
      expect((await store.take('a', limit)).allowed).toBe(false);
      expect(await store.fail('a', POLICY)).toMatchObject({ failures: 1, locked: false });
    },
  },
  {
    title: 'lists what is locked now, and how long it will be',
    async run({ create, clock }) {
      const store = await create();
      await failTimes(store, 5, 'first');
      clock.advance(40_000);
      await failTimes(store, 5, 'second');
      await failTimes(store, 4, 'not yet');
      clock.advance(10_000);
      const byName = [...(await store.locks())].sort((a, b) => (a.bucket < b.bucket ? -1 : 1));
      expect(byName).toEqual([
        { bucket: 'first', failures: 5, retryAfterMs: 50_000 },
        { bucket: 'second', failures: 5, retryAfterMs: 90_000 },
      ]);
      clock.advance(50_000);
      expect((await store.locks()).map(({ bucket }) => bucket)).toEqual(['second']);
    },
  },
  {
    title:
      'unlocks nothing early, and locks for no longer than the policy, when the clock jumps back',
    async run({ create, clock }) {
      const half = POLICY.lockoutMs / 2;
      for (const backMs of [1, half - 1, half + 1, POLICY.lockoutMs, DAY_MS]) {
        const store = await create();
        await failTimes(store, 5);
        clock.advance(half);
        await store.lockState('b', POLICY);
        clock.advance(-backMs);
        const { locked, retryAfterMs } = await store.lockState('b', POLICY);
        expect(locked).toBe(true);
        expect(retryAfterMs).toBeGreaterThanOrEqual(half);
        expect(retryAfterMs).toBeLessThanOrEqual(POLICY.lockoutMs);
        // Half of the lock is left, whatever the clock says.
        clock.advance(half - 1);
        expect((await store.lockState('b', POLICY)).locked).toBe(true);
        clock.advance(half + 1);
        expect((await store.lockState('b', POLICY)).locked).toBe(false);
      }
    },
  },
  {
    title: 'refuses policies that are none, as a mistake of the programmer',
    async run({ create }) {
      const store = await create();
      for (const maxFailures of [0, -1, 1.5, Number.NaN]) {
        const policy = { ...POLICY, maxFailures };
        expect(await misuse(() => store.fail('b', policy))).toBe('RangeError');
      }
      expect(await store.lockState('b', POLICY)).toEqual(FREE);
    },
  },
  {
    title: 'closes twice without complaint',
    async run({ create }) {
      const store = await create();
      await Promise.all([store.close(), store.close()]);
      await expect(store.close()).resolves.toBeUndefined();
    },
  },
];

/** Time that has passed after so many tenths of a lock. */
function passed(tenths: number): number {
  return (POLICY.lockoutMs / 10) * tenths;
}

/** What a store with a bound promises. */
export const boundedCases: readonly LimitStoreCase[] = [
  {
    title: 'keeps no more buckets than its bound',
    async run({ create, maxBuckets }) {
      const store = await create();
      const names = Array.from({ length: maxBuckets * 3 }, (_, index) => `10.0.0.${index}`);
      for (const name of names) {
        await store.fail(name, POLICY);
      }
      let kept = 0;
      for (const name of names) {
        kept += (await store.lockState(name, POLICY)).failures;
      }
      expect(kept).toBeLessThanOrEqual(maxBuckets);
      expect(kept).toBeGreaterThan(0);
    },
  },
  {
    title: 'keeps no more locks than its bound, and still locks newcomers',
    async run({ create, maxBuckets }) {
      const store = await create();
      for (let index = 0; index < maxBuckets * 3; index += 1) {
        const states = await failTimes(store, 5, `10.0.0.${index}`);
        expect(states[4]).toMatchObject({ locked: true, failures: 5 });
      }
      expect((await store.locks()).length).toBeLessThanOrEqual(maxBuckets);
    },
  },
  {
    title: 'lifts no lock to remember what matters less',
    async run({ create, clock, maxBuckets }) {
      const store = await create();
      await failTimes(store, 5, 'attacker');
      clock.advance(1_000);
      for (let index = 0; index < maxBuckets * 3; index += 1) {
        await store.fail(`10.0.0.${index}`, POLICY);
        await store.take(`10.0.1.${index}`, { max: 60, windowMs: 60_000 });
      }
      expect(await store.lockState('attacker', POLICY)).toMatchObject({ locked: true });
    },
  },
  {
    title: 'counts the requests of a bucket that is in use through a flood of others',
    async run({ create, maxBuckets }) {
      const store = await create();
      const limit = { max: 2, windowMs: 60_000 };
      await store.take('busy', limit);
      await store.take('busy', limit);
      for (let index = 0; index < maxBuckets * 3; index += 1) {
        await store.take(`10.0.0.${index}`, limit);
        expect((await store.take('busy', limit)).allowed).toBe(false);
      }
    },
  },
];
