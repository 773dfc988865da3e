import {
  chown,
  mkdir,
  readdir,
  readFile,
  stat,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { createSeededRandom } from '@gatehouse/mcp-auth-testing';
import { describe, expect, it } from 'vitest';
import { writeFileAtomic } from '../src/index.js';
import { newDirectory } from './support/directory.js';
import { errorOf } from './support/errors.js';
import { crashingAt, failingAt, faultyFileSystem } from './support/faulty-file-system.js';
import { mountSmallDisk } from './support/small-disk.js';

const OLD = 'the old content\n';
const NEW = 'the new content, which is longer\n'.repeat(40);

async function oldFile(): Promise<{ directory: string; path: string }> {
  const directory = await newDirectory();
  const path = join(directory, 'keys.toml');
  await writeFile(path, OLD, { mode: 0o600 });
  return { directory, path };
}

/** How many operations one write takes, so that each can be made to fail. */
async function countOperations(): Promise<string[]> {
  const { path } = await oldFile();
  const fileSystem = faultyFileSystem({});
  await writeFileAtomic(path, NEW, { fileSystem });
  return fileSystem.operations;
}

describe('writeFileAtomic', () => {
  it('makes a file that only its owner can read, whatever the umask', async () => {
    const directory = await newDirectory();
    const umask = process.umask(0);
    try {
      await writeFileAtomic(join(directory, 'new'), NEW);
      await writeFileAtomic(join(directory, 'open'), NEW, { mode: 0o644 });
    } finally {
      process.umask(umask);
    }
    expect((await stat(join(directory, 'new'))).mode & 0o777).toBe(0o600);
    expect((await stat(join(directory, 'open'))).mode & 0o777).toBe(0o644);
    expect(await readFile(join(directory, 'new'), 'utf8')).toBe(NEW);
  });

  it('replaces a file and leaves nothing else', async () => {
    const { directory, path } = await oldFile();
    await writeFileAtomic(path, new Uint8Array([0, 255, 10]));
    expect([...(await readFile(path))]).toEqual([0, 255, 10]);
    await writeFileAtomic(path, '');
    expect(await readFile(path, 'utf8')).toBe('');
    expect(await readdir(directory)).toEqual(['keys.toml']);
  });

  it('does its steps in the order that survives a power failure', async () => {
    expect(await countOperations()).toEqual([
      'lstat',
      'open create',
      'write',
      'fsync',
      'fstat',
      'rename',
      'fsync directory',
    ]);
  });

  it('key-systems finding 1: goes on where a write took a part only', async () => {
    const { path } = await oldFile();
    const fileSystem = faultyFileSystem({ write: () => ({ taken: 7, said: 7 }) });
    await writeFileAtomic(path, NEW.slice(0, 700), { fileSystem });
    expect(await readFile(path, 'utf8')).toBe(NEW.slice(0, 700));
  });

  it.each([
    ['takes nothing any more', () => ({ taken: 0, said: 0 }), 'the disk is full (ENOSPC)'],
    [
      'says more than it took',
      (bytes: Uint8Array) => ({ taken: bytes.length - 1, said: bytes.length }),
      'input/output error (EIO)',
    ],
  ])('keeps the old content when the disk %s', async (_, write, words) => {
    const { directory, path } = await oldFile();
    const fileSystem = faultyFileSystem({ write });
    const error = await errorOf(
      writeFileAtomic(path, NEW, { fileSystem }),
      'ERR_MCPAUTH_STORE_UNAVAILABLE',
    );
    expect(error.message).toContain(words);
    expect(await readFile(path, 'utf8')).toBe(OLD);
    expect(await readdir(directory)).toEqual(['keys.toml']);
  });

  it.each(['ENOSPC', 'EIO', 'EACCES', 'EROFS'])(
    'leaves old or new content, and no other file, when any step fails with %s',
    async (code) => {
      const steps = await countOperations();
      for (const [index, step] of steps.entries()) {
        const { directory, path } = await oldFile();
        const fileSystem = failingAt(index + 1, code);
        const error = await errorOf(
          writeFileAtomic(path, NEW, { fileSystem }),
          'ERR_MCPAUTH_STORE_UNAVAILABLE',
        );
        expect(error.retryable).toBe(true);
        expect(error.message).toContain(path);
        expect(error.message).toContain(`(${code})`);
        expect(error.details.location).toBe(path);
        // After the rename, only the new content can be there, and the message says so.
        const renamed = step === 'fsync directory';
        expect(await readFile(path, 'utf8')).toBe(renamed ? NEW : OLD);
        expect(error.message.includes('has its new content')).toBe(renamed);
        expect(await readdir(directory)).toEqual(['keys.toml']);
      }
    },
  );

  it('leaves old or new content when the process ends before any step', async () => {
    const steps = await countOperations();
    const left = [];
    for (const index of steps.keys()) {
      const { path } = await oldFile();
      const writing = writeFileAtomic(path, NEW, { fileSystem: crashingAt(index + 1) });
      await errorOf(writing, 'ERR_MCPAUTH_STORE_UNAVAILABLE');
      left.push((await readFile(path, 'utf8')) === NEW ? 'new' : 'old');
      expect([OLD, NEW]).toContain(await readFile(path, 'utf8'));
    }
    expect(left.filter((content) => content === 'new')).toHaveLength(1);
  });

  it('says a full disk in words, and what to do', async () => {
    const { path } = await oldFile();
    const error = await errorOf(
      writeFileAtomic(path, NEW, { fileSystem: failingAt(3, 'ENOSPC') }),
      'ERR_MCPAUTH_STORE_UNAVAILABLE',
    );
    expect(error.message).toBe(
      `${path} could not be written: the disk is full (ENOSPC). Free some space and try again.`,
    );
  });

  it('refuses a symbolic link and leaves its target alone', async () => {
    const { directory, path } = await oldFile();
    const link = join(directory, 'link.toml');
    await symlink(path, link);
    const error = await errorOf(writeFileAtomic(link, NEW), 'ERR_MCPAUTH_FILE_UNSAFE');
    expect(error.message).toContain('is a symbolic link');
    expect(error.message).toContain('Name the file that it points to');
    expect(await readFile(path, 'utf8')).toBe(OLD);
  });

  it('does not write through something that sits under the temporary name', async () => {
    const { directory, path } = await oldFile();
    const victim = join(directory, 'victim');
    await writeFile(victim, 'untouched');
    // The same seed names the same temporary file.
    const name = Buffer.from(createSeededRandom(9)(8)).toString('hex');
    await symlink(victim, `${path}.${name}.tmp`);
    const writing = writeFileAtomic(path, NEW, { random: createSeededRandom(9) });
    const error = await errorOf(writing, 'ERR_MCPAUTH_STORE_UNAVAILABLE');
    expect(error.message).toContain('EEXIST');
    expect(await readFile(victim, 'utf8')).toBe('untouched');
    expect(await readFile(path, 'utf8')).toBe(OLD);
  });

  it('cannot replace a directory', async () => {
    const directory = await newDirectory();
    await mkdir(join(directory, 'keys.toml'));
    await errorOf(
      writeFileAtomic(join(directory, 'keys.toml'), NEW),
      'ERR_MCPAUTH_STORE_UNAVAILABLE',
    );
    expect(await readdir(directory)).toEqual(['keys.toml']);
  });

  it('says that the directory is missing', async () => {
    const path = join(await newDirectory(), 'not-there', 'keys.toml');
    const error = await errorOf(writeFileAtomic(path, NEW), 'ERR_MCPAUTH_STORE_UNAVAILABLE');
    expect(error.message).toContain('it does not exist (ENOENT)');
  });
});

const isRoot = process.geteuid?.() === 0;

describe.skipIf(!isRoot)('writeFileAtomic as root (skipped: not running as root)', () => {
  it("leaves somebody's file to them", async () => {
    const { path } = await oldFile();
    await chown(path, 65534, 65534);
    await writeFileAtomic(path, NEW);
    const { uid, gid, mode } = await stat(path);
    expect({ uid, gid, mode: mode & 0o777 }).toEqual({ uid: 65534, gid: 65534, mode: 0o600 });
  });
});

describe('writeFileAtomic on a disk that is full', () => {
  it('keeps the old content, and writes again when there is space', async ({ skip }) => {
    const disk = await mountSmallDisk(64);
    if (disk === undefined) {
      return skip('this user may not mount a tmpfs');
    }
    const path = join(disk, 'keys.toml');
    await writeFileAtomic(path, OLD);
    const outcomes: string[] = [];
    // Around the point where the last page of the disk is taken, a write is cut short.
    for (let size = 52 * 1024; size <= 68 * 1024; size += 1500) {
      const outcome = await writeFileAtomic(path, new Uint8Array(size).fill(65)).then(
        () => 'written',
        (error: Error) => error.message,
      );
      outcomes.push(outcome);
      expect((await stat(path)).size).toBe(outcome === 'written' ? size : OLD.length);
      expect(await readdir(disk)).toEqual(['keys.toml']);
      await truncate(path, 0);
      await writeFileAtomic(path, OLD);
    }
    expect(outcomes[0]).toBe('written');
    expect(outcomes.at(-1)).toContain('the disk is full (ENOSPC)');
    await writeFileAtomic(path, NEW);
    expect(await readFile(path, 'utf8')).toBe(NEW);
  });
});
