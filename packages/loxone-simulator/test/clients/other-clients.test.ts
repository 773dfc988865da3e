import { X509Certificate } from 'node:crypto';
import { request as httpsRequest } from 'node:https';
import { describe, expect, it } from 'vitest';
import type { Simulator } from '../../src/index.js';
import {
  type ClientSession,
  decrypt,
  encrypt,
  type Hash,
  importKey,
  keyed,
  loginHash,
  newSession,
  type Padding,
  sealSession,
} from '../support/client-crypto.js';
import { member, parse, RawSocket } from '../support/raw-socket.js';
import { basic, get, PASSWORD, start, USER } from '../support/simulators.js';

interface Exchanged {
  readonly socket: RawSocket;
  readonly session: ClientSession;
}

async function exchange(
  simulator: Simulator,
  key: Parameters<typeof sealSession>[1],
): Promise<Exchanged> {
  const socket = await RawSocket.open(simulator.url);
  const session = newSession();
  const answer = await socket.answer(`jdev/sys/keyexchange/${sealSession(session, key)}`);
  expect(answer.code).toBe(200);
  return { socket, session };
}

async function publicKey(simulator: Simulator): Promise<ReturnType<typeof importKey>> {
  return importKey(String(parse((await get(simulator, 'jdev/sys/getPublicKey', {})).body).value));
}

function enc(session: ClientSession, plain: string, padding: Padding = 'zeros'): string {
  return `jdev/sys/enc/${encodeURIComponent(encrypt(session, plain, padding))}`;
}

describe('loxone-ts-api, and matterbridge with it', () => {
  const UUID = '123e4567-e89b-42d3-a456-426614174000';

  async function login(simulator: Simulator, hmac: Hash): Promise<Exchanged> {
    const { body } = await get(simulator, 'jdev/sys/getcertificate', {});
    const leaf = body.split(/(?=-----BEGIN)/).at(-1) ?? '';
    const exchanged = await exchange(simulator, new X509Certificate(leaf).publicKey);
    const { socket, session } = exchanged;
    const asked = `jdev/sys/getkey2/${USER}`;
    const inputs = await socket.answer(enc(session, `salt/ab/${asked}`, 'nul-pkcs7'));
    expect(inputs.control).toBe(asked);
    const hash = loginHash({
      user: USER,
      password: PASSWORD,
      salt: member(inputs.value, 'salt'),
      key: member(inputs.value, 'key'),
      passwordHash: member(inputs.value, 'hashAlg') === 'SHA256' ? 'sha256' : 'sha1',
      hmac,
    });
    const command = `jdev/sys/getjwt/${hash}/${USER}/4/${UUID}/ts`;
    const granted = await socket.answer(enc(session, `salt/ab/${command}`, 'nul-pkcs7'));
    expect(granted).toMatchObject({ control: command, code: 200 });
    return exchanged;
  }

  it('1: finds a version from 11.2 on, and no httpsStatus without TLS', async () => {
    const { body } = await get(await start(), 'jdev/cfg/apiKey', {});
    expect(body).toContain("'version':'14.5.12.7'");
    expect(body).not.toContain('httpsStatus');
  });

  it('1: sends commands in the clear where httpsStatus says so', async () => {
    const simulator = await start({ tls: true });
    const socket = await RawSocket.open(simulator.url);
    const { value } = await socket.answer(`jdev/sys/getkey2/${USER}`);
    const hash = loginHash({
      user: USER,
      password: PASSWORD,
      salt: member(value, 'salt'),
      key: member(value, 'key'),
      passwordHash: 'sha256',
    });
    const granted = await socket.answer(`jdev/sys/getjwt/${hash}/${USER}/4/${UUID}/ts`);
    expect(granted.code).toBe(200);
  });

  it('2: exchanges keys with the key of the last certificate', async () => {
    await login(await start(), 'sha256');
  });

  it('3: matches answers to control commands by what they echo', async () => {
    const simulator = await start();
    const { socket, session } = await login(simulator, 'sha256');
    const lamp = simulator.house.control('Garage Light');
    const command = `jdev/sps/io/${lamp?.id}/on`;
    const { control } = await socket.answer(enc(session, `salt/ab/${command}`, 'nul-pkcs7'));
    expect([command, command.slice(1)]).toContain(control);
    simulator.faults.encryptedEcho(true);
    const cipher = encrypt(session, `salt/ab/${command}`, 'nul-pkcs7');
    const echoed = await socket.answer(`jdev/sys/enc/${encodeURIComponent(cipher)}`);
    expect(echoed.control).toBe(`jdev/sys/enc/${cipher}`);
  });

  it('4: always gets a header, then a payload of the announced kind of frame', async () => {
    const simulator = await start();
    const { socket } = await login(simulator, 'sha256');
    for (const text of ['jdev/sps/enablebinstatusupdate', 'data/LoxAPP3.json', 'jdev/sys/getkey'])
      socket.send(text);
    for (let count = 0; count < 7; count += 1) {
      const { kind, payload } = await socket.message();
      expect(payload?.binary, `kind ${kind}`).toBe(kind !== 0 && kind !== 1);
    }
  });

  it('5: uses HMAC-SHA256 also where the password is hashed with SHA1', async () => {
    await login(await start({ hashAlgorithm: 'SHA1' }), 'sha256');
  });
});

describe('the Smarteon clients', () => {
  it('Java: reads cfg/api first, and gets and prolongs a token the old way', async () => {
    const simulator = await start({ firmware: '10.3.11.25' });
    expect((await get(simulator, 'jdev/cfg/api', {})).body).toContain("'version':'10.3.11.25'");
    const { socket, session } = await exchange(simulator, await publicKey(simulator));
    const ask = (command: string) => socket.answer(enc(session, `salt/01/${command}`));
    const { value } = await ask(`jdev/sys/getkey2/${USER}`);
    const hash = loginHash({
      user: USER,
      password: PASSWORD,
      salt: member(value, 'salt'),
      key: member(value, 'key'),
      passwordHash: 'sha256',
    });
    const granted = await ask(
      `jdev/sys/gettoken/${hash}/${USER}/4/098802e1-02b4-603c-ffffeee000d80cfd/java`,
    );
    const token = member(granted.value, 'token');
    const { value: key } = await ask('jdev/sys/getkey');
    const proof = keyed('sha1', String(key), token);
    expect((await ask(`jdev/sys/refreshtoken/${proof}/${USER}`)).code).toBe(200);
  });

  it('Kotlin: changes the salt with every command, however late', async () => {
    const simulator = await start();
    const { socket, session } = await exchange(simulator, await publicKey(simulator));
    expect((await socket.answer(enc(session, 'salt/0000/jdev/sys/getkey'))).code).toBe(200);
    for (let count = 0; count < 30; count += 1) {
      const [old, next] = [count, count + 1].map((salt) => salt.toString(16).padStart(4, '0'));
      const { code } = await socket.answer(enc(session, `nextSalt/${old}/${next}/jdev/sys/getkey`));
      expect(code).toBe(200);
    }
    const repeated = await socket.answer(enc(session, 'nextSalt/0003/0004/jdev/sys/getkey'));
    expect(repeated.code).toBe(401);
  });
});

describe('node-lox-ws-api', () => {
  it('gets cfg/api in one piece, and a major version of at least 9', async () => {
    const { headers, body } = await get(await start(), 'jdev/cfg/api', {});
    expect(headers.get('transfer-encoding')).toBeNull();
    expect(Number(headers.get('content-length'))).toBe(body.length);
    expect(Number(/'version':'(\d+)/.exec(body)?.[1])).toBeGreaterThanOrEqual(9);
  });

  it('logs in with gettoken and SHA1 for a user whose password is hashed with it', async () => {
    const simulator = await start({ hashAlgorithm: 'SHA1' });
    const { socket, session } = await exchange(simulator, await publicKey(simulator));
    const ask = (command: string) => socket.answer(enc(session, `salt/9f/${command}`, 'nul-pkcs7'));
    const { value } = await ask(`jdev/sys/getkey2/${USER}`);
    const hash = loginHash({
      user: USER,
      password: PASSWORD,
      salt: member(value, 'salt'),
      key: member(value, 'key'),
      passwordHash: 'sha1',
    });
    const command = `jdev/sys/gettoken/${hash}/${USER}/4/098802e1-02b4-603c-ffffeee000d80cfd/node`;
    const text = await socket.request(enc(session, `salt/9f/${command}`, 'nul-pkcs7'));
    // It compares the code with the text '200', under either name.
    expect(JSON.parse(text).LL.code).toBe('200');
    socket.send('data/LoxAPP3.json');
    expect((await socket.message()).kind).toBe(1);
  });

  it('understands the encrypted echo that old firmware gives', async () => {
    const simulator = await start({ hashAlgorithm: 'SHA1' });
    simulator.faults.encryptedEcho(true);
    const { socket, session } = await exchange(simulator, await publicKey(simulator));
    const { control } = await socket.answer(enc(session, 'salt/9f/jdev/sys/getkey', 'nul-pkcs7'));
    const cipher = control.replace('jdev/sys/enc/', '');
    expect(decrypt(session, cipher)).toBe('salt/9f/jdev/sys/getkey');
  });
});

describe('lox, in Rust', () => {
  it('sends Basic with the upgrade and logs in in the clear, with HMAC-SHA256', async () => {
    const simulator = await start({ tls: true, hashAlgorithm: 'SHA1' });
    const socket = await RawSocket.open(simulator.url, {
      protocols: [],
      headers: basic(USER, PASSWORD),
    });
    const { value } = await socket.answer(`jdev/sys/getkey2/${USER}`);
    const hash = loginHash({
      user: USER,
      password: PASSWORD,
      salt: member(value, 'salt'),
      key: member(value, 'key'),
      passwordHash: 'sha1',
      hmac: 'sha256',
    });
    const command = `jdev/sys/gettoken/${hash}/${USER}/2/098802e1-02b4-603c-ffffeee000d80cfd/lox`;
    expect((await socket.answer(command)).code).toBe(200);
    expect((await socket.answer('jdev/sps/LoxAPPversion3')).code).toBe(200);
  });

  it('is not let in by the Basic header alone', async () => {
    const simulator = await start();
    const socket = await RawSocket.open(simulator.url, { headers: basic(USER, PASSWORD) });
    expect((await socket.answer('jdev/sps/LoxAPPversion3')).code).toBe(400);
  });

  it('reads the structure in its own spelling', async () => {
    const simulator = await start({ tls: true });
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const options = { ca: simulator.certificate, headers: basic(USER, PASSWORD) };
      const request = httpsRequest(`${simulator.url}/data/LoxApp3.json`, options, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      request.on('error', reject).end();
    });
    expect(status).toBe(200);
  });
});
