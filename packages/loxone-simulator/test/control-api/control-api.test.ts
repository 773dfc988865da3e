import { request as httpRequest } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import {
  AdjustableTime,
  type ControlApi,
  type Simulator,
  startControlApi,
} from '../../src/index.js';
import { login } from '../support/logins.js';
import { get as getFromBox, start } from '../support/simulators.js';

const running: ControlApi[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((api) => api.stop()));
});

interface SetUp {
  readonly simulator: Simulator;
  readonly api: ControlApi;
  call(method: string, path: string, body?: unknown): Promise<{ status: number; json: unknown }>;
}

async function setUp(withClock = true): Promise<SetUp> {
  const time = new AdjustableTime();
  const simulator = await start({ clock: time.clock, timers: time.timers });
  const api = await startControlApi({
    simulator,
    now: () => time.clock.now(),
    ...(withClock && { advance: (ms: number) => time.advance(ms) }),
  });
  running.push(api);
  const call: SetUp['call'] = async (method, path, body) => {
    const response = await fetch(`${api.url}${path}`, {
      method,
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return { status: response.status, json: await response.json() };
  };
  return { simulator, api, call };
}

describe('the control API', () => {
  it('lists controls with their states, and one by name, by name and room, or by id', async () => {
    const { call, simulator } = await setUp();
    const { json } = await call('GET', '/controls');
    expect(json).toHaveLength(simulator.house.controls().length);
    const { id = '', room } = simulator.house.control('Garage Light') ?? {};
    const expected = { id, name: 'Garage Light', type: 'Switch', states: { active: 0 } };
    for (const name of ['Garage Light', `Garage Light [${room}]`, id]) {
      const one = await call('GET', `/controls/${encodeURIComponent(name)}`);
      expect(one.json, name).toMatchObject(expected);
    }
    expect((await call('GET', '/controls/Nothing')).status).toBe(404);
  });

  it('lists all states and sets one, by uuid or by name', async () => {
    const { call, simulator } = await setUp();
    const uuid = String(simulator.house.control('Garage Light')?.states.active);
    const { json } = await call('GET', '/states');
    expect(json).toEqual(Object.fromEntries(simulator.house.states()));
    expect((json as Record<string, unknown>)[uuid]).toBe(0);
    await call('POST', '/states', { uuid, value: 1 });
    expect(simulator.house.state(uuid)).toBe(1);
    await call('POST', '/states', { control: 'Garage Light', state: 'active', value: 0 });
    expect(simulator.house.state(uuid)).toBe(0);
  });

  it('presses what somebody in the house could press', async () => {
    const { call, simulator } = await setUp();
    const pressed = await call('POST', '/press', { control: 'Garage Light', command: 'on' });
    expect(pressed).toEqual({ status: 200, json: { done: true } });
    expect(simulator.house.control('Garage Light')?.state('active')).toBe(1);
    const nothing = await call('POST', '/press', { control: 'Garage Light', command: 'fly' });
    expect(nothing.json).toEqual({ done: false });
  });

  it('runs one fault, and a script of them on the clock', async () => {
    const { call, simulator } = await setUp();
    const status = async () => (await getFromBox(simulator, 'jdev/cfg/api', {})).status;
    expect((await call('GET', '/faults')).json).toEqual(Object.keys(simulator.faults));
    await call('POST', '/faults', { fault: 'setBooting', args: [true] });
    expect(await status()).toBe(503);
    const steps = [{ fault: 'setBooting', args: [false], afterMs: 60_000 }];
    await call('POST', '/faults', { steps });
    expect(await status()).toBe(503);
    await call('POST', '/clock', { advanceMs: 60_000 });
    expect(await status()).toBe(200);
  });

  it('tells the time and puts it forward: things travel', async () => {
    const { call, simulator } = await setUp();
    const { json } = await call('GET', '/clock');
    const before = (json as { now: number }).now;
    await call('POST', '/press', { control: 'Garage Door', command: 'open' });
    const moved = await call('POST', '/clock', { advanceMs: 120_000 });
    expect((moved.json as { now: number }).now).toBeGreaterThanOrEqual(before + 120_000);
    expect(simulator.house.control('Garage Door')?.state('position')).toBe(1);
  });

  it('says so where the clock is nobody’s to put forward', async () => {
    const { call } = await setUp(false);
    expect((await call('POST', '/clock', { advanceMs: 1 })).status).toBe(409);
  });

  it('lists what was received', async () => {
    const { call, simulator } = await setUp();
    const { talk } = await login(simulator);
    await talk.ask('jdev/sps/LoxAPPversion3');
    const { json } = await call('GET', '/commands');
    expect((json as unknown[]).at(-1)).toMatchObject({
      user: 'ada',
      command: 'jdev/sps/LoxAPPversion3',
    });
  });

  it('makes, changes and removes users, and never tells a password', async () => {
    const { call, simulator } = await setUp();
    const user = { name: 'bob', password: 's3cret', visuPassword: '4711', rooms: ['Kitchen'] };
    expect((await call('POST', '/users', user)).status).toBe(200);
    const first = await login(simulator, { mode: 'enc', user: 'bob', password: 's3cret' });
    expect(first.granted.code).toBe(200);
    const { json } = await call('GET', '/users');
    expect(json).toContainEqual({ name: 'bob', rooms: ['Kitchen'] });
    expect(JSON.stringify(json)).not.toMatch(/s3cret|4711/);
    await call('PATCH', '/users/bob', { enabled: false });
    expect(await first.talk.socket.closed).toMatchObject({ code: 4006 });
    await call('DELETE', '/users/bob');
    expect(simulator.users.list().map(({ name }) => name)).toEqual(['ada']);
  });

  it.each([
    ['POST', '/states', { uuid: 'x', value: 1 }, 400, 'uuid must be a state of the house'],
    ['POST', '/states', { control: 'Garage Light', state: 'no', value: 1 }, 404, 'no such state'],
    ['POST', '/states', { uuid: 'x' }, 400, 'value must be'],
    ['POST', '/states', 'no json', 400, 'JSON object'],
    ['POST', '/states', '[]', 400, 'JSON object'],
    ['POST', '/press', { control: 'Nothing', command: 'on' }, 404, 'no such control'],
    ['POST', '/press', { control: 'Garage Light' }, 400, 'command must be text'],
    ['POST', '/faults', { fault: 'constructor' }, 400, 'fault must be'],
    ['POST', '/faults', { fault: 'reboot', args: 1 }, 400, 'args must be a list'],
    ['POST', '/faults', { steps: [1] }, 400, 'step must be an object'],
    ['POST', '/faults', { fault: 'reboot', afterMs: -1 }, 400, 'afterMs'],
    ['POST', '/clock', { advanceMs: -5 }, 400, 'advanceMs'],
    ['POST', '/users', { name: 'ada', password: 'x' }, 400, 'must not be taken'],
    ['POST', '/users', { name: 'eve' }, 400, 'password must be text'],
    ['PATCH', '/users/ada', { rights: 'all' }, 400, 'rights is of the wrong kind'],
    ['PATCH', '/users/nobody', {}, 400, 'name must be one of a user'],
    ['DELETE', '/users/nobody', undefined, 400, 'name must be one of a user'],
    ['GET', '/nothing', undefined, 404, 'nothing here'],
    ['DELETE', '/states', undefined, 405, 'method'],
    ['GET', '/%ff', undefined, 400, 'badly encoded'],
  ])('%s %s %j is refused', async (method, path, body, status, error) => {
    const { call, simulator } = await setUp();
    const before = new Map(simulator.house.states());
    const answer = await call(method, path, body);
    expect(answer.status).toBe(status);
    expect((answer.json as { error: string }).error).toContain(error);
    expect(simulator.house.states().size).toBe(before.size);
  });

  it('takes no body that is too large', async () => {
    const { call } = await setUp();
    const body = { uuid: 'x', value: 'x'.repeat(1024 * 1024) };
    expect((await call('POST', '/states', body)).status).toBe(413);
  });
});

describe('who may call it', () => {
  function statusWith(api: ControlApi, headers: Record<string, string>): Promise<number> {
    return new Promise((resolve, reject) => {
      const request = httpRequest(`${api.url}/states`, { headers }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      });
      request.on('error', reject).end();
    });
  }

  it('only those who call this machine by a name of its own', async () => {
    const { api } = await setUp();
    for (const host of ['127.0.0.1', `localhost:${api.port}`, '127.8.9.1', '[::1]:80']) {
      expect(await statusWith(api, { host }), host).toBe(200);
    }
    for (const host of ['evil.example', 'localhost.evil.example', '10.0.0.1', '127.0.0.1.evil']) {
      expect(await statusWith(api, { host }), host).toBe(403);
    }
  });

  it('no pages in browsers', async () => {
    const { api } = await setUp();
    expect(await statusWith(api, { origin: 'http://127.0.0.1' })).toBe(403);
    expect(await statusWith(api, { origin: 'null' })).toBe(403);
  });

  it('listens on loopback addresses only, and says when it cannot', async () => {
    const { simulator, api } = await setUp();
    const now = () => 0;
    for (const host of ['0.0.0.0', '::', '192.168.1.2', 'example.org']) {
      await expect(startControlApi({ simulator, now, host }), host).rejects.toThrow(RangeError);
    }
    await expect(startControlApi({ simulator, now, port: api.port })).rejects.toMatchObject({
      code: 'ERR_LOXONE_UNREACHABLE',
      message: expect.stringContaining('EADDRINUSE'),
    });
  });
});
