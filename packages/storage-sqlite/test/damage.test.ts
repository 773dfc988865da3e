import {
  copyFile,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { dirname } from 'node:path';
import { isMcpAuthError } from '@gatehouse/core';
import { createSeededRandom, testHeader, testRecord } from '@gatehouse/mcp-auth-testing';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { openSqliteStore } from '../src/index.js';
import { errorOf } from './support/errors.js';
import { newPath, openStore } from './support/store.js';

/** Makes a closed database with a few keys. */
async function filled(): Promise<string> {
  const { keys, audit, path, close } = await openStore();
  await keys.ensureHeader(() => testHeader());
  for (let made = 0; made < 5; made += 1) {
    const rooms = ['Küche', 'x'.repeat(made * 900)];
    await keys.insert('admin', (n) => testRecord('admin', n, { rooms, expiresAt: 5_000 + n }));
  }
  const ends = { mac: 'm', headMac: 'h', firstSequence: 1, firstPrevious: 'p', chainKeys: [] };
  await audit.append(() => ({
    lines: [{ sequence: 1, at: 0, mac: 'm', text: '{}' }],
    head: { sequence: 1, ...ends },
  }));
  await close();
  return path;
}

/** Everything that a store says, or the code of its refusal. */
async function contentOf(path: string): Promise<unknown> {
  try {
    const store = await openSqliteStore({ path, watchIntervalMs: 60_000 });
    try {
      const listed = await store.keys.list();
      const got = await Promise.all(
        Array.from({ length: 6 }, (_, n) => store.keys.get(`lmcp_admin_00${n}`)),
      );
      return { header: await store.keys.header(), listed, got, head: await store.audit.head() };
    } finally {
      await store.close();
    }
  } catch (error) {
    return isMcpAuthError(error) ? error.code : String(error);
  }
}

/** Opens what must be refused as damage, and checks that it stays as it is. */
async function refusal(path: string, code = 'ERR_MCPAUTH_STORE_DAMAGED' as const): Promise<string> {
  const before = await readFile(path);
  const error = await errorOf(openSqliteStore({ path }), code);
  expect(error.message).toContain(path);
  expect(error.message).toContain('It was left as it is.');
  expect((await readFile(path)).equals(before)).toBe(true);
  return error.message;
}

/** Copies a database that is in use, with all files beside it: what a killed process leaves. */
async function copyInUse(path: string): Promise<string> {
  const copy = await newPath();
  for (const side of ['', '-wal', '-shm', '-mark']) {
    await copyFile(path + side, copy + side);
  }
  return copy;
}

describe('a file that is no database of ours', () => {
  it('is refused when it is empty', async () => {
    const path = await filled();
    await truncate(path, 0);
    expect(await refusal(path)).toContain('it is empty');
  });

  it('is refused when it is garbage', async () => {
    const path = await newPath();
    await writeFile(path, createSeededRandom(3)(20_000), { mode: 0o600 });
    expect(await refusal(path)).toContain('no SQLite database');
    await writeFile(path, 'SQLite format 3');
    expect(await refusal(path)).toContain('no SQLite database');
  });

  it('is refused, and not written to, when another program made it', async () => {
    const path = await newPath();
    await writeFile(path, '', { mode: 0o600 });
    const foreign = new Database(path);
    foreign.pragma('journal_mode = WAL');
    foreign.exec('CREATE TABLE theirs (a)');
    expect(await refusal(path)).toContain('a database of another program');
    foreign.close();
    expect(await refusal(path)).toContain('a database of another program');
    expect(await readdir(dirname(path))).toEqual(['keys.db']);
  });

  it('is refused, and not written to, when a newer version wrote it', async () => {
    const path = await filled();
    const newer = new Database(path);
    newer.pragma('user_version = 99');
    newer.close();
    const message = await refusal(path);
    expect(message).toContain('version 99');
    expect(message).toContain('Update this program');
  });

  it('is refused when its version is gone, and not filled anew', async () => {
    const path = await filled();
    const database = new Database(path);
    database.pragma('user_version = 0');
    database.close();
    expect(await refusal(path)).toContain('its schema has no version');
  });
});

describe('a database that was damaged', () => {
  it('is refused at every length that it can be cut to', async () => {
    const whole = await filled();
    const truth = await contentOf(whole);
    const { size } = await stat(whole);
    for (const length of [1, 50, 99, 100, 511, 4096, 8191, 8192, 20_000, size - 8192, size - 1]) {
      const path = await newPath();
      await copyFile(whole, path);
      await truncate(path, length);
      const content = await contentOf(path);
      // The last byte may be an unused one.
      expect([length, content]).toEqual([
        length,
        length === size - 1 && typeof content === 'object' ? truth : 'ERR_MCPAUTH_STORE_DAMAGED',
      ]);
      expect((await stat(path)).size).toBe(length);
    }
  });

  it('never says anything else than it did, whichever byte is changed', {
    timeout: 120_000,
  }, async () => {
    const whole = await filled();
    const truth = await contentOf(whole);
    const bytes = await readFile(whole);
    const random = createSeededRandom(11);
    const path = await newPath();
    const outcomes = { same: 0, refused: 0 };
    for (let round = 0; round < 400; round += 1) {
      const [high = 0, low = 0, bit = 0] = random(3);
      const changed = Buffer.from(bytes);
      // Half of the rounds hit the header and the schema, where each byte means most.
      const at = (high * 256 + low) % (round % 2 === 0 ? 600 : bytes.length);
      changed[at] = (changed[at] ?? 0) ^ (1 << (bit % 8));
      await writeFile(path, changed, { mode: 0o600 });
      const content = await contentOf(path);
      if (typeof content === 'string') {
        expect([at, content]).toEqual([at, expect.stringMatching(/_DAMAGED$|_UNAVAILABLE$/)]);
        outcomes.refused += 1;
      } else {
        expect([at, content]).toEqual([at, truth]);
        outcomes.same += 1;
      }
      for (const side of ['-wal', '-shm', '-mark']) {
        await rm(path + side, { force: true });
      }
    }
    expect(outcomes.refused).toBeGreaterThan(20);
    expect(outcomes.same).toBeGreaterThan(20);
  });

  it.each([
    ['a role', "UPDATE keys SET role = 'admin2' WHERE id = 'lmcp_admin_002'"],
    ['a flag', "UPDATE keys SET active = 0 WHERE id = 'lmcp_admin_002'"],
    ['a long list', "UPDATE keys SET rooms = '[]' WHERE id = 'lmcp_admin_005'"],
    ['a revision', "UPDATE keys SET revision = 'zz-00000000' WHERE id = 'lmcp_admin_001'"],
  ])('finds %s of a key that was changed behind its back', async (_, sql) => {
    const path = await filled();
    const database = new Database(path);
    database.exec(sql);
    database.close();
    const { keys } = await openStore({ path });
    await errorOf(keys.list(), 'ERR_MCPAUTH_STORE_DAMAGED');
    const id = /lmcp_admin_\d+/.exec(sql)?.[0] ?? '';
    await errorOf(keys.get(id), 'ERR_MCPAUTH_STORE_DAMAGED');
    await errorOf(keys.update(id, 'any', { name: 'x' }), 'ERR_MCPAUTH_STORE_DAMAGED');
  });

  it('finds changed peppers, numbers and heads', async () => {
    const path = await filled();
    const database = new Database(path);
    database.exec("UPDATE peppers SET id = 'p2'; UPDATE sequences SET last = 1");
    database.exec("UPDATE audit_head SET head = replace(head, '1', '2')");
    database.close();
    const { keys, audit } = await openStore({ path });
    await errorOf(keys.header(), 'ERR_MCPAUTH_STORE_DAMAGED');
    await errorOf(audit.head(), 'ERR_MCPAUTH_STORE_DAMAGED');
    await errorOf(
      keys.insert('admin', (n) => testRecord('admin', n)),
      'ERR_MCPAUTH_STORE_DAMAGED',
    );
  });

  it('makes no new peppers over keys whose peppers are gone', async () => {
    const path = await filled();
    const database = new Database(path);
    database.exec('DELETE FROM peppers');
    database.close();
    const { keys } = await openStore({ path });
    const error = await errorOf(
      keys.ensureHeader(() => testHeader('new')),
      'ERR_MCPAUTH_STORE_DAMAGED',
    );
    expect(error.message).toContain('the peppers that they need are missing');
    expect(await keys.header()).toBeUndefined();
  });

  it('is refused when a table is gone', async () => {
    const path = await filled();
    const database = new Database(path);
    database.exec('DROP TABLE sequences');
    database.close();
    expect(await refusal(path)).toContain('its tables are not those of this program');
  });
});

describe('a log that is lost', () => {
  /** A database whose last writes are in its log only. */
  async function killed(): Promise<string> {
    const { keys, path } = await openStore({ path: await filled() });
    const record = await keys.get('lmcp_admin_001');
    const revoked = { at: 1, by: 'me' };
    await keys.update('lmcp_admin_001', record?.revision ?? '', { revoked });
    await keys.insert('admin', (n) => testRecord('admin', n));
    return copyInUse(path);
  }

  it('is no problem as long as it is there', async () => {
    const { keys } = await openStore({ path: await killed() });
    expect((await keys.get('lmcp_admin_001'))?.revoked).toEqual({ at: 1, by: 'me' });
    expect(await keys.list()).toHaveLength(6);
  });

  it.each([
    ['removed', (wal: string) => rm(wal)],
    ['emptied', (wal: string) => truncate(wal, 0)],
    ['cut', async (wal: string) => truncate(wal, (await stat(wal)).size - 1000)],
    [
      'changed',
      async (wal: string) => {
        const bytes = await readFile(wal);
        bytes[bytes.length - 5_000] = (bytes[bytes.length - 5_000] ?? 0) ^ 1;
        await writeFile(wal, bytes);
      },
    ],
  ])('is noticed when it is %s, and nothing is written', async (_, harm) => {
    const path = await killed();
    await harm(`${path}-wal`);
    await rm(`${path}-shm`);
    const message = await refusal(path);
    expect(message).toContain('it lost its last');
    expect(message).toContain(`remove ${path}-mark`);
    await refusal(path);
  });

  it('is accepted when somebody says so by removing the mark', async () => {
    const path = await killed();
    for (const side of ['-wal', '-shm', '-mark']) {
      await rm(path + side);
    }
    const { keys } = await openStore({ path });
    expect((await keys.get('lmcp_admin_001'))?.revoked).toBeUndefined();
  });

  it('is not seen in a mark that a power failure tore', async () => {
    const path = await filled();
    await writeFile(`${path}-mark`, '\u0000'.repeat(44));
    const { keys } = await openStore({ path });
    expect(await keys.list()).toHaveLength(5);
  });

  it('is seen in an older copy that takes the place of the database', async () => {
    const path = await filled();
    const older = await newPath();
    await copyFile(path, older);
    const store = await openStore({ path });
    await store.keys.insert('admin', (n) => testRecord('admin', n));
    await store.close();
    await rename(older, path);
    expect(await refusal(path)).toContain('it is an older copy');
  });
});

describe('a database that is taken away while it is in use', () => {
  it.each(['removed', 'replaced'])('is not written any more when it is %s', async (how) => {
    const { keys, path, logger } = await openStore();
    const record = await keys.insert('admin', (n) => testRecord('admin', n));
    await rename(path, `${path}.away`);
    if (how === 'replaced') {
      await writeFile(path, 'something else', { mode: 0o600 });
    }
    const error = await errorOf(
      keys.insert('admin', (n) => testRecord('admin', n)),
      'ERR_MCPAUTH_STORE_DAMAGED',
    );
    expect(error.message).toContain('removed or replaced while in use');
    expect(await keys.get(record.id)).toEqual(record);
    await rm(path, { force: true });
    await rename(`${path}.away`, path);
    expect((await keys.insert('admin', (n) => testRecord('admin', n))).id).toBe('lmcp_admin_002');
    expect(logger.messages('error').length).toBeLessThanOrEqual(2);
  });
});
