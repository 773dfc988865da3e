import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { testPrincipal } from '@gatehouse/mcp-auth-testing';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openWithRoles } from '../../examples/custom-roles.js';
import { makeKey, openHttp } from '../../examples/http-server.js';
import { createNotesServer } from '../../examples/notes.js';
import { startStdio } from '../../examples/stdio-server.js';
import { createMcpAuth, type McpAuth } from '../../src/index.js';
import { connectHttp } from '../support/http-client.js';
import { type TemporaryHome, temporaryHome } from '../support/temporary-home.js';

let home: TemporaryHome;
let opened: McpAuth[];

beforeEach(async () => {
  home = await temporaryHome();
  opened = [];
  vi.stubEnv('HOME', home.path);
  vi.stubEnv('XDG_CONFIG_HOME', '');
  vi.stubEnv('MCP_AUTH_MASTER_KEY', undefined);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  for (const auth of opened) await auth.close();
  await home.remove();
});

async function namesOf(client: Client): Promise<string[]> {
  return (await client.listTools()).tools.map(({ name }) => name);
}

/** The lines between two `#region` marks, comments and blank lines left out. */
async function region(file: string, name: string): Promise<string[]> {
  const text = await readFile(new URL(`../../examples/${file}`, import.meta.url), 'utf8');
  const lines = text.split('\n').map((line) => line.trim());
  const start = lines.indexOf(`// #region ${name}`);
  const body = lines.slice(start + 1, lines.indexOf('// #endregion', start));
  return body.filter((line) => line !== '' && !line.startsWith('//'));
}

describe('the HTTP example', () => {
  let http: Server | undefined;
  afterEach(() => {
    http?.closeAllConnections();
    http?.close();
  });

  it('guards a server for a real client', async () => {
    const started = await openHttp();
    http = started.http.listen(0, '127.0.0.1');
    opened.push(started.auth);
    await once(http, 'listening');
    const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
    const printed = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    const key = await makeKey(started.auth);
    expect(printed).toHaveBeenCalledWith(`mcp_monitor_001: ${key}\n`);
    printed.mockRestore();
    await expect(connectHttp(url, `${key}x`)).rejects.toThrow();
    const { client } = await connectHttp(url, key);
    expect(await namesOf(client)).toEqual(['list_notes']);
    expect(await client.callTool({ name: 'add_note' })).toMatchObject({ isError: true });
    const boss = await started.auth.createKey({ name: 'b', role: 'operator' });
    const other = await connectHttp(url, boss.key);
    expect(await namesOf(other.client)).toEqual(['list_notes', 'add_note', 'delete_all']);
    await client.close();
    await other.client.close();
    const trail = await started.auth.getAuditLog({ types: ['decision.denied'] });
    expect(trail).toMatchObject([{ target: 'tool:add_note', address: '127.0.0.1' }]);
  });

  it('is ten lines of code at most, with its imports', async () => {
    const text = await readFile(new URL('../../examples/http-server.ts', import.meta.url), 'utf8');
    const imports = text.split('\n').filter((line) => line.startsWith('import '));
    const body = await region('http-server.ts', 'server');
    expect(body.length).toBeGreaterThan(3);
    // And one to listen.
    expect(imports.length + body.length + 1).toBeLessThanOrEqual(10);
  });
});

describe('the stdio example', () => {
  async function connect(env: Record<string, string | undefined>): Promise<Client> {
    const [clientSide, serverSide] = InMemoryTransport.createLinkedPair();
    opened.push(await startStdio(env, serverSide));
    const client = new Client({ name: 'test', version: '1' });
    await client.connect(clientSide);
    return client;
  }

  it('acts as a local monitor, or as the key in the environment', async () => {
    expect(await namesOf(await connect({ HOME: home.path }))).toEqual(['list_notes']);
    const auth = await createMcpAuth({ app: 'notes' });
    const { record, key } = await auth.createKey({ name: 'k', role: 'operator' });
    const client = await connect({ HOME: home.path, MCP_API_KEY: key });
    expect(await namesOf(client)).toEqual(['list_notes', 'add_note', 'delete_all']);
    const seen = vi.waitFor(() => expect(namesOf(client)).rejects.toThrow(/no valid key/), {
      timeout: 20_000,
    });
    await auth.revokeKey(record.id);
    await seen;
    await auth.close();
  });

  it('is few lines', async () => {
    expect((await region('stdio-server.ts', 'stdio')).length).toBeLessThanOrEqual(4);
  });
});

describe('the example of custom roles', () => {
  it.each([
    ['writer', ['list_notes', 'add_note']],
    ['auditor', ['list_notes']],
    ['operator', ['list_notes', 'add_note']],
    ['admin', ['list_notes', 'add_note', 'delete_all']],
    ['nobody', []],
  ])('%s sees %j', async (role, shown) => {
    const { auth } = await openWithRoles();
    opened.push(auth);
    const rules = {
      tools: { list_notes: 'read', add_note: 'control', delete_all: 'admin' },
    } as const;
    const principal = testPrincipal('custom', { role, kind: 'stdio' });
    const server = auth.guard(createNotesServer(), { rules, principal });
    const [clientSide, serverSide] = InMemoryTransport.createLinkedPair();
    await server.connect(serverSide);
    const client = new Client({ name: 'test', version: '1' });
    await client.connect(clientSide);
    expect(await namesOf(client)).toEqual(shown);
  });

  it('guards a server of its own', async () => {
    const { auth, guarded } = await openWithRoles();
    opened.push(auth);
    expect(() => auth.guard(guarded())).toThrow(/guarded already/);
  });
});
