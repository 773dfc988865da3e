import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Principal } from '@gatehouse/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMcpAuth, type McpAuth, type McpAuthOptions } from '../../src/index.js';
import { type TemporaryHome, temporaryHome } from '../support/temporary-home.js';

let home: TemporaryHome;
let opened: McpAuth[];

beforeEach(async () => {
  home = await temporaryHome();
  opened = [];
});

afterEach(async () => {
  for (const auth of opened) await auth.close();
  await home.remove();
});

async function open(options: Partial<McpAuthOptions> = {}): Promise<McpAuth> {
  const auth = await createMcpAuth({ app: 'notes', env: home.env, ...options });
  opened.push(auth);
  return auth;
}

async function keyOf(auth: McpAuth, permissions: readonly string[]): Promise<Principal> {
  const { record } = await auth.createKey({ name: 'k', role: 'admin', permissions });
  const principal = await auth.keys.principal(record.id);
  if (principal === undefined) throw new RangeError('the key lets nobody in');
  return principal;
}

const act = (risk: 'read' | 'control' | 'access' | 'raw') =>
  ({ kind: 'tool', name: 'x', risk }) as const;

const question = (principal: Principal) =>
  ({
    principal,
    kind: 'approve',
    tool: 'x',
    args: { a: 1 },
    effects: ['do x'],
    reason: 'policy',
    risk: 'control',
    context: {},
  }) as const;

describe('createMcpAuth', () => {
  it('asks for what the level says, the host says, and the key says, the last one first', async () => {
    const auth = await open({ consent: { raw: 'approve', control: 'confirm' } });
    const consents = async (permissions: readonly string[]) => {
      const principal = await keyOf(auth, permissions);
      return (['read', 'control', 'access', 'raw'] as const).map((risk) => {
        const decision = auth.authorize(principal, act(risk));
        return decision.allow ? (decision.consent ?? 'allow') : decision.reason;
      });
    };
    expect(await consents([])).toEqual(['allow', 'confirm', 'confirm', 'approve']);
    expect(await consents(['allow:access', 'confirm:raw', 'approve:read'])).toEqual([
      'approve',
      'confirm',
      'allow',
      'confirm',
    ]);
    const lax = await open({ consent: { access: 'allow' }, configDir: join(home.path, 'lax') });
    const principal = await keyOf(lax, []);
    expect(lax.authorize(principal, act('access'))).toEqual({ allow: true });
  });

  it('reports a shadow policy that would ask otherwise, with what it does not set as it is', async () => {
    const auth = await open({
      consent: { raw: 'approve' },
      shadow: { consent: { control: 'approve' } },
    });
    const principal = await keyOf(auth, []);
    for (const risk of ['read', 'control', 'access', 'raw'] as const) {
      auth.authorize(principal, act(risk));
    }
    const trail = await auth.getAuditLog({ types: ['decision.shadow'] });
    expect(trail.map(({ reason, details }) => `${reason} ${details?.risk}`)).toEqual([
      'would-approve control',
    ]);
  });

  it('keeps nobody from asking who must, by a key that they make themselves', async () => {
    const auth = await open();
    const bound = await keyOf(auth, ['approve:control']);
    const actor = { id: bound.id, principal: bound };
    for (const permissions of [[], ['allow:control'], ['confirm:control']]) {
      await expect(
        auth.createKey({ name: 'n', role: 'operator', permissions }, actor),
      ).rejects.toThrow(/control of the holder is bound by "approve"/);
    }
    const permissions = ['approve:control'];
    const { record } = await auth.createKey({ name: 'n', role: 'operator', permissions }, actor);
    await expect(auth.keys.update(record.id, { permissions: null }, actor)).rejects.toThrow(
      /bound by "approve"/,
    );
    await expect(auth.keys.update(bound.id, { permissions: null }, actor)).rejects.toThrow(
      /bound by "approve"/,
    );
  });

  it('shares the queue between servers, and the owner answers at either', async () => {
    const server = await open();
    const other = await open();
    const principal = await keyOf(server, []);
    const first = await server.consents.ask(question(principal));
    const [listed] = await other.approvals.list();
    expect(first).toMatchObject({ code: 'approval_pending', approvalId: listed?.id });
    expect(await readdir(join(home.path, '.config', 'notes', 'approvals'))).toEqual([
      `${listed?.id}.request.json`,
    ]);
    await other.approvals.approve(listed?.id ?? '', { id: 'cli:anna' });
    const answers = await Promise.all(
      [server, other].map((auth) => auth.consents.ask(question(principal))),
    );
    expect(answers.filter(({ given }) => given)).toHaveLength(1);
  });

  it('ends what a key has asked for as soon as it is revoked', async () => {
    const auth = await open({ store: 'memory' });
    await keyOf(auth, []);
    const principal = await keyOf(auth, []);
    const answer = await auth.consents.ask(question(principal));
    const id = answer.given ? '' : (answer.approvalId ?? '');
    const ended = new Promise<void>((resolve) => {
      auth.approvals.onChange(resolve);
    });
    await auth.revokeKey(principal.id);
    await ended;
    expect(await auth.approvals.list()).toMatchObject([{ id, state: 'expired' }]);
    expect(await auth.approvals.approve(id, { id: 'cli:anna' })).toMatchObject({ ok: false });
  });

  it('writes nothing where everything is in memory, unless the queue is asked for', async () => {
    const fleeting = await open({ store: 'memory' });
    const principal = await keyOf(fleeting, []);
    await fleeting.consents.ask(question(principal));
    expect(await home.hashes()).toEqual({});
    const stdio = await open({ store: 'memory', approvals: 'file' });
    await stdio.consents.ask(question(await keyOf(stdio, [])));
    expect(Object.keys(await home.hashes())).toEqual([
      expect.stringMatching(/^\.config\/notes\/approvals\/[0-9a-z]{10}\.request\.json$/),
    ]);
  });

  it('gives answers of the guard no way to decide: it holds no approvals', async () => {
    const auth = await open({ store: 'memory' });
    expect(Object.keys(auth.consents)).toEqual(['ask']);
  });
});
