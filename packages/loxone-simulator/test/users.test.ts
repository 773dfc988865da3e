import { describe, expect, it } from 'vitest';
import type { SimulatedUser, Simulator } from '../src/index.js';
import { visuHash } from './support/client-crypto.js';
import { connect, login, requestToken, type Speech, type Talk } from './support/logins.js';
import { ManualTime } from './support/manual-time.js';
import { member } from './support/raw-socket.js';
import { basic, get, start, USER } from './support/simulators.js';
import { readTables } from './support/tables.js';

const GUEST: SimulatedUser = { name: 'guest', password: 'g', rooms: ['Garage'] };
const CLERK: SimulatedUser = { name: 'clerk', password: 'c', rights: 0x800 };
const AS_GUEST: Speech = { mode: 'enc', user: 'guest', password: 'g' };

function house(): Promise<Simulator> {
  return start({ users: [GUEST, CLERK] });
}

function idOf(simulator: Simulator, name: string): string {
  return simulator.house.control(name)?.id ?? '';
}

async function file(simulator: Simulator, user: string, password: string) {
  const { body } = await get(simulator, 'data/LoxAPP3.json', basic(user, password));
  return JSON.parse(body) as Record<'controls' | 'rooms' | 'cats' | 'msInfo', object>;
}

async function subscribed(simulator: Simulator, speech: Speech): Promise<Talk> {
  const { talk } = await login(simulator, speech);
  await talk.ask('jdev/sps/enablebinstatusupdate');
  return talk;
}

describe('what a user sees', () => {
  it('the structure file has the rooms that are theirs, and themselves', async () => {
    const simulator = await house();
    const seen = await file(simulator, 'guest', 'g');
    const names = Object.values(seen.controls).map((control) => control.name);
    expect(names).toContain('Garage Light');
    expect(names).not.toContain('Front Door');
    expect(Object.values(seen.rooms).map(({ name }) => name)).toEqual(['Garage']);
    expect(seen.msInfo).toMatchObject({ currentUser: { name: 'guest', isAdmin: false } });
    const all = await file(simulator, USER, 'Tür & Tor: 100%');
    expect(Object.keys(all.controls).length).toBeGreaterThan(names.length * 3);
    const usedCats = new Set(Object.values(seen.controls).map((control) => control.cat));
    expect(new Set(Object.keys(seen.cats))).toEqual(usedCats);
  });

  it('a room, a category or a control that is listed is enough', async () => {
    const simulator = await start({
      users: [{ name: 'kid', password: 'k', categories: ['Lighting'], controls: ['Front Door'] }],
    });
    const { controls } = await file(simulator, 'kid', 'k');
    const all = await file(simulator, USER, 'Tür & Tor: 100%');
    const lighting = Object.entries(all.cats).find(([, cat]) => cat.name === 'Lighting')?.[0];
    const expected = Object.values(all.controls).filter(
      (control) => control.cat === lighting || control.name === 'Front Door',
    );
    expect(Object.values(controls)).toEqual(expected);
  });

  it('the dump and the deltas hold their states, the house’s, and no others', async () => {
    const time = new ManualTime('2025-06-01T10:00:00Z');
    const simulator = await start({ users: [GUEST], clock: time.clock, timers: time.timers });
    const talk = await subscribed(simulator, AS_GUEST);
    const dump = await readTables(talk.socket);
    const garage = simulator.house.control('Garage Light');
    const door = simulator.house.control('Front Door');
    const own = String(garage?.states.active);
    const others = Object.values(door?.states ?? {})
      .flat()
      .map(String);
    expect(dump.values.has(own)).toBe(true);
    expect(others.filter((uuid) => dump.values.has(uuid) || dump.texts.has(uuid))).toEqual([]);
    expect(dump.weather.size).toBe(2);
    simulator.house.set(own, 1);
    for (const uuid of others) simulator.house.set(uuid, 1);
    time.advance(20);
    const delta = await readTables(talk.socket);
    expect([...delta.values]).toEqual([[own, 1]]);
  });

  it('whoever sees everything hears of the same change', async () => {
    const time = new ManualTime('2025-06-01T10:00:00Z');
    const simulator = await start({ users: [GUEST], clock: time.clock, timers: time.timers });
    const guest = await subscribed(simulator, AS_GUEST);
    const owner = await subscribed(simulator, { mode: 'enc' });
    await Promise.all([readTables(guest.socket), readTables(owner.socket)]);
    const door = Object.values(simulator.house.control('Front Door')?.states ?? {}).flat();
    simulator.house.set(String(door[0]), 1);
    time.advance(20);
    expect((await readTables(owner.socket)).values.size).toBe(1);
    expect((await readTables(guest.socket)).kinds).toEqual([]);
  });
});

describe('what a user may do', () => {
  it('commands what is visible; the rest is unknown', async () => {
    const simulator = await house();
    const { talk } = await login(simulator, AS_GUEST);
    const ask = (name: string, command: string) =>
      talk.ask(`jdev/sps/io/${idOf(simulator, name)}/${command}`);
    expect(await ask('Garage Light', 'on')).toMatchObject({ code: 200, value: '1' });
    expect((await ask('Front Door', 'open')).code).toBe(404);
    expect((await ask('Front Door', 'state')).code).toBe(404);
    expect(simulator.house.control('Garage Light')?.state('active')).toBe(1);
  });

  it('reads and does not command what is read-only', async () => {
    const simulator = await start({ users: [{ ...GUEST, readOnly: ['Garage Light'] }] });
    const { talk } = await login(simulator, AS_GUEST);
    const id = idOf(simulator, 'Garage Light');
    expect((await talk.ask(`jdev/sps/io/${id}/on`)).code).toBe(403);
    expect((await talk.ask(`jdev/sps/io/${id}/state`)).code).toBe(200);
    expect(simulator.house.control('Garage Light')?.state('active')).toBe(0);
  });

  it('locks no control without being an administrator', async () => {
    const simulator = await house();
    const id = idOf(simulator, 'Garage Light');
    const guest = (await login(simulator, AS_GUEST)).talk;
    expect((await guest.ask(`jdev/sps/io/${id}/lockcontrol/1/no`)).code).toBe(403);
    const owner = (await login(simulator)).talk;
    expect((await owner.ask(`jdev/sps/io/${id}/lockcontrol/1/no`)).code).not.toBe(403);
  });

  it('system commands and user lists take rights', async () => {
    const simulator = await house();
    const paths = ['jdev/sys/sdtest', 'jdev/sys/reboot', 'jdev/sys/autoupdate', 'jdev/cfg/ntp'];
    for (const path of paths) {
      expect((await get(simulator, path, basic('guest', 'g'))).status, path).toBe(403);
    }
    expect((await get(simulator, 'jdev/sps/getuserlist2', basic('guest', 'g'))).status).toBe(403);
    expect((await get(simulator, 'jdev/sps/getuserlist2', basic('clerk', 'c'))).status).toBe(200);
    expect((await get(simulator, 'jdev/sys/sdtest', basic('clerk', 'c'))).status).toBe(403);
    expect((await get(simulator, 'jdev/sys/sdtest')).body).toContain('SD Performance');
  });

  it('a token grants what was asked for, as far as the user has it', async () => {
    const simulator = await house();
    const asked = 0x4 | 0x1 | 0x100;
    const guest = await login(simulator, { ...AS_GUEST, permission: asked });
    expect(Number(member(guest.granted.value, 'tokenRights'))).toBe(0x4 | 0x680);
    const owner = await login(simulator, { mode: 'enc', permission: asked });
    expect(Number(member(owner.granted.value, 'tokenRights')) & asked).toBe(asked);
  });
});

describe('visualisation passwords', () => {
  async function secured(simulator: Simulator, user: SimulatedUser, visu: string): Promise<number> {
    const { name, password } = user;
    const { talk } = await login(simulator, { mode: 'enc', user: name, password });
    const { value } = await talk.ask(`jdev/sys/getvisusalt/${name}`);
    const hash = visuHash('sha256', visu, member(value, 'salt'), member(value, 'key'));
    return (await talk.ask(`jdev/sps/ios/${hash}/${idOf(simulator, 'Front Door')}/open`)).code;
  }

  it('are each user’s own, and nobody’s who has none', async () => {
    const ann = { name: 'ann', password: 'a', visuPassword: '1234' };
    const ben = { name: 'ben', password: 'b', visuPassword: '5678' };
    const cat = { name: 'cat', password: 'c' };
    const simulator = await start({ users: [ann, ben, cat] });
    expect(await secured(simulator, ann, '1234')).toBe(200);
    expect(await secured(simulator, ben, '1234')).toBe(500);
    expect(await secured(simulator, ben, '5678')).toBe(200);
    expect(await secured(simulator, cat, 'c')).toBe(500);
  });
});

describe('logins', () => {
  it('unknown users get salts too, always the same, never those of another', async () => {
    const simulator = await house();
    const salt = async (user: string, path = 'getkey2') =>
      member(
        JSON.parse((await get(simulator, `jdev/sys/${path}/${user}`, {})).body).LL.value,
        'salt',
      );
    expect(await salt('nobody')).toBe(await salt('nobody'));
    const salts = await Promise.all(['nobody', 'noone', 'guest', USER].map((name) => salt(name)));
    expect(new Set([...salts, await salt('nobody', 'getvisusalt')]).size).toBe(5);
    for (const one of salts) expect(one).toMatch(/^[0-9A-F]{32}$/);
  });

  it('a disabled user is answered 423, a wrong password 401 all the same', async () => {
    const simulator = await start({ users: [{ ...GUEST, enabled: false }] });
    expect((await login(simulator, AS_GUEST)).granted.code).toBe(423);
    const wrong = await connect(simulator, { ...AS_GUEST, password: 'x' });
    expect((await requestToken(wrong)).code).toBe(401);
    expect((await get(simulator, 'jdev/sps/state', basic('guest', 'g'))).status).toBe(401);
  });

  it('a user is let in from and until the time that is set', async () => {
    const time = new ManualTime('2025-06-01T10:00:00Z');
    const from = Date.parse('2025-06-01T10:01:00Z');
    const simulator = await start({
      clock: time.clock,
      timers: time.timers,
      users: [{ ...GUEST, validFrom: from, validUntil: from + 60_000 }],
    });
    const status = async () => (await get(simulator, 'jdev/sps/state', basic('guest', 'g'))).status;
    expect(await status()).toBe(401);
    time.advance(60_000);
    expect(await status()).toBe(200);
    time.advance(60_000);
    expect(await status()).toBe(401);
  });

  it('a user may be hashed with another algorithm than the rest', async () => {
    const simulator = await start({ users: [{ ...GUEST, hashAlgorithm: 'SHA1' }] });
    const { body } = await get(simulator, 'jdev/sys/getkey2/guest', {});
    expect(JSON.parse(body).LL.value.hashAlg).toBe('SHA1');
    expect((await login(simulator, AS_GUEST)).granted.code).toBe(200);
    expect((await login(simulator)).granted.code).toBe(200);
  });
});

describe('when users change', () => {
  it('another password: the tokens die, 4005 for the own sockets, the time of it in the 401', async () => {
    const time = new ManualTime('2025-06-01T10:00:00Z');
    const simulator = await start({ users: [GUEST], clock: time.clock, timers: time.timers });
    const guest = await login(simulator, AS_GUEST);
    const owner = await login(simulator);
    simulator.users.change('guest', { password: 'new' });
    expect(await guest.talk.socket.closed).toMatchObject({ code: 4005 });
    expect(owner.talk.socket.isOpen).toBe(true);
    const again = await connect(simulator, { mode: 'enc' });
    const refused = await again.ask(`authwithtoken/${guest.token}/guest`);
    expect(refused).toMatchObject({
      code: 401,
      value: { lastEdit: '2025-06-01 11:00:00', unix: 1_748_772_000 },
    });
    expect((await login(simulator, { ...AS_GUEST, password: 'new' })).granted.code).toBe(200);
  });

  it('disabled: 4006; other rights: 4005 for their own sockets, 4004 for those of others', async () => {
    const simulator = await house();
    const guest = await login(simulator, AS_GUEST);
    const owner = await login(simulator);
    simulator.users.change('guest', { rooms: ['Kitchen'] });
    expect(await guest.talk.socket.closed).toMatchObject({ code: 4005 });
    expect(await owner.talk.socket.closed).toMatchObject({ code: 4004 });
    const again = await login(simulator, AS_GUEST);
    simulator.users.change('guest', { enabled: false });
    expect(await again.talk.socket.closed).toMatchObject({ code: 4006 });
    const { controls } = await file(simulator, USER, 'Tür & Tor: 100%');
    expect(Object.keys(controls).length).toBeGreaterThan(50);
  });

  it('the view follows: another room, other controls', async () => {
    const simulator = await house();
    const names = async () =>
      Object.values((await file(simulator, 'guest', 'g')).rooms).map(({ name }) => name);
    expect(await names()).toEqual(['Garage']);
    simulator.users.change('guest', { rooms: ['Kitchen'] });
    expect(await names()).toEqual(['Kitchen']);
  });

  it('added and removed; names are taken once, and nobody unknown is changed', async () => {
    const simulator = await house();
    simulator.users.add({ name: 'new', password: 'n' });
    expect(() => simulator.users.add({ name: 'new', password: 'n' })).toThrow(RangeError);
    const { talk } = await login(simulator, { mode: 'enc', user: 'new', password: 'n' });
    simulator.users.remove('new');
    expect(await talk.socket.closed).toMatchObject({ code: 4006 });
    expect(() => simulator.users.remove('new')).toThrow(RangeError);
    expect(() => simulator.users.change('new', {})).toThrow(RangeError);
    expect(JSON.stringify(simulator.users.list())).not.toMatch(/"password"|visuPassword/);
    expect(simulator.users.list().map(({ name }) => name)).toEqual([USER, 'guest', 'clerk']);
  });
});

describe('reading users (§6.6)', () => {
  const value = async (simulator: Simulator, path: string, headers = basic('clerk', 'c')) =>
    JSON.parse((await get(simulator, `jdev/sps/${path}`, headers)).body).LL.value;

  it('lists, single users, groups and who may use a control', async () => {
    const simulator = await house();
    const list = await value(simulator, 'getuserlist2');
    expect(
      list.map(({ name, isAdmin }: { name: string; isAdmin: boolean }) => [name, isAdmin]),
    ).toEqual([
      [USER, true],
      ['guest', false],
      ['clerk', false],
    ]);
    const guest = await value(simulator, `getuser/${list[1].uuid}`);
    expect(guest).toMatchObject({ name: 'guest', isAdmin: false, userstate: 0, scoreVisuPWD: -2 });
    expect(JSON.stringify(guest)).not.toContain('"g"');
    expect((await value(simulator, 'getgrouplist')).length).toBe(2);
    const door = idOf(simulator, 'Front Door');
    const allowed = await value(simulator, `getcontrolpermissions/${door}`);
    expect(allowed.map(({ name }: { name: string }) => name)).toEqual([USER, 'clerk']);
    expect(await value(simulator, 'checkuserid/guest')).toBe(list[1].uuid);
  });

  it('everybody reads themselves and nobody else without the right', async () => {
    const simulator = await house();
    const [owner, guest] = await value(simulator, 'getuserlist2');
    const as = basic('guest', 'g');
    expect((await value(simulator, `getuser/${guest.uuid}`, as)).name).toBe('guest');
    expect((await get(simulator, `jdev/sps/getuser/${owner.uuid}`, as)).status).toBe(403);
    expect((await get(simulator, 'jdev/sps/getuser/nobody', basic('clerk', 'c'))).status).toBe(404);
  });

  it('deleting closes the sockets; the last administrator stays', async () => {
    const simulator = await house();
    const [owner, guest] = await value(simulator, 'getuserlist2');
    const { talk } = await login(simulator, AS_GUEST);
    expect(await value(simulator, `deleteuser/${guest.uuid}`)).toBe('1');
    expect(await talk.socket.closed).toMatchObject({ code: 4006 });
    const last = await get(simulator, `jdev/sps/deleteuser/${owner.uuid}`, basic('clerk', 'c'));
    expect(last.status).toBe(403);
    expect(simulator.users.list()).toHaveLength(2);
  });
});
