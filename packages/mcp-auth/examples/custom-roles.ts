import { createMcpAuth, type McpAuth } from '@gatehouse/mcp-auth';
import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { createNotesServer } from './notes.js';

/** Roles of your own, and rules that say how risky each tool is. */
export async function openWithRoles(): Promise<{ auth: McpAuth; guarded: () => McpServer }> {
  // #region roles
  const auth = await createMcpAuth({
    app: 'notes',
    store: 'memory',
    roles: {
      writer: { permissions: ['risk:read', 'tool:add_note'] },
      auditor: { permissions: ['risk:read', '!tool:add_note', 'admin:audit'] },
    },
  });
  const rules = {
    tools: { list_notes: 'read', add_note: 'control', delete_all: 'admin' },
  } as const;
  const guarded = () => auth.guard(createNotesServer(), { rules });
  // #endregion
  return { auth, guarded };
}
