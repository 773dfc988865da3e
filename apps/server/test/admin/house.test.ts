import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PendingActs } from '../../src/admin/pending-acts.js';
import { createMcpOffers } from '../../src/mcp/offers.js';
import { type AdminStage, type Answered, openAdminStage } from './support/admin-stage.js';

let stage: AdminStage;

beforeEach(async () => {
  stage = await openAdminStage();
});

afterEach(() => stage.close());

interface Seen {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly values?: Readonly<Record<string, number | string>>;
  readonly commands: readonly {
    readonly name: string;
    readonly risk: string;
    readonly argument?: { readonly name: string; readonly choices?: readonly unknown[] };
  }[];
}

function controlsOf({ body }: Answered): readonly Seen[] {
  return body.rooms.flatMap((room: { controls: readonly Seen[] }) => room.controls);
}

function idsOf(answer: Answered): readonly string[] {
  return controlsOf(answer)
    .map(({ id }) => id)
    .sort();
}

describe('the house of an owner', () => {
  it('has rooms, devices, states in words, and commands that the catalog has', async () => {
    const owner = await stage.signInAs('admin');
    const answer = await owner.get('/house');
    expect(answer.body.principal).toMatchObject({ id: owner.id, role: 'admin' });
    expect(answer.body.phase).toBe('live');
    expect(answer.body.rooms.map(({ name }: { name: string }) => name)).toEqual([
      'Bedroom',
      'Küche',
      'Předsíň',
    ]);
    const controls = controlsOf(answer);
    expect(controls).toHaveLength(10);
    const lamp = controls.find(({ id }) => id === 'c-lamp-2');
    expect(lamp).toMatchObject({ name: 'Lamp', type: 'switch', state: 'on' });
    expect(lamp?.commands).toContainEqual({ name: 'on', label: 'On', risk: 'control' });
    const blinds = controls.find(({ id }) => id === 'c-blinds');
    expect(blinds?.commands).toContainEqual({
      name: 'set-position',
      label: 'Position',
      risk: 'control',
      argument: { name: 'position', min: 0, max: 100, unit: '%' },
    });
    expect(blinds?.values).toMatchObject({ 'set-position': 40 });
    const door = controls.find(({ id }) => id === 'c-door');
    expect(door?.commands.map(({ risk }) => risk)).toContain('access');
    expect(controls.flatMap(({ commands }) => commands).map(({ risk }) => risk)).not.toContain(
      'admin',
    );
  });

  it('is that of a key, as it sees it', async () => {
    const owner = await stage.signInAs('admin');
    const { id } = await stage.keyOf('device', { rooms: ['Bedroom'] });
    const answer = await owner.get(`/house?as=${id}`);
    expect(answer.body.principal).toMatchObject({ id, role: 'device' });
    expect(idsOf(answer)).toEqual(['c-bed', 'c-blinds', 'c-lamp-1']);
    const monitor = await stage.keyOf('monitor');
    const all = await owner.get(`/house?as=${monitor.id}`);
    expect(controlsOf(all)).toHaveLength(10);
    expect(controlsOf(all).flatMap(({ commands }) => commands)).toEqual([]);
  });

  it('shows parts to whom their whole is given, and hides them with it', async () => {
    const owner = await stage.signInAs('admin');
    const whole = await stage.keyOf('device', { devices: ['Deckenlicht'] });
    expect(idsOf(await owner.get(`/house?as=${whole.id}`))).toEqual(['c-ceiling', 'c-ceiling/AI1']);
    const without = await stage.keyOf('monitor', { permissions: ['!device:Deckenlicht'] });
    const seen = idsOf(await owner.get(`/house?as=${without.id}`));
    expect(seen).toHaveLength(8);
    expect(seen).not.toContain('c-ceiling/AI1');
  });

  it('is no way to see more by another key than by one’s own', async () => {
    const permissions = ['admin:house', 'admin:keys', 'risk:read'];
    const limited = await stage.signInAs('custom', { permissions, rooms: ['Küche'] });
    const { id } = await stage.keyOf('admin');
    const own = idsOf(await limited.get('/house'));
    expect(own).toEqual(['c-ceiling', 'c-ceiling/AI1', 'c-lamp-2', 'c-temp']);
    expect(idsOf(await limited.get(`/house?as=${id}`))).toEqual(own);
    const other = await stage.keyOf('device', { rooms: ['Bedroom'] });
    expect(idsOf(await limited.get(`/house?as=${other.id}`))).toEqual([]);
  });

  it('is shown as another key only to whoever may see keys, and only while it is active', async () => {
    const { id } = await stage.keyOf('monitor');
    const permissions = ['admin:house', 'risk:read'];
    const curious = await stage.signInAs('custom', { permissions });
    expect((await curious.get(`/house?as=${id}`)).status).toBe(403);
    const owner = await stage.signInAs('admin');
    await stage.auth.keys.disable(id, { id: 'test' });
    const answer = await owner.get(`/house?as=${id}`);
    expect([answer.status, answer.body.code]).toEqual([409, 'key-not-active']);
  });

  it('offers nothing where the server only looks', async () => {
    const looking = await openAdminStage({
      parts: { offers: createMcpOffers({ readOnly: true }) },
    });
    const owner = await looking.signInAs('admin');
    const answer = await owner.get('/house');
    expect(controlsOf(answer).flatMap(({ commands }) => commands)).toEqual([]);
    const act = await owner.ask('POST', '/house/c-lamp-1/act', { command: 'on' });
    expect([act.status, act.body.code]).toEqual([403, 'not-offered']);
    expect(looking.home.executed).toEqual([]);
    await looking.close();
  });
});

describe('an act at the page', () => {
  it('is done as oneself, is answered by what the house did, and is in the trail', async () => {
    const owner = await stage.signInAs('admin');
    const answer = await owner.ask('POST', '/house/c-lamp-1/act', { command: 'on' });
    expect(answer.body).toMatchObject({ ok: true, text: expect.stringContaining('on') });
    expect(stage.home.executed).toHaveLength(1);
    const trail = await stage.trail();
    expect(trail).toMatch(
      new RegExp(`"id":"${owner.id}","kind":"session".{0,200}tool:loxone_control_device`),
    );
    expect(trail).toContain('"c-lamp-1"');
  });

  it('reaches parts, whose ids hold a slash', async () => {
    const owner = await stage.signInAs('admin');
    const path = `/house/${encodeURIComponent('c-ceiling/AI1')}/act`;
    const body = { command: 'set-brightness', args: { brightness: 50 } };
    const answer = await owner.ask('POST', path, body);
    expect(answer.status).toBe(200);
    expect(stage.home.executed[0]).toMatchObject({ control: 'c-ceiling/AI1' });
  });

  it.each([
    [{ command: 'nonsense' }, 400],
    [{ command: 'set-brightness', args: { brightness: 500 } }, 400],
    [{ command: 'set-brightness', args: {} }, 400],
    [{ command: 'set-brightness', args: { other: 1 } }, 400],
  ])('that cannot be right is refused: %j', async (body, status) => {
    const owner = await stage.signInAs('admin');
    expect((await owner.ask('POST', '/house/c-bed/act', body)).status).toBe(status);
    expect(stage.home.executed).toEqual([]);
  });

  it('by whom may not control is refused, and by whom does not see, is about nothing', async () => {
    const reader = await stage.signInAs('custom', { permissions: ['admin:house', 'risk:read'] });
    const denied = await reader.ask('POST', '/house/c-lamp-1/act', { command: 'on' });
    expect([denied.status, denied.body.code]).toEqual([403, 'not-allowed']);
    const permissions = ['admin:house', 'risk:read', 'risk:control'];
    const limited = await stage.signInAs('custom', { permissions, rooms: ['Küche'] });
    const hidden = await limited.ask('POST', '/house/c-lamp-1/act', { command: 'on' });
    const missing = await limited.ask('POST', '/house/no-such/act', { command: 'on' });
    expect([hidden.status, hidden.text]).toEqual([404, missing.text]);
    expect(stage.home.executed).toEqual([]);
  });

  it('is not sent while the house is away', async () => {
    const owner = await stage.signInAs('admin');
    stage.home.current = { phase: 'reconnecting', since: 0 };
    const answer = await owner.ask('POST', '/house/c-lamp-1/act', { command: 'on' });
    expect([answer.status, answer.body.code]).toEqual([503, 'house-offline']);
  });

  it('that changed nothing is not told as done', async () => {
    const owner = await stage.signInAs('admin');
    stage.home.react = () => ({ outcome: 'refused', code: 404, message: 'no' });
    const answer = await owner.ask('POST', '/house/c-lamp-1/act', { command: 'on' });
    expect(answer.body).toMatchObject({ ok: false });
  });
});

describe('an act that needs a word', () => {
  const open = { command: 'open' };
  const path = '/house/c-door/act';
  const NOT_WAITING = [409, 'nothing-to-confirm'];

  it('is shown with its effects, and happens once it is confirmed', async () => {
    const owner = await stage.signInAs('admin');
    const asked = await owner.ask('POST', path, open);
    expect(asked.body).toMatchObject({
      ok: false,
      needsConfirmation: [expect.stringContaining('Garagentor')],
    });
    expect(asked.text).not.toMatch(/token/i);
    expect(stage.home.executed).toEqual([]);
    const done = await owner.ask('POST', path, { ...open, confirmed: true });
    expect(done.body).toMatchObject({ ok: true });
    expect(stage.home.executed).toHaveLength(1);
    expect(await stage.trail()).toContain('consent.confirmed');
  });

  it('does not happen by a word that nobody has asked for, however often it is said', async () => {
    const owner = await stage.signInAs('admin');
    for (let time = 0; time < 3; time += 1) {
      const answer = await owner.ask('POST', path, { ...open, confirmed: true });
      expect([answer.status, answer.body.code]).toEqual(NOT_WAITING);
    }
    expect(stage.home.executed).toEqual([]);
  });

  it('is confirmed once, for one act', async () => {
    const owner = await stage.signInAs('admin');
    await owner.ask('POST', path, open);
    await owner.ask('POST', path, { ...open, confirmed: true });
    const again = await owner.ask('POST', path, { ...open, confirmed: true });
    expect([again.status, again.body.code]).toEqual(NOT_WAITING);
    expect(stage.home.executed).toHaveLength(1);
  });

  it('is not confirmed by the word for another command', async () => {
    const owner = await stage.signInAs('admin');
    await owner.ask('POST', path, open);
    const answer = await owner.ask('POST', path, { command: 'close', confirmed: true });
    expect([answer.status, answer.body.code]).toEqual(NOT_WAITING);
    expect(stage.home.executed).toEqual([]);
  });

  it('is not confirmed by another session of the same key, nor by the key itself', async () => {
    const { key } = await stage.keyOf('admin');
    const [one, other] = [await stage.signIn(key), await stage.signIn(key)];
    await one.ask('POST', path, open);
    const body = { ...open, confirmed: true };
    expect((await other.ask('POST', path, body)).body.code).toBe('nothing-to-confirm');
    const byKey = await stage.ask('POST', path, body, { authorization: `Bearer ${key}` });
    expect(byKey.body.code).toBe('nothing-to-confirm');
    expect(stage.home.executed).toEqual([]);
  });

  it('is confirmed within a minute', async () => {
    const owner = await stage.signInAs('admin');
    await owner.ask('POST', path, open);
    stage.clock.advance(61_000);
    const late = await owner.ask('POST', path, { ...open, confirmed: true });
    expect([late.status, late.body.code]).toEqual(NOT_WAITING);
    expect(stage.home.executed).toEqual([]);
  });

  it('happens once when it is confirmed many times at once', async () => {
    const owner = await stage.signInAs('admin');
    await owner.ask('POST', path, open);
    const body = { ...open, confirmed: true };
    await Promise.all(Array.from({ length: 8 }, () => owner.ask('POST', path, body)));
    expect(stage.home.executed).toHaveLength(1);
  });

  it('that the owner has to approve waits, and cannot be approved by oneself', async () => {
    const key = { permissions: ['approve:access'] };
    const asker = await stage.signInAs('admin', key);
    const asked = await asker.ask('POST', path, open);
    expect(asked.body).toMatchObject({ ok: false });
    expect(asked.body).not.toHaveProperty('needsConfirmation');
    const confirmed = await asker.ask('POST', path, { ...open, confirmed: true });
    expect(confirmed.body.ok).toBe(false);
    const waiting = (await asker.get('/approvals')).body;
    expect(waiting).toHaveLength(1);
    const [{ id }] = waiting;
    const own = await asker.ask('POST', `/approvals/${id}/approve`, {});
    expect([own.status, own.body.code]).toEqual([403, 'own-request']);
    expect(stage.home.executed).toEqual([]);
    const owner = await stage.signInAs('admin');
    const approved = await owner.ask('POST', `/approvals/${id}/approve`, {});
    expect(approved.body).toMatchObject({ id, state: 'approved' });
    const done = await asker.ask('POST', path, open);
    expect(done.body.ok).toBe(true);
    expect(stage.home.executed).toHaveLength(1);
    expect((await asker.ask('POST', path, open)).body.ok).toBe(false);
    expect(stage.home.executed).toHaveLength(1);
  });
});

describe('what waits for a word', () => {
  const act = { owner: 's1', control: 'c', command: 'open', args: { b: 1, a: 'x' } };

  it('is the same act in whatever order its arguments stand', () => {
    const pending = new PendingActs();
    pending.keep(act, 'token');
    expect(pending.take({ ...act, args: { a: 'x', b: 1 } })).toBe('token');
    expect(pending.take(act)).toBeUndefined();
  });

  it.each([
    [{ owner: 's2' }],
    [{ control: 'd' }],
    [{ command: 'close' }],
    [{ args: { b: 2, a: 'x' } }],
    [{ args: { b: '1', a: 'x' } }],
    [{ args: {} }],
  ])('is no other act: %j', (change) => {
    const pending = new PendingActs();
    pending.keep(act, 'token');
    expect(pending.take({ ...act, ...change })).toBeUndefined();
    expect(pending.take(act)).toBe('token');
  });

  it('is forgotten with its session', () => {
    const pending = new PendingActs();
    pending.keep(act, 'one');
    pending.keep({ ...act, owner: 's2' }, 'two');
    pending.forget('s1');
    expect(pending.take(act)).toBeUndefined();
    expect(pending.take({ ...act, owner: 's2' })).toBe('two');
  });

  it('is bounded: the oldest goes first', () => {
    const pending = new PendingActs();
    for (let at = 0; at <= 1_000; at += 1) pending.keep({ ...act, control: `c${at}` }, `t${at}`);
    expect(pending.take({ ...act, control: 'c0' })).toBeUndefined();
    expect(pending.take({ ...act, control: 'c1' })).toBe('t1');
  });
});
