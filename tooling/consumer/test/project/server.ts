import { createServer } from 'node:http';
import { createMcpAuth } from '@gatehouse/mcp-auth';
import { createMcpHttpHandler } from '@gatehouse/mcp-auth/sdk';
import { createNotesServer } from './notes.js';

const auth = await createMcpAuth({ app: 'notes' });
const handler = createMcpHttpHandler(auth, {
  createServer: () => auth.guard(createNotesServer()),
});
createServer(handler).listen(Number(process.env.PORT), '127.0.0.1');
