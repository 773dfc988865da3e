import { readdir, readFile, stat, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { systemRandomBytes } from '@gatehouse/core';
import { createSeededRandom } from '@gatehouse/mcp-auth-testing';
import { describe, expect, it } from 'vitest';
import type { FileSystem } from '../src/index.js';
import { nodeFileSystem } from '../src/index.js';
import type { Publication } from '../src/publish-file.js';
import { publishFile } from '../src/publish-file.js';
import {
  isTemporaryOf,
  sweepTemporaries,
  temporaryPath,
  writeNewFile,
} from '../src/temporary-file.js';
import { newDirectory } from './support/directory.js';
import { errorOf } from './support/errors.js';
import { crashingAt, faultyFileSystem, systemError } from './support/faulty-file-system.js';

const CONTENT = new TextEncoder().encode('whole or not at all');

function publish(
  path: string,
  fileSystem: FileSystem = nodeFileSystem,
  bytes: Uint8Array = CONTENT,
): Promise<Publication> {
  return publishFile(path, bytes, { fileSystem, random: systemRandomBytes, durable: true });
}

describe('publishFile', () => {
  it('creates a file with its content, for its owner alone', async () => {
    const directory = await newDirectory();
    const path = join(directory, 'master.key');
    expect(await publish(path)).toBe('published');
    expect(await readFile(path)).toEqual(Buffer.from(CONTENT));
    const { mode, nlink } = await stat(path);
    expect([mode & 0o777, nlink]).toEqual([0o600, 1]);
    expect(await readdir(directory)).toEqual(['master.key']);
  });

  it('leaves a file that is there', async () => {
    const directory = await newDirectory();
    const path = join(directory, 'master.key');
    await writeFile(path, '');
    expect(await publish(path)).toBe('exists');
    expect(await readFile(path, 'utf8')).toBe('');
    expect(await readdir(directory)).toEqual(['master.key']);
  });

  it('lets exactly one of many succeed', async () => {
    const path = join(await newDirectory(), 'master.key');
    const outcomes = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        publish(path, nodeFileSystem, new Uint8Array(100).fill(index)),
      ),
    );
    const winner = outcomes.indexOf('published');
    expect(outcomes.filter((outcome) => outcome === 'published')).toHaveLength(1);
    expect([...(await readFile(path))]).toEqual(new Array(100).fill(winner));
  });

  it('notices that its temporary file was swept', async () => {
    const directory = await newDirectory();
    const path = join(directory, 'lock');
    const fileSystem = faultyFileSystem({
      async before(operation) {
        if (operation === 'link') {
          await sweepTemporaries(nodeFileSystem, path);
        }
      },
    });
    expect(await publish(path, fileSystem)).toBe('swept');
    expect(await readdir(directory)).toEqual([]);
  });

  it('is on the disk before it says so, also when somebody else was first', async () => {
    const path = join(await newDirectory(), 'master.key');
    for (const expected of ['published', 'exists']) {
      const fileSystem = faultyFileSystem({});
      expect(await publish(path, fileSystem)).toBe(expected);
      expect(fileSystem.operations).toEqual([
        'open create',
        'write',
        'fsync',
        'fstat',
        'link',
        'fsync directory',
        'unlink',
      ]);
    }
  });

  it('shows the whole file or none when the process ends before any step', async () => {
    for (let at = 1; at <= 7; at += 1) {
      const directory = await newDirectory();
      const path = join(directory, 'master.key');
      await publish(path, crashingAt(at)).catch(() => undefined);
      const names = await readdir(directory);
      expect(names.includes('master.key')).toBe(at > 5);
      if (names.includes('master.key')) {
        expect(await readFile(path)).toEqual(Buffer.from(CONTENT));
      }
      await sweepTemporaries(nodeFileSystem, path);
      expect(await readdir(directory)).toEqual(at > 5 ? ['master.key'] : []);
    }
  });

  it.each([
    ['EPERM', 'knows no hard links (EPERM). Choose a path on a local disk'],
    ['ENOTSUP', 'knows no hard links (ENOTSUP)'],
    ['EIO', 'the disk reports an input/output error (EIO)'],
  ])('explains %s', async (code, words) => {
    const directory = await newDirectory();
    const fileSystem = faultyFileSystem({
      before(operation) {
        if (operation === 'link') {
          throw systemError(code);
        }
      },
    });
    const error = await errorOf(
      publish(join(directory, 'lock'), fileSystem),
      'ERR_MCPAUTH_STORE_UNAVAILABLE',
    );
    expect(error.message).toContain(words);
    expect(await readdir(directory)).toEqual([]);
  });
});

describe('temporary files', () => {
  it('have names that differ, beside the file', () => {
    expect(temporaryPath('/x/keys.toml', createSeededRandom(4))).toMatch(
      /^\/x\/keys\.toml\.[0-9a-f]{16}\.tmp$/,
    );
    const names = Array.from({ length: 50 }, () => temporaryPath('k', systemRandomBytes));
    expect(new Set(names).size).toBe(50);
  });

  it('are recognised by their exact pattern', () => {
    expect(isTemporaryOf('keys.toml', 'keys.toml.0123456789abcdef.tmp')).toBe(true);
    for (const name of [
      'keys.toml',
      'keys.toml.tmp',
      'keys.toml.0123456789abcde.tmp',
      'keys.toml.0123456789ABCDEF.tmp',
      'keys.toml.0123456789abcdef.tmp~',
      'other.toml.0123456789abcdef.tmp',
      'my-keys.toml.0123456789abcdef.tmp',
      'keys.toml.lock.0123456789abcdef.tmp',
      'keysXtoml.0123456789abcdef.tmp',
    ]) {
      expect(isTemporaryOf('keys.toml', name)).toBe(false);
    }
  });

  it('are swept without touching anything else', async () => {
    const directory = await newDirectory();
    const path = join(directory, 'keys.toml');
    const others = ['keys.toml', 'keys.toml.bak', 'keys.toml.tmp', '.keys.toml.swp', 'notes.tmp'];
    for (const name of [...others, 'keys.toml.0123456789abcdef.tmp']) {
      await writeFile(join(directory, name), 'x');
    }
    expect(await sweepTemporaries(nodeFileSystem, path)).toBe(1);
    expect((await readdir(directory)).sort()).toEqual([...others].sort());
  });

  it('may vanish while they are swept', async () => {
    const directory = await newDirectory();
    const path = join(directory, 'keys.toml');
    await writeFile(`${path}.0123456789abcdef.tmp`, 'x');
    const fileSystem = faultyFileSystem({
      async before(operation) {
        if (operation === 'unlink') {
          await unlink(`${path}.0123456789abcdef.tmp`);
        }
      },
    });
    await sweepTemporaries(fileSystem, path);
    expect(await readdir(directory)).toEqual([]);
  });

  it('are removed when they cannot be written in full', async () => {
    const directory = await newDirectory();
    const fileSystem = faultyFileSystem({ write: () => ({ taken: 1, said: 0 }) });
    const writing = writeNewFile(fileSystem, join(directory, 'x'), CONTENT, {
      mode: 0o600,
      durable: false,
    });
    await expect(writing).rejects.toMatchObject({ code: 'ENOSPC' });
    expect(await readdir(directory)).toEqual([]);
  });
});
