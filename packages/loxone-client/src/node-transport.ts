import { type ClientRequest, get as httpGet, type IncomingMessage } from 'node:http';
import { get as httpsGet, type RequestOptions } from 'node:https';
import { WebSocket } from 'ws';
import type { Address } from './address.js';
import { describeNetworkError } from './network-problem.js';
import type { HttpReply, Opened, Socket, SocketHandlers, Transport } from './transport.js';

/** How a TLS connection is checked; meaningless without TLS. */
export interface TlsOptions {
  /** Certificates (PEM) that are trusted instead of the platform's. */
  readonly ca?: string;
  /** The name that the certificate must carry, where it differs from the host. */
  readonly serverName?: string;
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

/** HTTP and WebSocket over the machine's network. One connection per request: boxes have few. */
export function createNodeTransport(address: Address, tls: TlsOptions): Transport {
  const checks = tlsRequestOptions(tls);
  return {
    get: (path, signal) => getOnce(address, path, checks, signal),
    open: (handlers, signal) => openSocket(address, checks, handlers, signal),
  };
}

function tlsRequestOptions(tls: TlsOptions): RequestOptions {
  return {
    rejectUnauthorized: tls.allowUnverifiedCertificate !== true,
    ...(tls.ca === undefined ? {} : { ca: tls.ca }),
    ...(tls.serverName === undefined ? {} : { servername: tls.serverName }),
  };
}

function getOnce(
  address: Address,
  path: string,
  checks: RequestOptions,
  signal: AbortSignal,
): Promise<HttpReply> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = address;
    const options: RequestOptions = { hostname, port, path, agent: false, signal, ...checks };
    const respond = (response: IncomingMessage): void => {
      readReply(response).then(resolve, reject);
    };
    const request: ClientRequest = address.tls
      ? httpsGet(options, respond)
      : httpGet(options, respond);
    request.on('error', reject);
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
  return { status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') };
}

function openSocket(
  address: Address,
  checks: RequestOptions,
  handlers: SocketHandlers,
  signal: AbortSignal,
): Promise<Opened> {
  return new Promise((resolve, reject) => {
    const url = `${address.tls ? 'wss' : 'ws'}://${address.authority}${SOCKET_PATH}`;
    const socket = new WebSocket(url, SUBPROTOCOL, {
      ...checks,
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
