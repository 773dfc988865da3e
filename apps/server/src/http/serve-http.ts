import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from '@gatehouse/core';
import type { SecurityLevel } from '@gatehouse/loxone-app';
import type { LoxoneHome } from '@gatehouse/loxone-controls';
import { localPrincipal, type McpAuth } from '@gatehouse/mcp-auth';
import { createHttpGate, createSessionRegistry } from '@gatehouse/mcp-auth/node';
import { currentPrincipal } from '@gatehouse/mcp-auth/sdk';
import { createMcpServer } from '../mcp/create-mcp-server.js';
import { answerHealth } from './health.js';
import { listen } from './listen.js';
import { createMcpEndpoint, type McpSession } from './mcp-endpoint.js';
import { checkBinding, effectiveLevel } from './security-level.js';
import { answerStartPage } from './start-page.js';

/** Requests that are still running at shutdown get this long. */
const GRACE_MS = 3_000;

/** Who acts without a key at security level development, which listens on this machine only. */
const DEVELOPER = localPrincipal({ role: 'admin', name: 'development' });

/** What the HTTP server is assembled from. */
export interface HttpParts {
  readonly settings: {
    readonly host: string;
    readonly port: number;
    readonly allowedHosts: readonly string[];
    readonly allowedOrigins: readonly string[];
    readonly securityLevel: SecurityLevel | undefined;
  };
  readonly auth: McpAuth;
  readonly home: LoxoneHome;
  readonly logger: Logger;
}

/** A running HTTP server. */
export interface HttpService {
  /** `http://host:port`, as a client on this machine reaches it. */
  readonly url: string;
  close(): Promise<void>;
}

/** How a client writes the address: a wildcard address is nobody's name. */
function urlOf(host: string, port: number): string {
  if (host === '0.0.0.0' || host === '::') return `http://127.0.0.1:${port}`;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

function answerNotFound(response: ServerResponse): void {
  response.writeHead(404, {
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
  });
  response.end('Not found. Assistants connect to /mcp.\n');
}

/**
 * Starts the HTTP server: `/mcp` behind the gate; `/health` and the start page open to everybody.
 *
 * @throws StartupError when it may not, or cannot, listen there.
 */
export async function serveHttp(parts: HttpParts): Promise<HttpService> {
  const { settings, auth, home, logger } = parts;
  const level = effectiveLevel(settings.securityLevel, settings.host);
  const warning = checkBinding(level, settings.host);
  if (warning !== undefined) logger.warn(warning);
  if (level === 'development') logger.warn('Security level development: no key is asked for');

  const gate = createHttpGate(auth, {
    allowedHosts: settings.allowedHosts,
    allowedOrigins: settings.allowedOrigins,
    realm: 'loxone-mcp',
    logger,
    ...(level === 'development' ? { anonymous: DEVELOPER } : {}),
  });
  const sessions = createSessionRegistry<McpSession>({ keys: auth.keys, logger });
  const principal = currentPrincipal(auth.keys);
  const answerMcp = createMcpEndpoint({
    gate,
    sessions,
    createServer: () => createMcpServer({ home, authorize: auth.authorize, principal, logger }),
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '/').split('?', 1)[0];
    if (path === '/mcp') return answerMcp(request, response);
    if (request.method !== 'GET' && request.method !== 'HEAD') return answerNotFound(response);
    if (path === '/health') return answerHealth(home, response);
    if (path === '/') return answerStartPage(response);
    answerNotFound(response);
  }

  const listening = await listen(settings.host, settings.port, (request, response) => {
    answer(request, response).catch((error: unknown) => {
      logger.error('A request failed', {
        error: error instanceof Error ? error.message : 'unknown',
      });
      if (response.headersSent) response.destroy();
      else {
        response.writeHead(500, { 'content-type': 'text/plain; charset=utf-8' });
        response.end('The server failed; its log says why.\n');
      }
    });
  });
  logger.info('Listening', { host: listening.host, port: listening.port, level });
  return {
    url: urlOf(listening.host, listening.port),
    close: async () => {
      const closed = listening.close(GRACE_MS);
      await sessions.close();
      await closed;
    },
  };
}
