import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseInfisicalReference } from '../../src/secrets/infisical-reference.js';
import { createInfisicalSecrets } from '../../src/secrets/infisical-secrets.js';
import { infisicalAccess } from '../../src/secrets/infisical-settings.js';
import { Secret } from '../../src/secrets/secret.js';
import type { SecretProvider } from '../../src/secrets/secret-provider.js';
import {
  answer,
  CLIENT_ID,
  CLIENT_SECRET,
  type InfisicalStandIn,
  startInfisical,
} from './infisical.js';
import { codeOf, NEVER, problemOf } from './support.js';

describe('secrets of Infisical', () => {
  let there: InfisicalStandIn;
  let now = 1_000_000;
  let pauses: number[];

  beforeEach(async () => {
    now = 1_000_000;
    pauses = [];
    there = await startInfisical({ 'p/prod/house/PASS': 'canary', 'p/prod/PASS': 'top' });
  });

  afterEach(() => there.stop());

  function provider(
    env: Readonly<Record<string, string>> = {},
    timeoutMs?: number,
  ): SecretProvider {
    const all = {
      INFISICAL_URL: there.url,
      INFISICAL_CLIENT_ID: CLIENT_ID,
      INFISICAL_CLIENT_SECRET: CLIENT_SECRET,
      ...env,
    };
    return createInfisicalSecrets({
      access: () =>
        infisicalAccess({ env: all, readSecretFile: async (path) => new Secret(`of ${path}`) }),
      clock: { now: () => now },
      pause: async (ms) => void pauses.push(ms),
      ...(timeoutMs !== undefined && { timeoutMs }),
    });
  }

  async function read(): Promise<string> {
    return (await provider().read('p/prod/house/PASS', NEVER)).reveal();
  }

  it('are asked for by project, environment, folder and name', async () => {
    expect(await read()).toBe('canary');
    expect((await provider().read('p/prod/PASS', NEVER)).reveal()).toBe('top');
    expect(there.requests).toEqual([
      'POST /api/v1/auth/universal-auth/login',
      'GET /api/v3/secrets/raw/PASS?workspaceId=p&environment=prod&secretPath=%2Fhouse',
      'POST /api/v1/auth/universal-auth/login',
      'GET /api/v3/secrets/raw/PASS?workspaceId=p&environment=prod&secretPath=%2F',
    ]);
  });

  it('are found below a path of the URL', async () => {
    there.next(answer(200, { accessToken: 't', expiresIn: 60 }), answer(404));
    const below = provider({ INFISICAL_URL: `${there.url}/vault/` });
    expect(await codeOf(below.read('p/prod/PASS', NEVER))).toBe('ERR_SECRET_MISSING');
    expect(there.requests[0]).toBe('POST /vault/api/v1/auth/universal-auth/login');
  });

  it('take one login until the token ends, less half a minute', async () => {
    const one = provider();
    await one.read('p/prod/PASS', NEVER);
    now += (7200 - 31) * 1000;
    await one.read('p/prod/PASS', NEVER);
    expect(there.logins()).toBe(1);
    now += 1000;
    await one.read('p/prod/PASS', NEVER);
    expect(there.logins()).toBe(2);
  });

  it('take a new login, once, when the token was revoked', async () => {
    const one = provider();
    await one.read('p/prod/PASS', NEVER);
    there.revoke();
    expect((await one.read('p/prod/PASS', NEVER)).reveal()).toBe('top');
    expect(there.logins()).toBe(2);
    there.next(answer(401));
    there.revoke();
    there.next(answer(200, { accessToken: 'never good', expiresIn: 60 }));
    expect(await codeOf(one.read('p/prod/PASS', NEVER))).toBe('ERR_SECRET_REFUSED');
    expect(there.logins()).toBe(3);
  });

  it('are not asked for again with a login that was refused', async () => {
    const wrong = provider({ INFISICAL_CLIENT_SECRET: 'canary-wrong' });
    const problem = await problemOf(wrong.read('p/prod/PASS', NEVER));
    expect(problem.code).toBe('ERR_SECRET_REFUSED');
    expect(problem.message).toContain('INFISICAL_CLIENT_SECRET');
    expect(there.requests).toHaveLength(1);
  });

  it.each([
    [401, 'ERR_SECRET_REFUSED', /token/],
    [403, 'ERR_SECRET_REFUSED', /role/],
    [404, 'ERR_SECRET_MISSING', /PASS in \/house of prod, project p/],
    [400, 'ERR_SECRET_REFUSED', /answers 400/],
    [302, 'ERR_SECRET_UNAVAILABLE', /redirects/],
  ])('an answer %s is %s', async (status, code, message) => {
    const redirect = { location: `${there.url}/elsewhere` };
    const refusal = answer(status, { message: 'canary' }, status === 302 ? redirect : {});
    there.next(answer(200, { accessToken: 'canary-t', expiresIn: 60 }), refusal, refusal, refusal);
    const problem = await problemOf(provider().read('p/prod/house/PASS', NEVER));
    expect(problem.code).toBe(code);
    expect(problem.message).toMatch(message);
    expect(inspect(problem, { depth: 9 })).not.toContain('canary');
    expect(there.requests.join()).not.toContain('/elsewhere');
  });

  it('that are hidden from the identity are refused, not read', async () => {
    const hidden = { secret: { secretValue: '<hidden>', secretValueHidden: true } };
    there.next(answer(200, { accessToken: 't', expiresIn: 60 }), answer(200, hidden));
    expect(await codeOf(provider().read('p/prod/PASS', NEVER))).toBe('ERR_SECRET_REFUSED');
  });

  it.each([
    ['no JSON', '<html>'],
    ['another form', { secret: { secretValue: 5 } }],
    ['nothing', {}],
    ['more than a body may hold', 'x'.repeat(1_100_000)],
  ])('an answer that is %s is not taken', async (_what, body) => {
    there.next(answer(200, { accessToken: 't', expiresIn: 60 }), answer(200, body));
    expect(await codeOf(provider().read('p/prod/PASS', NEVER))).toBe('ERR_SECRET_REFUSED');
    there.next(answer(200, body));
    expect(await codeOf(provider().read('p/prod/PASS', NEVER))).toBe('ERR_SECRET_REFUSED');
  });

  it('are asked for three times of a service that is busy', async () => {
    there.next(answer(503), answer(429, {}, { 'retry-after': '3' }));
    expect(await read()).toBe('canary');
    expect(pauses).toEqual([500, 3000]);
    there.next(answer(500), answer(502), answer(503));
    const problem = await problemOf(provider().read('p/prod/PASS', NEVER));
    expect(problem).toMatchObject({ code: 'ERR_SECRET_UNAVAILABLE', retryable: true });
    expect(problem.message).toContain('answers 503, and so 3 times');
  });

  it('wait no longer than ten seconds, whatever the service asks', async () => {
    there.next(answer(429, {}, { 'retry-after': '86400' }));
    await read();
    expect(pauses).toEqual([10_000]);
  });

  it('of a service that says nothing end after the time that is given', async () => {
    there.next(
      () => undefined,
      () => undefined,
      () => undefined,
    );
    const problem = await problemOf(provider({}, 50).read('p/prod/PASS', NEVER));
    expect(problem.code).toBe('ERR_SECRET_UNAVAILABLE');
    expect(problem.message).toContain('gives no answer');
  });

  it('of a service that cuts the connection say so', async () => {
    const cut = (_: unknown, request: { socket: { destroy(): void } }): void =>
      request.socket.destroy();
    there.next(cut, cut, cut);
    const problem = await problemOf(provider().read('p/prod/PASS', NEVER));
    expect(problem.message).toMatch(/does not answer \(\w+\), and so 3 times/);
  });

  it('end at once when the signal aborts, without another attempt', async () => {
    const controller = new AbortController();
    const reason = new TypeError('enough');
    there.next(() => controller.abort(reason));
    await expect(provider().read('p/prod/PASS', controller.signal)).rejects.toBe(reason);
    expect(there.requests).toHaveLength(1);
  });

  it('take the client secret from a file that is named', async () => {
    const env = { INFISICAL_CLIENT_SECRET: '', INFISICAL_CLIENT_SECRET_FILE: '/run/s' };
    const access = await infisicalAccess({
      env: { ...env, INFISICAL_CLIENT_ID: 'c' },
      readSecretFile: async (path) => new Secret(`of ${path}`),
    });
    expect(access.clientSecret.reveal()).toBe('of /run/s');
    expect(access.url).toBe('https://app.infisical.com');
  });

  it('name all settings that are missing at once', async () => {
    const problem = await problemOf(
      infisicalAccess({
        env: { INFISICAL_URL: 'nonsense' },
        readSecretFile: async () => new Secret(''),
      }),
    );
    for (const name of ['INFISICAL_URL', 'INFISICAL_CLIENT_ID', 'INFISICAL_CLIENT_SECRET']) {
      expect(problem.message).toContain(name);
    }
  });

  it.each([
    ['http://vault.example', false],
    ['http://localhost:8080', true],
    ['http://127.0.0.1:8080', true],
    ['http://127.0.0.1.example.com', false],
    ['http://[::1]:8080', true],
    ['https://vault.example', true],
    ['https://u:p@vault.example', false],
    ['https://vault.example?x=1', false],
    ['ftp://localhost', false],
  ])('sends the client secret to %s: %s', async (url, allowed) => {
    const env = { INFISICAL_URL: url, INFISICAL_CLIENT_ID: 'c', INFISICAL_CLIENT_SECRET: 's' };
    const reading = infisicalAccess({ env, readSecretFile: async () => new Secret('') });
    const done = await reading.then(
      () => true,
      () => false,
    );
    expect(done).toBe(allowed);
  });
});

describe('a reference to Infisical', () => {
  it('has a project, an environment, folders and a name', () => {
    expect(parseInfisicalReference('64f-1/prod/house/cellar/PASS')).toEqual({
      ok: true,
      value: { project: '64f-1', environment: 'prod', path: '/house/cellar', name: 'PASS' },
    });
  });

  it.each([
    '',
    'p',
    'p/prod',
    'p/prod/',
    'p//PASS',
    'p/prod/../PASS',
    'p/./PASS',
    'p/prod/a b',
    'p/prod/a?b',
  ])('is not %j', (text) => {
    expect(parseInfisicalReference(text).ok).toBe(false);
  });
});
