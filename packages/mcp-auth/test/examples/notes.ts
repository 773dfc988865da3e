import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { McpAuth } from '@gatehouse/mcp-auth';
import { createMcpAuth } from '@gatehouse/mcp-auth';
import { createHttpGate } from '@gatehouse/mcp-auth/node';
import { currentPrincipal, guardServer, rulesFrom } from '@gatehouse/mcp-auth/sdk';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';

/** The example of the README, as a function so that a test can run it. */
export async function openNotes(): Promise<{ auth: McpAuth; http: Server }> {
  // #region server
  const auth = await createMcpAuth({ app: 'notes' });
  const gate = createHttpGate(auth);
  const rules = rulesFrom({ tools: { list_notes: 'read', add_note: 'control' } });

  const http = createServer(async (req, res) => {
    if ((await gate(req, res)) === undefined) return; // refused, and answered
    const server = new McpServer({ name: 'notes', version: '1.0.0' });
    guardServer(server, {
      authorize: auth.authorize,
      principal: currentPrincipal(auth.keys),
      rules,
    });
    server.registerTool('list_notes', {}, () => ({ content: [{ type: 'text', text: 'Milk' }] }));
    server.registerTool('add_note', {}, () => ({ content: [{ type: 'text', text: 'Added' }] }));
    const transport = new StreamableHTTPServerTransport();
    await server.connect(transport);
    await transport.handleRequest(req, res);
  });
  // #endregion
  return { auth, http };
}

export async function makeKey(auth: McpAuth): Promise<string> {
  // #region key
  const { record, key } = await auth.keys.create(
    { name: 'laptop', role: 'monitor' },
    { id: 'setup' },
  );
  process.stdout.write(`${record.id}: ${key}\n`); // the only time it can be shown
  // #endregion
  return key;
}
