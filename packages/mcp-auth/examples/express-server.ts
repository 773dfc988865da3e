import type { McpAuth } from '@gatehouse/mcp-auth';
import { expressGate, principalOf } from '@gatehouse/mcp-auth/express';
import { createMcpHttpHandler } from '@gatehouse/mcp-auth/sdk';
import type { Express } from 'express';
import express from 'express';
import { createNotesServer } from './notes.js'; // your server, as it is

/** An Express application with an MCP endpoint and a route of its own, both for holders of keys. */
export function createExpressNotes(auth: McpAuth): Express {
  const app = express();
  app.get('/health', (_req, res) => {
    res.json({ status: 'ok' }); // in front of the gate: open to everybody
  });
  app.use(expressGate(auth));
  app.get('/me', (req, res) => {
    res.json({ id: principalOf(req)?.id });
  });
  app.all(
    '/mcp',
    createMcpHttpHandler(auth, { createServer: () => auth.guard(createNotesServer()) }),
  );
  return app;
}
