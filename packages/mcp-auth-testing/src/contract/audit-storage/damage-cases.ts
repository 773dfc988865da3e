import type { AuditStorage } from '@gatehouse/core';
import { expect } from 'vitest';
import { rejectionOf } from '../expectations.js';
import { appendLines, fill, headOf, lineOf, numbers, readNumbers, stateOf } from './trail.js';
import type { AuditStorageCase } from './types.js';

/** What a storage promises that a process left in the middle of an append. */
export const tornCases: readonly AuditStorageCase[] = [
  {
    title: 'cuts off half a line, tells of it, and goes on behind the last whole one',
    async run({ create, reopen, damage }) {
      const storage = await create();
      await fill(storage, 10);
      await storage.close();
      await damage.torn(storage, '{"sequence":11,"fil');
      const again = await reopen(storage);
      expect(await readNumbers(again)).toHaveLength(10);
      await again.append((state) => {
        expect(state).toEqual({ head: headOf(10), unconfirmed: [], torn: true });
        return undefined;
      });
      await appendLines(again, 2);
      expect(await readNumbers(again)).toEqual(numbers(1, 12));
      expect(await stateOf(again)).toEqual({ head: headOf(12), unconfirmed: [], torn: false });
    },
  },
];

/** What a storage promises that a process left between its lines and its head. */
export const unconfirmedCases: readonly AuditStorageCase[] = [
  {
    title: 'hands whole lines behind the head to whoever builds the next batch',
    async run({ create, reopen, damage }) {
      const storage = await create();
      await fill(storage, 10);
      await storage.close();
      const lines = [lineOf(11).text, lineOf(12).text];
      await damage.unconfirmed(storage, lines);
      const again = await reopen(storage);
      expect(await again.head()).toEqual(headOf(10));
      expect(await stateOf(again)).toEqual({ head: headOf(10), unconfirmed: lines, torn: false });
      await appendLines(again, 1);
      expect(await again.head()).toEqual(headOf(13));
      expect(await readNumbers(again, 10)).toEqual(numbers(10, 13));
      expect(await stateOf(again)).toEqual({ head: headOf(13), unconfirmed: [], torn: false });
    },
  },
];

/** What a storage promises whose head is unreadable. */
export const damagedHeadCases: readonly AuditStorageCase[] = [
  {
    title: 'names a damaged head, and appends nothing behind it',
    async run({ create, reopen, damage }) {
      const storage = await create();
      await fill(storage, 10);
      await storage.close();
      await damage.head(storage);
      const attempts: readonly ((opened: AuditStorage) => Promise<unknown>)[] = [
        (opened) => opened.head(),
        (opened) => appendLines(opened),
        (opened) => opened.head(),
      ];
      for (const attempt of attempts) {
        // An implementation may look when it opens, or when it is asked.
        const error = await rejectionOf(reopen(storage).then(attempt), 'ERR_MCPAUTH_STORE_DAMAGED');
        expect(error.message).toContain(storage.location);
        expect(error.retryable).toBe(false);
      }
    },
  },
];
