import type { Authorize } from '@gatehouse/core';
import {
  currentPrincipal,
  type GuardableServer,
  guardServer,
  type Rules,
  rulesFrom,
} from '../../../mcp-auth/src/sdk/index.js';
import { McpServer, ResourceTemplate, type SdkServer } from './sdk.js';

/** What the server below offers, all of it. */
export const rules: Rules = rulesFrom({
  tools: { list_notes: 'read', wipe: 'admin', whoami: 'read' },
  resources: { 'note://index': 'read', 'note://all/*': 'read' },
  prompts: { summarise: 'read' },
});

const authorize: Authorize = ({ role }, { risk }) =>
  role === 'admin' || risk === 'read' ? { allow: true } : { allow: false, reason: 'role' };

const text = (value: string): object => ({ content: [{ type: 'text', text: value }] });

/** A server of notes that nobody guards. */
export function createNotesServer(): SdkServer {
  const server = new McpServer({ name: 'notes', version: '1.0.0' });
  server.registerTool('list_notes', {}, () => text('Milk'));
  server.registerTool('wipe', {}, () => text('Gone'));
  server.registerTool('whoami', {}, (extra) => text(JSON.stringify(authInfoOf(extra))));
  server.registerResource('index', 'note://index', {}, () => ({ contents: [] }));
  const template = new ResourceTemplate('note://all/{id}', {
    list: () => ({ resources: [{ name: 'one', uri: 'note://all/1' }] }),
  });
  server.registerResource('note', template, {}, () => ({ contents: [] }));
  server.registerPrompt('summarise', {}, () => ({ messages: [] }));
  return server;
}

function authInfoOf(extra: unknown): unknown {
  return typeof extra === 'object' && extra !== null ? Reflect.get(extra, 'authInfo') : undefined;
}

/** The same server, guarded; no key is in its store. */
export function createServer(): SdkServer {
  const server = createNotesServer();
  guardServer(server as unknown as GuardableServer, {
    authorize,
    rules,
    principal: currentPrincipal({ principal: async () => undefined }),
  });
  return server;
}
