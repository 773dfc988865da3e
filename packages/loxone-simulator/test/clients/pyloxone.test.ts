import { describe, expect, it } from 'vitest';
import type { Simulator } from '../../src/index.js';
import {
  type ClientSession,
  encrypt,
  importKey,
  keyed,
  loginHash,
  newSession,
  sealSession,
} from '../support/client-crypto.js';
import { member, parse, RawSocket } from '../support/raw-socket.js';
import { basic, get, PASSWORD, start, USER } from '../support/simulators.js';
import { readUntil } from '../support/tables.js';

const CLIENT_UUID = 'edfc5f9a-df3f-4cad-9dddcdc42c732b82';
const SALT = 'c0ffee00c0ffee00c0ffee00c0ffee00';

/** PyLoxone: no sub-protocol, fragmented text, dispatch by what the raw answer contains (§8.4). */
class PyLoxone {
  readonly socket: RawSocket;
  readonly session: ClientSession = newSession();

  constructor(socket: RawSocket) {
    this.socket = socket;
  }

  static async connect(simulator: Simulator): Promise<PyLoxone> {
    const client = new PyLoxone(await RawSocket.open(simulator.url, { protocols: [] }));
    const { body } = await get(simulator, 'jdev/sys/getPublicKey');
    const key = importKey(String(parse(body).value));
    await client.ask(`jdev/sys/keyexchange/${sealSession(client.session, key)}`, 'keyexchange');
    return client;
  }

  /** Sends fragmented; the raw answer must contain the word it is recognised by. */
  async ask(command: string, word: string): Promise<string> {
    this.socket.sendFragmented(command);
    const { payload, length, kind } = await this.socket.message();
    const text = payload?.bytes.toString() ?? '';
    expect(kind).toBe(0);
    expect(payload?.bytes.length).toBe(length);
    expect(text).toContain(word);
    const { LL } = JSON.parse(text);
    expect(LL).toHaveProperty('control');
    expect(LL).toHaveProperty('value');
    expect('code' in LL || 'Code' in LL).toBe(true);
    return text;
  }

  askEncrypted(command: string, word: string): Promise<string> {
    const cipher = encrypt(this.session, `salt/${SALT}/${command}`, 'nul-pkcs7');
    return this.ask(`jdev/sys/enc/${encodeURIComponent(cipher)}`, word);
  }

  async getToken(): Promise<string> {
    const { value } = parse(await this.askEncrypted(`jdev/sys/getkey2/${USER}`, 'getkey2'));
    expect(member(value, 'hashAlg')).toMatch(/^SHA(1|256)$/);
    const hash = loginHash({
      user: USER,
      password: PASSWORD,
      salt: member(value, 'salt'),
      key: member(value, 'key'),
      passwordHash: member(value, 'hashAlg') === 'SHA256' ? 'sha256' : 'sha1',
    });
    const text = await this.askEncrypted(
      `jdev/sys/getjwt/${hash}/${USER}/2/${CLIENT_UUID}/pyloxone`,
      'getjwt',
    );
    return text;
  }
}

describe('PyLoxone', () => {
  it('1: gets 200 for Basic on apiKey, structure and public key, and 503 while booting', async () => {
    const simulator = await start();
    const paths = ['jdev/cfg/apiKey', 'data/LoxAPP3.json', 'jdev/sys/getPublicKey'];
    for (const path of paths) expect((await get(simulator, path)).status, path).toBe(200);
    expect((await get(simulator, 'data/LoxAPP3.json', basic(USER, ''))).status).toBe(401);
    simulator.faults.setBooting(true);
    for (const path of paths) expect((await get(simulator, path)).status, path).toBe(503);
  });

  it('2: may send every command fragmented and without a sub-protocol', async () => {
    const client = await PyLoxone.connect(await start());
    expect(client.socket.protocol).toBe('');
    await client.ask('jdev/sys/getkey', 'getkey');
  });

  it('3: finds the decrypted command in the answers to its encrypted ones', async () => {
    const client = await PyLoxone.connect(await start());
    const token = member(parse(await client.getToken()).value, 'token');
    await client.askEncrypted(`jdev/sys/getvisusalt/${USER}`, 'getvisusalt');
    const key = String(parse(await client.ask('jdev/sys/getkey', 'getkey')).value);
    await client.askEncrypted(
      `jdev/sys/refreshjwt/${keyed('sha256', key, token)}/${USER}`,
      'refreshjwt',
    );
  });

  it('3: and with gettoken and authwithtoken', async () => {
    const simulator = await start();
    const first = await PyLoxone.connect(simulator);
    const token = member(parse(await first.getToken()).value, 'token');
    const client = await PyLoxone.connect(simulator);
    const { value } = parse(await client.askEncrypted(`jdev/sys/getkey2/${USER}`, 'getkey2'));
    const proof = keyed('sha256', member(value, 'key'), token);
    await client.askEncrypted(`authwithtoken/${proof}/${USER}`, 'authwithtoken');
  });

  it('4: gets an LL object for everything that has identifier 0, refusals included', async () => {
    const client = await PyLoxone.connect(await start());
    await client.ask('jdev/sps/LoxAPPversion3', '400');
    await client.askEncrypted('nonsense', '400');
    await client.ask('jdev/sys/enc/AAAA', '401');
    await client.getToken();
    await client.ask('jdev/sps/nonsense/ä', '404');
  });

  it('5: gets a token with validUntil for permission 2 and its constant uuid', async () => {
    const client = await PyLoxone.connect(await start());
    const { value } = parse(await client.getToken());
    expect(member(value, 'token')).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
    expect(Number(member(value, 'validUntil'))).toBeGreaterThan(0);
  });

  it('6: gets value and text tables after an encrypted enablebinstatusupdate', async () => {
    const client = await PyLoxone.connect(await start());
    await client.getToken();
    await client.askEncrypted('jdev/sps/enablebinstatusupdate', 'enablebinstatusupdate');
    const tables = await readUntil(client.socket, ({ kinds }) => kinds.includes(3));
    expect(tables.kinds.slice(0, 2)).toEqual([2, 3]);
    expect(tables.values.size).toBeGreaterThan(300);
  });

  it('6: never gets a payload of eight bytes, which it would take for a header', async () => {
    const simulator = await start();
    const client = await PyLoxone.connect(simulator);
    await client.getToken();
    await client.askEncrypted('jdev/sps/enablebinstatusupdate', 'enablebinstatusupdate');
    for (let count = 0; count < 4; count += 1) {
      const { payload } = await client.socket.message();
      expect(payload?.bytes.length).not.toBe(8);
    }
  });

  it('7: is refused a dead token with 401, drops it, and gets another one', async () => {
    const simulator = await start();
    const client = await PyLoxone.connect(simulator);
    const token = member(parse(await client.getToken()).value, 'token');
    simulator.faults.expireTokens();
    const again = await PyLoxone.connect(simulator);
    const refused = await again.askEncrypted(`authwithtoken/${token}/${USER}`, 'authwithtoken');
    expect(parse(refused).code).toBe(401);
    await again.socket.closed;
    const third = await PyLoxone.connect(simulator);
    expect(parse(await third.getToken()).code).toBe(200);
  });
});
