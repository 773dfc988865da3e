import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type RawAnswer, sendRaw } from '../support/raw-http.js';
import {
  ADMIN,
  BROKEN,
  type FakeAuth,
  fakeAuth,
  KEY,
  LIMITED,
  LOCKED,
  SECRET,
  UNRECORDED,
} from './fake-auth.js';
import { ADAPTERS, type Echo, type Running } from './harness.js';
import { bytesOf, OPTIONS, RAW_CASES, type RawCase } from './raw-cases.js';

const HOST = 'Host: localhost';

describe.each(ADAPTERS)('the gate of %s', (name, start) => {
  let auth: FakeAuth;
  let server: Running;

  beforeAll(async () => {
    auth = fakeAuth();
    server = await start(auth, OPTIONS);
  });
  afterAll(() => server.stop());
  beforeEach(() => {
    auth.asked.length = 0;
  });

  const send = (lines: readonly string[], more: Partial<RawCase> = {}): Promise<RawAnswer> =>
    sendRaw(server.port, bytesOf({ title: '', status: 0, lines, ...more }));
  const withKey = (key: string): Promise<RawAnswer> => send([HOST, `X-API-Key: ${key}`]);

  it.each(RAW_CASES.map((one) => [one.title, one] as const))('%s', async (_, one) => {
    const answer = await sendRaw(server.port, bytesOf(one));
    expect(answer.status).toBe(one.except?.[name] ?? one.status);
    expect(JSON.stringify(answer)).not.toContain(SECRET);
    if (answer.status === 200) {
      expect(JSON.parse(answer.body)).toMatchObject({ id: ADMIN.id });
    } else {
      expect(answer.body).not.toContain(ADMIN.id);
    }
  });

  it('auth-landscape finding 2: no route behind it answers without a key', async () => {
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
      for (const target of ['/', '/mcp', '/mcp/', '/nowhere', '//mcp', '/mcp?x=1', '/%6dcp']) {
        const answer = await send([HOST], { start: `${method} ${target}` });
        expect([method, target, answer.status]).toEqual([method, target, 401]);
      }
    }
    expect((await send([HOST], { start: 'HEAD /mcp' })).status).toBe(401);
  });

  it('key-systems finding 8: a repeated credential or host header is refused, never chosen from', async () => {
    const good = [`Authorization: Bearer ${KEY}`, `X-API-Key: ${KEY}`];
    const bad = ['Authorization: Bearer mcp_x_001_y', 'X-API-Key: mcp_x_001_y'];
    for (const at of [0, 1]) {
      for (const pair of [
        [good[at], bad[at]],
        [bad[at], good[at]],
        [good[at], good[at]],
      ]) {
        const answer = await send([HOST, ...pair.map(String)]);
        expect(answer.status).toBe(400);
        expect(JSON.parse(answer.body).type).toBe('urn:gatehouse:problem:credential-malformed');
      }
    }
    expect((await send([HOST, 'Host: localhost:1', good[0] ?? ''])).status).toBe(400);
    expect(auth.asked).toEqual([]);
  });

  it('sends a challenge without an error where no key was sent (RFC 6750 §3.1)', async () => {
    const answer = await send([HOST]);
    expect(answer.headers).toMatchObject({
      'www-authenticate': 'Bearer realm="tests"',
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      'x-request-id': expect.stringMatching(/^[0-9a-f]{32}$/),
    });
    expect(JSON.parse(answer.body)).toEqual({
      type: 'urn:gatehouse:problem:credential-missing',
      code: 'credential-missing',
      title: 'Key required',
      status: 401,
      detail: 'Send a key: Authorization: Bearer <key>.',
    });
  });

  it('answers all invalid keys alike', async () => {
    const answers = await Promise.all(['mcp_admin_009_unknown', 'hello', `${KEY}x`].map(withKey));
    const [first] = answers;
    const varying = { date: '', 'x-request-id': '' };
    for (const answer of answers) {
      expect(answer.headers['www-authenticate']).toBe(
        'Bearer realm="tests", error="invalid_token"',
      );
      expect(answer.body).toBe(first?.body);
      expect({ ...answer.headers, ...varying }).toEqual({ ...first?.headers, ...varying });
    }
  });

  it('checks host before origin before credential', async () => {
    const all = ['Host: evil.com', 'Origin: null', 'X-API-Key: '];
    const kinds = await Promise.all([
      send(all),
      send([HOST, ...all.slice(1)]),
      send([HOST, ...all.slice(2)]),
    ]);
    expect(kinds.map(({ body }) => JSON.parse(body).type.split(':').at(-1))).toEqual([
      'host-not-allowed',
      'origin-not-allowed',
      'credential-malformed',
    ]);
    expect(auth.asked).toEqual([]);
  });

  it('says when to come back, and how the limit stands', async () => {
    const limited = await withKey(LIMITED);
    expect(limited.status).toBe(429);
    expect(limited.headers).toMatchObject({
      'retry-after': '7',
      ratelimit: expect.stringMatching(/^"[a-z-]+";r=0;t=18$/),
      'ratelimit-policy': expect.stringMatching(/^"[a-z-]+";q=60;w=60$/),
      'content-type': 'application/problem+json',
    });
    expect(JSON.parse(limited.body).type).toBe('urn:gatehouse:problem:rate-limited');
    const locked = await withKey(LOCKED);
    expect([locked.status, locked.headers['retry-after']]).toEqual([429, '1800']);
    expect(locked.headers).not.toHaveProperty('www-authenticate');
    expect(JSON.parse(locked.body).type).toBe('urn:gatehouse:problem:locked-out');
    const admitted = await withKey(KEY);
    expect(admitted.headers).toMatchObject({
      ratelimit: expect.stringMatching(/^"[a-z-]+";r=42;t=18$/),
      'ratelimit-policy': expect.stringMatching(/^"[a-z-]+";q=60;w=60$/),
    });
  });

  it('lets nobody in while it cannot record or cannot read keys', async () => {
    const unrecorded = await withKey(UNRECORDED);
    expect([unrecorded.status, JSON.parse(unrecorded.body).type]).toEqual([
      503,
      'urn:gatehouse:problem:audit-unavailable',
    ]);
    const broken = await withKey(BROKEN);
    expect(broken.status).toBe(503);
    expect(broken.body).not.toContain('secret');
  });

  it('has no OAuth metadata to point at, and asks nobody for a key there', async () => {
    for (const path of [
      '/.well-known/oauth-protected-resource',
      '/.well-known/oauth-protected-resource/mcp',
      '/.well-known/oauth-authorization-server',
      '/mcp/.well-known/openid-configuration',
      '/.well-known/openid-configuration?x=1',
    ]) {
      const answer = await send([HOST], { start: `GET ${path}` });
      expect([path, answer.status]).toEqual([path, 404]);
      expect(answer.headers).not.toHaveProperty('www-authenticate');
    }
    for (const lines of [[HOST], [HOST, 'X-API-Key: x'], [HOST, 'X-API-Key: ']]) {
      expect(JSON.stringify(await send(lines))).not.toMatch(/resource_metadata|well-known/);
    }
    const others = ['/.well-known/security.txt', '/.well-known/oauth-authorization-servers'];
    for (const path of others) {
      expect((await send([HOST], { start: `GET ${path}` })).status).toBe(401);
    }
  });

  it('lets handlers see the caller, and no key in any form', async () => {
    const lines = [HOST, 'X-First: 1', `Authorization: Bearer ${KEY}`, `x-api-key: ${KEY}`];
    const answer = await send(lines);
    const echo: Echo = JSON.parse(answer.body);
    expect(echo.headers).toContain('localhost');
    expect(echo.headers.toLowerCase()).toContain('x-first');
    expect(echo.headers).not.toMatch(/authorization|x-api-key/i);
    expect(echo.headers).not.toContain(SECRET);
    expect(echo.extra).toEqual({
      principal: ADMIN,
      address: '127.0.0.1',
      requestId: answer.headers['x-request-id'],
    });
  });

  it('tells who calls: address, request id and agent, none of them from headers of strangers', async () => {
    const answer = await send([
      HOST,
      `X-API-Key: ${KEY}`,
      'User-Agent: test/1, (x)',
      'X-Request-Id: mine',
      'X-Forwarded-For: 203.0.113.9',
      'Forwarded: for=203.0.113.9',
      'X-Forwarded-Host: evil.com',
    ]);
    const requestId = answer.headers['x-request-id'];
    expect(requestId).toMatch(/^[0-9a-f]{32}$/);
    expect(auth.asked).toEqual([
      {
        key: KEY,
        from: { transport: 'http', address: '127.0.0.1', requestId, userAgent: 'test/1, (x)' },
      },
    ]);
  });
});
