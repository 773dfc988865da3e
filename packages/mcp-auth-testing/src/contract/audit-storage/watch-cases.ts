import type { AuditStorage } from '@gatehouse/core';
import { expect } from 'vitest';
import { EVENT_DEADLINE_MS } from '../expectations.js';
import { appendLines } from './trail.js';
import type { AuditStorageCase } from './types.js';

/** Resolves with the last record number once a call of the listener finds it to be `sequence`. */
function headReached(storage: AuditStorage, sequence: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    function end(reached: number | undefined): void {
      clearTimeout(deadline);
      stop();
      resolve(reached);
    }
    const deadline = setTimeout(() => end(undefined), EVENT_DEADLINE_MS);
    const stop = storage.watch(() => {
      storage.head().then(
        (head) => (head?.sequence === sequence ? end(sequence) : undefined),
        () => end(undefined),
      );
    });
  });
}

/** What `watch` promises of this handle's own appends. */
export const watchCases: readonly AuditStorageCase[] = [
  {
    title: 'tells of its own appends, when they can be read already',
    async run({ create }) {
      const storage = await create();
      for (const sequence of [2, 4]) {
        const reached = headReached(storage, sequence);
        await appendLines(storage, 2);
        expect(await reached).toBe(sequence);
      }
    },
  },
  {
    title: 'stops telling when watching ends',
    async run({ create }) {
      const storage = await create();
      let calls = 0;
      const stop = storage.watch(() => {
        calls += 1;
      });
      const first = headReached(storage, 1);
      await appendLines(storage);
      await first;
      stop();
      stop();
      const before = calls;
      const second = headReached(storage, 2);
      await appendLines(storage);
      await second;
      expect(before).toBeGreaterThan(0);
      expect(calls).toBe(before);
    },
  },
  {
    title: 'is not stopped by a watcher that throws',
    async run({ create }) {
      const storage = await create();
      storage.watch(() => {
        throw new RangeError('a watcher of bad manners');
      });
      const reached = headReached(storage, 1);
      await appendLines(storage);
      expect(await reached).toBe(1);
    },
  },
];

/** What `watch` promises of appends by others. */
export const sharedWatchCases: readonly AuditStorageCase[] = [
  {
    title: 'tells of what another handle appends',
    async run({ create, reopen }) {
      const storage = await create();
      const other = await reopen(storage);
      const first = headReached(storage, 1);
      await appendLines(other);
      expect(await first).toBe(1);
      const second = headReached(storage, 4);
      await appendLines(other, 3);
      expect(await second).toBe(4);
    },
  },
];
