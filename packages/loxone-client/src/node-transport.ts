import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest, type RequestOptions } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { WebSocket } from 'ws';
import type { Address } from './address.js';
import { guardByPin, readPins } from './certificate-pin.js';
import { describeNetworkError } from './network-problem.js';
import type { HttpReply, Opened, Socket, SocketHandlers, Transport } from './transport.js';

/** How a TLS connection is checked; meaningless without TLS. */
export interface TlsOptions {
  /** Certificates (PEM) that are trusted instead of the platform's. */
  readonly ca?: string;
  /** The name that the certificate must carry, where it differs from the host. */
  readonly serverName?: string;
  /**
   * SHA-256 fingerprints, one of which the leaf certificate or its public key must have; 64
   * hexadecimal digits each, colons allowed. They replace the check by authorities and by name, and
   * are compared before anything is sent: for a Miniserver whose certificate nobody vouches for.
   */
  readonly pin?: string | readonly string[];
  /**
   * Talk to whoever answers. A Miniserver has a certificate for its cloud name only, so one that
   * is addressed by IP cannot prove itself (protocol reference §1.4). Default `false`.
   */
  readonly allowUnverifiedCertificate?: boolean;
}

const SOCKET_PATH = '/ws/rfc6455';
const SUBPROTOCOL = 'remotecontrol';
/** Structure files reach several MB, and arrive as one message (protocol reference §7 no. 26). */
const MAX_MESSAGE_BYTES = 64 * 1024 * 1024;
const MAX_BODY_BYTES = 1024 * 1024;

/** What each connection is opened with. */
interface Checks {
  readonly options: RequestOptions;
  /** Pinned fingerprints; empty when authorities decide. */
  readonly pins: readonly string[];
}

/**
 * HTTP and WebSocket over the machine's network. One connection per request: boxes have few.
 *
 * @throws TypeError or RangeError for TLS options that cannot be right.
 */
export function createNodeTransport(address: Address, tls: TlsOptions): Transport {
  const checks = checksOf(address, tls);
  return {
    get: (path, signal) => getOnce(address, path, checks, signal),
    open: (handlers, signal) => openSocket(address, checks, handlers, signal),
  };
}

function checksOf({ connectTo }: Address, tls: TlsOptions): Checks {
  const { ca, serverName, pin, allowUnverifiedCertificate = false } = tls;
  if (pin !== undefined && (ca !== undefined || allowUnverifiedCertificate)) {
    throw new RangeError('options.tls.pin excludes ca and allowUnverifiedCertificate');
  }
  return {
    options: {
      // With a pin the certificate is compared as soon as it is there, by `guardByPin`.
      rejectUnauthorized: pin === undefined && !allowUnverifiedCertificate,
      ...(ca === undefined ? {} : { ca }),
      ...(serverName === undefined ? {} : { servername: serverName }),
      ...(connectTo === undefined ? {} : { lookup: alwaysTo(connectTo) }),
    },
    pins: pin === undefined ? [] : readPins(pin),
  };
}

/** Looks nothing up: the name is known to stand for this IP address. */
function alwaysTo(ip: string): LookupFunction {
  const family = isIP(ip);
  return (_hostname, options, callback) => {
    if (options.all === true) callback(null, [{ address: ip, family }]);
    else callback(null, ip, family);
  };
}

function guard(request: ClientRequest, { pins }: Checks, address: Address): void {
  if (pins.length > 0) guardByPin(request, pins, address.label);
}

function getOnce(
  address: Address,
  path: string,
  checks: Checks,
  signal: AbortSignal,
): Promise<HttpReply> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = address;
    const options = { hostname, port, path, agent: false, signal, ...checks.options };
    const respond = (response: IncomingMessage): void => {
      readReply(response).then(resolve, reject);
    };
    const request = address.tls ? httpsRequest(options, respond) : httpRequest(options, respond);
    request.on('error', reject);
    guard(request, checks, address);
    request.end();
  });
}

async function readReply(response: IncomingMessage): Promise<HttpReply> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    // Leaving the loop destroys the response: nobody can fill our memory.
    if (size > MAX_BODY_BYTES) break;
    chunks.push(chunk);
  }
  const { location } = response.headers;
  return {
    status: response.statusCode ?? 0,
    body: Buffer.concat(chunks).toString('utf8'),
    ...(location === undefined ? {} : { location }),
  };
}

function openSocket(
  address: Address,
  checks: Checks,
  handlers: SocketHandlers,
  signal: AbortSignal,
): Promise<Opened> {
  return new Promise((resolve, reject) => {
    const url = `${address.tls ? 'wss' : 'ws'}://${address.authority}${SOCKET_PATH}`;
    const socket = new WebSocket(url, SUBPROTOCOL, {
      ...checks.options,
      finishRequest: (request) => {
        guard(request, checks, address);
        request.end();
      },
      maxPayload: MAX_MESSAGE_BYTES,
      perMessageDeflate: false,
      followRedirects: false,
      // Boxes send texts that are not UTF-8 (protocol reference §7 no. 16); they are decoded later.
      skipUTF8Validation: true,
    });
    let problem: string | undefined;
    const abort = (): void => {
      socket.terminate();
      reject(signal.reason);
    };
    const opened = (result: Opened): void => {
      signal.removeEventListener('abort', abort);
      resolve(result);
    };
    signal.addEventListener('abort', abort, { once: true });
    socket.on('error', (error) => {
      problem = describeNetworkError(error);
      reject(error);
    });
    socket.on('unexpected-response', (request, response) => {
      const refuse = (reply: HttpReply): void => {
        request.destroy();
        opened({ ok: false, reply });
      };
      readReply(response).then(refuse, reject);
    });
    socket.on('open', () => opened({ ok: true, socket: wrap(socket) }));
    socket.on('message', (data, isBinary) => handlers.message(toBytes(data), isBinary));
    socket.on('close', (code, reason) => {
      signal.removeEventListener('abort', abort);
      handlers.closed(code, reason.toString('utf8'), problem);
    });
    if (signal.aborted) abort();
  });
}

function wrap(socket: WebSocket): Socket {
  return {
    send: (text) => socket.send(text),
    close: (code) => socket.close(code),
    terminate: () => socket.terminate(),
  };
}

function toBytes(data: Buffer | ArrayBuffer | Buffer[]): Uint8Array {
  if (Array.isArray(data)) return Buffer.concat(data);
  return data instanceof ArrayBuffer ? new Uint8Array(data) : data;
}
