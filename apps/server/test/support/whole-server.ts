import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createMcpAuth, type McpAuth } from '@gatehouse/mcp-auth';
import { httpParts } from '../../src/commands/http-parts.js';
import { createHttpApp } from '../../src/http/create-http-app.js';
import type { Route } from '../../src/http/route.js';
import type { StaticFiles } from '../../src/http/static-files.js';
import { createMcpOffers } from '../../src/mcp/offers.js';
import { smallHouse } from '../rest/support/small-house.js';
import { createRecordingLogger, type RecordingLogger } from './recording-logger.js';

/** The server as it is shipped, before a house in memory. */
export interface WholeServer {
  readonly url: string;
  readonly port: number;
  readonly auth: McpAuth;
  readonly logger: RecordingLogger;
  /** Moves the time of keys and limits on: delays after wrong keys pass, keys expire. */
  advance(ms: number): void;
  /** Every route, as the server itself lists them. */
  readonly routes: readonly Route[];
  readonly upgrades: readonly string[];
  /** Every path that is bound, whoever has bound it. */
  readonly paths: ReadonlySet<string>;
  close(): Promise<void>;
}

/** How a test wants it. */
export interface WholeOptions {
  readonly timeouts?: { readonly headersMs: number; readonly requestMs: number; checkMs: number };
  readonly maxRequestBytes?: number;
}

function file(text: string, type: string): { body: Buffer; type: string; hash: string } {
  return { body: Buffer.from(text), type, hash: `hash-${text.length}` };
}

/** A page with one asset, so that no build is needed. */
export const PAGE: StaticFiles = new Map([
  ['index.html', file('<!doctype html><div id="app"></div>', 'text/html; charset=utf-8')],
  ['assets/main-AB12CD34.js', file('export {};', 'text/javascript; charset=utf-8')],
]);

/** Starts everything on a free loopback port. */
export async function startWhole(options: WholeOptions = {}): Promise<WholeServer> {
  const logger = createRecordingLogger();
  let ahead = 0;
  const auth = await createMcpAuth({
    app: 'loxone-mcp',
    prefix: 'lmcp',
    store: 'memory',
    env: {},
    clock: { now: () => Date.now() + ahead },
    rateLimit: { maxRequestsPerMinute: 10_000, maxFailedAttempts: 1_000 },
    ...(options.maxRequestBytes === undefined ? {} : { maxRequestBytes: options.maxRequestBytes }),
  });
  const parts = httpParts({
    settings: {
      host: '127.0.0.1',
      port: 0,
      allowedHosts: [],
      allowedOrigins: ['https://friend.example'],
      trustedProxies: [],
    },
    shown: [],
    auth,
    binding: { host: '127.0.0.1', tls: false, trustedProxy: false },
    home: smallHouse(),
    ports: {},
    offers: createMcpOffers(),
    logger,
  });
  const { serve } = parts;
  const { timeouts } = options;
  const app = await createHttpApp({
    ...serve,
    page: PAGE,
    ...(timeouts === undefined ? {} : { timeouts }),
  });
  app.server.listen(0, '127.0.0.1');
  await once(app.server, 'listening');
  const { port } = app.server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    auth,
    logger,
    advance: (ms) => {
      ahead += ms;
    },
    routes: serve.routes,
    paths: app.paths,
    upgrades: (serve.upgrades ?? []).map(({ path }) => path),
    close: async () => {
      parts.stopEvents();
      void app.drain();
      await serve.closeMcp();
      app.server.closeAllConnections();
      await new Promise((resolve) => app.server.close(resolve));
      await app.close();
      await parts.close();
      await auth.close();
    },
  };
}
