import { LoxoneError } from '@gatehouse/loxone-protocol';
import { describe, expect, it } from 'vitest';
import { startSimulator } from '../src/index.js';
import { visuHash } from './support/client-crypto.js';
import { login, subscribe, type Talk } from './support/logins.js';
import { ManualTime } from './support/manual-time.js';
import { member } from './support/raw-socket.js';
import { get, PASSWORD, start, USER } from './support/simulators.js';
import { readTables } from './support/tables.js';

async function secure(talk: Talk, path: string, password = PASSWORD): Promise<number> {
  const { value } = await talk.ask(`jdev/sys/getvisusalt/${USER}`);
  const hash = visuHash('sha256', password, member(value, 'salt'), member(value, 'key'));
  return (await talk.ask(path.replace('{hash}', hash))).code;
}

describe('secured commands', () => {
  it('are refused without the visualisation password, and done with it', async () => {
    const simulator = await start();
    const { talk } = await login(simulator);
    const gate = simulator.house.control('Driveway Gate');
    expect((await talk.ask(`jdev/sps/io/${gate?.id}/open`)).code).toBe(403);
    expect(gate?.state('active')).toBe(0);
    expect(await secure(talk, `jdev/sps/ios/{hash}/${gate?.id}/open`)).toBe(200);
    expect(gate?.state('active')).toBe(1);
  });

  it('are answered 500 to a wrong password, and each hash opens once', async () => {
    const simulator = await start({ visuPassword: '1234' });
    const { talk } = await login(simulator);
    const gate = simulator.house.control('Driveway Gate');
    const path = `jdev/sps/ios/{hash}/${gate?.id}/open`;
    expect(await secure(talk, path, PASSWORD)).toBe(500);
    expect(await secure(talk, path, '1234')).toBe(200);
    const { value } = await talk.ask(`jdev/sys/getvisusalt/${USER}`);
    const hash = visuHash('sha1', '1234', member(value, 'salt'), member(value, 'key'));
    // The box hashes this password with SHA256; a client that mixes them up is wrong.
    expect((await talk.ask(path.replace('{hash}', hash))).code).toBe(500);
    const used = simulator.commands
      .map(({ command }) => command)
      .filter((text) => text.includes('/ios/'));
    expect((await talk.ask(String(used[1]))).code).toBe(500);
  });

  it('can be tried without effect', async () => {
    const { talk } = await login(await start({ firmware: '16.0.1.2' }));
    expect(await secure(talk, 'jdev/sps/checkuservisupwd/{hash}')).toBe(200);
    expect(await secure(talk, 'jdev/sps/checkuservisupwd/{hash}', 'wrong')).toBe(500);
  });
});

describe('commands to the house over the wire', () => {
  it('decode their arguments, and echo the command without the j', async () => {
    const simulator = await start();
    const { talk } = await login(simulator);
    const note = simulator.house.control('Note on the Display');
    const text = encodeURIComponent('Grüße / 100 %? 😀');
    const answer = await talk.ask(`jdev/sps/io/${note?.id}/${text}`);
    expect(answer).toEqual({ control: `dev/sps/io/${note?.id}/${text}`, code: 200, value: '1' });
    expect(note?.state('text')).toBe('Grüße / 100 %? 😀');
  });

  it('answer "0" to what a control cannot do, 404 to what does not exist', async () => {
    const simulator = await start();
    const { talk } = await login(simulator);
    const lamp = simulator.house.control('Garage Light');
    expect(await talk.ask(`jdev/sps/io/${lamp?.id}/explode`)).toMatchObject({
      code: 200,
      value: '0',
    });
    expect((await talk.ask('jdev/sps/io/00000000-0000-0000-0000000000000000/on')).code).toBe(404);
    expect((await talk.ask('jdev/sps/nonsense')).code).toBe(404);
  });

  it('ask the message centre like a control', async () => {
    const simulator = await start();
    const structure = JSON.parse((await get(simulator, 'data/LoxAPP3.json')).body);
    const [id] = Object.keys(structure.messageCenter);
    const { body } = await get(simulator, `jdev/sps/io/${id}/getEntries/2`);
    expect(JSON.parse(body).LL.value).toEqual({ isLimitedUser: false, entries: [] });
  });

  it('move a blind over seconds, position by position', async () => {
    const time = new ManualTime('2025-06-04T10:00:00Z');
    const simulator = await start({ clock: time.clock, timers: time.timers });
    const talk = await subscribe(simulator);
    await readTables(talk.socket);
    const blinds = simulator.house.control('South Blinds');
    const seen: number[] = [];
    await talk.ask(`jdev/sps/io/${blinds?.id}/FullDown`);
    for (let second = 0; second < 20; second += 1) {
      time.advance(1020);
      const { values } = await readTables(talk.socket);
      const position = values.get(String(blinds?.states.position));
      if (position !== undefined) seen.push(position);
    }
    expect(seen.length).toBeGreaterThan(10);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(seen.at(-1)).toBe(1);
    expect(blinds?.state('down')).toBe(0);
  });
});

describe('the simulator as an object', () => {
  it('shows the house: states, controls by id, name or name and room', async () => {
    const { house } = await start();
    const kitchen = house.control('Ceiling Light [Kitchen]');
    const bedroom = house.control('Ceiling Light [Main Bedroom]');
    expect(kitchen).toMatchObject({ type: 'Dimmer', room: 'Kitchen' });
    expect(bedroom?.id).not.toBe(kitchen?.id);
    expect(house.control('Ceiling Light')?.id).toBe(kitchen?.id);
    expect(house.control(kitchen?.id ?? '')?.name).toBe('Ceiling Light');
    expect(house.control('Nothing')).toBeUndefined();
    expect(kitchen?.state('position')).toBe(0);
    expect(kitchen?.state('nothing')).toBeUndefined();
    expect(house.state('nothing')).toBeUndefined();
    expect(house.controls().length).toBeGreaterThan(100);
    const plan = house.control('Night Light Plan');
    expect(plan?.state('entriesAndDefaultValue')).toBeUndefined();
  });

  it('lets somebody in the house change a state, but invents none', async () => {
    const { house } = await start();
    const kitchen = house.control('Ceiling Light [Kitchen]');
    house.set(String(kitchen?.states.position), 55);
    expect(kitchen?.state('position')).toBe(55);
    expect(() => house.set('00000000-0000-0000-0000000000000000', 1)).toThrow(RangeError);
  });

  it('remembers every command with its time and its user', async () => {
    const time = new ManualTime('2025-06-04T10:00:00Z');
    const simulator = await start({ clock: time.clock, timers: time.timers });
    const { talk } = await login(simulator);
    await talk.ask('jdev/sps/LoxAPPversion3');
    await get(simulator, 'jdev/cfg/mac?_=5');
    const at = time.clock.now();
    expect(simulator.commands.slice(-2)).toEqual([
      { at, user: USER, command: 'jdev/sps/LoxAPPversion3' },
      { at, user: USER, command: '/jdev/cfg/mac?_=5' },
    ]);
    expect(simulator.commands.find(({ command }) => command.includes('getkey2'))?.user).toBe('');
  });

  it('never remembers or shows the password or what it was proven with over HTTP', async () => {
    const simulator = await start();
    const { token } = await login(simulator);
    await get(simulator, `data/LoxAPP3.json?autht=${token}&user=${USER}`, {});
    await get(simulator, 'data/LoxAPP3.json');
    const remembered = JSON.stringify(simulator.commands);
    expect(remembered).not.toContain(PASSWORD);
    expect(remembered).not.toContain(token);
  });

  it('runs faster when it is told to', async () => {
    const time = new ManualTime('2025-06-04T10:00:00Z');
    const simulator = await start({
      clock: time.clock,
      timers: time.timers,
      speed: 10,
      tickMs: 100,
    });
    const gate = simulator.house.control('Garage Door');
    await get(simulator, `jdev/sps/io/${gate?.id}/open`);
    time.advance(1600);
    expect(gate?.state('position')).toBe(1);
  });

  it.each([
    [{ user: '' }, TypeError, 'user'],
    [{ password: '' }, TypeError, 'password'],
    [{ port: 70_000 }, RangeError, 'port'],
    [{ port: 1.5 }, RangeError, 'port'],
    [{ firmware: 'new' }, RangeError, 'firmware'],
    [{ tickMs: 0 }, RangeError, 'tickMs'],
    [{ speed: -1 }, RangeError, 'speed'],
    [{ authTimeoutMs: Number.NaN }, RangeError, 'authTimeoutMs'],
  ])('refuses %o', async (wrong, type, name) => {
    const starting = startSimulator({ user: USER, password: PASSWORD, ...wrong });
    await expect(starting).rejects.toBeInstanceOf(type);
    await expect(starting).rejects.toThrow(name);
    await expect(starting).rejects.not.toThrow(PASSWORD);
  });

  it('says which field of a structure is wrong, and which address it cannot have', async () => {
    const broken = startSimulator({ user: USER, password: PASSWORD, structure: '{"controls": 5}' });
    await expect(broken).rejects.toMatchObject({ code: 'ERR_LOXONE_STRUCTURE_INVALID' });
    const { port } = await start();
    const taken = startSimulator({ user: USER, password: PASSWORD, port });
    await expect(taken).rejects.toBeInstanceOf(LoxoneError);
    await expect(taken).rejects.toMatchObject({
      code: 'ERR_LOXONE_UNREACHABLE',
      details: { host: `127.0.0.1:${port}`, problem: 'EADDRINUSE' },
    });
  });
});
