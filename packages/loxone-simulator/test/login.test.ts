import { describe, expect, it } from 'vitest';
import { encrypt, keyed, newSession } from './support/client-crypto.js';
import { connect, login, requestToken, type Speech, type Talk } from './support/logins.js';
import { ManualTime } from './support/manual-time.js';
import { member, parse, RawSocket } from './support/raw-socket.js';
import { start, USER } from './support/simulators.js';

const LOXONE_EPOCH = 1_230_768_000;

describe('logging in with a password', () => {
  const speeches: readonly (Speech & { hashAlgorithm: 'SHA1' | 'SHA256' })[] = [
    { mode: 'enc', hashAlgorithm: 'SHA1' },
    { mode: 'enc', hashAlgorithm: 'SHA256' },
    { mode: 'fenc', hashAlgorithm: 'SHA1' },
    { mode: 'fenc', hashAlgorithm: 'SHA256' },
    { mode: 'enc', hashAlgorithm: 'SHA256', padding: 'nul-pkcs7' },
    { mode: 'fenc', hashAlgorithm: 'SHA1', padding: 'nul-pkcs7' },
    { mode: 'enc', hashAlgorithm: 'SHA1', hmac: 'sha256' },
    { mode: 'enc', hashAlgorithm: 'SHA256', hmac: 'sha1' },
    { mode: 'enc', hashAlgorithm: 'SHA1', getToken: 'gettoken' },
  ];

  it.each(speeches)('works with %o', async ({ hashAlgorithm, ...speech }) => {
    const simulator = await start({ hashAlgorithm });
    const { talk, granted } = await login(simulator, speech);
    expect(granted.code).toBe(200);
    expect(member(granted.value, 'validUntil')).toMatch(/^\d{9}$/);
    const version = await talk.ask('jdev/sps/LoxAPPversion3');
    expect(version).toMatchObject({ code: 200, value: '2025-03-21 18:30:00' });
  });

  it('works in the clear over TLS, as a second-generation box allows it', async () => {
    const simulator = await start({ tls: true });
    const { talk, granted } = await login(simulator, { mode: 'plain', hmac: 'sha256' });
    expect(granted.code).toBe(200);
    expect((await talk.ask('jdev/sps/LoxAPPversion3')).code).toBe(200);
  });

  it('is refused in the clear without TLS, and over TLS before firmware 11.2.10.22', async () => {
    const plain = await login(await start(), { mode: 'plain' });
    expect(plain.granted.code).toBe(400);
    const old = await login(await start({ tls: true, firmware: '11.2.10.21' }), { mode: 'plain' });
    expect(old.granted.code).toBe(400);
  });

  it('gives a JWT for getjwt and 40 hex digits for gettoken', async () => {
    const simulator = await start();
    const { token } = await login(simulator);
    const [head = '', body = '', signature] = token.split('.');
    expect(JSON.parse(Buffer.from(head, 'base64url').toString())).toEqual({
      alg: 'HS256',
      typ: 'JWT',
    });
    expect(JSON.parse(Buffer.from(body, 'base64url').toString())).toMatchObject({ sub: USER });
    expect(signature).toMatch(/^[\w-]{43}$/);
    const legacy = await login(simulator, { mode: 'enc', getToken: 'gettoken' });
    expect(legacy.token).toMatch(/^[0-9A-F]{40}$/);
  });

  it('grants hours for the web, weeks for an app, and the rights of a user', async () => {
    const simulator = await start();
    const web = await login(simulator, { mode: 'enc', permission: 2 });
    const app = await login(simulator, { mode: 'enc', permission: 4 });
    const life = (grant: typeof web): number =>
      Number(member(grant.granted.value, 'validUntil')) + LOXONE_EPOCH - Date.now() / 1000;
    expect(life(web) / 3600).toBeCloseTo(12, 1);
    expect(life(app) / 86_400).toBeCloseTo(28, 1);
    expect(member(web.granted.value, 'tokenRights')).toBe('1666');
    expect(member(web.granted.value, 'unsecurePass')).toBe('false');
  });

  it('refuses rights that open no connection', async () => {
    const simulator = await start();
    const { granted } = await login(simulator, { mode: 'enc', permission: 8 });
    expect(granted.code).toBe(401);
  });

  it('answers a wrong password 401 with the last change, and closes by itself', async () => {
    const simulator = await start();
    const talk = await connect(simulator, { mode: 'enc', password: 'wrong' });
    const refused = await requestToken(talk);
    expect(refused).toMatchObject({
      code: 401,
      value: { lastEdit: '2009-01-01 01:00:00', unix: 1_230_768_000 },
    });
    expect(await talk.socket.closed).toMatchObject({ code: 1000 });
  });

  it('writes codes as the box does: text for gettoken and refusals, numbers for getjwt', async () => {
    const simulator = await start();
    const legacy = await connect(simulator, { mode: 'enc', getToken: 'gettoken' });
    await requestToken(legacy);
    const raw = async (talk: Talk, command: string): Promise<string> =>
      talk.socket.request(talk.wrap(command));
    expect(await raw(legacy, `jdev/sys/getkey2/${USER}`)).toContain('"code":200');
    expect(await raw(legacy, `jdev/sys/checktoken/x/${USER}`)).toBe(
      `{"LL":{"control":"jdev/sys/checktoken/x/${USER}","value":` +
        '{"lastEdit":"2009-01-01 01:00:00","unix":1230768000},"code":"401"}}',
    );
    const { talk, token } = await login(simulator, { mode: 'enc', getToken: 'gettoken' });
    expect(await raw(talk, `jdev/sys/refreshtoken/${token}/${USER}`)).toContain('"code":"200"');
    expect(await raw(talk, `jdev/sys/refreshjwt/${token}/${USER}`)).toContain('"code":200');
    expect(await raw(talk, 'jdev/sys/getkey')).toContain('"Code":"200"');
  });

  it('answers an unknown user like a known one, until the password is due', async () => {
    const simulator = await start();
    const talk = await connect(simulator, { mode: 'enc', user: 'nobody' });
    expect((await talk.ask('jdev/sys/getkey2/nobody')).code).toBe(200);
    expect((await requestToken(talk)).code).toBe(401);
  });

  it('takes a user name and a password with any characters', async () => {
    const simulator = await start({ user: 'zoë/é %', password: '日本 ü:' });
    const { granted } = await login(simulator, {
      mode: 'enc',
      user: 'zoë/é %',
      password: '日本 ü:',
    });
    expect(granted.code).toBe(200);
  });

  it('takes each one-time key once, and only for half a minute', async () => {
    const time = new ManualTime('2025-06-01T10:00:00Z');
    const simulator = await start({ clock: time.clock, timers: time.timers });
    const { talk, granted, token } = await login(simulator);
    const key = member(granted.value, 'key');
    expect(key).toMatch(/^(3[0-9]|4[1-6]){40}$/);
    const proof = keyed('sha256', key, token);
    expect((await talk.ask(`jdev/sys/checktoken/${proof}/${USER}`)).code).toBe(200);
    expect((await talk.ask(`jdev/sys/checktoken/${proof}/${USER}`)).code).toBe(401);
    const late = await login(simulator);
    const lateKey = member(late.granted.value, 'key');
    time.advance(30_000);
    const tooLate = keyed('sha256', lateKey, late.token);
    expect((await late.talk.ask(`jdev/sys/checktoken/${tooLate}/${USER}`)).code).toBe(401);
  });
});

describe('logging in with a token', () => {
  it.each(['sha1', 'sha256'] as const)(
    'takes its %s hash under the key of the key exchange',
    async (hash) => {
      const simulator = await start();
      const { token } = await login(simulator);
      const talk = await connect(simulator, { mode: 'enc' });
      const proof = keyed(hash, talk.firstKey, token);
      const answer = await talk.ask(`authwithtoken/${proof}/${USER}`);
      expect(answer).toMatchObject({ code: 200, control: `authwithtoken/${proof}/${USER}` });
      expect(answer.value).toEqual({
        validUntil: expect.any(Number),
        tokenRights: expect.any(Number),
        unsecurePass: false,
      });
      expect((await talk.ask('jdev/sps/LoxAPPversion3')).code).toBe(200);
    },
  );

  it('takes the token itself from firmware 11.2 on, and only then', async () => {
    const modern = await start();
    const first = await login(modern);
    const talk = await connect(modern, { mode: 'enc' });
    expect((await talk.ask(`authwithtoken/${first.token}/${USER}`)).code).toBe(200);

    const old = await start({ firmware: '10.4.0.0' });
    const second = await login(old);
    const refused = await connect(old, { mode: 'enc' });
    expect((await refused.ask(`authwithtoken/${second.token}/${USER}`)).code).toBe(401);
    expect(await refused.socket.closed).toMatchObject({ code: 1000 });
  });

  it('refreshes to another token and forgets the old one', async () => {
    const simulator = await start();
    const { talk, token } = await login(simulator);
    const { value: key } = await talk.ask('jdev/sys/getkey', 'plain');
    const proof = keyed('sha256', String(key), token);
    const fresh = await talk.ask(`jdev/sys/refreshjwt/${proof}/${USER}`);
    expect(fresh.code).toBe(200);
    expect(Object.keys(fresh.value as object).sort()).toEqual([
      'token',
      'unsecurePass',
      'validUntil',
    ]);
    expect((await talk.ask(`jdev/sys/checktoken/${token}/${USER}`)).code).toBe(401);
    const other = await connect(simulator, { mode: 'enc' });
    expect((await other.ask(`authwithtoken/${member(fresh.value, 'token')}/${USER}`)).code).toBe(
      200,
    );
  });

  it('prolongs a legacy token without changing it', async () => {
    const simulator = await start();
    const { talk, token } = await login(simulator, { mode: 'enc', getToken: 'gettoken' });
    const fresh = await talk.ask(`jdev/sys/refreshtoken/${token}/${USER}`);
    expect(fresh.value).toEqual({ validUntil: expect.any(Number), unsecurePass: false });
    expect((await talk.ask(`jdev/sys/checktoken/${token}/${USER}`)).code).toBe(200);
  });

  it('refreshes the token of somebody else without taking it over', async () => {
    const simulator = await start();
    const one = await login(simulator);
    const two = await login(simulator);
    const fresh = await one.talk.ask(`jdev/sys/refreshjwt/${two.token}/${USER}`);
    const other = member(fresh.value, 'token');
    expect((await one.talk.ask(`jdev/sys/killtoken/${other}/${USER}`)).code).toBe(200);
    expect((await one.talk.ask(`jdev/sys/checktoken/${one.token}/${USER}`)).code).toBe(200);
  });

  it('kills another token, and with the own one the connection', async () => {
    const simulator = await start();
    const one = await login(simulator);
    const two = await login(simulator);
    expect((await one.talk.ask(`jdev/sys/killtoken/${two.token}/${USER}`)).code).toBe(200);
    expect((await one.talk.ask(`jdev/sys/checktoken/${two.token}/${USER}`)).code).toBe(401);
    expect((await one.talk.ask(`jdev/sys/killtoken/${one.token}/${USER}`)).code).toBe(401);
    expect(await one.talk.socket.closed).toMatchObject({ code: 1000 });
  });

  it('asks for a token with the hash of a token', async () => {
    const simulator = await start();
    const { token } = await login(simulator);
    const talk = await connect(simulator, { mode: 'enc' });
    const uuid = '098802e1-02b4-603c-ffffeee000d80cfd';
    const answer = await talk.ask(`jdev/sys/getjwt/${token}/${USER}/4/${uuid}/x?authHash=True`);
    expect(answer.code).toBe(200);
    expect(member(answer.value, 'token')).not.toBe(token);
  });
});

describe('before the login', () => {
  it('answers every other command 400', async () => {
    const socket = await RawSocket.open((await start()).url);
    for (const command of [
      'jdev/sps/LoxAPPversion3',
      'data/LoxAPP3.json',
      'jdev/sps/enablebinstatusupdate',
      'jdev/sys/getPublicKey',
      'jdev/sys/refreshjwt/x/ada',
      'jdev/sys/checktoken/x/ada',
      'jdev/sys/killtoken/x/ada',
      'nonsense',
    ]) {
      expect((await socket.answer(command)).code, command).toBe(400);
    }
  });

  it('answers a session key for another box 401, and goes on', async () => {
    const [one, two] = [await start(), await start()];
    const talk = await connect(two, { mode: 'enc' });
    const socket = await RawSocket.open(one.url);
    const wrong = talk.wrap('jdev/sys/getkey').replace('enc/', 'keyexchange/');
    expect((await socket.answer(wrong)).code).toBe(401);
    expect((await socket.answer('jdev/sys/getkey')).code).toBe(200);
  });

  it('answers what it cannot decrypt 401', async () => {
    const talk = await connect(await start(), { mode: 'enc' });
    const stranger = encodeURIComponent(encrypt(newSession(), 'salt/aabb/jdev/sys/getkey'));
    for (const garbage of ['AAAA', '', '%', 'no base64!', stranger]) {
      expect((await talk.socket.answer(`jdev/sys/enc/${garbage}`)).code, garbage).toBe(401);
    }
    expect((await talk.ask('jdev/sys/getkey')).code).toBe(200);
  });

  it('refuses an old salt: the command may be a replay', async () => {
    const { talk } = await login(await start());
    const recorded = talk.wrap('jdev/sps/LoxAPPversion3');
    expect((await talk.socket.answer(recorded)).code).toBe(200);
    const rotation = encrypt(talk.session, 'nextSalt/aabb/ccdd/jdev/sps/LoxAPPversion3');
    const rotated = await talk.socket.answer(`jdev/sys/enc/${encodeURIComponent(rotation)}`);
    expect(rotated.code).toBe(200);
    expect((await talk.socket.answer(recorded)).code).toBe(401);
    talk.salt = 'ccdd';
    expect((await talk.ask('jdev/sps/LoxAPPversion3')).code).toBe(200);
  });

  it('closes with code 420 when nobody logs in for too long', async () => {
    const time = new ManualTime('2025-06-01T10:00:00Z');
    const simulator = await start({ clock: time.clock, timers: time.timers });
    const talk = await connect(simulator, { mode: 'enc' });
    time.advance(4_999);
    expect((await talk.ask('jdev/sys/getkey')).code).toBe(200);
    time.advance(1);
    expect(parse(await talk.socket.text()).code).toBe(420);
    expect(await talk.socket.closed).toMatchObject({ code: 1000 });
  });
});
