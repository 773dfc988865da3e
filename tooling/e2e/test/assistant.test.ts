import { once } from 'node:events';
import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import {
  type CallToolResult,
  ResourceUpdatedNotificationSchema,
} from '@modelcontextprotocol/sdk/types.js';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { CLI } from './support/paths.js';
import { runProgram } from './support/program.js';
import { type Rig, startRig } from './support/rig.js';
import { callTool, connect, generateKey, type Person, textOf } from './support/server.js';
import { structuredOf } from './support/structured.js';

const OPEN = { targets: ['Garage Door'], command: 'open' };

describe('an assistant in the demo house', () => {
  let rig: Rig;
  const clients: Client[] = [];

  beforeAll(async () => {
    rig = await startRig();
  });

  afterEach(async () => {
    for (const client of clients.splice(0)) await client.close();
  });

  afterAll(() => rig.stop());

  /** Connects with a new key. */
  async function assistant(
    role: string,
    permissions: readonly string[] = [],
    person?: Person,
  ): Promise<Client> {
    const granted = permissions.length === 0 ? [] : ['--permissions', permissions.join(',')];
    const key = await generateKey(rig.env, role, granted);
    const client = await connect(rig.server.url, key, person);
    clients.push(client);
    return client;
  }

  it('looks around, finds a lamp, switches it and sees that it is on', async () => {
    const client = await assistant('operator');
    expect(client.getInstructions()).toContain('loxone_search');
    const overview = textOf(await callTool(client, 'loxone_overview', {}));
    expect(overview).toContain('Guest Room');
    const found = await callTool(client, 'loxone_search', { query: 'reading lamp' });
    const [lamp] = structuredOf(found).devices ?? [];
    expect(lamp?.name).toBe('Reading Lamp');
    const targets = [lamp?.id ?? ''];
    const on = await callTool(client, 'loxone_control_lights', { targets, action: 'on' });
    expect(textOf(on)).toBe('Reading Lamp [Guest Room]: now on');
    const state = await callTool(client, 'loxone_get_state', { targets });
    expect(textOf(state)).toMatch(/Reading Lamp.*\bon\b/);
    expect(rig.house.simulator.house.control('Reading Lamp')?.state('active')).toBe(1);
  });

  it('hears of a change of what it subscribed to, and no more once it does not', async () => {
    const client = await assistant('monitor');
    const { house } = rig.house.simulator;
    const uriOf = (name: string): string => `loxone://controls/${house.control(name)?.id}/state`;
    const [garage, coffee] = [uriOf('Garage Light'), uriOf('Coffee Machine')];
    const updates: string[] = [];
    const heard = new EventTarget();
    client.setNotificationHandler(ResourceUpdatedNotificationSchema, ({ params }) => {
      updates.push(params.uri);
      heard.dispatchEvent(new Event(params.uri));
    });
    for (const uri of [garage, coffee]) await client.subscribeResource({ uri });

    const first = once(heard, garage);
    house.command('Garage Light', 'on');
    await first;
    expect(updates).toEqual([garage]);
    const { contents } = await client.readResource({ uri: garage });
    expect(JSON.stringify(contents)).toMatch(/\bon\b/);

    await client.unsubscribeResource({ uri: garage });
    const second = once(heard, coffee);
    house.command('Garage Light', 'off');
    house.command('Coffee Machine', 'on');
    await second;
    expect(updates).toEqual([garage, coffee]);
  });

  describe('at a door', () => {
    const door = 'Garage Door';

    function opened(): number {
      const id = rig.house.simulator.house.control(door)?.id ?? '';
      const open = `sps/io/${id}/open`;
      return rig.house.simulator.commands.filter(({ command }) => command.endsWith(open)).length;
    }

    afterEach(() => {
      const { house } = rig.house.simulator;
      house.command(door, 'stop');
      house.set(String(house.control(door)?.states.position), 0);
    });

    function tryToOpen(
      client: Client,
      more: Record<string, unknown> = {},
    ): Promise<CallToolResult> {
      return callTool(client, 'loxone_control_access', { ...OPEN, ...more });
    }

    function expectOpen(result: CallToolResult): void {
      expect(textOf(result)).toMatch(/^Garage Door \[Garage\]: now /);
      expect(result.isError).toBeFalsy();
    }

    it('opens when the person at the client agrees to exactly that', async () => {
      const before = opened();
      const asked: string[] = [];
      const client = await assistant('operator', ['risk:access'], (message) => {
        asked.push(message);
        expect(opened()).toBe(before);
        return 'accept';
      });
      expectOpen(await tryToOpen(client));
      expect(asked).toHaveLength(1);
      expect(asked[0]).toContain(door);
      expect(opened()).toBe(before + 1);
    });

    it('stays shut when they do not, whatever token is presented', async () => {
      const before = opened();
      const client = await assistant('operator', ['risk:access'], () => 'decline');
      const result = await tryToOpen(client);
      expect(structuredOf(result).error?.code).toBe('declined');
      expect(structuredOf(result).confirm_token).toBeUndefined();
      expect(result.isError).toBe(true);
      expect(opened()).toBe(before);
    });

    it('opens for a client that cannot ask by a token, once', async () => {
      const before = opened();
      const client = await assistant('operator', ['risk:access']);
      const first = await tryToOpen(client);
      const { error, confirm_token } = structuredOf(first);
      expect(error?.code).toBe('confirmation_required');
      expect(textOf(first)).toContain(door);
      expect(textOf(first)).toContain(confirm_token);
      expect(opened()).toBe(before);
      expectOpen(await tryToOpen(client, { confirm_token }));
      expect(opened()).toBe(before + 1);
      const again = await tryToOpen(client, { confirm_token });
      expect(structuredOf(again).error?.code).toBe('confirmation_required');
      expect(structuredOf(again).confirm_token).not.toBe(confirm_token);
      expect(opened()).toBe(before + 1);
    });

    it('takes a token for nothing but the call that it was given for', async () => {
      const before = opened();
      const client = await assistant('operator', ['risk:access']);
      const { confirm_token } = structuredOf(
        await callTool(client, 'loxone_control_access', { ...OPEN, command: 'close' }),
      );
      expect(confirm_token).toBeDefined();
      const other = await tryToOpen(client, { confirm_token });
      expect(structuredOf(other).error?.code).toBe('confirmation_required');
      expect(opened()).toBe(before);
    });

    it('opens once after the owner has approved it at the command line', async () => {
      const before = opened();
      const client = await assistant('operator', ['risk:access', 'approve:access'], () => 'accept');
      const first = await tryToOpen(client);
      expect(structuredOf(first).error?.code).toBe('approval_pending');
      const listed = await runProgram(CLI, ['approvals', 'list'], rig.env);
      expect(listed.code).toBe(0);
      expect(listed.stdout).toContain(door);
      const [, id = ''] = /^(\S+) {2}waits/m.exec(listed.stdout) ?? [];
      expect(textOf(first)).toContain(id);
      expect(structuredOf(await tryToOpen(client)).error?.code).toBe('approval_pending');
      expect(opened()).toBe(before);

      const approved = await runProgram(CLI, ['approvals', 'approve', id], rig.env);
      expect(approved.stderr).toBe('');
      expect(approved.code).toBe(0);
      expectOpen(await tryToOpen(client));
      expect(opened()).toBe(before + 1);
      expect(structuredOf(await tryToOpen(client)).error?.code).toBe('approval_pending');
      expect(opened()).toBe(before + 1);
    });

    it('stays shut after the owner has refused it', async () => {
      const before = opened();
      const client = await assistant('operator', ['risk:access', 'approve:access']);
      const [id = ''] = /[a-z0-9-]{6,}(?=\))/.exec(textOf(await tryToOpen(client))) ?? [];
      const refused = await runProgram(CLI, ['approvals', 'refuse', id, '--why', 'no'], rig.env);
      expect(refused.code).toBe(0);
      expect(structuredOf(await tryToOpen(client)).error?.code).toBe('approval_refused');
      expect(opened()).toBe(before);
    });
  });
});

describe('a server that may only read', () => {
  let rig: Rig;

  beforeAll(async () => {
    rig = await startRig(undefined, {
      LOXONE_MCP_READ_ONLY: 'true',
      LOXONE_MCP_TOOLS: 'manage_scenes,send_command,admin',
    });
  });

  afterAll(() => rig.stop());

  it('offers an admin nothing that changes anything, and takes no such call', async () => {
    const client = await connect(rig.server.url, await generateKey(rig.env, 'admin'));
    const { tools } = await client.listTools();
    const writing = tools.filter(({ annotations }) => annotations?.readOnlyHint !== true);
    expect(writing.map(({ name }) => name)).toEqual([]);
    expect(tools.map(({ name }) => name)).toContain('loxone_search');
    const before = rig.house.controlCommands().length;
    for (const name of ['loxone_control_lights', 'loxone_control_access', 'loxone_send_command']) {
      const called = callTool(client, name, { ...OPEN, action: 'on' });
      await expect(called, name).rejects.toThrow('Unknown tool');
    }
    expect(rig.house.controlCommands()).toHaveLength(before);
    await client.close();
  });
});
