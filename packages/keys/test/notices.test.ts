import { createKeyManager, createMemoryKeyStore } from '@gatehouse/keys';
import { createFakeClock } from '@gatehouse/mcp-auth-testing';
import { describe, expect, it } from 'vitest';
import { ACTOR, createBench, DAY, HOUR, ringOf } from './support.js';

describe('notices', () => {
  it('tells of keys that expire soon, and not of others', async () => {
    const { manager, clock, create } = await createBench();
    const now = clock.now();
    const soon = await create({ name: 'Soon', role: 'monitor', expiresAt: now + 14 * DAY });
    await create({ expiresAt: now + 14 * DAY + 1 });
    await create();
    const disabled = await create({ expiresAt: now + DAY });
    await manager.disable(disabled.record.id, ACTOR);
    const revoked = await create({ expiresAt: now + DAY });
    await manager.revoke(revoked.record.id, ACTOR);
    const pending = await create({ notBefore: now + HOUR, expiresAt: now + DAY });
    expect(await manager.notices()).toEqual([
      {
        kind: 'expiring',
        keyId: soon.record.id,
        name: 'Soon',
        role: 'monitor',
        at: now + 14 * DAY,
      },
      expect.objectContaining({ kind: 'expiring', keyId: pending.record.id }),
    ]);
    expect(await manager.notices({ expiringWithinDays: 0.5 })).toEqual([]);
    clock.advance(14 * DAY);
    // What has expired is no longer about to.
    expect((await manager.notices()).map(({ at }) => at)).toEqual([now + 14 * DAY + 1]);
  });

  it('tells of a replaced key by when its users must have changed', async () => {
    const { manager, clock, create } = await createBench();
    const old = await create();
    await manager.verify(old.key);
    const lastUsedAt = clock.now();
    await manager.rotate(old.record.id, { overlapMs: DAY }, ACTOR);
    expect(await manager.notices()).toEqual([
      {
        kind: 'overlap-ending',
        keyId: old.record.id,
        name: 'A key',
        role: 'operator',
        at: clock.now() + DAY,
        lastUsedAt,
      },
    ]);
    clock.advance(DAY);
    expect(await manager.notices()).toEqual([]);
  });

  it('tells of keys that will go idle, once half of their days or less than the ask are left', async () => {
    const { manager, clock, create } = await createBench();
    const long = await create({ maxIdleDays: 100 });
    const short = await create({ maxIdleDays: 4 });
    const kinds = async () => (await manager.notices()).map(({ kind, keyId }) => [kind, keyId]);
    expect(await kinds()).toEqual([]);
    clock.advance(2 * DAY);
    expect(await kinds()).toEqual([['idle-soon', short.record.id]]);
    await manager.verify(short.key);
    expect(await kinds()).toEqual([]);
    clock.advance(84 * DAY - 1);
    expect(await kinds()).toEqual([]);
    clock.advance(1);
    // The short one is idle by now: it is no longer about to be.
    expect(await manager.notices()).toMatchObject([
      { kind: 'idle-soon', keyId: long.record.id, at: long.record.createdAt + 100 * DAY },
    ]);
  });

  it('tells of keys that were not used for long, or never', async () => {
    const { manager, clock, create } = await createBench();
    const start = clock.now();
    const used = await create({ name: 'Used' });
    const unused = await create({ name: 'Unused' });
    clock.advance(DAY);
    await manager.verify(used.key);
    clock.advance(179 * DAY);
    expect(await manager.notices()).toMatchObject([
      { kind: 'never-used', keyId: unused.record.id, at: start },
    ]);
    expect((await manager.notices())[0]).not.toHaveProperty('lastUsedAt');
    clock.advance(DAY);
    expect(await manager.notices()).toMatchObject([
      { kind: 'stale', keyId: used.record.id, at: start + DAY, lastUsedAt: start + DAY },
      { kind: 'never-used', keyId: unused.record.id },
    ]);
    expect(await manager.notices({ staleAfterDays: 200 })).toEqual([]);
    // Whoever enabled it again has looked at it.
    await manager.disable(used.record.id, ACTOR);
    await manager.enable(used.record.id, ACTOR);
    expect((await manager.notices()).map(({ kind }) => kind)).toEqual(['never-used']);
  });

  it('tells only of ends where no usage is counted', async () => {
    const clock = createFakeClock();
    const store = createMemoryKeyStore();
    const manager = await createKeyManager({ store, ring: ringOf(1), clock });
    await manager.create({ name: 'x', role: 'admin' }, ACTOR);
    const expiresAt = clock.now() + 401 * DAY;
    await manager.create({ name: 'y', role: 'admin', expiresAt }, ACTOR);
    clock.advance(400 * DAY);
    expect((await manager.notices()).map(({ kind }) => kind)).toEqual(['expiring']);
  });

  it.each([
    { expiringWithinDays: 0 },
    { expiringWithinDays: Number.NaN },
    { staleAfterDays: -1 },
    { staleAfterDays: Number.POSITIVE_INFINITY },
  ])('refuses %j', async (options) => {
    const { manager } = await createBench();
    await expect(manager.notices(options)).rejects.toThrow(/^options\./);
  });
});

describe('cleanUp', () => {
  it('removes what was revoked or has expired before the moments that are given', async () => {
    const { manager, clock, create, audit, usage } = await createBench();
    const now = clock.now();
    const [revoked, expired, living, lately] = [
      await create({ name: 'Revoked' }),
      await create({ name: 'Expired', expiresAt: now + DAY }),
      await create({ name: 'Living' }),
      await create({ name: 'Lately' }),
    ];
    await manager.verify(revoked.key);
    await manager.revoke(revoked.record.id, ACTOR);
    clock.advance(10 * DAY);
    await manager.revoke(lately.record.id, ACTOR);
    const options = { revokedBefore: now + 1, expiredBefore: now + DAY + 1 };

    const both = [revoked.record.id, expired.record.id];
    expect(await manager.cleanUp({ ...options, dryRun: true }, ACTOR)).toEqual(both);
    expect(await manager.list()).toHaveLength(4);
    expect(await manager.cleanUp({ revokedBefore: now }, ACTOR)).toEqual([]);
    expect(await manager.cleanUp({ expiredBefore: now + DAY }, ACTOR)).toEqual([]);

    audit.written.length = 0;
    expect(await manager.cleanUp(options, ACTOR)).toEqual(both);
    expect((await manager.list()).map(({ name }) => name)).toEqual(['Living', 'Lately']);
    expect(audit.written).toMatchObject(
      both.map((target) => ({ type: 'key.deleted', target, details: { why: 'clean-up' } })),
    );
    expect(await usage.usage(revoked.record.id)).toBeUndefined();
    expect(await manager.verify(living.key)).toMatchObject({ ok: true });
    expect(await manager.cleanUp(options, ACTOR)).toEqual([]);
  });

  it('takes no key that is yet to expire, whatever moment is given', async () => {
    const { manager, clock, create } = await createBench();
    const { key } = await create({ expiresAt: clock.now() + DAY });
    await create();
    const far = { revokedBefore: 8e12, expiredBefore: 8e12 };
    expect(await manager.cleanUp(far, ACTOR)).toEqual([]);
    expect(await manager.verify(key)).toMatchObject({ ok: true });
  });

  it('leaves a key that changes meanwhile', async () => {
    const { store, manager, clock, create } = await createBench();
    const keys = [
      await create({ expiresAt: clock.now() + 1 }),
      await create({ expiresAt: clock.now() + 1 }),
    ];
    clock.advance(DAY);
    const [first, second] = keys.map(({ record }) => record.id);
    const list = store.list.bind(store);
    store.list = async () => {
      const records = await list();
      const record = records.find(({ id }) => id === first);
      await store.update(record?.id ?? '', record?.revision ?? '', { expiresAt: null });
      return records;
    };
    expect(await manager.cleanUp({ expiredBefore: clock.now() }, ACTOR)).toEqual([second]);
    expect(await store.get(first ?? '')).toBeDefined();
  });

  it.each([
    {},
    { dryRun: true },
    { revokedBefore: Number.NaN },
    { expiredBefore: Number.POSITIVE_INFINITY },
  ])('refuses %j, which selects nothing or everything', async (options) => {
    const { manager } = await createBench();
    await expect(manager.cleanUp(options, ACTOR)).rejects.toThrow(RangeError);
  });
});
