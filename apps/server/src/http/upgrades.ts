import { type IncomingMessage, type Server, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Logger, Principal } from '@gatehouse/core';
import type { McpAuth } from '@gatehouse/mcp-auth';
import { createSessionRegistry, type SessionRegistry } from '@gatehouse/mcp-auth/node';
import {
  createUpgradeGate,
  type UpgradeGate,
  type UpgradeGateOptions,
} from '@gatehouse/mcp-auth/ws';
import { type WebSocket, WebSocketServer } from 'ws';
import { denialOf } from './admit.js';
import { contextOf } from './callers.js';
import type { RouteAction } from './route.js';
import { RouteProblem } from './route-problem.js';

/** A WebSocket endpoint. */
export interface Upgrade {
  readonly path: string;
  /** Asked of the key, as for a route. */
  readonly action: RouteAction;
  accept(socket: WebSocket, principal: Principal, request: IncomingMessage): void;
}

/** What upgrades are bound with. */
export interface UpgradeParts {
  readonly auth: McpAuth;
  readonly gate: UpgradeGateOptions;
  readonly logger: Logger;
}

/** The WebSockets of a server. */
export interface BoundUpgrades {
  /** Tells every client that the server goes away, and takes no more. */
  drain(): void;
  /** Cuts whoever is still there. */
  close(): Promise<void>;
}

/** RFC 6455 §7.4.1: the server is going down; a key that has ended is a policy (1008). */
const GOING_AWAY = 1001;
const POLICY = 1008;

/** Clients say little: subscriptions and answers to pings. */
const MAX_MESSAGE_BYTES = 64 * 1024;

/** WebSockets that one key may have open; one more ends the one that is open longest. */
const MAX_SOCKETS = 32;

interface Bound {
  close(): void;
}

/** Answers upgrades of a server: those of these paths, to whoever may; all others with a refusal. */
export function bindUpgrades(
  server: Server,
  upgrades: readonly Upgrade[],
  parts: UpgradeParts,
): BoundUpgrades {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE_BYTES,
    perMessageDeflate: false,
  });
  const registry = createSessionRegistry<Bound>({
    keys: parts.auth.keys,
    logger: parts.logger,
    maxPerPrincipal: MAX_SOCKETS,
  });
  const handler = new UpgradeHandler(upgrades, sockets, registry, parts);
  server.on('upgrade', (request, socket, head) => {
    void handler.answer(request, socket, head);
  });
  return {
    drain: () => {
      handler.draining = true;
      for (const client of sockets.clients) client.close(GOING_AWAY, 'The server is ending');
    },
    close: async () => {
      for (const client of sockets.clients) client.terminate();
      await registry.close();
    },
  };
}

class UpgradeHandler {
  draining = false;
  readonly #byPath: ReadonlyMap<string, Upgrade>;
  readonly #sockets: WebSocketServer;
  readonly #registry: SessionRegistry<Bound>;
  readonly #auth: McpAuth;
  readonly #gate: UpgradeGate;
  readonly #logger: Logger;
  #count = 0;

  constructor(
    upgrades: readonly Upgrade[],
    sockets: WebSocketServer,
    registry: SessionRegistry<Bound>,
    { auth, gate, logger }: UpgradeParts,
  ) {
    this.#byPath = new Map(upgrades.map((upgrade) => [upgrade.path, upgrade]));
    this.#sockets = sockets;
    this.#registry = registry;
    this.#auth = auth;
    this.#gate = createUpgradeGate(auth, { ...gate, protocolKeys: true });
    this.#logger = logger;
  }

  async answer(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    try {
      await this.#answer(request, socket, head);
    } catch (error) {
      this.#logger.error('A WebSocket could not be opened', {
        error: error instanceof Error ? error.name : typeof error,
      });
      socket.destroy();
    }
  }

  async #answer(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const upgrade = this.#byPath.get((request.url ?? '').split('?', 1)[0] ?? '');
    if (this.draining) return refuse(socket, shuttingDown());
    if (upgrade === undefined) {
      return refuse(socket, new RouteProblem(404, 'not-found', 'There is no WebSocket here.'));
    }
    const principal = await this.#gate(request, socket, head);
    if (principal === undefined) return;
    const { auth } = request as { auth?: { extra: { requestId?: string } } };
    const context = contextOf(request, auth?.extra.requestId ?? '');
    const decision = await this.#auth.decide(principal, upgrade.action, context);
    if (!decision.allow) return refuse(socket, denialOf(decision));
    this.#sockets.handleUpgrade(request, socket, head, (client) => {
      void this.#open(client, principal, request, upgrade);
    });
  }

  /** Bound to its key: it outlives the check, and ends with what the check was about. */
  async #open(
    client: WebSocket,
    principal: Principal,
    request: IncomingMessage,
    upgrade: Upgrade,
  ): Promise<void> {
    // What a broken client sends ends its own socket, and nothing else.
    client.on('error', () => client.terminate());
    if (this.draining) {
      client.close(GOING_AWAY);
      return;
    }
    this.#count += 1;
    const id = `socket-${this.#count}`;
    client.once('close', () => void this.#registry.forget(id));
    upgrade.accept(client, principal, request);
    await this.#registry.open(id, principal, {
      close: () => client.close(POLICY, 'The key has ended'),
    });
  }
}

function shuttingDown(): RouteProblem {
  return new RouteProblem(503, 'shutting-down', 'The server is ending: ask again in a moment.');
}

/** Answers in full on the bare socket, as no response object exists for an upgrade. */
function refuse(socket: Duplex, problem: RouteProblem): void {
  socket.on('error', () => undefined);
  const body = JSON.stringify(problem);
  const head = [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status] ?? ''}`,
    'Content-Type: application/problem+json',
    'Cache-Control: no-store',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ].join('\r\n');
  socket.end(`${head}\r\n\r\n${body}`, () => socket.destroy());
}
