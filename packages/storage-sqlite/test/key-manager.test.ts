import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { KeyStore } from '@gatehouse/core';
import { createKeyRing, generateMasterKey } from '@gatehouse/crypto';
import { createKeyManager } from '@gatehouse/keys';
import { createFakeClock, createSeededRandom } from '@gatehouse/mcp-auth-testing';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { errorOf } from './support/errors.js';
import { openStore } from './support/store.js';

const ring = createKeyRing({ current: generateMasterKey(createSeededRandom(1)) });
const actor = { id: 'test' };

function managerOver(store: KeyStore): ReturnType<typeof createKeyManager> {
  return createKeyManager({ store, ring, random: createSeededRandom(2) });
}

describe('keys that are kept in SQLite', () => {
  it('let in whoever holds them, also after a restart, until they are revoked elsewhere', async () => {
    const { keys, path, close } = await openStore();
    const manager = await managerOver(keys);
    const created = await manager.create({ name: 'Main', role: 'admin' }, actor);
    const spare = await manager.create({ name: 'Spare', role: 'admin' }, actor);
    expect(await manager.verify(created.key)).toMatchObject({ ok: true });
    await close();

    const clock = createFakeClock();
    const again = await openStore({ path, clock });
    const restarted = await managerOver(again.keys);
    expect(await restarted.verify(created.key)).toMatchObject({ ok: true });
    const other = await managerOver((await openStore({ path })).keys);
    await other.revoke(created.record.id, actor, 'lost');
    clock.advance(20);
    expect(await restarted.verify(created.key)).toMatchObject({ ok: false, reason: 'revoked' });
    expect(await restarted.verify(spare.key)).toMatchObject({ ok: true });
  });

  it('are nowhere on the disk', async () => {
    const { keys, path } = await openStore();
    const manager = await managerOver(keys);
    const { key, record } = await manager.create({ name: 'Main', role: 'admin' }, actor);
    const secret = key.slice(record.id.length + 1);
    for (const name of await readdir(dirname(path))) {
      const content = await readFile(join(dirname(path), name), 'latin1');
      expect(content.includes(secret)).toBe(false);
    }
  });

  it('let nobody in when their row was changed to let more people in', async () => {
    const { keys, path } = await openStore();
    const manager = await managerOver(keys);
    const { key, record } = await manager.create({ name: 'Main', role: 'monitor' }, actor);
    const database = new Database(path);
    database.prepare("UPDATE keys SET role = 'admin' WHERE id = ?").run(record.id);
    database.close();
    const error = await errorOf(manager.verify(key), 'ERR_MCPAUTH_STORE_DAMAGED');
    expect(error.message).not.toContain(record.hash);
    expect(JSON.stringify(error.details)).not.toContain('hmac');
  });
});
