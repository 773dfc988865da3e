import { expect } from 'vitest';
import { testHeader } from '../../records.js';
import { eventOf, insertTest, recordEvents, rejectionOf } from '../expectations.js';
import type { KeyStoreCase } from './types.js';

/** What a store promises that sees the writes of others: here, of a second handle. */
export const watchingCases: readonly KeyStoreCase[] = [
  {
    title: 'sees and reports what another handle inserts, changes and deletes',
    async run({ create, reopen }) {
      const store = await create();
      const other = await reopen(store);
      const inserted = eventOf(store, (event) => event.type === 'inserted');
      const record = await insertTest(other);
      expect(await inserted).toEqual({ type: 'inserted', id: record.id, origin: 'outside' });
      expect(await store.get(record.id)).toEqual(record);

      const updated = eventOf(store, (event) => event.type === 'updated');
      const changed = await other.update(record.id, record.revision, { active: false });
      expect(await updated).toEqual({ type: 'updated', id: record.id, origin: 'outside' });
      expect(await store.get(record.id)).toEqual(changed);

      const deleted = eventOf(store, (event) => event.type === 'deleted');
      await other.delete(changed.id, changed.revision);
      expect(await deleted).toEqual({ type: 'deleted', id: record.id, origin: 'outside' });
      expect(await store.get(record.id)).toBeUndefined();
    },
  },
  {
    title: 'judges a change by the true content, not by what it has seen so far',
    async run({ create, reopen }) {
      const store = await create();
      const other = await reopen(store);
      const seen = await insertTest(store);
      // The other handle may not have heard of the record yet; a write must find it all the same.
      const revoked = { at: 9_000, by: 'test' };
      const current = await other.update(seen.id, seen.revision, { revoked });
      await rejectionOf(
        store.update(seen.id, seen.revision, { name: 'Stale' }),
        'ERR_MCPAUTH_STORE_CONFLICT',
      );
      expect(await store.get(seen.id)).toEqual(current);
    },
  },
  {
    title: 'reports what it learns while writing itself, before its own change',
    async run({ create, reopen }) {
      const store = await create();
      const other = await reopen(store);
      const events = recordEvents(store);
      const theirs = await insertTest(other);
      const ours = await insertTest(store);
      expect(events).toEqual([
        { type: 'inserted', id: theirs.id, origin: 'outside' },
        { type: 'inserted', id: ours.id, origin: 'self' },
      ]);
    },
  },
  {
    title: 'gives numbers once, whoever asks',
    async run({ create, reopen }) {
      const store = await create();
      const other = await reopen(store);
      const records = await Promise.all(
        Array.from({ length: 12 }, (_, index) => insertTest(index % 2 === 0 ? store : other)),
      );
      expect(new Set(records.map((record) => record.id)).size).toBe(12);
      const last = await insertTest(other);
      expect(last.id).toBe('lmcp_operator_013');
      expect(await other.list()).toHaveLength(13);
    },
  },
  {
    title: 'agrees on one header, whoever makes it',
    async run({ create, reopen }) {
      const store = await create();
      const other = await reopen(store);
      const [first, second] = await Promise.all([
        store.ensureHeader(() => testHeader('ours')),
        other.ensureHeader(() => testHeader('theirs')),
      ]);
      expect(first).toEqual(second);
    },
  },
];
