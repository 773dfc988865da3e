import type { AuditEvent, Principal } from '@gatehouse/core';
import { createFakeClock, testPrincipal } from '@gatehouse/mcp-auth-testing';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTakeRequests } from '../../src/request-limit.js';
import { createMcpHttpHandler, type McpHttpHandler } from '../../src/sdk/http-handler.js';
import { counters } from '../support/counters.js';
import { fakeKeys } from '../support/fake-keys.js';
import { type RunningServer, serve } from '../support/raw-http.js';

const ALICE: Principal = testPrincipal('operator', { id: 'mcp_operator_001' });
const PER_MINUTE = 20;
const ADDRESS = '127.0.0.1';

let handler: McpHttpHandler;
let running: RunningServer;
let session: string;
let refusals: AuditEvent[];
let called: unknown[];

function server(): McpServer {
  const made = new McpServer({ name: 'x', version: '1' });
  made.registerTool('note', {}, (extra) => {
    called.push(extra.requestId);
    return { content: [] };
  });
  return made;
}

/** Serves an endpoint that counts, or one of a host that has nothing to count with. */
async function start(counting: boolean): Promise<void> {
  refusals = [];
  called = [];
  const { limiter } = counters(createFakeClock(), PER_MINUTE);
  const take = createTakeRequests({
    limiter,
    refusals: { note: (event) => void refusals.push(event) },
  });
  handler = createMcpHttpHandler(
    {
      keys: fakeKeys(ALICE),
      authenticate: async () => {
        const limit = await take(ALICE, {}, 1);
        return limit.allowed
          ? { ok: true, principal: ALICE, limit }
          : { ok: false, status: 429, reason: 'rate-limited', retryAfterSeconds: 1 };
      },
      ...(counting ? { takeRequests: take } : {}),
    },
    { createServer: server },
  );
  running = await serve(handler);
}

function post(body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${running.url}/mcp`, {
    method: 'POST',
    headers: {
      Authorization: 'Bearer alice',
      'Content-Type': 'application/json',
      Accept: 'application/json, text/event-stream',
      ...headers,
    },
    body: JSON.stringify(body),
  });
}

const INITIALIZE = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: {
    protocolVersion: '2025-03-26',
    capabilities: {},
    clientInfo: { name: 'x', version: '1' },
  },
};

function call(id: number): object {
  return { jsonrpc: '2.0', id, method: 'tools/call', params: { name: 'note', arguments: {} } };
}

function calls(count: number): object[] {
  return Array.from({ length: count }, (_, index) => call(index + 10));
}

async function open(): Promise<void> {
  const opened = await post(INITIALIZE);
  session = opened.headers.get('mcp-session-id') ?? '';
  await opened.text();
}

function inSession(body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return post(body, { 'Mcp-Session-Id': session, ...headers });
}

async function errorOf(answer: Response): Promise<readonly [status: number, code: unknown]> {
  const { error } = (await answer.json()) as { error?: { code: unknown } };
  return [answer.status, error?.code];
}

afterEach(async () => {
  await handler.close();
  await running.stop();
});

describe('a batch of a client of MCP 2025-03-26', () => {
  beforeEach(async () => {
    await start(true);
    await open();
  });

  it('is answered message by message', async () => {
    const answer = await inSession(calls(3));
    expect(answer.status).toBe(200);
    const text = await answer.text();
    for (const id of [10, 11, 12]) expect(text).toContain(`"id":${id}`);
    expect(called).toEqual([10, 11, 12]);
  });

  it('may say that it is of that version', async () => {
    const answer = await inSession(calls(2), { 'MCP-Protocol-Version': '2025-03-26' });
    expect(answer.status).toBe(200);
    await answer.text();
  });

  it('counts as many requests as it has messages', async () => {
    // One has opened the session.
    await (await inSession(calls(PER_MINUTE - 1))).text();
    expect(called).toHaveLength(PER_MINUTE - 1);
    expect((await inSession(call(99))).status).toBe(429);
  });

  it('of more requests than are left runs none of them, and says when to come back', async () => {
    const answer = await inSession(calls(PER_MINUTE));
    expect(answer.status).toBe(429);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await answer.json()).toMatchObject({ code: 'rate-limited' });
    expect(called).toEqual([]);
    expect(refusals).toMatchObject([
      { type: 'auth.limited', actor: { id: ALICE.id }, address: ADDRESS },
    ]);
    expect(refusals[0]?.requestId).toMatch(/\S/);
    expect((await inSession(call(99))).status).toBe(200);
  });

  it('has from 1 to 100 messages', async () => {
    expect(await errorOf(await inSession([]))).toEqual([400, -32600]);
    expect(await errorOf(await inSession(calls(101)))).toEqual([400, -32600]);
    expect(called).toEqual([]);
  });

  it('initializes nothing', async () => {
    const answer = await post([INITIALIZE]);
    expect(answer.headers.get('mcp-session-id')).toBeNull();
    expect(await errorOf(answer)).toEqual([400, -32600]);
    expect(handler.sessionCount).toBe(1);
  });
});

it.each(['2025-06-18', '2025-11-25'])('a batch is none of MCP %s', async (version) => {
  await start(true);
  await open();
  const answer = await inSession(calls(2), { 'MCP-Protocol-Version': version });
  expect(await errorOf(answer)).toEqual([400, -32600]);
  expect(called).toEqual([]);
});

it('a batch is refused where nobody counts its messages', async () => {
  await start(false);
  await open();
  expect(await errorOf(await inSession(calls(2)))).toEqual([400, -32600]);
  expect(called).toEqual([]);
});
