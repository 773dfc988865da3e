import { describe, expect, it } from 'vitest';
import type { Faults, Simulator } from '../src/index.js';
import { connect, login, requestToken, subscribe } from './support/logins.js';
import { ManualTime } from './support/manual-time.js';
import { RawSocket } from './support/raw-socket.js';
import { basic, get, PASSWORD, start, USER } from './support/simulators.js';
import { readTables } from './support/tables.js';

/** One row of protocol reference §7 or one fault of §8.5, and what a bare client sees of it. */
interface Row {
  readonly row: string;
  readonly what: string;
  /** The faults of {@link Faults} that the row is about; none where it is how the box always is. */
  readonly faults: readonly (keyof Faults)[];
  readonly sees: (simulator: Simulator, time: ManualTime) => Promise<void>;
}

const API = 'jdev/cfg/api';
const lamp = (simulator: Simulator): string => simulator.house.control('Garage Light')?.id ?? '';
const lampState = (simulator: Simulator): string =>
  String(simulator.house.control('Garage Light')?.states.active);

async function loadedStructure(simulator: Simulator): Promise<Record<string, object>> {
  return JSON.parse((await get(simulator, 'data/LoxAPP3.json')).body).controls;
}

async function odd(simulator: Simulator, kind: Parameters<Faults['addOddControl']>[0]) {
  const before = Object.keys(await loadedStructure(simulator));
  simulator.faults.addOddControl(kind);
  const after = Object.entries(await loadedStructure(simulator));
  expect(after).toHaveLength(before.length + 1);
  return after.find(([id]) => !before.includes(id))?.[1];
}

const ROWS: readonly Row[] = [
  ...(
    [
      ['Code text', '"Code":"200"'],
      ['Code number', '"Code":200'],
      ['code text', '"code":"200"'],
      ['code number', '"code":200'],
    ] as const
  ).map(
    ([style, text]): Row => ({
      row: '1',
      what: `the code as ${style}`,
      faults: ['forceCodes'],
      sees: async (simulator) => {
        const { talk } = await login(simulator);
        simulator.faults.forceCodes(style);
        expect(await talk.socket.request(talk.wrap('jdev/sps/LoxAPPversion3'))).toContain(text);
        simulator.faults.forceCodes(undefined);
        expect(await talk.socket.request(talk.wrap('jdev/sps/LoxAPPversion3'))).toContain(
          '"Code":"200"',
        );
      },
    }),
  ),
  {
    row: '2',
    what: 'a public key under the label of a certificate',
    faults: [],
    sees: async (simulator) => {
      const { body } = await get(simulator, 'jdev/sys/getPublicKey', {});
      expect(body).toMatch(/BEGIN CERTIFICATE-----MI[^ ]+-----END CERTIFICATE/);
    },
  },
  {
    row: '3',
    what: 'pseudo-JSON with single quotes',
    faults: [],
    sees: async (simulator) => {
      expect((await get(simulator, API, {})).body).toContain("{'snr': '");
    },
  },
  {
    row: '4',
    what: 'a reboot: announced, 503, back',
    faults: ['reboot'],
    sees: async (simulator, time) => {
      const talk = await subscribe(simulator);
      await readTables(talk.socket);
      simulator.faults.reboot({ downMs: 500 });
      expect((await talk.socket.message()).kind).toBe(5);
      expect((await get(simulator, API, {})).status).toBe(503);
      time.advance(500);
      expect((await get(simulator, API, {})).status).toBe(200);
    },
  },
  {
    row: '4',
    what: 'a window in which connections are refused',
    faults: ['refuseConnections'],
    sees: async (simulator, time) => {
      const { talk } = await login(simulator);
      simulator.faults.refuseConnections(5000);
      await expect(RawSocket.open(simulator.url)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
      expect((await talk.ask('jdev/sps/LoxAPPversion3')).code).toBe(200);
      time.advance(5000);
      await expect.poll(() => get(simulator, API, {}).then(({ status }) => status)).toBe(200);
    },
  },
  {
    row: '4',
    what: 'a firmware update: announced, 4007, 503',
    faults: ['updateFirmware'],
    sees: async (simulator, time) => {
      const { talk } = await login(simulator);
      simulator.faults.updateFirmware({ downMs: 900 });
      expect((await talk.socket.message()).kind).toBe(5);
      expect(await talk.socket.closed).toMatchObject({ code: 4007 });
      expect((await get(simulator, API, {})).status).toBe(503);
      time.advance(900);
      expect((await get(simulator, API, {})).status).toBe(200);
    },
  },
  {
    row: '5',
    what: '503 for as long as it boots',
    faults: ['setBooting'],
    sees: async (simulator) => {
      simulator.faults.setBooting(true);
      await expect(RawSocket.open(simulator.url)).rejects.toThrow('503');
      simulator.faults.setBooting(false);
      expect((await get(simulator, API, {})).status).toBe(200);
    },
  },
  {
    row: '6',
    what: 'sessions that nobody holds any more keep their places',
    faults: ['occupyEventSlots'],
    sees: async (simulator) => {
      simulator.faults.occupyEventSlots(30);
      await subscribe(simulator);
      expect((await get(simulator, API, {})).body).toContain("'hasEventSlots':false");
      simulator.faults.occupyEventSlots(0);
      expect((await get(simulator, API, {})).body).toContain("'hasEventSlots':true");
    },
  },
  {
    row: '7',
    what: 'no place for live updates: 4008',
    faults: ['occupyEventSlots'],
    sees: async (simulator) => {
      simulator.faults.occupyEventSlots(31);
      const { talk } = await login(simulator);
      talk.socket.send(talk.wrap('jdev/sps/enablebinstatusupdate'));
      expect(await talk.socket.closed).toMatchObject({ code: 4008 });
    },
  },
  {
    row: '7',
    what: 'too many connections: 901',
    faults: ['exhaustConnections'],
    sees: async (simulator) => {
      simulator.faults.exhaustConnections(true);
      expect((await get(simulator, API, {})).body).toContain('<errorcode>901</errorcode>');
      const socket = await RawSocket.open(simulator.url);
      expect(await socket.text()).toContain('901');
      expect(await socket.closed).toMatchObject({ code: 1000 });
      simulator.faults.exhaustConnections(false);
      expect((await login(simulator)).granted.code).toBe(200);
    },
  },
  {
    row: '8',
    what: 'a lock-out: 403 and 4003 with the seconds that remain',
    faults: ['lockOut'],
    sees: async (simulator, time) => {
      simulator.faults.lockOut(20);
      time.advance(5001);
      const { status, body } = await get(simulator, API, {});
      expect([status, /<remaining>15</.test(body)]).toEqual([403, true]);
      const { code, reason } = await (await RawSocket.open(simulator.url)).closed;
      expect([code, reason.endsWith('(15)')]).toEqual([4003, true]);
    },
  },
  {
    row: '8',
    what: 'credentials that are right and refused',
    faults: ['rejectCredentials'],
    sees: async (simulator) => {
      simulator.faults.rejectCredentials(true);
      expect((await get(simulator, 'jdev/cfg/mac')).status).toBe(401);
    },
  },
  {
    row: '9',
    what: 'another password: 4005, the old token and password are dead',
    faults: ['changePassword'],
    sees: async (simulator) => {
      const { talk, token } = await login(simulator);
      simulator.faults.changePassword(USER, 'another');
      expect(await talk.socket.closed).toMatchObject({ code: 4005 });
      const again = await connect(simulator, { mode: 'enc' });
      expect((await again.ask(`authwithtoken/${token}/${USER}`)).code).toBe(401);
      const old = await connect(simulator, { mode: 'enc', password: PASSWORD });
      expect((await requestToken(old)).code).toBe(401);
      expect((await get(simulator, 'jdev/cfg/mac', basic(USER, 'another'))).status).toBe(200);
    },
  },
  {
    row: '10',
    what: 'a user is disabled: 4006, then 423',
    faults: ['disableUser'],
    sees: async (simulator) => {
      const { talk } = await login(simulator);
      simulator.faults.disableUser(USER);
      expect(await talk.socket.closed).toMatchObject({ code: 4006 });
      expect((await login(simulator)).granted.code).toBe(423);
    },
  },
  {
    row: '10',
    what: 'a user somewhere has changed: 4004',
    faults: ['closeConnections'],
    sees: async (simulator) => {
      const { talk } = await login(simulator);
      simulator.faults.closeConnections(4004);
      expect(await talk.socket.closed).toMatchObject({ code: 4004 });
    },
  },
  {
    row: '11',
    what: 'a token is refreshed, and the socket goes at the old expiry',
    faults: ['keepOldExpiry'],
    sees: async (simulator, time) => {
      simulator.faults.keepOldExpiry(true);
      const { talk, token } = await login(simulator);
      time.advance(90_000);
      talk.socket.send('keepalive');
      await talk.socket.message();
      expect((await talk.ask(`jdev/sys/refreshjwt/${token}/${USER}`)).code).toBe(200);
      time.advance(11_000);
      expect(await talk.socket.closed).toMatchObject({ code: 1000 });
    },
  },
  {
    row: '11',
    what: 'the token dies in the middle of a session',
    faults: ['expireSessions', 'expireTokens'],
    sees: async (simulator) => {
      const { talk, token } = await login(simulator);
      simulator.faults.expireSessions();
      expect(await talk.socket.closed).toMatchObject({ code: 1000 });
      const again = await connect(simulator, { mode: 'enc' });
      expect((await again.ask(`authwithtoken/${token}/${USER}`)).code).toBe(401);
    },
  },
  {
    row: '12',
    what: 'a key exchange is refused once: 401',
    faults: ['refuseKeyExchange'],
    sees: async (simulator) => {
      simulator.faults.refuseKeyExchange(1);
      const socket = await RawSocket.open(simulator.url);
      const { code } = await socket.answer('jdev/sys/keyexchange/AAAA');
      expect(code).toBe(401);
      simulator.faults.refuseKeyExchange(1);
      // No one-time key came along.
      expect((await connect(simulator, { mode: 'enc' })).firstKey).toBe('');
      expect((await login(simulator)).granted.code).toBe(200);
    },
  },
  {
    row: '12',
    what: 'a salt that does not fit: 401, once',
    faults: ['mismatchSalts'],
    sees: async (simulator) => {
      const { talk } = await login(simulator);
      simulator.faults.mismatchSalts(1);
      expect((await talk.ask('jdev/sps/LoxAPPversion3')).code).toBe(401);
      expect((await talk.ask('jdev/sps/LoxAPPversion3')).code).toBe(200);
    },
  },
  {
    row: '13',
    what: 'generation 1: a token command in the clear is answered 400',
    faults: [],
    sees: async () => {
      const simulator = await start({ generation: 1 });
      const socket = await RawSocket.open(simulator.url);
      const { code } = await socket.answer(`jdev/sys/getjwt/00/${USER}/4/uuid/test`);
      expect(code).toBe(400);
      expect((await login(simulator)).granted.code).toBe(200);
    },
  },
  {
    row: '14',
    what: 'the certificate has expired: httpsStatus 2; without TLS there is none',
    faults: ['certificateExpired'],
    sees: async (simulator) => {
      expect((await get(simulator, 'jdev/cfg/apiKey', {})).body).not.toContain('httpsStatus');
      const secure = await start({ tls: true });
      secure.faults.certificateExpired(true);
      const socket = await RawSocket.open(secure.url);
      const { value } = await socket.answer('jdev/cfg/apiKey');
      expect(String(value)).toContain("'httpsStatus':2");
    },
  },
  {
    row: '15',
    what: 'a name and a password that are not ASCII',
    faults: [],
    sees: async () => {
      const simulator = await start({ user: 'Jürg Ωmega', password: 'ß:Ж' });
      const { granted } = await login(simulator, {
        mode: 'enc',
        user: 'Jürg Ωmega',
        password: 'ß:Ж',
      });
      expect(granted.code).toBe(200);
      expect((await get(simulator, 'jdev/cfg/mac', basic('Jürg Ωmega', 'ß:Ж'))).status).toBe(200);
    },
  },
  {
    row: '16',
    what: 'texts: a bare bracket, nothing, no UTF-8, cut short',
    faults: ['sendInvalidText', 'sendTruncatedText'],
    sees: async (simulator, time) => {
      const uuid = Object.entries(
        JSON.parse((await get(simulator, 'data/LoxAPP3.json')).body).globalStates as Record<
          string,
          string
        >,
      ).find(([name]) => name === 'plannedTasks')?.[1];
      const talk = await subscribe(simulator);
      await readTables(talk.socket);
      for (const text of ['[', '']) {
        simulator.house.set(uuid ?? '', text);
        time.advance(20);
        expect((await readTables(talk.socket)).texts.get(uuid ?? '')).toBe(text);
      }
      simulator.faults.sendInvalidText();
      simulator.faults.sendTruncatedText();
      const [invalid, cut] = [await talk.socket.messageOf(3), await talk.socket.messageOf(3)];
      expect(invalid.payload?.bytes.includes(0xff)).toBe(true);
      expect(cut.length).toBe((invalid.payload?.bytes.length ?? 0) - 10);
    },
  },
  {
    row: '17',
    what: 'a state that two controls have',
    faults: ['addOddControl'],
    sees: async (simulator) => {
      const states = Object.values(await loadedStructure(simulator)).flatMap((control) =>
        Object.values((control as { states?: object }).states ?? {}),
      );
      const shared = (await odd(simulator, 'sharedState')) as { states: { active: string } };
      expect(states).toContain(shared.states.active);
    },
  },
  {
    row: '18',
    what: 'a list of states under one name',
    faults: ['addOddControl'],
    sees: async (simulator) => {
      const { states } = (await odd(simulator, 'stateList')) as { states: { active: string[] } };
      expect(states.active).toHaveLength(3);
      const talk = await subscribe(simulator);
      const dump = await readTables(talk.socket);
      expect(states.active.every((uuid) => dump.values.has(uuid))).toBe(true);
    },
  },
  {
    row: '19',
    what: 'a secured control refuses io',
    faults: [],
    sees: async (simulator) => {
      const { talk } = await login(simulator);
      const door = simulator.house.control('Front Door')?.id;
      expect((await talk.ask(`jdev/sps/io/${door}/open`)).code).toBe(403);
    },
  },
  {
    row: '21',
    what: 'NaN, −1000 and −1337, of known and of unknown states',
    faults: ['sendUnknownState'],
    sees: async (simulator, time) => {
      const talk = await subscribe(simulator);
      await readTables(talk.socket);
      for (const value of [Number.NaN, -1000, -1337]) {
        simulator.house.set(lampState(simulator), value);
        time.advance(20);
        expect((await readTables(talk.socket)).values.get(lampState(simulator))).toBe(value);
        simulator.faults.sendUnknownState(value);
        expect([...(await readTables(talk.socket)).values.values()]).toEqual([value]);
      }
    },
  },
  {
    row: '22',
    what: 'firmware: commands that came later are unknown, fields are missing',
    faults: [],
    sees: async () => {
      const old = await start({ firmware: '10.1.0.0' });
      const { body } = await get(old, API, {});
      expect(body).not.toContain('local');
      const { talk, granted } = await login(old, { mode: 'enc', getToken: 'gettoken' });
      expect(granted.code).toBe(200);
      expect((await talk.ask(`jdev/sys/getjwt/00/${USER}/4/uuid/test`)).code).toBe(404);
      const refreshed = await connect(old, { mode: 'enc', getToken: 'gettoken' });
      expect((await requestToken(refreshed)).code).toBe(200);
      expect((await get(await start({ firmware: '9.0.1.2' }), API, {})).body).not.toContain(
        'hasEventSlots',
      );
    },
  },
  {
    row: '23',
    what: 'events between a command and its answer',
    faults: ['eventsBeforeAnswers'],
    sees: async (simulator) => {
      const talk = await subscribe(simulator);
      await readTables(talk.socket);
      simulator.faults.eventsBeforeAnswers(true);
      talk.socket.send(talk.wrap(`jdev/sps/io/${lamp(simulator)}/on`));
      expect([(await talk.socket.message()).kind, (await talk.socket.message()).kind]).toEqual([
        2, 0,
      ]);
    },
  },
  {
    row: '24',
    what: 'acknowledged and not done; done and not acknowledged',
    faults: ['falseAcks', 'swallowStates'],
    sees: async (simulator) => {
      const { talk } = await login(simulator);
      const ask = (command: string) => talk.ask(`jdev/sps/io/${lamp(simulator)}/${command}`);
      simulator.faults.falseAcks('undone');
      expect((await ask('on')).value).toBe('1');
      expect(simulator.house.state(lampState(simulator))).toBe(0);
      simulator.faults.falseAcks('denied');
      expect((await ask('on')).value).toBe('0');
      expect(simulator.house.state(lampState(simulator))).toBe(1);
      simulator.faults.falseAcks(undefined);
      expect((await ask('off')).value).toBe('1');
    },
  },
  {
    row: '26',
    what: 'a structure file above the usual limit of a frame',
    faults: ['serveStructure'],
    sees: async (simulator) => {
      const large = JSON.stringify({ filler: 'x'.repeat(2 * 1024 * 1024) });
      simulator.faults.serveStructure(large);
      const { talk } = await login(simulator);
      talk.socket.send('data/LoxAPP3.json');
      expect((await talk.socket.message()).length).toBe(large.length);
    },
  },
  {
    row: '27',
    what: 'callers are taken for external ones',
    faults: ['callersAreExternal'],
    sees: async (simulator) => {
      simulator.faults.callersAreExternal(true);
      expect((await get(simulator, API, {})).body).toContain("'local':false");
      simulator.faults.callersAreExternal(false);
      expect((await get(simulator, API, {})).body).toContain("'local':true");
    },
  },
  {
    row: '§0.1.6',
    what: 'quotes in a value that nobody escaped',
    faults: ['badQuotes'],
    sees: async (simulator) => {
      const { talk } = await login(simulator);
      simulator.faults.badQuotes(true);
      const text = await talk.socket.request(talk.wrap(`jdev/sps/io/${lamp(simulator)}/on`));
      expect(() => JSON.parse(text)).toThrow();
      expect(text).toContain('"value":"1 "so to say""');
      expect((await talk.ask('jdev/sps/LoxAPPversion3')).code).toBe(200);
    },
  },
  {
    row: '§3.2',
    what: 'headers: estimated, twice, of nothing, of a length that is wrong',
    faults: ['estimateHeaders', 'duplicateHeaders', 'sendEmptyPayload', 'sendWrongLength'],
    sees: async (simulator) => {
      const { talk } = await login(simulator);
      simulator.faults.estimateHeaders(true);
      simulator.faults.duplicateHeaders(true);
      talk.socket.send('jdev/sys/getkey');
      const frames = [];
      for (let count = 0; count < 4; count += 1) frames.push(await talk.socket.frame());
      const [estimate, exact, twice, payload] = frames;
      expect([estimate?.bytes[2], exact?.bytes[2]]).toEqual([0x80, 0]);
      expect(twice?.bytes).toEqual(exact?.bytes);
      expect(exact?.bytes.readUInt32LE(4)).toBe(payload?.bytes.length);
      simulator.faults.estimateHeaders(false);
      simulator.faults.duplicateHeaders(false);
      simulator.faults.sendEmptyPayload();
      expect((await talk.socket.frame()).bytes.toString('hex')).toBe('0303000000000000');
      simulator.faults.sendWrongLength();
      const { length, payload: short } = await talk.socket.message();
      expect([length, short?.bytes.length]).toEqual([48, 24]);
    },
  },
  {
    row: '§8.5',
    what: 'a header without its payload, and the end',
    faults: ['announceAndClose'],
    sees: async (simulator) => {
      const { talk } = await login(simulator);
      simulator.faults.announceAndClose();
      expect((await talk.socket.frame()).bytes.length).toBe(8);
      expect(await talk.socket.closed).toMatchObject({ code: 1000 });
    },
  },
  {
    row: '§8.5',
    what: 'half-open, cut',
    faults: ['halfOpen', 'dropConnections'],
    sees: async (simulator) => {
      const { talk } = await login(simulator);
      simulator.faults.halfOpen(true);
      talk.socket.send('keepalive');
      await get(simulator, API, {});
      simulator.faults.dropConnections();
      expect(await talk.socket.closed).toMatchObject({ code: 1006 });
      await expect(talk.socket.frame()).rejects.toThrow();
    },
  },
  {
    row: '§8.5',
    what: 'slow: handshakes, answers, files',
    faults: ['slowHandshake', 'slowAnswers', 'slowFiles'],
    sees: async (simulator, time) => {
      const { talk } = await login(simulator);
      simulator.faults.slowAnswers(400);
      simulator.faults.slowFiles(300);
      for (const text of ['jdev/sys/getkey', 'data/LoxAPP3.json', 'keepalive'])
        talk.socket.send(text);
      expect((await talk.socket.message()).kind).toBe(6);
      time.advance(400);
      expect((await talk.socket.message()).kind).toBe(0);
      time.advance(700);
      expect((await talk.socket.message()).kind).toBe(1);
      simulator.faults.slowHandshake(1000);
      const opening = RawSocket.open(simulator.url);
      await get(simulator, API, {});
      await expect
        .poll(() => {
          time.advance(1000);
          return simulator.connections();
        })
        .toBe(2);
      expect((await opening).isOpen).toBe(true);
    },
  },
  {
    row: '§8.5',
    what: 'another structure with another date; odd controls',
    faults: ['replaceStructure', 'addOddControl'],
    sees: async (simulator, time) => {
      const { talk } = await login(simulator);
      const before = (await talk.ask('jdev/sps/LoxAPPversion3')).value;
      time.advance(1000);
      expect(await odd(simulator, 'unknownType')).toMatchObject({ type: 'FluxCompensator' });
      expect((await talk.socket.message()).kind).toBe(5);
      const again = await login(simulator);
      expect((await again.talk.ask('jdev/sps/LoxAPPversion3')).value).not.toBe(before);
      expect(await odd(simulator, 'noRoom')).not.toHaveProperty('room');
      expect(await odd(simulator, 'noType')).toMatchObject({ type: '' });
      expect(await odd(simulator, 'noStates')).toMatchObject({ states: {} });
      expect(await odd(simulator, 'noName')).not.toHaveProperty('name');
      // The odd ones stay, also the one that the house itself leaves out.
      expect(await odd(simulator, 'stateList')).toHaveProperty('states.active.2');
      expect(() => simulator.faults.replaceStructure({})).toThrow('lastModified');
    },
  },
  {
    row: '§8.5',
    what: 'encrypted commands echoed encrypted',
    faults: ['encryptedEcho'],
    sees: async (simulator) => {
      const { talk } = await login(simulator);
      simulator.faults.encryptedEcho(true);
      expect((await talk.ask('jdev/sps/LoxAPPversion3')).control).toContain('jdev/sys/enc/');
    },
  },
];

describe('what a bare client sees of each fault (§7, §8.5)', () => {
  for (const { row, what, sees } of ROWS) {
    it(`${row}: ${what}`, async () => {
      const time = new ManualTime('2025-06-01T10:00:00Z');
      const simulator = await start({
        clock: time.clock,
        timers: time.timers,
        tokenLifetimes: { web: 100, app: 100 },
      });
      await sees(simulator, time);
    });
  }

  it('leaves out no fault', async () => {
    const { faults } = await start();
    const tried = new Set(ROWS.flatMap((row) => row.faults));
    expect(Object.keys(faults).filter((name) => !tried.has(name as keyof Faults))).toEqual([]);
  });
});

describe('a script of faults', () => {
  it('happens step by step on the clock, and can be called off', async () => {
    const time = new ManualTime('2025-06-01T10:00:00Z');
    const simulator = await start({ clock: time.clock, timers: time.timers });
    const status = async () => (await get(simulator, API, {})).status;
    const cancel = simulator.runFaults([
      { fault: 'setBooting', args: [true] },
      { fault: 'setBooting', args: [false], afterMs: 1000 },
      { fault: 'lockOut', args: [5], afterMs: 2000 },
    ]);
    expect(await status()).toBe(503);
    time.advance(1000);
    expect(await status()).toBe(200);
    cancel();
    time.advance(1000);
    expect(await status()).toBe(200);
  });

  it('does nothing at all when one of its steps is no fault', async () => {
    const simulator = await start();
    const steps = [{ fault: 'setBooting', args: [true] }, { fault: 'toString' }];
    expect(() => simulator.runFaults(steps)).toThrow(RangeError);
    expect((await get(simulator, API, {})).status).toBe(200);
  });
});
