import type { McpAuth } from '@gatehouse/mcp-auth';
import { type HonoGateEnv, honoGate } from '@gatehouse/mcp-auth/hono';
import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js';
import { Hono } from 'hono';
import { createNotesServer } from './notes.js'; // your server, as it is

/** A Hono application with an MCP endpoint without sessions: it also runs where nothing is kept. */
export function createHonoNotes(auth: McpAuth): Hono<HonoGateEnv> {
  const app = new Hono<HonoGateEnv>();
  app.get('/health', (c) => c.json({ status: 'ok' })); // in front of the gate: open to everybody
  app.use(honoGate(auth));
  app.get('/me', (c) => c.json({ id: c.get('principal').id }));
  app.all('/mcp', async (c) => {
    const transport = new WebStandardStreamableHTTPServerTransport();
    await auth.guard(createNotesServer()).connect(transport);
    return transport.handleRequest(c.req.raw, { authInfo: c.get('authInfo') });
  });
  return app;
}
