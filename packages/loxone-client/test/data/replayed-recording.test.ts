import type { LoxoneHome } from '@gatehouse/loxone-controls';
import { parseRecording } from '@gatehouse/loxone-protocol';
import {
  createDemoHouse,
  readRecordedHouse,
  type Simulator,
  startReplay,
  startSimulator,
  type Timers,
} from '@gatehouse/loxone-simulator';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { createLoxoneClient, type LoxoneClient } from '../../src/client.js';
import { recordTransport } from '../../src/data/recording.js';
import type { Opened, Socket, SocketHandlers, Transport } from '../../src/transport.js';

const USER = 'erika.muster';
const PASSWORD = 'correct horse';
const NEVER_MS = 2 ** 31 - 1;
/** Texts about people and doors, which a recording leaves out, and versions that look like addresses. */
const LEFT_OUT =
  /user|session|^entries|bell|answers|address|nfc|code|^profiles|tasks|deviceSettings|^text$|^version$/i;

const simulators: Simulator[] = [];
const clients: LoxoneClient[] = [];

afterEach(async () => {
  for (const client of clients.splice(0)) await client.stop();
  for (const simulator of simulators.splice(0)) await simulator.stop();
});

/** The least that reaches a simulator. */
function plainTransport(url: string): Transport {
  return {
    get: async (path) => {
      const response = await fetch(url + path);
      return { status: response.status, body: await response.text() };
    },
    open: (handlers) => openSocket(url.replace('http', 'ws'), handlers),
  };
}

function openSocket(url: string, handlers: SocketHandlers): Promise<Opened> {
  const ws = new WebSocket(`${url}/ws/rfc6455`, 'remotecontrol');
  const socket: Socket = {
    send: (text) => ws.send(text),
    close: (code) => ws.close(code),
    terminate: () => ws.terminate(),
  };
  ws.on('message', (data: Buffer, isBinary) => handlers.message(Uint8Array.from(data), isBinary));
  ws.on('close', (code, reason) => handlers.closed(code, String(reason)));
  return new Promise((resolve, reject) => {
    ws.on('open', () => resolve({ ok: true, socket }));
    ws.on('error', reject);
  });
}

async function served(options: Partial<Parameters<typeof startSimulator>[0]>): Promise<Simulator> {
  const simulator = await startSimulator({
    user: USER,
    password: PASSWORD,
    tickMs: NEVER_MS,
    ...options,
  });
  simulators.push(simulator);
  return simulator;
}

async function connected(simulator: Simulator, transport?: Transport): Promise<LoxoneClient> {
  const client = createLoxoneClient({
    host: `127.0.0.1:${simulator.port}`,
    user: USER,
    password: PASSWORD,
    ...(transport !== undefined && { transport }),
  });
  clients.push(client);
  client.start();
  await client.whenLive();
  return client;
}

/** All that a client knows, with ids replaced by the place in the structure file. */
function knowledge({ home }: LoxoneClient) {
  const controls = home.controls();
  return {
    rooms: home.rooms().map(({ name }) => name),
    controls: controls.map(({ name, type, room }) => [name, type, room?.name]),
    states: controls.flatMap((control) => statesOf(home, control)),
  };
}

function statesOf(
  home: LoxoneHome,
  { id, name, type }: ReturnType<LoxoneHome['controls']>[number],
): readonly unknown[] {
  return home
    .states(id)
    .filter((state) => !(isText(state.value) && LEFT_OUT.test(state.name)))
    .map((state) => [name, type, state.name, withoutSerials(state.value)]);
}

/** Text, or what was read from a text. */
function isText(value: unknown): boolean {
  return value === null || value === undefined || !['number', 'boolean'].includes(typeof value);
}

function withoutSerials(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value ?? null).replace(/ffff[0-9a-f]{12}|504f94[0-9a-f]{6}/gi, 'serial'),
  );
}

/** A house whose time a test moves; the clock of its box moves along. */
async function steppedHouse() {
  let now = Date.UTC(2025, 5, 4, 10);
  const ticks = new Set<() => void>();
  const timers: Timers = {
    after: (ms, run) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
    every: (_, run) => {
      ticks.add(run);
      return () => ticks.delete(run);
    },
  };
  const simulator = await served({ clock: { now: () => now }, timers, utcOffsetMinutes: 120 });
  const pass = (seconds: number): void => {
    for (let passed = 0; passed < seconds; passed += 1) {
      now += 1000;
      for (const tick of ticks) tick();
    }
  };
  return { simulator, pass };
}

function order(simulator: Simulator, type: string, command: string): void {
  const control = simulator.house.controls().find((one) => one.type === type);
  expect(simulator.house.command(control?.id ?? '', command), `${type}/${command}`).toBe(true);
}

/** Waits until a client has heard of everything that happened until now: tables keep their order. */
async function caughtUp(simulator: Simulator, client: LoxoneClient): Promise<void> {
  const control = simulator.house.controls().find(({ type }) => type === 'InfoOnlyAnalog');
  const uuid = control?.states.value;
  const current = control?.state('value');
  if (typeof uuid !== 'string' || typeof current !== 'number') expect.unreachable('no number');
  const marker = current + 1;
  simulator.house.set(uuid, marker);
  const isHeard = (): boolean =>
    client.home.states(control?.id ?? '').some(({ value }) => value === marker);
  await expect.poll(isHeard, { timeout: 10_000 }).toBe(true);
}

const AT_ONCE: Timers = {
  after: (_, run) => {
    const handle = setImmediate(run);
    return () => clearImmediate(handle);
  },
  every: () => () => undefined,
};

/** What a fresh client knows of the recorded house when the replay is over. */
async function replayed(lines: readonly string[]) {
  const recorded = readRecordedHouse(parseRecording(lines.join('\n')));
  const { structure, firmware } = recorded;
  const simulator = await served({
    structure,
    physics: false,
    ...(firmware !== undefined && { firmware }),
  });
  const reader = await connected(simulator);
  const replay = startReplay(simulator, recorded, { timers: AT_ONCE });
  await expect.poll(() => replay.played(), { timeout: 10_000 }).toBe(recorded.deltas.length);
  return { recorded, reader };
}

describe('a recording of a live client, replayed', () => {
  it('shows a fresh client the same house with the states at its end', async () => {
    const { simulator, pass } = await steppedHouse();
    const lines: string[] = [];
    const write = (line: string): number => lines.push(line);
    const transport = recordTransport(plainTransport(simulator.url), { write, names: [USER] });
    const client = await connected(simulator, transport);
    const first = knowledge(client).states;
    order(simulator, 'LightControllerV2', 'changeTo/778');
    order(simulator, 'Jalousie', 'FullDown');
    pass(20);
    await caughtUp(simulator, client);
    const dropped = knowledge(client).states;
    // The second connection gets a dump again, but no structure file.
    let lives = 0;
    client.home.onChange((change) => {
      if (change.type === 'status' && change.status.phase === 'live') lives += 1;
    });
    simulator.faults.dropConnections();
    order(simulator, 'Switch', 'on');
    pass(40);
    await expect.poll(() => lives, { timeout: 20_000 }).toBe(1);
    order(simulator, 'Jalousie', 'FullUp');
    pass(10);
    await caughtUp(simulator, client);
    const told = knowledge(client);
    expect(told.states.length).toBeGreaterThan(300);
    expect(dropped).not.toEqual(first);
    expect(told.states).not.toEqual(dropped);

    const { recorded, reader } = await replayed(lines);
    expect(recorded.firmware).toBe('14.5.12.7');
    await expect.poll(() => knowledge(reader), { timeout: 10_000 }).toEqual(told);
  });

  it('does so too when the client did not load the structure file but had it', async () => {
    const { simulator, pass } = await steppedHouse();
    const structure = JSON.stringify(createDemoHouse());
    const whole: string[] = [];
    const transport = recordTransport(plainTransport(simulator.url), {
      write: (line) => whole.push(line),
      structure,
    });
    const client = await connected(simulator, transport);
    order(simulator, 'Dimmer', '35');
    pass(5);
    await caughtUp(simulator, client);
    // What such a client would have recorded: the file has not come by the socket.
    const isFile = (line: string): boolean => line.includes('"id":1') && line.includes('controls');
    const lines = whole.filter((line) => !isFile(line));
    expect(whole.length - lines.length).toBe(1);
    const { reader } = await replayed(lines);
    await expect.poll(() => knowledge(reader), { timeout: 10_000 }).toEqual(knowledge(client));
  });

  it('takes nothing but a structure file for one', () => {
    const transport = plainTransport('http://127.0.0.1:1');
    for (const structure of ['', '[]', '{}', 'not JSON']) {
      expect(() => recordTransport(transport, { write: () => undefined, structure })).toThrow(
        TypeError,
      );
    }
  });
});
