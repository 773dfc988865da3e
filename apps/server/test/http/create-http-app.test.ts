import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { defineRoute, type Route } from '../../src/http/route.js';
import { RouteProblem } from '../../src/http/route-problem.js';
import { type StartedApp, startApp } from '../support/start-app.js';

const answers = { 200: { description: 'fine' } };
const read = { kind: 'rest', name: 'devices', risk: 'read' } as const;
const control = { kind: 'rest', name: 'devices.control', risk: 'control' } as const;
const keys = { kind: 'admin', name: 'keys', risk: 'admin' } as const;

const ROUTES: readonly Route[] = [
  defineRoute({
    method: 'GET',
    path: '/open',
    access: { to: 'open' },
    summary: 'open',
    answers,
    handle: ({ principal }) => ({ status: 200, body: { principal: principal ?? null } }),
  }),
  defineRoute({
    method: 'POST',
    path: '/sign-in',
    access: { to: 'open' },
    summary: 'sign in',
    body: z.strictObject({ key: z.string().max(10) }),
    answers,
    handle: ({ body, context }) => ({ status: 200, body: { ...body, address: context.address } }),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/devices/:device',
    access: { to: 'key', action: read },
    summary: 'read',
    params: z.object({ device: z.string().max(40) }),
    query: z.strictObject({ limit: z.coerce.number().int().max(10).default(5) }),
    answers,
    handle: ({ params, query, principal, arrival }) => ({
      status: 200,
      body: { ...params, ...query, by: principal?.id, arrival },
    }),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/devices/:device',
    access: { to: 'key', action: control },
    summary: 'control',
    params: z.object({ device: z.string() }),
    body: z.strictObject({ value: z.number() }),
    answers,
    handle: ({ body }) => ({ status: 202, headers: { 'x-made': 'yes' }, body }),
  }),
  defineRoute({
    method: 'GET',
    path: '/admin/api/keys',
    access: { to: 'owner', action: keys },
    summary: 'owner',
    answers,
    handle: ({ principal, context }) => ({
      status: 200,
      body: { by: principal?.id, session: context.sessionId },
    }),
  }),
  defineRoute({
    method: 'DELETE',
    path: '/admin/api/keys',
    access: { to: 'owner', action: keys },
    summary: 'owner',
    answers,
    handle: () => ({ status: 204 }),
  }),
  defineRoute({
    method: 'GET',
    path: '/admin/api/me',
    access: { to: 'signed-in' },
    summary: 'me',
    answers,
    handle: ({ principal }) => ({ status: 200, body: { by: principal?.id } }),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/fails/:how',
    access: { to: 'key', action: read },
    summary: 'fails',
    params: z.object({ how: z.string() }),
    answers,
    handle: ({ params }) => {
      if (params.how === 'problem') {
        throw new RouteProblem(429, 'busy', 'Wait.', { retryAfterSeconds: 7, candidates: ['a'] });
      }
      throw new Error('a message with a secret in it');
    },
  }),
];

describe('the HTTP side of the server', () => {
  let app: StartedApp;

  beforeEach(async () => {
    app = await startApp(ROUTES);
  });
  afterEach(() => app.close());

  it('answers what is open to everybody', async () => {
    const response = await app.call('/open');
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ principal: null });
    expect(response.headers.get('content-type')).toBe('application/json');
  });

  it('says the same to everybody in its headers', async () => {
    for (const path of ['/open', '/api/devices/x', '/nowhere', '/api/%zz']) {
      const { headers } = await app.call(path);
      expect(headers.get('x-content-type-options'), path).toBe('nosniff');
      expect(headers.get('cache-control'), path).toBe('no-store');
      expect(headers.get('referrer-policy'), path).toBe('no-referrer');
      expect(headers.get('content-security-policy'), path).toContain("default-src 'none'");
      expect(headers.get('cross-origin-opener-policy'), path).toBe('same-origin');
      expect(headers.get('strict-transport-security'), path).toBeNull();
      expect(headers.get('server'), path).toBeNull();
    }
  });

  it('lets keys in by both headers, as far as their role goes', async () => {
    const monitor = await app.keyOf('monitor');
    const byBearer = await app.callAs(monitor, '/api/devices/lamp?limit=3');
    expect(await byBearer.json()).toMatchObject({
      device: 'lamp',
      limit: 3,
      by: 'lmcp_monitor_001',
    });
    const byHeader = await app.call('/api/devices/lamp', { headers: { 'x-api-key': monitor } });
    expect(byHeader.status).toBe(200);
    const refused = await app.callAs(monitor, '/api/devices/lamp', {
      method: 'POST',
      body: '{"value":1}',
    });
    expect(refused.status).toBe(403);
    expect(refused.headers.get('content-type')).toBe('application/problem+json');
    expect(await refused.json()).toMatchObject({
      type: 'urn:gatehouse:problem:not-allowed',
      status: 403,
      code: 'not-allowed',
      reason: 'role',
    });
    const operator = await app.keyOf('operator');
    const allowed = await app.callAs(operator, '/api/devices/lamp', {
      method: 'POST',
      body: '{"value":1}',
    });
    expect(allowed.status).toBe(202);
    expect(allowed.headers.get('x-made')).toBe('yes');
  });

  it('names fields that are not as they must be, and never their values', async () => {
    const operator = await app.keyOf('operator');
    const wrong = await app.callAs(operator, '/api/devices/lamp', {
      method: 'POST',
      body: '{"value":"swordfish","extra":1,"<b>":2}',
    });
    expect(wrong.status).toBe(400);
    const text = await wrong.text();
    expect(text).not.toContain('swordfish');
    expect(text).not.toContain('<b>');
    const problem = JSON.parse(text);
    expect(problem.code).toBe('invalid-request');
    expect(problem.fields.map(({ field }: { field: string }) => field)).toEqual([
      'body.value',
      'body.extra',
      'body.?',
    ]);
    const query = await app.callAs(operator, '/api/devices/lamp?limit=99');
    expect(await query.json()).toMatchObject({ fields: [{ field: 'query.limit' }] });
    const params = await app.callAs(operator, `/api/devices/${'x'.repeat(41)}`);
    expect(await params.json()).toMatchObject({ fields: [{ field: 'params.device' }] });
    const none = await app.callAs(operator, '/api/devices/lamp', { method: 'POST' });
    expect(none.status).toBe(400);
  });

  it('takes JSON only, without poison and not too deep', async () => {
    const operator = await app.keyOf('operator');
    const send = async (body: string, type = 'application/json'): Promise<number> => {
      const headers = { 'content-type': type };
      const init = { method: 'POST', body, headers };
      return (await app.callAs(operator, '/api/devices/lamp', init)).status;
    };
    expect(await send('{"value":1}')).toBe(202);
    expect(await send('{"value":1}', 'application/json; charset=utf-8')).toBe(202);
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data']) {
      expect(await send('{"value":1}', type), type).toBe(415);
    }
    expect(await send('{"value":1')).toBe(400);
    expect(await send('{"value":1,"__proto__":{"admin":true}}')).toBe(400);
    expect(await send('{"value":1,"a":{"constructor":{"prototype":{"x":1}}}}')).toBe(400);
    expect(await send(`{"value":${'['.repeat(33)}${']'.repeat(33)}}`)).toBe(400);
    expect(await send(`{"value":1,"a":"${'['.repeat(100)}"}`)).toBe(400);
    expect(await send(' '.repeat(2 * 1024 * 1024))).toBe(413);
  });

  it('answers other methods with what there is, and HEAD as GET', async () => {
    const monitor = await app.keyOf('monitor');
    const other = await app.callAs(monitor, '/api/devices/lamp', { method: 'PUT' });
    expect(other.status).toBe(405);
    expect(other.headers.get('allow')).toBe('GET, HEAD, POST');
    expect(other.headers.get('content-type')).toBe('application/problem+json');
    expect((await app.call('/api/devices/lamp', { method: 'PUT' })).status).toBe(401);
    const head = await app.callAs(monitor, '/api/devices/lamp', { method: 'HEAD' });
    expect(head.status).toBe(200);
    expect(await head.text()).toBe('');
    expect((await app.call('/nowhere')).status).toBe(404);
    expect((await app.call('/open', { method: 'DELETE' })).status).toBe(405);
  });

  it('shows a problem of a route as it stands, and hides everything else', async () => {
    const monitor = await app.keyOf('monitor');
    const busy = await app.callAs(monitor, '/api/fails/problem');
    expect(busy.status).toBe(429);
    expect(busy.headers.get('retry-after')).toBe('7');
    expect(await busy.json()).toMatchObject({ code: 'busy', candidates: ['a'] });
    const failed = await app.callAs(monitor, '/api/fails/otherwise');
    expect(failed.status).toBe(500);
    const id = failed.headers.get('x-request-id');
    expect(await failed.text()).not.toContain('secret');
    const logged = app.logger.entries.find(({ level }) => level === 'error');
    expect(logged?.fields).toMatchObject({ requestId: id, route: '/api/fails/:how' });
    expect(JSON.stringify(app.logger.entries)).not.toContain('a message with a secret');
  });

  it('lets owners in by session or key, and asks sessions for their token', async () => {
    expect((await app.call('/admin/api/keys')).status).toBe(401);
    const admin = await app.keyOf('admin');
    const byKey = await app.callAs(admin, '/admin/api/keys');
    expect(await byKey.json()).toMatchObject({ by: 'lmcp_admin_001' });
    expect((await app.callAs(admin, '/admin/api/keys', { method: 'DELETE' })).status).toBe(204);
    expect((await app.callAs(await app.keyOf('monitor'), '/admin/api/keys')).status).toBe(403);
    const principal = await app.auth.keys.principal('lmcp_admin_001');
    if (principal === undefined) throw new TypeError('there must be a key');
    const cookie = app.owners.open({ ...principal, kind: 'session' }, 'token');
    const bySession = await app.call('/admin/api/keys', { headers: { cookie } });
    expect(await bySession.json()).toEqual({ by: 'lmcp_admin_001', session: 's1' });
    const remove = async (headers: Record<string, string>): Promise<Response> =>
      app.call('/admin/api/keys', { method: 'DELETE', headers: { cookie, ...headers } });
    const unproved = await remove({});
    expect(unproved.status).toBe(403);
    expect(await unproved.json()).toMatchObject({ code: 'csrf-token-missing' });
    expect((await remove({ 'x-csrf-token': 'tokem' })).status).toBe(403);
    expect((await remove({ 'x-csrf-token': 'token' })).status).toBe(204);
    const foreign = { 'x-csrf-token': 'token', 'sec-fetch-site': 'same-site' };
    expect((await remove(foreign)).status).toBe(401);
    app.owners.end(cookie);
    expect((await app.call('/admin/api/keys', { headers: { cookie } })).status).toBe(401);
  });

  it('lets whoever may administer anything see who they are', async () => {
    const auditor = await app.keyOf('custom', { permissions: ['admin:audit'] });
    expect((await app.callAs(auditor, '/admin/api/me')).status).toBe(200);
    expect((await app.callAs(await app.keyOf('monitor'), '/admin/api/me')).status).toBe(403);
  });

  it('checks host and origin of everything but what is open and only looks', async () => {
    const body = '{"key":"x"}';
    const headers = { 'content-type': 'application/json', origin: 'https://evil.example' };
    expect((await app.call('/sign-in', { method: 'POST', body, headers })).status).toBe(403);
    const own = { ...headers, origin: app.url };
    const signedIn = await app.call('/sign-in', { method: 'POST', body, headers: own });
    expect(await signedIn.json()).toEqual({ key: 'x', address: '127.0.0.1' });
  });

  it('writes one line per request: pattern, status and caller, never the path', async () => {
    const operator = await app.keyOf('operator');
    await app.callAs(operator, '/api/devices/secret-name?limit=3');
    await app.callAs(operator, '/api/devices/secret-name', { method: 'POST', body: '{"value":1}' });
    await expect.poll(() => app.logger.entries.filter(isAnswer).length).toBe(2);
    const [looked, changed] = app.logger.entries.filter(isAnswer);
    expect(looked).toMatchObject({ level: 'debug' });
    expect(changed).toMatchObject({
      level: 'info',
      fields: {
        method: 'POST',
        route: '/api/devices/:device',
        status: 202,
        principal: 'lmcp_operator_001',
      },
    });
    expect(JSON.stringify(app.logger.entries)).not.toContain('secret-name');
  });
});

function isAnswer({ message }: { readonly message: string }): boolean {
  return message === 'Answered a request';
}
