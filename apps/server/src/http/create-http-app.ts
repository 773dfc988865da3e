import { randomBytes } from 'node:crypto';
import type { Server } from 'node:http';
import type { Logger } from '@gatehouse/core';
import type { McpAuth } from '@gatehouse/mcp-auth';
import type { FastifyInstance } from 'fastify';
import { mayAdminister } from '../admin/may-administer.js';
import { proxyCheck } from './arrival.js';
import { bindRoutes } from './bind-routes.js';
import type { HttpSettings } from './http-settings.js';
import { createInstance, type Timeouts } from './instance.js';
import { readJsonOnly } from './json-body.js';
import { OpenCalls } from './open-calls.js';
import type { OwnerSessions } from './owner-sessions.js';
import { problemOf } from './problem-of.js';
import { type ObserveRequest, watchRequests } from './request-log.js';
import type { Route } from './route.js';
import { RouteProblem } from './route-problem.js';
import { securityHeaders } from './security-headers.js';
import { REALM, sendProblem } from './send-answer.js';

/** What the HTTP side of the server is made of. */
export interface HttpAppParts {
  readonly auth: McpAuth;
  readonly settings: Pick<HttpSettings, 'allowedHosts' | 'allowedOrigins' | 'trustedProxies'>;
  readonly logger: Logger;
  readonly routes: readonly Route[];
  readonly owners: OwnerSessions;
  readonly observe?: readonly ObserveRequest[];
  readonly timeouts?: Partial<Timeouts>;
}

/** The HTTP side of the server, ready to listen. */
export interface HttpApp {
  /** Not listening yet. */
  readonly server: Server;
  /** From now on nobody new is served, and streams end. */
  drain(): void;
  /** Lets go of everything, once the server has stopped listening. */
  close(): Promise<void>;
}

/** Puts routes, gates and everything that is said to all requests together. */
export async function createHttpApp(parts: HttpAppParts): Promise<HttpApp> {
  const { auth, settings, logger } = parts;
  const app = createInstance({
    tls: undefined,
    maxRequestBytes: auth.maxRequestBytes,
    timeouts: parts.timeouts,
  });
  const calls = new OpenCalls(auth, logger);
  const draining = { now: false };
  prepareAnswers(app, draining, false);
  watchRequests(app, { logger, observe: parts.observe ?? [] });
  answerProblems(app, logger);
  readJsonOnly(app);
  const gate = {
    allowedHosts: settings.allowedHosts,
    allowedOrigins: settings.allowedOrigins,
    trustedProxies: settings.trustedProxies,
    realm: REALM,
    logger,
  };
  await bindRoutes(app, parts.routes, {
    auth,
    owners: parts.owners,
    mayAdminister: (principal) => mayAdminister(auth, principal),
    gate,
    calls,
    isProxy: proxyCheck(settings.trustedProxies),
  });
  await app.ready();
  return {
    server: app.server,
    drain: () => {
      draining.now = true;
      calls.end();
    },
    close: async () => {
      await calls.close();
      await app.close();
    },
  };
}

/** What all answers say, and what nobody gets any more once the server ends. */
function prepareAnswers(
  app: FastifyInstance,
  draining: { readonly now: boolean },
  tls: boolean,
): void {
  const headers = Object.entries(securityHeaders(tls));
  app.addHook('onRequest', async (_request, reply) => {
    // On the raw response, where answers that are written past Fastify have them, too.
    for (const [name, value] of headers) reply.raw.setHeader(name, value);
    reply.raw.setHeader('X-Request-Id', randomBytes(16).toString('hex'));
    if (!draining.now) return;
    reply.raw.setHeader('Connection', 'close');
    throw new RouteProblem(503, 'shutting-down', 'The server is ending: ask again in a moment.', {
      retryAfterSeconds: 5,
    });
  });
}

function answerProblems(app: FastifyInstance, logger: Logger): void {
  app.setErrorHandler((error, request, reply) => {
    const problem = problemOf(error);
    if (problem.status === 500) {
      logger.error('A request failed', {
        route: request.routeOptions.url ?? '*',
        requestId: String(reply.getHeader('X-Request-Id')),
        error: error instanceof Error ? error.name : typeof error,
        where: error instanceof Error ? firstFrame(error) : undefined,
      });
    }
    return sendProblem(reply, problem);
  });
  app.setNotFoundHandler((_request, reply) =>
    sendProblem(
      reply,
      new RouteProblem(404, 'not-found', 'There is nothing here. Assistants connect to /mcp.'),
    ),
  );
}

/** Where it broke. Not the message: it may repeat what a client sent. */
function firstFrame({ stack }: Error): string | undefined {
  return stack
    ?.split('\n')
    .find((line) => line.startsWith('    at '))
    ?.trim();
}
