import type { LoxoneHome } from '@gatehouse/loxone-controls';
import { createMcpAuth, type McpAuth } from '@gatehouse/mcp-auth';
import { afterEach, describe, expect, it } from 'vitest';
import { ConnectionBook } from '../../src/http/connections.js';
import { healthRoutes } from '../../src/http/operations/health.js';
import { createMetrics } from '../../src/http/operations/metrics.js';
import { startPage } from '../../src/http/operations/start-page.js';
import { type StartedApp, startApp } from '../support/start-app.js';

let app: StartedApp | undefined;
afterEach(async () => {
  await app?.close();
  app = undefined;
});

function homeIn(phase: string, wasReached: boolean): LoxoneHome {
  return {
    status: () => ({ phase, since: 0, problem: 'The Miniserver at 192.168.1.10 is away' }),
    info: () => (wasReached ? { name: 'Home' } : undefined),
  } as unknown as LoxoneHome;
}

describe('/health', () => {
  it('tells the phase, and neither host nor problem', async () => {
    const auth = { keys: {}, audit: {} } as unknown as McpAuth;
    app = await startApp(healthRoutes({ auth, home: homeIn('reconnecting', true) }));
    const response = await app.call('/health', { headers: { host: 'whatever.example' } });
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.json()).toEqual({ status: 'ok', miniserver: 'reconnecting' });
    expect((await app.call('/health', { method: 'HEAD' })).status).toBe(200);
    const refused = await app.call('/health', { method: 'POST' });
    expect(refused.status).toBe(405);
    expect(refused.headers.get('allow')).toBe('GET, HEAD');
  });
});

describe('/ready', () => {
  async function ask(parts: {
    readonly keys?: () => Promise<readonly never[]>;
    readonly audit?: 'writing' | 'failing';
    readonly wasReached?: boolean;
  }): Promise<{ status: number; body: unknown }> {
    const { keys = async () => [], audit = 'writing', wasReached = true } = parts;
    const auth = { keys: { list: keys }, audit: { state: () => audit } } as unknown as McpAuth;
    app = await startApp(healthRoutes({ auth, home: homeIn('live', wasReached) }));
    const response = await app.call('/ready');
    const body = await response.json();
    await app.close();
    app = undefined;
    return { status: response.status, body };
  }

  it('is 200 once everything is there', async () => {
    expect(await ask({})).toEqual({ status: 200, body: { status: 'ready' } });
  });

  it.each([
    ['keys', { keys: () => Promise.reject(new TypeError('at /secret/path')) }],
    ['audit', { audit: 'failing' }],
    ['miniserver', { wasReached: false }],
  ] as const)('names %s as missing, and says no more', async (part, parts) => {
    const { status, body } = await ask(parts);
    expect(status).toBe(503);
    expect(body).toMatchObject({ code: 'not-ready', waitingFor: [part] });
    expect(JSON.stringify(body)).not.toContain('secret');
  });

  it('looks at the keys once a second at most, whoever asks how often', async () => {
    let looks = 0;
    let now = 0;
    const keys = {
      list: async () => {
        looks += 1;
        return [];
      },
    };
    const auth = { keys, audit: { state: () => 'writing' } } as unknown as McpAuth;
    const home = homeIn('live', true);
    app = await startApp(healthRoutes({ auth, home, now: () => now }));
    for (let asked = 0; asked < 5; asked += 1) await app.call('/ready');
    expect(looks).toBe(1);
    now = 1_000;
    await app.call('/ready');
    expect(looks).toBe(2);
  });
});

describe('/metrics', () => {
  async function start(): Promise<StartedApp> {
    const auth = await createMcpAuth({ app: 'loxone-mcp', store: 'memory', env: {} });
    const connections = new ConnectionBook();
    const home = homeIn('live', true);
    const { route, observe } = createMetrics({ auth, home, connections, version: '1.2.3' });
    app = await startApp([route, ...healthRoutes({ auth, home })], { auth, observe: [observe] });
    return app;
  }

  it('needs a key that may `admin:metrics`, also on this machine', async () => {
    const { call, callAs, keyOf, auth } = await start();
    expect((await call('/metrics')).status).toBe(401);
    expect((await callAs(await keyOf('monitor'), '/metrics')).status).toBe(403);
    const scraper = await keyOf('custom', { permissions: ['admin:metrics'] });
    expect((await callAs(scraper, '/metrics')).status).toBe(200);
    expect((await callAs(await keyOf('admin'), '/metrics')).status).toBe(200);
    await app?.close();
    app = undefined;
    await auth.close();
  });

  it('counts requests by pattern, and tells how everything stands', async () => {
    const { call, callAs, keyOf, auth } = await start();
    await call('/health');
    await call('/nowhere/lmcp_admin_001');
    const response = await callAs(await keyOf('admin'), '/metrics');
    expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    const text = await response.text();
    expect(text).toContain(
      'loxone_mcp_http_requests_total{route="/health",method="GET",status="200"} 1',
    );
    expect(text).toContain('loxone_mcp_http_requests_total{route="*",method="GET",status="404"} 1');
    expect(text).toContain('loxone_mcp_miniserver_phase{phase="live"} 1');
    expect(text).toContain('loxone_mcp_miniserver_phase{phase="rejected"} 0');
    expect(text).toContain('loxone_mcp_connections{kind="mcp"} 0');
    expect(text).toContain('loxone_mcp_audit_writing 1');
    expect(text).toContain('loxone_mcp_info{version="1.2.3"} 1');
    expect(text).toContain('nodejs_eventloop_lag_seconds');
    expect(text).toContain('process_resident_memory_bytes');
    expect(text).not.toContain('lmcp_admin');
    await app?.close();
    app = undefined;
    await auth.close();
  });
});

describe('the start page', () => {
  it('loads and runs nothing', async () => {
    app = await startApp([startPage]);
    const response = await app.call('/');
    const page = await response.text();
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(page).toContain('/mcp');
    expect(page).not.toMatch(/<script|<style|\son\w+=|src=/i);
  });
});
