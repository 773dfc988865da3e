import {
  CommandCipher,
  createSessionKey,
  encryptSessionKey,
  hashLogin,
  hashPassword,
  hashToken,
  PATHS,
  parseAnswer,
  parseHashInputs,
  parsePublicKey,
  parseTokenGrant,
} from '@gatehouse/loxone-protocol';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { Simulator } from '../src/index.js';
import { login, subscribe } from './support/logins.js';
import { ManualTime } from './support/manual-time.js';
import { parse, RawSocket } from './support/raw-socket.js';
import { get, PASSWORD, start, USER } from './support/simulators.js';
import { readTables } from './support/tables.js';

const CLIENT_UUID = '098802e1-02b4-603c-ffffeee000d80cfd';

describe('the codec of this project, from the side of the client', () => {
  /** A login made of nothing but the codec's own functions. */
  async function enter(simulator: Simulator, rotateAfterUses: number) {
    const socket = await RawSocket.open(simulator.url);
    const answer = parseAnswer((await get(simulator, PATHS.publicKey, {})).body);
    const session = createSessionKey();
    const cipher = new CommandCipher(session, { rotateAfterUses });
    const sealed = encryptSessionKey(session, parsePublicKey(String(answer.value)));
    const exchanged = parseAnswer(await socket.request(PATHS.keyExchange(sealed)));
    const firstKey = cipher.unwrapAnswer(String(exchanged.value));
    const fenc = async (command: string) =>
      parseAnswer(cipher.unwrapAnswer(await socket.request(cipher.wrap(command, 'fenc'))));
    return { socket, cipher, fenc, firstKey };
  }

  async function getToken(fenc: (command: string) => Promise<ReturnType<typeof parseAnswer>>) {
    const { key, salt, algorithm } = parseHashInputs((await fenc(PATHS.hashInputs(USER))).value);
    const passwordHash = hashPassword({ password: PASSWORD, salt, algorithm });
    const hash = hashLogin({ user: USER, passwordHash, key, algorithm });
    const request = { hash, user: USER, permission: 4, clientUuid: CLIENT_UUID, info: 'a / test' };
    return parseTokenGrant((await fenc(PATHS.token(request))).value);
  }

  it('gets in, and in again with its token and the key of the key exchange', async () => {
    const simulator = await start();
    const first = await enter(simulator, 100);
    const { token = '' } = await getToken(first.fenc);
    const second = await enter(simulator, 100);
    const proof = hashToken({ token, key: second.firstKey, algorithm: 'SHA256' });
    expect((await second.fenc(PATHS.authenticate(proof, USER))).code).toBe(200);
    expect((await second.fenc(PATHS.structureVersion)).value).toBe('2025-03-21 18:30:00');
  });

  it('is understood through hundreds of commands and dozens of salts', async () => {
    const simulator = await start();
    const { fenc } = await enter(simulator, 7);
    await getToken(fenc);
    for (let count = 0; count < 300; count += 1) {
      expect((await fenc(PATHS.structureVersion)).code).toBe(200);
    }
  });

  it('understands the echo of an encrypted command, also an encrypted one', async () => {
    const simulator = await start();
    const { fenc, cipher, socket } = await enter(simulator, 100);
    await getToken(fenc);
    simulator.faults.encryptedEcho(true);
    const { control } = parseAnswer(
      await socket.request(cipher.wrap(PATHS.structureVersion, 'enc')),
    );
    expect(cipher.readControl(control)).toBe(PATHS.structureVersion);
  });
});

describe('several clients at once', () => {
  it('have a salt, a token and an order of their own', async () => {
    const simulator = await start();
    const talks = await Promise.all(Array.from({ length: 6 }, () => login(simulator)));
    const answers = await Promise.all(
      talks.map(async ({ talk }) => {
        const controls: string[] = [];
        for (let count = 0; count < 20; count += 1) {
          controls.push((await talk.ask('jdev/sps/LoxAPPversion3')).control);
        }
        return controls;
      }),
    );
    for (const controls of answers)
      expect(new Set(controls)).toEqual(new Set(['dev/sps/LoxAPPversion3']));
    expect(new Set(talks.map(({ token }) => token)).size).toBe(6);
    expect(simulator.connections()).toBe(6);
  });

  it('all hear of what one of them does', async () => {
    const time = new ManualTime('2025-06-04T10:00:00Z');
    const simulator = await start({ clock: time.clock, timers: time.timers });
    const [one, two] = [await subscribe(simulator), await subscribe(simulator)];
    for (const talk of [one, two]) await readTables(talk.socket);
    const lamp = simulator.house.control('Garage Light');
    await one.ask(`jdev/sps/io/${lamp?.id}/on`);
    time.advance(20);
    for (const talk of [one, two]) {
      const { values } = await readTables(talk.socket);
      expect([...values]).toEqual([[lamp?.states.active, 1]]);
    }
  });

  it('send dozens of commands without waiting, and get the answers in their order', async () => {
    const { talk } = await login(await start());
    const commands = Array.from({ length: 50 }, (_, index) => `jdev/sps/io/unknown${index}/on`);
    for (const command of commands) talk.socket.send(command);
    for (const command of commands) {
      expect(parse(await talk.socket.text()).control).toBe(command.slice(1));
    }
  });

  it('that subscribe again get everything again, and changes once', async () => {
    const time = new ManualTime('2025-06-04T10:00:00Z');
    const simulator = await start({ clock: time.clock, timers: time.timers });
    const talk = await subscribe(simulator);
    const first = await readTables(talk.socket);
    await talk.ask('jdev/sps/enablebinstatusupdate');
    const second = await readTables(talk.socket);
    expect(second.values.size).toBe(first.values.size);
    simulator.house.set(String(simulator.house.control('Printer')?.states.active), 1);
    time.advance(20);
    expect((await readTables(talk.socket)).kinds).toEqual([2]);
  });
});

describe('TLS', () => {
  function connect(simulator: Simulator, options: object): Promise<string> {
    return new Promise((resolve) => {
      const socket = new WebSocket(`wss://localhost:${simulator.port}/ws/rfc6455`, options);
      socket.once('open', () => {
        socket.close();
        resolve('open');
      });
      socket.once('error', (error) =>
        resolve('code' in error ? String(error.code) : error.message),
      );
    });
  }

  it('is offered with a certificate that can be trusted by itself, and is refused otherwise', async () => {
    const simulator = await start({ tls: true });
    expect(await connect(simulator, { ca: simulator.certificate })).toBe('open');
    expect(await connect(simulator, {})).toBe('SELF_SIGNED_CERT_IN_CHAIN');
    const other = await start({ tls: true });
    expect(await connect(simulator, { ca: other.certificate })).toMatch(
      /SELF_SIGNED|VERIFY|SIGNATURE/,
    );
  });

  it('serves everything else as without it', async () => {
    const simulator = await start({ tls: true });
    const { talk } = await login(simulator, { mode: 'plain' });
    expect((await talk.ask('jdev/sps/enablebinstatusupdate')).code).toBe(200);
    expect((await readTables(talk.socket)).kinds).toEqual([2, 3, 4, 7]);
    await simulator.stop();
    expect(await talk.socket.closed).toMatchObject({ code: 1000 });
  });
});
