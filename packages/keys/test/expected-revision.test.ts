import type { KeyRecord } from '@gatehouse/core';
import type { KeyManager } from '@gatehouse/keys';
import { describe, expect, it, vi } from 'vitest';
import { ACTOR, createBench, DAY, managerOver, refusedBy } from './support.js';

const CONFLICT = { code: 'ERR_MCPAUTH_STORE_CONFLICT', retryable: true };

type Act = (manager: KeyManager, id: string, expectedRevision?: string) => Promise<unknown>;

/** The acts that can be tied to what somebody has looked at. */
const ACTS: readonly (readonly [string, Act])[] = [
  [
    'update',
    (manager, id, expectedRevision) =>
      manager.update(id, { name: 'Mine' }, ACTOR, { expectedRevision }),
  ],
  ['enable', (manager, id, expectedRevision) => manager.enable(id, ACTOR, { expectedRevision })],
  [
    'rotate',
    (manager, id, expectedRevision) =>
      manager.rotate(id, { overlapMs: DAY, expectedRevision }, ACTOR),
  ],
];

describe.each(ACTS)('%s with an expected revision', (_, act) => {
  /** A key that each of the acts changes: with idle days, also enabling an active one is a change. */
  async function keyOf({ create }: Awaited<ReturnType<typeof createBench>>): Promise<KeyRecord> {
    return (await create({ maxIdleDays: 5 })).record;
  }

  it('acts on the key that was looked at', async () => {
    const bench = await createBench();
    const { id, revision } = await keyOf(bench);
    await act(bench.manager, id, revision);
    expect((await bench.store.get(id))?.revision).not.toBe(revision);
  });

  it('changes nothing of a key that another process has changed since', async () => {
    const bench = await createBench();
    const { id, revision } = await keyOf(bench);
    const other = await managerOver(bench.store, bench.ring, bench.clock);
    await other.update(id, { name: 'Theirs' }, ACTOR);
    const before = await bench.store.list();
    await expect(act(bench.manager, id, revision)).rejects.toMatchObject(CONFLICT);
    expect(await bench.store.list()).toEqual(before);
    expect(bench.audit.noted).toMatchObject([
      { outcome: 'failed', reason: 'ERR_MCPAUTH_STORE_CONFLICT', target: id },
    ]);
  });

  it('is not tried again on what was changed between the look at it and the write', async () => {
    const bench = await createBench();
    const { id, revision } = await keyOf(bench);
    const update = bench.store.update.bind(bench.store);
    vi.spyOn(bench.store, 'update').mockImplementationOnce(async (...asked) => {
      const [, current] = asked;
      await update(id, current, { name: 'Theirs' });
      return update(...asked);
    });
    await expect(act(bench.manager, id, revision)).rejects.toMatchObject(CONFLICT);
    expect(await bench.store.list()).toMatchObject([{ id, name: 'Theirs' }]);
  });

  it('is refused also where nothing would have been changed', async () => {
    const bench = await createBench();
    const { id } = await keyOf(bench);
    await bench.manager.update(id, { name: 'Mine', maxIdleDays: null }, ACTOR);
    await expect(act(bench.manager, id, 'older')).rejects.toMatchObject(CONFLICT);
    await expect(act(bench.manager, id, '')).rejects.toMatchObject(CONFLICT);
  });

  it('lets one of two win who have looked at the same', async () => {
    const bench = await createBench();
    const { id, revision } = await keyOf(bench);
    const other = await managerOver(bench.store, bench.ring, bench.clock);
    const outcomes = await Promise.allSettled([
      act(bench.manager, id, revision),
      act(other, id, revision),
      act(bench.manager, id, revision),
    ]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const lost = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
    for (const reason of lost) expect(reason).toMatchObject(CONFLICT);
  });

  it('says of a key that is not there that it is not there', async () => {
    const { manager } = await createBench();
    await expect(act(manager, 'nope', 'r')).rejects.toMatchObject({
      code: 'ERR_MCPAUTH_KEY_NOT_FOUND',
    });
  });
});

it('keeps the last admin key, whatever was looked at', async () => {
  const { manager, create } = await createBench();
  const { id, revision } = (await create({ role: 'admin' })).record;
  const ending = manager.update(id, { active: false }, ACTOR, { expectedRevision: revision });
  await expect(ending).rejects.toMatchObject(refusedBy('last-admin'));
});

describe('acts without an expected revision', () => {
  it.each(ACTS)('%s is made to whatever is there', async (_, act) => {
    const bench = await createBench();
    const { record } = await bench.create({ maxIdleDays: 5 });
    const other = await managerOver(bench.store, bench.ring, bench.clock);
    await other.update(record.id, { rooms: ['Bath'] }, ACTOR);
    await act(bench.manager, record.id);
    expect(await bench.store.get(record.id)).toMatchObject({ rooms: ['Bath'] });
  });
});
