import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type AuditSink, type Logger, type Principal, silentLogger } from '@gatehouse/core';
import type { Server } from '@modelcontextprotocol/sdk/server/index.js';
import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import {
  type EventStore,
  StreamableHTTPServerTransport,
} from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import type { GateAuth } from '../http/gate-options.js';
import { type AuthenticatedRequest, sendAnswer } from '../node/admission.js';
import { createHttpGate, type HttpGateOptions } from '../node/http-gate.js';
import { createSessionRegistry, type SessionKeys, type SessionRegistry } from '../node/sessions.js';
import type { TakeRequests } from '../request-limit.js';
import { refusalOfBatch } from './batch.js';
import { type OnMcpSession, OpenMcpSession } from './mcp-session.js';
import { readMessage } from './read-message.js';

/** How an MCP endpoint over HTTP works. */
export interface McpHttpOptions {
  /**
   * Makes the guarded server of one session. A new one each time: an SDK server talks to one client.
   *
   * @param principal - Who opens the session.
   */
  readonly createServer: (principal: Principal) => McpServer | Server | Promise<McpServer | Server>;
  /** How the gate in front decides. */
  readonly gate?: HttpGateOptions;
  /** Sessions that one principal may have; one more ends the one used least recently. Default: 64. */
  readonly maxSessionsPerPrincipal?: number;
  /**
   * Makes the memory of one session, from which a client that lost its stream takes up what it missed
   * (`createMemoryEventStore`). Default: none, and what was missed is lost.
   */
  readonly eventStore?: (principal: Principal) => EventStore;
  /** For hosts that show who is connected. */
  readonly onSession?: OnMcpSession;
  readonly logger?: Logger;
}

/** What an endpoint needs of the framework; a `McpAuth` is one. */
export interface McpHttpAuth extends GateAuth {
  readonly keys: SessionKeys;
  readonly audit?: Pick<AuditSink, 'note'>;
  /** Absent: batches cannot be counted, and are refused. */
  readonly takeRequests?: TakeRequests;
}

/** Answers requests of Node's `http`, Express and everything with their shape. Never rejects. */
export interface McpHttpHandler {
  (req: IncomingMessage, res: ServerResponse): Promise<void>;
  /** Open sessions. */
  readonly sessionCount: number;
  /** Ends all sessions, open streams included. */
  close(): Promise<void>;
}

/**
 * Makes a whole MCP endpoint: gate, Streamable HTTP with sessions (MCP 2025-11-25, Transports), and
 * sessions that belong to the key that opened them. To every other key such a session does not exist,
 * and it ends, with its open streams, when its key is changed, revoked or expires.
 *
 * ```ts
 * http.createServer(createMcpHttpHandler(auth, { createServer })).listen(3001, '127.0.0.1');
 * ```
 *
 * @param auth - A `McpAuth`.
 * @throws `McpAuthError` with `ERR_MCPAUTH_CONFIG_INVALID` for unusable options of the gate;
 *   `RangeError` when `maxSessionsPerPrincipal` is not an integer ≥ 1.
 */
export function createMcpHttpHandler(auth: McpHttpAuth, options: McpHttpOptions): McpHttpHandler {
  const { logger = silentLogger, maxSessionsPerPrincipal: maxPerPrincipal } = options;
  const gate = createHttpGate(auth, { logger, ...options.gate });
  const sessions: Sessions = createSessionRegistry({
    keys: auth.keys,
    logger,
    ...(auth.audit === undefined ? {} : { audit: auth.audit }),
    ...(maxPerPrincipal === undefined ? {} : { maxPerPrincipal }),
  });

  async function handle(req: IncomingMessage, res: ServerResponse): Promise<void> {
    try {
      const principal = await gate(req, res);
      if (principal !== undefined) await serve(req, res, { principal, sessions, options, auth });
    } catch (error) {
      logger.error('an MCP request failed', {
        error: error instanceof Error ? error.name : typeof error,
      });
      if (res.headersSent) res.destroy();
      else answer(res, 500, 'Internal error');
    }
  }

  return Object.defineProperties(handle, {
    sessionCount: { get: () => sessions.size },
    close: { value: () => sessions.close() },
  }) as McpHttpHandler;
}

type Sessions = SessionRegistry<OpenMcpSession>;

/** Who calls, and what is behind the door. */
interface Endpoint {
  readonly principal: Principal;
  readonly sessions: Sessions;
  readonly options: McpHttpOptions;
  readonly auth: McpHttpAuth;
}

async function serve(req: IncomingMessage, res: ServerResponse, endpoint: Endpoint): Promise<void> {
  const id = req.headers['mcp-session-id'];
  if (typeof id === 'string') {
    const session = await endpoint.sessions.find(id, endpoint.principal);
    if (session === undefined) return answer(res, 404, 'Session not found');
    session.used();
    await handOver(session.transport, req, res, endpoint);
  } else if (req.method === 'POST') {
    await openSession(req, res, endpoint);
  } else {
    res.setHeader('Allow', 'POST');
    answer(res, 405, 'Without a session there is only POST, to initialize one');
  }
}

async function openSession(
  req: IncomingMessage,
  res: ServerResponse,
  endpoint: Endpoint,
): Promise<void> {
  const { principal, sessions, options } = endpoint;
  const { createServer, eventStore, onSession } = options;
  const made = await createServer(principal);
  const server = 'server' in made ? made.server : made;
  const transport: StreamableHTTPServerTransport = new StreamableHTTPServerTransport({
    sessionIdGenerator: randomUUID,
    onsessioninitialized: (id) => sessions.open(id, principal, session),
    onsessionclosed: (id) => sessions.forget(id),
    ...(eventStore === undefined ? {} : { eventStore: eventStore(principal) }),
  });
  const { address } = (req as AuthenticatedRequest).auth?.extra ?? {};
  const session = new OpenMcpSession({ transport, server, principal, address, onSession });
  const { onclose } = server;
  server.onclose = () => {
    session.ended();
    if (transport.sessionId !== undefined) void sessions.forget(transport.sessionId);
    onclose?.();
  };
  await server.connect(transport);
  await handOver(transport, req, res, endpoint);
  // Not an `initialize`: it was answered with an error, and there is nothing to keep.
  if (transport.sessionId === undefined) await server.close();
}

/** Lets the SDK answer, unless there is nobody to answer any more, or more was sent than counted. */
async function handOver(
  transport: StreamableHTTPServerTransport,
  req: IncomingMessage,
  res: ServerResponse,
  { principal, auth }: Endpoint,
): Promise<void> {
  if (req.method !== 'POST') return transport.handleRequest(req, res);
  const reading = await readMessage(req);
  if (!reading.read || res.headersSent) return;
  const { message } = reading;
  const refusal = Array.isArray(message)
    ? await refusalOfBatch(req, message, principal, auth.takeRequests)
    : undefined;
  if (refusal === undefined) await transport.handleRequest(req, res, message);
  else sendAnswer(req, res, refusal);
}

function answer(res: ServerResponse, status: number, message: string): void {
  const body = JSON.stringify({ jsonrpc: '2.0', error: { code: -32000, message }, id: null });
  res.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
  res.end(body);
}
