import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Principal } from '@gatehouse/core';
import { type ConsentAnswer, createMcpAuth, type McpAuth } from '@gatehouse/mcp-auth';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CliRig, cliRig } from './support.js';

describe('loxone-mcp approvals', () => {
  let cli: CliRig;
  let servers: McpAuth[];

  beforeEach(() => {
    cli = cliRig();
    servers = [];
  });

  afterEach(async () => {
    for (const server of servers) await server.close();
    cli.remove();
  });

  const directory = (): string => join(cli.home, '.config', 'loxone-mcp', 'approvals');

  /** A server on the same files, and a key that has to ask. */
  async function serving(): Promise<{ readonly server: McpAuth; readonly principal: Principal }> {
    const server = await createMcpAuth({
      app: 'loxone-mcp',
      prefix: 'lmcp',
      env: { HOME: cli.home },
      masterKeyEnv: ['LOXONE_MCP_MASTER_KEY'],
    });
    servers.push(server);
    const { record } = await server.createKey({
      name: 'Kitchen tablet',
      role: 'operator',
      permissions: ['risk:access', 'approve:access'],
    });
    const principal = await server.keys.principal(record.id);
    if (principal === undefined) throw new RangeError('the key lets nobody in');
    return { server, principal };
  }

  function open(
    server: McpAuth,
    principal: Principal,
    more: { readonly effects?: readonly string[]; readonly waitMs?: number } = {},
  ): Promise<ConsentAnswer> {
    return server.consents.ask({
      principal,
      kind: 'approve',
      tool: 'loxone_control_access',
      args: { target: 'Front Door', action: 'open' },
      effects: ['open Front Door [Hall]'],
      reason: 'policy',
      risk: 'access',
      context: {},
      ...more,
    });
  }

  async function requested(server: McpAuth, principal: Principal): Promise<string> {
    const answer = await open(server, principal);
    if (answer.given || answer.approvalId === undefined) throw new RangeError('nothing is asked');
    return answer.approvalId;
  }

  it('has nothing to show, and makes nothing, where there are no keys', async () => {
    for (const argv of [['approvals'], ['approvals', 'list']]) {
      expect(await cli.run(...argv)).toEqual({ code: 0, out: '', err: 'No requests.\n' });
    }
    for (const list of [['approvals', 'list'], ['approvals']]) {
      expect((await cli.run(...list, '--format', 'json')).out).toBe('[]\n');
    }
    expect(existsSync(join(cli.home, '.config'))).toBe(false);
  });

  it('shows who asks, since when, and what exactly would happen', async () => {
    const { server, principal } = await serving();
    const id = await requested(server, principal);
    const { code, out } = await cli.run('approvals');
    expect(code).toBe(0);
    expect(out).toContain(`${id}  waits, for `);
    expect(out).toMatch(
      /asked by Kitchen tablet \(lmcp_operator_001, operator\), \d+ (s|min|h) ago/,
    );
    expect(out).toContain('with loxone_control_access (access):\n    - open Front Door [Hall]\n');
    expect(statSync(directory()).mode & 0o777).toBe(0o700);
  });

  it('gives scripts all of it, without what the approval is bound to', async () => {
    const { server, principal } = await serving();
    const id = await requested(server, principal);
    const { out } = await cli.run('approvals', 'list', '--format', 'json');
    expect(JSON.parse(out)).toEqual([
      {
        id,
        state: 'pending',
        requester: {
          id: 'lmcp_operator_001',
          kind: 'key',
          name: 'Kitchen tablet',
          role: 'operator',
        },
        tool: 'loxone_control_access',
        risk: 'access',
        effects: ['open Front Door [Hall]'],
        requested_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        expires_at: expect.stringMatching(/Z$/),
        decided: null,
        usable_until: null,
        used_at: null,
      },
    ]);
  });

  it('approves: the same call happens once, and the trail names the owner', async () => {
    const { server, principal } = await serving();
    const id = await requested(server, principal);
    const approved = await cli.run('approvals', 'approve', ` ${id.toUpperCase()} `);
    expect(approved.code).toBe(0);
    expect(approved.out).toContain(`${id}  approved by cli:tester`);
    expect(approved.out).toContain('- open Front Door [Hall]');
    expect(await open(server, principal)).toEqual({ given: true });
    expect(await open(server, principal)).toMatchObject({ code: 'approval_pending' });
    expect((await cli.run('approvals')).out).toMatch(/approved by cli:tester, .* ago, and done\n/);
    const trail = await server.getAuditLog({ target: 'tool:loxone_control_access' });
    expect(trail.map(({ type, actor }) => `${type} ${actor.id}`)).toEqual([
      'approval.requested lmcp_operator_001',
      'approval.granted cli:tester',
      'approval.used lmcp_operator_001',
      'approval.requested lmcp_operator_001',
    ]);
  });

  it('answers a call that waits', async () => {
    const { server, principal } = await serving();
    const id = await requested(server, principal);
    const waiting = open(server, principal, { waitMs: 20_000 });
    await cli.run('approvals', 'approve', id);
    expect(await waiting).toEqual({ given: true });
  });

  it('refuses, with the reason', async () => {
    const { server, principal } = await serving();
    const id = await requested(server, principal);
    const refused = await cli.run('approvals', 'refuse', id, '--why', 'nobody is at home');
    expect(refused.out).toMatch(/refused by cli:tester, .* ago: nobody is at home/);
    expect(await open(server, principal)).toMatchObject({ code: 'approval_refused' });
    const [record] = await server.getAuditLog({ types: ['approval.refused'] });
    expect(record).toMatchObject({
      actor: { id: 'cli:tester' },
      details: { approval: id, requester: 'lmcp_operator_001', why: 'nobody is at home' },
    });
  });

  it('says what is wrong with an id, and with a second answer', async () => {
    const { server, principal } = await serving();
    const id = await requested(server, principal);
    for (const wrong of ['zzzzzzzzzz', '../keys', '\u001b[2J']) {
      const result = await cli.run('approvals', 'approve', wrong);
      expect(result).toMatchObject({ code: 2, out: '' });
      expect(result.err).toMatch(/^There is no request/);
      expect(result.err).not.toContain('\u001b');
    }
    await cli.run('approvals', 'approve', id);
    const again = await cli.run('approvals', 'refuse', id);
    expect(again).toMatchObject({ code: 2, out: '', err: `Request ${id} is approved already.\n` });
    expect((await cli.run('approvals', 'approve')).code).toBe(2);
    expect((await cli.run('approvals', 'aprove', id)).code).toBe(2);
  });

  it('approves nothing for a key that was changed since', async () => {
    const { server, principal } = await serving();
    const id = await requested(server, principal);
    await server.revokeKey(principal.id);
    const result = await cli.run('approvals', 'approve', id);
    expect(result.code).toBe(2);
    expect(result.err).toMatch(/changed or ended|expired/);
    expect(await open(server, principal)).toMatchObject({ given: false });
  });

  it('prints nothing that could drive a terminal', async () => {
    const { server, principal } = await serving();
    const answer = await open(server, principal, { effects: ['open \u001b[31mdoor\u202e\nfine'] });
    expect(answer.given).toBe(false);
    const { out } = await cli.run('approvals');
    for (const mark of ['\u001b', '\u202e']) expect(out).not.toContain(mark);
    expect(out.split('\n').filter((line) => line.includes('fine'))).toHaveLength(1);
  });

  it('leaves one file for each step, and nothing else', async () => {
    const { server, principal } = await serving();
    const id = await requested(server, principal);
    await cli.run('approvals', 'approve', id);
    await open(server, principal);
    expect(readdirSync(directory()).sort()).toEqual([
      `${id}.end.json`,
      `${id}.request.json`,
      `${id}.verdict.json`,
    ]);
  });
});
