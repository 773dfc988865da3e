import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What stands behind a proxy in tests: tells what came, and answers as it is told. */
export interface Upstream {
  readonly port: number;
  /** Everything that came so far, in order. */
  readonly requests: readonly IncomingMessage[];
  /** The next request's answer is written by hand. */
  next(): Promise<{ readonly request: IncomingMessage; readonly response: ServerResponse }>;
  stop(): Promise<void>;
}

/** The headers that the server sends with every answer, and one that it sends under TLS. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'strict-transport-security': 'max-age=1',
};

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** Starts an upstream that answers everything with 200 unless told otherwise; upgrades are echoed. */
export async function startUpstream(): Promise<Upstream> {
  const requests: IncomingMessage[] = [];
  const waiting: Handler[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    const byHand = waiting.shift();
    if (byHand !== undefined) byHand(request, response);
    else response.writeHead(200, { ...SECURITY_HEADERS }).end('ok');
  });
  server.on('upgrade', (request, socket) => {
    requests.push(request);
    socket.write(
      'HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n',
    );
    socket.pipe(socket);
    socket.on('error', () => socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    requests,
    next: () =>
      new Promise((resolve) => {
        waiting.push((request, response) => resolve({ request, response }));
      }),
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
