import { createServer, type Server } from 'node:http';
import { createMcpAuth, type McpAuth } from '@gatehouse/mcp-auth';
import { createMcpHttpHandler } from '@gatehouse/mcp-auth/sdk';
import { createNotesServer } from './notes.js'; // your server, as it is

/** Guards a server over HTTP; the caller listens. Each session has a server of its own, bound to its key. */
export async function openHttp(): Promise<{ auth: McpAuth; http: Server }> {
  // #region server
  const auth = await createMcpAuth({ app: 'notes' });
  const handler = createMcpHttpHandler(auth, {
    createServer: () => auth.guard(createNotesServer()),
  });
  const http = createServer(handler);
  // #endregion
  return { auth, http };
}

/** Makes a first key. */
export async function makeKey(auth: McpAuth): Promise<string> {
  // #region key
  const { record, key } = await auth.createKey({ name: 'laptop', role: 'monitor' });
  process.stdout.write(`${record.id}: ${key}\n`); // the only time it can be shown
  // #endregion
  return key;
}
