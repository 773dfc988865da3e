import { chmod, readdir, readFile, stat, symlink, unlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { AuditBatch } from '@gatehouse/core';
import { describe, expect, it } from 'vitest';
import { createFileAuditStorage } from '../src/index.js';
import { newDirectory } from './support/directory.js';
import { errorOf } from './support/errors.js';
import { faultyFileSystem } from './support/faulty-file-system.js';
import {
  append,
  batchOf,
  headOf,
  leave,
  openTrail,
  readAll,
  stateOf,
  textOf,
  texts,
  timeOf,
} from './support/trail.js';

const LINE = textOf(1).length + 1;
const MAX = 4 * LINE + 10;

function rotatedName(first: number): string {
  return `audit.${String(first).padStart(16, '0')}.jsonl`;
}

async function names(directory: string): Promise<string[]> {
  return (await readdir(directory)).sort();
}

describe('a trail in files', () => {
  it('writes nothing until there is something to write', async () => {
    const directory = join(await newDirectory(), 'config');
    const { storage } = await openTrail({ path: join(directory, 'audit.jsonl') });
    expect(await storage.head()).toBeUndefined();
    expect(await readAll(storage)).toEqual([]);
    expect(await readdir(dirname(directory))).toEqual([]);
  });

  it('is lines and a head, for their owner alone', async () => {
    const path = join(await newDirectory(), 'config', 'audit.jsonl');
    const { storage, head, directory } = await openTrail({ path });
    const umask = process.umask(0);
    try {
      await append(storage, 2);
    } finally {
      process.umask(umask);
    }
    expect(await readFile(path, 'utf8')).toBe(`${textOf(1)}\n${textOf(2)}\n`);
    expect(JSON.parse(await readFile(head, 'utf8'))).toEqual({
      format: 1,
      head: headOf(2),
      live: { first: 1, bytes: 2 * LINE, latest: timeOf(2) },
      rotated: [],
    });
    for (const file of [path, head]) {
      expect((await stat(file)).mode & 0o777).toBe(0o600);
    }
    expect((await stat(directory)).mode & 0o777).toBe(0o700);
    expect(await names(directory)).toEqual(['audit.head', 'audit.jsonl']);
  });

  it('syncs the lines before it writes the head', async () => {
    const path = join(await newDirectory(), 'audit.jsonl');
    const fileSystem = faultyFileSystem({});
    const { storage } = await openTrail({ path, fileSystem, watchIntervalMs: 60_000 });
    await append(storage);
    const before = fileSystem.operations.length;
    await append(storage);
    // The watcher looks at the files too.
    const steps = fileSystem.operations.slice(before).filter((step) => step !== 'lstat');
    const from = steps.indexOf('open append');
    expect(steps.slice(from, steps.indexOf('fsync directory') + 1)).toEqual([
      'open append',
      'fstat',
      'open read', // the lock is still ours
      'read',
      'fstat',
      'write',
      'fdatasync',
      'fstat',
      'open create',
      'write',
      'fsync',
      'fstat',
      'open read',
      'read',
      'fstat',
      'rename',
      'fsync directory',
    ]);
  });

  it('goes on where a write took a part only', async () => {
    const fileSystem = faultyFileSystem({
      write: (bytes) => {
        const taken = Math.min(bytes.length, 50);
        return { taken, said: taken };
      },
    });
    const { storage } = await openTrail({ fileSystem });
    await append(storage, 5);
    expect(await readAll(storage)).toEqual(texts(1, 5));
  });

  it.each([0, -1, 1.5, Number.NaN])('refuses %d as a size or an interval', async (wrong) => {
    const path = join(await newDirectory(), 'audit.jsonl');
    await expect(createFileAuditStorage({ path, maxBytes: wrong })).rejects.toThrow(/maxBytes/);
    const watching = createFileAuditStorage({ path, watchIntervalMs: wrong });
    await expect(watching).rejects.toThrow(/watchIntervalMs/);
  });

  it('refuses a path that its head has', async () => {
    const path = join(await newDirectory(), 'audit.head');
    await expect(createFileAuditStorage({ path })).rejects.toThrow(RangeError);
  });

  it.each<[string, (batch: AuditBatch) => AuditBatch]>([
    ['begin with another number', (batch) => ({ ...batch, lines: batch.lines.slice(1) })],
    [
      'have another number than their text',
      ({ lines, head }) => ({ head, lines: lines.map((line) => ({ ...line, text: textOf(9) })) }),
    ],
    [
      'hold a line break',
      ({ lines, head }) => ({
        head,
        lines: lines.map((line) => ({ ...line, text: line.text.replace('x', '\n') })),
      }),
    ],
    [
      'hold a lone surrogate',
      ({ lines, head }) => ({
        head,
        lines: lines.map((line) => ({ ...line, text: line.text.replace('x', '\ud800') })),
      }),
    ],
    ['are not counted by the head', ({ lines }) => ({ lines, head: headOf(9) })],
  ])('takes no lines that %s', async (_, spoil) => {
    const { storage, live } = await openTrail();
    await append(storage, 2);
    const before = await readFile(live, 'utf8');
    const attempt = storage.append((state) => spoil(batchOf(2, state)));
    await expect(attempt).rejects.toThrow(RangeError);
    expect(await readFile(live, 'utf8')).toBe(before);
    expect(await storage.head()).toEqual(headOf(2));
  });
});

describe('rotation', () => {
  it('begins a new file when the old one is full, and carries on', async () => {
    const { storage, directory } = await openTrail({ maxBytes: MAX });
    for (let count = 0; count < 10; count += 1) {
      await append(storage);
    }
    expect(await names(directory)).toEqual([
      rotatedName(1),
      rotatedName(5),
      'audit.head',
      'audit.jsonl',
    ]);
    expect(await readFile(join(directory, rotatedName(5)), 'utf8')).toBe(
      `${texts(5, 8).join('\n')}\n`,
    );
    expect((await stat(join(directory, rotatedName(5)))).mode & 0o777).toBe(0o600);
    expect(await readAll(storage)).toEqual(texts(1, 10));
    for (let from = 0; from <= 12; from += 1) {
      expect(await readAll(storage, from)).toEqual(texts(Math.max(1, from), 10));
    }
    const again = await openTrail({ path: storage.location, maxBytes: MAX });
    await append(again.storage, 3);
    expect(await readAll(storage)).toEqual(texts(1, 13));
    expect(again.logger.messages('error')).toEqual([]);
  });

  it('writes a batch that is larger than a file into one of its own', async () => {
    const { storage, directory } = await openTrail({ maxBytes: 10 });
    await append(storage, 3);
    await append(storage, 2);
    expect(await names(directory)).toEqual([rotatedName(1), 'audit.head', 'audit.jsonl']);
    expect(await readAll(storage)).toEqual(texts(1, 5));
  });

  it('overwrites nothing that is in the way', async () => {
    const { storage, directory, live } = await openTrail({ maxBytes: MAX });
    await append(storage, 4);
    await writeFile(join(directory, rotatedName(1)), 'mine', { mode: 0o600 });
    const error = await errorOf(append(storage), 'ERR_MCPAUTH_STORE_DAMAGED');
    expect(error.message).toContain(`${rotatedName(1)} is damaged: it is not the file that was`);
    expect(await readFile(join(directory, rotatedName(1)), 'utf8')).toBe('mine');
    expect(await readFile(live, 'utf8')).toBe(`${texts(1, 4).join('\n')}\n`);
  });

  it('loses no line to somebody who reads meanwhile', async () => {
    const { storage } = await openTrail({ maxBytes: MAX });
    for (let count = 0; count < 9; count += 1) {
      await append(storage);
    }
    const seen: string[] = [];
    for await (const line of storage.read()) {
      seen.push(line);
      if (seen.length < 9) {
        await append(storage, 2);
      }
    }
    expect(seen).toEqual(texts(1, seen.length));
    expect(seen.length).toBeGreaterThan(9);
  });

  it('happens under a reader who has not opened the live file yet', async () => {
    let rotateNow = async (): Promise<void> => undefined;
    const fileSystem = faultyFileSystem({
      async before(operation) {
        if (operation === 'open read') {
          const rotate = rotateNow;
          rotateNow = async () => undefined;
          await rotate();
        }
      },
    });
    const writer = await openTrail({ maxBytes: MAX });
    await append(writer.storage, 4);
    const options = { path: writer.live, fileSystem, watchIntervalMs: 60_000 };
    const { storage } = await openTrail(options);
    const lines = storage.read(2);
    // Head first, then the files are listed; the next opening is that of the live file.
    rotateNow = async () => {
      rotateNow = () => append(writer.storage, 1);
    };
    const seen: string[] = [];
    for await (const line of lines) {
      seen.push(line);
    }
    expect(seen).toEqual(texts(2, 5));
  });
});

describe('retention', () => {
  const prune = (storage: Awaited<ReturnType<typeof openTrail>>['storage'], before: number) =>
    storage.prune(before, (head, line) => {
      const last = JSON.parse(line).sequence;
      return { ...head, firstSequence: last + 1, firstPrevious: `mac${last}` };
    });

  it('removes whole rotated files, and never the live one', async () => {
    const { storage, directory } = await openTrail({ maxBytes: MAX });
    for (let count = 0; count < 10; count += 1) {
      await append(storage);
    }
    expect(await prune(storage, timeOf(4))).toBe(0);
    expect(await prune(storage, timeOf(8))).toBe(4);
    expect(await names(directory)).toEqual([rotatedName(5), 'audit.head', 'audit.jsonl']);
    expect(await readAll(storage)).toEqual(texts(5, 10));
    expect(await prune(storage, Number.MAX_SAFE_INTEGER)).toBe(4);
    expect(await names(directory)).toEqual(['audit.head', 'audit.jsonl']);
    expect(await storage.head()).toEqual(headOf(10, { firstSequence: 9, firstPrevious: 'mac8' }));
    expect(await readAll(storage)).toEqual(texts(9, 10));
  });

  it('does not miss what was removed from the head and not yet from the disk', async () => {
    const { storage, directory } = await openTrail({ maxBytes: MAX });
    await append(storage, 4);
    await append(storage, 4);
    await append(storage, 1);
    const old = await readFile(join(directory, rotatedName(1)));
    expect(await prune(storage, timeOf(5))).toBe(4);
    await writeFile(join(directory, rotatedName(1)), old, { mode: 0o600 });
    expect(await readAll(storage)).toEqual(texts(5, 9));
    expect(await readAll(storage, 1)).toEqual(texts(5, 9));
    expect(await prune(storage, timeOf(5))).toBe(0);
    expect(await names(directory)).toEqual([rotatedName(5), 'audit.head', 'audit.jsonl']);
  });

  it('takes no head that does not follow from the removal', async () => {
    const { storage } = await openTrail({ maxBytes: MAX });
    await append(storage, 4);
    await append(storage, 1);
    for (const wrong of [{ firstSequence: 4 }, { firstSequence: 5, sequence: 6 }]) {
      const attempt = storage.prune(timeOf(9), (head) => ({ ...head, ...wrong }));
      await expect(attempt).rejects.toThrow(RangeError);
    }
    expect(await readAll(storage)).toEqual(texts(1, 5));
  });

  it('names a rotated file that has gone', async () => {
    const { storage, directory } = await openTrail({ maxBytes: MAX });
    await append(storage, 4);
    await append(storage, 1);
    await writeFile(join(directory, rotatedName(1)), '');
    const error = await errorOf(prune(storage, timeOf(9)), 'ERR_MCPAUTH_STORE_DAMAGED');
    expect(error.message).toContain(rotatedName(1));
    expect(await storage.head()).toEqual(headOf(5));
  });
});

describe('files that are not safe to use', () => {
  it.each(['audit.jsonl', 'audit.head', rotatedName(1)])(
    'are refused when others can read %s, or it is a link',
    async (name) => {
      const { storage, directory } = await openTrail({ maxBytes: MAX });
      await append(storage, 4);
      await append(storage, 1);
      const path = join(directory, name);
      const use = (): Promise<unknown> =>
        name.endsWith('.head') ? storage.head() : readAll(storage);
      await chmod(path, 0o644);
      await errorOf(use(), 'ERR_MCPAUTH_FILE_UNSAFE');
      await chmod(path, 0o600);
      await use();
    },
  );

  it('are refused for writing too', async () => {
    const { storage, live } = await openTrail();
    await append(storage);
    await chmod(live, 0o620);
    await errorOf(append(storage), 'ERR_MCPAUTH_FILE_UNSAFE');
    await chmod(live, 0o600);
    await append(storage);
    expect(await readAll(storage)).toEqual(texts(1, 2));
  });

  it('are refused where the live file is a link, and what it points to is left alone', async () => {
    const { storage, directory, live } = await openTrail();
    await append(storage);
    const other = await openTrail({ path: join(directory, 'other', 'audit.jsonl') });
    await other.storage.append(() => ({ lines: [], head: headOf(0) }));
    await unlink(other.live);
    await symlink(live, other.live);
    await errorOf(append(other.storage), 'ERR_MCPAUTH_FILE_UNSAFE');
    expect((await stat(live)).size).toBe(LINE);
  });
});

describe('what a crash leaves at the end', () => {
  it('is whole lines that the head does not cover, and half of one', async () => {
    const { storage, live } = await openTrail();
    await append(storage, 2);
    await leave(live, `${textOf(3)}\n${textOf(4)}\n{"sequence":5,"no`);
    expect(await readAll(storage)).toEqual(texts(1, 4));
    expect(await stateOf(storage)).toEqual({
      head: headOf(2),
      unconfirmed: texts(3, 4),
      torn: true,
    });
    // The half is gone; the lines wait for a head.
    expect(await readFile(live, 'utf8')).toBe(`${texts(1, 4).join('\n')}\n`);
    expect(await stateOf(storage)).toMatchObject({ unconfirmed: texts(3, 4), torn: false });
    await append(storage, 1);
    expect(await readAll(storage)).toEqual(texts(1, 5));
    expect(await stateOf(storage)).toEqual({ head: headOf(5), unconfirmed: [], torn: false });
  });

  it('can be confirmed by a head alone', async () => {
    const { storage, live } = await openTrail({ maxBytes: MAX });
    await append(storage, 3);
    await leave(live, `${textOf(4)}\n`);
    await storage.append(() => ({ lines: [], head: headOf(4) }));
    await append(storage, 4);
    expect(await readAll(storage)).toEqual(texts(1, 8));
    expect(await storage.head()).toEqual(headOf(8));
  });

  it.each([
    ['a gap', `${textOf(4)}\n`],
    ['a repetition', `${textOf(2)}\n`],
    ['no record', 'hello\n'],
    ['zeros, as some file systems leave', `${'\0'.repeat(5000)}\n${textOf(3)}\n`],
    ['an empty line', '\n'],
  ])('is cut off where it does not carry on: %s', async (_, rest) => {
    const { storage, live, logger } = await openTrail();
    await append(storage, 2);
    await leave(live, rest);
    expect(await stateOf(storage)).toEqual({ head: headOf(2), unconfirmed: [], torn: true });
    expect(await readFile(live, 'utf8')).toBe(`${texts(1, 2).join('\n')}\n`);
    expect(logger.messages('warn')).toEqual(['half a line was cut off the audit trail']);
  });

  it('stays in its file, however full that is', async () => {
    const { storage, live, directory } = await openTrail({ maxBytes: MAX });
    await append(storage, 4);
    await leave(live, `${textOf(5)}\n`);
    await append(storage, 1);
    expect(await names(directory)).toEqual(['audit.head', 'audit.jsonl']);
    await append(storage, 1);
    expect(await names(directory)).toEqual([rotatedName(1), 'audit.head', 'audit.jsonl']);
    expect(await readAll(storage)).toEqual(texts(1, 7));
  });
});
