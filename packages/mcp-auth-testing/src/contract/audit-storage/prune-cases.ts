import type { AuditHead, AuditStorage } from '@gatehouse/core';
import { expect } from 'vitest';
import {
  appendLines,
  fill,
  headOf,
  lineOf,
  macOf,
  numbers,
  readNumbers,
  sequenceOf,
  stateOf,
  timeOf,
} from './trail.js';
import type { AuditStorageCase } from './types.js';

/** The head after a removal, as an audit log makes it. */
function rehead(head: AuditHead, lastRemoved: string): AuditHead {
  const last = sequenceOf(lastRemoved);
  return { ...head, firstSequence: last + 1, firstPrevious: macOf(last), headMac: `after ${last}` };
}

/** Prunes, and checks that what is left follows from the number that it returns. */
async function prune(storage: AuditStorage, before: number): Promise<number> {
  const old = await readNumbers(storage);
  const headBefore = await storage.head();
  const asked: { head: AuditHead; line: string }[] = [];
  const removed = await storage.prune(before, (head, line) => {
    asked.push({ head, line });
    return rehead(head, line);
  });
  expect(await readNumbers(storage)).toEqual(old.slice(removed));
  if (removed === 0 || headBefore === undefined) {
    expect(asked).toEqual([]);
    expect(await storage.head()).toEqual(headBefore);
    return removed;
  }
  const last = old[removed - 1] ?? 0;
  expect(asked.map(({ head, line }) => [head, sequenceOf(line)])).toEqual([[headBefore, last]]);
  expect(await storage.head()).toEqual(rehead(headBefore, lineOf(last).text));
  return removed;
}

/** What `prune` promises. */
export const pruneCases: readonly AuditStorageCase[] = [
  {
    title: 'removes nothing from a trail that was never written',
    async run({ create }) {
      expect(await prune(await create(), Number.MAX_SAFE_INTEGER)).toBe(0);
    },
  },
  {
    title: 'removes nothing when nothing is old enough',
    async run({ create }) {
      const storage = await create();
      await fill(storage, 60);
      expect(await prune(storage, timeOf(1))).toBe(0);
    },
  },
  {
    title: 'removes the oldest lines, none that is young enough, and says how many',
    async run({ create }) {
      const storage = await create();
      await fill(storage, 100);
      const removed = await prune(storage, timeOf(81));
      expect(removed).toBeGreaterThan(0);
      expect(removed).toBeLessThanOrEqual(80);
    },
  },
  {
    title: 'goes on from the head that a removal leaves',
    async run({ create }) {
      const storage = await create();
      await fill(storage, 60);
      const removed = await prune(storage, timeOf(51));
      const head = await storage.head();
      expect((await stateOf(storage)).head).toEqual(head);
      await appendLines(storage, 2);
      expect(await storage.head()).toMatchObject({ sequence: 62, firstSequence: removed + 1 });
      expect(await readNumbers(storage)).toEqual(numbers(removed + 1, 62));
      expect(await readNumbers(storage, 1)).toEqual(numbers(removed + 1, 62));
      expect(await readNumbers(storage, 61)).toEqual([61, 62]);
      await prune(storage, timeOf(62));
    },
  },
  {
    title: 'keeps its head when all is old, and counts on',
    async run({ create }) {
      const storage = await create();
      await fill(storage, 60);
      const removed = await prune(storage, Number.MAX_SAFE_INTEGER);
      expect(removed).toBeGreaterThan(0);
      await appendLines(storage, 1);
      expect(await readNumbers(storage)).toEqual(numbers(removed + 1, 61));
    },
  },
  {
    title: 'never makes a gap where the clock went back',
    async run({ create }) {
      const storage = await create();
      await fill(storage, 10);
      await storage.append(() => ({
        lines: [lineOf(11, timeOf(500)), ...numbers(12, 60).map((n) => lineOf(n))],
        head: headOf(60),
      }));
      expect(await prune(storage, timeOf(100))).toBeLessThanOrEqual(10);
    },
  },
  {
    title: 'removes nothing when the new head cannot be made',
    async run({ create }) {
      const storage = await create();
      await fill(storage, 60);
      const failure = new RangeError('planted by the contract suite');
      const attempt = storage.prune(timeOf(60), () => {
        throw failure;
      });
      await expect(attempt).rejects.toBe(failure);
      expect(await storage.head()).toEqual(headOf(60));
      expect(await readNumbers(storage)).toEqual(numbers(1, 60));
      await appendLines(storage, 1);
      expect(await readNumbers(storage, 60)).toEqual([60, 61]);
    },
  },
];

/** What `prune` promises to those with another handle. */
export const sharedPruneCases: readonly AuditStorageCase[] = [
  {
    title: 'removes for all handles, and for good',
    async run({ create, reopen }) {
      const storage = await create();
      const other = await reopen(storage);
      await fill(storage, 60);
      expect(await readNumbers(other, 60)).toEqual([60]);
      const removed = await prune(storage, timeOf(51));
      const head = await storage.head();
      expect((await stateOf(other)).head).toEqual(head);
      expect(await readNumbers(other)).toEqual(numbers(removed + 1, 60));
      await appendLines(other, 1);
      await Promise.all([storage.close(), other.close()]);
      const again = await reopen(storage);
      expect(await readNumbers(again)).toEqual(numbers(removed + 1, 61));
      expect(await again.head()).toMatchObject({ sequence: 61, firstSequence: removed + 1 });
    },
  },
];
