import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { LoxoneHome } from '@gatehouse/loxone-controls';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRouter, routesOf } from '../../src/http/router.js';

const home = { status: () => ({ phase: 'live', since: 0 }) } as unknown as LoxoneHome;

describe('the routes', () => {
  let server: Server;
  let base: string;
  const seen: string[] = [];

  const parts = {
    home,
    mcp: (request: IncomingMessage, response: ServerResponse): void => {
      seen.push(request.method ?? '');
      response.end('mcp');
    },
  };

  beforeEach(async () => {
    seen.length = 0;
    server = createServer(createRouter(parts)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterEach(() => server.close());

  it('that anybody may use are these; a new one needs a second thought', () => {
    const open = routesOf(parts).filter(({ access }) => access === 'open');
    expect(open.map(({ path }) => path)).toEqual(['/health', '/']);
  });

  it('each have a rule, and no two share a path', () => {
    const routes = routesOf(parts);
    for (const { access } of routes) expect(['open', 'key']).toContain(access);
    expect(new Set(routes.map(({ path }) => path)).size).toBe(routes.length);
  });

  it('that need a key lead to the endpoint that has the gate in front, whatever the method', async () => {
    for (const method of ['GET', 'POST', 'DELETE', 'PUT']) {
      await fetch(`${base}/mcp?x=1`, { method });
    }
    expect(seen).toEqual(['GET', 'POST', 'DELETE', 'PUT']);
    const guarded = routesOf(parts).filter(({ access }) => access === 'key');
    expect(guarded.map(({ handle }) => handle)).toEqual([parts.mcp]);
  });

  it.each(['/mcp/', '/MCP', '/mcp/x', '//mcp', '/%6dcp', '/health/', '/healthz', '/..', '/?/mcp/'])(
    '%s is not the endpoint',
    async (path) => {
      const response = await fetch(base + path, { method: 'POST' });
      expect([404, 405]).toContain(response.status);
      expect(seen).toEqual([]);
    },
  );

  it.each(['/health', '/'])('%s can only be read', async (path) => {
    expect((await fetch(base + path)).status).toBe(200);
    expect((await fetch(base + path, { method: 'HEAD' })).status).toBe(200);
    const refused = await fetch(base + path, { method: 'POST' });
    expect(refused.status).toBe(405);
    expect(refused.headers.get('allow')).toBe('GET, HEAD');
  });
});
