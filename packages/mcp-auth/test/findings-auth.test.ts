import { createHmac } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { parseMasterKey } from '@gatehouse/crypto';
import { createRecordingLogger } from '@gatehouse/mcp-auth-testing';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMcpAuth, type McpAuth } from '../src/index.js';
import { createHttpGate } from '../src/node/index.js';
import { connectClient } from './support/connect.js';
import { createNotesServer } from './support/notes-server.js';
import { type RunningServer, serve } from './support/raw-http.js';
import { type TemporaryHome, temporaryHome } from './support/temporary-home.js';

// What other frameworks for MCP servers got wrong, each as a test that would have caught it.

const RULES = { tools: { list_notes: 'read', add_note: 'control', wipe: 'admin' } } as const;
const LIST = { jsonrpc: '2.0', id: 1, method: 'tools/list' };
let auth: McpAuth;
let running: RunningServer | undefined;

beforeEach(async () => {
  auth = await createMcpAuth({ app: 'notes', store: 'memory' });
  running = undefined;
});
afterEach(async () => {
  await running?.stop();
  await auth.close();
});

/** Streamable HTTP without sessions behind the gate; `ran` counts what got through. */
async function serveNotes(ran: string[]): Promise<string> {
  const gate = createHttpGate(auth);
  running = await serve(async (req, res) => {
    if ((await gate(req, res)) === undefined) return;
    ran.push(`${req.method} ${req.url}`);
    const transport = new StreamableHTTPServerTransport();
    await auth.guard(createNotesServer(ran), { rules: RULES }).connect(transport);
    await transport.handleRequest(req, res);
  });
  return running.url;
}

function post(url: string, key: string | undefined): Promise<Response> {
  return fetch(`${url}/mcp`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      Accept: 'application/json, text/event-stream',
      ...(key === undefined ? {} : { Authorization: `Bearer ${key}` }),
    },
    body: JSON.stringify(LIST),
  });
}

describe('auth-landscape finding 1: authentication that is on is enforced', () => {
  it('a guarded server is refused to a wrong key, and open to a right one', async () => {
    const ran: string[] = [];
    const url = await serveNotes(ran);
    const { key } = await auth.createKey({ name: 'k', role: 'monitor' });
    for (const wrong of [undefined, `${key}x`, `${key.slice(0, -1)}!`, 'mcp_monitor_001', '']) {
      expect([400, 401]).toContain((await post(url, wrong)).status);
    }
    expect(ran).toEqual([]);
    expect((await post(url, key)).status).toBe(200);
    expect(ran).toEqual(['POST /mcp']);
  });

  it('a guarded server without any gate in front serves nobody', async () => {
    const ran: string[] = [];
    const client = await connectClient(auth.guard(createNotesServer(ran), { rules: RULES }));
    await expect(client.listTools()).rejects.toThrow(/no valid key/);
    await expect(client.listResources()).rejects.toThrow(/no valid key/);
    await expect(client.listPrompts()).rejects.toThrow(/no valid key/);
    expect(await client.callTool({ name: 'list_notes' })).toMatchObject({ isError: true });
    expect(ran).toEqual([]);
  });

  it('is on when nothing is said about it', async () => {
    const silent = await createMcpAuth({ app: 'notes', store: 'memory' });
    expect(await silent.authenticate(undefined, { address: '127.0.0.1' })).toMatchObject({
      ok: false,
    });
    const server = new McpServer({ name: 's', version: '1' });
    server.registerTool('x', {}, () => ({ content: [] }));
    expect(await (await connectClient(silent.guard(server))).callTool({ name: 'x' })).toMatchObject(
      {
        isError: true,
      },
    );
    await silent.close();
  });
});

describe('auth-landscape finding 2: no route of an HTTP server is open by oversight', () => {
  it('every method on every path is refused without the key', async () => {
    const ran: string[] = [];
    const url = await serveNotes(ran);
    const paths = [
      '/',
      '/mcp',
      '/mcp/',
      '/sse',
      '/messages',
      '/health',
      '/admin',
      '/%6dcp',
      '//mcp',
    ];
    for (const path of [...paths, '/.well-known/none']) {
      for (const method of [
        'GET',
        'POST',
        'PUT',
        'PATCH',
        'DELETE',
        'OPTIONS',
        'HEAD',
        'PROPFIND',
      ]) {
        const { status } = await fetch(url + path, { method });
        expect([method, path, status]).toEqual([method, path, 401]);
      }
    }
    expect(ran).toEqual([]);
  });
});

describe('auth-landscape finding 3: there is no built-in secret', () => {
  it('a server takes no key of another', async () => {
    const other = await createMcpAuth({ app: 'notes', store: 'memory' });
    const mine = await auth.createKey({ name: 'k', role: 'admin' });
    const theirs = await other.createKey({ name: 'k', role: 'admin' });
    expect(theirs.record.id).toBe(mine.record.id);
    expect(await auth.authenticate(theirs.key)).toMatchObject({ status: 401 });
    expect(await other.authenticate(mine.key)).toMatchObject({ status: 401 });
    expect(theirs.record.hash).not.toBe(mine.record.hash);
    await other.close();
  });

  it.each([
    'default-secret-change-in-production',
    'REPLACE_THIS_WITH_SECURE_SECRET',
    'dashboard-token-123',
    '',
  ])('a token signed with %j gives nobody any role', async (secret) => {
    const part = (value: object): string =>
      Buffer.from(JSON.stringify(value)).toString('base64url');
    for (const alg of ['HS256', 'none']) {
      const signed = `${part({ alg, typ: 'JWT' })}.${part({ sub: 'x', roles: ['admin'], exp: 4e9 })}`;
      const mac = createHmac('sha256', secret).update(signed).digest('base64url');
      for (const token of [`${signed}.${mac}`, `${signed}.`, secret]) {
        expect(await auth.authenticate(token)).toMatchObject({ ok: false, status: 401 });
      }
    }
  });
});

describe('auth-landscape finding 4: no word logs in', () => {
  it.each(['***redacted***', '[redacted]', 'undefined', 'null', ''])('not %j', async (word) => {
    await auth.createKey({ name: 'k', role: 'admin' });
    expect(await auth.authenticate(word)).toMatchObject({ status: 401 });
  });
});

describe('auth-landscape finding 5: using a key does not bring a revoked one back', () => {
  it('however uses and the revocation are interleaved', async () => {
    const { record, key } = await auth.createKey({ name: 'k', role: 'monitor' });
    const uses = Array.from({ length: 20 }, () => auth.authenticate(key));
    const revoked = auth.revokeKey(record.id);
    const more = Array.from({ length: 20 }, () => auth.authenticate(key));
    await Promise.all([...uses, revoked, ...more]);
    expect(await auth.authenticate(key)).toMatchObject({ status: 401 });
    expect((await auth.keys.get(record.id))?.revoked).toBeDefined();
  });
});

describe('key-systems finding 5: a master key is never shown', () => {
  let home: TemporaryHome;
  beforeEach(async () => {
    home = await temporaryHome();
  });
  afterEach(() => home.remove());

  it('not by the logger, the trail, an error or an object, whatever happens', async () => {
    const logger = createRecordingLogger();
    const shown: unknown[] = [];
    const open = () => createMcpAuth({ app: 'notes', env: home.env, logger });
    const first = await open();
    const { record, key } = await first.createKey({ name: 'k', role: 'admin' });
    await first.authenticate(key);
    await first.authenticate('wrong', { address: '192.0.2.1' });
    shown.push(first, first.masterKey, first.ring, await first.getAuditLog());
    await first.close();

    const text = await readFile(join(home.path, '.config/notes/master.key'), 'utf8');
    const bytes = Buffer.from(text.trim(), 'base64url');
    expect(bytes).toHaveLength(32);
    const second = await open();
    await second.revokeKey(record.id).catch((error: unknown) => shown.push(error));
    shown.push(await second.getAuditLog());
    await second.close();
    const wrong = { app: 'notes', env: { ...home.env, MCP_AUTH_MASTER_KEY: text.trim().slice(1) } };
    await createMcpAuth({ ...wrong, logger }).catch((error: unknown) => shown.push(error));

    const parsed = parseMasterKey(text.trim());
    shown.push(parsed);
    const everything = [
      logger.text(),
      ...shown.map((value) => inspect(value, { depth: 12, showHidden: true })),
      ...shown.map((value) => JSON.stringify(value) ?? ''),
    ].join('\n');
    expect(everything.length).toBeGreaterThan(2000);
    for (const form of ['base64url', 'base64', 'hex'] as const) {
      expect(everything).not.toContain(bytes.toString(form));
    }
    expect(everything).not.toContain(bytes.subarray(0, 16).toString('hex').match(/../g)?.join(' '));
    for (const file of ['audit.jsonl', 'usage.json', 'keys.toml']) {
      const content = await readFile(join(home.path, '.config/notes', file), 'utf8');
      expect(content).not.toContain(text.trim());
      expect(content).not.toContain(key.slice(-49));
    }
  });
});
