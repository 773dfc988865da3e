import { chmod, link, mkdir, readdir, rename, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { testRecord } from '@gatehouse/mcp-auth-testing';
import { afterEach, describe, expect, it } from 'vitest';
import { openSqliteStore } from '../src/index.js';
import { errorOf } from './support/errors.js';
import { newDirectory, newPath, openStore } from './support/store.js';
import { run } from './support/system.js';

const umask = process.umask();
const isRoot = process.geteuid?.() === 0;

afterEach(() => {
  process.umask(umask);
});

async function modeOf(path: string): Promise<string> {
  return ((await stat(path)).mode & 0o777).toString(8);
}

describe('the files of a new database', () => {
  it.each([0o000, 0o022, 0o777])(
    'are for their owner only, whatever the umask (%o)',
    async (mask) => {
      const path = join(await newDirectory(), 'config', 'deep', 'keys.db');
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      process.umask(mask);
      const { keys } = await openStore({ path });
      await keys.insert('admin', (n) => testRecord('admin', n));
      process.umask(umask);
      for (const side of ['', '-wal', '-shm', '-mark']) {
        expect([side, await modeOf(path + side)]).toEqual([side, '600']);
      }
    },
  );

  it('are in a directory that is for its owner only', async () => {
    process.umask(0);
    const path = join(await newDirectory(), 'config', 'deep', 'keys.db');
    await openStore({ path });
    expect(await modeOf(dirname(path))).toBe('700');
    expect(await modeOf(dirname(dirname(path)))).toBe('700');
  });

  it('are one file and its mark when the store is closed', async () => {
    const { path, close } = await openStore();
    await close();
    expect((await readdir(dirname(path))).sort()).toEqual(['keys.db', 'keys.db-mark']);
  });

  it('are cleared of what a killed process left half made, and of nothing else', async () => {
    const { path, close } = await openStore();
    await close();
    for (const name of [
      '.0123456789abcdef.tmp',
      '.0123456789abcdef.tmp-journal',
      '.mine',
      '.tmp',
    ]) {
      await writeFile(path + name, '');
    }
    await openStore({ path });
    const names = (await readdir(dirname(path))).filter((name) => !/-(wal|shm|mark)$/.test(name));
    expect(names.sort()).toEqual(['keys.db', 'keys.db.mine', 'keys.db.tmp']);
  });
});

describe('a file that is not safe', () => {
  it.each(['', '-wal', '-shm', '-mark'])(
    'is refused when others can read keys.db%s',
    async (side) => {
      const store = await openStore();
      await store.keys.insert('admin', (n) => testRecord('admin', n));
      await chmod(store.path + side, 0o640);
      const error = await errorOf(openSqliteStore({ path: store.path }), 'ERR_MCPAUTH_FILE_UNSAFE');
      expect(error.details.path).toBe(store.path + side);
      expect(error.message).toContain(`can be used by other users (mode 0640). Keep it`);
    },
  );

  it.each(['', '-wal', '-shm', '-mark', '-journal'])(
    'is refused when keys.db%s is a symbolic link',
    async (side) => {
      const { path, close } = await openStore();
      await close();
      const elsewhere = await newPath();
      if (side === '' || side === '-mark') {
        await rename(path + side, elsewhere);
      } else {
        await writeFile(elsewhere, 'precious', { mode: 0o600 });
      }
      await symlink(elsewhere, path + side);
      const error = await errorOf(openSqliteStore({ path }), 'ERR_MCPAUTH_FILE_UNSAFE');
      expect(error.message).toContain(`${path + side} is a symbolic link`);
    },
  );

  it('is not made where a link points to nothing', async () => {
    const path = await newPath();
    const elsewhere = await newPath();
    await symlink(elsewhere, path);
    await errorOf(openSqliteStore({ path }), 'ERR_MCPAUTH_FILE_UNSAFE');
    expect(await readdir(dirname(elsewhere))).toEqual([]);
  });

  it('is refused when it is a directory, or everybody may write beside it', async () => {
    const path = await newPath();
    await mkdir(path);
    await errorOf(openSqliteStore({ path }), 'ERR_MCPAUTH_FILE_UNSAFE');
    const open = await newDirectory();
    await chmod(open, 0o777);
    const error = await errorOf(
      openSqliteStore({ path: join(open, 'keys.db') }),
      'ERR_MCPAUTH_FILE_UNSAFE',
    );
    expect(error.message).toContain('can be written by everybody');
    expect(await readdir(open)).toEqual([]);
  });

  it('is found where a second name leads to it', async () => {
    const { path, keys } = await openStore();
    await keys.insert('admin', (n) => testRecord('admin', n));
    await link(path, `${path}.second`);
    expect(await (await openStore({ path })).keys.list()).toHaveLength(1);
  });
});

describe('a path that cannot be used', () => {
  it('is named when a part of it is a file', async () => {
    const path = await newPath();
    await writeFile(path, '');
    const error = await errorOf(
      openSqliteStore({ path: join(path, 'keys.db') }),
      'ERR_MCPAUTH_STORE_UNAVAILABLE',
    );
    expect(error.message).toContain(path);
  });

  it.each([
    ['watchIntervalMs', 5],
    ['watchIntervalMs', Number.NaN],
    ['lockWaitMs', -1],
  ])('is not even looked at when %s is %d', async (name, value) => {
    const opening = openSqliteStore({ path: '/nowhere/keys.db', [name]: value });
    await expect(opening).rejects.toThrow(new RegExp(`^${name} must be an integer`));
  });
});

const small = await (async () => {
  const directory = isRoot ? await newDirectory() : '';
  const mounted =
    isRoot && run('mount', '-t', 'tmpfs', '-o', 'size=1m,mode=700', 'none', directory);
  return { mounted, unmount: () => mounted && run('umount', directory) };
})();
small.unmount();

describe.skipIf(!small.mounted)('a disk that is full (needs the right to mount a tmpfs)', () => {
  it('refuses writes, keeps what was there, and goes on when there is space', async () => {
    const directory = await newDirectory();
    expect(run('mount', '-t', 'tmpfs', '-o', 'size=1m,mode=700', 'none', directory)).toBe(true);
    try {
      const path = join(directory, 'keys.db');
      const store = await openSqliteStore({ path });
      const kept: string[] = [];
      await writeFile(join(directory, 'ballast'), new Uint8Array(300_000));
      const error = await errorOf(
        (async () => {
          for (;;) {
            const insert = store.keys.insert('admin', (n) => testRecord('admin', n));
            kept.push((await insert).id);
          }
        })(),
        'ERR_MCPAUTH_STORE_UNAVAILABLE',
      );
      expect(error.retryable).toBe(true);
      expect(error.message).toContain('the disk is full');
      expect(kept.length).toBeGreaterThan(5);
      // A single counter may fit where a key did not.
      const many = Array.from({ length: 5_000 }, (_, index) => `key${index}`);
      for (const write of [
        () => store.usage.add(many.map((keyId) => ({ keyId, uses: 1, failures: 0 }))),
        () => store.backup(join(directory, 'copy.db')),
      ]) {
        await errorOf(write(), 'ERR_MCPAUTH_STORE_UNAVAILABLE');
      }
      expect((await store.keys.list()).map(({ id }) => id)).toEqual(kept);
      expect((await readdir(directory)).filter((name) => name.includes('copy'))).toEqual([]);

      await writeFile(join(directory, 'ballast'), '');
      kept.push((await store.keys.insert('admin', (n) => testRecord('admin', n))).id);
      await store.close();
      const again = await openSqliteStore({ path });
      expect((await again.keys.list()).map(({ id }) => id)).toEqual(kept);
      await again.close();
    } finally {
      run('umount', directory);
    }
  });

  it('makes no half database', async () => {
    const directory = await newDirectory();
    expect(run('mount', '-t', 'tmpfs', '-o', 'size=1m,mode=700', 'none', directory)).toBe(true);
    try {
      const ballast = join(directory, 'ballast');
      await writeFile(ballast, new Uint8Array(1_000_000));
      const path = join(directory, 'keys.db');
      await errorOf(openSqliteStore({ path }), 'ERR_MCPAUTH_STORE_UNAVAILABLE');
      expect(await readdir(directory)).toEqual(['ballast']);
      await writeFile(ballast, '');
      await (await openSqliteStore({ path })).close();
    } finally {
      run('umount', directory);
    }
  });
});
