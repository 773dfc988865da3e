import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from '@gatehouse/core';
import type { FastifyInstance } from 'fastify';
import { VISITOR } from './admit.js';
import { ranTool, seenPrincipal } from './callers.js';
import type { RanTool } from './route.js';

/** A request that is over. */
export interface SeenRequest {
  /** The pattern of its path, never the path itself: `/api/devices/:device`; `*` for what is no route. */
  readonly route: string;
  readonly method: string;
  readonly status: number;
  readonly durationMs: number;
  readonly principalId?: string;
  /** What it was carried out by, where its route says less. */
  readonly tool?: RanTool;
}

/** For the metrics and for activity: called once per finished request of a route. */
export type ObserveRequest = (seen: SeenRequest) => void;

interface Finished extends SeenRequest {
  readonly requestId: string;
  /** The client went before its answer was complete. */
  readonly broken: boolean;
  readonly isStream: boolean;
}

function finished(
  request: IncomingMessage,
  response: ServerResponse,
  route: string,
  durationMs: number,
): Finished {
  const seen = seenPrincipal(request);
  const principal = seen === VISITOR ? undefined : seen;
  const tool = ranTool(request);
  return {
    route,
    method: request.method ?? '',
    status: response.statusCode,
    durationMs,
    ...(principal === undefined ? {} : { principalId: principal.id }),
    ...(tool === undefined ? {} : { tool }),
    requestId: String(response.getHeader('X-Request-Id') ?? ''),
    broken: !response.writableFinished,
    isStream:
      request.method === 'GET' &&
      String(response.getHeader('Content-Type') ?? '').startsWith('text/event-stream'),
  };
}

function log(logger: Logger, seen: Finished): void {
  const { route, method, status, durationMs, principalId, requestId, broken } = seen;
  // Looking and being answered is what happens all day; what changes something or fails is news.
  const isUsual = status < 400 && (method === 'GET' || method === 'HEAD');
  const level = isUsual ? 'debug' : 'info';
  logger[level]('Answered a request', {
    method,
    route,
    status,
    ms: Math.round(durationMs),
    principal: principalId,
    requestId,
    ...(broken ? { broken: true } : {}),
  });
}

/**
 * Writes one line per request and tells whoever counts them. How long a stream of events was open is
 * no latency, so those are logged and not counted.
 */
export function watchRequests(
  app: FastifyInstance,
  parts: { readonly logger: Logger; readonly observe: readonly ObserveRequest[] },
): void {
  app.addHook('onRequest', (request, reply, done) => {
    const startedAt = performance.now();
    reply.raw.once('close', () => {
      const route = request.routeOptions.url ?? '*';
      const seen = finished(request.raw, reply.raw, route, performance.now() - startedAt);
      log(parts.logger, seen);
      if (seen.isStream) return;
      const { requestId: _id, broken: _broken, isStream: _stream, ...told } = seen;
      for (const observe of parts.observe) observe(told);
    });
    done();
  });
}
