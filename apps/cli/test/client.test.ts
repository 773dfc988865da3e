import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createMcpAuth, type McpAuth } from '@gatehouse/mcp-auth';
import { createMcpHttpHandler, type McpHttpHandler } from '@gatehouse/mcp-auth/sdk';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { CliIo } from '../src/io.js';
import { runCli } from '../src/run-cli.js';

let auth: McpAuth;
let handler: McpHttpHandler;
let http: Server;
let url: string;
let operator: string;
let monitor: string;

/** A guarded server with a lamp. */
function lampServer(): McpServer {
  const server = new McpServer({ name: 'lamps', version: '1.0.0' });
  server.registerTool(
    'loxone_lamp',
    {
      description: 'Sets the lamp.',
      inputSchema: { action: z.enum(['on', 'off']), brightness: z.number().optional() },
    },
    (args) => ({
      content: [{ type: 'text', text: `lamp: ${JSON.stringify(args)}\u001b[31m` }],
      structuredContent: { args },
    }),
  );
  server.registerTool(
    'loxone_broken',
    { description: 'Fails.', annotations: { readOnlyHint: true } },
    () => ({
      content: [{ type: 'text', text: 'The lamp is gone. Look for it.' }],
      structuredContent: { error: { code: 'gone' } },
      isError: true,
    }),
  );
  server.registerTool('loxone_door', { description: 'Asks.' }, async () => {
    const asked = await server.server.elicitInput({
      mode: 'form',
      message: 'Open the door?',
      requestedSchema: {
        type: 'object',
        properties: { confirm: { type: 'boolean', title: 'Confirm' } },
        required: ['confirm'],
      },
    });
    return { content: [{ type: 'text', text: `answer: ${asked.action}` }] };
  });
  return server;
}

beforeAll(async () => {
  auth = await createMcpAuth({ app: 'cli-test', store: 'memory', audit: false, env: {} });
  operator = (await auth.createKey({ name: 'Op', role: 'operator' })).key;
  monitor = (await auth.createKey({ name: 'Mon', role: 'monitor' })).key;
  handler = createMcpHttpHandler(auth, { createServer: () => auth.guard(lampServer()) });
  http = createServer((request, response) => void handler(request, response));
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
});

afterAll(async () => {
  await handler.close();
  http.closeAllConnections();
  await new Promise((resolve) => http.close(resolve));
  await auth.close();
});

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function run(
  argv: readonly string[],
  env: Readonly<Record<string, string>> = {},
  more: Partial<CliIo> = {},
): Promise<Ran> {
  let out = '';
  let err = '';
  const code = await runCli(argv, {
    env: { LOXONE_MCP_URL: url, LOXONE_MCP_KEY: operator, ...env },
    userName: () => 'tester',
    readFile: () => `${monitor}\n`,
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    now: () => 0,
    ...more,
  });
  return { code, out, err };
}

describe('loxone-mcp tools', () => {
  it('lists what the key may use', async () => {
    const { code, out } = await run(['tools']);
    expect(code).toBe(0);
    expect(out).toMatch(/^loxone_lamp +action brightness +Sets the lamp\.$/m);
  });

  it('lists less for a lesser key, which may come from a file', async () => {
    const env = { LOXONE_MCP_KEY: '', LOXONE_MCP_KEY_FILE: '/run/secrets/key' };
    const { out } = await run(['tools', '--json'], env);
    const names = (JSON.parse(out) as { name: string }[]).map(({ name }) => name);
    expect(names).toEqual(['loxone_broken']);
  });
});

describe('loxone-mcp call', () => {
  it('calls a tool by its short name, with typed arguments', async () => {
    const { code, out, err } = await run(['call', 'lamp', 'action=on', 'brightness=40']);
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('lamp: {"action":"on","brightness":40}');
    expect(out, 'nothing that drives a terminal').not.toContain('\u001b');
  });

  it('prints the structured content with --json', async () => {
    const { out } = await run(['call', 'loxone_lamp', 'action=off', '--json']);
    expect(JSON.parse(out)).toEqual({ args: { action: 'off' } });
  });

  it('fails with the words of the tool', async () => {
    expect(await run(['call', 'broken'])).toEqual({
      code: 1,
      out: '',
      err: 'The lamp is gone. Look for it.\n',
    });
  });

  it('gives scripts the error, too', async () => {
    const { code, out } = await run(['call', 'broken', '--json']);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toEqual({ error: { code: 'gone' } });
  });

  it('names the tools there are when it does not know one', async () => {
    const { code, err } = await run(['call', 'sauna']);
    expect(code).toBe(2);
    expect(err).toContain('It may use: loxone_lamp, loxone_broken, loxone_door.');
  });

  it('says what is wrong with an argument before anything is sent', async () => {
    const { code, err } = await run(['call', 'lamp', 'colour=red']);
    expect(code).toBe(2);
    expect(err).toContain('there is no argument colour; there are: action, brightness');
  });

  it.each([
    ['yes', 'accept'],
    ['no', 'decline'],
    ['', 'decline'],
  ])('asks the person at the terminal, who says %j', async (said, action) => {
    const asked: string[] = [];
    const ask = async (question: string): Promise<string> => {
      asked.push(question);
      return said;
    };
    const { out, err } = await run(['call', 'door'], {}, { ask });
    expect(out).toBe(`answer: ${action}\n`);
    expect(err).toContain('Open the door?');
    expect(asked).toHaveLength(1);
  });
});

describe('reaching a server', () => {
  it('says that a key is needed, and how to get one', async () => {
    const { code, err } = await run(['tools'], { LOXONE_MCP_KEY: '' });
    expect(code).toBe(2);
    expect(err).toContain('The server wants a key. Set LOXONE_MCP_KEY');
  });

  it('says that a key is not accepted, without showing it', async () => {
    const wrong = `${operator.slice(0, -1)}${operator.endsWith('A') ? 'B' : 'A'}`;
    const { code, err } = await run(['tools'], { LOXONE_MCP_KEY: wrong });
    expect(code).toBe(2);
    expect(err).toContain('does not accept this key');
    expect(err).not.toContain(wrong);
  });

  it('says where nobody answers', async () => {
    const { code, err } = await run(['tools', '--url', 'http://127.0.0.1:1/mcp']);
    expect(code).toBe(1);
    expect(err).toContain('No MCP server answers at http://127.0.0.1:1/mcp');
  });

  it.each(['ftp://here', 'http://me:secret@here/', 'http://here/?key=secret', 'nonsense'])(
    'refuses %s as an address',
    async (address) => {
      const { code, err } = await run(['tools', '--url', address]);
      expect(code).toBe(2);
      expect(err).toContain('must be an http or https URL');
      expect(err).not.toContain('secret');
    },
  );
});
