/// <reference path="../support/web-globals.d.ts" />
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer, getRequestListener } from '@hono/node-server';
import express from 'express';
import fastify from 'fastify';
import { Hono } from 'hono';
import { expressGate } from '../../src/express/index.js';
import { fastifyGate, principalOf } from '../../src/fastify/index.js';
import { type HonoGateEnv, honoGate } from '../../src/hono/index.js';
import type { GateAuth, GateOptions } from '../../src/http/gate-options.js';
import {
  type AuthenticatedRequest,
  createHttpGate,
  principalOf as nodePrincipalOf,
} from '../../src/node/index.js';
import { createWebGate } from '../../src/web/index.js';

/** What a handler behind a gate saw, sent back as JSON. */
export interface Echo {
  readonly id: string | undefined;
  readonly extra: unknown;
  /** Every form in which the handler could look at the headers. */
  readonly headers: string;
  readonly bytes: number;
}

/** A server of one framework with a gate in front of everything. */
export interface Running {
  readonly port: number;
  stop(): Promise<void>;
}

export type AdapterName = 'node' | 'express' | 'fastify' | 'hono' | 'hono elsewhere' | 'web';

type Start = (auth: GateAuth, options?: GateOptions) => Promise<Running>;

async function listening(server: Server): Promise<Running> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

async function echoOfNode(req: AuthenticatedRequest): Promise<Echo> {
  let bytes = 0;
  for await (const chunk of req) bytes += chunk.length;
  return {
    id: nodePrincipalOf(req)?.id,
    extra: req.auth?.extra,
    headers: JSON.stringify([req.headers, req.headersDistinct, req.rawHeaders]),
    bytes,
  };
}

/** Answers with the echo, unless the gate has answered while the body was being read. */
async function answerEcho(req: IncomingMessage, res: ServerResponse): Promise<void> {
  try {
    const echo = await echoOfNode(req);
    res.setHeader('Content-Type', 'application/json');
    res.end(JSON.stringify(echo));
  } catch {
    if (!res.headersSent) res.writeHead(500).end();
  }
}

const startNode: Start = (auth, options) => {
  const gate = createHttpGate(auth, options);
  return listening(
    createServer(async (req, res) => {
      if ((await gate(req, res)) !== undefined) await answerEcho(req, res);
    }),
  );
};

const startExpress: Start = (auth, options) => {
  const app = express();
  app.use(expressGate(auth, options));
  app.all('/mcp', (req, res) => answerEcho(req, res));
  return listening(createServer(app));
};

const startFastify: Start = async (auth, options) => {
  const app = fastify();
  await app.register(fastifyGate(auth, options));
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
  app.all('/mcp', async (request, reply) => {
    const body = request.body as AsyncIterable<Uint8Array> | undefined;
    let bytes = 0;
    for await (const chunk of body ?? []) bytes += chunk.length;
    const raw: AuthenticatedRequest = request.raw;
    const { headers, headersDistinct, rawHeaders } = raw;
    return reply.send({
      id: principalOf(raw)?.id,
      extra: raw.auth?.extra,
      headers: JSON.stringify([request.headers, headers, headersDistinct, rawHeaders]),
      bytes,
    });
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.server.address() as AddressInfo;
  return {
    port,
    async stop() {
      app.server.closeAllConnections();
      await app.close();
    },
  };
};

function honoApp(gate: ReturnType<typeof honoGate>): Hono<HonoGateEnv> {
  const app = new Hono<HonoGateEnv>();
  app.use(gate);
  app.onError((_error, c) => c.body(null, 500));
  app.all('/mcp', async (c) => {
    const { byteLength: bytes } = await c.req.arrayBuffer();
    const { incoming } = (c.env ?? {}) as { incoming?: IncomingMessage };
    const echo: Echo = {
      id: c.get('principal').id,
      extra: c.get('authInfo').extra,
      headers: JSON.stringify([...c.req.raw.headers, incoming?.headers, incoming?.rawHeaders]),
      bytes,
    };
    return c.json(echo);
  });
  return app;
}

const startHono: Start = (auth, options) => {
  const app = honoApp(honoGate(auth, options));
  return listening(createAdaptorServer({ fetch: app.fetch }) as Server);
};

/** Hono on a runtime that hands over a web request and nothing of Node. */
const startHonoElsewhere: Start = (auth, options) => {
  const app = honoApp(honoGate(auth, { ...options, address: () => '127.0.0.1' }));
  return listening(createServer(getRequestListener((request) => app.fetch(request))));
};

const startWeb: Start = (auth, options) => {
  const gate = createWebGate(auth, options);
  return listening(
    createServer(
      getRequestListener(async (request, { incoming }) => {
        const address = (incoming as IncomingMessage).socket.remoteAddress;
        const admission = await gate(request, address === undefined ? {} : { address });
        if (admission instanceof Response) return admission;
        if (new URL(request.url).pathname !== '/mcp') {
          return admission.respond(new Response(null, { status: 404 }));
        }
        const { byteLength: bytes } = await admission.request.arrayBuffer();
        const headers = JSON.stringify([...admission.request.headers]);
        const { principal, authInfo } = admission;
        const echo: Echo = { id: principal.id, extra: authInfo.extra, headers, bytes };
        return admission.respond(Response.json(echo));
      }),
    ),
  );
};

/** All adapters that serve HTTP. Each of them answers alike: that is their contract. */
export const ADAPTERS: readonly (readonly [AdapterName, Start])[] = [
  ['node', startNode],
  ['express', startExpress],
  ['fastify', startFastify],
  ['hono', startHono],
  ['hono elsewhere', startHonoElsewhere],
  ['web', startWeb],
];
