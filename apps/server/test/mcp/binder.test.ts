import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import {
  ElicitRequestSchema,
  LoggingMessageNotificationSchema,
  ResourceListChangedNotificationSchema,
  ResourceUpdatedNotificationSchema,
  ToolListChangedNotificationSchema,
} from '@modelcontextprotocol/sdk/types.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMcpServer } from '../../src/mcp/create-mcp-server.js';
import { createMcpOffers } from '../../src/mcp/offers.js';
import { caller, openStage, type Stage } from './support/stage.js';

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});

afterAll(async () => {
  await stage.close();
});

const admin = caller('admin');
const monitor = caller('monitor');
const cook = caller('device', { rooms: ['Kitchen'], devices: [] });

function nameOf(id: string): string {
  return stage.simulator.house.control(id)?.id ?? id;
}

async function bodyOf(client: Client, uri: string): Promise<Record<string, unknown>> {
  const { contents } = await client.readResource({ uri });
  const [first] = contents;
  if (first === undefined || !('text' in first)) throw new TypeError('no text');
  return JSON.parse(first.text) as Record<string, unknown>;
}

describe('the handshake', () => {
  it('offers everything that a client can follow', async () => {
    const client = await stage.connect(admin);
    expect(client.getServerCapabilities()).toEqual({
      tools: { listChanged: true },
      resources: { subscribe: true, listChanged: true },
      prompts: { listChanged: true },
      completions: {},
      logging: {},
    });
  });

  it('tells who opens the session of the house, as far as they see it', async () => {
    const everything = (await stage.connect(admin)).getInstructions() ?? '';
    expect(everything).toContain('"Living Room"');
    expect(everything).toContain('16–28 °C');
    const kitchen = (await stage.connect(cook)).getInstructions() ?? '';
    expect(kitchen).toContain('Rooms: "Kitchen".');
    const looking = (await stage.connect(monitor)).getInstructions() ?? '';
    expect(looking).toContain('look and not act');
    expect(everything).not.toContain('look and not act');
  });

  it('tells nobody in particular nothing of the house', async () => {
    const { home } = stage.house;
    const server = createMcpServer({ home, auth: stage.auth });
    expect(Reflect.get(server, '_instructions')).not.toContain('Rooms:');
  });
});

describe('resources', () => {
  it('lists and reads them with annotations', async () => {
    const client = await stage.connect(admin);
    const { resources } = await client.listResources();
    const rooms = resources.find(({ uri }) => uri === 'loxone://rooms');
    expect(rooms?.annotations).toMatchObject({ audience: ['assistant', 'user'], priority: 0.8 });
    expect(rooms?.annotations?.lastModified).toMatch(/^\d{4}-\d{2}-\d{2}T/);
    expect(resources.some(({ title }) => title === 'Kitchen')).toBe(true);
    const { resourceTemplates } = await client.listResourceTemplates();
    expect(resourceTemplates.map(({ uriTemplate }) => uriTemplate)).toContain(
      'loxone://controls/{uuid}/history{?from,to,bucket,fn,output,fields,limit,cursor}',
    );
    expect((await bodyOf(client, 'loxone://rooms/kitchen')).name).toBe('Kitchen');
  });

  it('answers for what is hidden as for what is not there', async () => {
    const client = await stage.connect(cook);
    const hidden = client.readResource({ uri: 'loxone://rooms/Living%20Room' });
    const none = client.readResource({ uri: 'loxone://rooms/Nowhere' });
    await expect(hidden).rejects.toMatchObject({ code: -32002 });
    const [one, other] = await Promise.allSettled([hidden, none]);
    expect(String('reason' in one && one.reason)).toBe(String('reason' in other && other.reason));
  });

  it('refuses a URI that is none of its own', async () => {
    const client = await stage.connect(admin);
    await expect(client.readResource({ uri: 'file:///etc/passwd' })).rejects.toThrow(
      'There is no such resource',
    );
  });

  it('says what is wrong with a page', async () => {
    const client = await stage.connect(admin);
    const wrong = client.readResource({ uri: 'loxone://controls?limit=0' });
    await expect(wrong).rejects.toMatchObject({ code: -32602 });
  });
});

describe('subscriptions', () => {
  const TABLE = 'Dining Table';

  it('tells of a change that can be seen, and no more after the end', async () => {
    const updated: string[] = [];
    let heard: (() => void) | undefined;
    const client = await stage.connect(admin, {
      prepare: (one) =>
        one.setNotificationHandler(ResourceUpdatedNotificationSchema, ({ params }) => {
          updated.push(params.uri);
          heard?.();
        }),
    });
    const uri = `loxone://controls/${encodeURIComponent(nameOf(TABLE))}/state`;
    await client.subscribeResource({ uri });
    const first = new Promise<void>((resolve) => {
      heard = resolve;
    });
    stage.simulator.house.command(TABLE, '63');
    await first;
    expect(updated).toEqual([uri]);
    expect(JSON.stringify(await bodyOf(client, uri))).toContain('63');
    await client.unsubscribeResource({ uri });
    stage.simulator.house.command(TABLE, '20');
    await stage.house.home.execute({ control: nameOf(TABLE), command: 'on' }, { waitMs: 1000 });
    expect(updated).toEqual([uri]);
  });

  it('refuses what the caller does not see', async () => {
    const client = await stage.connect(cook);
    const uri = `loxone://controls/${encodeURIComponent(nameOf(TABLE))}/state`;
    await expect(client.subscribeResource({ uri })).rejects.toMatchObject({ code: -32002 });
  });

  it('leaves nothing behind when the client goes', async () => {
    const { home } = stage.house;
    let listeners = 0;
    const counting = new Proxy(home, {
      get(target, name) {
        if (name !== 'onChange') {
          const value: unknown = Reflect.get(target, name);
          return typeof value === 'function' ? value.bind(target) : value;
        }
        return (listener: Parameters<typeof home.onChange>[0]) => {
          listeners += 1;
          const end = target.onChange(listener);
          return () => {
            listeners -= 1;
            end();
          };
        };
      },
    });
    const offers = createMcpOffers();
    const client = await stage.connect(admin, { parts: { home: counting, offers } });
    await client.subscribeResource({ uri: 'loxone://controls' });
    await client.close();
    const again = await stage.connect(admin, { parts: { home: counting, offers } });
    const kept = listeners;
    await again.close();
    // What stays are the indexes of the house, which live as long as it.
    expect(kept - listeners).toBe(2);
    const third = await stage.connect(admin, { parts: { home: counting, offers } });
    expect(listeners).toBe(kept);
    await third.close();
  });
});

describe('prompts and completion', () => {
  it('lists prompts, and gives one with resources in it', async () => {
    const client = await stage.connect(monitor);
    const { prompts } = await client.listPrompts();
    expect(prompts.map(({ name }) => name)).toContain('explain_room');
    const prompt = await client.getPrompt({ name: 'explain_room', arguments: { room: 'kitchen' } });
    expect(prompt.messages[0]?.content).toMatchObject({ type: 'text' });
    expect(prompt.messages[1]?.content).toMatchObject({
      type: 'resource',
      resource: { mimeType: 'application/json' },
    });
  });

  it('says which argument is wrong', async () => {
    const client = await stage.connect(monitor);
    const wrong = client.getPrompt({ name: 'explain_room', arguments: { room: 'Nowhere' } });
    await expect(wrong).rejects.toMatchObject({ code: -32602 });
    await expect(client.getPrompt({ name: 'nonsense' })).rejects.toThrow('Unknown prompt');
  });

  it('completes with what was given already', async () => {
    const client = await stage.connect(monitor);
    const ask = (room: Record<string, string> | undefined) =>
      client.complete({
        ref: { type: 'ref/prompt', name: 'explain_room' },
        argument: { name: 'device', value: '' },
        ...(room !== undefined && { context: { arguments: room } }),
      });
    const kitchen = (await ask({ room: 'Kitchen' })).completion;
    const all = (await ask(undefined)).completion;
    expect(kitchen.total).toBeLessThan(all.total ?? 0);
    expect(kitchen.values.every((value) => value.endsWith('[Kitchen]'))).toBe(true);
    const uri = 'loxone://rooms/{room}{?fields,limit,cursor}';
    const rooms = await client.complete({
      ref: { type: 'ref/resource', uri },
      argument: { name: 'room', value: 'kit' },
    });
    expect(rooms.completion.values).toEqual(['Kitchen']);
  });
});

describe('tools', () => {
  it('lists them with schemas, and only those that may be used', async () => {
    const all = (await (await stage.connect(admin)).listTools()).tools;
    const some = (await (await stage.connect(monitor)).listTools()).tools;
    expect(some.length).toBeLessThan(all.length);
    expect(some.every(({ annotations }) => annotations?.readOnlyHint === true)).toBe(true);
    expect(all.every(({ outputSchema }) => outputSchema !== undefined)).toBe(true);
  });

  it('shows only what is read in a server that is', async () => {
    const offers = createMcpOffers({ readOnly: true });
    const client = await stage.connect(admin, { parts: { offers } });
    const { tools } = await client.listTools();
    expect(tools.length).toBeGreaterThan(0);
    expect(tools.every(({ annotations }) => annotations?.readOnlyHint === true)).toBe(true);
    expect(client.getInstructions()).toContain('look and not act');
  });

  it('passes pictures, links, progress and the end of a call on', async () => {
    const controller = new AbortController();
    let ended: (() => void) | undefined;
    const wasEnded = new Promise<void>((resolve) => {
      ended = resolve;
    });
    const usual = createMcpOffers();
    const search = usual.tools.get('loxone_search');
    if (search === undefined) throw new TypeError('no loxone_search');
    const tools = new Map([
      [
        'loxone_search',
        {
          ...search,
          run: (_args: unknown, context: Parameters<typeof search.run>[1]) => {
            context.progress?.(1, 3, 'one');
            context.progress?.(1, 3, 'not news');
            context.progress?.(2, undefined, 'two');
            const answer = {
              text: 'done',
              structured: { devices: [], total: 0 },
              content: [
                { type: 'image', mimeType: 'image/png', bytes: new Uint8Array([1, 2, 3]) },
                { type: 'resource_link', uri: 'loxone://home', name: 'home' },
              ],
            } as const;
            if (context.progress !== undefined) return Promise.resolve(answer);
            return new Promise<typeof answer>((resolve) => {
              controller.abort();
              context.signal?.addEventListener('abort', () => {
                ended?.();
                resolve(answer);
              });
            });
          },
        },
      ],
    ]);
    const client = await stage.connect(admin, { parts: { offers: { ...usual, tools } } });
    const told: unknown[] = [];
    const result = await client.callTool({ name: 'loxone_search', arguments: {} }, undefined, {
      onprogress: (progress) => told.push(progress),
    });
    expect(told).toEqual([
      { progress: 1, total: 3, message: 'one' },
      { progress: 2, message: 'two' },
    ]);
    expect(result.content).toEqual([
      { type: 'text', text: 'done' },
      { type: 'image', mimeType: 'image/png', data: 'AQID' },
      { type: 'resource_link', uri: 'loxone://home', name: 'home' },
    ]);
    const call = client.callTool({ name: 'loxone_search', arguments: {} }, undefined, {
      signal: controller.signal,
    });
    await expect(call).rejects.toThrow();
    await wasEnded;
  });
});

describe('consent', () => {
  const GATE = 'Garage Door';
  const open = { name: 'loxone_control_access', arguments: { targets: [GATE], command: 'open' } };

  function gateCommands(): number {
    return stage.simulator.commands.length;
  }

  it('asks the person at the client, and does what they said', async () => {
    const asked: string[] = [];
    const answers = [false, true];
    const client = await stage.connect(admin, {
      capabilities: { elicitation: {} },
      prepare: (one) =>
        one.setRequestHandler(ElicitRequestSchema, ({ params }) => {
          asked.push(params.message);
          return { action: 'accept', content: { confirm: answers.shift() ?? false } };
        }),
    });
    const before = gateCommands();
    const no = await client.callTool(open);
    expect(no.structuredContent).toMatchObject({ error: { code: 'declined' } });
    expect(gateCommands()).toBe(before);
    await client.callTool(open);
    expect(asked).toHaveLength(2);
    expect(asked[0]).toContain('loxone_control_access');
    expect(gateCommands()).toBeGreaterThan(before);
  });

  it('gives a token where the client cannot ask, good for this call and once', async () => {
    const client = await stage.connect(admin);
    const before = gateCommands();
    const first = await client.callTool(open);
    expect(first.structuredContent).toMatchObject({ error: { code: 'confirmation_required' } });
    expect(gateCommands()).toBe(before);
    const { confirm_token: token } = first.structuredContent as { confirm_token: string };
    const other = { ...open.arguments, command: 'close', confirm_token: token };
    const misused = await client.callTool({ ...open, arguments: other });
    expect(misused.isError).toBe(true);
    expect(gateCommands()).toBe(before);
    const again = await client.callTool(open);
    const { confirm_token: fresh } = again.structuredContent as { confirm_token: string };
    const given = { ...open, arguments: { ...open.arguments, confirm_token: fresh } };
    await client.callTool(given);
    const after = gateCommands();
    expect(after).toBeGreaterThan(before);
    const spent = await client.callTool(given);
    expect(spent.structuredContent).toMatchObject({ error: { code: 'confirmation_required' } });
    expect(gateCommands()).toBe(after);
  });

  it('waits for the owner, and nothing in the call stands for them', async () => {
    const bound = caller('operator', {
      id: 'test_operator_bound',
      permissions: ['risk:access', 'approve:access'],
    });
    const client = await stage.connect(bound);
    const before = gateCommands();
    const first = await client.callTool(open);
    expect(first.structuredContent).toMatchObject({ error: { code: 'approval_pending' } });
    const pretended = { ...open.arguments, confirm_token: 'anything' };
    await client.callTool({ ...open, arguments: pretended });
    expect(gateCommands()).toBe(before);
    const [request] = await stage.auth.approvals.list();
    if (request === undefined) throw new TypeError('no request');
    await stage.auth.approvals.approve(request.id, { id: 'local' } as never);
    await client.callTool(open);
    const after = gateCommands();
    expect(after).toBeGreaterThan(before);
    const next = await client.callTool(open);
    expect(next.structuredContent).toMatchObject({ error: { code: 'approval_pending' } });
    expect(gateCommands()).toBe(after);
  });
});

describe('what changes', () => {
  it('tells of other rights, and takes them into account', async () => {
    const { record } = await stage.auth.keys.create(
      { name: 'Tablet', role: 'device', rooms: ['Kitchen'] },
      { id: 'test' },
    );
    const key = await stage.auth.keys.principal(record.id);
    if (key === undefined) throw new TypeError('no key');
    let heard: (() => void) | undefined;
    const told = new Promise<void>((resolve) => {
      heard = resolve;
    });
    const client = await stage.connect(key, {
      prepare: (one) =>
        one.setNotificationHandler(ToolListChangedNotificationSchema, () => heard?.()),
    });
    expect((await bodyOf(client, 'loxone://rooms')).total).toBe(1);
    await stage.auth.keys.update(record.id, { rooms: ['Kitchen', 'Study'] }, { id: 'test' });
    await told;
    expect((await bodyOf(client, 'loxone://rooms')).total).toBe(2);
    await stage.auth.keys.revoke(record.id, { id: 'test' });
    await expect(client.readResource({ uri: 'loxone://rooms' })).rejects.toThrow('no valid key');
  });

  it('tells of a connection that is lost and of another structure', async () => {
    const lost = await openStage();
    try {
      const levels: string[] = [];
      const lists: string[] = [];
      let heard: ((what: string) => void) | undefined;
      const waitFor = (what: string): Promise<void> =>
        new Promise((resolve) => {
          heard = (one) => one === what && resolve();
        });
      const client = await lost.connect(admin, {
        prepare: (one) => {
          one.setNotificationHandler(LoggingMessageNotificationSchema, ({ params }) => {
            levels.push(params.level);
            heard?.(params.level);
          });
          one.setNotificationHandler(ResourceListChangedNotificationSchema, () => {
            lists.push('resources');
          });
        },
      });
      await client.setLoggingLevel('warning');
      const warned = waitFor('warning');
      await lost.simulator.stop();
      await warned;
      expect(new Set(levels)).toEqual(new Set(['warning']));
    } finally {
      await lost.close();
    }
  });
});
