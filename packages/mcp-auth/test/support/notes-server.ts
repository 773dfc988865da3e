import type { Authorize, Risk } from '@gatehouse/core';
import { completable } from '@modelcontextprotocol/sdk/server/completable.js';
import { McpServer, ResourceTemplate } from '@modelcontextprotocol/sdk/server/mcp.js';
import { z } from 'zod';
import { type Rules, rulesFrom } from '../../src/sdk/index.js';

/** What a host would write down about the server below. `forgotten` has no rule on purpose. */
export const NOTES_RULES: Rules = rulesFrom({
  tools: { list_notes: 'read', add_note: 'control', open_vault: 'access', wipe: 'admin' },
  resources: { 'note://index': 'read', 'note://all/*': 'read', 'vault://keys': 'admin' },
  prompts: { summarise: 'read', clean_up: 'admin' },
});

/** Which risks a role of these tests reaches: like the real ones, small enough to see through. */
const REACH: Readonly<Record<string, readonly Risk[]>> = {
  admin: ['read', 'control', 'access', 'admin', 'raw'],
  operator: ['read', 'control'],
  monitor: ['read'],
};

export const authorizeByRole: Authorize = (principal, action) =>
  REACH[principal.role]?.includes(action.risk) === true
    ? { allow: true }
    : { allow: false, reason: 'role', needs: `a role that reaches ${action.risk}` };

/** Registers tools, resources and prompts that write down each time one of them runs. */
export function registerNotes(server: McpServer, ran: string[]): void {
  const text = (name: string) => {
    ran.push(name);
    return { content: [{ type: 'text' as const, text: `${name} ran` }] };
  };
  for (const name of ['list_notes', 'open_vault', 'wipe', 'forgotten']) {
    server.registerTool(name, { description: name }, () => text(name));
  }
  server.registerTool('add_note', { inputSchema: { text: z.string() } }, () => text('add_note'));
  const read = (uri: URL) => {
    ran.push(uri.href);
    return { contents: [{ uri: uri.href, text: `content of ${uri.href}` }] };
  };
  server.registerResource('index', 'note://index', {}, read);
  server.registerResource('keys', 'vault://keys', {}, read);
  server.registerResource('forgotten', 'note://forgotten', {}, read);
  const template = new ResourceTemplate('note://all/{id}', {
    list: () => ({ resources: [{ name: 'one', uri: 'note://all/1' }] }),
    complete: { id: () => text('complete note').content.map(() => '1') },
  });
  server.registerResource('note', template, {}, read);
  const secret = new ResourceTemplate('vault://{id}', {
    list: () => ({ resources: [{ name: 'x', uri: 'vault://x' }] }),
    complete: { id: () => text('complete vault').content.map(() => 'x') },
  });
  server.registerResource('vault', secret, {}, read);
  const message = (name: string) => ({
    messages: text(name).content.map((content) => ({ role: 'user' as const, content })),
  });
  const topics = completable(z.string(), () => text('complete summarise').content.map(() => 'all'));
  server.registerPrompt('summarise', { argsSchema: { topic: topics } }, () => message('summarise'));
  const reasons = completable(z.string(), () => text('complete clean_up').content.map(() => 'x'));
  server.registerPrompt('clean_up', { argsSchema: { why: reasons } }, () => message('clean_up'));
}

export function createNotesServer(ran: string[]): McpServer {
  const server = new McpServer({ name: 'notes', version: '1.0.0' });
  registerNotes(server, ran);
  return server;
}
