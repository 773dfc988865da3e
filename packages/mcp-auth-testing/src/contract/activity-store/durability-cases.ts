import type { ActivityCount, ActivityStore } from '@gatehouse/core';
import { ACTIVITY_DAY_MS, isMcpAuthError } from '@gatehouse/core';
import { expect } from 'vitest';
import { rejectionOf } from '../expectations.js';
import { ALWAYS, DAY_1, everything, linesOf, SPAN, sample, sumsOf } from './samples.js';
import type { ActivityStoreCase } from './types.js';

const DAY = ACTIVITY_DAY_MS;

/** A count that cannot be read, as a caller's bug would make it. */
function unreadable(failure: Error): ActivityCount {
  return {
    ...sample({ act: 'unreadable' }),
    get requests(): number {
      throw failure;
    },
  };
}

/** That a batch is added whole or not at all. */
export const atomicityCases: readonly ActivityStoreCase[] = [
  {
    title: 'adds nothing of a batch that it cannot read to its end, and goes on',
    async run({ create }) {
      const store = await create();
      const failure = new RangeError('planted by the contract suite');
      const attempt = (async () =>
        store.add([sample(), sample({ at: DAY_1 + DAY }), unreadable(failure)]))();
      await expect(attempt).rejects.toBe(failure);
      expect(await everything(store)).toEqual([]);
      await store.add([sample()]);
      expect(await everything(store)).toEqual([sample()]);
    },
  },
];

/** That a write which failed has changed nothing. */
export const failingCases: readonly ActivityStoreCase[] = [
  {
    title: 'changes nothing when it cannot write, and says that it may be tried again',
    async run({ create, breakWrites }) {
      const store = await create();
      const there = [sample(), sample({ at: DAY_1 + SPAN })];
      await store.add(there);
      const mend = await breakWrites(store);
      try {
        const attempts = [
          () => store.add([sample(), sample({ at: DAY_1 + DAY })]),
          () => store.rollUp(DAY_1 + DAY),
          () => store.prune(DAY_1 + DAY),
        ];
        for (const attempt of attempts) {
          const error = await rejectionOf(attempt(), 'ERR_MCPAUTH_STORE_UNAVAILABLE');
          expect(error.retryable).toBe(true);
        }
      } finally {
        await mend();
      }
      expect(await everything(store)).toEqual(there);
      await store.add(there);
      expect(sumsOf(await everything(store))).toEqual(sumsOf([...there, ...there]));
    },
  },
];

/** What a store promises whose counts outlive a handle. */
export const sharingCases: readonly ActivityStoreCase[] = [
  {
    title: 'holds every count when it is opened again',
    async run({ create, reopen }) {
      const store = await create();
      const later = sample({ at: DAY_1 + 2 * DAY, denied: 1, failed: 2 });
      await store.add([sample(), later, sample({ at: DAY_1 - DAY })]);
      await store.prune(DAY_1);
      await store.rollUp(DAY_1 + DAY);
      await store.close();
      const counts = await everything(await reopen(store));
      expect(counts).toStrictEqual([sample({ spanMs: 12 * SPAN }), later]);
    },
  },
  {
    title: 'adds up what several handles count, at once and in turn',
    async run({ create, reopen }) {
      const store = await create();
      const other = await reopen(store);
      await Promise.all(
        Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? store : other).add([sample()])),
      );
      await store.add([sample()]);
      await other.add([sample()]);
      expect((await everything(other)).map(({ requests }) => requests)).toEqual([22]);
      expect(await everything(store)).toEqual(await everything(other));
      await Promise.all([store.close(), other.close()]);
      expect(sumsOf(await everything(await reopen(store))).requests).toBe(22);
    },
  },
  {
    title: 'does not bring back what another handle has forgotten or summed up',
    async run({ create, reopen }) {
      const store = await create();
      const other = await reopen(store);
      await store.add([sample(), sample({ at: DAY_1 + DAY })]);
      await everything(store);
      await other.prune(DAY_1 + DAY);
      await other.rollUp(DAY_1 + 2 * DAY);
      await store.add([sample({ at: DAY_1 + DAY })]);
      const name = 'lmcp_operator_001 tool:control_lights 1';
      expect(linesOf(await everything(store))).toEqual([`1440+5 ${name}`, `1440+60 ${name}`]);
    },
  },
  {
    title: 'loses no count that is added while another handle sums up',
    async run({ create, reopen }) {
      const store = await create();
      const other = await reopen(store);
      const work = Array.from({ length: 12 }, (_, index) => [
        store.add([sample({ at: DAY_1 + index * SPAN })]),
        ...(index % 2 === 0 ? [other.rollUp(DAY_1 + DAY)] : []),
      ]);
      await Promise.all(work.flat());
      expect(sumsOf(await everything(other)).requests).toBe(12);
    },
  },
];

const CALLS: readonly ((store: ActivityStore) => Promise<unknown>)[] = [
  (store) => store.add([sample()]),
  (store) => store.add([]),
  (store) => store.read(ALWAYS),
  (store) => store.rollUp(DAY_1),
  (store) => store.prune(DAY_1),
];

/** What `close` promises. */
export const closingCases: readonly ActivityStoreCase[] = [
  {
    title: 'refuses every call once it is closed',
    async run({ create }) {
      const store = await create();
      await store.close();
      for (const call of CALLS) {
        const error = await rejectionOf(call(store), 'ERR_MCPAUTH_STORE_CLOSED');
        expect(error.retryable).toBe(false);
      }
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

/** What `close` promises to those who add, where it can be looked up afterwards. */
export const closingWhileAddingCases: readonly ActivityStoreCase[] = [
  {
    title: 'either finishes a count that was being added when it closes, or refuses it',
    async run({ create, reopen }) {
      const store = await create();
      const adding = store.add([sample()]).then(
        () => 'added',
        (error: unknown) => (isMcpAuthError(error) ? error.code : String(error)),
      );
      await store.close();
      const outcome = await adding;
      expect(['added', 'ERR_MCPAUTH_STORE_CLOSED']).toContain(outcome);
      const found = await everything(await reopen(store));
      expect(found).toEqual(outcome === 'added' ? [sample()] : []);
    },
  },
];
