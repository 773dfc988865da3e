import type { KeyRecord, KeyStore } from '@gatehouse/core';
import { isMcpAuthError } from '@gatehouse/core';
import type { KeyManager } from '@gatehouse/keys';
import { createMemoryKeyStore, keyStatus } from '@gatehouse/keys';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { isActiveAdmin } from '../src/lifecycle/last-admin.js';
import { ACTOR, createBench, HOUR, managerOver, ringOf } from './support.js';

type Act = (manager: KeyManager, id: string, now: number) => Promise<unknown>;

/** Everything that can take an admin key away. */
const ENDINGS: readonly (readonly [string, Act])[] = [
  ['revoked', (manager, id) => manager.revoke(id, ACTOR)],
  ['deleted', (manager, id) => manager.delete(id, ACTOR)],
  ['disabled', (manager, id) => manager.disable(id, ACTOR)],
  ['switched off', (manager, id) => manager.update(id, { active: false }, ACTOR)],
  ['demoted', (manager, id) => manager.update(id, { role: 'operator' }, ACTOR)],
  ['postponed', (manager, id, now) => manager.update(id, { notBefore: now + HOUR }, ACTOR)],
];

const REFUSED = { code: 'ERR_MCPAUTH_KEY_REFUSED', details: { rule: 'last-admin' } };

describe('the last active admin key', () => {
  it.each(ENDINGS)('cannot be %s', async (_, end) => {
    const { manager, clock, create } = await createBench();
    const { record, key } = await create({ role: 'admin' });
    await create({ role: 'operator' });
    await expect(end(manager, record.id, clock.now())).rejects.toMatchObject(REFUSED);
    expect(await manager.get(record.id)).toEqual(record);
    expect(await manager.verify(key)).toMatchObject({ ok: true });
  });

  it.each(ENDINGS)('can be %s once there is another', async (_, end) => {
    const { manager, clock, create } = await createBench();
    const { record } = await create({ role: 'admin' });
    const other = await create({ role: 'admin' });
    await end(manager, record.id, clock.now());
    await expect(end(manager, other.record.id, clock.now())).rejects.toMatchObject(REFUSED);
  });

  it.each([
    ['disabled', { active: false }],
    ['revoked', { revoked: { at: 1, by: 'x' } }],
    ['expired', { expiresAt: 1 }],
    ['not yet valid', { notBefore: 8e12 }],
  ])('is the last one also beside one that is %s', async (_, change) => {
    const { store, manager, create } = await createBench();
    const { record } = await create({ role: 'admin' });
    const other = await create({ role: 'admin' });
    await store.update(other.record.id, other.record.revision, change);
    await expect(manager.revoke(record.id, ACTOR)).rejects.toMatchObject(REFUSED);
    // Those others are no active admin keys themselves, so they can go.
    await manager.delete(other.record.id, ACTOR);
  });

  it('can be changed in other ways', async () => {
    const { manager, clock, create } = await createBench();
    const { record } = await create({ role: 'admin' });
    await manager.update(record.id, { name: 'Renamed', expiresAt: clock.now() + HOUR }, ACTOR);
    expect((await manager.get(record.id))?.name).toBe('Renamed');
  });

  it('is found by role, not by what the id says', async () => {
    const { manager, create } = await createBench();
    const { record } = await create({ role: 'operator' });
    const admin = await create({ role: 'admin' });
    await manager.update(record.id, { role: 'admin' }, ACTOR);
    await manager.revoke(admin.record.id, ACTOR);
    await expect(manager.revoke(record.id, ACTOR)).rejects.toMatchObject(REFUSED);
  });
});

describe('two that end the last two admin keys at once', () => {
  /** Holds back the first `list` of each of two managers until both have asked. */
  function meetAtFirstList(store: KeyStore): KeyStore {
    let arrived = 0;
    let release: () => void = () => undefined;
    const both = new Promise<void>((resolve) => {
      release = resolve;
    });
    const list = store.list.bind(store);
    vi.spyOn(store, 'list').mockImplementation(async () => {
      const records = await list();
      arrived += 1;
      if (arrived === 2) release();
      await both;
      return records;
    });
    return store;
  }

  it('leave one, although each saw the other one before it wrote', async () => {
    const bench = await createBench();
    const [first, second] = [
      await bench.create({ role: 'admin' }),
      await bench.create({ role: 'admin' }),
    ];
    const other = await managerOver(bench.store, bench.ring, bench.clock);
    meetAtFirstList(bench.store);
    const outcomes = await Promise.allSettled([
      bench.manager.revoke(first.record.id, ACTOR),
      other.revoke(second.record.id, ACTOR),
    ]);
    const refused = outcomes.filter(({ status }) => status === 'rejected');
    expect(refused.length).toBeGreaterThan(0);
    const valid = await Promise.all([first, second].map(({ key }) => bench.manager.verify(key)));
    expect(valid.filter(({ ok }) => ok)).toHaveLength(refused.length);
  });

  it('leave one within one manager', async () => {
    const { manager, create } = await createBench();
    const keys = [await create({ role: 'admin' }), await create({ role: 'admin' })];
    const outcomes = await Promise.allSettled(
      keys.map(({ record }) => manager.delete(record.id, ACTOR)),
    );
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
  });

  it('leave one whatever the order of their steps', async () => {
    const methods = ['get', 'list', 'update', 'delete'] as const;
    const end = fc.constantFrom(...ENDINGS.map(([, act]) => act));
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(end, { minLength: 2, maxLength: 4 }),
        async (scheduler, ends) => {
          const inner = createMemoryKeyStore();
          const bench = await createBench({ store: inner });
          const records: KeyRecord[] = [];
          for (const _ of ends) {
            records.push((await bench.create({ role: 'admin' })).record);
          }
          const store: KeyStore = Object.create(inner);
          for (const method of methods) {
            const original = inner[method].bind(inner) as (...args: unknown[]) => Promise<unknown>;
            Object.assign(store, { [method]: scheduler.scheduleFunction(original) });
          }
          for (const method of ['header', 'ensureHeader', 'subscribe'] as const) {
            Object.assign(store, { [method]: inner[method].bind(inner) });
          }
          const acts = ends.map(async (act, at) => {
            const manager = await managerOver(store, ringOf(1), bench.clock);
            await act(manager, records[at]?.id ?? '', bench.clock.now());
          });
          await scheduler.waitFor(Promise.allSettled(acts));
          const outcomes = await Promise.allSettled(acts);
          for (const outcome of outcomes) {
            const error: unknown = outcome.status === 'rejected' ? outcome.reason : undefined;
            expect(error === undefined || isMcpAuthError(error)).toBe(true);
          }
          const left: boolean[] = [];
          for (const record of await inner.list()) {
            left.push(
              await isActiveAdmin(record, async (one) => keyStatus(one, bench.clock.now())),
            );
          }
          expect(left).toContain(true);
        },
      ),
      { numRuns: 300 },
    );
  }, 60_000);
});

describe('taking a change back', () => {
  it('also undoes it after somebody else has changed the same key', async () => {
    const bench = await createBench();
    const [first, second] = [
      await bench.create({ role: 'admin' }),
      await bench.create({ role: 'admin' }),
    ];
    const { store } = bench;
    const update = store.update.bind(store);
    // Between this manager's write and its second look, the other admin key ends elsewhere and this
    // one is renamed.
    vi.spyOn(store, 'update').mockImplementationOnce(async (id, revision, change) => {
      const changed = await update(id, revision, change);
      await update(second.record.id, second.record.revision, { active: false });
      await update(id, changed.revision, { name: 'Renamed elsewhere' });
      return changed;
    });
    await expect(bench.manager.revoke(first.record.id, ACTOR)).rejects.toMatchObject(REFUSED);
    const record = await store.get(first.record.id);
    expect(record).toMatchObject({ name: 'Renamed elsewhere', active: true });
    expect(record).not.toHaveProperty('revoked');
    expect(await bench.manager.verify(first.key)).toMatchObject({ ok: true });
  });
});
