import { describe, expect, it } from 'vitest';
import { createDemoHouse, type Simulator } from '../src/index.js';
import { keyed } from './support/client-crypto.js';
import { login, subscribe, type Talk } from './support/logins.js';
import { ManualTime } from './support/manual-time.js';
import { RawSocket } from './support/raw-socket.js';
import { get, start } from './support/simulators.js';
import { readTables, readUntil } from './support/tables.js';

/** The 16 bytes of a uuid, written down from the protocol reference §3.3. */
function uuidBytes(uuid: string): Buffer {
  const [a = '', b = '', c = '', d = ''] = uuid.split('-');
  const reversed = (hex: string): Buffer => Buffer.from(Buffer.from(hex, 'hex').reverse());
  return Buffer.concat([reversed(a), reversed(b), reversed(c), Buffer.from(d, 'hex')]);
}

function stateOf(simulator: Simulator, control: string, state: string): string {
  return String(simulator.house.control(control)?.states[state]);
}

describe('frames', () => {
  it('answers a keepalive with exactly eight bytes, also before the login', async () => {
    const socket = await RawSocket.open((await start()).url);
    socket.send('keepalive');
    const { bytes, binary } = await socket.frame();
    expect(binary).toBe(true);
    expect(bytes.toString('hex')).toBe('0306000000000000');
  });

  it('announces a text by its length in bytes, and sends it in a text frame', async () => {
    const socket = await RawSocket.open((await start()).url);
    const command = 'jdev/sps/io/düse/ö';
    socket.send(command);
    const header = await socket.frame();
    const payload = await socket.frame();
    const text = '{"LL":{"control":"dev/sps/io/düse/ö","value":"","Code":"400"}}';
    expect(payload.binary).toBe(false);
    expect(payload.bytes.toString()).toBe(text);
    const length = Buffer.alloc(4);
    length.writeUInt32LE(Buffer.byteLength(text));
    expect(header.bytes.toString('hex')).toBe(`03000000${length.toString('hex')}`);
    expect(Buffer.byteLength(text)).toBeGreaterThan(text.length);
  });

  it('sends the structure as a file in a text frame', async () => {
    const simulator = await start();
    const { talk } = await login(simulator);
    talk.socket.send('data/LoxAPP3.json');
    const { kind, length, payload } = await talk.socket.message();
    expect(kind).toBe(1);
    expect(payload?.binary).toBe(false);
    expect(payload?.bytes.length).toBe(length);
    expect(payload?.bytes.toString()).toBe((await get(simulator, 'data/LoxAPP3.json')).body);
  });

  it('negotiates the sub-protocol only when it is offered, and never compression', async () => {
    const { url } = await start();
    const offering = await RawSocket.open(url, { protocols: ['other', 'remotecontrol'] });
    expect(offering.protocol).toBe('remotecontrol');
    const silent = await RawSocket.open(url, { protocols: [], path: '/ws/rfc6455?_=17' });
    expect(silent.protocol).toBe('');
    expect(offering.extensions).toBe('');
  });

  it('writes value events byte for byte as the tables have them', async () => {
    const simulator = await start();
    const talk = await subscribe(simulator);
    await readTables(talk.socket);
    const uuid = stateOf(simulator, 'Garage Light', 'active');
    simulator.house.set(uuid, 23.5);
    const { payload, length } = await talk.socket.messageOf(2);
    expect(length).toBe(24);
    expect(payload?.bytes.toString('hex')).toBe(
      `${uuidBytes(uuid).toString('hex')}0000000000803740`,
    );
  });

  it('writes text events with their icon, length and padding', async () => {
    const simulator = await start();
    const talk = await subscribe(simulator);
    await readTables(talk.socket);
    const uuid = stateOf(simulator, 'House Status', 'textAndIcon');
    simulator.house.set(uuid, 'Hellö');
    const { payload } = await talk.socket.messageOf(3);
    const expected = Buffer.concat([
      uuidBytes(uuid),
      Buffer.alloc(16),
      Buffer.from([6, 0, 0, 0]),
      Buffer.from('Hellö'),
      Buffer.alloc(2),
    ]);
    expect(payload?.bytes.toString('hex')).toBe(expected.toString('hex'));
  });
});

describe('subscribing', () => {
  it('acknowledges first and then sends values, texts, daytimers and weather', async () => {
    const { talk } = await login(await start());
    const ack = await talk.ask('jdev/sps/enablebinstatusupdate');
    expect(ack).toEqual({ control: 'dev/sps/enablebinstatusupdate', code: 200, value: '1' });
    expect((await readTables(talk.socket)).kinds).toEqual([2, 3, 4, 7]);
  });

  it('sends exactly the states of the house', async () => {
    const time = new ManualTime('2025-06-01T10:00:00Z');
    const simulator = await start({ clock: time.clock, timers: time.timers });
    const talk = await subscribe(simulator);
    const { values, texts, daytimers, weather } = await readTables(talk.socket);
    const uuids = new Set(
      simulator.house.controls().flatMap(({ states }) => Object.values(states).flat()),
    );
    const dumped = [...values.keys(), ...texts.keys(), ...daytimers.keys()];
    for (const uuid of uuids) expect(dumped, uuid).toContain(uuid);
    for (const [uuid, value] of [...values, ...texts]) {
      expect(simulator.house.state(uuid), uuid).toBe(value);
    }
    const plan = stateOf(simulator, 'Night Light Plan', 'entriesAndDefaultValue');
    expect(daytimers.get(plan)?.entries.length).toBeGreaterThan(5);
    expect(Array.from(weather.values(), ({ entries }) => entries.length).sort()).toEqual([1, 96]);
  });

  it('sends numbers for notifications at first, and texts for JSON lists', async () => {
    const simulator = await start();
    const talk = await subscribe(simulator);
    const { values, texts } = await readTables(talk.socket);
    const { globalStates } = createDemoHouse() as { globalStates: Record<string, string> };
    expect(values.get(globalStates.notifications ?? '')).toBe(0);
    expect(texts.get(globalStates.plannedTasks ?? '')).toBe('[]');
    expect(texts.get(globalStates.miniserverTime ?? '')).toMatch(
      /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [+-]\d\d:\d\d:00$/,
    );
    expect(values.get(globalStates.sunrise ?? '')).toBeGreaterThan(180);
    expect(values.get(globalStates.sunset ?? '')).toBeLessThan(1300);
  });

  it('afterwards sends only what changed, together and with the last value', async () => {
    const time = new ManualTime('2025-06-01T10:00:00Z');
    const simulator = await start({ clock: time.clock, timers: time.timers });
    const talk = await subscribe(simulator);
    await readTables(talk.socket);
    const lamp = stateOf(simulator, 'Garage Light', 'active');
    const note = stateOf(simulator, 'Note on the Display', 'text');
    for (const value of [1, 0, 1]) simulator.house.set(lamp, value);
    simulator.house.set(note, 'Back at six');
    simulator.house.set(stateOf(simulator, 'Printer', 'active'), 0);
    time.advance(20);
    const { values, texts, kinds } = await readTables(talk.socket);
    expect(kinds).toEqual([2, 3]);
    expect([...values]).toEqual([[lamp, 1]]);
    expect([...texts]).toEqual([[note, 'Back at six']]);
  });

  it('answers a command before the states that it changed', async () => {
    const simulator = await start();
    const talk = await subscribe(simulator);
    await readTables(talk.socket);
    const lamp = simulator.house.control('Garage Light');
    talk.socket.send(talk.wrap(`jdev/sps/io/${lamp?.id}/on`));
    expect((await talk.socket.message()).kind).toBe(0);
    const { values } = await readUntil(talk.socket, ({ kinds }) => kinds.length > 0);
    expect(values.get(String(lamp?.states.active))).toBe(1);
  });

  it('takes 31 subscribers and closes the next one with 4008', async () => {
    const simulator = await start();
    const talks: Talk[] = [];
    const { token } = await login(simulator);
    for (let count = 0; count < 31; count += 1) talks.push(await subscribe(simulator));
    const { talk } = await login(simulator);
    talk.socket.send(talk.wrap('jdev/sps/enablebinstatusupdate'));
    expect(await talk.socket.closed).toMatchObject({ code: 4008 });
    const { body } = await get(simulator, 'jdev/cfg/api', {});
    expect(body).toContain("'hasEventSlots':false");
    talks[0]?.socket.close();
    await talks[0]?.socket.closed;
    expect(token).toContain('.');
    await subscribe(simulator);
  }, 30_000);
});

describe('connections that end', () => {
  it('are closed after five silent minutes, and kept open by keepalives', async () => {
    const time = new ManualTime('2025-06-01T10:00:00Z');
    const simulator = await start({ clock: time.clock, timers: time.timers, tickMs: 10_000 });
    const { talk: silent } = await login(simulator);
    const { talk: lively } = await login(simulator);
    time.advance(250_000);
    await readTables(lively.socket);
    time.advance(60_000);
    expect(await silent.socket.closed).toMatchObject({ code: 1000 });
    expect(lively.socket.isOpen).toBe(true);
    await expect.poll(() => simulator.connections()).toBe(1);
  });

  it('are closed when their token runs out, unless it was refreshed', async () => {
    const time = new ManualTime('2025-06-01T10:00:00Z');
    const tokenLifetimes = { web: 100, app: 200 };
    const options = { clock: time.clock, timers: time.timers, tokenLifetimes };
    const simulator = await start(options);
    const { talk, token } = await login(simulator);
    time.advance(150_000);
    expect((await talk.ask(`jdev/sys/refreshjwt/${token}/ada`)).code).toBe(200);
    time.advance(150_000);
    expect((await talk.ask('jdev/sps/LoxAPPversion3')).code).toBe(200);
    time.advance(60_000);
    expect(await talk.socket.closed).toMatchObject({ code: 1000 });
  });

  it('are closed at the first expiry in spite of a refresh by firmware before 10.4', async () => {
    const time = new ManualTime('2025-06-01T10:00:00Z');
    const tokenLifetimes = { web: 100, app: 200 };
    const options = {
      clock: time.clock,
      timers: time.timers,
      tokenLifetimes,
      firmware: '10.3.1.1',
    };
    const { talk, token, granted } = await login(await start(options));
    expect(granted.code).toBe(200);
    const { value } = await talk.ask('jdev/sys/getkey');
    expect(
      (await talk.ask(`jdev/sys/refreshjwt/${keyed('sha256', String(value), token)}/ada`)).code,
    ).toBe(200);
    time.advance(201_000);
    expect(await talk.socket.closed).toMatchObject({ code: 1000 });
  });
});
