import type { KeyUpdate } from '@gatehouse/keys';
import { describe, expect, it, vi } from 'vitest';
import { ACTOR, createBench, HOUR, refusedBy } from './support.js';

describe('disable and enable', () => {
  it('let a key in no more, and again', async () => {
    const { manager, clock, create } = await createBench();
    const { record, key } = await create();
    const disabled = await manager.disable(record.id, ACTOR, 'on holiday');
    expect(disabled).toEqual({ ...record, active: false, revision: disabled.revision });
    expect(await manager.verify(key)).toMatchObject({ reason: 'disabled' });
    clock.advance(HOUR);
    const enabled = await manager.enable(record.id, ACTOR);
    expect(enabled).toEqual({
      ...record,
      enabledAt: clock.now(),
      revision: enabled.revision,
    });
    expect(await manager.verify(key)).toMatchObject({ ok: true });
  });

  it('change nothing where nothing is to be changed', async () => {
    const { manager, create, audit } = await createBench();
    const { record } = await create();
    expect(await manager.enable(record.id, ACTOR)).toEqual(record);
    const disabled = await manager.disable(record.id, ACTOR);
    expect(await manager.disable(record.id, ACTOR)).toEqual(disabled);
    expect(audit.written.map(({ type }) => type)).toEqual(['key.created', 'key.disabled']);
  });

  it('refuse a revoked key, and one that is not there', async () => {
    const { manager, create } = await createBench();
    const { record, key } = await create();
    await manager.revoke(record.id, ACTOR);
    for (const attempt of [manager.enable(record.id, ACTOR), manager.disable(record.id, ACTOR)]) {
      await expect(attempt).rejects.toMatchObject(refusedBy('revoked'));
    }
    expect(await manager.verify(key)).toMatchObject({ reason: 'revoked' });
    for (const attempt of [manager.enable('x', ACTOR), manager.disable('x', ACTOR)]) {
      await expect(attempt).rejects.toMatchObject({ code: 'ERR_MCPAUTH_KEY_NOT_FOUND' });
    }
  });

  it('refuse a reason that is not one line of text, or holds a key', async () => {
    const { manager, create } = await createBench();
    const { record, key } = await create();
    for (const reason of ['', 'a\nb', `leaked: ${key}`]) {
      await expect(manager.disable(record.id, ACTOR, reason)).rejects.toThrow(/disabling\.reason/);
      await expect(manager.revoke(record.id, ACTOR, reason)).rejects.toThrow(/revocation\.reason/);
    }
    expect(await manager.verify(key)).toMatchObject({ ok: true });
  });

  it('do not bring an expired key back', async () => {
    const { manager, clock, create } = await createBench();
    const { record, key } = await create({ expiresAt: clock.now() + 1 });
    await manager.disable(record.id, ACTOR);
    clock.advance(1);
    await manager.enable(record.id, ACTOR);
    expect(await manager.verify(key)).toMatchObject({ reason: 'expired' });
  });
});

describe('update', () => {
  it('sets enabledAt when it enables, and only then', async () => {
    const { manager, clock, create } = await createBench();
    const { record } = await create();
    expect(await manager.update(record.id, { active: true, name: 'x' }, ACTOR)).not.toHaveProperty(
      'enabledAt',
    );
    await manager.update(record.id, { active: false }, ACTOR);
    clock.advance(HOUR);
    expect(await manager.update(record.id, { active: true }, ACTOR)).toMatchObject({
      enabledAt: clock.now(),
    });
  });

  it.each(['enabledAt', 'replaces', 'replacedBy', 'revoked', 'hash', 'createdAt'])(
    'does not let a person set %s',
    async (field) => {
      const { manager, create } = await createBench();
      const { record } = await create();
      for (const value of ['lmcp_admin_001', 1, null]) {
        const change = { [field]: value } as KeyUpdate;
        await expect(manager.update(record.id, change, ACTOR)).rejects.toThrow(
          `change.${field} is not a field that can be set`,
        );
      }
      expect(await manager.get(record.id)).toEqual(record);
    },
  );

  it('writes nothing when all is as it was', async () => {
    const { store, manager, clock, create, audit } = await createBench();
    const { record } = await create({ rooms: ['Bath'], expiresAt: clock.now() + HOUR });
    const { name, role, rooms, expiresAt, ipWhitelist, active } = record;
    const update = vi.spyOn(store, 'update');
    clock.advance(2 * HOUR);
    const same: KeyUpdate = {
      name,
      role,
      rooms: [...(rooms ?? [])],
      expiresAt: expiresAt ?? null,
      ipWhitelist,
      active,
      devices: null,
    };
    expect(await manager.update(record.id, same, ACTOR)).toEqual(record);
    expect(update).not.toHaveBeenCalled();
    // The form of an expired key, handed back with another name.
    const renamed = await manager.update(record.id, { ...same, name: 'Renamed' }, ACTOR);
    expect(renamed).toEqual({ ...record, name: 'Renamed', revision: renamed.revision });
    expect(audit.written).toMatchObject([
      { type: 'key.created' },
      { type: 'key.updated', details: { fields: ['name'] } },
    ]);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, -1])(
    'does not take %s for a limit that is not there',
    async (value) => {
      const { manager, create } = await createBench();
      const { record } = await create();
      const change = { expiresAt: value, notBefore: value };
      await expect(manager.update(record.id, change, ACTOR)).rejects.toThrow(/change\.expiresAt/);
    },
  );

  it('refuses a name that holds a key', async () => {
    const { manager, create } = await createBench();
    const { record, key } = await create();
    for (const name of [key, `My key ${key}`]) {
      const attempt = manager.update(record.id, { name }, ACTOR);
      await expect(attempt).rejects.toThrow(/change\.name must not contain a key/);
    }
  });

  it('stores what was checked, whatever the caller makes of it meanwhile', async () => {
    const { manager, create } = await createBench();
    const { record } = await create();
    const devices = ['lamp'];
    const change = { devices, name: 'Checked' };
    const updating = manager.update(record.id, change, ACTOR);
    devices.push('door\n');
    change.name = '\u0000';
    expect(await updating).toMatchObject({ devices: ['lamp'], name: 'Checked' });

    const request = { name: 'Checked', role: 'operator', permissions: ['risk:read'] };
    const creating = manager.create(request, ACTOR);
    const many = manager.createMany([request], ACTOR);
    request.permissions.push('risk:access');
    request.role = 'admin';
    for (const { record: made } of [await creating, ...(await many)]) {
      expect(made).toMatchObject({ role: 'operator', permissions: ['risk:read'] });
    }
  });
});

describe('an act without an actor', () => {
  it('is refused before anything is changed', async () => {
    const { manager, create } = await createBench();
    const { record } = await create();
    for (const actor of [undefined, {}, { id: '' }, { id: 7 }] as never[]) {
      for (const attempt of [
        manager.create({ name: 'x', role: 'admin' }, actor),
        manager.createMany([], actor),
        manager.update(record.id, { name: 'x' }, actor),
        manager.disable(record.id, actor),
        manager.enable(record.id, actor),
        manager.rotate(record.id, { overlapMs: 0 }, actor),
        manager.revoke(record.id, actor),
        manager.delete(record.id, actor),
        manager.cleanUp({ revokedBefore: 1 }, actor),
      ]) {
        await expect(attempt).rejects.toThrow(TypeError);
      }
    }
    expect(await manager.list()).toEqual([record]);
  });
});
