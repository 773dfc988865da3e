import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TemporaryHome, temporaryHome } from './support/home.js';
import { type House, startHouse } from './support/house.js';
import { CLI, SERVER } from './support/paths.js';
import { runProgram, startProgram } from './support/program.js';
import { callTool } from './support/server.js';
import { structuredOf } from './support/structured.js';

describe('stdio', () => {
  let home: TemporaryHome;
  let house: House;

  beforeAll(async () => {
    home = temporaryHome();
    house = await startHouse();
  });

  afterAll(async () => {
    await house.simulator.stop();
    home.remove();
  });

  async function connectWith(args: readonly string[]): Promise<Client> {
    const client = new Client({ name: 'e2e', version: '1.0.0' });
    const transport = new StdioClientTransport({
      command: process.execPath,
      args: [SERVER, 'stdio', ...args],
      env: { ...home.env, ...house.env },
      stderr: 'pipe',
    });
    const live = new Promise<void>((resolve) => {
      let log = '';
      transport.stderr?.on('data', (text: Buffer) => {
        log += text.toString();
        if (/house is live/i.test(log)) resolve();
      });
    });
    await client.connect(transport);
    await live;
    return client;
  }

  it('serves an assistant as operator, unless told otherwise', async () => {
    const operator = await connectWith([]);
    const monitor = await connectWith(['--role', 'monitor']);
    try {
      const names = async (client: Client): Promise<string[]> =>
        (await client.listTools()).tools.map((tool) => tool.name);
      expect(await names(operator)).toContain('loxone_control_lights');
      expect(await names(monitor)).not.toContain('loxone_control_lights');
      expect(await names(monitor)).toContain('loxone_search');
    } finally {
      await operator.close();
      await monitor.close();
    }
  });

  it('lets the owner approve in another process what the assistant asks for', async () => {
    const configDir = join(home.path, 'elsewhere');
    const env = { ...home.env, LOXONE_MCP_CONFIG_DIR: configDir };
    const options = ['--consent', 'access=approve', '--config-dir', configDir];
    const client = await connectWith(['--role', 'admin', ...options]);
    try {
      const tryToOpen = () =>
        callTool(client, 'loxone_control_access', { targets: ['Garage Door'], command: 'open' });
      expect(structuredOf(await tryToOpen()).error?.code).toBe('approval_pending');
      const listed = await runProgram(CLI, ['approvals', 'list'], env);
      const [, id = ''] = /^(\S+) {2}waits/m.exec(listed.stdout) ?? [];
      expect(listed.stdout).toContain('Garage Door');
      const approved = await runProgram(CLI, ['approvals', 'approve', id], env);
      expect(approved).toMatchObject({ code: 0, stderr: '' });
      // There are no keys here, and looking for requests must not make any.
      const written = Object.keys(home.fingerprint());
      expect(written.filter((name) => !name.startsWith('elsewhere/approvals/'))).toEqual([]);
      expect((await tryToOpen()).isError).toBeFalsy();
      expect(structuredOf(await tryToOpen()).error?.code).toBe('approval_pending');
    } finally {
      await client.close();
    }
  });

  it('writes nothing but protocol messages to standard output', async () => {
    const server = startProgram(SERVER, ['stdio'], { ...home.env, ...house.env });
    const initialize = {
      jsonrpc: '2.0',
      id: 1,
      method: 'initialize',
      params: {
        protocolVersion: '2025-11-25',
        capabilities: {},
        clientInfo: { name: 'e2e', version: '1.0.0' },
      },
    };
    server.child.stdin.write(`${JSON.stringify(initialize)}\n`);
    await server.waitFor(/"id":1/);
    await server.waitFor(/house is live/i);
    server.child.stdin.write('this is not JSON\n');
    server.child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id: 2, method: 'ping' })}\n`);
    await server.waitFor(/"id":2/);
    server.child.stdin.end();
    expect((await server.ended).code).toBe(0);
    for (const line of server.stdout().trim().split('\n')) {
      expect(JSON.parse(line)).toMatchObject({ jsonrpc: '2.0' });
    }
  });

  it('says what is missing when it is not told where the house is', async () => {
    const result = await runProgram(SERVER, ['stdio'], home.env);
    expect(result.code).toBe(2);
    expect(result.stdout).toBe('');
    for (const name of ['LOXONE_HOST', 'LOXONE_USER', 'LOXONE_PASS']) {
      expect(result.stderr).toContain(name);
    }
  });
});
