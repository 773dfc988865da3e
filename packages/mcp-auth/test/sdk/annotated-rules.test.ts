import { PRINCIPALS } from '@gatehouse/mcp-auth-testing';
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { CallToolRequestSchema, ListToolsRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { describe, expect, it } from 'vitest';
import { guardServer } from '../../src/sdk/index.js';
import { connectClient } from '../support/connect.js';
import { authorizeByRole, registerNotes } from '../support/notes-server.js';

const { admin, operator, monitor } = PRINCIPALS;

describe('without rules', () => {
  async function annotated(principal: typeof admin) {
    const ran: string[] = [];
    const server = new McpServer({ name: 's', version: '1' });
    guardServer(server, { authorize: authorizeByRole, principal: () => principal });
    const tool = (name: string, annotations?: object) =>
      server.registerTool(name, annotations === undefined ? {} : { annotations }, () => {
        ran.push(name);
        return { content: [] };
      });
    tool('look', { readOnlyHint: true });
    tool('wipe', { readOnlyHint: false, destructiveHint: true });
    tool('move');
    return { ran, server, client: await connectClient(server) };
  }

  it.each([
    [monitor, ['look']],
    [operator, ['look', 'wipe', 'move']],
  ])('%# tools are as read-only as they say', async (principal, shown) => {
    const { ran, client } = await annotated(principal);
    expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(shown);
    for (const name of ['look', 'wipe', 'move', 'unknown', '__proto__']) {
      const result = await client.callTool({ name });
      expect([name, result.isError === true]).toEqual([name, !shown.includes(name)]);
    }
    expect(ran).toEqual(shown);
  });

  it('a tool that changes is judged as it is now', async () => {
    const ran: string[] = [];
    const server = new McpServer({ name: 's', version: '1' });
    guardServer(server, { authorize: authorizeByRole, principal: () => monitor });
    const tool = server.registerTool('x', { annotations: { readOnlyHint: true } }, () => {
      ran.push('x');
      return { content: [] };
    });
    const client = await connectClient(server);
    await client.callTool({ name: 'x' });
    tool.update({ annotations: { readOnlyHint: false } });
    expect(await client.callTool({ name: 'x' })).toMatchObject({ isError: true });
    expect(ran).toHaveLength(1);
  });

  it('resources and prompts are for readers', async () => {
    const ran: string[] = [];
    const server = new McpServer({ name: 's', version: '1' });
    registerNotes(server, ran);
    guardServer(server, { authorize: authorizeByRole, principal: () => monitor });
    const client = await connectClient(server);
    expect((await client.listResources()).resources.length).toBeGreaterThan(3);
    await client.readResource({ uri: 'vault://keys' });
    await client.getPrompt({ name: 'clean_up', arguments: { why: 'x' } });
    expect(ran).toEqual(['vault://keys', 'clean_up']);
  });

  it('a tool on a later page of the list is found, and an endless list is given up', async () => {
    let pages = 0;
    const server = new Server({ name: 's', version: '1' }, { capabilities: { tools: {} } });
    server.setRequestHandler(ListToolsRequestSchema, ({ params }) => {
      pages += 1;
      const page = Number(params?.cursor ?? 0);
      return {
        tools: [
          {
            name: `tool_${page}`,
            inputSchema: { type: 'object' as const },
            annotations: { readOnlyHint: true },
          },
        ],
        nextCursor: String(page + 1),
      };
    });
    server.setRequestHandler(CallToolRequestSchema, () => ({ content: [] }));
    guardServer(server, { authorize: authorizeByRole, principal: () => monitor });
    const client = await connectClient(server);
    expect((await client.callTool({ name: 'tool_3' })).isError).toBeUndefined();
    expect(pages).toBe(4);
    expect(await client.callTool({ name: 'nowhere' })).toMatchObject({ isError: true });
    expect(pages).toBe(104);
  });
});
