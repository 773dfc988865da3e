import type { KeyRecord, Principal } from '@gatehouse/core';
import type { Actor, CheckGrant, Grant, KeyUpdate } from '@gatehouse/keys';
import { testPrincipal } from '@gatehouse/mcp-auth-testing';
import { describe, expect, it } from 'vitest';
import type { Bench } from './support.js';
import { ACTOR, createBench, DAY, refusedBy } from './support.js';

const RANKS = ['monitor', 'operator', 'custom', 'admin'];

/** A rule as an authorizer would make it: nobody grants a higher role, nor a permission they lack. */
const byRank: CheckGrant = (holder, { role, permissions = [] }) => {
  if (RANKS.indexOf(role) > RANKS.indexOf(holder.role)) return `the role ${role} is above yours`;
  const lacking = permissions.find((text) => !holder.permissions?.includes(text));
  return holder.role === 'admin' || lacking === undefined ? undefined : `you lack ${lacking}`;
};

function remote(principal: Principal): Actor {
  return { id: principal.id, principal, address: '192.0.2.9', requestId: 'r-1' };
}

/** Somebody who may administer keys, and little else. */
const CLERK = remote(
  testPrincipal('custom', {
    id: 'lmcp_custom_001',
    permissions: ['admin:keys', 'risk:read'],
  }),
);
const ADMIN = remote(testPrincipal('admin', { id: 'lmcp_admin_001' }));

function bench(checkGrant: CheckGrant | undefined = byRank): Promise<Bench> {
  return createBench(checkGrant === undefined ? {} : { checkGrant });
}

describe('nobody grants more than they hold', () => {
  it('on create', async () => {
    const { manager, create } = await bench();
    await expect(create({ role: 'admin' }, CLERK)).rejects.toMatchObject({
      code: 'ERR_MCPAUTH_KEY_REFUSED',
      message: 'Nobody grants more than they hold: the role admin is above yours.',
      details: { id: 'lmcp_custom_001', rule: 'grant' },
    });
    const custom = { role: 'custom', permissions: ['risk:access'] };
    await expect(create(custom, CLERK)).rejects.toThrow(/you lack risk:access/);
    expect(await manager.list()).toEqual([]);
    expect((await create({ role: 'monitor' }, CLERK)).record.createdBy).toBe('lmcp_custom_001');
    await create({ role: 'custom', permissions: ['risk:read'] }, CLERK);
    await create({ role: 'admin' }, ADMIN);
  });

  it('on createMany, which then makes none', async () => {
    const { manager } = await bench();
    const asked = [
      { name: 'a', role: 'monitor' },
      { name: 'b', role: 'admin' },
    ];
    await expect(manager.createMany(asked, CLERK)).rejects.toMatchObject(refusedBy('grant'));
    expect(await manager.list()).toEqual([]);
    expect(await manager.createMany(asked, ADMIN)).toHaveLength(2);
  });

  it.each<[string, KeyUpdate]>([
    ['a higher role', { role: 'admin' }],
    ['a permission', { role: 'custom', permissions: ['risk:access'] }],
  ])('on update: %s', async (_, change) => {
    const { manager, create } = await bench();
    const { record } = await create({ role: 'monitor' });
    await expect(manager.update(record.id, change, CLERK)).rejects.toMatchObject(
      refusedBy('grant'),
    );
    expect(await manager.get(record.id)).toEqual(record);
    await manager.update(record.id, { name: 'Renamed', rooms: ['Bath'] }, CLERK);
  });

  it('by changing a key that gives more than they hold, whatever they change', async () => {
    const { manager, create } = await bench();
    await create({ role: 'admin' });
    const { record } = await create({ role: 'admin', ipWhitelist: ['192.0.2.1'] });
    for (const change of [{ ipWhitelist: [] }, { name: 'Mine' }, { expiresAt: 8e12 }]) {
      await expect(manager.update(record.id, change, CLERK)).rejects.toMatchObject(
        refusedBy('grant'),
      );
    }
    // To take away is not to grant.
    await manager.update(record.id, { active: false }, CLERK);
    await manager.update(record.id, { role: 'monitor' }, CLERK);
  });

  it('by enabling or rotating it', async () => {
    const { manager, create } = await bench();
    await create({ role: 'admin' });
    const { record } = await create({ role: 'admin' });
    await expect(manager.rotate(record.id, { overlapMs: 0 }, CLERK)).rejects.toMatchObject(
      refusedBy('grant'),
    );
    await manager.disable(record.id, CLERK);
    for (const attempt of [
      () => manager.enable(record.id, CLERK),
      () => manager.update(record.id, { active: true }, CLERK),
    ]) {
      await expect(attempt()).rejects.toMatchObject(refusedBy('grant'));
    }
    expect(await manager.list()).toHaveLength(2);
    await manager.enable(record.id, ADMIN);
    await manager.rotate(record.id, { overlapMs: 0 }, ADMIN);
  });

  it('and hears of exactly what the key would give', async () => {
    const asked: [Principal, Grant][] = [];
    const { manager, create } = await bench((holder, granted) => {
      asked.push([holder, granted]);
      return undefined;
    });
    const { record } = await create({ role: 'device', devices: ['a'], name: 'x' }, CLERK);
    const change = { devices: ['a', 'b'], rooms: ['c'], permissions: ['!risk:access'] };
    await manager.update(record.id, change, CLERK);
    expect(asked).toEqual([
      [CLERK.principal, { role: 'device', devices: ['a'] }],
      [CLERK.principal, { role: 'device', ...change }],
    ]);
  });

  it('as long as the owner of the machine does not ask', async () => {
    const { create } = await bench(() => 'never');
    await create({ role: 'admin' });
  });

  it('and where no rule is given, only admins grant', async () => {
    const { create } = await createBench();
    await expect(create({ role: 'monitor' }, CLERK)).rejects.toMatchObject(refusedBy('grant'));
    await create({ role: 'admin' }, ADMIN);
  });
});

describe('nobody makes a key that outlives their own', () => {
  const END = Date.UTC(2026, 5, 1);
  const TEMP = remote(testPrincipal('operator', { id: 'lmcp_operator_009', expiresAt: END }));

  it('unless they are admins', async () => {
    const { manager, create } = await bench();
    for (const expiresAt of [undefined, END + 1]) {
      const request = expiresAt === undefined ? {} : { expiresAt };
      await expect(create(request, TEMP)).rejects.toMatchObject(refusedBy('outlives-holder'));
      const { principal } = ADMIN;
      const admin = principal === undefined ? ADMIN : remote({ ...principal, expiresAt: END });
      await create(request, admin);
    }
    const { record } = await create({ expiresAt: END }, TEMP);
    for (const expiresAt of [END + 1, null]) {
      await expect(manager.update(record.id, { expiresAt }, TEMP)).rejects.toMatchObject(
        refusedBy('outlives-holder'),
      );
    }
    await manager.update(record.id, { expiresAt: END - 1 }, TEMP);
    await manager.update(record.id, { expiresAt: END }, TEMP);
  });

  it('by rotation either: the new key ends with the holder', async () => {
    const { manager, create } = await bench();
    const { record } = await create();
    const next = await manager.rotate(record.id, { overlapMs: 0 }, TEMP);
    expect(next.record.expiresAt).toBe(END);
  });

  it('but may change other things of a key that does', async () => {
    const { manager, create } = await bench();
    const { record } = await create();
    await manager.update(record.id, { name: 'Renamed', expiresAt: END + DAY }, TEMP);
  });
});

describe('whoever changes their own key', () => {
  const END = Date.UTC(2026, 5, 1);

  async function own(role = 'custom'): Promise<{ bench: Bench; record: KeyRecord; self: Actor }> {
    const all = await bench(() => undefined);
    await all.create({ role: 'admin' });
    const { record, key } = await all.create({
      role,
      permissions: ['admin:keys'],
      devices: ['lamp'],
      rooms: ['Bath'],
      ipWhitelist: ['192.0.2.1', '192.0.2.2'],
      expiresAt: END,
      maxIdleDays: 10,
    });
    const verification = await all.manager.verify(key, { address: '192.0.2.1' });
    if (!verification.ok) throw new TypeError('the key must verify');
    return { bench: all, record, self: remote(verification.principal) };
  }

  const EXTENSIONS: readonly KeyUpdate[] = [
    { role: 'operator' },
    { role: 'admin' },
    { expiresAt: END + 1 },
    { expiresAt: null },
    { maxIdleDays: 11 },
    { maxIdleDays: null },
    { ipWhitelist: [] },
    { ipWhitelist: ['192.0.2.1', '192.0.2.3'] },
    { ipWhitelist: ['0.0.0.0/0'] },
    { devices: ['lamp', 'door'] },
    { devices: null },
    { rooms: null },
    { permissions: ['admin:keys', 'risk:access'] },
    { permissions: ['risk:access'] },
  ];

  it.each(EXTENSIONS)('does not extend it: %j', async (change) => {
    const { bench: all, record, self } = await own();
    await expect(all.manager.update(record.id, change, self)).rejects.toMatchObject({
      ...refusedBy('own-limits'),
      message: expect.stringContaining(Object.keys(change)[0] ?? ''),
    });
    expect(await all.manager.get(record.id)).toEqual(record);
    // Somebody else may.
    await all.manager.update(record.id, change, ACTOR);
  });

  it.each<KeyUpdate>([
    { name: 'Mine' },
    { expiresAt: END - 1 },
    { maxIdleDays: 9 },
    { ipWhitelist: ['192.0.2.2'] },
    { notBefore: 5 },
    { active: false },
  ])('may say less: %j', async (change) => {
    const { bench: all, record, self } = await own();
    expect(await all.manager.update(record.id, change, self)).toMatchObject(change);
  });

  it('does not wind up its idle days', async () => {
    const { bench: all, record, self } = await own();
    await expect(all.manager.enable(record.id, self)).rejects.toMatchObject(
      refusedBy('own-limits'),
    );
    await all.manager.disable(record.id, self);
    for (const attempt of [
      () => all.manager.enable(record.id, self),
      () => all.manager.update(record.id, { active: true }, self),
    ]) {
      await expect(attempt()).rejects.toMatchObject(refusedBy('own-limits'));
    }
  });

  it('is not held back as an admin', async () => {
    const { bench: all, record, self } = await own('admin');
    await all.manager.update(record.id, { expiresAt: null, ipWhitelist: [], devices: null }, self);
  });
});
