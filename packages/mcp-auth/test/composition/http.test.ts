import type { KeyRequest } from '@gatehouse/keys';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMcpAuth, type McpAuth } from '../../src/index.js';
import { connectHttp, type HttpClient } from '../support/http-client.js';
import { createNotesServer, NOTES_RULES } from '../support/notes-server.js';
import { type SessionServer, serveSessions } from '../support/session-server.js';
import { temporaryHome } from '../support/temporary-home.js';

const actor = { id: 'test' };
let auth: McpAuth;
let http: SessionServer;
let ran: string[];
let clients: HttpClient[];

beforeEach(async () => {
  ran = [];
  clients = [];
  auth = await createMcpAuth({ app: 'notes', store: 'memory' });
  http = await serveSessions(auth, () =>
    auth.guard(createNotesServer(ran), { rules: NOTES_RULES }),
  );
});
afterEach(async () => {
  for (const { client } of clients) await client.close();
  await http.stop();
  await auth.close();
});

async function makeKey(request: Partial<KeyRequest> = {}): Promise<{ id: string; key: string }> {
  const { record, key } = await auth.keys.create(
    { name: 'k', role: 'operator', ...request },
    actor,
  );
  return { id: record.id, key };
}

async function connect(key: string, person: 'confirms' | 'absent' = 'absent'): Promise<HttpClient> {
  const connected = await connectHttp(http.url, key, person);
  clients.push(connected);
  return connected;
}

const headers = (key: string, session?: string): Record<string, string> => ({
  Authorization: `Bearer ${key}`,
  'Content-Type': 'application/json',
  Accept: 'application/json, text/event-stream',
  ...(session === undefined ? {} : { 'Mcp-Session-Id': session }),
});

const post = (
  body: unknown,
  key: string,
  session?: string,
  url: string = http.url,
): Promise<Response> =>
  fetch(`${url}/mcp`, {
    method: 'POST',
    headers: headers(key, session),
    body: JSON.stringify(body),
  });

const INITIALIZE = {
  jsonrpc: '2.0',
  id: 0,
  method: 'initialize',
  params: {
    protocolVersion: '2025-06-18',
    capabilities: {},
    clientInfo: { name: 'raw', version: '1' },
  },
};
const LIST = { jsonrpc: '2.0', id: 1, method: 'tools/list' };

describe('a real client over HTTP', () => {
  const everyone: readonly [KeyRequest['role'], Partial<KeyRequest>, readonly string[]][] = [
    ['admin', {}, ['list_notes', 'open_vault', 'wipe', 'add_note']],
    ['operator', {}, ['list_notes', 'add_note']],
    ['operator', { permissions: ['risk:access'] }, ['list_notes', 'open_vault', 'add_note']],
    ['operator', { permissions: ['!tool:add_note'] }, ['list_notes']],
    ['monitor', {}, ['list_notes']],
    ['device', { rooms: ['Kitchen'] }, ['list_notes', 'add_note']],
    ['custom', { permissions: ['risk:raw'] }, []],
    ['custom', { permissions: ['tool:wipe'] }, ['wipe']],
  ];

  it.each(everyone)('%s %j may use what it is shown, and no more', async (role, limits, shown) => {
    const { client } = await connect((await makeKey({ role, ...limits })).key, 'confirms');
    const { tools } = await client.listTools();
    expect(tools.map((tool) => tool.name)).toEqual(shown);
    for (const name of ['list_notes', 'open_vault', 'wipe', 'add_note', 'forgotten']) {
      const result = await client.callTool({ name, arguments: { text: 'x' } });
      expect([name, result.isError]).toEqual([name, shown.includes(name) ? undefined : true]);
    }
    expect([...ran].sort()).toEqual([...shown].sort());
  });

  it('opens no door where nobody is there to confirm it', async () => {
    const { client } = await connect((await makeKey({ role: 'admin' })).key);
    expect((await client.listTools()).tools.map(({ name }) => name)).toContain('open_vault');
    expect(await client.callTool({ name: 'open_vault' })).toMatchObject({ isError: true });
    expect(ran).toEqual([]);
  });

  it('is turned away without a good key, before any session exists', async () => {
    await expect(connect('mcp_admin_001_nothing')).rejects.toThrow(/401|Unauthorized/i);
    expect(http.sessions.size).toBe(0);
  });

  it('never shows its key to a handler', async () => {
    const { key } = await makeKey();
    const seen: string[] = [];
    const other = await serveSessions(auth, () => {
      const server = createNotesServer([]);
      server.registerTool('look', {}, (extra) => {
        seen.push(JSON.stringify({ info: extra.requestInfo, auth: extra.authInfo }));
        return { content: [] };
      });
      return server;
    });
    const { client } = await connectHttp(other.url, key);
    await client.callTool({ name: 'look' });
    await client.close();
    await other.stop();
    expect(seen).toHaveLength(1);
    expect(seen[0]).toContain('mcp_operator_001');
    expect(seen[0]).not.toContain(key.slice(-49));
  });

  it('sends several messages at once, and each is judged', async () => {
    const { key } = await makeKey({ role: 'monitor' });
    const { client, transport } = await connect(key);
    transport.setProtocolVersion('2025-03-26');
    const call = (id: number, name: string) => ({
      jsonrpc: '2.0' as const,
      id,
      method: 'tools/call',
      params: { name, arguments: { text: 'x' } },
    });
    const response = await fetch(`${http.url}/mcp`, {
      method: 'POST',
      headers: {
        ...headers(key, transport.sessionId),
        'MCP-Protocol-Version': '2025-03-26',
      },
      body: JSON.stringify([call(101, 'list_notes'), call(102, 'wipe'), call(103, 'add_note')]),
    });
    const answers = (await response.text())
      .split('\n')
      .filter((line) => line.startsWith('data: {'))
      .map((line) => JSON.parse(line.slice('data: '.length)));
    expect(Object.fromEntries(answers.map(({ id, result }) => [id, result.isError]))).toEqual({
      101: undefined,
      102: true,
      103: true,
    });
    expect(ran).toEqual(['list_notes']);
    await client.ping();
  });
});

describe('a session', () => {
  it('of one key does not exist for another, whatever that one may do', async () => {
    const { transport } = await connect((await makeKey()).key);
    const id = transport.sessionId;
    const other = await makeKey({ role: 'admin' });
    expect((await post(LIST, other.key, id)).status).toBe(404);
    expect((await post(LIST, other.key, 'no-such-session')).status).toBe(404);
    for (const method of ['GET', 'DELETE']) {
      const response = await fetch(`${http.url}/mcp`, { method, headers: headers(other.key, id) });
      expect(response.status).toBe(404);
    }
    expect(http.sessions.size).toBe(1);
  });

  it('is forgotten when its client ends it', async () => {
    const { transport } = await connect((await makeKey()).key);
    await transport.terminateSession();
    expect(http.sessions.size).toBe(0);
  });

  it('follows its key: what the key loses is gone with the next call', async () => {
    const { id, key } = await makeKey();
    const { client } = await connect(key);
    expect((await client.callTool({ name: 'add_note', arguments: { text: 'x' } })).isError).toBe(
      undefined,
    );
    await auth.keys.update(id, { role: 'monitor' }, actor);
    await expect(
      client.callTool({ name: 'add_note', arguments: { text: 'x' } }),
    ).rejects.toMatchObject({
      code: 404,
    });
    const again = await connect(key);
    const { tools } = await again.client.listTools();
    expect(tools.map((tool) => tool.name)).toEqual(['list_notes']);
    expect(ran).toEqual(['add_note']);
  });

  /** Opens a session and its stream of server messages, as plain HTTP. */
  async function openStream(url: string, key: string): Promise<Response> {
    const opened = await post(INITIALIZE, key, undefined, url);
    await opened.text();
    const session = opened.headers.get('mcp-session-id') ?? '';
    const stream = await fetch(`${url}/mcp`, {
      headers: { ...headers(key, session), Accept: 'text/event-stream' },
    });
    expect(stream.status).toBe(200);
    expect(stream.headers.get('content-type')).toBe('text/event-stream');
    return stream;
  }

  it('ends its open stream when its key is revoked', async () => {
    const { id, key } = await makeKey();
    const stream = await openStream(http.url, key);
    const ended = stream.text();
    await auth.keys.revoke(id, actor);
    await ended;
    expect(http.sessions.size).toBe(0);
    expect((await post(LIST, key)).status).toBe(401);
  });

  it('ends its open stream when another process revokes its key', async () => {
    const home = await temporaryHome();
    const here = await createMcpAuth({ app: 'notes', env: home.env });
    const { record, key } = await here.keys.create({ name: 'k', role: 'operator' }, actor);
    const there = await createMcpAuth({ app: 'notes', env: home.env });
    const server = await serveSessions(here, () => createNotesServer([]));
    const ended = (await openStream(server.url, key)).text();
    await there.keys.revoke(record.id, actor);
    await ended;
    expect(server.sessions.size).toBe(0);
    await server.stop();
    await there.close();
    await here.close();
    await home.remove();
  });
});
