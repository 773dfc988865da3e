import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Route, RouteAccess } from '../../src/http/route.js';
import { type Keys, makeKeys, type SignedIn, signIn, signOut } from '../support/callers.js';
import { startWhole, type WholeServer } from '../support/whole-server.js';

const HOUR = 3_600_000;

/** What stands for a request that was let in: whatever its route then says of it. */
const IN = 'let in';

type Expected = 401 | 403 | 404 | typeof IN;

/** Who a thing is for, in the words of its route, or what is bound beside the routes. */
type Kind = RouteAccess['to'] | 'open write' | 'mcp' | 'socket' | 'page' | 'nothing';

interface Target {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly kind: Kind;
}

interface Condition {
  readonly name: string;
  headers(target: Target): Promise<Readonly<Record<string, string>>>;
  expected(target: Target): Expected;
}

const isRead = ({ method }: Target): boolean => method === 'GET' || method === 'HEAD';

/** Whether a gate stands in front at all. */
const isGated = ({ kind }: Target): boolean => !['open', 'page', 'nothing'].includes(kind);

const isOwners = ({ kind }: Target): boolean => kind === 'owner' || kind === 'signed-in';

/** What a target answers where nothing is wrong. */
const fine = ({ kind }: Target): Expected => (kind === 'nothing' ? 404 : IN);

function targetsOf(server: WholeServer): readonly Target[] {
  const ofRoutes = server.routes.flatMap((route) => {
    const target = {
      name: `${route.method} ${route.path}`,
      method: route.method,
      path: route.path.replaceAll(/:\w+/g, 'zzz'),
      kind: kindOf(route),
    };
    return route.method === 'GET' ? [target, headOf(target)] : [target];
  });
  const mcp = ['GET', 'POST', 'DELETE', 'PUT'].map((method): Target => {
    return { name: `${method} /mcp`, method, path: '/mcp', kind: 'mcp' };
  });
  const sockets = server.upgrades.map((path): Target => {
    return { name: `WebSocket ${path}`, method: 'GET', path, kind: 'socket' };
  });
  const pages = ['/admin', '/admin/keys', '/admin/assets/main-AB12CD34.js'].flatMap((path) => {
    const target: Target = { name: `GET ${path}`, method: 'GET', path, kind: 'page' };
    return [target, headOf(target)];
  });
  const nothing = ['/nowhere', '/admin/assets/none.js', '/admin/api/none', '/api/none'].map(
    (path): Target => ({ name: `GET ${path}`, method: 'GET', path, kind: 'nothing' }),
  );
  return [...ofRoutes, ...mcp, ...sockets, ...pages, ...nothing];
}

function kindOf({ access, method }: Route): Kind {
  return access.to === 'open' && method !== 'GET' ? 'open write' : access.to;
}

function headOf(target: Target): Target {
  return { ...target, method: 'HEAD', name: target.name.replace('GET', 'HEAD') };
}

describe('every route and every way to come', () => {
  let server: WholeServer;
  let keys: Keys;
  let session: SignedIn;
  let ended: SignedIn;

  beforeAll(async () => {
    server = await startWhole();
    keys = await makeKeys(server);
    session = await signIn(server, keys.admin);
    ended = await signIn(server, keys.admin);
    await signOut(server, ended);
  });
  afterAll(() => server.close());

  const bearer = (key: string) => ({ authorization: `Bearer ${key}` });

  /** A key that is good for nobody here: refused wherever a gate looks. */
  const refusedKey = (name: string, which: (keys: Keys) => string): Condition => ({
    name,
    headers: async () => bearer(which(keys)),
    expected: (target) => (isGated(target) ? 401 : fine(target)),
  });

  const withCookie = (name: string, which: () => SignedIn, sends: object): Condition => ({
    name,
    headers: async () => ({ cookie: which().cookie, ...sends }),
    expected: (target) => {
      if (!isGated(target) || target.kind === 'open write') return fine(target);
      // A cookie is nothing to anybody but the administration.
      if (!isOwners(target) || name !== 'session without CSRF token') return 401;
      return isRead(target) ? IN : 403;
    },
  });

  const CONDITIONS: readonly Condition[] = [
    {
      name: 'no key',
      headers: async () => ({}),
      expected: (target) => (isGated(target) && target.kind !== 'open write' ? 401 : fine(target)),
    },
    {
      name: 'a key that may everything',
      headers: async () => bearer(keys.admin),
      expected: fine,
    },
    refusedKey('wrong key', ({ wrong }) => wrong),
    refusedKey('expired key', ({ expired }) => expired),
    refusedKey('revoked key', ({ revoked }) => revoked),
    refusedKey('wrong address', ({ elsewhere }) => elsewhere),
    {
      name: 'wrong role',
      headers: async () => bearer(keys.powerless),
      // Of MCP everybody with a key may open a session: what it then offers is judged by name.
      expected: (target) =>
        isGated(target) && !['mcp', 'open write'].includes(target.kind) ? 403 : fine(target),
    },
    {
      name: 'foreign Origin',
      headers: async () => ({ ...bearer(keys.admin), origin: 'https://evil.example' }),
      expected: (target) => (isGated(target) ? 403 : fine(target)),
    },
    {
      name: 'null Origin',
      headers: async () => ({ ...bearer(keys.admin), origin: 'null' }),
      expected: (target) => (isGated(target) ? 403 : fine(target)),
    },
    {
      name: 'allowed Origin',
      headers: async () => ({ ...bearer(keys.admin), origin: 'https://friend.example' }),
      expected: fine,
    },
    {
      name: 'rebinding Host',
      headers: async () => ({ ...bearer(keys.admin), host: 'evil.example' }),
      expected: (target) => (isGated(target) ? 403 : fine(target)),
    },
    withCookie('made-up session', () => ({ cookie: 'gatehouse_session=AAAA', csrfToken: '' }), {}),
    withCookie('ended session', () => ended, {}),
    withCookie('session without CSRF token', () => session, {}),
    withCookie('session of another site', () => session, { 'sec-fetch-site': 'cross-site' }),
    {
      name: 'session with a wrong CSRF token',
      headers: async () => ({ cookie: session.cookie, 'x-csrf-token': `${session.csrfToken}x` }),
      expected: (target) => {
        if (!isOwners(target)) return target.kind === 'open write' ? IN : firstOf(target);
        return isRead(target) ? IN : 403;
      },
    },
    {
      name: 'session with its CSRF token',
      headers: async () => {
        const own = await signIn(server, keys.admin);
        return { cookie: own.cookie, 'x-csrf-token': own.csrfToken };
      },
      expected: (target) =>
        isOwners(target) || target.kind === 'open write' ? IN : firstOf(target),
    },
  ];

  /** What somebody without a key gets. */
  const firstOf = (target: Target): Expected => (isGated(target) ? 401 : fine(target));

  /** Asks, and hangs up as soon as the status is known: streams never end. */
  function statusOf(target: Target, headers: Readonly<Record<string, string>>): Promise<number> {
    const upgrade =
      target.kind === 'socket'
        ? {
            connection: 'Upgrade',
            upgrade: 'websocket',
            'sec-websocket-version': '13',
            'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
          }
        : {};
    return new Promise((resolve, reject) => {
      const { method, path } = target;
      const { port } = server;
      const asked = request({
        port,
        host: '127.0.0.1',
        method,
        path,
        headers: { ...headers, ...upgrade },
      });
      const answered = (status: number | undefined): void => {
        resolve(status ?? 0);
        asked.destroy();
      };
      asked.on('response', ({ statusCode }) => answered(statusCode));
      asked.on('upgrade', ({ statusCode }, socket) => {
        socket.destroy();
        answered(statusCode);
      });
      asked.on('error', reject);
      asked.end();
    });
  }

  function fits(target: Target, expected: Expected, status: number): boolean {
    if (expected !== IN) return status === expected;
    // Without a session, MCP answers everything but POST with 405, once its gate has let it in.
    const never = target.kind === 'mcp' ? [0, 401, 403, 500] : [0, 401, 403, 405, 500];
    return !never.includes(status);
  }

  it('answer as the table says', async () => {
    const targets = targetsOf(server);
    const wrong: string[] = [];
    let rows = 0;
    for (const condition of CONDITIONS) {
      for (const target of targets) {
        const expected = condition.expected(target);
        // So many wrong keys from one address would be answered with 429, as they should.
        server.advance(HOUR);
        const status = await statusOf(target, await condition.headers(target));
        rows += 1;
        if (!fits(target, expected, status)) {
          wrong.push(`${target.name}, ${condition.name}: ${status} instead of ${expected}`);
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(rows).toBe(targets.length * CONDITIONS.length);
    // Routes come and go; that most of the table is gone would be a mistake.
    expect(rows).toBeGreaterThan(1_000);
  }, 120_000);

  it('are all in the table: nothing else is bound', () => {
    const beside = ['/mcp', '/admin', '/admin/*'];
    const known = new Set([...server.routes.map(({ path }) => path), ...beside]);
    expect([...server.paths].filter((path) => !known.has(path))).toEqual([]);
    expect([...known].filter((path) => !server.paths.has(path))).toEqual([]);
    const listed = new Set(server.routes.map(({ method, path }) => `${method} ${path}`));
    expect(listed.size).toBe(server.routes.length);
  });

  it('that need no key are these; another one needs a second thought', () => {
    const open = server.routes.filter(({ access }) => access.to === 'open');
    expect(open.map(({ method, path }) => `${method} ${path}`).sort()).toEqual([
      'GET /',
      'GET /api/docs',
      'GET /api/docs.css',
      'GET /api/openapi.json',
      'GET /health',
      'GET /ready',
      'POST /admin/api/session',
    ]);
  });
});
