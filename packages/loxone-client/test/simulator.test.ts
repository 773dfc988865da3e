import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { decodeState, type HomeControl } from '@gatehouse/loxone-controls';
import { isUuid } from '@gatehouse/loxone-protocol';
import { createDemoHouse } from '@gatehouse/loxone-simulator';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { until } from './support/manual-time.js';
import { dismantle, type Simulated, settled, simulate, untilStatus } from './support/simulated.js';

// Real sockets and RSA keys: a busy machine may take its time.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

const running: Simulated[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map(dismantle));
});

async function start(...options: Parameters<typeof simulate>): Promise<Simulated> {
  const simulated = await simulate(...options);
  running.push(simulated);
  simulated.client.start();
  return simulated;
}

async function startLive(...options: Parameters<typeof simulate>): Promise<Simulated> {
  const simulated = await start(...options);
  await simulated.client.whenLive();
  return simulated;
}

function find({ client }: Simulated, type: string, name: string): HomeControl {
  const found = client.home.controls().find((one) => one.type === type && one.name === name);
  if (found === undefined) throw new TypeError(`the house has no ${type} ${name}`);
  return found;
}

/** The one state of a control that is asked for, as the client knows it. */
function stateOf({ client }: Simulated, control: HomeControl, state: string): unknown {
  return client.home.states(control.id).find(({ name }) => name === state)?.value;
}

function fail(): never {
  throw new TypeError('the demo house is not as this test knows it');
}

/** Sets a state as somebody in the house would. */
function turn({ simulator }: Simulated, control: HomeControl, state: string, value: number): void {
  const uuid = control.states[state];
  if (typeof uuid !== 'string') throw new TypeError(`${control.name} has no state ${state}`);
  simulator.house.set(uuid, value);
}

/** Each state that the simulator holds as number or text, beside what the client made of it. */
function comparison({ client, simulator }: Simulated): readonly (readonly [unknown, unknown])[] {
  const temperatureUnit = client.home.info()?.temperatureUnit ?? '°C';
  return client.home.controls().flatMap((control) => {
    const known = new Map(client.home.states(control.id).map((one) => [one.name, one.value]));
    const slots = Object.entries(control.states).flatMap(([name, uuids]) =>
      typeof uuids === 'string'
        ? [[name, uuids] as const]
        : uuids.map((uuid, index) => [`${name}[${index}]`, uuid] as const),
    );
    return slots.flatMap(([name, uuid]) => {
      const raw = simulator.house.state(uuid);
      if (raw === undefined) return [];
      const context = { details: control.details, temperatureUnit };
      const { value } = decodeState(control.type, name, raw, context);
      const where = `${control.name}.${name}`;
      return [[{ [where]: known.get(name) }, { [where]: value }] as const];
    });
  });
}

const SHARED = new URL('../../../../shared/data/', import.meta.url);

/** Structure files of real houses, where the machine has them; hand-made ones carry no uuids. */
function realHouses(): readonly (readonly [string, unknown])[] {
  const folder = new URL('structure/', SHARED);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => [name, JSON.parse(readFileSync(new URL(name, folder), 'utf8'))] as const)
    .filter(([, json]) => Object.keys(json?.controls ?? {}).some(isUuid));
}

describe('a dump', () => {
  it('equals the demo house, control by control', async () => {
    const simulated = await startLive();
    const pairs = comparison(simulated);
    expect(pairs.length).toBeGreaterThan(300);
    for (const [known, real] of pairs) expect(known).toEqual(real);
    expect(simulated.client.home.controls()).toHaveLength(
      simulated.simulator.house.controls().length,
    );
    expect(simulated.client.home.rooms()).toHaveLength(16);
    expect(simulated.client.home.info()).toMatchObject({
      name: 'Gatehouse Demo',
      firmware: '14.5.12.7',
    });
  });

  const houses = realHouses();
  describe.skipIf(houses.length === 0)('(needs the shared structure files)', () => {
    it.each(houses)('equals %s', async (_name, structure) => {
      const simulated = await startLive({ structure });
      const pairs = comparison(simulated);
      expect(pairs.length).toBeGreaterThan(5);
      for (const [known, real] of pairs) expect(known).toEqual(real);
    });
  });

  it.each([
    ['10.2.1.1', 'SHA1'],
    ['11.0.0.0', 'SHA256'],
    ['16.0.0.0', 'SHA256'],
  ] as const)('comes from firmware %s with %s', async (firmware, hashAlgorithm) => {
    const simulated = await startLive({ firmware, hashAlgorithm });
    expect(simulated.client.home.info()?.firmware).toBe(firmware);
    simulated.simulator.faults.dropConnections();
    await untilStatus(simulated, 'reconnecting');
    await untilStatus(simulated, 'live');
    expect(simulated.count('authwithtoken/')).toBe(1);
  });

  it('survives what real boxes do to frames', async () => {
    const simulated = await simulate();
    running.push(simulated);
    const { faults, house } = simulated.simulator;
    faults.estimateHeaders(true);
    faults.eventsBeforeAnswers(true);
    faults.encryptedEcho(true);
    simulated.client.start();
    await simulated.client.whenLive();
    faults.sendTruncatedText();
    faults.sendInvalidText();
    const lamp = find(simulated, 'Switch', 'Coffee Machine');
    const before = stateOf(simulated, lamp, 'active');
    turn(simulated, lamp, 'active', before === true ? 0 : 1);
    await until(() => stateOf(simulated, lamp, 'active') !== before, 'the event came');
    expect(house.control('Coffee Machine')?.state('active')).toBe(before === true ? 0 : 1);
    expect(simulated.status().phase).toBe('live');
    expect(simulated.logs.filter((line) => line.includes('damaged event table'))).toHaveLength(1);
  });
});

describe('TLS', () => {
  it('is spoken when the certificate is trusted, and not otherwise', async () => {
    const doubtful = await start({ tls: true }, { tls: true, serial: '504F94000001' });
    await until(() => doubtful.status().retryAt !== undefined, 'the first attempt failed');
    expect(doubtful.status().problem).toMatch(/cannot be reached \(its certificate is/);
    const careless = await startLive({ tls: true }, { tls: { allowUnverifiedCertificate: true } });
    const outcome = careless.client.home.execute({
      control: find(careless, 'Switch', 'Printer').id,
      command: stateOf(careless, find(careless, 'Switch', 'Printer'), 'active') ? 'off' : 'on',
    });
    expect(await settled(careless, outcome)).toMatchObject({ outcome: 'changed' });
  });
});

describe('a command', () => {
  it('switches a Switch, and tells when it already is as wished', async () => {
    const simulated = await startLive();
    const { client, simulator, time } = simulated;
    const lamp = find(simulated, 'Switch', 'Garage Light');
    turn(simulated, lamp, 'active', 0);
    await until(() => stateOf(simulated, lamp, 'active') === false, 'the lamp is off');
    const on = { control: lamp.id, command: 'on' };
    expect(await settled(simulated, client.home.execute(on))).toMatchObject({
      outcome: 'changed',
      changes: [{ control: lamp.id, before: false, state: { name: 'active', value: true } }],
    });
    expect(simulator.house.control(lamp.id)?.state('active')).toBe(1);
    const again = client.home.execute(on, { waitMs: 700 });
    await until(() => time.delays.includes(700), 'the answer came');
    await time.advance(700);
    expect(await again).toEqual({ outcome: 'unchanged', waitedMs: 700 });
    expect(simulator.commands.at(-1)?.command).toBe(`jdev/sps/io/${lamp.id}/on`);
  });

  it('dims a Dimmer', async () => {
    const simulated = await startLive();
    const { client, simulator } = simulated;
    const dimmer = find(simulated, 'Dimmer', 'Dining Table');
    turn(simulated, dimmer, 'position', 10);
    await until(() => stateOf(simulated, dimmer, 'position') === 10, 'it is at 10 %');
    const request = { control: dimmer.id, command: 'set-brightness', args: { brightness: 65 } };
    const outcome = await settled(simulated, client.home.execute(request));
    expect(outcome).toMatchObject({
      outcome: 'changed',
      changes: [{ before: 10, state: { name: 'position', value: 65, unit: '%' } }],
    });
    expect(simulator.house.control(dimmer.id)?.state('position')).toBe(65);
  });

  it('moves a Jalousie: it says that it moves before it has arrived', async () => {
    const simulated = await startLive({ tickMs: 20, speed: 20 });
    const { client } = simulated;
    const blind = find(simulated, 'Jalousie', 'Study Blinds');
    const direction = Number(stateOf(simulated, blind, 'position')) > 50 ? 'open' : 'close';
    const flag = direction === 'open' ? 'up' : 'down';
    const request = { control: blind.id, command: direction };
    const outcome = await settled(simulated, client.home.execute(request));
    const names =
      outcome.outcome === 'changed' ? outcome.changes.map(({ state }) => state.name) : [];
    expect(outcome.outcome).toBe('changed');
    expect(names).toContain(flag);
    const goal = direction === 'open' ? 0 : 100;
    await until(() => stateOf(simulated, blind, 'position') === goal, 'it has arrived');
    await until(() => stateOf(simulated, blind, flag) === false, 'it has stopped');
  });

  it('sets a mood of a LightControllerV2, and its circuits follow', async () => {
    const simulated = await startLive();
    const { client, simulator } = simulated;
    const lights = find(simulated, 'LightControllerV2', 'Living Room Lighting');
    const off = { control: lights.id, command: 'set-mood', args: { mood: 778 } };
    const active = String(simulator.house.control(lights.id)?.state('activeMoods'));
    const bright = { ...off, args: { mood: 777 } };
    const request = active.includes('778') ? bright : off;
    const outcome = await settled(simulated, client.home.execute(request));
    expect(outcome).toMatchObject({ outcome: 'changed' });
    const after = String(simulator.house.control(lights.id)?.state('activeMoods'));
    expect(JSON.parse(after)).toEqual([request.args.mood]);
    const changed = outcome.outcome === 'changed' ? outcome.changes : [];
    expect(changed.map(({ state }) => state.name)).toContain('activeMoods');
    expect(changed.every(({ control }) => control === lights.id)).toBe(true);
    for (const [known, real] of comparison(simulated)) expect(known).toEqual(real);
  });

  it('commands all blinds by a central control and tells which moved', async () => {
    const simulated = await startLive({ tickMs: 20, speed: 20 });
    const { client } = simulated;
    const all = client.home.controls().filter(({ type }) => type === 'Jalousie');
    const central = client.home.controls().find(({ type }) => type === 'CentralJalousie');
    const position = Number(stateOf(simulated, all[0] ?? fail(), 'position'));
    const command = position > 50 ? 'open' : 'close';
    const request = { control: (central ?? fail()).id, command };
    const outcome = await settled(simulated, client.home.execute(request));
    const moved = outcome.outcome === 'changed' ? outcome.changes : [];
    expect(new Set(moved.map(({ control }) => control)).size).toBeGreaterThan(1);
    expect(moved.every(({ control }) => all.some(({ id }) => id === control))).toBe(true);
  });

  it('is told to have changed nothing when the house swallows it', async () => {
    const simulated = await startLive();
    const { client, simulator, time } = simulated;
    const lamp = find(simulated, 'Switch', 'Printer');
    const before = stateOf(simulated, lamp, 'active');
    simulator.faults.swallowStates(true);
    const request = { control: lamp.id, command: before === true ? 'off' : 'on' };
    const outcome = client.home.execute(request);
    await until(() => time.delays.includes(2_000), 'the answer came');
    await time.advance(2_000);
    expect(await outcome).toEqual({ outcome: 'unchanged', waitedMs: 2_000 });
    expect(stateOf(simulated, lamp, 'active')).toBe(before);
  });

  it('of a secured control is never sent', async () => {
    const simulated = await startLive();
    const door = find(simulated, 'Pushbutton', 'Front Door');
    const outcome = await simulated.client.home.execute({ control: door.id, command: 'pulse' });
    expect(outcome).toMatchObject({ outcome: 'invalid', problem: { code: 'secured' } });
    expect(simulated.count('jdev/sps/io')).toBe(0);
  });

  it('has an unknown end when the connection drops before its answer', async () => {
    const simulated = await startLive();
    const { client, simulator } = simulated;
    const lamp = find(simulated, 'Switch', 'Printer');
    simulator.faults.halfOpen(true);
    const outcome = client.home.execute({ control: lamp.id, command: 'on' });
    simulator.faults.dropConnections();
    expect(await outcome).toMatchObject({ outcome: 'unknown' });
  });
});

describe('a reboot', () => {
  it('is waited out, and the house is live again with fresh states', async () => {
    const simulated = await startLive();
    const { client, simulator, changes } = simulated;
    const lamp = find(simulated, 'Switch', 'Garage Light');
    const before = stateOf(simulated, lamp, 'active');
    simulator.faults.reboot({ downMs: 300 });
    await untilStatus(simulated, 'reconnecting');
    turn(simulated, lamp, 'active', before === true ? 0 : 1);
    expect(client.home.control(lamp.id)).toBeDefined();
    expect(stateOf(simulated, lamp, 'active')).toBe(before);
    await untilStatus(simulated, 'live');
    expect(stateOf(simulated, lamp, 'active')).toBe(before !== true);
    const problems = changes.flatMap((change) =>
      change.type === 'status' && change.status.problem ? [change.status.problem] : [],
    );
    expect(problems.some((problem) => problem.includes('goes out of service'))).toBe(true);
    expect(problems.some((problem) => problem.includes('is starting'))).toBe(true);
    expect(simulated.count('jdev/sys/getjwt/')).toBe(1);
    expect(simulated.count('authwithtoken/')).toBe(1);
    expect(simulated.count('data/LoxAPP3.json')).toBe(1);
  });

  it('at the very start is waited out without a socket', async () => {
    const simulated = await simulate();
    running.push(simulated);
    simulated.simulator.faults.setBooting(true);
    simulated.client.start();
    await until(() => simulated.status().retryAt !== undefined, 'the first attempt failed');
    expect(simulated.status().problem).toContain('is starting; next attempt in 1 s');
    expect(simulated.simulator.connections()).toBe(0);
    simulated.simulator.faults.setBooting(false);
    await untilStatus(simulated, 'live');
  });
});

describe('a connection', () => {
  it('that is cut is made again with the token', async () => {
    const simulated = await startLive();
    simulated.simulator.faults.dropConnections();
    await untilStatus(simulated, 'reconnecting');
    await untilStatus(simulated, 'live');
    expect(simulated.count('jdev/sys/getjwt/')).toBe(1);
    expect(simulated.count('authwithtoken/')).toBe(1);
    expect(simulated.simulator.connections()).toBe(1);
  });

  it('uses the password when the tokens are gone', async () => {
    const simulated = await startLive();
    simulated.simulator.faults.expireTokens();
    simulated.simulator.faults.closeConnections(4005);
    await untilStatus(simulated, 'reconnecting');
    await untilStatus(simulated, 'live');
    expect(simulated.count('jdev/sys/getjwt/')).toBe(2);
    expect(simulated.count('authwithtoken/')).toBe(0);
  });

  it('that is half open is noticed by its keepalive', async () => {
    const simulated = await startLive();
    simulated.simulator.faults.halfOpen(true);
    await simulated.time.advance(45_000);
    expect(simulated.status()).toMatchObject({
      phase: 'reconnecting',
      problem: expect.stringContaining('no sign of life within 15 s'),
    });
    simulated.simulator.faults.halfOpen(false);
    await untilStatus(simulated, 'live');
  });

  it('whose payload never comes is made again', async () => {
    const simulated = await startLive();
    simulated.simulator.faults.announceAndClose();
    await untilStatus(simulated, 'reconnecting');
    await untilStatus(simulated, 'live');
  });

  it('to nobody is told in a sentence', async () => {
    const simulated = await simulate();
    running.push(simulated);
    const { port } = simulated.simulator;
    await simulated.simulator.stop();
    simulated.client.start();
    await until(() => simulated.status().retryAt !== undefined, 'the first attempt failed');
    expect(simulated.status().problem).toBe(
      `The Miniserver at 127.0.0.1:${port} cannot be reached (connection refused); next attempt in 1 s`,
    );
  });
});

describe('a structure that changes', () => {
  it('is loaded again', async () => {
    const simulated = await startLive();
    const { client, simulator, changes } = simulated;
    const next = createDemoHouse() as { lastModified: string; controls: Record<string, unknown> };
    const [first = ''] = Object.keys(next.controls);
    delete next.controls[first];
    next.lastModified = '2031-01-01 12:00:00';
    expect(client.home.control(first)).toBeDefined();
    simulator.faults.replaceStructure(next);
    await untilStatus(simulated, 'reconnecting');
    await untilStatus(simulated, 'live');
    expect(client.home.control(first)).toBeUndefined();
    expect(client.home.info()?.structureVersion).toBe('2031-01-01 12:00:00');
    expect(changes.filter(({ type }) => type === 'structure')).toHaveLength(2);
    expect(simulated.count('data/LoxAPP3.json')).toBe(2);
    for (const [known, real] of comparison(simulated)) expect(known).toEqual(real);
  });
});

describe('credentials', () => {
  it('that are rejected lead to exactly one login', async () => {
    const simulated = await start({}, { password: 'another' });
    await until(() => simulated.status().phase === 'rejected', 'the password was rejected');
    await simulated.time.advance(24 * 3600 * 1000);
    expect(simulated.count('jdev/sys/getjwt/')).toBe(1);
    await until(() => simulated.simulator.connections() === 0, 'the socket was closed');
    expect(simulated.time.armed).toBe(0);
  });

  it('that are refused from one day on are tried once by token and once by password', async () => {
    const simulated = await startLive();
    simulated.simulator.faults.rejectCredentials(true);
    simulated.simulator.faults.dropConnections();
    await untilStatus(simulated, 'rejected');
    expect(simulated.count('jdev/sys/getjwt/')).toBe(2);
    expect(simulated.count('authwithtoken/')).toBe(1);
  });

  it('wait while the address is blocked', async () => {
    const simulated = await simulate();
    running.push(simulated);
    const { client, simulator, time } = simulated;
    simulator.faults.lockOut(60);
    client.start();
    await until(() => simulated.status().retryAt !== undefined, 'the first attempt failed');
    const { problem, retryAt = 0 } = simulated.status();
    expect(problem).toMatch(/has blocked this address for (60|59) s after failed logins/);
    expect(retryAt - time.now()).toBeGreaterThanOrEqual(60_000);
    expect(simulated.count('jdev/sys/getjwt/')).toBe(0);
    simulator.faults.lockOut(0);
    await untilStatus(simulated, 'live');
    expect(simulated.count('jdev/sys/getjwt/')).toBe(1);
  });
});

describe('a stop', () => {
  it('kills the token, closes the socket and leaves no timer', async () => {
    const simulated = await startLive();
    await simulated.client.stop();
    expect(simulated.count('jdev/sys/killtoken/')).toBe(1);
    await until(() => simulated.simulator.connections() === 0, 'the socket was closed');
    expect(simulated.time.armed).toBe(0);
    expect(simulated.status().phase).toBe('stopped');
  });
});
