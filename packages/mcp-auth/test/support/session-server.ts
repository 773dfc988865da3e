import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Principal } from '@gatehouse/core';
import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import type { McpAuth } from '../../src/index.js';
import {
  createHttpGate,
  createSessionRegistry,
  type SessionRegistry,
} from '../../src/node/index.js';
import { type RunningServer, serve } from './raw-http.js';

export interface SessionServer extends RunningServer {
  readonly sessions: SessionRegistry<StreamableHTTPServerTransport>;
}

/** Streamable HTTP with sessions bound to keys: what a host writes around the registry. */
export async function serveSessions(
  auth: McpAuth,
  createServer: () => McpServer,
): Promise<SessionServer> {
  const gate = createHttpGate(auth);
  const sessions = createSessionRegistry<StreamableHTTPServerTransport>({ keys: auth.keys });

  async function open(req: IncomingMessage, res: ServerResponse, principal: Principal) {
    const transport: StreamableHTTPServerTransport = new StreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      onsessioninitialized: (id) => sessions.open(id, principal, transport),
      onsessionclosed: (id) => sessions.forget(id),
    });
    await createServer().connect(transport);
    await transport.handleRequest(req, res);
  }

  const running = await serve(async (req, res) => {
    const principal = await gate(req, res);
    if (principal === undefined) return;
    const id = req.headers['mcp-session-id'];
    if (typeof id !== 'string') return open(req, res, principal);
    const transport = await sessions.find(id, principal);
    if (transport !== undefined) return transport.handleRequest(req, res);
    res.writeHead(404).end();
  });
  return {
    ...running,
    sessions,
    async stop() {
      await sessions.close();
      await running.stop();
    },
  };
}
