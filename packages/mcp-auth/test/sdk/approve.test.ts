import type { Authorize, Principal } from '@gatehouse/core';
import { testPrincipal } from '@gatehouse/mcp-auth-testing';
import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { beforeEach, describe, expect, it } from 'vitest';
import { type GuardOptions, guardServer, type Rules } from '../../src/sdk/index.js';
import { type ConsentRig, consentRig } from '../consent/rig.js';
import { connectClient } from '../support/connect.js';
import { authorizeByRole, createNotesServer, NOTES_RULES } from '../support/notes-server.js';

const admin = testPrincipal('admin', { id: 'test_admin_050' });
const CALL = { name: 'open_vault', arguments: { why: 'rain' } };
const OWNER = { id: 'cli:anna' };

/** Wants the owner's word for everything of risk `access`. */
const approving: Authorize = (principal, action) => {
  const decision = authorizeByRole(principal, action);
  return decision.allow && action.risk === 'access'
    ? { allow: true, consent: 'approve' }
    : decision;
};

let ran: string[];
let rig: ConsentRig;

beforeEach(() => {
  ran = [];
  rig = consentRig(approving);
  rig.keys.set(admin.id, admin);
});

async function connected(guard: Partial<GuardOptions> = {}): Promise<Client> {
  const server = createNotesServer(ran);
  guardServer(server, {
    authorize: approving,
    principal: () => admin,
    rules: NOTES_RULES,
    consents: rig.consents,
    confirm: async () => true,
    ...guard,
  });
  return connectClient(server);
}

async function textOf(client: Client, call: Parameters<Client['callTool']>[0] = CALL) {
  const { content } = await client.callTool(call);
  return Array.isArray(content) ? String(content[0]?.text) : '';
}

async function pendingId(): Promise<string> {
  const [first] = await rig.approvals.list();
  return first?.state === 'pending' ? first.id : '';
}

describe('an act that the owner must approve', () => {
  it('does not happen, and says who has to do what', async () => {
    const client = await connected();
    const text = await textOf(client);
    const id = await pendingId();
    expect(id).not.toBe('');
    expect(text).toBe(
      `Not done: the tool "open_vault" was not approved. It needs: the approval of the owner, who finds it as request ${id}; repeat the same call once they have approved it.`,
    );
    expect((await rig.approvals.list())[0]).toMatchObject({
      tool: 'open_vault',
      risk: 'access',
      effects: ['use the tool "open_vault" with {"why":"rain"}'],
      requester: { id: admin.id },
    });
    expect(ran).toEqual([]);
  });

  it('happens once when the same call comes again, and only the same', async () => {
    const client = await connected();
    await client.callTool(CALL);
    await rig.approvals.approve(await pendingId(), OWNER);
    expect(await textOf(client, { ...CALL, arguments: { why: 'sun' } })).toMatch(/^Not done/);
    expect(await textOf(client)).toBe('open_vault ran');
    expect(await textOf(client)).toMatch(/^Not done/);
    expect(ran).toEqual(['open_vault']);
  });

  it('is told when the owner has refused it, or did not answer', async () => {
    const client = await connected();
    await client.callTool(CALL);
    await rig.approvals.refuse(await pendingId(), OWNER);
    expect(await textOf(client)).toMatch(/who has refused it; do not ask again\.$/);
    rig.time.advance(600_000);
    await client.callTool(CALL);
    rig.time.advance(600_000);
    const text = await textOf(client);
    expect(text).toContain('was not answered or not used in time');
    expect(text).toContain(await pendingId());
  });

  it.each<[string, Partial<GuardOptions>]>([
    ['there is no queue', { consents: undefined } as unknown as Partial<GuardOptions>],
    [
      'the queue is full',
      { consents: { ask: async () => ({ given: false, code: 'unavailable' }) } },
    ],
  ])('does not happen where %s', async (_, guard) => {
    const client = await connected(guard);
    expect(await textOf(client)).toMatch(/^Not done: .*approval of the owner/);
    expect(ran).toEqual([]);
  });

  it.each<[string, Principal | undefined]>([
    ['revoked', undefined],
    ['another', testPrincipal('admin', { id: 'test_admin_051' })],
    ['of a lower role', testPrincipal('monitor', { id: admin.id })],
  ])('does not happen when its key is %s by the time it is approved', async (_, later) => {
    let current: Principal | undefined = admin;
    const client = await connected({
      principal: () => current,
      consents: {
        ask: async () => {
          current = later;
          return { given: true };
        },
      },
    });
    expect(await client.callTool(CALL)).toMatchObject({ isError: true });
    expect(ran).toEqual([]);
  });

  it('is listed, and asks nobody while it is only listed', async () => {
    const client = await connected();
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toContain('open_vault');
    expect(await rig.approvals.list()).toEqual([]);
  });

  it('does not happen when it has to be approved by the time a person confirms it', async () => {
    let strict = false;
    const authorize: Authorize = (principal, action) => {
      const decision = approving(principal, action);
      const consent = strict ? 'approve' : 'confirm';
      return decision.allow && decision.consent ? { allow: true, consent } : decision;
    };
    const client = await connected({
      authorize,
      confirm: async () => {
        strict = true;
        return true;
      },
    });
    expect(await textOf(client)).toMatch(/^Not done: .* was not approved/);
    expect(ran).toEqual([]);
  });

  it('is another thing under the same name as a resource', async () => {
    const client = await connected({
      authorize: () => ({ allow: true, consent: 'approve' }),
    });
    await expect(client.readResource({ uri: 'note://index' })).rejects.toMatchObject({
      code: -32003,
      data: { reason: 'not-approved', needs: expect.stringContaining('request') },
    });
    expect((await rig.approvals.list())[0]).toMatchObject({ tool: 'resource:note://index' });
  });
});

describe('a tool that asks by itself', () => {
  const rules: Rules = (kind, name) =>
    name === 'open_vault' ? { risk: 'access', consent: 'handler' } : NOTES_RULES(kind, name);

  it('is called without a question, whatever has to be agreed to', async () => {
    const client = await connected({ rules });
    expect(await textOf(client)).toBe('open_vault ran');
    expect(await rig.approvals.list()).toEqual([]);
  });

  it('is called by nobody who may not', async () => {
    const principal = (): Principal => testPrincipal('monitor');
    const client = await connected({ rules, principal });
    expect(await client.callTool(CALL)).toMatchObject({ isError: true });
    expect(ran).toEqual([]);
  });

  it('is none by any other word', async () => {
    const odd = ((): unknown => ({ risk: 'access', consent: 'client' })) as Rules;
    const client = await connected({ rules: odd });
    expect(await textOf(client)).toMatch(/^Not permitted/);
    expect(ran).toEqual([]);
  });
});
