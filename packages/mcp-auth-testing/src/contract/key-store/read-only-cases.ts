import type { KeyStore } from '@gatehouse/core';
import { expect } from 'vitest';
import { testHeader } from '../../records.js';
import { insertTest, rejectionOf } from '../expectations.js';
import type { KeyStoreCase } from './types.js';

const WRITES: readonly ((store: KeyStore, id: string) => Promise<unknown>)[] = [
  (store) => insertTest(store),
  (store, id) => store.update(id, 'any', { name: 'No' }),
  (store, id) => store.delete(id, 'any'),
];

/** What a store promises that cannot be written. */
export const readOnlyCases: readonly KeyStoreCase[] = [
  {
    title: 'gives each record that it lists, and no other',
    async run({ create }) {
      const store = await create();
      const records = await store.list();
      expect(records.length).toBeGreaterThan(0);
      for (const record of records) {
        expect(await store.get(record.id)).toEqual(record);
      }
      expect(await store.get('lmcp_admin_404')).toBeUndefined();
    },
  },
  {
    title: 'refuses every write with its reason, and stays as it is',
    async run({ create }) {
      const store = await create();
      const before = await store.list();
      const id = before[0]?.id ?? '';
      for (const write of WRITES) {
        const error = await rejectionOf(write(store, id), 'ERR_MCPAUTH_STORE_READ_ONLY');
        expect(error.retryable).toBe(false);
      }
      expect(await store.list()).toEqual(before);
    },
  },
  {
    title: 'makes no header',
    async run({ create }) {
      const store = await create();
      const header = await store.header();
      if (header === undefined) {
        await rejectionOf(
          store.ensureHeader(() => testHeader()),
          'ERR_MCPAUTH_STORE_READ_ONLY',
        );
      } else {
        expect(await store.ensureHeader(() => testHeader('other'))).toEqual(header);
      }
    },
  },
];
