import { X509Certificate } from 'node:crypto';
import { get as httpsGet } from 'node:https';
import { parseApiInfo, parseHttpError } from '@gatehouse/loxone-protocol';
import { describe, expect, it } from 'vitest';
import type { Simulator } from '../src/index.js';
import {
  decrypt,
  encrypt,
  importKey,
  keyed,
  newSession,
  sealSession,
} from './support/client-crypto.js';
import { login } from './support/logins.js';
import { ManualTime } from './support/manual-time.js';
import { member, parse } from './support/raw-socket.js';
import { basic, CREDENTIALS, get, start, USER } from './support/simulators.js';

const NOBODY = {};

function apiInfo(body: string): ReturnType<typeof parseApiInfo> {
  return parseApiInfo(parse(body).value);
}

describe('what anybody may ask', () => {
  it('answers cfg/api and cfg/apiKey in pseudo-JSON with single quotes', async () => {
    const simulator = await start();
    const { body } = await get(simulator, 'jdev/cfg/api', NOBODY);
    expect(parse(body).value).toBe(
      "{'snr': '50:4F:94:DE:30:00', 'version':'14.5.12.7', 'hasEventSlots':true, " +
        "'isInTrust':false, 'local':true}",
    );
    expect(apiInfo((await get(simulator, 'jdev/cfg/apiKey?_=17', NOBODY)).body)).toEqual({
      serial: '504F94DE3000',
      firmware: '14.5.12.7',
      hasEventSlots: true,
      local: true,
      address: '127.0.0.1',
      certTld: 'com',
      key: expect.stringMatching(/^[0-9A-F]{80}$/),
    });
  });

  it('tells httpsStatus only where there is TLS', async () => {
    const simulator = await start({ tls: true });
    const { body } = await getTrusting(simulator, 'jdev/cfg/apiKey');
    expect(apiInfo(body).httpsStatus).toBe(1);
    expect(simulator.url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
  });

  it('tells a public key on one line under a label that is wrong', async () => {
    const { body } = await get(await start(), 'jdev/sys/getPublicKey', NOBODY);
    const value = String(parse(body).value);
    expect(value).toMatch(/^-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=]+-----END CERTIFICATE-----$/);
    expect(importKey(value).asymmetricKeyDetails?.modulusLength).toBe(1024);
  });

  it('gives a genuine certificate of the same key', async () => {
    const simulator = await start();
    const { body, type } = await get(simulator, 'jdev/sys/getcertificate', NOBODY);
    // Root first, and last the one whose key is used for the key exchange.
    const [root, certificate, ...more] = body
      .split(/(?<=-----END CERTIFICATE-----\n)/)
      .map((pem) => new X509Certificate(pem));
    if (root === undefined || certificate === undefined) throw new TypeError('no two certificates');
    expect(more).toEqual([]);
    expect(type).toContain('text/plain');
    expect([root.ca, certificate.ca]).toEqual([true, false]);
    expect(root.verify(root.publicKey)).toBe(true);
    expect(certificate.verify(root.publicKey)).toBe(true);
    expect(certificate.checkIssued(root)).toBe(true);
    expect(certificate.checkHost('192-168-1-47.504f94de3000.dyndns.loxonecloud.com')).toBeDefined();
    expect(certificate.checkHost('localhost')).toBe('localhost');
    expect(certificate.checkIP('127.0.0.1')).toBe('127.0.0.1');
    expect(certificate.checkHost('504f94de3000.dyndns.loxonecloud.com')).toBeDefined();
    const { value } = parse((await get(simulator, 'jdev/sys/getPublicKey', NOBODY)).body);
    expect(certificate.publicKey.equals(importKey(String(value)))).toBe(true);
    expect(simulator.certificate).toBe(body);
  });

  it('does not name the hash before firmware 10.3', async () => {
    const old = parse(
      (await get(await start({ firmware: '10.2.0.0' }), 'jdev/sys/getkey2/x', NOBODY)).body,
    );
    expect(Object.keys(old.value as object)).toEqual(['key', 'salt']);
    const modern = parse((await get(await start(), 'jdev/sys/getkey2/x', NOBODY)).body);
    expect(member(modern.value, 'hashAlg')).toBe('SHA256');
  });
});

describe('what only users may ask', () => {
  it('serves the structure to Basic credentials in UTF-8, in either spelling', async () => {
    const simulator = await start();
    for (const path of ['data/LoxAPP3.json', 'data/LoxApp3.json?_=1']) {
      const { status, body, type } = await get(simulator, path);
      expect(status).toBe(200);
      expect(type).toContain('application/json');
      expect(JSON.parse(body)).toMatchObject({ msInfo: { msName: 'Gatehouse Demo' } });
    }
  });

  it('serves it to a token, hashed or plain', async () => {
    const simulator = await start();
    const { token, granted } = await login(simulator);
    const hash = keyed('sha256', member(granted.value, 'key'), token);
    for (const proof of [hash, token]) {
      const path = `data/LoxAPP3.json?autht=${proof}&user=${USER}`;
      expect((await get(simulator, path, NOBODY)).status).toBe(200);
    }
    const again = await get(simulator, `data/LoxAPP3.json?autht=${hash}&user=${USER}`, NOBODY);
    expect(again.status).toBe(401);
  });

  it('answers nobody, and wrong credentials, 401 with the page of the box', async () => {
    const simulator = await start();
    for (const headers of [NOBODY, basic(USER, 'wrong'), { Authorization: 'Bearer x' }]) {
      const {
        status,
        body,
        headers: answered,
      } = await get(simulator, 'data/LoxAPP3.json', headers);
      expect(status).toBe(401);
      expect(body).toBe(
        '<html><head><title>error</title></head><body>' +
          '<errorcode>401</errorcode> <errordetail>Unauthorized</errordetail></body></html>',
      );
      expect(answered.get('www-authenticate')).toContain('Basic');
    }
  });

  it('commands controls and reads them', async () => {
    const simulator = await start();
    const lamp = simulator.house.control('Garage Light');
    const on = await get(simulator, `jdev/sps/io/${lamp?.id}/on`);
    expect(parse(on.body)).toEqual({ control: `dev/sps/io/${lamp?.id}/on`, code: 200, value: '1' });
    expect(lamp?.state('active')).toBe(1);
    const all = await get(simulator, `jdev/sps/io/${lamp?.id}/all`);
    expect(JSON.parse(all.body)).toMatchObject({
      LL: { output0: { name: 'active', nr: 1, value: 1 } },
    });
  });

  it('answers an unknown control 404 in an envelope, an unknown path with a page', async () => {
    const simulator = await start();
    const control = await get(simulator, 'jdev/sps/io/0f869a64-0200-0a9b-ffffd4c75dbaf53c/on');
    expect(control.status).toBe(404);
    expect(parse(control.body).code).toBe(404);
    for (const path of ['jdev/sps/nonsense', 'no/such/file', 'data/LoxAPP4.json']) {
      const { status, body } = await get(simulator, path);
      expect(status, path).toBe(404);
      expect(parseHttpError(body)).toMatchObject({ code: 404, detail: 'Not Found' });
    }
  });

  it('answers commands without the j in XML', async () => {
    const { body, type } = await get(await start(), 'dev/sys/heap');
    expect(type).toContain('text/xml');
    expect(body).toBe(
      '<?xml version="1.0" encoding="utf-8"?>' +
        '<LL control="dev/sys/heap" value="352880/1016404kB" Code="200"/>',
    );
  });

  it.each([
    ['jdev/cfg/version', '14.5.12.7'],
    ['jdev/cfg/mac', '50:4F:94:DE:30:00'],
    ['jdev/sps/state', '5'],
    ['jdev/sys/numtasks', '46'],
    ['jdev/sps/calendargetheatperiod', '10-01/04-30'],
  ])('answers %s', async (path, value) => {
    expect(parse((await get(await start(), path)).body)).toMatchObject({ code: 200, value });
  });

  it('refuses to subscribe by HTTP, and methods other than GET', async () => {
    const simulator = await start();
    expect((await get(simulator, 'jdev/sps/enablebinstatusupdate')).status).toBe(404);
    const posted = await fetch(`${simulator.url}/jdev/cfg/api`, { method: 'POST' });
    expect(posted.status).toBe(405);
    const upgrade = await get(simulator, 'ws/rfc6455');
    expect(upgrade.status).toBe(404);
  });
});

describe('encrypted requests', () => {
  async function seal(simulator: Simulator, command: string, mode: 'enc' | 'fenc', raw = false) {
    const { value } = parse((await get(simulator, 'jdev/sys/getPublicKey', NOBODY)).body);
    const session = newSession();
    const quote = raw ? (text: string) => text : encodeURIComponent;
    const cipher = quote(encrypt(session, `salt/0011/${command}`));
    const key = quote(sealSession(session, importKey(String(value))));
    return { session, path: `jdev/sys/${mode}/${cipher}?sk=${key}` };
  }

  it.each([true, false])(
    'are opened with the session key that comes along (raw: %s)',
    async (raw) => {
      const simulator = await start();
      const { token } = await login(simulator);
      const command = `jdev/sps/LoxAPPversion3?autht=${token}&user=${USER}`;
      const enc = await seal(simulator, command, 'enc', raw);
      expect(parse((await get(simulator, enc.path, NOBODY)).body).value).toBe(
        '2025-03-21 18:30:00',
      );
      const fenc = await seal(simulator, command, 'fenc', raw);
      const { body } = await get(simulator, fenc.path, NOBODY);
      expect(body).toMatch(/^[A-Za-z0-9+/=]+$/);
      expect(parse(decrypt(fenc.session, body)).control).toBe('dev/sps/LoxAPPversion3');
    },
  );

  it('need somebody inside, and a session key that fits', async () => {
    const simulator = await start();
    const anonymous = await seal(simulator, 'jdev/sps/LoxAPPversion3', 'enc');
    expect((await get(simulator, anonymous.path, NOBODY)).status).toBe(401);
    const [path = ''] = anonymous.path.split('?');
    expect((await get(simulator, path, CREDENTIALS)).status).toBe(401);
    expect((await get(simulator, `${path}?sk=AAAA`, CREDENTIALS)).status).toBe(401);
  });
});

describe('the lock-out', () => {
  it('blocks an address after five failures, tells for how long, and retries prolong it', async () => {
    const time = new ManualTime('2025-06-01T10:00:00Z');
    const simulator = await start({ clock: time.clock, timers: time.timers });
    for (let attempt = 0; attempt < 5; attempt += 1) {
      expect((await get(simulator, 'jdev/cfg/mac', basic(USER, 'wrong'))).status).toBe(401);
    }
    time.advance(20_000);
    const blocked = await get(simulator, 'jdev/cfg/api', NOBODY);
    expect(blocked.status).toBe(403);
    expect(parseHttpError(blocked.body)).toEqual({
      code: 403,
      detail: 'Forbidden - IP 127.0.0.1 temporarily blocked, too many failed login attempts',
      remainingSeconds: 40,
    });
    const retried = await get(simulator, 'jdev/cfg/mac', CREDENTIALS);
    expect(parseHttpError(retried.body)?.remainingSeconds).toBe(60);
    time.advance(60_000);
    expect((await get(simulator, 'jdev/cfg/mac')).status).toBe(200);
  });

  it('forgets failures after a success', async () => {
    const simulator = await start({ lockout: { failures: 2, seconds: 9 } });
    for (const password of ['wrong', undefined, 'wrong', undefined]) {
      const headers = password === undefined ? CREDENTIALS : basic(USER, password);
      expect((await get(simulator, 'jdev/cfg/mac', headers)).status).toBe(password ? 401 : 200);
    }
  });
});

/** GET over TLS, trusting exactly the simulator's own certificate. */
function getTrusting(simulator: Simulator, path: string): Promise<{ body: string }> {
  return new Promise((resolve, reject) => {
    httpsGet(`${simulator.url}/${path}`, { ca: simulator.certificate }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve({ body: Buffer.concat(chunks).toString() }));
    }).on('error', reject);
  });
}
