import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { connectAs, PRINCIPALS, unruledOffers, unruledRoutes } from '../src/index.js';
import { createNotesServer, createServer, rules } from './support/notes-server.js';
import {
  Client,
  createPlainServer,
  ListToolsRequestSchema,
  type SdkClient,
} from './support/sdk.js';

describe('the example of the README', () => {
  // #region five-lines
  it('shows a monitor what it may use, and runs nothing else', async () => {
    const client = new Client({ name: 'test', version: '1.0.0' });
    await connectAs(client, createServer(), PRINCIPALS.monitor);
    expect((await client.listTools()).tools).toMatchObject([{ name: 'list_notes' }, {}]);
    expect(await client.callTool({ name: 'wipe' })).toMatchObject({ isError: true });
    expect(await unruledOffers(createServer(), rules)).toEqual([]);
  });
  // #endregion

  it('is the one that runs here', async () => {
    const source = await readFile(new URL(import.meta.url), 'utf8');
    const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
    const [, code = ''] =
      /\/\/ #region five-lines\n([\s\S]*?)\n {2}\/\/ #endregion/.exec(source) ?? [];
    expect(code.split('\n')).toHaveLength(7);
    expect(readme).toContain(code.replaceAll(/^ {2}/gm, ''));
  });
});

function newClient(): SdkClient {
  return new Client({ name: 'test', version: '1.0.0' });
}

/** What a tool of the server is told of its caller. */
async function whoami(client: SdkClient): Promise<unknown> {
  const result = (await client.callTool({ name: 'whoami' })) as {
    content: readonly { text: string }[];
  };
  return JSON.parse(result.content[0]?.text ?? 'null');
}

describe('connectAs', () => {
  it('returns the client, connected as the principal, under the guard of the server', async () => {
    const client = newClient();
    expect(await connectAs(client, createServer(), PRINCIPALS.admin)).toBe(client);
    const tools = (await client.listTools()).tools.map(({ name }) => name);
    expect(tools).toEqual(['list_notes', 'wipe', 'whoami']);
    expect(await client.callTool({ name: 'wipe' })).not.toHaveProperty('isError');
  });

  it('tells the server what an HTTP gate would tell it', async () => {
    const client = await connectAs(newClient(), createServer(), PRINCIPALS.monitor, {
      address: '192.0.2.7',
    });
    const { id, scopes } = PRINCIPALS.monitor;
    expect(await whoami(client)).toEqual({
      token: id,
      clientId: id,
      scopes,
      extra: {
        principal: { ...PRINCIPALS.monitor, kind: 'session' },
        requestId: expect.stringMatching(/^test-\d+$/),
        address: '192.0.2.7',
      },
    });
  });

  it('hands over a key as it is when asked to, and nobody when there is nobody', async () => {
    const asKey = await connectAs(newClient(), createServer(), PRINCIPALS.admin, { asKey: true });
    const nobody = await connectAs(newClient(), createServer(), undefined);
    for (const client of [asKey, nobody]) {
      expect(await client.callTool({ name: 'list_notes' })).toMatchObject({ isError: true });
    }
    const unguarded = await connectAs(newClient(), createNotesServer(), PRINCIPALS.admin, {
      asKey: true,
    });
    expect(await whoami(unguarded)).toMatchObject({ extra: { principal: PRINCIPALS.admin } });
  });

  it('closes both ends, once each', async () => {
    const server = createServer();
    const client = await connectAs(newClient(), server, PRINCIPALS.admin);
    const closed: string[] = [];
    client.onclose = () => closed.push('client');
    server.server.onclose = () => closed.push('server');
    await client.close();
    expect(closed.sort()).toEqual(['client', 'server']);
    await expect(client.listTools()).rejects.toThrow();
  });

  it('lets messages through as a wire would', async () => {
    const ends: {
      onmessage?: (message: unknown) => void;
      send(message: unknown): Promise<void>;
    }[] = [];
    const end = {
      async connect(transport: never) {
        ends.push(transport);
      },
    };
    await connectAs(end, end, PRINCIPALS.admin);
    const [server, client] = ends as [
      { start(): Promise<void> } & (typeof ends)[0],
      (typeof ends)[0],
    ];
    const got: unknown[] = [];
    server.onmessage = (message) => got.push(message);
    await client?.send({ early: true });
    expect(got).toEqual([]);
    await server.start();
    const sent = { a: { b: 1 }, c: undefined };
    await client?.send(sent);
    sent.a.b = 2;
    expect(got).toStrictEqual([{ early: true }, { a: { b: 1 } }]);
  });
});

describe('unruledOffers', () => {
  const nothing = (): undefined => undefined;
  const ALL = [
    { kind: 'tool', name: 'list_notes' },
    { kind: 'tool', name: 'wipe' },
    { kind: 'tool', name: 'whoami' },
    { kind: 'resource', name: 'note://index' },
    { kind: 'resource', name: 'note://all/1' },
    { kind: 'resource', name: 'note://all/{id}' },
    { kind: 'prompt', name: 'summarise' },
  ];

  it('finds tools, resources, templates and prompts without a rule', async () => {
    expect(await unruledOffers(createNotesServer(), nothing)).toEqual(ALL);
    expect(await unruledOffers(createNotesServer(), rules)).toEqual([]);
    const some = await unruledOffers(createNotesServer(), (kind, name) =>
      kind === 'tool' && name !== 'wipe' ? { risk: 'read' } : undefined,
    );
    expect(some).toEqual(ALL.slice(1, 2).concat(ALL.slice(3)));
  });

  it('looks behind a guard, which hides what has no rule', async () => {
    const server = createServer();
    server.registerTool('forgotten', {}, () => ({ content: [] }));
    expect(await unruledOffers(server, rules)).toEqual([{ kind: 'tool', name: 'forgotten' }]);
    expect(await unruledOffers(server, nothing)).toHaveLength(ALL.length + 1);
  });

  it('looks at a server that is connected already, and at the one inside an McpServer', async () => {
    const server = createServer();
    await connectAs(newClient(), server, PRINCIPALS.monitor);
    expect(await unruledOffers(server, nothing)).toHaveLength(ALL.length);
    expect(await unruledOffers(server.server, nothing)).toHaveLength(ALL.length);
  });

  it('takes only a known risk for a rule', async () => {
    for (const answer of [null, {}, { risk: 'none' }, 'read', true, Object]) {
      expect(await unruledOffers(createNotesServer(), () => answer)).toHaveLength(ALL.length);
    }
  });

  it('reads all pages of a list, unless they do not end', async () => {
    const server = createPlainServer();
    let endless = false;
    server.setRequestHandler(ListToolsRequestSchema, (request) => {
      const { params = {} } = request as { params?: { cursor?: string } };
      const page = Number(params.cursor ?? 0);
      const tools = [{ name: `tool_${page}`, inputSchema: { type: 'object' } }];
      return page < 2 || endless ? { tools, nextCursor: String(page + 1) } : { tools };
    });
    const found = await unruledOffers(server, nothing);
    expect(found.map(({ name }) => name)).toEqual(['tool_0', 'tool_1', 'tool_2']);
    endless = true;
    await expect(unruledOffers(server, nothing)).rejects.toThrow(RangeError);
  });

  it('refuses what it cannot look into, or what offers nothing', async () => {
    for (const server of [{}, { server: {} }, { _requestHandlers: {} }, createPlainServer()]) {
      await expect(unruledOffers(server, rules)).rejects.toThrow(TypeError);
    }
    const odd = createPlainServer();
    odd.setRequestHandler(ListToolsRequestSchema, () => ({ tools: 'none' }));
    await expect(unruledOffers(odd, rules)).rejects.toThrow(TypeError);
  });
});

describe('unruledRoutes', () => {
  it('finds routes without a rule, by method and path', () => {
    const routes = ['GET /api/rooms', { method: 'post', path: '/api/rooms' }, 'GET /health'];
    const asked: string[] = [];
    const unruled = unruledRoutes(routes, (kind, name) => {
      asked.push(`${kind} ${name}`);
      return name === 'GET /api/rooms' ? { risk: 'read' } : { risk: 'none' };
    });
    expect(unruled).toEqual(['POST /api/rooms', 'GET /health']);
    expect(asked).toEqual(['rest GET /api/rooms', 'rest POST /api/rooms', 'rest GET /health']);
  });

  it('refuses to look at no routes', () => {
    expect(() => unruledRoutes([], () => ({ risk: 'read' }))).toThrow(TypeError);
  });
});
