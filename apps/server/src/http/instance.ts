import { createServer, type Server, type ServerOptions } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Socket } from 'node:net';
import type { SecureContextOptions } from 'node:tls';
import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import { problemOf } from './problem-of.js';
import { RouteProblem } from './route-problem.js';
import { securityHeaders } from './security-headers.js';
import { sendProblem } from './send-answer.js';

/** How long a client may take, in milliseconds. */
export interface Timeouts {
  /** To send the headers of a request. */
  readonly headersMs: number;
  /** To send all of a request. */
  readonly requestMs: number;
  /** Between two requests on one connection; above what proxies keep theirs open (60 s). */
  readonly keepAliveMs: number;
  /** How often the first two are looked at. */
  readonly checkMs: number;
}

const TIMEOUTS: Timeouts = {
  headersMs: 15_000,
  requestMs: 60_000,
  keepAliveMs: 65_000,
  checkMs: 5_000,
};

/** Bytes of all headers together, Node's own default, said here because a test counts on it. */
const MAX_HEADER_BYTES = 16 * 1024;

/** Characters of one parameter of a path: names of devices, encoded. */
const MAX_PARAM = 500;

/** What a Fastify instance of ours is made with. */
export interface InstanceOptions {
  /** Certificate and key; `undefined`: plain HTTP. */
  readonly tls: SecureContextOptions | undefined;
  readonly maxRequestBytes: number;
  readonly timeouts: Partial<Timeouts> | undefined;
}

/** Makes a Fastify that trusts nobody: no proxy, no logger, no body but what the gate lets through. */
export function createInstance(options: InstanceOptions): FastifyInstance {
  const { headersMs, requestMs, keepAliveMs, checkMs } = { ...TIMEOUTS, ...options.timeouts };
  const serverOptions: ServerOptions = {
    headersTimeout: headersMs,
    requestTimeout: requestMs,
    keepAliveTimeout: keepAliveMs,
    connectionsCheckingInterval: checkMs,
    maxHeaderSize: MAX_HEADER_BYTES,
    insecureHTTPParser: false,
    requireHostHeader: true,
  };
  return Fastify({
    logger: false,
    trustProxy: false,
    bodyLimit: options.maxRequestBytes,
    // Ends are ours to handle: see `drain`.
    return503OnClosing: false,
    routerOptions: { maxParamLength: MAX_PARAM, ignoreTrailingSlash: false, caseSensitive: true },
    frameworkErrors: (error, _request, reply) => {
      for (const [name, value] of Object.entries(securityHeaders(options.tls !== undefined))) {
        reply.raw.setHeader(name, value);
      }
      void sendProblem(reply as unknown as FastifyReply, problemOf(error));
    },
    clientErrorHandler: (error, socket) => answerBrokenRequest(error, socket),
    serverFactory: (handler): Server =>
      options.tls === undefined
        ? createServer(serverOptions, handler)
        : createTlsServer({ ...serverOptions, ...options.tls, minVersion: 'TLSv1.2' }, handler),
  });
}

const OF_PARSER: Readonly<Record<string, readonly [line: string, RouteProblem]>> = {
  HPE_HEADER_OVERFLOW: [
    '431 Request Header Fields Too Large',
    new RouteProblem(400, 'headers-too-large', 'The headers of the request are too long.'),
  ],
  ERR_HTTP_REQUEST_TIMEOUT: [
    '408 Request Timeout',
    new RouteProblem(400, 'request-timeout', 'The request took too long to arrive.'),
  ],
};

const BROKEN: readonly [line: string, RouteProblem] = [
  '400 Bad Request',
  new RouteProblem(400, 'request-ambiguous', 'This is no HTTP that can be read in one way only.'),
];

/** Answers what the parser refused, on the bare socket: there is no request to answer. */
function answerBrokenRequest(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const [line, problem] = OF_PARSER[error.code ?? ''] ?? BROKEN;
  const status = Number(line.slice(0, 3));
  const body = JSON.stringify({ ...problem.toJSON(), status });
  const head = [
    `HTTP/1.1 ${line}`,
    'Content-Type: application/problem+json',
    'Cache-Control: no-store',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ].join('\r\n');
  // The client may keep its side open for as long as it likes; ours ends here.
  socket.end(`${head}\r\n\r\n${body}`, () => socket.destroy());
}
