import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createMcpAuth } from '@gatehouse/mcp-auth';
import { createMcpHttpHandler } from '@gatehouse/mcp-auth/sdk';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { registerAskers } from './asking-tools.js';
import { registerPrompts, registerResources } from './offers.js';
import { registerAnswers, registerReporters } from './tools.js';

/** A guarded server that offers what the suite asks for. */
export interface Fixture {
  readonly url: string;
  /** Of somebody who may use all of it. */
  readonly key: string;
  stop(): Promise<void>;
}

/**
 * Starts the fixture on a free loopback port: everything behind the key check, every call judged,
 * the audit trail on. Only the request limit is out of the way.
 */
export async function startFixture(): Promise<Fixture> {
  const auth = await createMcpAuth({
    app: 'conformance',
    store: 'memory',
    env: {},
    rateLimit: { maxRequestsPerMinute: 1_000_000 },
  });
  const { key } = await auth.createKey({ name: 'Conformance', role: 'operator' });
  const handler = createMcpHttpHandler(auth, {
    createServer: () => {
      const server = new McpServer(
        { name: 'conformance-fixture', version: '0.1.0' },
        { capabilities: { logging: {} } },
      );
      registerAnswers(server);
      registerReporters(server);
      registerAskers(server);
      registerResources(server);
      registerPrompts(server);
      return auth.guard(server);
    },
  });
  const http = createServer((request, response) => void handler(request, response));
  const port = await listen(http);
  return {
    url: `http://127.0.0.1:${port}/mcp`,
    key,
    stop: async () => {
      await handler.close();
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
      await auth.close();
    },
  };
}

/** Listens on a free port of this machine. @returns The port. */
export function listen(http: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    http.once('error', reject);
    http.listen(0, '127.0.0.1', () => resolve((http.address() as AddressInfo).port));
  });
}
