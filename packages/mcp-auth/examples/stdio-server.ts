import { createMcpAuth, type McpAuth } from '@gatehouse/mcp-auth';
import { principalFromEnvironment } from '@gatehouse/mcp-auth/stdio';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { createNotesServer } from './notes.js'; // your server, as it is

/**
 * Guards a server over stdio. Whoever starts the process is the caller: with the key in
 * `MCP_API_KEY` if there is one, else as a local principal with a role.
 */
export async function startStdio(
  env: Record<string, string | undefined> = process.env,
  transport: Transport = new StdioServerTransport(),
): Promise<McpAuth> {
  // #region stdio
  const auth = await createMcpAuth({ app: 'notes', env });
  const principal = await principalFromEnvironment(auth, { env, role: 'monitor' });
  await auth.guard(createNotesServer(), { principal }).connect(transport);
  // #endregion
  return auth;
}
