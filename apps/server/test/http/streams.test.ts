import { once } from 'node:events';
import { get, type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { json } from 'node:stream/consumers';
import { setImmediate } from 'node:timers/promises';
import { createMcpAuth, type McpAuth } from '@gatehouse/mcp-auth';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { McpEndpoint } from '../../src/http/mcp-endpoint.js';
import { defineRoute, type Route } from '../../src/http/route.js';
import { type HttpService, serveHttp } from '../../src/http/serve-http.js';
import type { Upgrade } from '../../src/http/upgrades.js';
import { createRecordingLogger } from '../support/recording-logger.js';

const action = { kind: 'rest', name: 'events', risk: 'read' } as const;
const answers = { 200: { description: 'a stream' } };

/** What a stream has done so far. */
interface Watched {
  pieces: number;
  ended: boolean;
  aborted: boolean;
}

/** A stream that is as long as anybody wants to read. */
function endless(watched: Watched, size: number): Route {
  return defineRoute({
    method: 'GET',
    path: '/endless',
    access: { to: 'key', action },
    summary: 'endless',
    answers,
    handle: ({ signal }) => {
      signal.addEventListener('abort', () => {
        watched.aborted = true;
      });
      return {
        status: 200,
        headers: { 'Content-Type': 'text/event-stream' },
        stream: (async function* () {
          try {
            for (;;) {
              if (signal.aborted) return;
              watched.pieces += 1;
              yield 'x'.repeat(size);
              await setImmediate();
            }
          } finally {
            watched.ended = true;
          }
        })(),
      };
    },
  });
}

describe('streams and the end of a server', () => {
  let auth: McpAuth;
  let service: HttpService | undefined;
  let key: string;
  const headers = () => ({ authorization: `Bearer ${key}` });

  beforeEach(async () => {
    auth = await createMcpAuth({ app: 'loxone-mcp', prefix: 'lmcp', store: 'memory', env: {} });
    key = (await auth.keys.create({ name: 'test', role: 'admin' }, { id: 'test' })).key;
  });
  afterEach(async () => {
    await service?.close();
    service = undefined;
    await auth.close();
  });

  interface Parts {
    readonly routes?: readonly Route[];
    readonly upgrades?: readonly Upgrade[];
    readonly graceMs?: number;
    readonly mcp?: McpEndpoint;
    readonly closeMcp?: () => Promise<void>;
  }

  async function serve({ routes = [], closeMcp = async () => undefined, ...parts }: Parts) {
    service = await serveHttp({
      settings: {
        host: '127.0.0.1',
        port: 0,
        allowedHosts: [],
        allowedOrigins: [],
        trustedProxies: [],
      },
      auth,
      logger: createRecordingLogger(),
      owners: { find: async () => undefined },
      routes,
      closeMcp,
      ...parts,
    });
    return service;
  }

  const watched = (): Watched => ({ pieces: 0, ended: false, aborted: false });

  async function open(url: string): Promise<IncomingMessage> {
    const asked = get(url, { headers: headers() });
    asked.on('error', () => undefined);
    const [response] = (await once(asked, 'response')) as [IncomingMessage];
    return response;
  }

  it('a stream waits for a client that does not read', async () => {
    const seen = watched();
    const { url } = await serve({ routes: [endless(seen, 64 * 1024)] });
    const response = await open(`${url}/endless`);
    response.pause();
    let before = -1;
    while (seen.pieces !== before) {
      before = seen.pieces;
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    // The buffers of two sockets and of two streams, and not the memory of the machine.
    expect(seen.pieces).toBeLessThan(400);
    response.destroy();
    await expect.poll(() => seen.ended).toBe(true);
  });

  it('a stream ends when its client goes, and its signal says so', async () => {
    const seen = watched();
    const { url } = await serve({ routes: [endless(seen, 10)] });
    const response = await open(`${url}/endless`);
    response.destroy();
    await expect.poll(() => seen).toMatchObject({ ended: true, aborted: true });
  });

  it('HEAD of a stream has its headers, and starts nothing', async () => {
    const seen = watched();
    const { url } = await serve({ routes: [endless(seen, 10)] });
    const response = await fetch(`${url}/endless`, { method: 'HEAD', headers: headers() });
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    expect(seen.pieces).toBe(0);
  });

  it('a stream ends with its key', async () => {
    const other = await auth.keys.create({ name: 'other', role: 'monitor' }, { id: 'test' });
    const seen = watched();
    const { url } = await serve({ routes: [endless(seen, 10)] });
    const asked = get(`${url}/endless`, { headers: { authorization: `Bearer ${other.key}` } });
    const [response] = (await once(asked, 'response')) as [IncomingMessage];
    response.resume();
    response.on('error', () => undefined);
    const closed = new Promise((resolve) => response.once('close', resolve));
    await auth.keys.revoke(other.record.id, { id: 'test' });
    await closed;
    await expect.poll(() => seen.ended).toBe(true);
  });

  const echo = (accepted: WebSocket[]): Upgrade => ({
    path: '/socket',
    action,
    accept: (socket) => void accepted.push(socket as unknown as WebSocket),
  });

  it('a WebSocket ends with its key, and with the server', async () => {
    const { url } = await serve({ upgrades: [echo([])] });
    const at = `${url.replace('http', 'ws')}/socket`;
    const other = await auth.keys.create({ name: 'other', role: 'monitor' }, { id: 'test' });
    const first = new WebSocket(at, { headers: { authorization: `Bearer ${other.key}` } });
    const second = new WebSocket(at, { headers: headers() });
    await Promise.all([once(first, 'open'), once(second, 'open')]);
    const firstClosed = once(first, 'close');
    await auth.keys.revoke(other.record.id, { id: 'test' });
    expect((await firstClosed)[0]).toBe(1008);
    const secondClosed = once(second, 'close');
    await service?.close();
    service = undefined;
    expect((await secondClosed)[0]).toBe(1001);
  });

  it('a WebSocket is refused where there is none, and to who may not', async () => {
    const { url } = await serve({ upgrades: [echo([])] });
    const at = url.replace('http', 'ws');
    const none = await auth.keys.create(
      { name: 'none', role: 'custom', permissions: ['prompt:none'] },
      { id: 'test' },
    );
    const refused = async (path: string, authorization: string): Promise<unknown> => {
      const socket = new WebSocket(`${at}${path}`, { headers: { authorization } });
      socket.on('error', () => undefined);
      const [, response] = (await once(socket, 'unexpected-response')) as [
        unknown,
        IncomingMessage,
      ];
      expect(response.headers['content-type']).toBe('application/problem+json');
      const problem = (await json(response)) as { status: number };
      expect(problem.status).toBe(response.statusCode);
      return problem;
    };
    expect(await refused('/nowhere', `Bearer ${key}`)).toMatchObject({ status: 404 });
    const denied = await refused('/socket', `Bearer ${none.key}`);
    expect(denied).toMatchObject({ status: 403, error: 'Insufficient permissions' });
    expect(await refused('/socket', 'Bearer lmcp_admin_009_x')).toMatchObject({ status: 401 });
    // Word for word what a route of the same action answers.
    const route = defineRoute({
      method: 'GET',
      path: '/same',
      access: { to: 'key', action },
      summary: 'same',
      answers,
      handle: () => ({ status: 200 }),
    });
    await service?.close();
    const { url: over } = await serve({ routes: [route] });
    const answer = await fetch(`${over}/same`, { headers: { 'x-api-key': none.key } });
    expect(await answer.json()).toEqual(denied);
    expect(denied).toHaveProperty('needs');
  });

  /** A route that answers when the test says so. */
  function held(): { route: Route; started: Promise<void>; release(): void } {
    let release: () => void = () => undefined;
    let start: () => void = () => undefined;
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    const started = new Promise<void>((resolve) => {
      start = resolve;
    });
    const route = defineRoute({
      method: 'POST',
      path: '/held',
      access: { to: 'key', action },
      summary: 'held',
      answers,
      handle: async ({ signal }) => {
        start();
        await released;
        // An act that was told to stop would have an outcome nobody knows.
        return { status: 200, body: { done: !signal.aborted } };
      },
    });
    return { route, started, release };
  }

  it('what runs is finished, what comes new is refused, streams end, and then it is over', async () => {
    const seen = watched();
    const { route, started, release } = held();
    const { url } = await serve({ routes: [route, endless(seen, 10)] });
    const stream = await open(`${url}/endless`);
    stream.resume();
    const streamEnded = once(stream, 'end');
    const port = Number(new URL(url).port);
    const kept = connect(port, '127.0.0.1');
    await once(kept, 'connect');
    const running = fetch(`${url}/held`, { method: 'POST', headers: headers() });
    await started;
    // A second request is on its way on a connection that is open already.
    kept.write('GET /held HTTP/1.1\r\nHost: 127.0.0.1\r\n');
    await new Promise((resolve) => kept.write('X-Half: ', resolve));
    await expect.poll(() => seen.pieces).toBeGreaterThan(0);
    const closing = service?.close();
    service = undefined;
    await streamEnded;
    expect(seen).toMatchObject({ ended: true, aborted: true });
    const late = once(kept, 'data');
    kept.write('yes\r\n\r\n');
    const text = String((await late)[0]);
    expect(text).toMatch(/^HTTP\/1\.1 503 /);
    expect(text).toMatch(/^connection: close$/im);
    expect(text).toContain('shutting-down');
    release();
    expect(await (await running).json()).toEqual({ done: true });
    await closing;
    await expect(fetch(`${url}/held`)).rejects.toThrow();
  });

  it('what does not end in time is cut', async () => {
    const { route, started } = held();
    const { url } = await serve({ routes: [route], graceMs: 100 });
    const hanging = fetch(`${url}/held`, { method: 'POST', headers: headers() });
    const cut = expect(hanging).rejects.toThrow();
    await started;
    await service?.close();
    service = undefined;
    await cut;
  });

  it('calls of MCP are answered before its sessions end', async () => {
    const order: string[] = [];
    let finish: () => void = () => undefined;
    let arrive: () => void = () => undefined;
    const arrived = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    const { url } = await serve({
      mcp: async (_request, response) => {
        finish = () => {
          order.push('answered');
          response.end('{}');
        };
        arrive();
      },
      closeMcp: async () => void order.push('sessions ended'),
    });
    const asked = request(`${url}/mcp`, { method: 'POST' });
    asked.end('{}');
    await arrived;
    const closing = service?.close();
    service = undefined;
    await setImmediate();
    finish();
    await closing;
    expect(order).toEqual(['answered', 'sessions ended']);
  });
});
