import { inspect } from 'node:util';
import type { KeyStoreEvent } from '@gatehouse/core';
import { McpAuthError } from '@gatehouse/core';
import type { KeyUpdate } from '@gatehouse/keys';
import { createKeyManager, createMemoryKeyStore, parseKey } from '@gatehouse/keys';
import { testRecord } from '@gatehouse/mcp-auth-testing';
import { describe, expect, it, vi } from 'vitest';
import { ACTOR, createBench, HOUR, ringOf } from './support.js';

function conflict(id: string): McpAuthError {
  return new McpAuthError('ERR_MCPAUTH_STORE_CONFLICT', 'Somebody was faster.', { id });
}

describe('create', () => {
  it('makes a record and a key that fits it', async () => {
    const { manager, clock, create } = await createBench();
    const expiresAt = clock.now() + HOUR;
    const { record, key } = await create({
      name: 'Home Assistant',
      ipWhitelist: ['192.168.1.50'],
      expiresAt,
    });
    expect(record).toEqual({
      id: 'lmcp_operator_001',
      name: 'Home Assistant',
      role: 'operator',
      createdBy: 'lmcp_admin_001',
      createdAt: clock.now(),
      expiresAt,
      active: true,
      ipWhitelist: ['192.168.1.50'],
      hash: expect.stringMatching(/^hmac-sha256:p-[0-9a-f]{8}:[A-Za-z0-9_-]{43}$/),
      revision: expect.any(String),
    });
    expect(parseKey(key)).toMatchObject({ ok: true, id: record.id });
    expect(await manager.get(record.id)).toEqual(record);
    expect(await manager.list()).toEqual([record]);
  });

  it('counts per role, marks test keys, and uses the prefix', async () => {
    const { create } = await createBench({ prefix: 'mcp' });
    const ids: string[] = [];
    for (const request of [
      { role: 'admin' },
      { role: 'operator' },
      { role: 'operator', test: true },
      { role: 'night-watch' },
      { role: 'operator' },
    ]) {
      ids.push((await create(request)).record.id);
    }
    expect(ids).toEqual([
      'mcp_admin_001',
      'mcp_operator_001',
      'mcp_test_operator_002',
      'mcp_night-watch_001',
      'mcp_operator_003',
    ]);
  });

  it('gives each of many at once an id and a secret of its own', async () => {
    const { manager, create } = await createBench();
    const created = await Promise.all(Array.from({ length: 30 }, () => create()));
    expect(new Set(created.map(({ record }) => record.id)).size).toBe(30);
    expect(new Set(created.map(({ key }) => key.slice(-49))).size).toBe(30);
    for (const { record, key } of created) {
      expect(await manager.verify(key)).toMatchObject({ ok: true, principal: { id: record.id } });
    }
  });

  it('refuses what does not fit, names the fields and no values, and stores nothing', async () => {
    const { manager, create } = await createBench();
    const attempt = create({ name: 'top\nsecret', devices: [], role: 'device' });
    await expect(attempt).rejects.toThrow(RangeError);
    await expect(attempt).rejects.toThrow(/request\.name must.*; request\.devices must/);
    await expect(attempt).rejects.toThrow(/^(?!.*secret)/s);
    expect(await manager.list()).toEqual([]);
  });

  it('asks the host about permissions, on create and on update', async () => {
    const store = createMemoryKeyStore();
    const manager = await createKeyManager({
      store,
      ring: ringOf(1),
      checkPermission: (text) =>
        text.startsWith('risk:') ? { ok: true } : { ok: false, problem: 'it is none' },
    });
    const request = { name: 'x', role: 'custom', permissions: ['risk:read'] };
    const { record } = await manager.create(request, ACTOR);
    const bad = { permissions: ['risky'] };
    await expect(manager.create({ ...request, ...bad }, ACTOR)).rejects.toThrow(/it is none/);
    await expect(manager.update(record.id, bad, ACTOR)).rejects.toThrow(/it is none/);
  });

  it('passes over ids that are taken', async () => {
    const { store, create } = await createBench();
    await store.insert('elsewhere', () => testRecord('operator', 1));
    await store.insert('elsewhere', () => testRecord('operator', 2));
    expect((await create()).record.id).toBe('lmcp_operator_003');
  });

  it('gives up after some conflicts', async () => {
    const { store, create } = await createBench();
    const insert = vi.spyOn(store, 'insert').mockRejectedValue(conflict('lmcp_operator_001'));
    await expect(create()).rejects.toMatchObject({ code: 'ERR_MCPAUTH_STORE_CONFLICT' });
    expect(insert).toHaveBeenCalledTimes(5);
  });

  it('does not try again after another failure', async () => {
    const { store, create } = await createBench();
    const insert = vi.spyOn(store, 'insert').mockRejectedValue(new TypeError('broken'));
    await expect(create()).rejects.toThrow('broken');
    expect(insert).toHaveBeenCalledOnce();
  });

  it('refuses a prefix that no key can have', async () => {
    const options = { store: createMemoryKeyStore(), ring: ringOf(1), prefix: 'My_Server' };
    await expect(createKeyManager(options)).rejects.toThrow(RangeError);
  });
});

describe('revoke', () => {
  it('ends a key for good, and keeps its record', async () => {
    const { manager, clock, create } = await createBench();
    const { record, key } = await create();
    const revoked = await manager.revoke(record.id, ACTOR, 'lost phone');
    expect(revoked).toEqual({
      ...record,
      active: false,
      revoked: { at: clock.now(), by: ACTOR.id, reason: 'lost phone' },
      revision: revoked.revision,
    });
    expect(await manager.verify(key)).toMatchObject({ reason: 'revoked' });
    expect(await manager.principal(record.id)).toBeUndefined();
    expect(await manager.list()).toEqual([revoked]);
  });

  it('leaves a key as it is that is revoked already', async () => {
    const { manager, clock, create } = await createBench();
    const { record } = await create();
    const first = await manager.revoke(record.id, ACTOR, 'first');
    clock.advance(HOUR);
    expect(await manager.revoke(record.id, { id: 'other' }, 'second')).toEqual(first);
  });

  it('cannot be undone by a change', async () => {
    const { manager, create } = await createBench();
    const { record, key } = await create();
    await manager.revoke(record.id, ACTOR);
    await expect(manager.update(record.id, { active: true }, ACTOR)).rejects.toMatchObject({
      code: 'ERR_MCPAUTH_KEY_REFUSED',
      details: { id: record.id, rule: 'revoked' },
    });
    expect(await manager.verify(key)).toMatchObject({ reason: 'revoked' });
  });

  it('is not lost when somebody changes the key at the same time', async () => {
    const { manager, create } = await createBench();
    const { record, key } = await create();
    await Promise.all([
      manager.update(record.id, { name: 'One' }, ACTOR),
      manager.revoke(record.id, ACTOR),
    ]);
    expect(await manager.verify(key)).toMatchObject({ reason: 'revoked' });
    expect((await manager.get(record.id))?.name).toBe('One');
  });

  it('refuses a reason that is not one line of text', async () => {
    const { manager, create } = await createBench();
    const { record } = await create();
    await expect(manager.revoke(record.id, ACTOR, 'a\nb')).rejects.toThrow(/revocation\.reason/);
    await expect(manager.revoke(record.id, ACTOR, '')).rejects.toThrow(RangeError);
  });

  it('says when there is no such key', async () => {
    const { manager } = await createBench();
    for (const attempt of [
      manager.revoke('lmcp_admin_404', ACTOR),
      manager.update('lmcp_admin_404', { name: 'x' }, ACTOR),
      manager.delete('lmcp_admin_404', ACTOR),
    ]) {
      await expect(attempt).rejects.toMatchObject({
        code: 'ERR_MCPAUTH_KEY_NOT_FOUND',
        details: { id: 'lmcp_admin_404' },
      });
    }
  });
});

describe('update', () => {
  it('changes what is named, removes what is null, and keeps the rest', async () => {
    const { manager, clock, create } = await createBench();
    const { record, key } = await create({ rooms: ['Bath'], expiresAt: clock.now() + HOUR });
    const change = { name: 'New', rooms: null, devices: ['lamp'], expiresAt: null } as const;
    const updated = await manager.update(record.id, change, ACTOR);
    const { rooms: _, expiresAt: __, ...kept } = record;
    expect(updated).toEqual({
      ...kept,
      name: 'New',
      devices: ['lamp'],
      revision: updated.revision,
    });
    expect(await manager.verify(key)).toMatchObject({ ok: true });
  });

  it('disables and enables', async () => {
    const { manager, create } = await createBench();
    const { record, key } = await create();
    await manager.update(record.id, { active: false }, ACTOR);
    expect(await manager.verify(key)).toMatchObject({ reason: 'disabled' });
    await manager.update(record.id, { active: true }, ACTOR);
    expect(await manager.verify(key)).toMatchObject({ ok: true });
  });

  it.each(['hash', 'id', 'revoked', 'createdBy', 'revision'])(
    'does not let %s be slipped in',
    async (field) => {
      const { manager, create } = await createBench();
      const { record } = await create();
      const change = { name: 'x', [field]: 'slipped in' } as KeyUpdate;
      await expect(manager.update(record.id, change, ACTOR)).rejects.toThrow(RangeError);
      expect(await manager.get(record.id)).toEqual(record);
    },
  );

  it('starts from the newest record after a conflict', async () => {
    const { store, manager, create } = await createBench();
    const { record } = await create();
    const update = vi.spyOn(store, 'update');
    update.mockImplementationOnce(async (id, revision) => {
      await store.update(id, revision, { ipWhitelist: ['::1'] });
      throw conflict(id);
    });
    const updated = await manager.update(record.id, { name: 'After' }, ACTOR);
    expect(updated).toMatchObject({ name: 'After', ipWhitelist: ['::1'] });
  });

  it('gives up after some conflicts', async () => {
    const { store, manager, create } = await createBench();
    const { record } = await create();
    const update = vi.spyOn(store, 'update').mockRejectedValue(conflict(record.id));
    await expect(manager.update(record.id, { name: 'x' }, ACTOR)).rejects.toMatchObject({
      code: 'ERR_MCPAUTH_STORE_CONFLICT',
      retryable: true,
    });
    expect(update).toHaveBeenCalledTimes(5);
  });

  it('goes on after one that failed', async () => {
    const { manager, create } = await createBench();
    const { record } = await create();
    const [failed, done] = await Promise.allSettled([
      manager.update(record.id, { name: '' }, ACTOR),
      manager.update(record.id, { name: 'Second' }, ACTOR),
    ]);
    expect([failed.status, done.status]).toEqual(['rejected', 'fulfilled']);
  });
});

describe('delete', () => {
  it('removes the record; the key is unknown and its number is not given again', async () => {
    const { manager, create } = await createBench();
    const { record, key } = await create();
    await manager.delete(record.id, ACTOR);
    expect(await manager.get(record.id)).toBeUndefined();
    expect(await manager.verify(key)).toMatchObject({ reason: 'unknown' });
    expect((await create()).record.id).toBe('lmcp_operator_002');
  });

  it('leaves the key revoked when the record cannot be removed', async () => {
    const { store, manager, create } = await createBench();
    const { record, key } = await create();
    vi.spyOn(store, 'delete').mockRejectedValue(conflict(record.id));
    await expect(manager.delete(record.id, ACTOR)).rejects.toMatchObject({
      code: 'ERR_MCPAUTH_STORE_CONFLICT',
    });
    expect(await manager.verify(key)).toMatchObject({ reason: 'revoked' });
  });
});

describe('principal', () => {
  it('is that of a key that is active now', async () => {
    const { manager, clock, create } = await createBench();
    const { record, key } = await create({ expiresAt: clock.now() + 10, ipWhitelist: ['::1'] });
    const verification = await manager.verify(key, { address: '::1' });
    expect(await manager.principal(record.id)).toBe(
      verification.ok ? verification.principal : undefined,
    );
    clock.advance(10);
    expect(await manager.principal(record.id)).toBeUndefined();
    expect(await manager.principal('lmcp_operator_404')).toBeUndefined();
  });
});

describe('subscribe and close', () => {
  it('reports every change until the subscription ends', async () => {
    const { manager, create } = await createBench();
    const events: KeyStoreEvent[] = [];
    const stop = manager.subscribe((event) => events.push(event));
    const { record } = await create();
    await manager.update(record.id, { name: 'x' }, ACTOR);
    await manager.delete(record.id, ACTOR);
    stop();
    await create();
    expect(events.map(({ type }) => type)).toEqual(['inserted', 'updated', 'updated', 'deleted']);
    expect(events.every(({ id, origin }) => id === record.id && origin === 'self')).toBe(true);
  });

  it('closes the store', async () => {
    const { store, manager, create } = await createBench();
    const { key } = await create();
    await manager.close();
    await expect(store.list()).rejects.toMatchObject({ code: 'ERR_MCPAUTH_STORE_CLOSED' });
    await expect(manager.verify(key)).rejects.toMatchObject({ code: 'ERR_MCPAUTH_STORE_CLOSED' });
  });
});

describe('secrets', () => {
  it('are in no log, error, record or printed manager', async () => {
    const { store, ring, manager, logger, create } = await createBench();
    const seen: unknown[] = [];
    const keys: string[] = [];
    const attempt = async (act: () => Promise<unknown>): Promise<void> => {
      try {
        seen.push(await act());
      } catch (error) {
        seen.push(error, (error as Error).stack);
      }
    };
    for (const role of ['admin', 'operator', 'monitor']) {
      const { key, record } = await create({ role });
      keys.push(key);
      await attempt(() => manager.verify(key));
      await attempt(() => manager.verify(`${key.slice(0, -1)}_`));
      await attempt(() => manager.update(record.id, { name: key.repeat(3) }, ACTOR));
      await attempt(() => manager.update(record.id, { devices: [`${key}\n`] }, ACTOR));
      await attempt(() => manager.create({ name: `${key}\n`, role: key }, ACTOR));
      await attempt(() => manager.revoke(record.id, ACTOR));
      await attempt(() => manager.get(record.id));
    }
    seen.push(manager, ring, await store.list(), await store.header(), logger.text());
    const shown = inspect(seen, { depth: 9, showHidden: true, getters: true });
    expect(logger.entries.length).toBeGreaterThan(0);
    for (const key of keys) {
      expect(shown).not.toContain(key.slice(-49, -6));
      expect(shown).not.toContain(key.slice(-20));
    }
    const hashes = (await store.list()).map(({ hash }) => hash);
    for (const hash of hashes) {
      expect(logger.text()).not.toContain(hash.slice(-20));
    }
  });

  it('notes who did what to which key', async () => {
    const { manager, logger, create } = await createBench();
    const { record } = await create();
    await manager.update(record.id, { name: 'x' }, ACTOR);
    await manager.delete(record.id, ACTOR);
    const fields = { keyId: record.id, role: 'operator', by: ACTOR.id };
    expect(logger.entries).toEqual(
      ['a key was made', 'a key was changed', 'a key was revoked', 'a key was deleted'].map(
        (message) => ({ level: 'info', message, fields }),
      ),
    );
  });
});
