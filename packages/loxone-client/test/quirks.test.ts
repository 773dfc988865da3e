import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { formatAnswer, MESSAGE_KIND } from '@gatehouse/loxone-protocol';
import { describe, expect, it } from 'vitest';
import type { HttpReply } from '../src/transport.js';
import type { FakeMiniserver } from './support/fake-miniserver.js';
import { goLive, type Harness, makeHarness } from './support/harness.js';
import { ID, littleHouse } from './support/house-file.js';
import { turns, until } from './support/manual-time.js';

// One test for each row of the protocol reference's table of quirks and failure modes (§7), seen
// from a whole client. Parts of it are tested closer to where they are dealt with.

const booting: HttpReply = { status: 503, body: '' };
const blocked = (seconds: number): HttpReply => ({
  status: 403,
  body: `<errorcode>403</errorcode><errordetail><remaining>${seconds}</remaining></errordetail>`,
});

async function live(...options: Parameters<typeof makeHarness>): Promise<Harness> {
  const harness = makeHarness(...options);
  harness.server.values = [{ uuid: ID.lampActive, value: 0 }];
  await goLive(harness);
  return harness;
}

const { stringify } = JSON;
const lamp = ({ client }: Harness): unknown => client.home.states(ID.lamp)[0]?.value;
const logins = ({ server }: Harness): number => server.count('jdev/sys/getjwt/');
const loads = ({ server }: Harness): number => server.count('data/LoxAPP3.json');

/** Answers every question of a client with a text of the test's own. */
function answerWith(harness: Harness, question: string, text: (command: string) => string): void {
  harness.server.script = (command, socket) => {
    if (!command.startsWith(question)) return 'normal';
    socket.answer(text(command));
    return 'silence';
  };
}

describe('answers', () => {
  it.each([
    ['Code', '"200"'],
    ['code', '200'],
    ['code', '"200"'],
    ['Code', '200'],
  ])('quirk 1: the status is %s, as %s', async (key, code) => {
    const harness = makeHarness();
    answerWith(
      harness,
      'jdev/sps/LoxAPPversion3',
      (control) => `{"LL":{"control":"${control}","value":"2024-01-01 10:00:00","${key}":${code}}}`,
    );
    await goLive(harness);
    expect(harness.status().phase).toBe('live');
  });

  it('quirk 2: the public key calls itself a certificate, on one line', async () => {
    const harness = await live();
    const reply = await harness.server.get('/jdev/sys/getPublicKey');
    expect(reply.body).toMatch(/-----BEGIN CERTIFICATE-----M[^\\]*-----END CERTIFICATE-----/);
    expect(harness.status().phase).toBe('live');
  });

  it('quirk 3: what the Miniserver says of itself is quoted singly', async () => {
    const harness = await live();
    expect((await harness.server.get('/jdev/cfg/apiKey')).body).toContain("'version':'15.0.0.0'");
    expect(harness.client.home.info()?.firmware).toBe('15.0.0.0');
  });

  it('quirk 23: states come between a command and its answer', async () => {
    const harness = await live();
    harness.server.script = (command, socket) => {
      if (command.includes('/io/')) socket.pushValues([{ uuid: ID.lampActive, value: 1 }]);
      return 'normal';
    };
    const running = harness.client.home.execute({ control: ID.lamp, command: 'on' });
    await harness.time.advance(3_000);
    expect(await running).toMatchObject({ outcome: 'changed' });
  });

  it('quirk 24: the value in an answer is no state', async () => {
    const harness = await live();
    harness.server.script = (command) =>
      command.includes('/io/') ? { code: 200, value: '1' } : 'normal';
    const running = harness.client.home.execute({ control: ID.lamp, command: 'on' });
    await harness.time.advance(3_000);
    expect(await running).toMatchObject({ outcome: 'unchanged' });
    expect(lamp(harness)).toBe(false);
  });
});

describe('restarts and limits', () => {
  it('quirk 4: a restart is waited out, and a structure that changed is loaded', async () => {
    const harness = await live();
    harness.server.socket.header(MESSAGE_KIND.outOfService, 0);
    harness.server.http = Object.assign(new TypeError('x'), { code: 'ECONNREFUSED' });
    harness.server.socket.drop(1000);
    await turns();
    expect(harness.status().problem).toContain('goes out of service');
    await harness.time.advance(5_000);
    harness.server.http = booting;
    await harness.time.advance(60_000);
    expect(harness.status().problem).toContain('is starting');
    harness.server.http = undefined;
    harness.server.structure = littleHouse('2024-05-05 10:00:00');
    harness.server.structureVersion = '2024-05-05 10:00:00';
    await harness.time.advance(6_000);
    expect(harness.status().phase).toBe('live');
    expect([loads(harness), logins(harness)]).toEqual([2, 1]);
  });

  it('quirk 4: a box that announces it and then forgets to close is left', async () => {
    const harness = await live();
    harness.server.socket.header(MESSAGE_KIND.outOfService, 0);
    await harness.time.advance(4_999);
    expect(harness.server.socket.terminated).toBe(false);
    await harness.time.advance(1);
    expect(harness.server.sockets[0]?.terminated).toBe(true);
  });

  it('quirk 5: a booting box is asked by HTTP only, one question at a time, never storming it', async () => {
    const harness = makeHarness();
    harness.server.http = booting;
    const asked: number[] = [];
    const get = harness.server.get.bind(harness.server);
    let open = 0;
    let most = 0;
    harness.server.get = async (path) => {
      asked.push(harness.time.now());
      open += 1;
      most = Math.max(most, open);
      return get(path).finally(() => {
        open -= 1;
      });
    };
    harness.client.start();
    harness.client.start();
    await harness.time.advance(60_000);
    const pauses = asked.slice(1).map((at, index) => at - (asked[index] ?? 0));
    expect(pauses.slice(0, 4)).toEqual([875, 1750, 3500, 4375]);
    expect(Math.min(...pauses)).toBeGreaterThanOrEqual(750);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(5_000);
    expect([most, harness.server.sockets.length]).toEqual([1, 0]);
  });

  it('quirk 6: no session is left behind', async () => {
    const harness = await live();
    await harness.client.stop();
    expect(harness.server.socket.closedWith).toBe(1000);
    expect(harness.server.tokens.size).toBe(0);
    expect(harness.time.armed).toBe(0);
  });

  it('quirk 7: one socket; a full box is left alone for a minute', async () => {
    const harness = await live();
    expect(harness.server.sockets).toHaveLength(1);
    harness.server.socket.drop(4008);
    await turns();
    expect(harness.status().problem).toContain('too many clients');
    expect(harness.time.delays).toEqual([60_000]);
    harness.server.script = (command) => (command.includes('authwith') ? { code: 901 } : 'normal');
    await harness.time.advance(60_000);
    expect(harness.time.delays).toEqual([60_000]);
  });

  it.each([1, 38, 108])('quirk 8: a block of %i s is waited out to the second', async (seconds) => {
    const harness = makeHarness();
    harness.server.http = blocked(seconds);
    harness.client.start();
    await turns();
    expect(harness.server.httpRequests).toHaveLength(1);
    await harness.time.advance(seconds * 1000);
    expect(harness.server.httpRequests).toHaveLength(1);
    harness.server.http = undefined;
    harness.server.values = [{ uuid: ID.lampActive, value: 0 }];
    await harness.time.advance(1_000);
    expect(harness.status().phase).toBe('live');
    expect(logins(harness)).toBe(1);
  });

  it('quirk 8: a block that begins at the upgrade is waited out as well', async () => {
    const harness = await live();
    harness.server.socket.drop(4003, 'Forbidden - IP 1.2.3.4 temporarily blocked (17)');
    await harness.time.advance(17_999);
    expect(harness.server.sockets).toHaveLength(1);
    await harness.time.advance(1);
    expect(harness.server.sockets).toHaveLength(2);
  });
});

describe('users and tokens', () => {
  it('quirk 9: a password that was changed is tried once, and never again', async () => {
    const harness = await live();
    Object.assign(harness.server.options, { password: 'another' });
    harness.server.tokens.clear();
    harness.server.socket.drop(4005);
    await harness.time.advance(24 * 3600_000);
    expect(harness.status().phase).toBe('rejected');
    expect(logins(harness)).toBe(2);
  });

  it.each([4004, 4005])('quirk 10: after %i the structure is loaded again', async (code) => {
    const harness = await live();
    harness.server.socket.drop(code);
    await harness.time.advance(2_000);
    expect(loads(harness)).toBe(2);
  });

  it('quirk 11: a socket that ends with the old token is opened with the new one', async () => {
    const harness = await live({ tokenLifeSeconds: 3600 });
    await harness.time.advance(1800_000);
    expect(harness.server.count('jdev/sys/refreshjwt/')).toBe(1);
    harness.server.socket.drop(1000);
    await harness.time.advance(2_000);
    expect(harness.status().phase).toBe('live');
    expect([logins(harness), harness.server.count('authwithtoken/')]).toEqual([1, 1]);
  });

  it('quirk 12: each socket has keys and salts of its own, exchanged once', async () => {
    let next = 1;
    const random = (length: number): Uint8Array =>
      Uint8Array.from({ length }, () => (next = (next * 31 + 7) % 251));
    const harness = await live({}, { random });
    for (let round = 0; round < 3; round += 1) {
      harness.server.socket.drop();
      await harness.time.advance(20_000);
    }
    const exchanges = harness.server.sockets.map(
      ({ sent }) => sent.filter((text) => text.includes('keyexchange')).length,
    );
    expect(exchanges).toEqual([1, 1, 1, 1]);
    const keys = harness.server.commands.filter((text) => text.includes('keyexchange'));
    expect(new Set(keys).size).toBe(4);
  });

  it('quirk 13: without TLS no token, no hash and no command travels in the clear', async () => {
    const harness = await live({}, { visuPassword: '1234' });
    for (const control of [ID.lamp, ID.safe]) {
      const running = harness.client.home.execute({ control, command: 'on' });
      await harness.time.advance(3_000);
      await running;
    }
    await harness.client.stop();
    const wire = harness.server.sockets.flatMap(({ sent }) => sent);
    expect(wire.filter((text) => /getjwt|token|getkey2|getvisusalt|\/ios?\//.test(text))).toEqual(
      [],
    );
    expect(harness.server.count('jdev/sps/io')).toBe(2);
  });

  it('quirk 14: whether there is TLS is asked by HTTP, not tried', async () => {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url ?? '');
      const value = "{'snr': '50:4F:94:00:00:01', 'version':'14.5.12.7'}";
      response.end(formatAnswer({ control: 'dev/cfg/apiKey', value, code: 200 }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const harness = makeHarness({}, {
      host: `127.0.0.1:${port}`,
      tls: 'auto',
      transport: undefined,
    } as never);
    harness.client.start();
    // The box has no TLS, as it says itself: it is spoken to over HTTP from then on.
    await until(() => asked.length >= 3, 'the client went on');
    expect(asked.slice(0, 3)).toEqual([
      '/jdev/cfg/apiKey',
      '/jdev/cfg/apiKey',
      '/jdev/sys/getPublicKey',
    ]);
    await harness.client.stop();
    await new Promise((resolve) => server.close(resolve));
  });

  it('quirk 15: users and passwords may hold any letters', async () => {
    const login = { user: 'Jürgen Ž/1', password: 'pässwörd ✓ 家' };
    const harness = await live(login, login);
    expect(harness.status().phase).toBe('live');
    const path = harness.server.commands.find((command) => command.includes('getjwt'));
    expect(path).toContain(`/${encodeURIComponent(login.user)}/`);
  });
});

describe('the house', () => {
  it('quirk 16: garbled texts neither stop the house nor hide what is sound', async () => {
    const harness = await live();
    for (const text of ['[', '', 'x\0\0', '{"broken"']) {
      harness.server.socket.pushTexts([{ uuid: ID.moodList, text }]);
    }
    harness.server.socket.pushValues([{ uuid: ID.lampActive, value: 1 }]);
    expect(harness.status().phase).toBe('live');
    expect(lamp(harness)).toBe(true);
  });

  it('quirk 17: one uuid is the state of several controls', async () => {
    const harness = await live();
    const seen = harness.client.home
      .controls()
      .filter(({ states }) => Object.values(states).includes(ID.lampActive));
    expect(seen.length).toBeGreaterThan(1);
    harness.server.socket.pushValues([{ uuid: ID.lampActive, value: 1 }]);
    for (const { id } of seen) {
      expect(harness.client.home.states(id)[0]?.value, id).not.toBe(false);
    }
  });

  it('quirk 18: a state may be a list', async () => {
    const harness = await live();
    harness.server.socket.pushValues([{ uuid: ID.warm, value: 21 }]);
    const names = harness.client.home.states(ID.thermostat).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining([expect.stringMatching(/\[1\]$/)]));
  });

  it('quirk 19: a secured control is commanded with a proof only', async () => {
    const harness = await live({}, { visuPassword: '1234' });
    const running = harness.client.home.execute({ control: ID.safe, command: 'on' });
    await harness.time.advance(3_000);
    expect(await running).toMatchObject({ outcome: 'unchanged' });
    expect([harness.server.count('jdev/sps/io/'), harness.server.count('jdev/sps/ios/')]).toEqual([
      0, 1,
    ]);
  });

  it('quirk 20: states that only older or newer firmware has are shown beside each other', async () => {
    const house = littleHouse();
    const states = { armedDelay: ID.warm, armedAt: ID.cool };
    const file = JSON.parse(stringify(house));
    file.controls[ID.lamp] = { name: 'Alarm', type: 'Alarm', uuidAction: ID.lamp, states };
    const harness = makeHarness();
    harness.server.structure = file;
    harness.server.values = [
      { uuid: ID.warm, value: 30 },
      { uuid: ID.cool, value: 400 },
    ];
    await goLive(harness);
    const shown = harness.client.home.states(ID.lamp).map(({ name }) => name);
    expect(shown).toEqual(['armedDelay', 'armedAt']);
  });

  it.each([Number.NaN, -1000, -1337, Number.POSITIVE_INFINITY])(
    'quirk 21: the value %d stops nothing',
    async (value) => {
      const harness = await live();
      harness.server.socket.pushValues([
        { uuid: ID.dimmerPosition, value },
        { uuid: ID.lampActive, value: 1 },
      ]);
      expect(() => stringify(harness.client.home.states(ID.dimmer))).not.toThrow();
      expect(lamp(harness)).toBe(true);
    },
  );

  it.each([
    ['9.3.2.22', 'connecting'],
    ['10.1.99.99', 'connecting'],
    ['10.2.0.0', 'live'],
    ['10.10.1.1', 'live'],
    ['16.0.6.10', 'live'],
  ])('quirk 22: firmware %s is compared by numbers', async (firmware, phase) => {
    const harness = makeHarness();
    harness.server.firmware = firmware;
    await goLive(harness);
    expect(harness.status().phase).toBe(phase);
  });

  it('quirk 25: a countdown of every second is told as it comes, and repeated values are not', async () => {
    const harness = await live();
    const before = harness.changes.length;
    for (const value of [9, 8, 8, 8, 7]) {
      harness.server.socket.pushValues([{ uuid: ID.warm, value }]);
    }
    expect(harness.changes.length - before).toBe(3);
  });

  it('quirk 26: a structure file of many megabytes is taken', async () => {
    const harness = makeHarness();
    const house = littleHouse();
    harness.server.structure = { ...house, padding: 'x'.repeat(9 * 1024 * 1024) };
    await goLive(harness);
    expect(harness.status().phase).toBe('live');
  });

  it('quirk 27: a user who is taken for external is served like any other', async () => {
    const harness = makeHarness();
    const server: FakeMiniserver = harness.server;
    const get = server.get.bind(server);
    server.get = async (path) => {
      if (!path.endsWith('apiKey')) return get(path);
      const value = "{'snr': '50:4F:94:00:00:01', 'version':'15.0.0.0', 'local':false}";
      return { status: 200, body: formatAnswer({ control: 'dev/cfg/apiKey', value, code: 200 }) };
    };
    await goLive(harness);
    expect(harness.status().phase).toBe('live');
  });

  it.each(['text', 'binary'])(
    'quirk 28: a picture that comes as %s is taken whole',
    async (kind) => {
      const harness = await live();
      const bytes = new TextEncoder().encode('<svg/> ü');
      harness.server.script = (_command, socket) => {
        socket.header(MESSAGE_KIND.file, bytes.length);
        socket.raw(bytes, kind === 'binary');
        return 'silence';
      };
      expect(await harness.client.link.file('icon')).toEqual(bytes);
    },
  );
});

describe('back-pressure', () => {
  it('a dump of 50,000 states leaves room for keepalive and commands between slices', async () => {
    const harness = await live();
    const { server, time, client } = harness;
    const crowd = Array.from({ length: 50_000 }, (_, index) => ({ uuid: ID.warm, value: index }));
    const before = time.slices;
    server.socket.pushValues(crowd);
    const asked = client.link.command('jdev/sys/cpu');
    server.socket.header(MESSAGE_KIND.keepalive, 0);
    await asked;
    const answeredAfter = time.slices - before;
    expect(answeredAfter).toBeLessThan(20);
    for (let round = 0; round < 60; round += 1) await turns(10);
    expect(time.slices - before).toBeGreaterThanOrEqual(50_000 / 200 - 1);
    const last = client.home.states(ID.thermostat).find(({ name }) => name.endsWith('[0]'));
    expect(last?.value).toBe(49_999);
    expect(harness.status().phase).toBe('live');
  });
});
