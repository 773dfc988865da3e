import type { ApprovalStore } from '@gatehouse/core';
import { expect } from 'vitest';
import { EVENT_DEADLINE_MS, rejectionOf } from '../expectations.js';
import { APPROVED, REFUSED, testRequest, USED } from './requests.js';
import type { ApprovalStoreCase } from './types.js';

const ID = 'request1';

/** Resolves with whether a change was told of in time. */
function changeOf(store: ApprovalStore): Promise<boolean> {
  return new Promise((resolve) => {
    const deadline = setTimeout(() => end(false), EVENT_DEADLINE_MS);
    const unwatch = store.watch(() => end(true));
    function end(told: boolean): void {
      clearTimeout(deadline);
      unwatch();
      resolve(told);
    }
  });
}

/** Waits for what the start of watching itself may bring, and begins to count. */
async function countedChanges(store: ApprovalStore): Promise<{ count: number; end: () => void }> {
  const changes = { count: 0, end: (): void => undefined };
  changes.end = store.watch(() => {
    changes.count += 1;
  });
  return changes;
}

/** What `watch` promises. */
export const watchingCases: readonly ApprovalStoreCase[] = [
  {
    title: 'tells of each kind of change',
    async run({ create }) {
      const store = await create();
      await store.add(testRequest('request0'));
      for (const change of [
        () => store.add(testRequest(ID)),
        () => store.decide(ID, APPROVED),
        () => store.end(ID, USED),
        () => store.remove([ID]),
      ]) {
        const told = changeOf(store);
        await change();
        expect(await told).toBe(true);
      }
    },
  },
  {
    title: 'tells nobody who has stopped listening, and everybody else although one throws',
    async run({ create }) {
      const store = await create();
      const gone = await countedChanges(store);
      gone.end();
      store.watch(() => {
        throw new RangeError('planted by the contract suite');
      });
      const told = changeOf(store);
      await store.add(testRequest(ID));
      expect(await told).toBe(true);
      expect(gone.count).toBe(0);
    },
  },
];

/** What a store promises whose requests outlive a handle. */
export const sharingCases: readonly ApprovalStoreCase[] = [
  {
    title: 'holds everything when it is opened again',
    async run({ create, reopen }) {
      const store = await create();
      await store.add(testRequest(ID));
      await store.decide(ID, REFUSED);
      await store.add(testRequest('request2', { requestedAt: Date.UTC(2026, 1, 1) }));
      await store.close();
      const again = await reopen(store);
      expect(await again.list()).toStrictEqual([
        { request: testRequest(ID), verdict: REFUSED },
        { request: testRequest('request2', { requestedAt: Date.UTC(2026, 1, 1) }) },
      ]);
    },
  },
  {
    title: 'lets one of several handles win that decide, or end, at once',
    async run({ create, reopen }) {
      const store = await create();
      const other = await reopen(store);
      for (let round = 0; round < 10; round += 1) {
        const id = `request${round}`;
        expect(
          (await Promise.all([store.add(testRequest(id)), other.add(testRequest(id))])).sort(),
        ).toEqual(['done', 'taken']);
        const steps = await Promise.all([store.decide(id, APPROVED), other.decide(id, REFUSED)]);
        expect([...steps].sort()).toEqual(['done', 'taken']);
        const verdict = steps[0] === 'done' ? APPROVED : REFUSED;
        expect((await store.get(id))?.verdict).toEqual(verdict);
        expect((await other.get(id))?.verdict).toEqual(verdict);
        const ends = await Promise.all([store.end(id, USED), other.end(id, USED)]);
        expect(ends.sort()).toEqual(['done', 'taken']);
      }
    },
  },
  {
    title: 'tells of what another handle does',
    async run({ create, reopen }) {
      const store = await create();
      const other = await reopen(store);
      await store.add(testRequest(ID));
      for (const change of [
        () => other.decide(ID, APPROVED),
        () => other.end(ID, USED),
        () => other.add(testRequest('request2')),
        () => other.remove([ID]),
      ]) {
        const told = changeOf(store);
        await change();
        expect(await told).toBe(true);
      }
      expect((await store.list()).map(({ request }) => request.id)).toEqual(['request2']);
    },
  },
];

const CALLS: readonly ((store: ApprovalStore) => unknown)[] = [
  (store) => store.add(testRequest(ID)),
  (store) => store.get(ID),
  (store) => store.list(),
  (store) => store.decide(ID, APPROVED),
  (store) => store.end(ID, USED),
  (store) => store.remove([ID]),
  (store) => store.watch(() => undefined),
];

/** What `close` promises. */
export const closingCases: readonly ApprovalStoreCase[] = [
  {
    title: 'refuses every call once it is closed',
    async run({ create }) {
      const store = await create();
      await store.close();
      for (const call of CALLS) {
        const calling = (async () => call(store))();
        const error = await rejectionOf(calling, 'ERR_MCPAUTH_STORE_CLOSED');
        expect(error.retryable).toBe(false);
      }
    },
  },
  {
    title: 'closes twice without complaint, and tells nobody afterwards',
    async run({ create }) {
      const store = await create();
      const changes = await countedChanges(store);
      await Promise.all([store.close(), store.close()]);
      await expect(store.close()).resolves.toBeUndefined();
      expect(changes.count).toBe(0);
    },
  },
];
