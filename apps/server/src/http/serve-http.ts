import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from '@gatehouse/core';
import type { LoxoneHome } from '@gatehouse/loxone-controls';
import type { McpAuth } from '@gatehouse/mcp-auth';
import { createMcpHttpHandler } from '@gatehouse/mcp-auth/sdk';
import type { McpPorts } from '../mcp/callers.js';
import { createMcpServer } from '../mcp/create-mcp-server.js';
import type { McpOffers } from '../mcp/offers.js';
import { listen } from './listen.js';
import { createRouter } from './router.js';

/** Requests that are still running at shutdown get this long. */
const GRACE_MS = 3_000;

/** Where and for whom the HTTP server listens. */
export interface HttpSettings {
  readonly host: string;
  readonly port: number;
  readonly allowedHosts: readonly string[];
  readonly allowedOrigins: readonly string[];
  readonly trustedProxies: readonly string[];
}

/** What the HTTP server is assembled from. */
export interface HttpParts {
  readonly settings: HttpSettings;
  readonly auth: McpAuth;
  readonly home: LoxoneHome;
  /** What of the house is more than live states. */
  readonly ports: McpPorts;
  readonly offers: McpOffers;
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

function answerFailure(response: ServerResponse): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.writeHead(500, { 'content-type': 'text/plain; charset=utf-8' });
  response.end('The server failed; its log says why.\n');
}

/**
 * Starts the HTTP server: `/mcp` behind the gate; `/health` and the start page open to everybody.
 *
 * @param parts.auth - Opened with `bindingOf`, which refuses where keys would travel in clear.
 * @throws StartupError when it cannot listen there.
 */
export async function serveHttp(parts: HttpParts): Promise<HttpService> {
  const { settings, auth, home, ports, offers, logger } = parts;
  const { level, credentialNeeded } = auth.level;
  if (!credentialNeeded) logger.warn(`Security level ${level}: no key is asked for`);

  const mcp = createMcpHttpHandler(auth, {
    createServer: (opener) => createMcpServer({ home, auth, opener, ports, offers }),
    gate: {
      allowedHosts: settings.allowedHosts,
      allowedOrigins: settings.allowedOrigins,
      trustedProxies: settings.trustedProxies,
      realm: 'loxone-mcp',
    },
    logger,
  });
  const route = createRouter({ mcp, home });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      await route(request, response);
    } catch (error) {
      logger.error('A request failed', {
        error: error instanceof Error ? error.message : 'unknown',
      });
      answerFailure(response);
    }
  }

  const listening = await listen(settings.host, settings.port, (request, response) => {
    void answer(request, response);
  });
  logger.info('Listening', { host: listening.host, port: listening.port, level });
  return {
    url: urlOf(listening.host, listening.port),
    close: async () => {
      const closed = listening.close(GRACE_MS);
      await mcp.close();
      await closed;
    },
  };
}
