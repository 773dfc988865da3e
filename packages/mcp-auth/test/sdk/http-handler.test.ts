import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import type { Principal } from '@gatehouse/core';
import { createRecordingLogger, testPrincipal } from '@gatehouse/mcp-auth-testing';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import express from 'express';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Authenticate } from '../../src/authentication.js';
import {
  createMcpHttpHandler,
  type McpHttpHandler,
  type McpHttpOptions,
} from '../../src/sdk/http-handler.js';
import { fakeKeys } from '../support/fake-keys.js';
import { connectHttp } from '../support/http-client.js';
import { type RunningServer, sendRaw, serve } from '../support/raw-http.js';

const ALICE = testPrincipal('operator', { id: 'mcp_operator_001' });
const BOB = testPrincipal('admin', { id: 'mcp_admin_001' });
const PEOPLE: Readonly<Record<string, Principal>> = { alice: ALICE, bob: BOB };

let running: RunningServer | undefined;
let handler: McpHttpHandler | undefined;
afterEach(async () => {
  await handler?.close();
  await running?.stop();
});

interface Endpoint {
  readonly url: string;
  readonly port: number;
  readonly handler: McpHttpHandler;
  readonly keys: ReturnType<typeof fakeKeys>;
}

async function start(options: Partial<McpHttpOptions> = {}): Promise<Endpoint> {
  const keys = fakeKeys(ALICE, BOB);
  const authenticate: Authenticate = async (key) => {
    const person = key === undefined ? undefined : PEOPLE[key];
    const principal = person && (await keys.principal(person.id));
    if (principal === undefined) return { ok: false, status: 401, reason: 'invalid' };
    return { ok: true, principal };
  };
  const made = createMcpHttpHandler(
    { authenticate, keys },
    { createServer: () => new McpServer({ name: 'x', version: '1' }), ...options },
  );
  handler = made;
  running = await serve(made);
  const { url, port } = running;
  return { url, port, handler: made, keys };
}

const INITIALIZE = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: {
    protocolVersion: '2025-06-18',
    capabilities: {},
    clientInfo: { name: 'x', version: '1' },
  },
};
const PING = { jsonrpc: '2.0', id: 2, method: 'ping' };

function post(url: string, key: string, body: unknown, session?: string): Promise<Response> {
  return postText(url, key, JSON.stringify(body), session);
}

function postText(url: string, key: string, body: string, session?: string): Promise<Response> {
  return fetch(`${url}/mcp`, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${key}`,
      'Content-Type': 'application/json',
      Accept: 'application/json, text/event-stream',
      ...(session === undefined ? {} : { 'Mcp-Session-Id': session }),
    },
    body,
  });
}

/** Sends the second part once the first was read, and reads until the server hangs up. */
function sendInTwo(port: number, first: string, second: string): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(first);
    });
    // The answer to `Expect`: the server has read the head and goes on to the body.
    socket.once('data', () => socket.write(second));
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1').replace(/^HTTP\/1\.1 100 Continue\r\n\r\n/, '');
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(text));
  });
}

async function open(url: string, key: string): Promise<string> {
  const response = await post(url, key, INITIALIZE);
  await response.text();
  return response.headers.get('mcp-session-id') ?? '';
}

describe('an MCP endpoint', () => {
  it('serves a real client from its first word to its last', async () => {
    const seen: Principal[] = [];
    const { url, handler: mcp } = await start({
      createServer: (principal) => {
        seen.push(principal);
        const server = new McpServer({ name: 'x', version: '1' });
        server.registerTool('hello', {}, () => ({ content: [{ type: 'text', text: 'hi' }] }));
        return server;
      },
    });
    const { client, transport } = await connectHttp(url, 'alice');
    expect(await client.callTool({ name: 'hello' })).toMatchObject({ content: [{ text: 'hi' }] });
    expect(seen).toEqual([ALICE]);
    expect(mcp.sessionCount).toBe(1);
    await transport.terminateSession();
    await client.close();
    expect(mcp.sessionCount).toBe(0);
  });

  it('shows a session to nobody but the key that opened it', async () => {
    const { url } = await start();
    const session = await open(url, 'alice');
    expect((await post(url, 'alice', PING, session)).status).toBe(200);
    for (const [key, id] of [
      ['bob', session],
      ['bob', 'none'],
      ['alice', 'none'],
    ] as const) {
      const answer = await post(url, key, PING, id);
      expect([key, answer.status, await answer.json()]).toEqual([
        key,
        404,
        { jsonrpc: '2.0', error: { code: -32000, message: 'Session not found' }, id: null },
      ]);
    }
    expect((await post(url, 'eve', PING, session)).status).toBe(401);
  });

  it('ends sessions and their streams when their key is revoked, and on close', async () => {
    const { url, keys, handler: mcp } = await start();
    const stream = async (key: string): Promise<{ readonly ended: Promise<string> }> => {
      const session = await open(url, key);
      const response = await fetch(`${url}/mcp`, {
        headers: {
          Authorization: `Bearer ${key}`,
          Accept: 'text/event-stream',
          'Mcp-Session-Id': session,
        },
      });
      expect(response.status).toBe(200);
      return { ended: response.text() };
    };
    const [alice, bob] = [await stream('alice'), await stream('bob')];
    expect(mcp.sessionCount).toBe(2);
    keys.remove(ALICE.id);
    await alice.ended;
    expect(mcp.sessionCount).toBe(1);
    await mcp.close();
    await bob.ended;
    expect(mcp.sessionCount).toBe(0);
  });

  it('keeps nothing of a request that opens no session', async () => {
    const { url, handler: mcp } = await start();
    expect((await post(url, 'alice', PING)).status).toBe(400);
    const get = await fetch(`${url}/mcp`, { headers: { 'X-API-Key': 'alice' } });
    expect([get.status, get.headers.get('allow')]).toEqual([405, 'POST']);
    expect(mcp.sessionCount).toBe(0);
  });

  it('ends the session that was used least when a key has too many', async () => {
    const { url, handler: mcp } = await start({ maxSessionsPerPrincipal: 2 });
    const ids = [await open(url, 'alice'), await open(url, 'alice'), await open(url, 'alice')];
    expect(mcp.sessionCount).toBe(2);
    expect((await post(url, 'alice', PING, ids[0])).status).toBe(404);
    expect((await post(url, 'alice', PING, ids[2])).status).toBe(200);
  });

  it('answers 500 without words when the host cannot make a server, and tells the log', async () => {
    const logger = createRecordingLogger();
    const { url } = await start({
      logger,
      createServer: () => {
        throw new TypeError('secret place');
      },
    });
    const answer = await post(url, 'alice', INITIALIZE);
    expect([answer.status, await answer.json()]).toEqual([
      500,
      { jsonrpc: '2.0', error: { code: -32000, message: 'Internal error' }, id: null },
    ]);
    expect(logger.entries).toContainEqual({
      level: 'error',
      message: 'an MCP request failed',
      fields: { error: 'TypeError' },
    });
    expect(logger.text()).not.toContain('secret');
  });

  it('lets the gate judge first, by its options', async () => {
    const { port } = await start({ gate: { maxRequestBytes: 100, realm: 'r' } });
    const request = (lines: string[], body: string): string =>
      ['POST /mcp HTTP/1.1', 'Host: localhost', ...lines, 'Connection: close', '', body].join(
        '\r\n',
      );
    const refused = await sendRaw(port, request([], ''));
    expect([refused.status, refused.headers['www-authenticate']]).toEqual([
      401,
      'Bearer realm="r", error="invalid_token"',
    ]);
    const json = ['Content-Type: application/json', 'Accept: application/json, text/event-stream'];
    const chunk = `${(200).toString(16)}\r\n${' '.repeat(200)}\r\n0\r\n\r\n`;
    const chunked = [...json, 'X-API-Key: alice', 'Transfer-Encoding: chunked'];
    expect((await sendRaw(port, request(chunked, chunk))).status).toBe(413);
  });

  it('answers a body that turns out to be too long once, and prints nothing', async () => {
    const print = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const { port, url } = await start({ gate: { maxRequestBytes: 400 } });
    const session = await open(url, 'alice');
    const head = [
      'POST /mcp HTTP/1.1',
      `Host: 127.0.0.1:${port}`,
      'X-API-Key: alice',
      'Content-Type: application/json',
      'Accept: application/json, text/event-stream',
      'Transfer-Encoding: chunked',
      'Expect: 100-continue',
    ];
    const piece = `${(250).toString(16)}\r\n${' '.repeat(250)}\r\n`;
    for (const more of [[], [`Mcp-Session-Id: ${session}`]]) {
      // Two pieces, so that the gate lets it in, and the reader is told later.
      const answer = await sendInTwo(port, [...head, ...more, '', piece].join('\r\n'), piece);
      expect(answer.match(/^HTTP\/1\.1 \d+/gm)).toEqual(['HTTP/1.1 413']);
      expect(answer).toContain('application/problem+json');
    }
    expect(print.mock.calls).toEqual([]);
    print.mockRestore();
  });

  it('forgets who hangs up in the middle of a body, and prints nothing', async () => {
    const print = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const { port, handler: mcp } = await start();
    const socket = connect(port, '127.0.0.1');
    const head = ['POST /mcp HTTP/1.1', `Host: 127.0.0.1:${port}`, 'X-API-Key: alice'];
    const more = ['Content-Type: application/json', 'Content-Length: 50', 'Expect: 100-continue'];
    socket.write([...head, ...more, '', '{'].join('\r\n'));
    await once(socket, 'data');
    socket.destroy();
    // Ends when no connection is left.
    await running?.stop();
    expect([mcp.sessionCount, print.mock.calls]).toEqual([0, []]);
    print.mockRestore();
  });

  it.each([
    ['no JSON', '{"jsonrpc"'],
    ['JSON that is no message', '{"a":1}'],
    ['nothing', ''],
    ['arrays without end', '['.repeat(9_000) + ']'.repeat(9_000)],
    [
      'a message whose arguments nest too deep',
      JSON.stringify(PING).replace('}', `,"params":${'{"a":'.repeat(64)}1${'}'.repeat(64)}}`),
    ],
  ])('answers %s with an error of JSON-RPC', async (_what, body) => {
    const { url } = await start();
    const session = await open(url, 'alice');
    const answer = await postText(url, 'alice', body, session);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error: { code: -32700 } });
  });

  it('takes a body that a parser in front has read', async () => {
    const { handler: mcp } = await start();
    const app = express();
    app.use(express.json());
    app.all('/mcp', mcp);
    const other = await serve((req, res) => app(req, res));
    const session = await open(other.url, 'alice');
    expect((await post(other.url, 'alice', PING, session)).status).toBe(200);
    await other.stop();
  });

  it('is misused with limits that are none', () => {
    const auth = {
      authenticate: async () => ({ ok: false, status: 401, reason: 'invalid' }) as const,
      keys: fakeKeys(),
    };
    const server = () => new McpServer({ name: 'x', version: '1' });
    const make = (options: Partial<McpHttpOptions>) => () =>
      createServer(createMcpHttpHandler(auth, { createServer: server, ...options }));
    expect(make({ maxSessionsPerPrincipal: 0 })).toThrow(RangeError);
    expect(make({ gate: { allowedHosts: ['*'] } })).toThrow(/allowedHosts/);
  });
});
