import type { LoxoneHome } from '@gatehouse/loxone-controls';
import type { HouseData, SavedScene, SceneStore } from '@gatehouse/loxone-tools';
import { createMcpAuth } from '@gatehouse/mcp-auth';
import { ConnectionBook } from '../../../src/http/connections.js';
import { createMcpOffers } from '../../../src/mcp/offers.js';
import { createEventFeed, type FeedLimits } from '../../../src/rest/events/event-feed.js';
import type { RestParts } from '../../../src/rest/rest-parts.js';
import { restRoutes } from '../../../src/rest/rest-routes.js';
import { type StartedApp, type StartOptions, startApp } from '../../support/start-app.js';
import type { FakeHome } from './fake-home.js';
import { type HandClock, handClock } from './hand-clock.js';
import { smallHouse } from './small-house.js';

/** A server with REST before a house. */
export interface RestServer {
  readonly app: StartedApp;
  readonly parts: RestParts;
  readonly clock: HandClock;
  /** @returns Status and body of a request with a key. */
  ask(key: string, path: string, body?: unknown): Promise<Answered>;
  close(): Promise<void>;
}

/** The same, before a house in memory. */
export interface RestStage extends RestServer {
  readonly home: FakeHome;
}

export interface Answered {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly text: string;
}

export interface StageOptions extends StartOptions {
  readonly limits?: FeedLimits;
}

const HOUR = 3_600_000;

/** Records of one device: a value an hour. */
function recordsOf(id: string, now: number): HouseData {
  const unsupported = async (): Promise<{ ok: false; code: 'unsupported'; message: string }> => ({
    ok: false,
    code: 'unsupported',
    message: 'There is none here.',
  });
  const output = { output: 'value', title: 'Temperatur', unit: '°C', accumulated: false };
  return {
    modes: () => ({ all: [] }),
    timeZone: () => 'UTC',
    currency: () => undefined,
    recorded: (control) => (control === id ? [output] : []),
    hasLog: () => false,
    history: async ({ control, from, to }) => {
      if (control !== id) return unsupported();
      const points = Array.from(
        { length: 20 },
        (_, at) => [now - (20 - at) * HOUR, 20 + at] as const,
      );
      const within = points.filter(([at]) => at >= from && at <= to);
      return { ok: true, value: [{ ...output, points: within, truncated: false }] };
    },
    weather: unsupported,
    messages: unsupported,
    devices: unsupported,
    system: unsupported,
    controlLog: unsupported,
  } as HouseData;
}

/** One saved scene, for the bedroom. */
function scenesOf(): SceneStore {
  const night: SavedScene = {
    id: 'scene-night',
    name: 'Good night',
    createdBy: 'somebody-else',
    revision: '1',
    steps: [{ tool: 'loxone_control_lights', args: { targets: ['c-bed'], action: 'off' } }],
  } as SavedScene;
  return {
    list: async () => [night],
    get: async (id) => (id === night.id ? night : undefined),
    put: () => Promise.reject(new TypeError('not in this test')),
    delete: () => Promise.reject(new TypeError('not in this test')),
  };
}

export async function openRest(options: StageOptions = {}): Promise<RestStage> {
  const home = smallHouse();
  return { ...(await openRestFor(home, options)), home };
}

export async function openRestFor(
  home: LoxoneHome,
  { limits, ...start }: StageOptions = {},
): Promise<RestServer> {
  const clock = handClock(Date.now());
  const offers = createMcpOffers();
  const feed = createEventFeed({
    home,
    offers,
    clock,
    after: clock.after,
    ...(limits && { limits }),
  });
  const connections = new ConnectionBook(clock);
  const ports = { data: recordsOf('c-temp', Date.now()), scenes: scenesOf() };
  const auth = await createMcpAuth({
    app: 'loxone-mcp',
    prefix: 'lmcp',
    store: 'memory',
    env: {},
    rateLimit: { maxRequestsPerMinute: 10_000, maxFailedAttempts: 1_000 },
    ...start.authOptions,
  });
  const parts = { auth, home, ports, offers, feed, connections, clock, after: clock.after };
  const app = await startApp(restRoutes(parts), { ...start, auth });
  return {
    app,
    parts,
    clock,
    async ask(key, path, body) {
      const init = body === undefined ? {} : { body: JSON.stringify(body) };
      const method = path.startsWith('POST ') ? 'POST' : 'GET';
      const answer = await app.callAs(key, path.replace(/^\w+ /, ''), { method, ...init });
      const text = await answer.text();
      const isJson = answer.headers.get('content-type')?.includes('json') === true;
      return { status: answer.status, text, body: isJson ? JSON.parse(text) : {} };
    },
    async close() {
      feed.close();
      await app.close();
      await auth.close();
    },
  };
}
