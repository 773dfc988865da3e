import type { McpAuth } from '@gatehouse/mcp-auth';
import { currentPrincipal, guardServer, rulesFrom } from '@gatehouse/mcp-auth/sdk';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';

/** What the examples need of the framework. */
export type NotesAuth = Pick<McpAuth, 'authenticate' | 'authorize' | 'keys' | 'level'>;

const RULES = rulesFrom({ tools: { list_notes: 'read', add_note: 'control' } });

/** A small server: everybody with a key may read notes, operators may add some. */
export function createGuardedNotes(auth: NotesAuth): McpServer {
  const server = new McpServer({ name: 'notes', version: '1.0.0' });
  server.registerTool('list_notes', {}, () => ({ content: [{ type: 'text', text: 'Milk' }] }));
  server.registerTool('add_note', {}, () => ({ content: [{ type: 'text', text: 'Added' }] }));
  guardServer(server, {
    authorize: auth.authorize,
    principal: currentPrincipal(auth.keys),
    rules: RULES,
  });
  return server;
}
