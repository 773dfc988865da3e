import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Principal } from '@gatehouse/core';
import type { HttpGate, SessionRegistry } from '@gatehouse/mcp-auth/node';
import type { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';

/** More than any call of ours needs; a body is read whole before it is understood. */
const MAX_BODY_BYTES = 256 * 1024;

/** One session: the transport that a client talks to. Closing it ends its open streams. */
export type McpSession = StreamableHTTPServerTransport;

interface EndpointOptions {
  readonly gate: HttpGate;
  readonly sessions: SessionRegistry<McpSession>;
  /** Makes the guarded server of one session. */
  readonly createServer: () => Server;
}

function answerError(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify({ jsonrpc: '2.0', error: { code: -32000, message }, id: null }));
}

/**
 * `/mcp`: Streamable HTTP with sessions (MCP 2025-11-25, Transports). A session belongs to the key
 * that opened it; to every other one it does not exist.
 */
export function createMcpEndpoint(
  options: EndpointOptions,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const { gate, sessions, createServer } = options;

  async function openSession(
    request: IncomingMessage,
    response: ServerResponse,
    principal: Principal,
  ): Promise<void> {
    const transport: McpSession = new StreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      maxRequestBodySize: MAX_BODY_BYTES,
      onsessioninitialized: (id) => sessions.open(id, principal, transport),
    });
    const server = createServer();
    server.onclose = () => {
      if (transport.sessionId !== undefined) void sessions.forget(transport.sessionId);
    };
    await server.connect(transport);
    await transport.handleRequest(request, response);
    // Not an `initialize`: it was answered with an error, and there is nothing to keep.
    if (transport.sessionId === undefined) await server.close();
  }

  return async (request, response) => {
    const principal = await gate(request, response);
    if (principal === undefined) return;
    const id = request.headers['mcp-session-id'];
    if (typeof id === 'string') {
      const session = await sessions.find(id, principal);
      if (session === undefined) answerError(response, 404, 'Session not found');
      else await session.handleRequest(request, response);
    } else if (request.method === 'POST') {
      await openSession(request, response, principal);
    } else {
      response.setHeader('allow', 'POST');
      answerError(response, 405, 'Without a session there is only POST, to initialize one');
    }
  };
}
