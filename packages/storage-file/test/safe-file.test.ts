import { chmod, link, mkdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { FileSystem } from '../src/index.js';
import { nodeFileSystem } from '../src/index.js';
import { ensurePrivateDirectory, readPrivateFile } from '../src/safe-file.js';
import { newDirectory } from './support/directory.js';
import { errorOf } from './support/errors.js';
import { failingAt, faultyFileSystem } from './support/faulty-file-system.js';
import { run } from './support/system.js';

async function newFile(mode = 0o600): Promise<string> {
  const path = join(await newDirectory(), 'secret');
  await writeFile(path, 'content');
  await chmod(path, mode);
  return path;
}

describe('readPrivateFile', () => {
  it('reads a file that only its owner can use', async () => {
    for (const mode of [0o600, 0o400, 0o700]) {
      const file = await readPrivateFile(nodeFileSystem, await newFile(mode));
      expect(Buffer.from(file?.bytes ?? []).toString()).toBe('content');
    }
  });

  it('tells a file that is not there from one that cannot be read', async () => {
    const path = join(await newDirectory(), 'nothing');
    expect(await readPrivateFile(nodeFileSystem, path)).toBeUndefined();
    expect(await readPrivateFile(nodeFileSystem, join(path, 'below'))).toBeUndefined();
    const notDirectory = join(await newFile(), 'below');
    const error = await errorOf(
      readPrivateFile(nodeFileSystem, notDirectory),
      'ERR_MCPAUTH_STORE_UNAVAILABLE',
    );
    expect(error.message).toContain('a part of its path is no directory (ENOTDIR)');
  });

  it.each([0o604, 0o640, 0o620, 0o602, 0o610, 0o644, 0o777])(
    'refuses permissions %o and says how to correct them',
    async (mode) => {
      const path = await newFile(mode);
      const error = await errorOf(readPrivateFile(nodeFileSystem, path), 'ERR_MCPAUTH_FILE_UNSAFE');
      expect(error.details.path).toBe(path);
      expect(error.message).toContain(`(mode 0${mode.toString(8)})`);
      expect(error.message).toContain(`chmod 600 "${path}"`);
      expect(error.message).not.toContain('content');
      await chmod(path, 0o600);
      expect(await readPrivateFile(nodeFileSystem, path)).toBeDefined();
    },
  );

  it('refuses symbolic links, also when they point nowhere', async () => {
    const path = await newFile();
    for (const [target, name] of [
      [path, 'link'],
      ['/nonexistent/target', 'dangling'],
    ] as const) {
      const linkPath = join(await newDirectory(), name);
      await symlink(target, linkPath);
      const error = await errorOf(
        readPrivateFile(nodeFileSystem, linkPath),
        'ERR_MCPAUTH_FILE_UNSAFE',
      );
      expect(error.message).toContain('is a symbolic link. Name the file that it points to');
    }
  });

  it('refuses a link that is put there after the look', async () => {
    const path = await newFile();
    const target = await newFile();
    const fileSystem = faultyFileSystem({
      async before(operation) {
        if (operation === 'open read') {
          run('ln', '-sf', target, path);
        }
      },
    });
    await errorOf(readPrivateFile(fileSystem, path), 'ERR_MCPAUTH_FILE_UNSAFE');
  });

  it('refuses a directory, and a pipe without waiting for its other end', async () => {
    const directory = await newDirectory();
    const error = await errorOf(
      readPrivateFile(nodeFileSystem, directory),
      'ERR_MCPAUTH_FILE_UNSAFE',
    );
    expect(error.message).toContain('is not a regular file');
    const pipe = join(directory, 'pipe');
    run('mkfifo', '-m', '600', pipe);
    await errorOf(readPrivateFile(nodeFileSystem, pipe), 'ERR_MCPAUTH_FILE_UNSAFE');
  });

  it("refuses somebody else's file, except for root", async () => {
    const path = await newFile();
    const { uid } = await stat(path);
    const asUser = (userId: number): FileSystem => ({ ...nodeFileSystem, userId: () => userId });
    const error = await errorOf(
      readPrivateFile(asUser(uid + 1000), path),
      'ERR_MCPAUTH_FILE_UNSAFE',
    );
    expect(error.message).toContain(`belongs to user ${uid}, not to user ${uid + 1000}`);
    expect(error.message).toContain(`chown ${uid + 1000} "${path}"`);
    expect(await readPrivateFile(asUser(uid), path)).toBeDefined();
    expect(await readPrivateFile(asUser(0), path)).toBeDefined();
  });

  it('checks neither owner nor permissions where there are none', async () => {
    const fileSystem = { ...nodeFileSystem, posix: false, userId: () => undefined };
    expect(await readPrivateFile(fileSystem, await newFile(0o666))).toBeDefined();
  });

  it('says why it cannot be read', async () => {
    const path = await newFile();
    for (const at of [1, 2, 3, 4]) {
      const error = await errorOf(
        readPrivateFile(failingAt(at, 'EIO'), path),
        'ERR_MCPAUTH_STORE_UNAVAILABLE',
      );
      expect(error.message).toContain('could not be read: the disk reports an input/output error');
      expect(error.message).toContain('Check the disk');
    }
  });

  it('reads a file with a second name, as it has for a moment when it is published', async () => {
    const path = await newFile();
    await link(path, `${path}.2`);
    expect(await readPrivateFile(nodeFileSystem, path)).toBeDefined();
    expect(await readFile(`${path}.2`, 'utf8')).toBe('content');
  });
});

describe('ensurePrivateDirectory', () => {
  it('makes a directory and its parents for the owner alone', async () => {
    const root = await newDirectory();
    const umask = process.umask(0);
    try {
      await ensurePrivateDirectory(nodeFileSystem, join(root, 'a', 'b', 'c'));
    } finally {
      process.umask(umask);
    }
    for (const made of ['a', 'a/b', 'a/b/c']) {
      expect((await stat(join(root, made))).mode & 0o777).toBe(0o700);
    }
  });

  it('syncs each directory that got a new name in it', async () => {
    const root = await newDirectory();
    const synced: string[] = [];
    const fileSystem: FileSystem = {
      ...nodeFileSystem,
      async syncDirectory(path) {
        synced.push(path);
      },
    };
    await ensurePrivateDirectory(fileSystem, join(root, 'a', 'b'));
    expect(synced).toEqual([join(root, 'a'), root]);
    synced.length = 0;
    await ensurePrivateDirectory(fileSystem, join(root, 'a', 'b'));
    expect(synced).toEqual([]);
  });

  it('takes a directory that others may read, and leaves it so', async () => {
    const path = await newDirectory();
    await chmod(path, 0o755);
    await ensurePrivateDirectory(nodeFileSystem, path);
    expect((await stat(path)).mode & 0o777).toBe(0o755);
  });

  it('refuses one that everybody can write, unless each keeps their own files', async () => {
    const path = await newDirectory();
    await chmod(path, 0o777);
    const error = await errorOf(
      ensurePrivateDirectory(nodeFileSystem, path),
      'ERR_MCPAUTH_FILE_UNSAFE',
    );
    expect(error.message).toContain(`can be written by everybody. Keep it to its owner: chmod 700`);
    await chmod(path, 0o1777);
    await ensurePrivateDirectory(nodeFileSystem, path);
  });

  it('says that it cannot be made', async () => {
    const path = join(await newFile(), 'below');
    const error = await errorOf(
      ensurePrivateDirectory(nodeFileSystem, path),
      'ERR_MCPAUTH_STORE_UNAVAILABLE',
    );
    expect(error.message).toContain(
      `${path} could not be made: a part of its path is no directory`,
    );
    await mkdir(join(await newDirectory(), 'x'));
  });
});
