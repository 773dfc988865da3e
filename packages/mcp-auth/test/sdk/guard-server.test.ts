import type { Principal } from '@gatehouse/core';
import { ALLOW, McpAuthError } from '@gatehouse/core';
import { createRecordingLogger, PRINCIPALS, testPrincipal } from '@gatehouse/mcp-auth-testing';
import { InMemoryTaskStore } from '@modelcontextprotocol/sdk/experimental/tasks/stores/in-memory.js';
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import {
  CallToolRequestSchema,
  ListToolsRequestSchema,
  ReadResourceRequestSchema,
  SubscribeRequestSchema,
  UnsubscribeRequestSchema,
} from '@modelcontextprotocol/sdk/types.js';
import { describe, expect, it } from 'vitest';
import { type GuardOptions, guardServer, PERMISSION_DENIED } from '../../src/sdk/index.js';
import { connectClient, sendMessage } from '../support/connect.js';
import {
  authorizeByRole,
  createNotesServer,
  NOTES_RULES,
  registerNotes,
} from '../support/notes-server.js';

function options(principal: Principal | undefined, more: Partial<GuardOptions> = {}): GuardOptions {
  return { authorize: authorizeByRole, principal: () => principal, rules: NOTES_RULES, ...more };
}

async function guarded(principal: Principal | undefined, more: Partial<GuardOptions> = {}) {
  const ran: string[] = [];
  const server = createNotesServer(ran);
  guardServer(server, options(principal, more));
  return { ran, server, client: await connectClient(server) };
}

const { admin, operator, monitor, custom } = PRINCIPALS;

describe('lists', () => {
  it.each([
    [admin, ['list_notes', 'open_vault', 'wipe', 'add_note']],
    [operator, ['list_notes', 'add_note']],
    [monitor, ['list_notes']],
    [custom, []],
  ])('show %# exactly the tools that its role reaches', async (principal, expected) => {
    const { client } = await guarded(principal);
    const { tools } = await client.listTools();
    expect(tools.map((tool) => tool.name)).toEqual(expected);
  });

  it('show only readable resources, templates and prompts', async () => {
    const { client } = await guarded(monitor);
    const { resources } = await client.listResources();
    const { resourceTemplates } = await client.listResourceTemplates();
    const { prompts } = await client.listPrompts();
    expect(resources.map((resource) => resource.uri)).toEqual(['note://index', 'note://all/1']);
    expect(resourceTemplates.map((template) => template.uriTemplate)).toEqual(['note://all/{id}']);
    expect(prompts.map((prompt) => prompt.name)).toEqual(['summarise']);
  });

  it('leave entries as they are', async () => {
    const { client } = await guarded(monitor);
    const { tools } = await client.listTools();
    expect(tools[0]).toMatchObject({ name: 'list_notes', description: 'list_notes' });
  });

  it('keep the cursor of a page that loses all of its entries', async () => {
    const server = new Server({ name: 's', version: '1' }, { capabilities: { tools: {} } });
    server.setRequestHandler(ListToolsRequestSchema, () => ({
      tools: [{ name: 'wipe', inputSchema: { type: 'object' } }],
      nextCursor: 'page 2',
    }));
    guardServer(server, options(monitor));
    const client = await connectClient(server);
    expect(await client.listTools()).toEqual({ tools: [], nextCursor: 'page 2' });
  });

  it.each([
    ['no list', { tools: 'list_notes' }],
    ['nothing', null],
    ['entries without names', { tools: [{}, null, 'list_notes', { name: 7 }] }],
    ['an inherited list', Object.create({ tools: [{ name: 'list_notes' }] })],
  ])('show nothing where a handler answers with %s', async (_, result) => {
    const server = new Server({ name: 's', version: '1' }, { capabilities: { tools: {} } });
    server.fallbackRequestHandler = async () => result;
    guardServer(server, options(admin));
    expect(await sendMessage(server, { method: 'tools/list' })).toMatchObject({
      result: { tools: [] },
    });
  });
});

describe('calls', () => {
  it('reach the handler when the list shows the tool', async () => {
    const { client, ran } = await guarded(operator);
    const result = await client.callTool({ name: 'add_note', arguments: { text: 'x' } });
    expect(result).toEqual({ content: [{ type: 'text', text: 'add_note ran' }] });
    expect(ran).toEqual(['add_note']);
  });

  it('that are denied do not run, and tell the model why', async () => {
    const { client, ran } = await guarded(monitor);
    const result = await client.callTool({ name: 'add_note', arguments: { text: 'x' } });
    expect(result).toEqual({
      content: [
        {
          type: 'text',
          text: 'Not permitted: test_monitor_001 (role monitor) may not use the tool "add_note". It needs: a role that reaches control.',
        },
      ],
      isError: true,
    });
    expect(ran).toEqual([]);
  });

  it('of a tool without a rule are denied even to an admin', async () => {
    const { client, ran } = await guarded(admin);
    expect(await client.callTool({ name: 'forgotten' })).toMatchObject({ isError: true });
    expect(ran).toEqual([]);
  });

  it.each([
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    '',
    'List_Notes',
    'LIST_NOTES',
    'list_notes ',
    ' list_notes',
    'list_notes\u0000',
    'list_notes\u200b',
    'list_n\u043etes',
    'l\u0131st_notes',
    'ｌist_notes',
    'list\u005fnotes\n',
    'lis\u0074\u0301_notes',
    '*',
    'list_*',
    'x'.repeat(100_000),
  ])('of a name that only looks like a tool are denied: %j', async (name) => {
    const lookup: Record<string, { risk: 'read' }> = { list_notes: { risk: 'read' } };
    for (const rules of [NOTES_RULES, (_: string, asked: string) => lookup[asked]]) {
      const { client, ran } = await guarded(admin, { rules, authorize: () => ALLOW });
      const result = await client.callTool({ name });
      expect(result.isError).toBe(true);
      expect(JSON.stringify(result)).toMatch(/Not permitted: .* may not use the tool/);
      expect(JSON.stringify(result).length).toBeLessThan(1000);
      expect(ran).toEqual([]);
    }
  });

  it.each([
    [{}],
    [{ name: 7 }],
    [{ name: ['list_notes'] }],
    [{ name: { toString: 'list_notes' } }],
    [undefined],
    [JSON.parse('{"__proto__":{"name":"list_notes"}}')],
  ])('without a name are an error: %j', async (params) => {
    const ran: string[] = [];
    const server = createNotesServer(ran);
    guardServer(server, options(admin));
    const answer = await sendMessage(server, { method: 'tools/call', params });
    expect(answer).toMatchObject({ error: { code: -32602 } });
    expect(ran).toEqual([]);
  });

  it('that are denied can be answered with a JSON-RPC error', async () => {
    const { client, ran } = await guarded(monitor, { toolDenial: 'error' });
    await expect(client.callTool({ name: 'wipe' })).rejects.toMatchObject({
      code: PERMISSION_DENIED,
      data: { reason: 'role', needs: 'a role that reaches admin' },
    });
    expect(ran).toEqual([]);
  });

  it('that are denied as a task are an error, since a result is no task', async () => {
    const ran: string[] = [];
    const server = new McpServer(
      { name: 'notes', version: '1' },
      {
        capabilities: { tools: {}, tasks: { requests: { tools: { call: {} } } } },
        taskStore: new InMemoryTaskStore(),
      },
    );
    registerNotes(server, ran);
    guardServer(server, options(monitor));
    const params = { name: 'wipe', task: { ttl: 1000 } };
    const answer = await sendMessage(server, { method: 'tools/call', params });
    expect(answer).toMatchObject({ error: { code: PERMISSION_DENIED } });
    expect(ran).toEqual([]);
  });
});

describe('resources', () => {
  it('are read when the rule and the role allow it', async () => {
    const { client, ran } = await guarded(monitor);
    await client.readResource({ uri: 'note://index' });
    await client.readResource({ uri: 'note://all/7' });
    await client.readResource({ uri: 'note://all/Küche' });
    expect(ran).toEqual(['note://index', 'note://all/7', 'note://all/K%C3%BCche']);
  });

  it.each([
    'vault://keys',
    'note://forgotten',
    'note://all/',
    'note://other/7',
    'NOTE://index',
    'note://INDEX',
    'note://index#x',
    'note://index?x',
    'note://index/',
    'no\tte://index',
    ' note://index',
    'note://index\n',
    'constructor:',
    '__proto__://x',
  ])('stay closed: %j', async (uri) => {
    const { client, ran } = await guarded(monitor);
    await expect(client.readResource({ uri })).rejects.toMatchObject({
      code: expect.toSatisfy((code) => [PERMISSION_DENIED, -32602].includes(code)),
    });
    expect(ran).toEqual([]);
  });

  it.each(['', 'index', '/index', '//index', '__proto__', 7, null, ['note://index']])(
    'that are no URI are an error: %j',
    async (uri) => {
      const server = createNotesServer([]);
      guardServer(server, options(admin));
      expect(
        await sendMessage(server, { method: 'resources/read', params: { uri } }),
      ).toMatchObject({ error: { code: -32602 } });
    },
  );

  it('are judged as sent and as normalised, whichever the handler looks at', async () => {
    const read: string[] = [];
    const server = new Server({ name: 's', version: '1' }, { capabilities: { resources: {} } });
    server.setRequestHandler(ReadResourceRequestSchema, (request) => {
      read.push(request.params.uri);
      return { contents: [] };
    });
    const judged: string[] = [];
    guardServer(server, {
      ...options(monitor),
      rules: (_, name) => {
        judged.push(name);
        return /^note:\/\/all\/(?!private|secret)/.test(name) ? { risk: 'read' } : undefined;
      },
    });
    const client = await connectClient(server);
    await client.readResource({ uri: 'note://all/a b' });
    expect(judged).toEqual(['note://all/a b', 'note://all/a%20b']);
    expect(read).toEqual(['note://all/a b']);
    for (const uri of [
      'note://x/../all/1',
      'note://all/../../secret',
      'note://all/../private/1',
      'note://all/%2e%2e/private/1',
      'note://all/./../private/1',
      'note://all/.\t./private/1',
    ]) {
      await expect(client.readResource({ uri })).rejects.toThrow(/Not permitted/);
    }
    expect(read).toHaveLength(1);
  });

  it('are subscribed to by the same decision, and left without one', async () => {
    const subscribed: string[] = [];
    const server = new Server(
      { name: 's', version: '1' },
      { capabilities: { resources: { subscribe: true } } },
    );
    server.setRequestHandler(SubscribeRequestSchema, (request) => {
      subscribed.push(request.params.uri);
      return {};
    });
    server.setRequestHandler(UnsubscribeRequestSchema, () => ({}));
    guardServer(server, options(monitor));
    const client = await connectClient(server);
    await client.subscribeResource({ uri: 'note://index' });
    await expect(client.subscribeResource({ uri: 'vault://keys' })).rejects.toMatchObject({
      code: PERMISSION_DENIED,
    });
    await client.unsubscribeResource({ uri: 'vault://keys' });
    expect(subscribed).toEqual(['note://index']);
  });
});

describe('prompts and completions', () => {
  it('of a prompt are checked', async () => {
    const { client, ran } = await guarded(monitor);
    await client.getPrompt({ name: 'summarise', arguments: { topic: 'all' } });
    await expect(
      client.getPrompt({ name: 'clean_up', arguments: { why: 'x' } }),
    ).rejects.toMatchObject({ code: PERMISSION_DENIED, data: { reason: 'role' } });
    expect(ran).toEqual(['summarise']);
  });

  it('for a prompt or a template that may not be used do not run', async () => {
    const { client, ran } = await guarded(monitor);
    const argument = { name: 'id', value: '' };
    await client.complete({
      ref: { type: 'ref/prompt', name: 'summarise' },
      argument: { name: 'topic', value: '' },
    });
    await client.complete({ ref: { type: 'ref/resource', uri: 'note://all/{id}' }, argument });
    expect(ran).toEqual(['complete summarise', 'complete note']);
    const denied = [
      { ref: { type: 'ref/prompt' as const, name: 'clean_up' }, argument },
      { ref: { type: 'ref/resource' as const, uri: 'vault://{id}' }, argument },
    ];
    for (const request of denied) {
      await expect(client.complete(request)).rejects.toMatchObject({ code: PERMISSION_DENIED });
    }
    expect(ran).toHaveLength(2);
  });

  it.each([[{}], [{ ref: 'ref/prompt' }], [{ ref: { type: 'ref/tool', name: 'list_notes' } }]])(
    'for anything else are an error: %j',
    async (params) => {
      const server = createNotesServer([]);
      guardServer(server, options(admin));
      expect(await sendMessage(server, { method: 'completion/complete', params })).toMatchObject({
        error: { code: -32602 },
      });
    },
  );
});

describe('the principal', () => {
  it('is read anew for every request', async () => {
    let current: Principal | undefined = operator;
    const { client, ran } = await guarded(undefined, { principal: async () => current });
    const call = () => client.callTool({ name: 'add_note', arguments: { text: 'x' } });
    expect((await call()).isError).toBeUndefined();
    current = testPrincipal('monitor');
    expect((await call()).isError).toBe(true);
    expect((await client.listTools()).tools).toHaveLength(1);
    current = undefined;
    expect((await call()).isError).toBe(true);
    await expect(client.listTools()).rejects.toMatchObject({ code: PERMISSION_DENIED });
    expect(ran).toEqual(['add_note']);
  });

  it('is needed for all but the handshake', async () => {
    const { client, ran } = await guarded(undefined);
    await client.ping();
    const attempts = [
      client.listTools(),
      client.listResources(),
      client.listResourceTemplates(),
      client.listPrompts(),
      client.readResource({ uri: 'note://index' }),
      client.getPrompt({ name: 'summarise', arguments: { topic: 'x' } }),
    ];
    for (const attempt of attempts) {
      await expect(attempt).rejects.toMatchObject({
        code: PERMISSION_DENIED,
        message: expect.stringContaining('no valid key'),
        data: { reason: 'no-principal' },
      });
    }
    expect(ran).toEqual([]);
  });
});

describe('methods that the guard cannot judge', () => {
  const custom = { method: 'notes/purge', params: {} };

  function withFallback(more: Partial<GuardOptions> = {}): { server: Server; asked: string[] } {
    const asked: string[] = [];
    const server = new Server({ name: 's', version: '1' }, { capabilities: { tools: {} } });
    server.setRequestHandler(CallToolRequestSchema, () => ({ content: [] }));
    guardServer(server, options(monitor, more));
    server.fallbackRequestHandler = async (request) => {
      asked.push(request.method);
      return {};
    };
    return { server, asked };
  }

  it('are denied, also where a fallback would answer them', async () => {
    const { server, asked } = withFallback();
    for (const method of ['notes/purge', 'tasks/list', '__proto__', 'Tools/Call', 'tools/call ']) {
      expect(await sendMessage(server, { method })).toMatchObject({
        error: { code: PERMISSION_DENIED, data: { reason: 'method' } },
      });
    }
    expect(asked).toEqual([]);
  });

  it('are answered when the host opens them', async () => {
    const { server, asked } = withFallback({ openMethods: ['notes/purge'] });
    expect(await sendMessage(server, custom)).toMatchObject({ result: {} });
    expect(asked).toEqual(['notes/purge']);
  });

  it('cannot be those that are judged by name', () => {
    const judged = ['tools/call', 'tools/list', 'resources/read', 'completion/complete'];
    for (const method of judged) {
      const server = createNotesServer([]);
      const open = () => guardServer(server, options(monitor, { openMethods: [method] }));
      expect(open).toThrow(RangeError);
    }
  });

  it('do not lead a fallback past the guard of the known ones', async () => {
    const { server, asked } = withFallback();
    const read = { method: 'resources/read', params: { uri: 'vault://keys' } };
    expect(await sendMessage(server, read)).toMatchObject({ error: { code: PERMISSION_DENIED } });
    await sendMessage(server, { method: 'resources/read', params: { uri: 'note://index' } });
    expect(asked).toEqual(['resources/read']);
  });

  it('are not found where nobody would answer them', async () => {
    const server = createNotesServer([]);
    guardServer(server, options(admin));
    expect(await sendMessage(server, custom)).toMatchObject({ error: { code: -32601 } });
  });
});

describe('guardServer', () => {
  it('guards what is registered after it as well', async () => {
    const ran: string[] = [];
    const server = new McpServer({ name: 'notes', version: '1' });
    guardServer(server, options(monitor));
    registerNotes(server, ran);
    const client = await connectClient(server);
    expect((await client.listTools()).tools.map((tool) => tool.name)).toEqual(['list_notes']);
    expect(await client.callTool({ name: 'wipe' })).toMatchObject({ isError: true });
    server.registerTool('late', {}, () => ({ content: [{ type: 'text', text: 'late' }] }));
    expect(await client.callTool({ name: 'late' })).toMatchObject({ isError: true });
    expect(ran).toEqual([]);
  });

  it('stays in front of a handler that is replaced', async () => {
    const { server, client } = await guarded(monitor);
    let replaced = 0;
    server.server.setRequestHandler(CallToolRequestSchema, () => {
      replaced += 1;
      return { content: [] };
    });
    expect(await client.callTool({ name: 'wipe' })).toMatchObject({ isError: true });
    expect(replaced).toBe(0);
    await client.callTool({ name: 'list_notes' });
    expect(replaced).toBe(1);
  });

  it('refuses what it cannot guard, and to guard twice', () => {
    const server = createNotesServer([]);
    guardServer(server, options(admin));
    expect(() => guardServer(server, options(admin))).toThrow(TypeError);
    expect(() => guardServer(server.server, options(admin))).toThrow(/guarded already/);
    expect(() => guardServer({} as Server, options(admin))).toThrow(
      /must be a Server or McpServer/,
    );
  });
});

describe('failures and denials', () => {
  it('of the host code let nobody in and give nothing away', async () => {
    const failure = new McpAuthError('ERR_MCPAUTH_STORE_UNAVAILABLE', 'no disk at /secret', {
      location: '/secret',
      problem: 'gone',
    });
    const fail = (): never => {
      throw failure;
    };
    for (const broken of [{ principal: fail }, { rules: fail }, { authorize: fail }]) {
      const logger = createRecordingLogger();
      const { client, ran } = await guarded(admin, { ...broken, logger });
      for (const attempt of [client.callTool({ name: 'list_notes' }), client.listTools()]) {
        await expect(attempt).rejects.toMatchObject({
          code: -32603,
          message: expect.not.stringContaining('secret'),
        });
      }
      expect(ran).toEqual([]);
      expect(logger.messages('error')).toHaveLength(2);
      expect(logger.text()).toContain('ERR_MCPAUTH_STORE_UNAVAILABLE');
    }
  });

  it('are logged on one line each, in ASCII', async () => {
    const logger = createRecordingLogger();
    const { client } = await guarded(monitor, { logger });
    await client.callTool({ name: 'wipe\r\n\u001b[31mroot\u2028' });
    expect(logger.entries).toEqual([
      {
        level: 'info',
        message: 'denied an MCP request',
        fields: {
          method: '"tools/call"',
          principal: 'test_monitor_001',
          asked: 'the tool "wipe\\r\\n\\u001b[31mroot\\u2028"',
          reason: 'no-rule',
        },
      },
    ]);
  });
});
