import { describe, expect, it } from 'vitest';
import type { Simulator } from '../../src/index.js';
import {
  type ClientSession,
  decrypt,
  encrypt,
  importKey,
  keyed,
  loginHash,
  newSession,
  sealSession,
} from '../support/client-crypto.js';
import { ManualTime } from '../support/manual-time.js';
import { type Answered, member, parse, RawSocket } from '../support/raw-socket.js';
import { get, PASSWORD, start, USER } from '../support/simulators.js';
import { addTable, noTables } from '../support/tables.js';

/** The vendor's own JavaScript library, by what it demands (protocol reference §8.4). */
class LxCommunicator {
  readonly socket: RawSocket;
  readonly session: ClientSession = newSession();
  readonly #simulator: Simulator;
  readonly #salt = '1f2e';
  firstKey = '';

  private constructor(simulator: Simulator, socket: RawSocket) {
    this.#simulator = simulator;
    this.socket = socket;
  }

  static async connect(simulator: Simulator): Promise<LxCommunicator> {
    const socket = await RawSocket.open(simulator.url, { path: `/ws/rfc6455?_=${Date.now()}` });
    return new LxCommunicator(simulator, socket);
  }

  /** Rules 2 and 3. */
  async exchangeKeys(): Promise<void> {
    const { body } = await get(this.#simulator, `jdev/sys/getPublicKey?_=${Date.now()}`, {});
    const key = importKey(String(parse(body).value));
    const answer = await this.socket.answer(
      `jdev/sys/keyexchange/${sealSession(this.session, key)}`,
    );
    this.firstKey = decrypt(this.session, String(answer.value));
  }

  async fenc(command: string): Promise<Answered> {
    const cipher = encrypt(this.session, `salt/${this.#salt}/${command}`);
    this.socket.send(`jdev/sys/fenc/${encodeURIComponent(cipher)}`);
    const { kind, payload } = await this.socket.message();
    expect([kind, payload?.binary]).toEqual([0, false]);
    return parse(decrypt(this.session, payload?.bytes.toString() ?? ''));
  }

  async enc(command: string): Promise<Answered> {
    const cipher = encrypt(this.session, `salt/${this.#salt}/${command}`);
    return this.socket.answer(`jdev/sys/enc/${encodeURIComponent(cipher)}`);
  }

  /** Rule 4; the hash as the version asks for it. */
  async getToken(password = PASSWORD): Promise<Answered> {
    const { value } = await this.fenc(`jdev/sys/getkey2/${USER}`);
    const hash = loginHash({
      user: USER,
      password,
      salt: member(value, 'salt'),
      key: member(value, 'key'),
      passwordHash: member(value, 'hashAlg') === 'SHA256' ? 'sha256' : 'sha1',
    });
    const uuid = crypto.randomUUID();
    return this.fenc(`jdev/sys/getjwt/${hash}/${USER}/4/${uuid}/lxcommunicator`);
  }
}

async function loggedIn(simulator: Simulator): Promise<LxCommunicator> {
  const client = await LxCommunicator.connect(simulator);
  await client.exchangeKeys();
  expect((await client.getToken()).code).toBe(200);
  return client;
}

describe('lxcommunicator, and ioBroker with it', () => {
  it('1: reads the version from apiKey to choose SHA256 and getjwt', async () => {
    const { body } = await get(await start(), 'jdev/cfg/apiKey', {});
    const info = JSON.parse(String(parse(body).value).replace(/'/g, '"'));
    const [major = 0, minor = 0] = String(info.version).split('.').map(Number);
    expect(major * 100 + minor).toBeGreaterThanOrEqual(1004);
  });

  it('2: parses the public key whatever its label', async () => {
    const { body } = await get(await start(), `jdev/sys/getPublicKey?_=${Date.now()}`, {});
    const value = String(parse(body).value);
    expect(importKey(value.replace(/CERTIFICATE/g, 'PUBLIC KEY')).type).toBe('public');
  });

  it('3: offers the sub-protocol, and decrypts the answer of the key exchange to a usable key', async () => {
    const simulator = await start();
    const first = await LxCommunicator.connect(simulator);
    expect(first.socket.protocol).toBe('remotecontrol');
    await first.exchangeKeys();
    const granted = await first.getToken();
    const second = await LxCommunicator.connect(simulator);
    await second.exchangeKeys();
    expect(second.firstKey).toMatch(/^[0-9A-F]{80}$/);
    const proof = keyed('sha256', second.firstKey, member(granted.value, 'token'));
    expect((await second.fenc(`authwithtoken/${proof}/${USER}`)).code).toBe(200);
  });

  it('4: gets encrypted, zero-padded answers to fenc in text frames', async () => {
    const client = await loggedIn(await start());
    const cipher = encrypt(client.session, 'salt/1f2e/jdev/sys/getkey2/x');
    client.socket.send(`jdev/sys/fenc/${encodeURIComponent(cipher)}`);
    const { payload, length } = await client.socket.message();
    expect(Buffer.from(payload?.bytes.toString() ?? '', 'base64').length % 16).toBe(0);
    expect(payload?.bytes.length).toBe(length);
  });

  it('5: gets plain answers to enc, and the structure with identifier 1 in a text frame', async () => {
    const client = await loggedIn(await start());
    expect((await client.enc('jdev/sps/LoxAPPversion3')).value).toBe('2025-03-21 18:30:00');
    client.socket.send('data/LoxAPP3.json');
    const { kind, payload } = await client.socket.message();
    expect([kind, payload?.binary]).toEqual([1, false]);
    expect(JSON.parse(payload?.bytes.toString() ?? '')).toHaveProperty('controls');
  });

  it('5: moves a control by fenc, as ioBroker does, and hears of it', async () => {
    const simulator = await start();
    const client = await loggedIn(simulator);
    const lamp = simulator.house.control('Garage Light');
    await client.enc('jdev/sps/enablebinstatusupdate');
    const tables = noTables();
    while (tables.kinds.length < 4) addTable(tables, await client.socket.message());
    expect((await client.fenc(`jdev/sps/io/${lamp?.id}/on`)).value).toBe('1');
    const { payload } = await client.socket.messageOf(2);
    expect(payload?.bytes.readDoubleLE(16)).toBe(1);
  });

  it('6: gets answers in the order of its commands, with 2xx codes', async () => {
    const client = await loggedIn(await start());
    const commands = ['jdev/sps/LoxAPPversion3', 'jdev/cfg/api', 'jdev/sys/getkey'];
    for (const command of commands) client.socket.send(command);
    for (const command of commands) {
      const { control, code } = parse(await client.socket.text());
      expect(control).toBe(command.slice(1));
      expect(code).toBe(200);
    }
  });

  it('7: gets its keepalive answered while a file is under way', async () => {
    const time = new ManualTime('2025-06-01T10:00:00Z');
    const simulator = await start({ clock: time.clock, timers: time.timers });
    const client = await loggedIn(simulator);
    simulator.faults.slowFiles(10_000);
    client.socket.send('data/LoxAPP3.json');
    client.socket.send('keepalive');
    expect((await client.socket.message()).kind).toBe(6);
  });

  it('8: is closed by the server after a bad login', async () => {
    const client = await LxCommunicator.connect(await start());
    await client.exchangeKeys();
    expect((await client.getToken('wrong')).code).toBe(401);
    expect(await client.socket.closed).toMatchObject({ code: 1000 });
  });

  it('9: may log in again and again, each time with another uuid and another token', async () => {
    const simulator = await start();
    const first = await LxCommunicator.connect(simulator);
    await first.exchangeKeys();
    const token = member((await first.getToken()).value, 'token');
    for (let count = 0; count < 60; count += 1) (await loggedIn(simulator)).socket.close();
    const again = await LxCommunicator.connect(simulator);
    await again.exchangeKeys();
    const proof = keyed('sha256', again.firstKey, token);
    expect((await again.fenc(`authwithtoken/${proof}/${USER}`)).code).toBe(200);
  }, 20_000);
});
