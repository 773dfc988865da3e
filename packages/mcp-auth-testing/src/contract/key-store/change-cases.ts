import type { KeyRecordChange } from '@gatehouse/core';
import { expect } from 'vitest';
import { insertTest, rejectionOf } from '../expectations.js';
import type { KeyStoreCase } from './types.js';

const REMOVED: KeyRecordChange = {
  notBefore: null,
  expiresAt: null,
  maxIdleDays: null,
  enabledAt: null,
  replaces: null,
  replacedBy: null,
  devices: null,
  revoked: null,
};

/** What `update` and `delete` promise. */
export const changeCases: readonly KeyStoreCase[] = [
  {
    title: 'changes the named fields and the revision, and nothing else',
    async run({ create }) {
      const store = await create();
      const other = await insertTest(store);
      const before = await insertTest(store);
      const after = await store.update(before.id, before.revision, {
        name: 'Renamed',
        expiresAt: 5_000,
        ipWhitelist: ['10.0.0.0/8'],
      });
      expect(after).toEqual({
        ...before,
        name: 'Renamed',
        expiresAt: 5_000,
        ipWhitelist: ['10.0.0.0/8'],
        revision: after.revision,
      });
      expect(after.revision).not.toBe(before.revision);
      expect(await store.get(before.id)).toEqual(after);
      expect(await store.get(other.id)).toEqual(other);
    },
  },
  {
    title: 'removes fields that are set to null',
    async run({ create }) {
      const store = await create();
      const before = await insertTest(store, 'device', {
        notBefore: 1,
        expiresAt: 2,
        maxIdleDays: 3,
        enabledAt: 4,
        replaces: 'lmcp_device_002',
        replacedBy: 'lmcp_device_003',
        devices: ['lamp'],
        revoked: { at: 3, by: 'test' },
      });
      const after = await store.update(before.id, before.revision, REMOVED);
      for (const field of Object.keys(REMOVED)) {
        expect(after).not.toHaveProperty(field);
      }
      expect(await store.get(before.id)).toEqual(after);
    },
  },
  {
    title: 'goes on from the revision that a change returned',
    async run({ create }) {
      const store = await create();
      let record = await insertTest(store);
      for (const name of ['one', 'two', 'three']) {
        record = await store.update(record.id, record.revision, { name });
      }
      expect((await store.get(record.id))?.name).toBe('three');
    },
  },
  {
    title: 'refuses a change that is based on an older revision',
    async run({ create }) {
      const store = await create();
      const seen = await insertTest(store);
      const revoked = { at: 9_000, by: 'lmcp_admin_001' };
      const current = await store.update(seen.id, seen.revision, { revoked });
      const error = await rejectionOf(
        store.update(seen.id, seen.revision, { name: 'Written from a stale copy' }),
        'ERR_MCPAUTH_STORE_CONFLICT',
      );
      expect(error.retryable).toBe(true);
      expect(await store.get(seen.id)).toEqual(current);
    },
  },
  {
    title: 'lets exactly one of several changes from the same revision win',
    async run({ create }) {
      const store = await create();
      const seen = await insertTest(store);
      const names = ['a', 'b', 'c', 'd', 'e'];
      const outcomes = await Promise.allSettled(
        names.map((name) => store.update(seen.id, seen.revision, { name })),
      );
      const won = outcomes.flatMap((outcome) =>
        outcome.status === 'fulfilled' ? [outcome.value] : [],
      );
      expect(won).toHaveLength(1);
      expect(await store.get(seen.id)).toEqual(won[0]);
    },
  },
  {
    title: 'does not bring back what was deleted',
    async run({ create }) {
      const store = await create();
      const seen = await insertTest(store);
      await store.delete(seen.id, seen.revision);
      const error = await rejectionOf(
        store.update(seen.id, seen.revision, { name: 'Back again' }),
        'ERR_MCPAUTH_KEY_NOT_FOUND',
      );
      expect(error.message).toContain(seen.id);
      expect(await store.list()).toEqual([]);
    },
  },
  {
    title: 'deletes one record for good',
    async run({ create }) {
      const store = await create();
      const kept = await insertTest(store);
      const gone = await insertTest(store);
      await store.delete(gone.id, gone.revision);
      expect(await store.get(gone.id)).toBeUndefined();
      expect(await store.list()).toEqual([kept]);
      await rejectionOf(store.delete(gone.id, gone.revision), 'ERR_MCPAUTH_KEY_NOT_FOUND');
    },
  },
  {
    title: 'refuses to delete what was changed in between',
    async run({ create }) {
      const store = await create();
      const seen = await insertTest(store);
      const current = await store.update(seen.id, seen.revision, { name: 'Changed' });
      await rejectionOf(store.delete(seen.id, seen.revision), 'ERR_MCPAUTH_STORE_CONFLICT');
      expect(await store.list()).toEqual([current]);
    },
  },
];
