import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askFor, readUntil, textOf, upgrade } from './support/https.js';
import { hasProgram } from './support/programs.js';
import { type RunningProxy, startNginx } from './support/proxies.js';
import { type Assembled, assemble, IS_BUILT, type Served, serveDemo } from './support/served.js';

const CAN_RUN = IS_BUILT && hasProgram('nginx') && hasProgram('openssl');
const SPOOFED = '203.0.113.66';

describe.skipIf(!CAN_RUN)(
  'the server behind nginx (needs nginx, openssl and the built programs)',
  () => {
    let assembled: Assembled;
    let served: Served;
    let proxy: RunningProxy;

    beforeAll(async () => {
      assembled = assemble();
      served = await serveDemo(assembled, {
        LOXONE_MCP_TRUSTED_PROXIES: '127.0.0.1',
        LOXONE_MCP_ALLOWED_HOSTS: 'gatehouse.example',
        SECURITY_LEVEL: 'production',
      });
      proxy = await startNginx(served.port);
    }, 60_000);

    afterAll(async () => {
      await proxy.stop();
      await served.stop();
      assembled.remove();
    });

    const withKey = (): Readonly<Record<string, string>> => ({
      authorization: `Bearer ${served.key}`,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
    });

    /** Sends one message of MCP. */
    function send(
      message: object,
      headers: Readonly<Record<string, string>>,
    ): Promise<IncomingMessage> {
      const body = JSON.stringify({ jsonrpc: '2.0', ...message });
      return askFor(proxy, { method: 'POST', path: '/mcp', headers, body });
    }

    async function initialize(): Promise<Readonly<Record<string, string>>> {
      const params = {
        protocolVersion: '2025-06-18',
        capabilities: {},
        clientInfo: { name: 'test', version: '1' },
      };
      const answer = await send({ id: 1, method: 'initialize', params }, withKey());
      expect(await textOf(answer)).toContain('protocolVersion');
      const session = { ...withKey(), 'mcp-session-id': String(answer.headers['mcp-session-id']) };
      await textOf(await send({ method: 'notifications/initialized' }, session));
      return session;
    }

    it('serves an assistant: a session, and a call', async () => {
      const session = await initialize();
      const params = { name: 'loxone_search', arguments: { query: 'reading' } };
      const answer = await send({ id: 2, method: 'tools/call', params }, session);
      expect(answer.statusCode).toBe(200);
      expect(await textOf(answer)).toContain('Reading Lamp');
    });

    it('knows who asks by what nginx says, not by what the client made up', async () => {
      const headers = {
        authorization: 'Bearer lmcp_admin_999_wrong',
        'x-forwarded-for': SPOOFED,
        forwarded: `for=${SPOOFED}`,
        'x-real-ip': SPOOFED,
      };
      const refused = await askFor(proxy, { path: '/mcp', headers });
      expect(refused.statusCode).toBe(401);
      await textOf(refused);
      const trail = () => readFileSync(join(served.configDir, 'audit.jsonl'), 'utf8');
      await expect.poll(trail).toMatch(/"type":"auth\.refused".*"address":"127\.0\.0\.1"/);
      expect(trail()).not.toContain(SPOOFED);
    });

    it('believes nobody who says that a request came in clear', async () => {
      const headers = {
        ...withKey(),
        'x-forwarded-proto': 'http',
        'x-forwarded-host': 'evil.example',
      };
      const answer = await askFor(proxy, { path: '/api/rooms', headers });
      expect(answer.statusCode).toBe(200);
      expect(await textOf(answer)).toContain('Kitchen');
    });

    it('lets events through as they happen', async () => {
      const events = await askFor(proxy, { path: '/api/events', headers: withKey() });
      expect(events.headers['content-type']).toContain('text/event-stream');
      const pieces = events[Symbol.asyncIterator]();
      const shared = { [Symbol.asyncIterator]: () => ({ next: () => pieces.next() }) };
      await readUntil(shared, /event: snapshot/);
      const session = await initialize();
      const params = {
        name: 'loxone_control_lights',
        arguments: { targets: ['Reading Lamp [Guest Room]'], action: 'on' },
      };
      const done = send({ id: 3, method: 'tools/call', params }, session);
      expect(await readUntil(shared, /event: state/)).toContain('event: state');
      expect(await textOf(await done)).toContain('now on');
      events.destroy();
    });

    it('lets a WebSocket through', async () => {
      const { authorization = '' } = withKey();
      const [answer, socket] = await upgrade(proxy, {
        path: '/api/events',
        headers: { authorization },
      });
      expect(answer.statusCode).toBe(101);
      // RFC 6455 §1.3: what belongs to the example's key.
      expect(answer.headers['sec-websocket-accept']).toBe('s3pPLMBiTxaQ9kYGzzhZRbK+xOo=');
      expect(await readUntil(socket, /snapshot/)).toContain('snapshot');
      socket.destroy();
    });

    it('sends each security header once, also of the page for people', async () => {
      for (const path of ['/', '/health', '/api/rooms', '/admin/keys']) {
        const answer = await askFor(proxy, { path });
        const names = answer.rawHeaders
          .filter((_, at) => at % 2 === 0)
          .map((name) => name.toLowerCase());
        answer.resume();
        expect(new Set(names).size, `${path}: ${names}`).toBe(names.length);
        expect(names).toContain('strict-transport-security');
        expect(names).toContain('x-content-type-options');
      }
    });
  },
);
