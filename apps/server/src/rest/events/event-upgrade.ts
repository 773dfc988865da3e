import type { IncomingMessage } from 'node:http';
import type { After } from '@gatehouse/loxone-tools';
import type { AuthenticatedRequest } from '@gatehouse/mcp-auth/ws';
import type { WebSocket } from 'ws';
import { contextOf } from '../../http/callers.js';
import { RouteProblem } from '../../http/route-problem.js';
import type { Upgrade } from '../../http/upgrades.js';
import { createHouseCalls, type HouseCall } from '../house-calls.js';
import { REST, type RestParts } from '../rest-parts.js';
import { type EventQuery, eventQuerySchema } from './event-filter.js';
import { type ItemStream, openEventStream } from './event-stream.js';
import { systemAfter } from './system-after.js';

/** How often a client is asked whether it is still there; one that misses an answer is cut off. */
const PING_MS = 30_000;

/** Codes of RFC 6455 §7.4.1. */
const CLOSE = { goingAway: 1001, policy: 1008, failed: 1011 } as const;

/** The events of `GET /api/events` as a WebSocket: each a text message with `{ type, id, data }`. */
export function eventUpgrade(parts: RestParts): Upgrade {
  const calls = createHouseCalls(parts);
  const { after = systemAfter } = parts;
  return {
    path: '/api/events',
    action: REST.events,
    accept(socket, principal, request) {
      const gone = new AbortController();
      socket.on('close', () => gone.abort());
      // A failing socket closes, too; without a listener its error would end the process.
      socket.on('error', () => socket.terminate());
      // Nothing is expected from a client, so whatever comes is a mistake or an attack.
      socket.on('message', () => socket.close(CLOSE.policy, 'nothing is read here'));
      keepAlive(socket, after);
      const context = contextOf(request, requestIdOf(request));
      const call = { principal, context, signal: gone.signal };
      void serve(socket, call, request);
    },
  };

  async function serve(
    socket: WebSocket,
    call: HouseCall,
    request: IncomingMessage,
  ): Promise<void> {
    try {
      const { last_event_id: lastEventId, ...filter } = readQuery(request.url);
      const stream = await openEventStream({ ...parts, calls }, { call, filter, lastEventId });
      await pass(stream, socket);
    } catch (error) {
      if (error instanceof RouteProblem) socket.close(CLOSE.policy, error.code);
      else socket.close(CLOSE.failed, 'internal');
    }
  }
}

/** Each message waits until the one before it has left, so a slow client makes the stream wait. */
async function pass(stream: ItemStream, socket: WebSocket): Promise<void> {
  let reason = 'client-gone';
  for await (const item of stream) {
    // Pings do what keep-alive is for.
    if (item.type === 'keep-alive') continue;
    if (item.type === 'end') reason = String(item.data.reason);
    if (socket.readyState !== socket.OPEN || !(await sent(socket, JSON.stringify(item)))) break;
  }
  socket.close(reason === 'server-stops' ? CLOSE.goingAway : CLOSE.policy, reason);
}

function sent(socket: WebSocket, text: string): Promise<boolean> {
  return new Promise((resolve) => {
    const give = (isSent: boolean): void => {
      socket.off('close', lost);
      resolve(isSent);
    };
    const lost = (): void => give(false);
    socket.once('close', lost);
    socket.send(text, (error) => give(error === undefined || error === null));
  });
}

function keepAlive(socket: WebSocket, after: After): void {
  let isThere = true;
  let cancel = after(PING_MS, ask);
  socket.on('pong', () => {
    isThere = true;
  });
  socket.on('close', () => cancel());

  function ask(): void {
    if (!isThere) {
      socket.terminate();
      return;
    }
    isThere = false;
    socket.ping();
    cancel = after(PING_MS, ask);
  }
}

/** @throws RouteProblem for a query that is none. */
function readQuery(url: string | undefined): EventQuery {
  const search = new URLSearchParams(url?.split('?', 2)[1] ?? '');
  const given = [...new Set(search.keys())].map((name) => {
    const values = search.getAll(name);
    return [name, values.length === 1 ? values[0] : values] as const;
  });
  const read = eventQuerySchema.safeParse(Object.fromEntries(given));
  if (!read.success) throw new RouteProblem(400, 'invalid-request', 'The query is wrong.');
  return read.data;
}

/** The gate in front has given it one. */
function requestIdOf({ auth }: AuthenticatedRequest): string {
  return auth?.extra.requestId ?? '';
}
