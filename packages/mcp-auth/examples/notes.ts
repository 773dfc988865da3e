import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';

/** An MCP server as it was before anybody guarded it. */
export function createNotesServer(): McpServer {
  const server = new McpServer({ name: 'notes', version: '1.0.0' });
  const say = (text: string) => ({ content: [{ type: 'text' as const, text }] });
  server.registerTool('list_notes', { annotations: { readOnlyHint: true } }, () => say('Milk'));
  server.registerTool('add_note', {}, () => say('Added'));
  server.registerTool('delete_all', {}, () => say('Deleted'));
  return server;
}
