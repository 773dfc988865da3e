import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { z } from 'zod';

/** A server as somebody has it before they think of keys. */
export function createNotesServer(): McpServer {
  const server = new McpServer({ name: 'notes', version: '1.0.0' });
  const notes = ['buy milk'];
  server.registerTool(
    'read_notes',
    { description: 'Reads all notes.', annotations: { readOnlyHint: true } },
    () => ({ content: [{ type: 'text', text: notes.join('\n') }] }),
  );
  server.registerTool(
    'add_note',
    { description: 'Adds a note.', inputSchema: { text: z.string() } },
    ({ text }) => {
      notes.push(text);
      return { content: [{ type: 'text', text: 'added' }] };
    },
  );
  return server;
}
