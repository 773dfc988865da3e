import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { parseAddress } from '../src/address.js';
import { describeNetworkError } from '../src/network-problem.js';
import { createNodeTransport } from '../src/node-transport.js';
import type { Socket, SocketHandlers, Transport } from '../src/transport.js';
import { until } from './support/manual-time.js';

interface Bench {
  readonly http: Server;
  readonly sockets: WebSocketServer;
  readonly transport: Transport;
  readonly port: number;
}

const benches: Bench[] = [];
const idle = new AbortController().signal;

afterEach(async () => {
  for (const { http, sockets } of benches.splice(0)) {
    for (const socket of sockets.clients) socket.terminate();
    sockets.close();
    http.closeAllConnections();
    await new Promise((resolve) => http.close(resolve));
  }
});

async function makeBench(host = '127.0.0.1'): Promise<Bench> {
  const http = createServer((request, response) => {
    if (request.url === '/silent') return;
    if (request.url === '/huge') response.end('x'.repeat(3 * 1024 * 1024));
    else {
      response.statusCode = request.url === '/booting' ? 503 : 200;
      response.end(`${request.url} ${request.headers.connection} ü`);
    }
  });
  const sockets = new WebSocketServer({ server: http, path: '/ws/rfc6455' });
  await new Promise<void>((resolve) => http.listen(0, host, resolve));
  const { port } = http.address() as AddressInfo;
  const bracketed = host.includes(':') ? `[${host}]` : host;
  const transport = createNodeTransport(parseAddress(`${bracketed}:${port}`, false), {});
  const bench = { http, sockets, transport, port };
  benches.push(bench);
  return bench;
}

interface Heard {
  readonly messages: { data: Uint8Array; isBinary: boolean }[];
  readonly closed: { code: number; reason: string; problem: string | undefined }[];
  readonly handlers: SocketHandlers;
}

function listen(): Heard {
  const messages: Heard['messages'] = [];
  const closed: Heard['closed'] = [];
  const handlers: SocketHandlers = {
    message: (data, isBinary) => messages.push({ data, isBinary }),
    closed: (code, reason, problem) => closed.push({ code, reason, problem }),
  };
  return { messages, closed, handlers };
}

/** Opens a socket; the server's side of it comes along. */
async function openOn(bench: Bench, heard: Heard): Promise<{ socket: Socket; server: WebSocket }> {
  const accepted = new Promise<WebSocket>((resolve) => {
    bench.sockets.once('connection', (socket) => resolve(socket));
  });
  const opened = await bench.transport.open(heard.handlers, idle);
  if (!opened.ok) throw new TypeError('the upgrade was refused');
  return { socket: opened.socket, server: await accepted };
}

describe('get', () => {
  it('brings status and body, over a connection of its own', async () => {
    const { transport } = await makeBench();
    expect(await transport.get('/x?y=1', idle)).toEqual({ status: 200, body: '/x?y=1 close ü' });
    expect(await transport.get('/booting', idle)).toMatchObject({ status: 503 });
  });

  it('reads no more than a megabyte', async () => {
    const { transport } = await makeBench();
    const { body } = await transport.get('/huge', idle);
    expect(body.length).toBeLessThanOrEqual(1024 * 1024);
  });

  it('gives up when it is told to', async () => {
    const { transport } = await makeBench();
    const giveUp = new AbortController();
    const waiting = transport.get('/silent', giveUp.signal);
    giveUp.abort();
    await expect(waiting).rejects.toThrow();
  });

  it('rejects with the error of the platform', async () => {
    const { transport, http } = await makeBench();
    await new Promise((resolve) => http.close(resolve));
    const error: unknown = await transport.get('/x', idle).catch((reason: unknown) => reason);
    expect(describeNetworkError(error)).toBe('connection refused');
  });
});

describe('open', () => {
  it('offers the subprotocol and no compression', async () => {
    const bench = await makeBench();
    const offers: unknown[] = [];
    bench.sockets.on('headers', (_headers, request) => {
      offers.push(request.headers['sec-websocket-protocol']);
      offers.push(request.headers['sec-websocket-extensions']);
    });
    await openOn(bench, listen());
    expect(offers).toEqual(['remotecontrol', undefined]);
  });

  it('carries messages both ways, large and not UTF-8 ones too', async () => {
    const bench = await makeBench();
    const heard = listen();
    const { socket, server } = await openOn(bench, heard);
    const received: string[] = [];
    server.on('message', (data) => received.push(String(data)));
    socket.send('keepalive');
    server.send(Uint8Array.of(3, 6, 0, 0, 0, 0, 0, 0));
    server.send(Buffer.alloc(20 * 1024 * 1024, 'x'), { binary: false });
    server.send(Uint8Array.of(0x4b, 0xfc), { binary: false });
    await until(() => heard.messages.length === 3 && received.length === 1, 'all messages came');
    expect(received).toEqual(['keepalive']);
    expect(heard.messages.map(({ data, isBinary }) => [data.length, isBinary])).toEqual([
      [8, true],
      [20 * 1024 * 1024, false],
      [2, false],
    ]);
  });

  it('tells the code and the reason of a close', async () => {
    const bench = await makeBench();
    const heard = listen();
    const { server } = await openOn(bench, heard);
    server.close(4003, 'Forbidden (38)');
    await until(() => heard.closed.length > 0, 'the socket closed');
    expect(heard.closed).toEqual([{ code: 4003, reason: 'Forbidden (38)', problem: undefined }]);
  });

  it('tells a connection that breaks', async () => {
    const bench = await makeBench();
    const heard = listen();
    const { server } = await openOn(bench, heard);
    server.terminate();
    await until(() => heard.closed.length > 0, 'the socket closed');
    expect(heard.closed[0]?.code).toBe(1006);
  });

  it('closes with a handshake, and cuts', async () => {
    const bench = await makeBench();
    const codes: number[] = [];
    bench.sockets.on('connection', (socket) => socket.on('close', (code) => codes.push(code)));
    const polite = await openOn(bench, listen());
    polite.socket.close(1000);
    const rude = await openOn(bench, listen());
    rude.socket.terminate();
    await until(() => codes.length === 2, 'both sockets closed');
    expect(codes.toSorted()).toEqual([1000, 1006]);
  });

  it('tells what a server says instead of an upgrade', async () => {
    const bench = await makeBench();
    bench.http.removeAllListeners('upgrade');
    bench.http.on('upgrade', (_request, stream) => {
      stream.end('HTTP/1.1 503 Busy\r\nContent-Length: 4\r\nConnection: close\r\n\r\nbusy');
    });
    const opened = await bench.transport.open(listen().handlers, idle);
    expect(opened).toEqual({ ok: false, reply: { status: 503, body: 'busy' } });
  });

  it('gives up on a refusal that never ends', async () => {
    const bench = await makeBench();
    bench.http.removeAllListeners('upgrade');
    const begun = new Promise<void>((resolve) => {
      bench.http.on('upgrade', (_request, stream) => {
        stream.on('error', () => stream.destroy());
        stream.on('close', () => stream.destroy());
        stream.on('end', () => stream.destroy());
        stream.resume();
        stream.write('HTTP/1.1 503 Busy\r\nContent-Length: 4\r\n\r\nb', () => resolve());
      });
    });
    const giveUp = new AbortController();
    const opening = bench.transport.open(listen().handlers, giveUp.signal);
    const failure = expect(opening).rejects.toThrow('enough');
    await begun;
    giveUp.abort(new RangeError('enough'));
    await failure;
  });

  it('rejects with the error of the platform', async () => {
    const { transport, http } = await makeBench();
    await new Promise((resolve) => http.close(resolve));
    const opening = transport.open(listen().handlers, idle);
    const error: unknown = await opening.catch((reason: unknown) => reason);
    expect(describeNetworkError(error)).toBe('connection refused');
  });

  it('gives up when it is told to', async () => {
    const bench = await makeBench();
    bench.http.removeAllListeners('upgrade');
    const stuck = new Promise<void>((resolve) => {
      bench.http.on('upgrade', (_request, stream) => {
        stream.on('error', () => stream.destroy());
        stream.on('end', () => stream.destroy());
        stream.resume();
        resolve();
      });
    });
    const giveUp = new AbortController();
    const opening = bench.transport.open(listen().handlers, giveUp.signal);
    const failure = expect(opening).rejects.toThrow('enough');
    await stuck;
    giveUp.abort(new RangeError('enough'));
    await failure;
    const late = bench.transport.open(listen().handlers, giveUp.signal);
    await expect(late).rejects.toThrow('enough');
  });
});

describe('IPv6', () => {
  it('is spoken where the machine has it', async (context) => {
    const bench = await makeBench('::1').catch(() => undefined);
    if (bench === undefined) return context.skip('this machine has no IPv6 loopback address');
    expect(await bench.transport.get('/six', idle)).toMatchObject({ status: 200 });
    await openOn(bench, listen());
  });
});
