import type { KeyUsage, UsageStore } from '@gatehouse/core';
import { isMcpAuthError } from '@gatehouse/core';
import { expect } from 'vitest';
import { rejectionOf } from '../expectations.js';
import type { UsageStoreCase } from './types.js';

const ID = 'lmcp_operator_001';
const OTHER = 'lmcp_admin_001';

function one(keyId = ID, at = 1_000): KeyUsage {
  return { keyId, uses: 1, failures: 0, firstUsedAt: at, lastUsedAt: at };
}

/** A count that cannot be read, as a caller's bug would make it. */
function unreadable(failure: Error): KeyUsage {
  return {
    keyId: OTHER,
    get uses(): number {
      throw failure;
    },
    failures: 0,
  };
}

/** That a batch is added whole or not at all. */
export const atomicityCases: readonly UsageStoreCase[] = [
  {
    title: 'adds nothing of a batch that it cannot read to its end, and goes on',
    async run({ create }) {
      const store = await create();
      const failure = new RangeError('planted by the contract suite');
      const attempt = (async () => store.add([one(), unreadable(failure)]))();
      await expect(attempt).rejects.toBe(failure);
      expect(await store.list()).toEqual([]);
      await store.add([one()]);
      expect(await store.list()).toEqual([one()]);
    },
  },
];

/** That a write which failed has added nothing. */
export const failingCases: readonly UsageStoreCase[] = [
  {
    title: 'adds nothing when it cannot write, and says that it may be tried again',
    async run({ create, breakWrites }) {
      const store = await create();
      await store.add([one()]);
      const mend = await breakWrites(store);
      try {
        const error = await rejectionOf(
          store.add([one(), one(OTHER)]),
          'ERR_MCPAUTH_STORE_UNAVAILABLE',
        );
        expect(error.retryable).toBe(true);
        await rejectionOf(store.forget([ID]), 'ERR_MCPAUTH_STORE_UNAVAILABLE');
      } finally {
        await mend();
      }
      expect(await store.list()).toEqual([one()]);
      await store.add([one(), one(OTHER)]);
      expect(await store.get(ID)).toEqual({ ...one(), uses: 2 });
      expect(await store.get(OTHER)).toEqual(one(OTHER));
    },
  },
];

/** What a store promises whose counters outlive a handle. */
export const sharingCases: readonly UsageStoreCase[] = [
  {
    title: 'holds every count when it is opened again',
    async run({ create, reopen }) {
      const store = await create();
      const full = { ...one(), failures: 3, lastAddress: '::1', lastFailureAt: 7 };
      await store.add([full, one(OTHER), one('lmcp_device_001')]);
      await store.forget(['lmcp_device_001']);
      await store.close();
      const again = await reopen(store);
      expect(await again.get(ID)).toStrictEqual(full);
      expect(await again.get('lmcp_device_001')).toBeUndefined();
      expect(await again.list()).toHaveLength(2);
    },
  },
  {
    title: 'adds up what several handles count, at once and in turn',
    async run({ create, reopen }) {
      const store = await create();
      const other = await reopen(store);
      await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          (index % 2 === 0 ? store : other).add([one(ID, 1_000 + index)]),
        ),
      );
      await store.add([one(ID, 2_000)]);
      await other.add([one(ID, 500)]);
      expect(await other.get(ID)).toEqual({
        ...one(ID, 500),
        uses: 22,
        lastUsedAt: 2_000,
      });
      await Promise.all([store.close(), other.close()]);
      expect((await (await reopen(store)).get(ID))?.uses).toBe(22);
    },
  },
  {
    title: 'does not bring back what another handle has forgotten',
    async run({ create, reopen }) {
      const store = await create();
      const other = await reopen(store);
      await store.add([one(), one(OTHER)]);
      await other.forget([ID]);
      await store.add([one(OTHER)]);
      expect((await store.list()).map(({ keyId }) => keyId)).toEqual([OTHER]);
    },
  },
];

const CALLS: readonly ((store: UsageStore) => Promise<unknown>)[] = [
  (store) => store.add([one()]),
  (store) => store.get(ID),
  (store) => store.list(),
  (store) => store.forget([ID]),
];

/** What `close` promises. */
export const closingCases: readonly UsageStoreCase[] = [
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
export const closingWhileAddingCases: readonly UsageStoreCase[] = [
  {
    title: 'either finishes a count that was being added when it closes, or refuses it',
    async run({ create, reopen }) {
      const store = await create();
      const adding = store.add([one()]).then(
        () => 'added',
        (error: unknown) => (isMcpAuthError(error) ? error.code : String(error)),
      );
      await store.close();
      const outcome = await adding;
      expect(['added', 'ERR_MCPAUTH_STORE_CLOSED']).toContain(outcome);
      expect(await (await reopen(store)).list()).toEqual(outcome === 'added' ? [one()] : []);
    },
  },
];
