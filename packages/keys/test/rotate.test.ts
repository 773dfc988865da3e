import type { KeyRecordChange } from '@gatehouse/core';
import { createKeyManager, createMemoryKeyStore } from '@gatehouse/keys';
import { testRecord } from '@gatehouse/mcp-auth-testing';
import { describe, expect, it, vi } from 'vitest';
import {
  ACTOR,
  conflict,
  createBench,
  DAY,
  HOUR,
  managerOver,
  refusedBy,
  ringOf,
  unavailable,
} from './support.js';

describe('rotate', () => {
  it('makes a new key like the old one, links both, and lets both in until the overlap ends', async () => {
    const { manager, clock, create } = await createBench();
    const old = await create({
      name: 'Wall panel',
      role: 'device',
      devices: ['lamp'],
      rooms: ['Bath'],
      permissions: ['!risk:access'],
      ipWhitelist: ['192.0.2.0/24'],
      maxIdleDays: 90,
      expiresAt: clock.now() + 100 * DAY,
    });
    clock.advance(40 * DAY);
    await manager.enable(old.record.id, ACTOR);
    const from = { address: '192.0.2.7' };
    const { record, key, previous } = await manager.rotate(
      old.record.id,
      { overlapMs: DAY },
      { id: 'lmcp_admin_007' },
    );
    expect(record).toEqual({
      ...old.record,
      id: 'lmcp_device_002',
      createdAt: clock.now(),
      createdBy: 'lmcp_admin_007',
      expiresAt: clock.now() + 100 * DAY,
      replaces: 'lmcp_device_001',
      hash: record.hash,
      revision: record.revision,
    });
    expect(record.hash).not.toBe(old.record.hash);
    expect(previous).toMatchObject({
      id: 'lmcp_device_001',
      active: true,
      replacedBy: 'lmcp_device_002',
      expiresAt: clock.now() + DAY,
    });
    expect(await manager.get(old.record.id)).toEqual(previous);
    expect(await manager.verify(key, from)).toMatchObject({ ok: true });
    clock.advance(DAY - 1);
    expect(await manager.verify(old.key, from)).toMatchObject({ ok: true });
    clock.advance(1);
    expect(await manager.verify(old.key, from)).toMatchObject({ reason: 'expired' });
    expect(await manager.verify(key, from)).toMatchObject({ ok: true });
  });

  it('ends the old key at once without overlap', async () => {
    const { manager, create } = await createBench();
    const old = await create();
    const { key } = await manager.rotate(old.record.id, { overlapMs: 0 }, ACTOR);
    expect(await manager.verify(old.key)).toMatchObject({ reason: 'expired' });
    expect(await manager.verify(key)).toMatchObject({ ok: true });
  });

  it('never lets the old key live longer than it would have', async () => {
    const { manager, clock, create } = await createBench();
    const expiresAt = clock.now() + HOUR;
    const { record } = await create({ expiresAt });
    const { previous } = await manager.rotate(record.id, { overlapMs: DAY }, ACTOR);
    expect(previous.expiresAt).toBe(expiresAt);
  });

  it('keeps what is not limited unlimited, and test keys test keys', async () => {
    const { manager, create } = await createBench({ prefix: 'mcp' });
    const { record } = await create({ test: true });
    const next = await manager.rotate(record.id, { overlapMs: HOUR }, ACTOR);
    expect(next.record.id).toBe('mcp_test_operator_002');
    for (const field of [
      'expiresAt',
      'notBefore',
      'maxIdleDays',
      'devices',
      'rooms',
      'enabledAt',
    ]) {
      expect(next.record).not.toHaveProperty(field);
    }
    const again = await manager.rotate(next.record.id, { overlapMs: HOUR }, ACTOR);
    expect(again.record).toMatchObject({ id: 'mcp_test_operator_003', replaces: next.record.id });
  });

  it('does not take a role of that name for the mark of a test key', async () => {
    const { manager, create } = await createBench();
    const { record } = await create({ role: 'test' });
    expect(record.id).toBe('lmcp_test_001');
    const next = await manager.rotate(record.id, { overlapMs: 0 }, ACTOR);
    expect(next.record.id).toBe('lmcp_test_002');
  });

  it('takes the role of the record, not of the id', async () => {
    const { manager, create } = await createBench();
    const { record } = await create({ role: 'operator' });
    await manager.update(record.id, { role: 'monitor' }, ACTOR);
    const next = await manager.rotate(record.id, { overlapMs: 0 }, ACTOR);
    expect(next.record).toMatchObject({ id: 'lmcp_monitor_001', role: 'monitor' });
  });

  it('keeps the beginning of a key that is yet to begin, and its length', async () => {
    const { manager, clock, create } = await createBench();
    const [notBefore, expiresAt] = [clock.now() + 10 * DAY, clock.now() + 30 * DAY];
    const { record } = await create({ notBefore, expiresAt });
    clock.advance(DAY);
    const next = await manager.rotate(record.id, { overlapMs: 0 }, ACTOR);
    expect(next.record).toMatchObject({ notBefore, expiresAt });
    clock.advance(14 * DAY);
    const later = await manager.rotate(next.record.id, { overlapMs: 0 }, ACTOR);
    expect(later.record).not.toHaveProperty('notBefore');
    expect(later.record.expiresAt).toBe(clock.now() + 20 * DAY);
  });

  it('keeps the end of a record that does not say when it began', async () => {
    const { store, manager, clock } = await createBench();
    const expiresAt = clock.now() + DAY;
    const { id } = await store.insert('operator', () =>
      testRecord('operator', 1, { createdAt: 0, expiresAt }),
    );
    const next = await manager.rotate(id, { overlapMs: 0 }, ACTOR);
    expect(next.record.expiresAt).toBe(expiresAt);
  });

  const ENDED: readonly (readonly [string, string, (now: number) => KeyRecordChange])[] = [
    ['revoked', 'revoked', (now) => ({ revoked: { at: now, by: 'x' }, active: false })],
    ['replaced', 'replaced', (now) => ({ replacedBy: 'lmcp_operator_009', expiresAt: now + HOUR })],
    ['replaced and past its overlap', 'replaced', (now) => ({ replacedBy: 'x', expiresAt: now })],
    ['expired', 'not-rotatable', (now) => ({ expiresAt: now })],
    ['disabled', 'not-rotatable', () => ({ active: false })],
    ['idle', 'not-rotatable', () => ({ maxIdleDays: 1 })],
  ];

  it.each(ENDED)('refuses a key that is %s, and makes none', async (_, rule, change) => {
    const { store, manager, clock, create } = await createBench();
    const { record } = await create();
    clock.advance(DAY);
    await store.update(record.id, record.revision, change(clock.now()));
    const before = await manager.list();
    await expect(manager.rotate(record.id, { overlapMs: HOUR }, ACTOR)).rejects.toMatchObject(
      refusedBy(rule),
    );
    expect(await manager.list()).toEqual(before);
  });

  it.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY])(
    'refuses an overlap of %s',
    async (overlapMs) => {
      const { manager, create } = await createBench();
      const { record } = await create();
      await expect(manager.rotate(record.id, { overlapMs }, ACTOR)).rejects.toThrow(
        /options\.overlapMs/,
      );
      expect(await manager.list()).toHaveLength(1);
    },
  );

  it('says when there is no such key', async () => {
    const { manager } = await createBench();
    await expect(manager.rotate('lmcp_x_404', { overlapMs: 0 }, ACTOR)).rejects.toMatchObject({
      code: 'ERR_MCPAUTH_KEY_NOT_FOUND',
    });
  });

  it('is never made to overlap longer', async () => {
    const { manager, clock, create } = await createBench();
    const { record } = await create({ expiresAt: clock.now() + 30 * DAY });
    const { previous } = await manager.rotate(record.id, { overlapMs: DAY }, ACTOR);
    const end = previous.expiresAt ?? 0;
    for (const expiresAt of [end + 1, null]) {
      await expect(manager.update(record.id, { expiresAt }, ACTOR)).rejects.toMatchObject(
        refusedBy('replaced'),
      );
    }
    const shorter = await manager.update(record.id, { expiresAt: end - HOUR, name: 'Old' }, ACTOR);
    expect(shorter).toMatchObject({ expiresAt: end - HOUR, name: 'Old' });
    await manager.disable(record.id, ACTOR);
    expect(await manager.enable(record.id, ACTOR)).toMatchObject({ expiresAt: end - HOUR });
  });

  it('bears an overlap of any length', async () => {
    const { manager, create } = await createBench();
    const { record } = await create();
    const { previous } = await manager.rotate(
      record.id,
      { overlapMs: Number.MAX_SAFE_INTEGER - 1 },
      ACTOR,
    );
    expect(previous.expiresAt).toBe(253_402_300_799_999);
  });
});

describe('the last admin key', () => {
  it.each([0, DAY])('can be rotated with an overlap of %i ms', async (overlapMs) => {
    const { manager, create } = await createBench();
    const { record } = await create({ role: 'admin' });
    const next = await manager.rotate(record.id, { overlapMs }, ACTOR);
    expect(await manager.verify(next.key)).toMatchObject({ ok: true });
  });

  it('is the new one after that, although the old one still works', async () => {
    const { manager, create } = await createBench();
    const old = await create({ role: 'admin' });
    const { record } = await manager.rotate(old.record.id, { overlapMs: DAY }, ACTOR);
    await expect(manager.revoke(record.id, ACTOR)).rejects.toMatchObject(refusedBy('last-admin'));
    await manager.revoke(old.record.id, ACTOR);
    await expect(manager.disable(record.id, ACTOR)).rejects.toMatchObject(refusedBy('last-admin'));
  });
});

describe('a rotation that does not come through', () => {
  it('leaves no key behind when the old one cannot be written', async () => {
    const { store, manager, create } = await createBench();
    const { record, key } = await create();
    vi.spyOn(store, 'update').mockRejectedValueOnce(unavailable());
    await expect(manager.rotate(record.id, { overlapMs: 0 }, ACTOR)).rejects.toMatchObject({
      code: 'ERR_MCPAUTH_STORE_UNAVAILABLE',
    });
    expect(await manager.list()).toEqual([record]);
    expect(await manager.verify(key)).toMatchObject({ ok: true });
  });

  it('names the key that it could not remove again', async () => {
    const { store, manager, create, logger, audit } = await createBench();
    const { record } = await create();
    vi.spyOn(store, 'update').mockRejectedValue(unavailable());
    await expect(manager.rotate(record.id, { overlapMs: 0 }, ACTOR)).rejects.toMatchObject({
      code: 'ERR_MCPAUTH_STORE_UNAVAILABLE',
    });
    expect(logger.entries).toContainEqual({
      level: 'error',
      message: 'a key that nobody holds is left over: delete it',
      fields: { keyId: 'lmcp_operator_002', role: 'operator' },
    });
    expect(audit.noted).toContainEqual(
      expect.objectContaining({ outcome: 'failed', target: 'lmcp_operator_002' }),
    );
  });

  it('starts over from the newest record when that changed meanwhile', async () => {
    const { store, manager, create } = await createBench();
    const { record } = await create({ permissions: ['risk:access'] });
    const insert = store.insert.bind(store);
    vi.spyOn(store, 'insert').mockImplementationOnce(async (role, build) => {
      const made = await insert(role, build);
      await store.update(record.id, record.revision, { permissions: null });
      return made;
    });
    const next = await manager.rotate(record.id, { overlapMs: 0 }, ACTOR);
    // The permission that was taken away while the key was rotated is not in the new one.
    expect(next.record).not.toHaveProperty('permissions');
    expect((await manager.list()).map(({ id }) => id)).toEqual([record.id, next.record.id]);
  });

  it('gives up when that happens again and again', async () => {
    const { store, manager, create } = await createBench();
    const { record } = await create();
    const insert = store.insert.bind(store);
    let name = 0;
    vi.spyOn(store, 'insert').mockImplementation(async (role, build) => {
      const made = await insert(role, build);
      const { revision } = (await store.get(record.id)) ?? record;
      name += 1;
      await store.update(record.id, revision, { name: `Name ${name}` });
      return made;
    });
    await expect(manager.rotate(record.id, { overlapMs: 0 }, ACTOR)).rejects.toMatchObject({
      code: 'ERR_MCPAUTH_STORE_CONFLICT',
    });
    expect(name).toBe(5);
    expect(await manager.list()).toHaveLength(1);
  });

  it('succeeds when the new key is by then the last admin key', async () => {
    const store = createMemoryKeyStore();
    const { manager, clock, create } = await createBench({ store });
    const { record } = await create({ role: 'admin' });
    const other = await managerOver(store, ringOf(1), clock);
    const insert = store.insert.bind(store);
    vi.spyOn(store, 'insert').mockImplementationOnce(async (role, build) => {
      const made = await insert(role, build);
      // Sees another active admin key, and may therefore revoke the one that is being rotated.
      await other.revoke(record.id, ACTOR);
      return made;
    });
    const next = await manager.rotate(record.id, { overlapMs: DAY }, ACTOR);
    expect(await manager.verify(next.key)).toMatchObject({ ok: true });
    expect(next.previous).toMatchObject({ id: record.id, revoked: { by: ACTOR.id } });
  });

  it('writes the link again after a conflict over nothing', async () => {
    const { store, manager, create } = await createBench();
    const { record } = await create();
    const update = vi.spyOn(store, 'update').mockRejectedValueOnce(conflict(record.id));
    const next = await manager.rotate(record.id, { overlapMs: 0 }, ACTOR);
    expect(next.record.id).toBe('lmcp_operator_002');
    expect(update).toHaveBeenCalledTimes(2);
  });
});

describe('who rotates', () => {
  it('gets no more time than they had when the key is their own', async () => {
    const store = createMemoryKeyStore();
    const { clock } = await createBench();
    const manager = await createKeyManager({
      store,
      ring: ringOf(1),
      clock,
      checkGrant: () => undefined,
    });
    const expiresAt = clock.now() + 10 * DAY;
    const request = { name: 'Mine', role: 'custom', permissions: ['admin:keys'], expiresAt };
    const { record, key } = await manager.create(request, ACTOR);
    clock.advance(5 * DAY);
    const verification = await manager.verify(key);
    const principal = verification.ok ? verification.principal : undefined;
    const self = { id: record.id, ...(principal === undefined ? {} : { principal }) };
    const mine = await manager.rotate(record.id, { overlapMs: 0 }, self);
    expect(mine.record.expiresAt).toBe(expiresAt);
    const byOwner = await manager.rotate(mine.record.id, { overlapMs: 0 }, ACTOR);
    expect(byOwner.record.expiresAt).toBe(clock.now() + 5 * DAY);
  });
});
