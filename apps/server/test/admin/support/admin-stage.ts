import type { Clock } from '@gatehouse/core';
import { createMcpAuth, type McpAuth, type McpAuthOptions } from '@gatehouse/mcp-auth';
import type { AdminParts } from '../../../src/admin/admin-parts.js';
import { adminRoutes } from '../../../src/admin/admin-routes.js';
import { createOwnerSessions } from '../../../src/admin/owner-sessions.js';
import { createMemorySignInLinks } from '../../../src/admin/sign-in-links.js';
import { ConnectionBook } from '../../../src/http/connections.js';
import type { Route } from '../../../src/http/route.js';
import { createMcpOffers } from '../../../src/mcp/offers.js';
import type { FakeHome } from '../../rest/support/fake-home.js';
import { smallHouse } from '../../rest/support/small-house.js';
import { createRecordingLogger, type RecordingLogger } from '../../support/recording-logger.js';
import { type StartedApp, type StartOptions, startApp } from '../../support/start-app.js';

/** Time that only a test moves. */
export interface TestClock extends Clock {
  advance(ms: number): void;
}

/** What a request came back with. */
export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** As JSON; `undefined` for an answer without content. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape.
  readonly body: any;
}

/** A browser with at most one session, as a page in it makes requests. */
export interface Browser {
  readonly cookie: string;
  readonly csrfToken: string;
  ask(method: string, path: string, body?: unknown, headers?: HeaderFields): Promise<Answered>;
  get(path: string): Promise<Answered>;
}

type HeaderFields = Readonly<Record<string, string | undefined>>;

/** The administration of a house in memory, served. */
export interface AdminStage {
  readonly app: StartedApp;
  readonly auth: McpAuth;
  readonly parts: AdminParts;
  readonly home: FakeHome;
  readonly clock: TestClock;
  readonly logger: RecordingLogger;
  readonly routes: readonly Route[];
  /** Makes a key. */
  keyOf(role: string, more?: object): Promise<{ readonly key: string; readonly id: string }>;
  /** Signs in with a key, or with a new one of that role. */
  signIn(key: string): Promise<Browser>;
  signInAs(role: string, more?: object): Promise<Browser & { readonly id: string }>;
  /** A request without session; a key may be among the headers. */
  ask(method: string, path: string, body?: unknown, headers?: HeaderFields): Promise<Answered>;
  /** Everything in the trail, as one text. */
  trail(): Promise<string>;
  /** Everything that was logged, as one text. */
  log(): string;
  close(): Promise<void>;
}

export interface AdminStageOptions {
  readonly auth?: Partial<McpAuthOptions>;
  readonly parts?: Partial<AdminParts>;
  readonly app?: StartOptions;
}

const BASE = '/admin/api';

function testClock(start: number): TestClock {
  let now = start;
  return {
    now: () => now,
    advance: (ms) => {
      now += ms;
    },
  };
}

/** A key with the form and id of one that exists, whose secret is another. */
export async function forgedKey(role: string): Promise<string> {
  const others = await createMcpAuth({
    app: 'loxone-mcp',
    prefix: 'lmcp',
    store: 'memory',
    env: {},
  });
  const { key } = await others.keys.create({ name: 'Forged', role }, { id: 'test' });
  await others.close();
  return key;
}

export async function openAdminStage(options: AdminStageOptions = {}): Promise<AdminStage> {
  const clock = testClock(Date.UTC(2026, 10, 21, 12));
  const logger = createRecordingLogger();
  const home = smallHouse();
  const auth = await createMcpAuth({
    app: 'loxone-mcp',
    prefix: 'lmcp',
    store: 'memory',
    env: {},
    clock,
    logger,
    rateLimit: { maxRequestsPerMinute: 100_000, maxFailedAttempts: 5 },
    ...options.auth,
  });
  const connections = new ConnectionBook(clock);
  const sessions = createOwnerSessions({ auth, connections, clock, logger });
  const parts: AdminParts = {
    auth,
    home,
    ports: {},
    offers: createMcpOffers({ clock }),
    connections,
    sessions,
    links: createMemorySignInLinks({ clock }),
    settings: [],
    logger,
    clock,
    ...options.parts,
  };
  const routes = adminRoutes(parts);
  const app = await startApp(routes, { auth, owners: sessions, logger, ...options.app });

  async function ask(
    method: string,
    path: string,
    body?: unknown,
    headers: HeaderFields = {},
  ): Promise<Answered> {
    const sent = Object.entries(headers).filter(([, value]) => value !== undefined);
    const response = await app.call(`${BASE}${path}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(Object.fromEntries(sent) as Record<string, string>),
      },
      ...(body === undefined
        ? {}
        : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = /json$/.test(response.headers.get('content-type') ?? '');
    const { status, headers: answered } = response;
    return { status, headers: answered, text, body: isJson ? JSON.parse(text) : undefined };
  }

  async function signIn(key: string): Promise<Browser> {
    const answer = await ask('POST', '/session', { key });
    if (answer.status !== 200) throw new TypeError(`sign-in answered ${answer.status}`);
    const cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    const { csrfToken } = answer.body;
    const askAs: Browser['ask'] = (method, path, body, headers = {}) =>
      ask(method, path, body, {
        cookie,
        ...(method === 'GET' ? {} : { 'x-csrf-token': csrfToken }),
        ...headers,
      });
    return { cookie, csrfToken, ask: askAs, get: (path) => askAs('GET', path) };
  }

  async function keyOf(role: string, more: object = {}): Promise<{ key: string; id: string }> {
    const { key, record } = await auth.keys.create(
      { name: `Test ${role}`, role, ...more },
      { id: 'test' },
    );
    return { key, id: record.id };
  }

  return {
    app,
    auth,
    parts,
    home,
    clock,
    logger,
    routes,
    keyOf,
    signIn,
    async signInAs(role, more) {
      const { key, id } = await keyOf(role, more);
      return { ...(await signIn(key)), id };
    },
    ask,
    async trail() {
      await auth.audit.flush();
      const records: unknown[] = [];
      for await (const record of auth.audit.query()) records.push(record);
      return JSON.stringify(records);
    },
    log: () => JSON.stringify(logger.entries),
    async close() {
      await app.close();
      await sessions.close();
      await auth.close();
    },
  };
}
