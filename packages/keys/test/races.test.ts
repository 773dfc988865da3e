import type { KeyRecord, KeyStore } from '@gatehouse/core';
import { isMcpAuthError } from '@gatehouse/core';
import type { CreatedKey, KeyManager } from '@gatehouse/keys';
import { createMemoryKeyStore } from '@gatehouse/keys';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { Bench } from './support.js';
import { ACTOR, createBench, DAY, gate, managerOver, ringOf } from './support.js';

const READS = ['get', 'list', 'header'] as const;
const WRITES = ['insert', 'update', 'delete', 'ensureHeader'] as const;

/** Holds the next look-up of a verification back after it has read the record. */
function holdNextGet(store: KeyStore): { readonly read: Promise<void>; release(): void } {
  const [read, wall] = [gate(), gate()];
  const get = store.get.bind(store);
  vi.spyOn(store, 'get').mockImplementationOnce(async (id) => {
    const record = await get(id);
    read.open();
    await wall.opened;
    return record;
  });
  return { read: read.opened, release: wall.open };
}

describe('a change that comes while a key is verified', () => {
  type Change = (manager: KeyManager, id: string) => Promise<unknown>;
  const CHANGES: readonly (readonly [string, string, Change])[] = [
    ['revoked', 'revoked', (manager, id) => manager.revoke(id, ACTOR)],
    ['disabled', 'disabled', (manager, id) => manager.disable(id, ACTOR)],
    ['deleted', 'unknown', (manager, id) => manager.delete(id, ACTOR)],
    ['replaced', 'expired', (manager, id) => manager.rotate(id, { overlapMs: 0 }, ACTOR)],
    [
      'limited to other addresses',
      'wrong-address',
      (manager, id) => manager.update(id, { ipWhitelist: ['192.0.2.1'] }, ACTOR),
    ],
  ];

  it.each(CHANGES)('stands: the key stays %s', async (_, reason, change) => {
    const { store, manager, create } = await createBench();
    const { record, key } = await create();
    const { read, release } = holdNextGet(store);
    const verifying = manager.verify(key);
    await read;
    await change(manager, record.id);
    const before = await store.list();
    release();
    // The answer is that of the record as it was read; what counts is what comes after.
    await verifying;
    expect(await store.list()).toEqual(before);
    expect(await manager.verify(key)).toMatchObject({ ok: false, reason });
    expect(await manager.principal(record.id)).toEqual(
      reason === 'wrong-address' ? expect.anything() : undefined,
    );
  });

  it('stands while a hundred verifications are under way', async () => {
    const { manager, create } = await createBench();
    const { record, key } = await create();
    const verifying = Array.from({ length: 100 }, () => manager.verify(key));
    await manager.revoke(record.id, ACTOR);
    await Promise.all(verifying);
    expect(await manager.verify(key)).toMatchObject({ reason: 'revoked' });
    expect(await manager.get(record.id)).toMatchObject({ active: false });
  });

  it('is not undone by counting the use', async () => {
    const { store, manager, usage, create } = await createBench();
    const { record, key } = await create({ maxIdleDays: 5 });
    const { read, release } = holdNextGet(store);
    const verifying = manager.verify(key);
    await read;
    const revoked = await manager.revoke(record.id, ACTOR);
    release();
    await verifying;
    await usage.flush();
    expect(await manager.get(record.id)).toEqual(revoked);
  });
});

describe('two rotations of one key', () => {
  async function outcomes(
    bench: Bench,
    managers: readonly KeyManager[],
    old: CreatedKey,
  ): Promise<void> {
    const rotations = await Promise.allSettled(
      managers.map((one) => one.rotate(old.record.id, { overlapMs: DAY }, ACTOR)),
    );
    const won = rotations.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    expect(won).toHaveLength(1);
    const lost = rotations.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
    for (const error of lost) {
      expect(error).toMatchObject({
        code: 'ERR_MCPAUTH_KEY_REFUSED',
        details: { rule: 'replaced' },
      });
    }
    const [winner] = won;
    const records = await bench.manager.list();
    expect(records.map(({ id }) => id).sort()).toEqual(
      [old.record.id, winner?.record.id ?? ''].sort(),
    );
    expect(await bench.store.get(old.record.id)).toMatchObject({ replacedBy: winner?.record.id });
    expect(await bench.manager.verify(winner?.key ?? '')).toMatchObject({ ok: true });
  }

  it('end with one winner within one manager', async () => {
    const bench = await createBench();
    await outcomes(bench, [bench.manager, bench.manager, bench.manager], await bench.create());
  });

  it.each(['operator', 'admin'])('end with one winner among processes (%s)', async (role) => {
    const bench = await createBench();
    const others = await Promise.all(
      [1, 2].map(() => managerOver(bench.store, bench.ring, bench.clock)),
    );
    await outcomes(bench, [bench.manager, ...others], await bench.create({ role }));
  });
});

describe('many at once', () => {
  it('lose no update of different fields', async () => {
    const bench = await createBench();
    const { record } = await bench.create();
    const other = await managerOver(bench.store, bench.ring, bench.clock);
    await Promise.all([
      bench.manager.update(record.id, { name: 'Named' }, ACTOR),
      other.update(record.id, { rooms: ['Bath'] }, ACTOR),
      bench.manager.update(record.id, { permissions: ['risk:read'] }, ACTOR),
      other.update(record.id, { ipWhitelist: ['::1'] }, ACTOR),
    ]);
    expect(await bench.store.get(record.id)).toMatchObject({
      name: 'Named',
      rooms: ['Bath'],
      permissions: ['risk:read'],
      ipWhitelist: ['::1'],
    });
  });

  type Act = (manager: KeyManager, id: string) => Promise<unknown>;
  const ACTS: readonly (readonly [string, Act])[] = [
    ['rotate', (manager, id) => manager.rotate(id, { overlapMs: DAY }, ACTOR)],
    ['rotate at once', (manager, id) => manager.rotate(id, { overlapMs: 0 }, ACTOR)],
    ['revoke', (manager, id) => manager.revoke(id, ACTOR)],
    ['disable', (manager, id) => manager.disable(id, ACTOR)],
    ['rename', (manager, id) => manager.update(id, { name: 'Renamed' }, ACTOR)],
    ['demote', (manager, id) => manager.update(id, { role: 'operator' }, ACTOR)],
    ['delete', (manager, id) => manager.delete(id, ACTOR)],
  ];

  /** A store whose every step is put in the order that the scheduler chooses. */
  function scheduled(inner: KeyStore, scheduler: fc.Scheduler): KeyStore {
    const store: KeyStore = Object.create(inner);
    for (const method of [...READS, ...WRITES]) {
      const original = inner[method].bind(inner) as (...args: unknown[]) => Promise<unknown>;
      const isOpening = method === 'header' || method === 'ensureHeader';
      Object.assign(store, {
        [method]: isOpening ? original : scheduler.scheduleFunction(original),
      });
    }
    return Object.assign(store, { subscribe: inner.subscribe.bind(inner) });
  }

  /** What must hold of any store, whatever was done to it in whatever order. */
  function assertSound(records: readonly KeyRecord[], now: number): void {
    const byId = new Map(records.map((record) => [record.id, record]));
    for (const { id, replaces, replacedBy } of records) {
      const replaced = records.filter((one) => one.replacedBy === id);
      expect(replaced.length).toBeLessThanOrEqual(1);
      const next = replacedBy === undefined ? undefined : byId.get(replacedBy);
      if (next !== undefined) expect(next.replaces).toBe(id);
      if (replacedBy !== undefined) expect(byId.get(id)?.expiresAt).toBeLessThanOrEqual(now + DAY);
      if (replaces !== undefined) expect(replaces).not.toBe(id);
    }
  }

  /** Runs acts by managers of their own, in the order of steps that the scheduler chooses. */
  async function race(
    scheduler: fc.Scheduler,
    inner: KeyStore,
    bench: Bench,
    acts: readonly (readonly [Act, string])[],
  ): Promise<readonly unknown[]> {
    const store = scheduled(inner, scheduler);
    const doing = acts.map(async ([run, id]) =>
      run(await managerOver(store, ringOf(1), bench.clock), id),
    );
    await scheduler.waitFor(Promise.allSettled(doing));
    const outcomes = await Promise.allSettled(doing);
    for (const outcome of outcomes) {
      const error: unknown = outcome.status === 'rejected' ? outcome.reason : undefined;
      expect(error === undefined || isMcpAuthError(error)).toBe(true);
    }
    return outcomes.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value : undefined));
  }

  it('keep one admin key that somebody holds, in any order', async () => {
    const act = fc.tuple(fc.constantFrom(...ACTS), fc.nat({ max: 1 }));
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.tuple(act, act), async (scheduler, acts) => {
        const inner = createMemoryKeyStore();
        const bench = await createBench({ store: inner });
        const first = [
          await bench.create({ role: 'admin' }),
          await bench.create({ role: 'admin' }),
        ];
        const made = await race(
          scheduler,
          inner,
          bench,
          acts.map(([[, run], which]) => [run, first[which]?.record.id ?? '']),
        );
        const keys = [...first, ...made].map((one) =>
          typeof one === 'object' && one !== null && 'key' in one ? String(one.key) : '',
        );
        const answers = await Promise.all(keys.map((key) => bench.manager.verify(key)));
        expect(answers.some((one) => one.ok && one.principal.role === 'admin')).toBe(true);
        assertSound(await inner.list(), bench.clock.now());
      }),
      { numRuns: 250 },
    );
  }, 60_000);

  it('link every rotation soundly, in any order', async () => {
    const acts = fc.array(fc.constantFrom(...ACTS), { minLength: 2, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), acts, async (scheduler, chosen) => {
        const inner = createMemoryKeyStore();
        const bench = await createBench({ store: inner });
        await bench.create({ role: 'admin' });
        const { record } = await bench.create({ role: 'admin' });
        const made = await race(
          scheduler,
          inner,
          bench,
          chosen.map(([, run]) => [run, record.id]),
        );
        const records = await inner.list();
        assertSound(records, bench.clock.now());
        const rotated = made.filter((one) => Object.hasOwn(Object(one), 'previous'));
        expect(rotated.length).toBeLessThanOrEqual(1);
        // A rotation that lost leaves no key behind that nobody holds.
        const successors = records.filter(({ replaces }) => replaces === record.id);
        expect(successors).toHaveLength(rotated.length);
      }),
      { numRuns: 150 },
    );
  }, 60_000);

  it('never bring a revoked or deleted key back, in any order', async () => {
    const others = fc.array(fc.constantFrom(...ACTS), { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        others,
        fc.constantFrom('revoke', 'delete'),
        async (scheduler, acts, end) => {
          const inner = createMemoryKeyStore();
          const bench = await createBench({ store: inner });
          await bench.create({ role: 'admin' });
          const { record, key } = await bench.create();
          const store = scheduled(inner, scheduler);
          const run = async (act: Act) =>
            act(await managerOver(store, ringOf(1), bench.clock), record.id);
          let ended = false;
          const ending = run((manager, id) =>
            end === 'revoke' ? manager.revoke(id, ACTOR) : manager.delete(id, ACTOR),
          ).then(() => {
            ended = true;
          });
          const doing = [ending, ...acts.map(([, act]) => run(act))];
          await scheduler.waitFor(Promise.allSettled(doing));
          await Promise.allSettled(doing);
          // It may be told to try again; but once it is done, it is done.
          if (ended) expect(await bench.manager.verify(key)).toMatchObject({ ok: false });
        },
      ),
      { numRuns: 150 },
    );
  }, 60_000);
});
