import { testPrincipal } from '@gatehouse/mcp-auth-testing';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import type { EventStore } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { createMemoryEventStore } from '../../src/sdk/event-store.js';
import {
  createMcpHttpHandler,
  type McpHttpHandler,
  type McpHttpOptions,
} from '../../src/sdk/http-handler.js';
import type { McpSession } from '../../src/sdk/mcp-session.js';
import { fakeKeys } from '../support/fake-keys.js';
import { type RunningServer, serve } from '../support/raw-http.js';

function message(id: number, text = ''): JSONRPCMessage {
  return { jsonrpc: '2.0', id, result: { text } };
}

/** What a client that saw `lastEventId` gets. */
async function replay(store: EventStore, lastEventId: string): Promise<readonly JSONRPCMessage[]> {
  const sent: JSONRPCMessage[] = [];
  await store.replayEventsAfter(lastEventId, {
    send: async (_id, one) => {
      sent.push(one);
    },
  });
  return sent;
}

describe('the memory of a session', () => {
  it('replays what came after an event, of its stream only, in order', async () => {
    const store = createMemoryEventStore();
    const first = await store.storeEvent('a', message(1));
    await store.storeEvent('b', message(2));
    const third = await store.storeEvent('a', message(3));
    await store.storeEvent('a', message(4));
    expect(await replay(store, first)).toEqual([message(3), message(4)]);
    expect(await replay(store, third)).toEqual([message(4)]);
    expect(await store.getStreamIdForEventId?.(first)).toBe('a');
  });

  it('does not send the empty event that a stream begins with', async () => {
    const store = createMemoryEventStore();
    const prime = await store.storeEvent('a', {} as JSONRPCMessage);
    await store.storeEvent('a', message(1));
    await store.storeEvent('a', {} as JSONRPCMessage);
    expect(await replay(store, prime)).toEqual([message(1)]);
  });

  it('knows no id of another session, and none that was made up', async () => {
    const [one, other] = [createMemoryEventStore(), createMemoryEventStore()];
    const id = await one.storeEvent('a', message(1));
    await other.storeEvent('a', message(2));
    expect(await other.getStreamIdForEventId?.(id)).toBeUndefined();
    await expect(replay(other, id)).rejects.toThrow(RangeError);
    for (const guess of ['1', '-1', '', '__proto__', 'a', `${id}0`]) {
      expect(await other.getStreamIdForEventId?.(guess)).toBeUndefined();
    }
    expect(id).toMatch(/^[0-9a-f]{24}-1$/);
  });

  it('holds to its bounds, and never leaves a hole, whatever is stored', async () => {
    const cases = fc.asyncProperty(
      fc.array(fc.tuple(fc.constantFrom('a', 'b'), fc.integer({ min: 0, max: 200 })), {
        maxLength: 60,
      }),
      fc.integer({ min: 1, max: 20 }),
      fc.integer({ min: 1, max: 1_500 }),
      async (stored, maxEvents, maxBytes) => {
        const store = createMemoryEventStore({ maxEvents, maxBytes });
        const ids: string[] = [];
        for (const [at, [stream, size]] of stored.entries()) {
          ids.push(await store.storeEvent(stream, message(at, 'x'.repeat(size))));
        }
        const known = await Promise.all(
          ids.map(async (id) => (await store.getStreamIdForEventId?.(id)) !== undefined),
        );
        const kept = known.lastIndexOf(false) + 1;
        expect(known.slice(kept).every(Boolean)).toBe(true);
        expect(known.slice(0, kept).some(Boolean)).toBe(false);
        expect(ids.length - kept).toBeLessThanOrEqual(maxEvents);
        const bytes = stored
          .slice(kept)
          .map(([, size], at) => JSON.stringify(message(kept + at, 'x'.repeat(size))).length);
        expect(bytes.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(maxBytes);
        const [firstKept] = ids.slice(kept);
        if (firstKept === undefined) return;
        const ofStream = stored
          .map(([stream], at) => ({ stream, at }))
          .filter(({ stream, at }) => at > kept && stream === stored[kept]?.[0]);
        expect((await replay(store, firstKept)).map((one) => 'id' in one && one.id)).toEqual(
          ofStream.map(({ at }) => at),
        );
      },
    );
    await fc.assert(cases, { numRuns: 200 });
  });

  it.each([0, -1, 1.5, Number.NaN])('refuses the limit %s', (limit) => {
    expect(() => createMemoryEventStore({ maxEvents: limit })).toThrow(RangeError);
    expect(() => createMemoryEventStore({ maxBytes: limit })).toThrow(RangeError);
  });
});

describe('an endpoint with memory', () => {
  const ALICE = testPrincipal('operator', { id: 'mcp_operator_001' });
  let running: RunningServer | undefined;
  let handler: McpHttpHandler | undefined;
  afterEach(async () => {
    await handler?.close();
    await running?.stop();
  });

  async function start(options: Partial<McpHttpOptions> = {}): Promise<string> {
    const keys = fakeKeys(ALICE);
    handler = createMcpHttpHandler(
      { authenticate: async () => ({ ok: true, principal: ALICE }), keys },
      {
        createServer: () => {
          const server = new McpServer({ name: 'x', version: '1' });
          server.registerTool('slow', {}, async (extra) => {
            extra.closeSSEStream?.();
            return { content: [{ type: 'text', text: 'late' }] };
          });
          return server;
        },
        eventStore: () => createMemoryEventStore(),
        ...options,
      },
    );
    running = await serve(handler);
    return `${running.url}/mcp`;
  }

  const HEADERS = {
    'Content-Type': 'application/json',
    Accept: 'application/json, text/event-stream',
    'MCP-Protocol-Version': '2025-11-25',
  };

  async function post(url: string, body: object, session?: string): Promise<Response> {
    const headers = session === undefined ? HEADERS : { ...HEADERS, 'Mcp-Session-Id': session };
    return fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  }

  async function open(url: string): Promise<string> {
    const clientInfo = { name: 'test-client', version: '7' };
    const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo };
    const response = await post(url, { jsonrpc: '2.0', id: 1, method: 'initialize', params });
    await response.text();
    const session = response.headers.get('mcp-session-id') ?? '';
    await post(url, { jsonrpc: '2.0', method: 'notifications/initialized' }, session);
    return session;
  }

  const CALL = { jsonrpc: '2.0', id: 2, method: 'tools/call', params: { name: 'slow' } };

  it('gives a client what its broken stream missed, and gives it to no other session', async () => {
    const url = await start();
    const session = await open(url);
    const broken = await (await post(url, CALL, session)).text();
    const [, lastEventId = ''] = /^id: (\S+)$/m.exec(broken) ?? [];
    expect(lastEventId).not.toBe('');
    expect(broken).not.toContain('late');
    const resume = (id: string): Promise<Response> =>
      fetch(url, {
        headers: { ...HEADERS, 'Mcp-Session-Id': id, 'Last-Event-ID': lastEventId },
      });
    const other = await open(url);
    const refused = await resume(other);
    expect(refused.status).toBe(400);
    expect(await refused.text()).not.toContain('late');
    const resumed = await resume(session);
    expect(resumed.status).toBe(200);
    const reader = resumed.body?.getReader();
    const { value } = (await reader?.read()) ?? {};
    expect(new TextDecoder().decode(value)).toContain('late');
    await reader?.cancel();
  });

  it('introduces each session once, with what its client says that it is', async () => {
    const met: McpSession[] = [];
    const told: string[] = [];
    const url = await start({
      onSession: (session) => {
        met.push(session);
        return { seen: () => void told.push('seen'), closed: () => void told.push('closed') };
      },
    });
    const session = await open(url);
    expect(met).toMatchObject([
      { principal: ALICE, client: { name: 'test-client', version: '7' }, address: '127.0.0.1' },
    ]);
    await (await post(url, CALL, session)).text();
    expect(met).toHaveLength(1);
    await met[0]?.end();
    expect(told).toEqual(['seen', 'seen', 'closed']);
    expect((await post(url, CALL, session)).status).toBe(404);
    const second = await open(url);
    await fetch(url, { method: 'DELETE', headers: { ...HEADERS, 'Mcp-Session-Id': second } });
    expect(told.filter((what) => what === 'closed')).toHaveLength(2);
  });
});
