import { createServer, type IncomingMessage, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Duplex } from 'node:stream';
import { CLOSE_CODES, LoxoneError, MESSAGE_KIND } from '@gatehouse/loxone-protocol';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Box } from './box.js';
import { sendPayload } from './frames.js';
import { blockedText, rawErrorPage } from './http-answer.js';
import { handleHttp } from './http-handler.js';
import type { Publisher } from './publisher.js';
import { remoteAddress } from './remote-address.js';
import { classic, formatReply } from './reply.js';
import { SocketSession } from './socket-session.js';

const SOCKET_PATH = '/ws/rfc6455';
const SUB_PROTOCOL = 'remotecontrol';
const MAX_MESSAGE_BYTES = 1024 * 1024;
const CLOSING_MS = 250;
const NORMAL_CLOSURE = 1000;

/** Listens for HTTP and WebSocket clients, and keeps track of the sockets. */
export class Listener {
  readonly #box: Box;
  readonly #publisher: Publisher;
  readonly #server: Server;
  readonly #sockets: WebSocketServer;
  readonly #sessions = new Set<SocketSession>();
  /** Ends upgrades that are made to wait. */
  readonly #waiting = new Set<() => void>();
  #host = '';
  #port = 0;
  #isClosed = false;

  constructor(box: Box, publisher: Publisher) {
    this.#box = box;
    this.#publisher = publisher;
    this.#server = box.tls
      ? createTlsServer({
          key: box.keys.privateKey.export({ type: 'pkcs8', format: 'pem' }),
          cert: box.keys.tlsChain,
        })
      : createServer();
    this.#server.on('request', (request, response) => handleHttp(request, response, box));
    this.#server.on('upgrade', (request, stream, head) => this.#upgrade(request, stream, head));
    this.#sockets = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      perMessageDeflate: false,
      maxPayload: MAX_MESSAGE_BYTES,
      handleProtocols: (offered) => (offered.has(SUB_PROTOCOL) ? SUB_PROTOCOL : false),
    });
  }

  /** Listens no more: connections are refused. Those that are open stay. */
  pause(): void {
    if (this.#server.listening) this.#server.close();
  }

  /** Listens again where it did. */
  resume(): void {
    if (!this.#server.listening && !this.#isClosed) {
      this.#server.listen(this.#port, this.#host);
    }
  }

  get sessions(): ReadonlySet<SocketSession> {
    return this.#sessions;
  }

  /**
   * @returns The port.
   * @throws LoxoneError `ERR_LOXONE_UNREACHABLE` when the address cannot be listened on.
   */
  async listen(host: string, port: number): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', (error) => reject(cannotListen(host, port, error)));
      this.#server.listen(port, host, resolve);
    });
    const address = this.#server.address();
    this.#host = host;
    this.#port = typeof address === 'object' && address !== null ? address.port : port;
    return this.#port;
  }

  /** Tells every socket, waits a moment for them to close, and cuts the rest. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const session of this.#sessions) session.outOfService();
    for (const end of this.#waiting) end();
    this.#server.closeIdleConnections();
    const cut = setTimeout(() => {
      for (const session of this.#sessions) session.drop();
      this.#server.closeAllConnections();
    }, CLOSING_MS);
    await closed;
    clearTimeout(cut);
  }

  #upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    stream.on('error', () => stream.destroy());
    const [path] = (request.url ?? '').split('?');
    const refusal = this.#box.faults.booting ? 503 : path === SOCKET_PATH ? undefined : 404;
    if (refusal !== undefined) {
      stream.end(rawErrorPage(refusal));
      return;
    }
    const upgrade = (): void =>
      this.#sockets.handleUpgrade(request, stream, head, (socket) =>
        this.#accept(socket, remoteAddress(request)),
      );
    const { slowHandshakeMs } = this.#box.faults;
    if (slowHandshakeMs > 0) this.#postpone(slowHandshakeMs, stream, upgrade);
    else upgrade();
  }

  /** The HTTP server knows the connection no more: whoever closes must end it here. */
  #postpone(ms: number, stream: Duplex, upgrade: () => void): void {
    const forget = (): void => {
      cancel();
      this.#waiting.delete(end);
    };
    const end = (): void => {
      forget();
      stream.destroy();
    };
    const cancel = this.#box.timers.after(ms, () => {
      forget();
      upgrade();
    });
    this.#waiting.add(end);
    stream.once('close', forget);
  }

  #accept(socket: WebSocket, address: string): void {
    // A broken frame is the client's fault, and ws closes by itself.
    socket.on('error', () => socket.terminate());
    const blocked = this.#box.gatekeeper.lockout.remaining(address);
    if (blocked > 0) {
      socket.close(CLOSE_CODES.blocked, `Forbidden - ${blockedText(address)} (${blocked})`);
      return;
    }
    const box = this.#box;
    if (box.faults.exhausted) {
      sendPayload(socket, MESSAGE_KIND.text, formatReply(classic('', '', 901).body, 'json'), {
        estimate: false,
      });
      socket.close(NORMAL_CLOSURE);
      return;
    }
    const session = new SocketSession({ socket, address, box, publisher: this.#publisher });
    this.#sessions.add(session);
    socket.on('close', () => {
      session.ended();
      this.#sessions.delete(session);
    });
    // Commands are text; a box has no use for anything else.
    socket.on('message', (data, isBinary) => {
      if (!isBinary) session.receive(data.toString());
    });
  }
}

function cannotListen(host: string, port: number, error: Error): LoxoneError {
  const problem = 'code' in error ? String(error.code) : error.message;
  return new LoxoneError(
    'ERR_LOXONE_UNREACHABLE',
    `The simulator cannot listen on ${host}:${port}: ${problem}.`,
    { host: `${host}:${port}`, problem },
    { cause: error },
  );
}
