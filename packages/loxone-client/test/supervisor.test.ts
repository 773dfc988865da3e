import type { HomeStatus } from '@gatehouse/loxone-controls';
import { describe, expect, it } from 'vitest';
import { SLICE } from '../src/table-feed.js';
import { goLive, type Harness, makeHarness } from './support/harness.js';
import { ID, littleHouse } from './support/house-file.js';
import { turns } from './support/manual-time.js';

const refused = Object.assign(new TypeError('fake'), { code: 'ECONNREFUSED' });

function statuses(harness: Harness): readonly HomeStatus[] {
  return harness.changes.flatMap((change) => (change.type === 'status' ? [change.status] : []));
}

async function liveHarness(): Promise<Harness> {
  const harness = makeHarness();
  harness.server.values = [{ uuid: ID.lampActive, value: 0 }];
  await goLive(harness);
  return harness;
}

const logins = (harness: Harness): number => harness.server.count('jdev/sys/getjwt/');
const tokenLogins = (harness: Harness): number => harness.server.count('authwithtoken/');
const loads = (harness: Harness): number => harness.server.count('data/LoxAPP3.json');

describe('a start', () => {
  it('does nothing before it is asked to', async () => {
    const { server, client, status } = makeHarness();
    await turns();
    expect(server.httpRequests).toEqual([]);
    expect(status().phase).toBe('stopped');
    expect([client.home.info(), client.home.rooms(), client.home.controls()]).toEqual([
      undefined,
      [],
      [],
    ]);
    expect([client.home.categories(), client.home.control('x'), client.home.states('x')]).toEqual([
      [],
      undefined,
      [],
    ]);
  });

  it('goes through connecting to live, in the order of the protocol', async () => {
    const harness = await liveHarness();
    expect(statuses(harness).map(({ phase }) => phase)).toEqual(['connecting', 'live']);
    expect(harness.server.httpRequests).toEqual(['/jdev/cfg/apiKey', '/jdev/sys/getPublicKey']);
    const words = harness.server.commands.map((command) =>
      command.split('/').slice(0, 3).join('/'),
    );
    expect(words).toEqual([
      'jdev/sys/keyexchange',
      'jdev/sys/getkey2',
      'jdev/sys/getjwt',
      'jdev/sps/LoxAPPversion3',
      'data/LoxAPP3.json',
      'jdev/sps/enablebinstatusupdate',
      'jdev/sps/LoxAPPversion3',
    ]);
    expect(harness.client.home.info()?.firmware).toBe('15.0.0.0');
    expect(harness.client.home.rooms()).toHaveLength(2);
    expect(harness.client.home.categories()).toHaveLength(2);
    expect(harness.client.home.control(ID.lamp)?.name).toBe('Lamp');
  });

  it('sends what proves a secret only encrypted', async () => {
    const { server } = await liveHarness();
    const login = server.commands.find((command) => command.includes('getjwt')) ?? '';
    expect(server.modes.get(login)).toBe('fenc');
    expect(server.socket.sent.join(' ')).not.toContain('getjwt');
  });

  it('is live only when the first states are there', async () => {
    const harness = makeHarness();
    harness.server.values = [{ uuid: ID.lampActive, value: 1 }];
    harness.client.home.onChange((change) => {
      if (change.type === 'status' && change.status.phase === 'live') {
        expect(harness.client.home.states(ID.lamp)).toMatchObject([{ value: true }]);
      }
    });
    await goLive(harness);
    expect(harness.status().phase).toBe('live');
    expect.assertions(2);
  });

  it('is live only when a dump of many slices has been taken in', async () => {
    const harness = makeHarness();
    const crowd = Array.from({ length: 10 * SLICE.values }, () => ({ uuid: ID.warm, value: 1 }));
    harness.server.values = [...crowd, { uuid: ID.lampActive, value: 1 }];
    harness.client.start();
    await harness.client.whenLive();
    expect(harness.client.home.states(ID.lamp)).toMatchObject([{ value: true }]);
  });

  it('is live although states come faster than they are taken in', async () => {
    const harness = makeHarness();
    const { server } = harness;
    const crowd = Array.from({ length: 2 * SLICE.values }, () => ({ uuid: ID.warm, value: 1 }));
    server.values = [...crowd, { uuid: ID.lampActive, value: 1 }];
    harness.client.start();
    let live = false;
    const waiting = harness.client.whenLive().then(() => {
      live = true;
    });
    for (let turn = 0; turn < 500 && !live; turn += 1) {
      if (server.sockets.length > 0 && harness.client.home.info() !== undefined) {
        server.socket.pushValues(crowd);
      }
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(live).toBe(true);
    expect(harness.client.home.states(ID.lamp)).toMatchObject([{ value: true }]);
    await waiting;
    await harness.client.stop();
  });

  it('does not wait for ever for states of a house that has none', async () => {
    const harness = makeHarness();
    harness.client.start();
    await turns();
    expect(harness.status().phase).toBe('connecting');
    await harness.time.advance(2_000);
    expect(harness.status().phase).toBe('live');
  });

  it('starts once', async () => {
    const harness = await liveHarness();
    harness.client.start();
    await turns();
    expect(harness.server.sockets).toHaveLength(1);
  });
});

describe('an unreachable Miniserver', () => {
  it('is told in a sentence with the time of the next attempt', async () => {
    const harness = makeHarness();
    harness.server.http = refused;
    harness.client.start();
    await turns();
    expect(harness.status()).toEqual({
      phase: 'connecting',
      since: harness.time.now(),
      problem:
        'The Miniserver at 192.168.1.10 cannot be reached (connection refused); next attempt in 1 s',
      retryAt: harness.time.now() + 875,
    });
  });

  it('is tried with growing pauses and never twice at once', async () => {
    const harness = makeHarness();
    harness.server.http = refused;
    harness.client.start();
    await turns();
    const pauses: (number | undefined)[] = [];
    for (let attempt = 1; attempt <= 7; attempt += 1) {
      expect(harness.server.httpRequests).toHaveLength(attempt);
      const [pause] = harness.time.delays;
      pauses.push(pause);
      expect(harness.time.armed).toBe(1);
      await harness.time.advance(pause ?? 0);
    }
    expect(pauses).toEqual([875, 1750, 3500, 7000, 14_000, 26_250, 26_250]);
  });

  it('is live as soon as it can be', async () => {
    const harness = makeHarness();
    harness.server.http = refused;
    harness.server.values = [{ uuid: ID.lampActive, value: 1 }];
    harness.client.start();
    await turns();
    harness.server.http = undefined;
    await harness.time.advance(875);
    expect(harness.status().phase).toBe('live');
    expect(harness.status().problem).toBeUndefined();
    const trying = statuses(harness).at(-2);
    expect(trying).toMatchObject({
      phase: 'connecting',
      problem: 'The Miniserver at 192.168.1.10 cannot be reached (connection refused)',
    });
    expect(trying?.retryAt).toBeUndefined();
  });
});

describe('a Miniserver that boots', () => {
  it('is waited for without a socket and without a storm', async () => {
    const harness = makeHarness();
    harness.server.http = { status: 503, body: '' };
    harness.client.start();
    await turns();
    expect(harness.status().problem).toBe(
      'The Miniserver at 192.168.1.10 is starting; next attempt in 1 s',
    );
    await harness.time.advance(60_000);
    expect(harness.server.sockets).toHaveLength(0);
    expect(harness.server.httpRequests.length).toBeGreaterThan(10);
    expect(harness.server.httpRequests.length).toBeLessThan(25);
    harness.server.http = undefined;
    await harness.time.advance(7_000);
    expect(harness.status().phase).toBe('live');
  });
});

describe('a lost connection', () => {
  it('is reported at once and made good with fresh states', async () => {
    const harness = await liveHarness();
    harness.server.values = [{ uuid: ID.lampActive, value: 1 }];
    harness.server.socket.drop(1006, '', 'connection reset');
    expect(harness.status()).toMatchObject({
      phase: 'reconnecting',
      problem: 'The connection to the Miniserver at 192.168.1.10 was lost (connection reset)',
    });
    expect(harness.client.home.states(ID.lamp)).toMatchObject([{ value: false }]);
    await harness.time.advance(1_000);
    expect(harness.status().phase).toBe('live');
    expect(harness.client.home.states(ID.lamp)).toMatchObject([{ value: true }]);
    expect(harness.server.sockets).toHaveLength(2);
  });

  it('uses the token it holds, and does not load the structure again', async () => {
    const harness = await liveHarness();
    harness.server.socket.drop();
    await harness.time.advance(1_000);
    expect(harness.status().phase).toBe('live');
    expect([logins(harness), tokenLogins(harness), loads(harness)]).toEqual([1, 1, 1]);
    expect(harness.changes.filter(({ type }) => type === 'structure')).toHaveLength(1);
  });

  it('uses a session key of its own for each connection', async () => {
    const harness = makeHarness({}, { random: counting() });
    harness.server.values = [{ uuid: ID.lampActive, value: 0 }];
    await goLive(harness);
    harness.server.socket.drop();
    await harness.time.advance(1_000);
    const exchanges = harness.server.commands.filter((text) => text.includes('keyexchange'));
    expect(new Set(exchanges).size).toBe(2);
  });

  it('uses the password once when the token is refused', async () => {
    const harness = await liveHarness();
    harness.server.tokens.clear();
    harness.server.socket.drop();
    await harness.time.advance(1_000);
    expect(harness.status()).toMatchObject({
      phase: 'reconnecting',
      problem: expect.stringContaining('refused the login by token with code 401'),
    });
    await harness.time.advance(2_000);
    expect(harness.status().phase).toBe('live');
    expect([logins(harness), tokenLogins(harness)]).toEqual([2, 1]);
  });

  it('does not try a token that has expired', async () => {
    const harness = makeHarness({ tokenLifeSeconds: 3600 });
    harness.server.values = [{ uuid: ID.lampActive, value: 0 }];
    await goLive(harness);
    harness.server.http = refused;
    harness.server.socket.drop();
    await harness.time.advance(2 * 3600 * 1000);
    harness.server.http = undefined;
    await harness.time.advance(30_000);
    expect(harness.status().phase).toBe('live');
    expect([logins(harness), tokenLogins(harness)]).toEqual([2, 0]);
  });

  it('loads a structure that has changed', async () => {
    const harness = await liveHarness();
    const changed = littleHouse('2024-02-02 10:00:00');
    changed.rooms = {};
    harness.server.structure = changed;
    harness.server.structureVersion = '2024-02-02 10:00:00';
    harness.server.socket.drop();
    await harness.time.advance(1_000);
    expect(loads(harness)).toBe(2);
    expect(harness.client.home.rooms()).toEqual([]);
    expect(harness.client.home.info()?.structureVersion).toBe('2024-02-02 10:00:00');
    expect(harness.changes.filter(({ type }) => type === 'structure')).toHaveLength(2);
  });

  it('loads a structure that changed while it was being loaded', async () => {
    const harness = makeHarness();
    harness.server.values = [{ uuid: ID.lampActive, value: 0 }];
    harness.server.script = (command) => {
      if (command.endsWith('enablebinstatusupdate')) harness.server.structureVersion = 'newer';
      return 'normal';
    };
    await goLive(harness);
    expect(loads(harness)).toBe(2);
    expect(harness.client.home.info()?.structureVersion).toBe('newer');
    expect(harness.client.home.states(ID.lamp)).toMatchObject([{ value: false }]);
  });

  it('notices new firmware although the structure is the same', async () => {
    const harness = await liveHarness();
    harness.server.firmware = '16.1.0.0';
    harness.server.socket.drop();
    await harness.time.advance(1_000);
    expect(harness.client.home.info()?.firmware).toBe('16.1.0.0');
    expect(loads(harness)).toBe(1);
  });

  it('pauses longer and longer when connections do not last', async () => {
    const harness = await liveHarness();
    const pauses: (number | undefined)[] = [];
    for (let round = 0; round < 4; round += 1) {
      harness.server.socket.drop();
      await turns();
      pauses.push((harness.status().retryAt ?? 0) - harness.time.now());
      await harness.time.advance(10_000);
      expect(harness.status().phase).toBe('live');
    }
    expect(pauses).toEqual([875, 1750, 3500, 7000]);
    await harness.time.advance(40_000);
    harness.server.socket.drop();
    await turns();
    expect((harness.status().retryAt ?? 0) - harness.time.now()).toBe(875);
  });

  it('does not let events of the old connection overwrite newer ones', async () => {
    const harness = await liveHarness();
    const crowd = Array.from({ length: 5_000 }, () => ({ uuid: ID.warm, value: 1 }));
    harness.server.socket.pushValues([...crowd, { uuid: ID.lampActive, value: 1 }]);
    harness.server.socket.drop();
    await harness.time.advance(1_000);
    expect(harness.status().phase).toBe('live');
    expect(harness.client.home.states(ID.lamp)).toMatchObject([{ value: false }]);
  });
});

describe('close codes', () => {
  it('4004 and 4005 load the structure again; 4005 drops the token', async () => {
    const harness = await liveHarness();
    harness.server.socket.drop(4004);
    await harness.time.advance(1_000);
    expect([logins(harness), tokenLogins(harness), loads(harness)]).toEqual([1, 1, 2]);
    harness.server.socket.drop(4005);
    await harness.time.advance(2_000);
    expect([logins(harness), tokenLogins(harness), loads(harness)]).toEqual([2, 1, 3]);
    expect(harness.status().phase).toBe('live');
  });

  it('4003 waits as long as the block lasts', async () => {
    const harness = await liveHarness();
    harness.server.socket.drop(4003, 'Forbidden - IP x temporarily blocked (90)');
    await turns();
    expect(harness.status().problem).toBe(
      'The Miniserver at 192.168.1.10 has blocked this address for 90 s after failed logins; next attempt in 91 s',
    );
    const before = harness.server.httpRequests.length;
    await harness.time.advance(90_999);
    expect(harness.server.httpRequests).toHaveLength(before);
    await harness.time.advance(1);
    expect(harness.status().phase).toBe('live');
  });

  it('4006 gives up: the user is disabled', async () => {
    const harness = await liveHarness();
    harness.server.socket.drop(4006);
    await turns();
    expect(harness.status()).toMatchObject({
      phase: 'rejected',
      problem: expect.stringContaining('has disabled the user admin'),
    });
    expect(harness.time.armed).toBe(0);
  });

  it('4007 and 4008 wait longer', async () => {
    const harness = await liveHarness();
    harness.server.socket.drop(4007);
    await turns();
    expect(harness.time.delays).toEqual([15_000]);
    await harness.time.advance(15_000);
    harness.server.socket.drop(4008);
    await turns();
    expect(harness.time.delays).toEqual([60_000]);
  });
});

describe('credentials', () => {
  it('that are rejected are never tried again', async () => {
    const harness = makeHarness({ password: 'another' });
    harness.client.start();
    await turns();
    const rejected = harness.status();
    expect(rejected).toMatchObject({
      phase: 'rejected',
      problem:
        'The Miniserver at 192.168.1.10 rejected the user admin or the password; they are not tried again, correct them and restart',
    });
    await harness.time.advance(24 * 3600 * 1000);
    harness.client.start();
    await turns();
    expect(logins(harness)).toBe(1);
    expect(harness.status()).toEqual(rejected);
    expect(harness.server.sockets[0]?.closedWith).toBe(1000);
    expect(harness.time.armed).toBe(0);
  });

  it('that became wrong while the token was valid are tried once', async () => {
    const harness = await liveHarness();
    Object.assign(harness.server.options, { password: 'changed' });
    harness.server.tokens.clear();
    harness.server.socket.drop(4005);
    await harness.time.advance(3600 * 1000);
    expect(logins(harness)).toBe(2);
    expect(harness.status().phase).toBe('rejected');
  });

  it('are kept while the address is blocked', async () => {
    const harness = makeHarness();
    harness.server.http = {
      status: 403,
      body: '<errorcode>403</errorcode><errordetail><remaining>38</remaining></errordetail>',
    };
    harness.server.values = [{ uuid: ID.lampActive, value: 0 }];
    harness.client.start();
    await turns();
    expect(harness.time.delays).toEqual([39_000]);
    expect(harness.server.httpRequests).toHaveLength(1);
    harness.server.http = undefined;
    await harness.time.advance(39_000);
    expect(harness.status().phase).toBe('live');
    expect(logins(harness)).toBe(1);
  });
});

describe('a structure file that cannot be used', () => {
  it('is told with the field at fault, and tried again slowly', async () => {
    const harness = makeHarness();
    const broken = littleHouse();
    broken.controls = 'none';
    harness.server.structure = broken;
    harness.server.values = [{ uuid: ID.lampActive, value: 0 }];
    harness.client.start();
    await turns();
    expect(harness.status().problem).toMatch(
      /structure file .* cannot be used: controls must be an object, got text/,
    );
    expect(harness.time.delays).toEqual([60_000]);
    harness.server.structure = littleHouse();
    await harness.time.advance(60_000);
    expect(harness.status().phase).toBe('live');
    expect([logins(harness), tokenLogins(harness)]).toEqual([1, 1]);
  });
});

describe('a structure file with an odd part', () => {
  it('is used without that part, which is told', async () => {
    const harness = makeHarness();
    const odd = littleHouse();
    const file = JSON.parse(JSON.stringify(odd));
    file.controls[ID.lamp].name = 7;
    file.rooms[ID.bath] = 'no room';
    harness.server.structure = file;
    await goLive(harness);
    const { home } = harness.client;
    expect(home.status().phase).toBe('live');
    expect(home.control(ID.lamp)).toBeUndefined();
    expect(home.control(ID.dimmer)?.name).toBe('Dimmer');
    expect(home.rooms().map(({ id }) => id)).toEqual([ID.kitchen]);
    expect(home.info()?.problems).toEqual([
      { field: `rooms.${ID.bath}`, problem: 'must be an object, got text' },
      { field: `controls.${ID.lamp}.name`, problem: 'must be text, got number' },
    ]);
    expect(harness.logs.some((line) => line.includes('left out'))).toBe(true);
  });

  it('is not complained of when nothing is odd', async () => {
    const harness = makeHarness();
    await goLive(harness);
    expect(harness.client.home.info()).not.toHaveProperty('problems');
  });
});

describe('a token', () => {
  it('is refreshed at half of its life and used from then on', async () => {
    const harness = makeHarness({ tokenLifeSeconds: 3600 });
    harness.server.values = [{ uuid: ID.lampActive, value: 0 }];
    await goLive(harness);
    await harness.time.advance(1800 * 1000);
    expect(harness.server.count('jdev/sys/refreshjwt/')).toBe(1);
    harness.server.socket.drop();
    await harness.time.advance(1_000);
    expect(harness.status().phase).toBe('live');
    expect([logins(harness), tokenLogins(harness)]).toEqual([1, 1]);
  });

  it('that cannot be refreshed is dropped; the connection stays', async () => {
    const harness = makeHarness({ tokenLifeSeconds: 3600 });
    harness.server.values = [{ uuid: ID.lampActive, value: 0 }];
    await goLive(harness);
    harness.server.script = (command) =>
      command.includes('refreshjwt') ? { code: 401 } : 'normal';
    await harness.time.advance(1800 * 1000);
    expect(harness.status().phase).toBe('live');
    harness.server.socket.drop();
    await harness.time.advance(1_000);
    expect([logins(harness), tokenLogins(harness)]).toEqual([2, 0]);
  });
});

describe('a stop', () => {
  it('kills the token, closes cleanly and leaves no timer', async () => {
    const harness = await liveHarness();
    await harness.client.stop();
    expect(harness.server.commands.at(-1)).toMatch(/^jdev\/sys\/killtoken\//);
    expect(harness.server.tokens.size).toBe(0);
    expect(harness.server.socket.closedWith).toBe(1000);
    expect(harness.time.armed).toBe(0);
    expect(statuses(harness).map(({ phase }) => phase)).toEqual(['connecting', 'live', 'stopped']);
  });

  it('takes a few seconds at most when the Miniserver is silent', async () => {
    const harness = await liveHarness();
    harness.server.script = () => 'silence';
    harness.server.socket.answersClose = false;
    let stopped = false;
    const stopping = harness.client.stop().then(() => {
      stopped = true;
    });
    await harness.time.advance(3_999);
    expect(stopped).toBe(false);
    await harness.time.advance(1);
    await stopping;
    expect(harness.server.socket.terminated).toBe(true);
    expect(harness.time.armed).toBe(0);
  });

  it('ends a pause between attempts', async () => {
    const harness = makeHarness();
    harness.server.http = refused;
    harness.client.start();
    await turns();
    await harness.client.stop();
    expect(harness.time.armed).toBe(0);
    expect(harness.status()).toEqual({ phase: 'stopped', since: harness.time.now() });
    await harness.time.advance(3600 * 1000);
    expect(harness.server.httpRequests).toHaveLength(1);
  });

  it.each([
    'jdev/sys/keyexchange',
    'jdev/sys/getkey2',
    'jdev/sys/getjwt',
    'jdev/sps/LoxAPPversion3',
    'data/LoxAPP3.json',
    'jdev/sps/enablebinstatusupdate',
  ])('ends a connection that hangs at %s', async (word) => {
    const harness = makeHarness();
    harness.server.script = (command) => (command.startsWith(word) ? 'silence' : 'normal');
    harness.client.start();
    await turns();
    const stopping = harness.client.stop();
    await harness.time.advance(4_000);
    await stopping;
    expect(harness.server.socket.closedWith).toBe(1000);
    expect(harness.time.armed).toBe(0);
    expect(harness.status().phase).toBe('stopped');
    expect(harness.server.sockets).toHaveLength(1);
  });

  it('ends a connection that opens at the same moment', async () => {
    const harness = makeHarness();
    const { server, client } = harness;
    let stopping: Promise<void> | undefined;
    const open = server.open.bind(server);
    server.open = (handlers) => {
      stopping = client.stop();
      return open(handlers);
    };
    client.start();
    await turns();
    await stopping;
    expect(server.socket.closedWith).toBe(1000);
    expect(server.commands).toEqual([]);
    expect(harness.time.armed).toBe(0);
  });

  it('works before a start and more than once', async () => {
    const { client, status } = makeHarness();
    await Promise.all([client.stop(), client.stop()]);
    await client.stop();
    expect(status().phase).toBe('stopped');
    expect(() => client.start()).toThrow(TypeError);
  });

  it('ends commands that wait', async () => {
    const harness = await liveHarness();
    const running = harness.client.home.execute({ control: ID.lamp, command: 'on' });
    await turns();
    await harness.client.stop();
    expect(await running).toMatchObject({ outcome: 'unknown' });
    expect(await harness.client.home.execute({ control: ID.lamp, command: 'on' })).toMatchObject({
      outcome: 'offline',
      status: { phase: 'stopped' },
    });
  });
});

describe('whenLive', () => {
  it('resolves when the house is live, also afterwards', async () => {
    const harness = makeHarness();
    const waiting = harness.client.whenLive();
    await goLive(harness);
    await waiting;
    await harness.client.whenLive();
  });

  it('rejects when the credentials are refused, also afterwards', async () => {
    const harness = makeHarness({ password: 'another' });
    const expectation = { code: 'ERR_LOXONE_CREDENTIALS_REJECTED', details: { user: 'admin' } };
    const waiting = expect(harness.client.whenLive()).rejects.toMatchObject(expectation);
    harness.client.start();
    await waiting;
    await expect(harness.client.whenLive()).rejects.toMatchObject(expectation);
  });

  it('rejects when the client is stopped, also afterwards', async () => {
    const harness = makeHarness();
    harness.server.http = refused;
    harness.client.start();
    const expectation = { code: 'ERR_LOXONE_CONNECTION_LOST' };
    const waiting = expect(harness.client.whenLive()).rejects.toMatchObject(expectation);
    await harness.client.stop();
    await waiting;
    await expect(harness.client.whenLive()).rejects.toMatchObject(expectation);
  });

  it('rejects with the reason of its signal', async () => {
    const harness = makeHarness();
    const giveUp = new AbortController();
    const waiting = expect(harness.client.whenLive(giveUp.signal)).rejects.toThrow('enough');
    giveUp.abort(new RangeError('enough'));
    await waiting;
    await expect(harness.client.whenLive(giveUp.signal)).rejects.toThrow('enough');
  });
});

/** Randomness that never repeats. */
function counting(): (length: number) => Uint8Array {
  let next = 1;
  return (length) => Uint8Array.from({ length }, () => (next = (next * 31 + 7) % 251));
}
