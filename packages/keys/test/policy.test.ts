import type { KeyPolicy } from '@gatehouse/keys';
import { checkKeyRequest } from '@gatehouse/keys';
import { describe, expect, it } from 'vitest';
import { ACTOR, createBench, DAY } from './support.js';

const REFUSE: KeyPolicy = { maxLifetimeDays: 365, onExceeded: 'refuse' };
const WARN: KeyPolicy = { maxLifetimeDays: 365, onExceeded: 'warn' };
const WARNING = 'a key lives longer than it should';

describe('a policy that refuses', () => {
  it('makes every key but admin keys expire in time', async () => {
    const { clock, create } = await createBench({ policy: REFUSE });
    const limit = clock.now() + 365 * DAY;
    for (const request of [{}, { expiresAt: limit + 1 }, { role: 'custom', permissions: ['x'] }]) {
      await expect(create(request)).rejects.toThrow(
        /^request\.expiresAt must be given, and at most 365 days away/,
      );
    }
    await create({ expiresAt: limit });
    await create({ role: 'admin' });
  });

  it('judges what an update sets, and leaves alone what was there', async () => {
    const before = await createBench();
    const { record } = await before.create();
    const { manager, clock } = await createBench({ store: before.store, policy: REFUSE });
    await manager.update(record.id, { name: 'Renamed', role: 'operator' }, ACTOR);
    await expect(manager.update(record.id, { role: 'monitor' }, ACTOR)).rejects.toThrow(
      /change\.expiresAt/,
    );
    const expiresAt = clock.now() + 365 * DAY;
    await manager.update(record.id, { expiresAt, role: 'monitor' }, ACTOR);
    for (const later of [expiresAt + 1, null]) {
      await expect(manager.update(record.id, { expiresAt: later }, ACTOR)).rejects.toThrow(
        /change\.expiresAt/,
      );
    }
    // An admin key that becomes another's must expire from then on.
    const admin = await manager.create({ name: 'x', role: 'admin' }, ACTOR);
    await manager.create({ name: 'y', role: 'admin' }, ACTOR);
    await expect(manager.update(admin.record.id, { role: 'monitor' }, ACTOR)).rejects.toThrow(
      /change\.expiresAt/,
    );
  });

  it('lets a key that lives too long be rotated into one that does not', async () => {
    const before = await createBench();
    const { record } = await before.create();
    const { manager, clock } = await createBench({ store: before.store, policy: REFUSE });
    const next = await manager.rotate(record.id, { overlapMs: 0 }, ACTOR);
    expect(next.record.expiresAt).toBe(clock.now() + 365 * DAY);
  });

  it('can be asked by a form before', () => {
    const context = { now: 0, maxLifetimeDays: 30 };
    const check = (request: object) =>
      checkKeyRequest({ name: 'x', role: 'monitor', ...request }, context);
    expect(check({})).toEqual([
      { field: 'expiresAt', problem: expect.stringContaining('at most 30 days away') },
    ]);
    expect(check({ expiresAt: 30 * DAY })).toEqual([]);
    expect(check({ expiresAt: 30 * DAY + 1 })).toHaveLength(1);
    expect(check({ role: 'admin' })).toEqual([]);
  });
});

describe('a policy that warns', () => {
  it('makes the key, and tells the logger', async () => {
    const { manager, clock, create, logger } = await createBench({ policy: WARN });
    const warnings = () => logger.messages('warn').filter((message) => message === WARNING).length;
    const { record } = await create();
    expect(logger.entries[0]).toEqual({
      level: 'warn',
      message: WARNING,
      fields: { keyId: record.id, role: 'operator', maxLifetimeDays: 365 },
    });
    await create({ role: 'admin' });
    await create({ expiresAt: clock.now() + 365 * DAY });
    await manager.update(record.id, { name: 'x' }, ACTOR);
    expect(warnings()).toBe(1);
    await manager.update(record.id, { expiresAt: clock.now() + 366 * DAY }, ACTOR);
    expect(warnings()).toBe(2);
    const next = await manager.rotate(record.id, { overlapMs: 0 }, ACTOR);
    expect(next.record.expiresAt).toBe(clock.now() + 366 * DAY);
    expect(warnings()).toBe(3);
  });
});

describe('a policy', () => {
  it('without a limit limits nothing', async () => {
    for (const onExceeded of ['refuse', 'warn'] as const) {
      const { create, logger } = await createBench({ policy: { onExceeded } });
      await create();
      expect(logger.messages('warn')).toEqual([]);
    }
  });

  it.each([
    { maxLifetimeDays: 0, onExceeded: 'warn' },
    { maxLifetimeDays: 1.5, onExceeded: 'warn' },
    { maxLifetimeDays: 1, onExceeded: 'ignore' },
    { maxLifetimeDays: 1 },
  ])('is not %j', async (policy) => {
    await expect(createBench({ policy: policy as KeyPolicy })).rejects.toThrow(/^policy\./);
  });

  it('comes with a cache that can hold something', async () => {
    for (const maxCachedKeys of [0, 1, 2.5, Number.NaN]) {
      await expect(createBench({ maxCachedKeys })).rejects.toThrow(/^maxCachedKeys/);
    }
  });
});
