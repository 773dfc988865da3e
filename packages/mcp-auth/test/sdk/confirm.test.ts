import type { Authorize, Principal } from '@gatehouse/core';
import { createRecordingLogger, PRINCIPALS, testPrincipal } from '@gatehouse/mcp-auth-testing';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { ElicitRequestSchema, type ElicitResult } from '@modelcontextprotocol/sdk/types.js';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Decide } from '../../src/decide.js';
import type { DecisionContext } from '../../src/decision-context.js';
import { type GuardOptions, guardServer } from '../../src/sdk/index.js';
import { authorizeByRole, createNotesServer, NOTES_RULES } from '../support/notes-server.js';

const { admin } = PRINCIPALS;
const CALL = { name: 'open_vault', arguments: { why: 'Küche\u202e\n' } };

/** Wants a person's word for everything of risk `access`. */
const confirming: Authorize = (principal, action) => {
  const decision = authorizeByRole(principal, action);
  return decision.allow && action.risk === 'access'
    ? { allow: true, consent: 'confirm' }
    : decision;
};

let ran: string[];
let asked: string[];

interface Setting {
  readonly answer?: (() => ElicitResult | Promise<ElicitResult>) | undefined;
  readonly capabilities?: object;
  readonly guard?: Partial<GuardOptions>;
}

async function connected({ answer, capabilities, guard = {} }: Setting): Promise<Client> {
  const server = createNotesServer(ran);
  guardServer(server, {
    authorize: confirming,
    principal: () => admin,
    rules: NOTES_RULES,
    ...guard,
  });
  const [clientSide, serverSide] = InMemoryTransport.createLinkedPair();
  const client = new Client(
    { name: 'test', version: '1' },
    { capabilities: capabilities ?? { elicitation: { form: {} } } },
  );
  if (answer !== undefined) {
    client.setRequestHandler(ElicitRequestSchema, (request) => {
      asked.push(request.params.message);
      return answer();
    });
  }
  await server.connect(serverSide);
  await client.connect(clientSide);
  return client;
}

beforeEach(() => {
  ran = [];
  asked = [];
});

const yes = (): ElicitResult => ({ action: 'accept', content: { confirm: true } });

describe('an act that a person must confirm', () => {
  it('happens when they do, and they see what it is', async () => {
    const client = await connected({ answer: yes });
    expect(await client.callTool(CALL)).toMatchObject({ content: [{ text: 'open_vault ran' }] });
    expect(ran).toEqual(['open_vault']);
    expect(asked).toEqual([
      `${admin.name} wants to use the tool "open_vault" with {"why":"Küche\ufffd\\n"}. Let it happen?`,
    ]);
  });

  it.each<readonly [string, ElicitResult]>([
    ['leave the box empty', { action: 'accept', content: { confirm: false } }],
    ['decline', { action: 'decline' }],
    ['close the window', { action: 'cancel' }],
    ['decline with the box ticked', { action: 'decline', content: { confirm: true } }],
    ['accept nothing', { action: 'accept' }],
    ['answer with a word', { action: 'accept', content: { confirm: 'true' } }],
  ])('does not happen when they %s', async (_, answer) => {
    const client = await connected({ answer: () => answer });
    const result = await client.callTool(CALL);
    expect(result).toMatchObject({
      isError: true,
      content: [
        { text: expect.stringMatching(/^Not done: the tool "open_vault" was not confirmed/) },
      ],
    });
    expect(ran).toEqual([]);
  });

  it.each([
    ['nothing', {}],
    ['addresses only', { elicitation: { url: {} } }],
  ])('does not happen when the client can ask for %s', async (_, capabilities) => {
    const client = await connected({ capabilities });
    expect(await client.callTool(CALL)).toMatchObject({ isError: true });
    expect(ran).toEqual([]);
  });

  it('does not happen when asking fails', async () => {
    const answer = (): never => {
      throw new RangeError('no screen');
    };
    const logger = createRecordingLogger();
    const client = await connected({ answer, guard: { logger } });
    expect(await client.callTool(CALL)).toMatchObject({ isError: true });
    expect(ran).toEqual([]);
    expect(logger.messages('info')).toContain('nobody could be asked for confirmation');
  });

  it('is listed, and asks nobody while it is only listed', async () => {
    const client = await connected({ answer: yes });
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toContain('open_vault');
    expect(asked).toEqual([]);
  });

  it('asks again each time', async () => {
    const client = await connected({ answer: yes });
    await client.callTool(CALL);
    await client.callTool(CALL);
    expect(asked).toHaveLength(2);
  });

  it('is asked about only when it is allowed at all', async () => {
    const client = await connected({
      answer: yes,
      guard: { principal: () => PRINCIPALS.monitor },
    });
    expect(await client.callTool(CALL)).toMatchObject({ isError: true });
    expect(asked).toEqual([]);
  });

  it.each([
    ['revoked', undefined],
    ['somebody else’s', testPrincipal('admin', { id: 'other' })],
    ['of a lower role', testPrincipal('monitor', { id: admin.id })],
  ])('does not happen when its key is %s by the time they confirm', async (_, later) => {
    let current: Principal | undefined = admin;
    const client = await connected({
      answer: () => {
        current = later;
        return yes();
      },
      guard: { principal: () => current },
    });
    expect(await client.callTool(CALL)).toMatchObject({ isError: true });
    expect(ran).toEqual([]);
  });

  it('shows no key that stands in the arguments, and not too much of them', async () => {
    const key = `mcp_admin_001_${'A'.repeat(49)}`;
    const client = await connected({ answer: yes });
    await client.callTool({ name: 'open_vault', arguments: { key, more: 'x'.repeat(5000) } });
    expect(asked[0]).not.toContain('AAAA');
    expect(asked[0]?.length).toBeLessThan(800);
  });
});

describe('confirm', () => {
  it('of the host asks in place of the client', async () => {
    const requests: unknown[] = [];
    const confirm: GuardOptions['confirm'] = async ({ principal, action, params }) => {
      requests.push({ id: principal.id, name: action.name, params });
      return true;
    };
    const client = await connected({ guard: { confirm }, capabilities: {} });
    await client.callTool(CALL);
    expect(ran).toEqual(['open_vault']);
    expect(requests).toEqual([
      { id: admin.id, name: 'open_vault', params: expect.objectContaining(CALL) },
    ]);
  });

  it.each([false, undefined, 'yes', 1])('has to answer true, not %j', async (answer) => {
    const confirm = (async () => answer) as GuardOptions['confirm'];
    const client = await connected({ guard: confirm === undefined ? {} : { confirm } });
    expect(await client.callTool(CALL)).toMatchObject({ isError: true });
    expect(ran).toEqual([]);
  });
});

describe('decide', () => {
  it('is asked before and after, with where the call comes from and what a person said', async () => {
    const contexts: (DecisionContext | undefined)[] = [];
    const decide: Decide = async (principal, action, context) => {
      contexts.push(context);
      const decision = confirming(principal, action);
      return context?.confirmed === true && decision.allow ? { allow: true } : decision;
    };
    const client = await connected({ answer: yes, guard: { decide } });
    await client.callTool(CALL);
    expect(contexts).toEqual([{ requestId: '1' }, { requestId: '1', confirmed: true }]);
    expect(ran).toEqual(['open_vault']);
  });

  it('that denies is obeyed where authorize would allow', async () => {
    const decide: Decide = async () => ({ allow: false, reason: 'audit-unavailable' });
    const client = await connected({ guard: { decide } });
    expect(await client.callTool({ name: 'list_notes' })).toMatchObject({ isError: true });
    expect(ran).toEqual([]);
  });
});
