import { mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { KeyRecord, KeyStore, NewKeyRecord } from '@gatehouse/core';
import { TEST_HASH, testHeader, testRecord } from '@gatehouse/mcp-auth-testing';
import { describe, expect, it } from 'vitest';
import { createFileKeyStore } from '../src/index.js';
import { newDirectory } from './support/directory.js';
import { errorOf } from './support/errors.js';
import { failingAt, faultyFileSystem, systemError } from './support/faulty-file-system.js';
import { newPath, openStore } from './support/store.js';

function insert(store: KeyStore, changes: Partial<NewKeyRecord> = {}): Promise<KeyRecord> {
  return store.insert('admin', (sequence) => testRecord('admin', sequence, changes));
}

function text(path: string): Promise<string> {
  return readFile(path, 'utf8');
}

/** As somebody might write and annotate it, after the examples of the requirement documents. */
const BY_HAND = `# Keys for the house

[[keys]]
id = "lmcp_admin_001_abc123def456"  # printed on the card
name = "Main Admin Key"
role = "admin"
created_by = "admin"
created_at = "2024-01-15T10:00:00Z"
active = true
owner = "Oma"

[[keys]]
id = "lmcp_operator_002_abc"
name = "Home Assistant"
role = "operator"
ip_whitelist = ["192.168.1.50"] # Only from HA server
`;

describe('a new store', () => {
  it('writes nothing until there is something to write', async () => {
    const path = join(await newDirectory(), 'config', 'keys.toml');
    const { store } = await openStore({ path });
    expect(await store.header()).toBeUndefined();
    expect(await readdir(dirname(dirname(path)))).toEqual([]);
  });

  it('writes a file that explains itself, for its owner alone', async () => {
    const path = join(await newDirectory(), 'config', 'keys.toml');
    const { store } = await openStore({ path });
    await store.ensureHeader(() => testHeader());
    await insert(store, { name: 'Main', ipWhitelist: ['10.0.0.0/8'] });
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await stat(dirname(path))).mode & 0o777).toBe(0o700);
    expect(await readdir(dirname(path))).toEqual(['keys.toml']);
    expect(
      await text(path),
    ).toBe(`# Keys of this server, one [[keys]] table each. You may edit this file: changes count within a second.
#   active = false      switches a key off         expires_at = "2027-01-31T18:00:00Z"   ends it
#   ip_whitelist = []   allows any address         devices, rooms, permissions           limit it
# A key cannot be read from this file, nor made by writing here: hash holds no key. Keep [store] and
# [sequences] as they are; without [store] no key works any more.

[store]
format = 1

[[store.peppers]]
id = "p1"
sealed = "${testHeader().peppers[0]?.sealed}"

[sequences]
admin = 1

[[keys]]
id = "lmcp_admin_001"
name = "Main"
role = "admin"
created_by = "test"
created_at = "2026-01-01T00:00:01Z"
active = true
ip_whitelist = [ "10.0.0.0/8" ]
hash = "${TEST_HASH}"
`);
  });

  it.each(['', '\n \n', '\ufeff', '# only a comment\n'])(
    'takes a file of %j for one that was never written',
    async (content) => {
      const { store, path } = await openStore({ text: content });
      expect(await store.header()).toBeUndefined();
      await store.ensureHeader(() => testHeader());
      await insert(store);
      expect(await text(path)).toContain('[store]\nformat = 1\n');
      expect((await openStore({ path })).logger.messages('error')).toEqual([]);
    },
  );

  it('knows its place by an absolute path', async () => {
    const path = await newPath();
    const { store } = await openStore({ path: relative(process.cwd(), path) });
    expect(store.location).toBe(path);
    expect(store.kind).toBe('file');
  });

  it('refuses an interval that is none', async () => {
    const path = await newPath();
    for (const watchIntervalMs of [0, -1, 5, 20.5, Number.NaN]) {
      await expect(createFileKeyStore({ path, watchIntervalMs })).rejects.toThrow(RangeError);
    }
  });
});

describe('a file that was written by hand', () => {
  it('keeps everything that a change does not touch', async () => {
    const { store, path, logger } = await openStore({ text: BY_HAND });
    const [assistant, main] = await store.list();
    expect([assistant?.name, main?.name]).toEqual(['Home Assistant', 'Main Admin Key']);
    await store.update('lmcp_admin_001_abc123def456', main?.revision ?? '', { active: false });
    expect(await text(path)).toBe(BY_HAND.replace('active = true', 'active = false'));
    expect(logger.messages('warn')).toEqual([]);
  });

  it('gets new keys and a header behind what is there', async () => {
    const { store, path } = await openStore({ text: BY_HAND });
    await store.ensureHeader(() => testHeader());
    const record = await insert(store);
    // The ids by hand have used the number 1 for an admin.
    expect(record.id).toBe('lmcp_admin_002');
    expect((await text(path)).startsWith(BY_HAND)).toBe(true);
    const again = await openStore({ path });
    expect(await again.store.header()).toEqual(testHeader());
    expect(await again.store.list()).toHaveLength(3);
  });

  it('loses the lines of a deleted key and no others', async () => {
    const { store, path } = await openStore({ text: BY_HAND });
    const record = await store.get('lmcp_admin_001_abc123def456');
    await store.delete('lmcp_admin_001_abc123def456', record?.revision ?? '');
    expect(await text(path)).toBe(
      `# Keys for the house\n\n${BY_HAND.slice(BY_HAND.indexOf('[[keys]]\nid = "lmcp_operator'))}`,
    );
  });

  it('keeps a key without a hash, which nothing can match', async () => {
    const { store } = await openStore({ text: BY_HAND });
    expect((await store.list()).map(({ hash }) => hash)).toEqual(['', '']);
  });

  it('is written anew where it cannot be edited in place, and says so', async () => {
    const inline = 'keys = [{ id = "lmcp_admin_001", role = "admin", colour = "blue" }] # mine\n';
    const { store, path, logger } = await openStore({ text: inline });
    const record = await store.get('lmcp_admin_001');
    await store.update('lmcp_admin_001', record?.revision ?? '', { name: 'Renamed' });
    expect(await text(path)).toContain('colour = "blue"');
    expect(await text(path)).toContain('# Keys of this server');
    expect(logger.messages('warn')).toEqual([
      'the key store was written anew: comments and layout are lost',
    ]);
    expect((await (await openStore({ path })).store.get('lmcp_admin_001'))?.name).toBe('Renamed');
  });

  it('may begin with a byte order mark and have line breaks of Windows', async () => {
    const windows = `\ufeff${BY_HAND.replaceAll('\n', '\r\n')}`;
    const { store, path } = await openStore({ text: windows });
    const record = await store.get('lmcp_operator_002_abc');
    await store.update('lmcp_operator_002_abc', record?.revision ?? '', { expiresAt: 0 });
    expect(await text(path)).toContain(
      '# Only from HA server\r\nexpires_at = "1970-01-01T00:00:00Z"\r\n',
    );
    expect((await openStore({ path })).logger.messages('error')).toEqual([]);
  });

  it('gets no new pepper over keys whose pepper is lost', async () => {
    const orphaned = `[[keys]]\nid = "lmcp_admin_001"\nrole = "admin"\nhash = "${TEST_HASH}"\n`;
    const { store, path } = await openStore({ text: orphaned });
    const error = await errorOf(
      store.ensureHeader(() => testHeader()),
      'ERR_MCPAUTH_STORE_DAMAGED',
    );
    expect(error.message).toContain('the peppers that they need are missing');
    expect(error.message).toContain('Put [store] and [[store.peppers]] back from a backup');
    expect(error.message).not.toContain(TEST_HASH);
    expect(await text(path)).toBe(orphaned);
  });
});

describe('a change', () => {
  it('sets and removes the lines of rotation and idleness, and no others', async () => {
    const { store, path } = await openStore({ text: BY_HAND });
    const before = await store.get('lmcp_operator_002_abc');
    const set = { maxIdleDays: 30, enabledAt: 0, replaces: 'lmcp_operator_001', replacedBy: 'x' };
    const changed = await store.update(before?.id ?? '', before?.revision ?? '', set);
    expect(changed).toMatchObject(set);
    expect(await text(path)).toBe(
      `${BY_HAND}max_idle_days = 30\nenabled_at = "1970-01-01T00:00:00Z"\n` +
        'replaces = "lmcp_operator_001"\nreplaced_by = "x"\n',
    );
    const again = await openStore({ path });
    expect(await again.store.get(changed.id)).toEqual(changed);
    const removed = { maxIdleDays: null, enabledAt: null, replaces: null, replacedBy: null };
    await store.update(changed.id, changed.revision, removed);
    expect(await text(path)).toBe(BY_HAND);
  });

  it('writes nothing where nothing changes', async () => {
    const { store, path } = await openStore({ text: BY_HAND });
    const before = await stat(path, { bigint: true });
    const record = await store.get('lmcp_operator_002_abc');
    const same = await store.update('lmcp_operator_002_abc', record?.revision ?? '', {
      name: 'Home Assistant',
      expiresAt: null,
    });
    expect(same).toEqual(record);
    expect((await stat(path, { bigint: true })).ino).toBe(before.ino);
  });

  it.each([
    ['id', { id: 'lmcp_admin_009' }],
    ['revision', { revision: 'mine' }],
    ['createdBy', { createdBy: 'me' }],
    ['__proto__', JSON.parse('{"__proto__": {"role": "admin"}}')],
    ['name', { name: null }],
    ['ipWhitelist', { ipWhitelist: null }],
  ])('refuses to touch %s', async (field, change) => {
    const { store, path } = await openStore();
    const record = await insert(store);
    const before = await text(path);
    const changing = store.update(record.id, record.revision, change);
    await expect(changing).rejects.toThrow(RangeError);
    await expect(changing).rejects.toThrow(`change.${field}`);
    expect(await text(path)).toBe(before);
  });

  it('refuses what the file could not give back, and writes nothing', async () => {
    const { store, path } = await openStore();
    await expect(insert(store, { name: '\ud800' })).rejects.toThrow('name must be well-formed');
    await expect(insert(store, { createdAt: 0.1 })).rejects.toThrow('createdAt must be');
    await expect(stat(path)).rejects.toThrow('ENOENT');
  });
});

describe('a file that must not be used', () => {
  it.each<[string, string]>([
    ['damaged', '[[keys]]\nid = "a"\nrole = 5\n'],
    ['of a newer version', '[store]\nformat = 2\n'],
  ])('is refused when it is %s, and stays as it is', async (_, content) => {
    const path = await newPath();
    await writeFile(path, content, { mode: 0o600 });
    const error = await errorOf(createFileKeyStore({ path }), 'ERR_MCPAUTH_STORE_DAMAGED');
    expect(error.message).toContain(path);
    expect(await text(path)).toBe(content);
  });

  it('is refused when it is no text', async () => {
    const path = await newPath();
    await writeFile(path, new Uint8Array([0x61, 0xff, 0xfe]), { mode: 0o600 });
    const error = await errorOf(createFileKeyStore({ path }), 'ERR_MCPAUTH_STORE_DAMAGED');
    expect(error.message).toContain('it is no UTF-8 text');
  });

  it('is refused when others can read it', async () => {
    const path = await newPath();
    await writeFile(path, BY_HAND, { mode: 0o644 });
    const error = await errorOf(createFileKeyStore({ path }), 'ERR_MCPAUTH_FILE_UNSAFE');
    expect(error.message).toContain(`chmod 600 "${path}"`);
  });

  it('is refused when it is a link or a directory', async () => {
    const path = await newPath();
    await symlink(await newPath(), path);
    await errorOf(createFileKeyStore({ path }), 'ERR_MCPAUTH_FILE_UNSAFE');
    const directory = await newPath();
    await mkdir(directory);
    await errorOf(createFileKeyStore({ path: directory }), 'ERR_MCPAUTH_FILE_UNSAFE');
  });

  it('is refused when it cannot be read', async () => {
    const { path } = await openStore({ text: BY_HAND });
    const error = await errorOf(
      createFileKeyStore({ path, fileSystem: failingAt(2, 'EACCES') }),
      'ERR_MCPAUTH_STORE_UNAVAILABLE',
    );
    expect(error.message).toContain('could not be read: permission denied (EACCES). Give the file');
  });
});

describe('a disk that fails', () => {
  it('costs no content at any step, and the store goes on when it works again', async () => {
    let failAt = Number.POSITIVE_INFINITY;
    const fileSystem = faultyFileSystem({
      before(operation, count) {
        // Looking at the file is the watcher's; what a write does shall fail.
        if (count >= failAt && operation !== 'lstat') {
          failAt = Number.POSITIVE_INFINITY;
          throw systemError('ENOSPC');
        }
      },
    });
    const { store, path } = await openStore({ fileSystem, watchIntervalMs: 10_000 });
    await insert(store);
    const names = ['Key 1 of admin'];
    const failed: string[] = [];
    for (let step = 1; step <= 34; step += 1) {
      failAt = fileSystem.operations.length + step;
      const name = `attempt ${step}`;
      const outcome = await insert(store, { name }).catch((error: Error) => error.message);
      const written = (await text(path)).includes(`"${name}"`);
      if (typeof outcome === 'string') {
        expect(outcome).toContain('(ENOSPC)');
        expect(outcome).toMatch(/Free some space and try again|Check the disk/);
        failed.push(name);
      }
      // Only a directory that cannot be synced leaves the new content behind an error.
      expect(written).toBe(typeof outcome !== 'string' || outcome.includes('has its new content'));
      if (written) {
        names.push(name);
      }
    }
    failAt = Number.POSITIVE_INFINITY;
    expect(failed.length).toBeGreaterThan(20);
    await insert(store, { name: 'last' });
    expect((await store.list()).map(({ name }) => name)).toEqual([...names, 'last']);
    expect(await readdir(dirname(path))).toEqual(['keys.toml']);
  });
});
