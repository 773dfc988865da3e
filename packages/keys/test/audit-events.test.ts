import type { AuditEvent } from '@gatehouse/core';
import type { Actor, KeyManager } from '@gatehouse/keys';
import { testPrincipal, testRecord } from '@gatehouse/mcp-auth-testing';
import { describe, expect, it, vi } from 'vitest';
import { ACTOR, createBench, DAY, gate, unavailable } from './support.js';

const REMOTE: Actor = {
  id: 'lmcp_admin_001',
  principal: testPrincipal('admin', { id: 'lmcp_admin_001' }),
  address: '192.0.2.9',
  requestId: 'r-77',
};

type Act = (manager: KeyManager, id: string) => Promise<unknown>;

/** Every act, on an operator key that is there. */
const ACTS: readonly (readonly [string, Act])[] = [
  ['create', (manager) => manager.create({ name: 'x', role: 'monitor' }, REMOTE)],
  ['createMany', (manager) => manager.createMany([{ name: 'x', role: 'monitor' }], REMOTE)],
  ['update', (manager, id) => manager.update(id, { name: 'x' }, REMOTE)],
  ['disable', (manager, id) => manager.disable(id, REMOTE)],
  ['enable', (manager, id) => manager.enable(id, REMOTE)],
  ['rotate', (manager, id) => manager.rotate(id, { overlapMs: DAY }, REMOTE)],
  ['revoke', (manager, id) => manager.revoke(id, REMOTE)],
  ['delete', (manager, id) => manager.delete(id, REMOTE)],
  ['cleanUp', (manager) => manager.cleanUp({ expiredBefore: 8e12, revokedBefore: 8e12 }, REMOTE)],
];

/** A bench on which each of {@link ACTS} has something to do. */
async function prepared(act: string) {
  const bench = await createBench();
  const { record, key } = await bench.create({ maxIdleDays: 9 });
  if (act === 'cleanUp') await bench.manager.revoke(record.id, ACTOR);
  if (act === 'enable') await bench.manager.disable(record.id, ACTOR);
  bench.audit.written.length = 0;
  bench.logger.clear();
  return { ...bench, record, key };
}

describe('the audit trail', () => {
  it('holds every act with who, from where, in which request and to which key', async () => {
    const { manager, audit } = await createBench();
    const from = { address: '192.0.2.9', requestId: 'r-77' };
    const actor = { id: 'lmcp_admin_001', kind: 'key', role: 'admin' };
    const { record } = await manager.create({ name: 'Panel', role: 'operator' }, REMOTE);
    await manager.update(record.id, { rooms: ['Bath'], ipWhitelist: ['192.0.2.1'] }, REMOTE);
    await manager.disable(record.id, REMOTE, 'on holiday');
    await manager.enable(record.id, REMOTE);
    const next = await manager.rotate(record.id, { overlapMs: DAY }, REMOTE);
    await manager.revoke(record.id, REMOTE, 'lost phone');
    await manager.delete(next.record.id, REMOTE);
    const expected: [string, string, object][] = [
      ['key.created', 'lmcp_operator_001', {}],
      ['key.updated', 'lmcp_operator_001', { fields: ['ipWhitelist', 'rooms'] }],
      ['key.disabled', 'lmcp_operator_001', { why: 'on holiday' }],
      ['key.enabled', 'lmcp_operator_001', {}],
      ['key.created', 'lmcp_operator_002', { replaces: 'lmcp_operator_001' }],
      ['key.rotated', 'lmcp_operator_001', { replacedBy: 'lmcp_operator_002', overlapMs: DAY }],
      ['key.revoked', 'lmcp_operator_001', { why: 'lost phone' }],
      ['key.revoked', 'lmcp_operator_002', {}],
      ['key.deleted', 'lmcp_operator_002', {}],
    ];
    expect(audit.written).toEqual(
      expected.map(([type, target, details]) => ({
        type,
        target,
        actor,
        ...from,
        outcome: 'success',
        details: { name: 'Panel', role: 'operator', ...details },
      })),
    );
    expect(audit.noted).toEqual([]);
  });

  it('says of the owner of the machine that they are local', async () => {
    const { create, audit } = await createBench();
    await create();
    expect(audit.written).toMatchObject([{ actor: { id: ACTOR.id, kind: 'local' } }]);
    expect(audit.written[0]).not.toHaveProperty('address');
  });

  it.each(ACTS)('is waited for by %s', async (name, act) => {
    const { manager, audit, record } = await prepared(name);
    const wall = gate();
    const begun = gate();
    const recorded: AuditEvent[] = [];
    vi.spyOn(audit, 'record').mockImplementation(async (event) => {
      begun.open();
      await wall.opened;
      recorded.push(event);
    });
    let isDone = false;
    const acting = act(manager, record.id).then(() => {
      isDone = true;
    });
    await begun.opened;
    for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
    expect(isDone).toBe(false);
    wall.open();
    await acting;
    expect(recorded.length).toBeGreaterThan(0);
  });

  it('holds what was refused, and why', async () => {
    const { manager, audit, logger, create } = await createBench();
    const admin = await create({ role: 'admin' });
    await expect(manager.revoke(admin.record.id, REMOTE)).rejects.toThrow();
    const denied = { type: 'key.revoked', outcome: 'denied', reason: 'last-admin' };
    expect(audit.noted).toEqual([
      {
        ...denied,
        target: admin.record.id,
        actor: { id: REMOTE.id, kind: 'key', role: 'admin' },
        address: '192.0.2.9',
        requestId: 'r-77',
      },
    ]);
    expect(logger.messages('warn')).toEqual(['an act on a key was not done']);
  });

  it('holds what failed, but no caller’s mistakes', async () => {
    const { store, manager, audit, create } = await createBench();
    const { record } = await create();
    await expect(manager.update(record.id, { name: '' }, ACTOR)).rejects.toThrow(RangeError);
    await expect(manager.revoke('lmcp_x_404', ACTOR)).rejects.toThrow();
    expect(audit.noted).toEqual([]);
    vi.spyOn(store, 'update').mockRejectedValueOnce(unavailable());
    await expect(manager.disable(record.id, ACTOR)).rejects.toThrow();
    expect(audit.noted).toMatchObject([
      { type: 'key.disabled', outcome: 'failed', reason: 'ERR_MCPAUTH_STORE_UNAVAILABLE' },
    ]);
  });

  it('holds no secret, hash or value that was set', async () => {
    const { manager, audit, create } = await createBench();
    const { record, key } = await create({ permissions: ['tool:hidden'] });
    await manager.update(record.id, { devices: ['hidden lamp'], ipWhitelist: ['::7'] }, ACTOR);
    const next = await manager.rotate(record.id, { overlapMs: 0 }, ACTOR);
    await manager.delete(record.id, ACTOR);
    const text = JSON.stringify([audit.written, audit.noted]);
    for (const secret of [key, next.key, record.hash, next.record.hash]) {
      expect(text).not.toContain(secret.slice(-30));
    }
    for (const value of ['hidden', '::7']) expect(text).not.toContain(value);
  });

  it('hears of changes that others made', async () => {
    const { store, audit } = await createBench();
    const listeners: ((event: object) => void)[] = [];
    vi.spyOn(store, 'subscribe').mockImplementation((listener) => {
      listeners.push(listener as (event: object) => void);
      return () => undefined;
    });
    const other = await createBench({ store, seed: 5 });
    for (const listener of listeners) {
      listener({ type: 'updated', id: 'lmcp_admin_009', origin: 'outside' });
      listener({ type: 'updated', id: 'lmcp_admin_008', origin: 'self' });
    }
    expect(audit.noted).toEqual([]);
    expect(other.audit.noted).toEqual([
      {
        type: 'key.changed-outside',
        actor: { id: 'unknown', kind: 'outside' },
        outcome: 'success',
        target: 'lmcp_admin_009',
        details: { change: 'updated' },
      },
    ]);
  });
});

describe('while the audit trail cannot be written', () => {
  it.each(ACTS)('%s is refused before it changes anything', async (name, act) => {
    const { store, manager, audit, record } = await prepared(name);
    const before = await store.list();
    const writes = [
      vi.spyOn(store, 'insert'),
      vi.spyOn(store, 'update'),
      vi.spyOn(store, 'delete'),
    ];
    audit.failing = true;
    await expect(act(manager, record.id)).rejects.toMatchObject({
      code: 'ERR_MCPAUTH_AUDIT_UNAVAILABLE',
      retryable: true,
    });
    for (const write of writes) expect(write).not.toHaveBeenCalled();
    expect(await store.list()).toEqual(before);
    expect([audit.written, audit.noted]).toEqual([[], []]);
    audit.failing = false;
    await act(manager, record.id);
    expect(audit.written.length).toBeGreaterThan(0);
  });

  it('keys are verified, listed and told of as before', async () => {
    const { manager, audit, create } = await createBench();
    const { key } = await create();
    audit.failing = true;
    expect(await manager.verify(key)).toMatchObject({ ok: true });
    expect(await manager.list()).toHaveLength(1);
    expect(await manager.notices()).toEqual([]);
  });

  it('cleanUp stops where the trail fails', async () => {
    const { store, manager, audit } = await createBench();
    for (let key = 0; key < 3; key += 1) {
      await store.insert('operator', (n) => testRecord('operator', n, { expiresAt: 1 }));
    }
    const record = audit.record.bind(audit);
    vi.spyOn(audit, 'record').mockImplementation(async (event) => {
      await record(event);
      audit.failing = true;
    });
    await expect(manager.cleanUp({ expiredBefore: 9 }, ACTOR)).rejects.toMatchObject({
      code: 'ERR_MCPAUTH_AUDIT_UNAVAILABLE',
    });
    expect(await manager.list()).toHaveLength(2);
    expect(audit.written).toHaveLength(1);
  });
});

describe('when the audit trail fails only after an act is done', () => {
  it.each(ACTS)('%s stands, its event is queued, and the logger is told', async (name, act) => {
    const { manager, audit, logger, record } = await prepared(name);
    audit.failNext = true;
    await act(manager, record.id);
    expect(audit.written).toEqual([]);
    expect(audit.noted.length).toBeGreaterThan(0);
    expect(audit.noted.every(({ outcome }) => outcome === 'success')).toBe(true);
    expect(logger.entries).toContainEqual({
      level: 'error',
      message: 'what was done to a key is not in the audit trail yet',
      fields: {
        type: audit.noted[0]?.type,
        keyId: audit.noted[0]?.target,
        problem: 'ERR_MCPAUTH_AUDIT_UNAVAILABLE',
      },
    });
  });

  it('a key that was made is shown: it could not be shown again', async () => {
    const { manager, audit, create } = await createBench();
    audit.failNext = true;
    const { key } = await create();
    expect(await manager.verify(key)).toMatchObject({ ok: true });
  });

  it('a revocation does not look undone', async () => {
    const { manager, audit, create } = await createBench();
    const { record, key } = await create();
    audit.failNext = true;
    await manager.revoke(record.id, ACTOR);
    expect(await manager.verify(key)).toMatchObject({ reason: 'revoked' });
  });
});

describe('where there is no audit trail', () => {
  it('nothing waits for one', async () => {
    const { store, ring } = await createBench();
    const { createKeyManager } = await import('@gatehouse/keys');
    const manager = await createKeyManager({ store, ring });
    const { record } = await manager.create({ name: 'x', role: 'operator' }, ACTOR);
    await manager.delete(record.id, ACTOR);
    await expect(manager.revoke(record.id, ACTOR)).rejects.toThrow();
  });
});
