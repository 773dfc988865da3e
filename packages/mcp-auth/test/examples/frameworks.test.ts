/// <reference path="../support/web-globals.d.ts" />
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createExpressNotes } from '../../examples/express-server.js';
import { createFastifyNotes } from '../../examples/fastify-server.js';
import { createHonoNotes } from '../../examples/hono-server.js';
import { createNotesServer } from '../../examples/notes.js';
import { createMcpAuth, type McpAuth } from '../../src/index.js';
import { createHttpGate } from '../../src/node/index.js';
import { createMcpHttpHandler } from '../../src/sdk/index.js';
import { connectHttp, type HttpClient } from '../support/http-client.js';

const actor = { id: 'test' };

/** Each example as a server that does not listen yet. */
const EXAMPLES: readonly (readonly [string, (auth: McpAuth) => Promise<Server>])[] = [
  [
    'node',
    async (auth) => {
      const gate = createHttpGate(auth);
      const mcp = createMcpHttpHandler(auth, {
        createServer: () => auth.guard(createNotesServer()),
      });
      return createServer(async (req, res) => {
        if (req.url === '/health') return void res.end('{"status":"ok"}');
        const principal = await gate(req, res);
        if (principal === undefined) return;
        if (req.url === '/me') return void res.end(JSON.stringify({ id: principal.id }));
        return mcp(req, res);
      });
    },
  ],
  ['express', async (auth) => createServer(createExpressNotes(auth))],
  [
    'fastify',
    async (auth) => {
      const app = await createFastifyNotes(auth);
      await app.ready();
      return app.server;
    },
  ],
  ['hono', async (auth) => createAdaptorServer({ fetch: createHonoNotes(auth).fetch }) as Server],
];

describe.each(EXAMPLES)('a real client, through %s', (name, makeServer) => {
  let auth: McpAuth;
  let server: Server;
  let url: string;
  let clients: HttpClient[];

  beforeEach(async () => {
    clients = [];
    auth = await createMcpAuth({ app: 'notes', store: 'memory' });
    server = await makeServer(auth);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(async () => {
    for (const { client } of clients) await client.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await auth.close();
  });

  async function makeKey(role: string): Promise<{ id: string; key: string }> {
    const { record, key } = await auth.keys.create({ name: 'k', role }, actor);
    return { id: record.id, key };
  }

  async function connect(key: string): Promise<HttpClient> {
    const connected = await connectHttp(url, key);
    clients.push(connected);
    return connected;
  }

  it('sees and uses what its key may, and no more', async () => {
    const monitor = await connect((await makeKey('monitor')).key);
    expect((await monitor.client.listTools()).tools.map((tool) => tool.name)).toEqual([
      'list_notes',
    ]);
    expect(await monitor.client.callTool({ name: 'list_notes' })).toMatchObject({
      content: [{ text: 'Milk' }],
    });
    expect(await monitor.client.callTool({ name: 'add_note' })).toMatchObject({ isError: true });
    const operator = await connect((await makeKey('operator')).key);
    expect(await operator.client.callTool({ name: 'add_note' })).toMatchObject({
      content: [{ text: 'Added' }],
    });
  });

  it('is turned away with a wrong key, and once its key is revoked', async () => {
    await expect(connect('mcp_admin_001_nothing')).rejects.toThrow(/401|Unauthorized/i);
    const { id, key } = await makeKey('monitor');
    const { client } = await connect(key);
    await client.listTools();
    await auth.keys.revoke(id, actor);
    await expect(client.listTools()).rejects.toThrow(/401|Unauthorized/i);
  });

  it('auth-landscape finding 2: everything needs a key but what stands in front of the gate', async () => {
    const { id, key } = await makeKey('monitor');
    const status = async (path: string, method = 'GET'): Promise<number> =>
      (await fetch(`${url}${path}`, { method })).status;
    expect(await status('/health')).toBe(200);
    expect(await status('/me')).toBe(401);
    expect(await status('/mcp', 'POST')).toBe(401);
    expect(await status('/mcp', 'DELETE')).toBe(401);
    const me = await fetch(`${url}/me`, { headers: { 'X-API-Key': key } });
    expect([name, await me.json()]).toEqual([name, { id }]);
  });
});
