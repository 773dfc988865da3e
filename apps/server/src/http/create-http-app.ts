import { randomBytes } from 'node:crypto';
import type { Server } from 'node:http';
import { Server as TlsServer } from 'node:https';
import type { SecureContextOptions } from 'node:tls';
import type { Logger } from '@gatehouse/core';
import type { McpAuth } from '@gatehouse/mcp-auth';
import type { FastifyInstance } from 'fastify';
import { mayAdminister } from '../admin/may-administer.js';
import { proxyCheck } from './arrival.js';
import { bindRoutes } from './bind-routes.js';
import type { HttpSettings } from './http-settings.js';
import { createInstance, type Timeouts } from './instance.js';
import { readJsonOnly } from './json-body.js';
import { bindMcp, type McpEndpoint } from './mcp-endpoint.js';
import { OpenCalls } from './open-calls.js';
import type { OwnerSessions } from './owner-sessions.js';
import { problemOf } from './problem-of.js';
import { type ObserveRequest, watchRequests } from './request-log.js';
import type { Route } from './route.js';
import { RouteProblem } from './route-problem.js';
import { securityHeaders } from './security-headers.js';
import { REALM, sendProblem } from './send-answer.js';
import { bindStaticFiles, type StaticFiles } from './static-files.js';
import { bindUpgrades, type Upgrade } from './upgrades.js';

/** What the HTTP side of the server is made of. */
export interface HttpAppParts {
  readonly auth: McpAuth;
  readonly settings: Pick<HttpSettings, 'allowedHosts' | 'allowedOrigins' | 'trustedProxies'>;
  readonly logger: Logger;
  readonly routes: readonly Route[];
  readonly owners: OwnerSessions;
  /** Answers `/mcp`. */
  readonly mcp?: McpEndpoint;
  /** The administration's page. */
  readonly page?: StaticFiles | undefined;
  readonly upgrades?: readonly Upgrade[];
  readonly observe?: readonly ObserveRequest[];
  /** Certificate and key; absent: plain HTTP. */
  readonly tls?: SecureContextOptions | undefined;
  readonly timeouts?: Partial<Timeouts>;
}

/** The HTTP side of the server, ready to listen. */
export interface HttpApp {
  /** Not listening yet. */
  readonly server: Server;
  /** Every path that something is bound to, as its pattern. */
  readonly paths: ReadonlySet<string>;
  /** Uses another certificate from the next connection on. */
  renew(tls: SecureContextOptions): void;
  /** From now on nobody new is served, and streams end. @returns When no call of MCP runs any more. */
  drain(): Promise<void>;
  /** Lets go of everything, once the server has stopped listening. */
  close(): Promise<void>;
}

/** Puts routes, gates and everything that is said to all requests together. */
export async function createHttpApp(parts: HttpAppParts): Promise<HttpApp> {
  const { auth, settings, logger, tls } = parts;
  const app = createInstance({
    tls,
    maxRequestBytes: auth.maxRequestBytes,
    timeouts: parts.timeouts,
  });
  const server = app.server as Server;
  const calls = new OpenCalls(auth, logger);
  const draining = { now: false };
  const paths = new Set<string>();
  app.addHook('onRoute', ({ url }) => void paths.add(url));
  prepareAnswers(app, draining, tls !== undefined);
  watchRequests(app, { logger, observe: parts.observe ?? [] });
  answerProblems(app, logger);
  readJsonOnly(app);
  const { allowedHosts, allowedOrigins, trustedProxies } = settings;
  const gate = { allowedHosts, allowedOrigins, trustedProxies, realm: REALM, logger };
  await bindRoutes(app, parts.routes, {
    auth,
    owners: parts.owners,
    mayAdminister: (principal) => mayAdminister(auth, principal),
    gate,
    calls,
    isProxy: proxyCheck(trustedProxies),
  });
  const mcp = parts.mcp === undefined ? undefined : await bindMcp(app, parts.mcp);
  if (parts.page !== undefined) bindStaticFiles(app, parts.page);
  const upgrades = bindUpgrades(server, parts.upgrades ?? [], { auth, gate, logger });
  await app.ready();
  return {
    server,
    paths,
    renew: (pair) => {
      if (server instanceof TlsServer) server.setSecureContext({ ...pair, minVersion: 'TLSv1.2' });
    },
    drain: async () => {
      draining.now = true;
      calls.end();
      upgrades.drain();
      await mcp?.finished();
    },
    close: async () => {
      await upgrades.close();
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
  app.addHook('onRequest', async ({ raw }, reply) => {
    // On the raw response, where answers that are written past Fastify have them, too.
    for (const [name, value] of headers) reply.raw.setHeader(name, value);
    reply.raw.setHeader('X-Request-Id', randomBytes(16).toString('hex'));
    // Before any route: `*` and whole URLs (RFC 9112 §3.2) would find one that the gate never sees.
    if (raw.url?.startsWith('/') !== true) {
      throw new RouteProblem(400, 'request-ambiguous', 'The target must be a path.');
    }
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
      new RouteProblem(
        404,
        'not-found',
        'There is nothing here. Assistants connect to /mcp; /api/docs shows what programs can ask.',
      ),
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
