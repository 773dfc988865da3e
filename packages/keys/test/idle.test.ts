import { createKeyManager, createMemoryKeyStore, createMemoryUsageStore } from '@gatehouse/keys';
import { createFakeClock, testRecord } from '@gatehouse/mcp-auth-testing';
import { describe, expect, it, vi } from 'vitest';
import { ACTOR, createBench, DAY, HOUR, refusedBy, ringOf, unavailable } from './support.js';

describe('a key that expires by inactivity', () => {
  it('lets nobody in after so many days without use', async () => {
    const { manager, clock, create } = await createBench();
    const { record, key } = await create({ maxIdleDays: 30 });
    clock.advance(30 * DAY - 1);
    expect(await manager.verify(key)).toMatchObject({ ok: true });
    // Counted from the use just now.
    clock.advance(30 * DAY - 1);
    expect(await manager.status(record)).toBe('active');
    expect(await manager.principal(record.id)).toMatchObject({ id: record.id });
    clock.advance(1);
    expect(await manager.verify(key)).toEqual({ ok: false, reason: 'idle', keyId: record.id });
    expect(await manager.status(record)).toBe('idle');
    expect(await manager.principal(record.id)).toBeUndefined();
  });

  it('is not kept alive by refusals, nor by being changed', async () => {
    const { manager, clock, create } = await createBench();
    const { record, key } = await create({ maxIdleDays: 1, ipWhitelist: ['192.0.2.1'] });
    clock.advance(DAY - 1);
    expect(await manager.verify(key, { address: '::1' })).toMatchObject({ ok: false });
    await manager.update(record.id, { name: 'Renamed' }, ACTOR);
    clock.advance(1);
    expect(await manager.verify(key, { address: '192.0.2.1' })).toMatchObject({ reason: 'idle' });
    expect(await manager.usage(record.id)).toMatchObject({ uses: 0, failures: 2 });
  });

  it('counts from its beginning, and from being enabled again', async () => {
    const { manager, clock, create } = await createBench();
    const { record, key } = await create({ maxIdleDays: 2, notBefore: clock.now() + 10 * DAY });
    clock.advance(12 * DAY - 1);
    expect(await manager.status(record)).toBe('active');
    clock.advance(1);
    expect(await manager.verify(key)).toMatchObject({ reason: 'idle' });
    const enabled = await manager.enable(record.id, ACTOR);
    expect(enabled).toMatchObject({ active: true, enabledAt: clock.now() });
    clock.advance(2 * DAY - 1);
    expect(await manager.verify(key)).toMatchObject({ ok: true });
  });

  it('lives again when the limit is raised or removed', async () => {
    const { manager, clock, create } = await createBench();
    const { record, key } = await create({ maxIdleDays: 1 });
    clock.advance(3 * DAY);
    expect(await manager.verify(key)).toMatchObject({ reason: 'idle' });
    await manager.update(record.id, { maxIdleDays: 4 }, ACTOR);
    expect(await manager.verify(key)).toMatchObject({ ok: true });
    clock.advance(5 * DAY);
    expect(await manager.verify(key)).toMatchObject({ reason: 'idle' });
    const updated = await manager.update(record.id, { maxIdleDays: null }, ACTOR);
    expect(updated).not.toHaveProperty('maxIdleDays');
    expect(await manager.verify(key)).toMatchObject({ ok: true });
  });

  it('is remembered over a restart', async () => {
    const [store, usageStore] = [createMemoryKeyStore(), createMemoryUsageStore()];
    const first = await createBench({ store, usageStore });
    const { key } = await first.create({ maxIdleDays: 10 });
    first.clock.advance(9 * DAY);
    await first.manager.verify(key);
    await first.usage.flush();
    const clock = createFakeClock(first.clock.now() + 9 * DAY);
    const second = await createBench({ store, usageStore, clock, seed: 9 });
    expect(await second.manager.verify(key)).toMatchObject({ ok: true });
  });

  it('is not idle when another process let it in', async () => {
    const { manager, clock, usageStore, create } = await createBench();
    const { record, key } = await create({ maxIdleDays: 1 });
    clock.advance(DAY - HOUR);
    await manager.verify(key);
    clock.advance(DAY - HOUR);
    await manager.verify(key);
    const lastUsedAt = clock.now() + 12 * HOUR;
    await usageStore.add([{ keyId: record.id, uses: 1, failures: 0, lastUsedAt }]);
    clock.advance(DAY + HOUR);
    expect(await manager.verify(key)).toMatchObject({ ok: true });
  });

  it('is the only kind of key that is asked about, and only when it could be idle', async () => {
    const { manager, usage, clock, create } = await createBench();
    const asked = vi.spyOn(usage, 'lastUsedAt');
    const plain = await create();
    const fresh = await create({ maxIdleDays: 30 });
    clock.advance(29 * DAY);
    for (const { key } of [plain, fresh]) {
      expect(await manager.verify(key)).toMatchObject({ ok: true });
    }
    expect(asked).not.toHaveBeenCalled();
    clock.advance(DAY);
    for (const { key } of [plain, fresh]) {
      expect(await manager.verify(key)).toMatchObject({ ok: true });
    }
    expect(asked.mock.calls.map(([id]) => id)).toEqual([fresh.record.id]);
  });

  it('is not let in when nobody can say when it was used', async () => {
    const { manager, usageStore, clock, create } = await createBench();
    const { key } = await create({ maxIdleDays: 1 });
    clock.advance(2 * DAY);
    vi.spyOn(usageStore, 'get').mockRejectedValue(unavailable());
    await expect(manager.verify(key)).rejects.toMatchObject({
      code: 'ERR_MCPAUTH_STORE_UNAVAILABLE',
    });
  });

  it.each([0, 1.5, 3651, Number.NaN, '30'])('cannot be given a limit of %s', async (value) => {
    const { manager, create } = await createBench();
    const maxIdleDays = value as number;
    await expect(create({ maxIdleDays })).rejects.toThrow(/request\.maxIdleDays/);
    const { record } = await create();
    await expect(manager.update(record.id, { maxIdleDays }, ACTOR)).rejects.toThrow(
      /change\.maxIdleDays/,
    );
  });
});

describe('where no usage is counted', () => {
  it('no key is given such a limit, and one that has it ends with its days', async () => {
    const store = createMemoryKeyStore();
    const clock = createFakeClock();
    const manager = await createKeyManager({ store, ring: ringOf(1), clock });
    const request = { name: 'x', role: 'operator' };
    const { record, key } = await manager.create(request, ACTOR);
    await expect(manager.create({ ...request, maxIdleDays: 30 }, ACTOR)).rejects.toThrow(
      /no usage is counted/,
    );
    await expect(manager.update(record.id, { maxIdleDays: 30 }, ACTOR)).rejects.toThrow(
      /no usage is counted/,
    );
    expect(await manager.usage(record.id)).toBeUndefined();
    await store.update(record.id, record.revision, { maxIdleDays: 30 });
    clock.advance(30 * DAY - 1);
    expect(await manager.verify(key)).toMatchObject({ ok: true });
    clock.advance(1);
    expect(await manager.verify(key)).toMatchObject({ reason: 'idle' });
  });
});

describe('the last admin key and idle limits', () => {
  it('is not made idle', async () => {
    const { manager, clock, create } = await createBench();
    const { record, key } = await create({ role: 'admin' });
    clock.advance(5 * DAY);
    await expect(manager.update(record.id, { maxIdleDays: 5 }, ACTOR)).rejects.toMatchObject(
      refusedBy('last-admin'),
    );
    await manager.update(record.id, { maxIdleDays: 6 }, ACTOR);
    // A use counts: after it the same limit is far away.
    await manager.verify(key);
    const updated = await manager.update(record.id, { maxIdleDays: 5 }, ACTOR);
    expect(await manager.status(updated)).toBe('active');
  });

  it('is the last one also beside one that is idle', async () => {
    const { manager, clock, create } = await createBench();
    const { record } = await create({ role: 'admin' });
    const other = await create({ role: 'admin', maxIdleDays: 1 });
    clock.advance(DAY - 1);
    await manager.verify(other.key);
    clock.advance(DAY - 1);
    await manager.disable(record.id, ACTOR);
    await manager.enable(record.id, ACTOR);
    clock.advance(1);
    await expect(manager.disable(record.id, ACTOR)).rejects.toMatchObject(refusedBy('last-admin'));
    // The idle one is no active admin key itself, so it can go.
    await manager.revoke(other.record.id, ACTOR);
  });

  it('is found idle by records that were written by hand, too', async () => {
    const { store, manager, create } = await createBench();
    const { record } = await create({ role: 'admin' });
    await store.insert('admin', (n) => testRecord('admin', n, { createdAt: 0, maxIdleDays: 1 }));
    await expect(manager.revoke(record.id, ACTOR)).rejects.toMatchObject(refusedBy('last-admin'));
  });
});
