import type { LimitResult, LimitStore, RequestLimit } from '@gatehouse/core';
import { expect } from 'vitest';
import type { LimitStoreCase } from './types.js';

const LIMIT: RequestLimit = { max: 5, windowMs: 1_000 };
/** For what takes one step per millisecond. */
const SHORT: RequestLimit = { max: 5, windowMs: 50 };
const DAY_MS = 86_400_000;

/** Names that a careless implementation takes apart, or finds on every object. */
export const AWKWARD_BUCKETS: readonly string[] = [
  '',
  ' ',
  'key:a',
  'key:a:b',
  'KEY:A',
  '__proto__',
  'constructor',
  '2001:db8::/64',
  'ключ\u0000\n',
  'x'.repeat(500),
];

/** Takes one request after the other. @returns Whether each was admitted. */
async function takeTimes(store: LimitStore, times: number, limit = LIMIT): Promise<boolean[]> {
  const allowed: boolean[] = [];
  for (let taken = 0; taken < times; taken += 1) {
    allowed.push((await store.take('b', limit)).allowed);
  }
  return allowed;
}

/** What a call with an impossible number comes to: a `RangeError`, or what it answered. */
export async function misuse(call: () => Promise<unknown>): Promise<unknown> {
  try {
    return await call();
  } catch (error) {
    return error instanceof RangeError ? 'RangeError' : error;
  }
}

/** What `take` promises. */
export const requestCases: readonly LimitStoreCase[] = [
  {
    title: 'admits as many as the limit says, counting down, and refuses the next',
    async run({ create }) {
      const store = await create();
      const results: LimitResult[] = [];
      for (let taken = 0; taken < 6; taken += 1) {
        results.push(await store.take('b', LIMIT));
      }
      expect(results.map(({ allowed }) => allowed)).toEqual([true, true, true, true, true, false]);
      expect(results.map(({ remaining }) => remaining)).toEqual([4, 3, 2, 1, 0, 0]);
      expect(results.map(({ limit }) => limit)).toEqual(results.map(() => LIMIT));
      expect(results.slice(0, 5).map(({ retryAfterMs }) => retryAfterMs)).toEqual([0, 0, 0, 0, 0]);
      expect(results[5]?.retryAfterMs).toBeGreaterThan(0);
    },
  },
  {
    title: 'does not count what it refuses',
    async run({ create, clock }) {
      const store = await create();
      await takeTimes(store, 5, SHORT);
      const { retryAfterMs } = await store.take('b', SHORT);
      for (let waited = 1; waited < retryAfterMs; waited += 1) {
        clock.advance(1);
        expect((await store.take('b', SHORT)).retryAfterMs).toBe(retryAfterMs - waited);
      }
      clock.advance(1);
      expect((await store.take('b', SHORT)).allowed).toBe(true);
    },
  },
  {
    title: 'knows no moment at which everything is forgotten at once',
    async run({ create, clock }) {
      for (let offset = 0; offset < LIMIT.windowMs; offset += 100) {
        const store = await create();
        clock.advance(100);
        await store.take('b', LIMIT);
        clock.advance(LIMIT.windowMs - 1);
        expect(await takeTimes(store, 5)).toEqual([true, true, true, true, false]);
        clock.advance(LIMIT.windowMs - 1);
        expect((await store.take('b', LIMIT, 2)).allowed).toBe(false);
      }
    },
  },
  {
    title: 'counts a request at what it costs',
    async run({ create }) {
      const store = await create();
      expect(await store.take('b', LIMIT, 3)).toMatchObject({ allowed: true, remaining: 2 });
      expect(await store.take('b', LIMIT, 3)).toMatchObject({ allowed: false, remaining: 2 });
      expect(await store.take('b', LIMIT, 2)).toMatchObject({ allowed: true, remaining: 0 });
      expect((await store.take('b', LIMIT)).allowed).toBe(false);
    },
  },
  {
    title: 'never admits what costs more than the limit, and counts none of it',
    async run({ create, clock }) {
      const store = await create();
      for (const waitMs of [0, 2 * LIMIT.windowMs]) {
        clock.advance(waitMs);
        const answer = await misuse(() => store.take('b', LIMIT, 6));
        if (answer !== 'RangeError') {
          expect(answer).toMatchObject({ allowed: false });
        }
      }
      expect(await takeTimes(store, 6)).toEqual([true, true, true, true, true, false]);
    },
  },
  {
    title: 'refuses costs and limits that are none, as a mistake of the programmer',
    async run({ create }) {
      const store = await create();
      for (const cost of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
        expect(await misuse(() => store.take('b', LIMIT, cost))).toBe('RangeError');
      }
      for (const max of [0, -1, 1.5, Number.NaN]) {
        expect(await misuse(() => store.take('b', { ...LIMIT, max }))).toBe('RangeError');
      }
      expect((await store.take('b', LIMIT)).remaining).toBe(4);
    },
  },
  {
    title: 'counts each bucket for itself',
    async run({ create }) {
      const store = await create();
      const once: RequestLimit = { max: 1, windowMs: 1_000 };
      for (const bucket of AWKWARD_BUCKETS) {
        expect((await store.take(bucket, once)).allowed).toBe(true);
        expect((await store.take(bucket, once)).allowed).toBe(false);
      }
    },
  },
  {
    title: 'judges by the limit that the call brings',
    async run({ create }) {
      const store = await create();
      await takeTimes(store, 3);
      expect(await store.take('b', { max: 3, windowMs: 1_000 })).toMatchObject({
        allowed: false,
        remaining: 0,
      });
      const raised = { max: 10, windowMs: 1_000 };
      expect(await store.take('b', raised)).toMatchObject({ allowed: true, remaining: 6 });
    },
  },
  {
    title: 'is full again when nothing came for long enough',
    async run({ create, clock }) {
      const store = await create();
      await takeTimes(store, 5);
      clock.advance(2 * LIMIT.windowMs);
      expect(await store.take('b', LIMIT, 5)).toMatchObject({ allowed: true, remaining: 0 });
    },
  },
  {
    title: 'admits no more than the limit of many that come at once',
    async run({ create }) {
      const store = await create();
      const results = await Promise.all(Array.from({ length: 50 }, () => store.take('b', LIMIT)));
      expect(results.filter(({ allowed }) => allowed)).toHaveLength(5);
    },
  },
  {
    title:
      'admits nothing early, and freezes for no longer than the window, when the clock jumps back',
    async run({ create, clock }) {
      for (const backMs of [1, 300, 700, LIMIT.windowMs, DAY_MS]) {
        const store = await create();
        await takeTimes(store, 5);
        clock.advance(500);
        expect((await store.take('b', LIMIT)).allowed).toBe(false);
        clock.advance(-backMs);
        const after = await store.take('b', LIMIT);
        expect(after.allowed).toBe(false);
        expect(after.retryAfterMs).toBeLessThanOrEqual(LIMIT.windowMs);
        // 500 ms of the window are left, whatever the clock says.
        clock.advance(499);
        expect((await store.take('b', LIMIT)).allowed).toBe(false);
        clock.advance(LIMIT.windowMs - 499);
        expect((await store.take('b', LIMIT)).allowed).toBe(true);
      }
    },
  },
];

/** What several handles on the same counters promise. */
export const sharedRequestCases: readonly LimitStoreCase[] = [
  {
    title: 'counts together what comes through several handles',
    async run({ create, reopen }) {
      const store = await create();
      const other = await reopen(store);
      const policy = { maxFailures: 3, lockoutMs: 1_000 };
      const results = await Promise.all(
        Array.from({ length: 12 }, (_, index) => (index % 2 ? store : other).take('b', LIMIT)),
      );
      expect(results.filter(({ allowed }) => allowed)).toHaveLength(5);
      await store.fail('b', policy);
      await other.fail('b', policy);
      await store.fail('b', policy);
      expect(await other.lockState('b', policy)).toMatchObject({ locked: true, failures: 3 });
    },
  },
];
