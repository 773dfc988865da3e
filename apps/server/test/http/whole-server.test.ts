import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Keys, makeKeys } from '../support/callers.js';
import { startWhole, type WholeServer } from '../support/whole-server.js';

type Listed = readonly { id: string; kind: string; client?: string; address?: string }[];

describe('the server as it is shipped', () => {
  let server: WholeServer;
  let keys: Keys;
  beforeAll(async () => {
    server = await startWhole();
    keys = await makeKeys(server);
  });
  afterAll(() => server.close());

  const mcp = (body: object, session?: string): Promise<Response> =>
    fetch(`${server.url}/mcp`, {
      method: 'POST',
      headers: {
        'x-api-key': keys.admin,
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        ...(session === undefined ? {} : { 'mcp-session-id': session }),
      },
      body: JSON.stringify({ jsonrpc: '2.0', ...body }),
    });

  const ask = (path: string, method = 'GET'): Promise<Response> =>
    fetch(server.url + path, { method, headers: { authorization: `Bearer ${keys.admin}` } });

  it('lists an assistant under what it says it is, counts it, and ends it', async () => {
    const clientInfo = { name: 'evil\u202e\r\nname', version: '1' };
    const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo };
    const opened = await mcp({ id: 1, method: 'initialize', params });
    expect(opened.headers.get('x-content-type-options')).toBe('nosniff');
    await opened.text();
    const session = opened.headers.get('mcp-session-id') ?? '';
    await mcp({ method: 'notifications/initialized' }, session);
    const listed = (await (await ask('/admin/api/connections')).json()) as Listed;
    const assistants = listed.filter(({ kind }) => kind === 'mcp');
    expect(assistants).toMatchObject([{ client: 'evil   name 1', address: '127.0.0.1' }]);
    expect(await (await ask('/metrics')).text()).toContain('loxone_mcp_connections{kind="mcp"} 1');
    expect((await mcp({ id: 2, method: 'ping' }, session)).status).toBe(200);
    const ended = await ask(`/admin/api/connections/${assistants[0]?.id}`, 'DELETE');
    expect(ended.ok).toBe(true);
    expect((await mcp({ id: 3, method: 'ping' }, session)).status).toBe(404);
    expect(await (await ask('/metrics')).text()).toContain('loxone_mcp_connections{kind="mcp"} 0');
  });

  it('answers a preflight of an allowed origin for keys, and of none for the administration', async () => {
    const preflight = (path: string, origin: string): Promise<Response> =>
      fetch(server.url + path, {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'POST' },
      });
    for (const path of ['/mcp', '/api/devices/control']) {
      const allowed = await preflight(path, 'https://friend.example');
      expect([path, allowed.status]).toEqual([path, 204]);
      expect(allowed.headers.get('access-control-allow-origin')).toBe('https://friend.example');
      expect((await preflight(path, 'https://evil.example')).status).toBe(403);
    }
    const admin = await preflight('/admin/api/keys', 'https://friend.example');
    expect(admin.status).toBeGreaterThanOrEqual(400);
    expect(admin.headers.get('access-control-allow-origin')).toBeNull();
  });
});
