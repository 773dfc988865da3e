import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { AuditStorage } from '@gatehouse/core';
import { describe, expect, it } from 'vitest';
import { parseLockOwner } from '../src/lock-owner.js';
import { faultyFileSystem, systemError } from './support/faulty-file-system.js';
import { append, openTrail, readAll, stateOf, textOf, texts, timeOf } from './support/trail.js';

const LINE = textOf(1).length + 1;
const MAX = 4 * LINE + 10;

function prune(storage: AuditStorage): Promise<unknown> {
  return storage.prune(timeOf(8), (head, line) => {
    const last = JSON.parse(line).sequence;
    return { ...head, firstSequence: last + 1, firstPrevious: `mac${last}` };
  });
}

interface Write {
  readonly name: string;
  /** Batches before it. */
  readonly before: readonly number[];
  readonly run: (storage: AuditStorage) => Promise<unknown>;
  /** Numbers of the first and last record before and after. */
  readonly old: readonly [number, number];
  readonly next: readonly [number, number];
}

const WRITES: readonly Write[] = [
  { name: 'the first append', before: [], run: (s) => append(s, 2), old: [1, 0], next: [1, 2] },
  { name: 'an append', before: [2], run: (s) => append(s, 2), old: [1, 2], next: [1, 4] },
  { name: 'a rotation', before: [4], run: (s) => append(s, 2), old: [1, 4], next: [1, 6] },
  { name: 'a removal', before: [4, 4, 1], run: prune, old: [1, 9], next: [5, 9] },
];

interface Outcome {
  readonly path: string;
  readonly operations: number;
  readonly failure: string | undefined;
  readonly storage: AuditStorage;
}

/** Runs one write on a trail whose file system fails as `fails` says, counted from its beginning. */
async function attempt(
  { before, run }: Write,
  fails: (count: number) => string | undefined,
): Promise<Outcome> {
  let from = Number.POSITIVE_INFINITY;
  const fileSystem = faultyFileSystem({
    before(operation, count) {
      // Looking at the files is the watcher's.
      const code = count > from && operation !== 'lstat' ? fails(count - from) : undefined;
      if (code !== undefined) {
        throw systemError(code);
      }
    },
  });
  const { storage } = await openTrail({
    fileSystem,
    maxBytes: MAX,
    watchIntervalMs: 1_000_000,
    lockWaitMs: 50,
  });
  for (const count of before) {
    await append(storage, count);
  }
  from = fileSystem.operations.length;
  const failure = await run(storage).then(
    () => undefined,
    (error: Error) => error.message,
  );
  const operations = fileSystem.operations.length - from;
  from = Number.POSITIVE_INFINITY;
  return { path: storage.location, operations, failure, storage };
}

/** The lock of a process that was killed, rather than of this one, which only plays dead. */
async function buryOwner(path: string): Promise<void> {
  const lock = path.replace(/jsonl$/, 'head.lock');
  const bytes = await readFile(lock).catch(() => undefined);
  const owner = bytes && parseLockOwner(bytes);
  if (owner !== undefined) {
    await writeFile(lock, JSON.stringify({ ...owner, started: 'long ago', boot: 'x' }));
  }
}

/** @returns What is in a directory beside the files of a trail. */
async function others(directory: string): Promise<string[]> {
  return (await readdir(directory)).filter((name) => !/^audit\.(\d+\.)?(jsonl|head)$/.test(name));
}

async function countOperations(write: Write): Promise<number> {
  const { operations, failure } = await attempt(write, () => undefined);
  expect(failure).toBeUndefined();
  // The watcher may look a few times less the next time; no operation of the write is left out.
  return operations + 5;
}

describe.each(WRITES)('a process that is killed during $name', (write) => {
  const { old, next } = write;

  it('leaves what was acknowledged, and a trail that goes on', { timeout: 120_000 }, async () => {
    const operations = await countOperations(write);
    const ends = new Set<string>();
    for (let crashAt = 1; crashAt <= operations; crashAt += 1) {
      const crashed = await attempt(write, (count) => (count >= crashAt ? 'KILLED' : undefined));
      await crashed.storage.close();
      await buryOwner(crashed.path);

      const { storage, logger, directory } = await openTrail({ path: crashed.path, maxBytes: MAX });
      const state = await stateOf(storage);
      const head = state?.head;
      const confirmed = head?.sequence ?? 0;
      expect([old[1], next[1]]).toContain(confirmed);
      if (crashed.failure === undefined) {
        expect([head?.firstSequence ?? 1, confirmed]).toEqual(next);
      }
      const first = head?.firstSequence ?? 1;
      const end = confirmed + (state?.unconfirmed.length ?? 0);
      expect(await readAll(storage)).toEqual(texts(first, end));
      ends.add(`${first}…${confirmed}+${state?.unconfirmed.length}`);

      await append(storage, 1);
      await prune(storage);
      await append(storage, 1);
      const all = await readAll(storage);
      expect(all).toEqual(texts(JSON.parse(all[0] ?? '').sequence, end + 2));
      expect(logger.messages('error')).toEqual([]);
      await storage.close();
      expect(await others(directory)).toEqual([]);
    }
    expect(ends).toContain(`${old[0]}…${old[1]}+0`);
    expect(ends).toContain(`${next[0]}…${next[1]}+0`);
    if (next[1] !== old[1]) {
      expect(ends).toContain(`${old[0]}…${old[1]}+2`);
    }
  });
});

describe.each(WRITES)('a disk that fails during $name', (write) => {
  const { old, next } = write;

  it('leaves the old records or the new ones', { timeout: 120_000 }, async () => {
    const operations = await countOperations(write);
    let failures = 0;
    for (let at = 1; at <= operations; at += 1) {
      const code = at % 2 === 0 ? 'EIO' : 'ENOSPC';
      const failed = await attempt(write, (count) => (count === at ? code : undefined));
      const { storage, failure, path } = failed;
      const head = await storage.head();
      const now = [head?.firstSequence ?? 1, head?.sequence ?? 0];
      if (failure !== undefined) {
        failures += 1;
        expect(failure).toContain(`(${code})`);
      }
      // After the head is in place, only the new state can be there.
      const isNew = failure === undefined || failure.includes('has its new content');
      expect([failure, ...now]).toEqual([failure, ...(isNew ? next : old)]);
      // Nothing that was refused is there, and it can be repeated.
      expect(await readAll(storage)).toEqual(texts(...(isNew ? next : old)));
      expect(await stateOf(storage)).toMatchObject({ unconfirmed: [], torn: false });
      await append(storage, 1);
      expect((await readAll(storage)).at(-1)).toBe(textOf((isNew ? next : old)[1] + 1));
      await storage.close();
      expect(await others(dirname(path))).toEqual([]);
    }
    expect(failures).toBeGreaterThan(10);
  });
});

describe('a disk that is full in the middle of a batch', () => {
  it('keeps nothing of it, whatever part it took', async () => {
    for (let taken = 0; taken < 2 * LINE; taken += 17) {
      let left = Number.POSITIVE_INFINITY;
      const fileSystem = faultyFileSystem({
        write: (bytes) => {
          const now = Math.min(bytes.length, left);
          left -= now;
          return { taken: now, said: now };
        },
      });
      const { storage, live } = await openTrail({ fileSystem });
      await append(storage, 2);
      const before = await stat(live);
      // The lock takes some of it.
      left = 300 + taken;
      await expect(append(storage, 2)).rejects.toMatchObject({
        code: 'ERR_MCPAUTH_STORE_UNAVAILABLE',
      });
      left = Number.POSITIVE_INFINITY;
      expect((await stat(live)).size).toBe(before.size);
      await append(storage, 1);
      expect(await readAll(storage)).toEqual(texts(1, 3));
      // While it is open, it may just be looking at its files, under the lock.
      await storage.close();
      expect((await readdir(dirname(live))).sort()).toEqual(['audit.head', 'audit.jsonl']);
    }
  });
});
