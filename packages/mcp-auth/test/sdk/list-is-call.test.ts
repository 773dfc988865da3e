import type { Principal } from '@gatehouse/core';
import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMcpAuth, type McpAuth } from '../../src/index.js';
import { connectClient } from '../support/connect.js';
import { createNotesServer, NOTES_RULES } from '../support/notes-server.js';

const TOOLS = ['list_notes', 'add_note', 'wipe', 'forgotten'];
const RESOURCES = ['note://index', 'note://all/1', 'vault://keys', 'note://forgotten'];
const PROMPTS = ['summarise', 'clean_up'];

let auth: McpAuth;
let client: Client;
let ran: string[];
/** Who asks next: the guard looks anew for each request. */
let asking: Principal | undefined;

beforeEach(async () => {
  auth = await createMcpAuth({ app: 'notes', store: 'memory', audit: false });
  ran = [];
  const server = createNotesServer(ran);
  auth.guard(server, { rules: NOTES_RULES, principal: () => asking });
  client = await connectClient(server);
});
afterEach(async () => {
  await client.close();
  await auth.close();
});

const grant = fc.oneof(
  fc.constantFrom('tool:*', 'resource:*', 'prompt:*', 'risk:read', 'risk:control', 'risk:admin'),
  fc.constantFrom(...TOOLS).map((name) => `tool:${name}`),
  fc.constantFrom(...RESOURCES, 'note://*', 'note://all/*').map((uri) => `resource:${uri}`),
  fc.constantFrom(...PROMPTS).map((name) => `prompt:${name}`),
);
const permission = fc.oneof(
  { weight: 4, arbitrary: grant },
  { weight: 3, arbitrary: grant.map((text) => `!${text}`) },
  // What nobody can understand: it must not open anything.
  { weight: 1, arbitrary: fc.string().map((text) => `!${text}`) },
  { weight: 1, arbitrary: fc.string() },
);

const somebody: fc.Arbitrary<Principal> = fc.record({
  id: fc.constant('mcp_custom_001'),
  kind: fc.constant('stdio' as const),
  name: fc.constant('somebody'),
  role: fc.constantFrom('admin', 'operator', 'monitor', 'custom', 'nobody-knows'),
  scopes: fc.constant([]),
  permissions: fc.array(permission, { maxLength: 6 }),
  revision: fc.constant('1'),
});

async function shown(): Promise<readonly string[]> {
  const { tools } = await client.listTools();
  const { resources } = await client.listResources();
  const { prompts } = await client.listPrompts();
  return [
    ...tools.map(({ name }) => `tool ${name}`),
    ...resources.map(({ uri }) => `resource ${uri}`),
    ...prompts.map(({ name }) => `prompt ${name}`),
  ].sort();
}

async function succeeds(request: Promise<object>): Promise<boolean> {
  return request.then(
    (answer) => !('isError' in answer && answer.isError === true),
    () => false,
  );
}

/** Names of all that runs when it is asked for. */
async function usable(): Promise<readonly string[]> {
  const found: string[] = [];
  for (const name of TOOLS) {
    const args = name === 'add_note' ? { text: 'x' } : {};
    if (await succeeds(client.callTool({ name, arguments: args }))) found.push(`tool ${name}`);
  }
  for (const uri of RESOURCES) {
    if (await succeeds(client.readResource({ uri }))) found.push(`resource ${uri}`);
  }
  for (const name of PROMPTS) {
    const args = name === 'summarise' ? { topic: 'all' } : { why: 'x' };
    if (await succeeds(client.getPrompt({ name, arguments: args }))) found.push(`prompt ${name}`);
  }
  return found.sort();
}

/** `open_vault` needs a person who confirms it, and `vault://x` names nothing that can be read. */
function comparable(name: string): boolean {
  return name !== 'tool open_vault' && name !== 'resource vault://x';
}

describe('whatever the permission set', () => {
  it('what is listed is what can be used, no more and no less', { timeout: 120_000 }, async () => {
    let some = 0;
    await fc.assert(
      fc.asyncProperty(somebody, async (who) => {
        asking = who;
        ran.length = 0;
        const listed = (await shown()).filter(comparable);
        expect(await usable()).toEqual(listed);
        expect(ran).toHaveLength(listed.length);
        if (listed.length > 0) some += 1;
      }),
      { numRuns: 300 },
    );
    // About every third set grants anything: 110 of 300, give or take 8.
    expect(some).toBeGreaterThan(50);
  });

  it('a denial wins, wherever it stands among the grants', { timeout: 120_000 }, async () => {
    const denial = fc.constantFrom(
      ['!tool:list_notes', 'tool list_notes'],
      ['!tool:*', 'tool list_notes'],
      ['!risk:control', 'tool add_note'],
      ['!risk:read', 'resource note://index'],
      ['!resource:note://*', 'resource note://all/1'],
      ['!prompt:summarise', 'prompt summarise'],
    );
    await fc.assert(
      fc.asyncProperty(somebody, denial, fc.nat(), async (who, [text = '', what = ''], at) => {
        const permissions = [...(who.permissions ?? [])];
        permissions.splice(at % (permissions.length + 1), 0, text);
        asking = { ...who, permissions };
        expect(await shown()).not.toContain(what);
        expect(await usable()).not.toContain(what);
      }),
      { numRuns: 100 },
    );
  });
});
