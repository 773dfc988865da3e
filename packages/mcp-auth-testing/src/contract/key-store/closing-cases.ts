import type { KeyStore } from '@gatehouse/core';
import { isMcpAuthError } from '@gatehouse/core';
import { expect } from 'vitest';
import { testHeader } from '../../records.js';
import { insertTest, recordEvents, rejectionOf } from '../expectations.js';
import type { KeyStoreCase } from './types.js';

const CALLS: readonly ((store: KeyStore) => Promise<unknown>)[] = [
  (store) => store.header(),
  (store) => store.ensureHeader(() => testHeader()),
  (store) => store.get('lmcp_admin_001'),
  (store) => store.list(),
  (store) => insertTest(store),
  (store) => store.update('lmcp_admin_001', '1', { name: 'No' }),
  (store) => store.delete('lmcp_admin_001', '1'),
];

/** What `close` promises. */
export const closingCases: readonly KeyStoreCase[] = [
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
    title: 'refuses subscribers once it is closed',
    async run({ create }) {
      const store = await create();
      await store.close();
      let thrown: unknown;
      try {
        store.subscribe(() => expect.fail('a closed store reports nothing'));
      } catch (error) {
        thrown = error;
      }
      expect(isMcpAuthError(thrown) && thrown.code).toBe('ERR_MCPAUTH_STORE_CLOSED');
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

/** What `close` promises to those who write. */
export const closingWhileWritingCases: readonly KeyStoreCase[] = [
  {
    title: 'either finishes a write that was under way when it closes, or refuses it',
    async run({ create }) {
      const store = await create();
      const events = recordEvents(store);
      const write = insertTest(store).then(
        () => 'written',
        (error: unknown) => (isMcpAuthError(error) ? error.code : String(error)),
      );
      await store.close();
      const outcome = await write;
      expect(['written', 'ERR_MCPAUTH_STORE_CLOSED']).toContain(outcome);
      expect(events).toHaveLength(outcome === 'written' ? 1 : 0);
    },
  },
];
