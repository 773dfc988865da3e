import { expect } from 'vitest';
import { testRecord } from '../../records.js';
import { insertTest, rejectionOf, withoutRevision } from '../expectations.js';
import type { KeyStoreCase } from './types.js';

/** What `insert` promises. */
export const insertCases: readonly KeyStoreCase[] = [
  {
    title: 'returns what was built, with a revision, and finds it again',
    async run({ create }) {
      const store = await create();
      const record = await insertTest(store, 'admin');
      expect(withoutRevision(record)).toEqual(testRecord('admin', 1));
      expect(record.revision).not.toBe('');
      expect(await store.get(record.id)).toEqual(record);
      expect(await store.list()).toEqual([record]);
    },
  },
  {
    title: 'counts from 1, each role for itself',
    async run({ create }) {
      const store = await create();
      const roles = ['admin', 'operator', 'admin', 'night-watch', 'operator', 'admin'];
      const ids: string[] = [];
      for (const role of roles) {
        ids.push((await insertTest(store, role)).id);
      }
      expect(ids).toEqual([
        'lmcp_admin_001',
        'lmcp_operator_001',
        'lmcp_admin_002',
        'lmcp_night-watch_001',
        'lmcp_operator_002',
        'lmcp_admin_003',
      ]);
    },
  },
  {
    title: 'gives each of many at once a number of its own',
    async run({ create }) {
      const store = await create();
      const records = await Promise.all(
        Array.from({ length: 20 }, () => insertTest(store, 'monitor')),
      );
      const expected = Array.from({ length: 20 }, (_, index) => testRecord('monitor', index + 1));
      expect(records.map((record) => record.id).sort()).toEqual(expected.map(({ id }) => id));
      expect((await store.list()).map((record) => record.id).sort()).toEqual(
        expected.map(({ id }) => id),
      );
    },
  },
  {
    title: 'never gives a number twice, not even after a delete',
    async run({ create }) {
      const store = await create();
      await insertTest(store);
      const last = await insertTest(store);
      await store.delete(last.id, last.revision);
      expect((await insertTest(store)).id).toBe('lmcp_operator_003');
    },
  },
  {
    title: 'refuses an id that exists, and changes nothing',
    async run({ create }) {
      const store = await create();
      const first = await insertTest(store);
      const error = await rejectionOf(
        store.insert('operator', () => testRecord('operator', 1, { name: 'Impostor' })),
        'ERR_MCPAUTH_STORE_CONFLICT',
      );
      expect(error.message).toContain(first.id);
      expect(await store.list()).toEqual([first]);
    },
  },
  {
    title: 'changes nothing when building the record fails',
    async run({ create }) {
      const store = await create();
      const failure = new RangeError('nobody may have this role');
      const attempt = store.insert('admin', () => {
        throw failure;
      });
      await expect(attempt).rejects.toBe(failure);
      expect(await store.list()).toEqual([]);
      expect((await insertTest(store, 'admin')).name).toMatch(/^Key \d+ of admin$/);
    },
  },
  {
    title: 'lists in the order of creation',
    async run({ create }) {
      const store = await create();
      for (const [name, createdAt] of [
        ['third', 3_000],
        ['first', 1_000],
        ['second', 2_000],
      ] as const) {
        await insertTest(store, 'monitor', { name, createdAt });
      }
      const names = (await store.list()).map((record) => record.name);
      expect(names).toEqual(['first', 'second', 'third']);
    },
  },
];
