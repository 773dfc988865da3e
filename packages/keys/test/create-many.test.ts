import type { KeyRequest } from '@gatehouse/keys';
import { describe, expect, it, vi } from 'vitest';
import { ACTOR, createBench, managerOver, unavailable } from './support.js';

function requests(count: number): KeyRequest[] {
  return Array.from({ length: count }, (_, at) => ({ name: `Key ${at}`, role: 'operator' }));
}

describe('createMany', () => {
  it('makes one key per request, in their order', async () => {
    const { manager } = await createBench();
    const made = await manager.createMany(
      [{ name: 'A', role: 'admin' }, ...requests(3), { name: 'T', role: 'device', rooms: ['x'] }],
      ACTOR,
    );
    expect(made.map(({ record }) => [record.id, record.name])).toEqual([
      ['lmcp_admin_001', 'A'],
      ['lmcp_operator_001', 'Key 0'],
      ['lmcp_operator_002', 'Key 1'],
      ['lmcp_operator_003', 'Key 2'],
      ['lmcp_device_001', 'T'],
    ]);
    for (const { record, key } of made) {
      expect(await manager.verify(key)).toMatchObject({ ok: true, principal: { id: record.id } });
    }
    expect(await manager.createMany([], ACTOR)).toEqual([]);
  });

  it('checks all requests before it makes the first key', async () => {
    const { store, manager } = await createBench();
    const insert = vi.spyOn(store, 'insert');
    const asked = [...requests(2), { name: '', role: 'operator' }, { name: 'x', role: 'device' }];
    await expect(manager.createMany(asked, ACTOR)).rejects.toThrow(
      /^requests\[2\]\.name must be text/,
    );
    expect(insert).not.toHaveBeenCalled();
  });

  it('refuses more than anybody can hand out', async () => {
    const { manager } = await createBench();
    await expect(manager.createMany(requests(10_001), ACTOR)).rejects.toThrow(/at most 10000/);
    expect(await manager.list()).toEqual([]);
  });

  it('makes none when the store fails midway, and throws what the store threw', async () => {
    const { store, manager, audit } = await createBench();
    const failure = unavailable();
    const insert = store.insert.bind(store);
    let inserts = 0;
    vi.spyOn(store, 'insert').mockImplementation((role, build) => {
      inserts += 1;
      return inserts === 4 ? Promise.reject(failure) : insert(role, build);
    });
    await expect(manager.createMany(requests(6), ACTOR)).rejects.toBe(failure);
    expect(inserts).toBe(4);
    expect(await manager.list()).toEqual([]);
    expect(audit.written).toEqual([]);
    expect(audit.noted).toMatchObject([
      { type: 'key.created', outcome: 'failed', reason: 'ERR_MCPAUTH_STORE_UNAVAILABLE' },
    ]);
    // The numbers are not given again.
    expect((await manager.createMany(requests(1), ACTOR))[0]?.record.id).toBe('lmcp_operator_004');
  });

  it('names the keys that could not be removed again', async () => {
    const { store, manager, audit } = await createBench();
    const failure = unavailable();
    const remove = store.delete.bind(store);
    const insert = store.insert.bind(store);
    let inserts = 0;
    vi.spyOn(store, 'insert').mockImplementation((role, build) => {
      inserts += 1;
      return inserts === 4 ? Promise.reject(failure) : insert(role, build);
    });
    vi.spyOn(store, 'delete').mockImplementation((id, revision) =>
      id === 'lmcp_operator_002' ? Promise.reject(failure) : remove(id, revision),
    );
    await expect(manager.createMany(requests(6), ACTOR)).rejects.toMatchObject({
      code: 'ERR_MCPAUTH_STORE_UNAVAILABLE',
      message: expect.stringContaining('delete them: lmcp_operator_002.'),
      details: { problem: 'left over: lmcp_operator_002' },
      cause: failure,
    });
    const left = await manager.list();
    expect(left).toMatchObject([{ id: 'lmcp_operator_002', active: false }]);
    expect(audit.noted).toContainEqual(
      expect.objectContaining({ reason: 'left-over', target: 'lmcp_operator_002' }),
    );
  });

  it('leaves the last admin key in place when others were ended because it was there', async () => {
    const bench = await createBench();
    const { store, manager, clock, ring } = bench;
    const old = await bench.create({ role: 'admin' });
    const other = await managerOver(store, ring, clock);
    const insert = store.insert.bind(store);
    vi.spyOn(store, 'insert').mockImplementation(async (role, build) => {
      if (role === 'operator') {
        await other.revoke(old.record.id, ACTOR);
        throw unavailable();
      }
      return insert(role, build);
    });
    const asked = [{ name: 'New', role: 'admin' }, ...requests(1)];
    await expect(manager.createMany(asked, ACTOR)).rejects.toMatchObject({
      message: expect.stringContaining('lmcp_admin_002'),
    });
    expect(await store.get('lmcp_admin_002')).toMatchObject({ active: true });
  });

  it('shares ids with nobody who makes many at the same time', async () => {
    const bench = await createBench();
    const other = await managerOver(bench.store, bench.ring, bench.clock);
    const batches = await Promise.all([
      bench.manager.createMany(requests(20), ACTOR),
      other.createMany(requests(20), ACTOR),
      bench.manager.createMany(requests(20), ACTOR),
    ]);
    const made = batches.flat();
    expect(new Set(made.map(({ record }) => record.id)).size).toBe(60);
    for (const { record, key } of made) {
      expect(await other.verify(key)).toMatchObject({ ok: true, principal: { id: record.id } });
    }
  });
});
