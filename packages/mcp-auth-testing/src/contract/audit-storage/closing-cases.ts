import type { AuditStorage } from '@gatehouse/core';
import { isMcpAuthError } from '@gatehouse/core';
import { expect } from 'vitest';
import { rejectionOf } from '../expectations.js';
import { appendLines, readAll, readNumbers } from './trail.js';
import type { AuditStorageCase } from './types.js';

const CALLS: readonly ((storage: AuditStorage) => Promise<unknown>)[] = [
  (storage) => storage.head(),
  (storage) => appendLines(storage),
  (storage) => readAll(storage),
  (storage) => storage.prune(0, (head) => head),
  async (storage) => storage.watch(() => expect.fail('a closed storage tells nothing')),
];

/** What `close` promises. */
export const closingCases: readonly AuditStorageCase[] = [
  {
    title: 'refuses every call once it is closed',
    async run({ create }) {
      const storage = await create();
      await appendLines(storage);
      await storage.close();
      for (const call of CALLS) {
        const error = await rejectionOf(call(storage), 'ERR_MCPAUTH_STORE_CLOSED');
        expect(error.retryable).toBe(false);
      }
    },
  },
  {
    title: 'closes twice without complaint',
    async run({ create }) {
      const storage = await create();
      await Promise.all([storage.close(), storage.close()]);
      await expect(storage.close()).resolves.toBeUndefined();
    },
  },
];

/** What `close` promises to those who append, where it can be looked up afterwards. */
export const closingWhileAppendingCases: readonly AuditStorageCase[] = [
  {
    title: 'either finishes an append that was under way when it closes, or refuses it',
    async run({ create, reopen }) {
      const storage = await create();
      const appending = appendLines(storage, 3).then(
        () => 'appended',
        (error: unknown) => (isMcpAuthError(error) ? error.code : String(error)),
      );
      await storage.close();
      const outcome = await appending;
      expect(['appended', 'ERR_MCPAUTH_STORE_CLOSED']).toContain(outcome);
      const left = await readNumbers(await reopen(storage));
      expect(left).toEqual(outcome === 'appended' ? [1, 2, 3] : []);
    },
  },
];
