import { readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { testHeader, testRecord } from '@gatehouse/mcp-auth-testing';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { errorOf } from './support/errors.js';
import { newDirectory, newPath, openStore } from './support/store.js';

describe('a backup', () => {
  it('holds everything, is for its owner only, and is restored by being opened', async () => {
    const store = await openStore();
    await store.keys.ensureHeader(() => testHeader());
    const record = await store.keys.insert('admin', (n) => testRecord('admin', n));
    await store.usage.add([{ keyId: record.id, uses: 3, failures: 1 }]);
    const head = { sequence: 1, mac: 'm', headMac: 'h', firstSequence: 1, firstPrevious: 'p' };
    const lines = [{ sequence: 1, at: 5, mac: 'm', text: '{"a":1}' }];
    await store.audit.append(() => ({ lines, head: { ...head, chainKeys: [] } }));

    const directory = await newDirectory();
    const to = join(directory, 'new', 'copy.db');
    await store.backup(to);
    await store.keys.insert('admin', (n) => testRecord('admin', n));
    expect(await readdir(dirname(to))).toEqual(['copy.db']);
    expect((await stat(to)).mode & 0o777).toBe(0o600);

    const copy = await openStore({ path: to });
    expect(await copy.keys.header()).toEqual(testHeader());
    expect(await copy.keys.list()).toEqual([record]);
    expect(await copy.usage.list()).toEqual([{ keyId: record.id, uses: 3, failures: 1 }]);
    expect(await copy.audit.head()).toMatchObject(head);
    const next = await copy.keys.insert('admin', (n) => testRecord('admin', n));
    expect(next.id).toBe('lmcp_admin_002');
  });

  it('takes the place of a damaged original whose other files were removed', async () => {
    const { keys, path, backup, close } = await openStore();
    const record = await keys.insert('admin', (n) => testRecord('admin', n));
    const to = await newPath();
    await backup(to);
    await keys.insert('admin', (n) => testRecord('admin', n));
    await close();
    await rm(`${path}-mark`);
    await writeFile(path, await readFile(to));
    expect(await (await openStore({ path })).keys.list()).toEqual([record]);
  });

  it('does not replace anything', async () => {
    const { backup } = await openStore();
    const to = await newPath();
    await writeFile(to, 'precious');
    const error = await errorOf(backup(to), 'ERR_MCPAUTH_STORE_UNAVAILABLE');
    expect(error.message).toContain('something is there already');
    expect(await readFile(to, 'utf8')).toBe('precious');
    expect(await readdir(dirname(to))).toEqual(['keys.db']);
    const dangling = await newPath();
    await symlink('/nowhere/at/all', dangling);
    await errorOf(backup(dangling), 'ERR_MCPAUTH_STORE_UNAVAILABLE');
  });

  it('is made while others write, and is whole', { timeout: 60_000 }, async () => {
    const { keys, backup, path } = await openStore();
    const other = await openStore({ path });
    let open = true;
    const writing = (async () => {
      let made = 0;
      for (; open; made += 1) {
        const writer = made % 2 === 0 ? keys : other.keys;
        await writer.insert('admin', (n) => testRecord('admin', n));
        await new Promise((resolve) => setImmediate(resolve));
      }
      return made;
    })();
    const copies = [await newPath(), await newPath(), await newPath()];
    for (const copy of copies) {
      await backup(copy);
    }
    open = false;
    const made = await writing;
    for (const copy of copies) {
      const listed = await (await openStore({ path: copy })).keys.list();
      expect(listed.map(({ id }) => id)).toEqual(
        listed.map((_, index) => testRecord('admin', index + 1).id),
      );
      expect(listed.length).toBeLessThanOrEqual(made);
    }
  });

  it('of a damaged store is refused, and gets no name', async () => {
    const { keys, backup, path } = await openStore();
    await keys.insert('admin', (n) => testRecord('admin', n));
    const database = new Database(path);
    database.exec("UPDATE keys SET role = 'god'");
    database.close();
    const to = await newPath();
    await errorOf(backup(to), 'ERR_MCPAUTH_STORE_DAMAGED');
    expect(await readdir(dirname(to))).toEqual([]);
  });

  it('is finished before the store closes, and refused afterwards', async () => {
    const { keys, backup, close } = await openStore();
    await keys.insert('admin', (n) => testRecord('admin', n));
    const to = await newPath();
    const making = backup(to);
    await close();
    await making;
    expect(await readdir(dirname(to))).toEqual(['keys.db']);
    await errorOf(backup(await newPath()), 'ERR_MCPAUTH_STORE_CLOSED');
  });
});
