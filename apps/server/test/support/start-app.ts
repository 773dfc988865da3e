import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Principal } from '@gatehouse/core';
import { createMcpAuth, type McpAuth, type McpAuthOptions } from '@gatehouse/mcp-auth';

import { createHttpApp, type HttpAppParts } from '../../src/http/create-http-app.js';
import type { OwnerSession, OwnerSessions } from '../../src/http/owner-sessions.js';
import type { Route } from '../../src/http/route.js';
import { createRecordingLogger, type RecordingLogger } from './recording-logger.js';

/** Sessions that a test opens by hand, with the least that a session is. */
export interface FakeOwners extends OwnerSessions {
  /** @returns The `Cookie` header of the session. */
  open(principal: Principal, csrfToken?: string): string;
  end(cookie: string): void;
}

/** How a test wants the server. Everything else is as in production, on a free loopback port. */
export interface StartOptions extends Partial<Omit<HttpAppParts, 'auth' | 'routes' | 'settings'>> {
  readonly auth?: McpAuth;
  /** For the keys that {@link createMcpAuth} makes when no `auth` is given. */
  readonly authOptions?: Partial<McpAuthOptions>;
  readonly settings?: Partial<HttpAppParts['settings']>;
}

/** A server with some routes, listening. */
export interface StartedApp {
  /** `http://127.0.0.1:port` */
  readonly url: string;
  readonly port: number;
  readonly auth: McpAuth;
  readonly owners: FakeOwners;
  readonly logger: RecordingLogger;
  /** Makes a key. @returns The key itself. */
  keyOf(role: string, more?: Partial<KeyRequest>): Promise<string>;
  /** `fetch` of a path of this server. */
  call(path: string, init?: RequestInit): Promise<Response>;
  /** The same with a key, and JSON where there is a body. */
  callAs(key: string, path: string, init?: RequestInit): Promise<Response>;
  close(): Promise<void>;
}

type KeyRequest = Parameters<McpAuth['keys']['create']>[0];
type RequestInit = NonNullable<Parameters<typeof fetch>[1]>;

function fakeOwners(): FakeOwners {
  const sessions = new Map<string, OwnerSession>();
  let count = 0;
  return {
    find: async (cookie) => (cookie === undefined ? undefined : sessions.get(cookie)),
    open: (principal, csrfToken = 'a csrf token') => {
      count += 1;
      const cookie = `gatehouse_session=test-${count}`;
      sessions.set(cookie, { principal, csrfToken, sessionId: `s${count}` });
      return cookie;
    },
    end: (cookie) => void sessions.delete(cookie),
  };
}

/** Starts a server with these routes and keys in memory. */
export async function startApp(
  routes: readonly Route[],
  options: StartOptions = {},
): Promise<StartedApp> {
  const { auth: given, authOptions, settings, ...more } = options;
  const logger = createRecordingLogger();
  const owners = fakeOwners();
  const auth =
    given ??
    (await createMcpAuth({
      app: 'loxone-mcp',
      prefix: 'lmcp',
      store: 'memory',
      env: {},
      rateLimit: { maxRequestsPerMinute: 10_000, maxFailedAttempts: 1_000 },
      ...authOptions,
    }));
  const app = await createHttpApp({
    auth,
    logger,
    routes,
    owners,
    ...more,
    settings: { allowedHosts: [], allowedOrigins: [], trustedProxies: [], ...settings },
  });
  app.server.listen(0, '127.0.0.1');
  await once(app.server, 'listening');
  const { port } = app.server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const call = (path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(url + path, { redirect: 'manual', ...init });
  return {
    url,
    port,
    auth,
    owners,
    logger,
    keyOf: async (role, request = {}) => {
      const asked = { name: `Test ${role}`, role, ...request };
      return (await auth.keys.create(asked, { id: 'test' })).key;
    },
    call,
    callAs: (key, path, init = {}) =>
      call(path, {
        ...init,
        headers: {
          ...(init.body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(init.headers as Record<string, string> | undefined),
          authorization: `Bearer ${key}`,
        },
      }),
    close: async () => {
      void app.drain();
      app.server.closeAllConnections();
      await new Promise((resolve) => app.server.close(resolve));
      await app.close();
      if (given === undefined) await auth.close();
    },
  };
}
