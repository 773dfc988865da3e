import type { AuditEvent } from '@gatehouse/core';
import { createFakeClock, createRecordingLogger, testPrincipal } from '@gatehouse/mcp-auth-testing';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type AuthRequest,
  createMcpAuth,
  type McpAuth,
  type McpAuthOptions,
} from '../../src/index.js';
import { connectClient } from '../support/connect.js';
import { createNotesServer } from '../support/notes-server.js';

const HOME = '192.0.2.1';
const RULES = {
  tools: { list_notes: 'read', add_note: 'control', open_vault: 'access', wipe: 'admin' },
} as const;
let opened: McpAuth[];

beforeEach(() => {
  opened = [];
});
afterEach(async () => {
  for (const auth of opened) await auth.close();
});

async function open(options: Partial<McpAuthOptions> = {}): Promise<McpAuth> {
  const auth = await createMcpAuth({ app: 'notes', store: 'memory', ...options });
  opened.push(auth);
  return auth;
}

describe('the acts under their old names', () => {
  it('make, list, limit and revoke keys, and the trail has them all', async () => {
    const auth = await open();
    const { record, key } = await auth.createKey({ name: 'laptop', role: 'operator' });
    await auth.createKey({ name: 'boss', role: 'admin' }, { id: 'setup' });
    expect((await auth.listKeys()).map(({ id }) => id)).toEqual([
      'mcp_operator_001',
      'mcp_admin_001',
    ]);
    expect(await auth.validateRequest({ apiKey: key, address: HOME })).toMatchObject({
      valid: true,
      principal: { id: record.id },
    });
    await auth.updateKeyWhitelist(record.id, ['198.51.100.0/24']);
    expect(await auth.validateRequest({ apiKey: key, address: HOME })).toEqual({
      valid: false,
      status: 401,
      reason: 'invalid',
    });
    await auth.updateKeyWhitelist(record.id, []);
    await auth.revokeKey(record.id, 'lost', { id: 'boss' });
    expect(await auth.validateRequest({ apiKey: key, address: HOME })).toMatchObject({
      valid: false,
    });
    const trail = await auth.getAuditLog({ target: record.id });
    expect(trail.map(({ type, actor }) => [type, actor.id])).toEqual(
      expect.arrayContaining([
        ['key.created', 'local'],
        ['key.updated', 'local'],
        ['auth.refused', 'anonymous'],
        ['key.revoked', 'boss'],
      ]),
    );
    expect(await auth.audit.verify()).toMatchObject({ ok: true });
    expect(JSON.stringify(await auth.getAuditLog())).not.toContain(key.slice(-49));
  });

  it('show who is locked out, and let them in again', async () => {
    const auth = await open({ rateLimit: { maxFailedAttempts: 1 } });
    const { record, key } = await auth.createKey({ name: 'k', role: 'monitor' });
    const wrong = (await (await open()).createKey({ name: 'k', role: 'monitor' })).key;
    await auth.authenticate(wrong, { address: HOME });
    expect(await auth.authenticate(key, { address: HOME })).toMatchObject({ status: 429 });
    const [lock, ...more] = await auth.lockouts.list();
    expect(more).toEqual([]);
    expect(lock?.bucket).toContain(record.id);
    expect(await auth.lockouts.unlock(lock?.bucket ?? '', { id: 'boss', address: HOME })).toBe(
      true,
    );
    expect(await auth.lockouts.unlock('nobody')).toBe(false);
    expect(await auth.authenticate(key, { address: HOME })).toMatchObject({ ok: true });
    expect(await auth.getAuditLog({ types: ['auth.unlocked'] })).toMatchObject([
      { actor: { id: 'boss' }, address: HOME },
    ]);
  });

  it('count who uses a key, from where', async () => {
    const auth = await open();
    const { record, key } = await auth.createKey({ name: 'k', role: 'monitor' });
    for (let at = 0; at < 3; at += 1) await auth.authenticate(key, { address: HOME });
    expect(await auth.keys.usage(record.id)).toMatchObject({ uses: 3, lastAddress: HOME });
  });

  it('let nobody grant more than they hold', async () => {
    const auth = await open();
    const principal = testPrincipal('operator');
    await expect(
      auth.createKey({ name: 'k', role: 'admin' }, { id: 'o', principal }),
    ).rejects.toMatchObject({ code: 'ERR_MCPAUTH_KEY_REFUSED', details: { rule: 'grant' } });
  });
});

describe('validateRequest', () => {
  const wipe = { kind: 'tool', name: 'wipe', risk: 'admin' } as const;

  it('reads the key where clients put it', async () => {
    const auth = await open();
    const { key } = await auth.createKey({ name: 'k', role: 'monitor' });
    const bearer = `Bearer ${key}`;
    const good: AuthRequest['headers'][] = [
      { authorization: bearer },
      { Authorization: bearer },
      { 'x-api-key': key },
      { 'X-API-Key': [key] },
      { authorization: bearer, 'x-api-key': key },
      new Headers({ Authorization: bearer }),
    ];
    for (const headers of good) {
      expect(await auth.validateRequest({ headers, address: HOME })).toMatchObject({ valid: true });
    }
    const bad: readonly [AuthRequest['headers'], number][] = [
      [{}, 401],
      [undefined, 401],
      [{ authorization: [bearer, bearer] }, 400],
      [{ authorization: bearer, 'x-api-key': `${key}x` }, 400],
      [{ authorization: 'Bearer ' }, 400],
      [{ authorization: key }, 401],
    ];
    for (const [headers, status] of bad) {
      expect(await auth.validateRequest({ headers, address: '192.0.2.7' })).toMatchObject({
        valid: false,
        status,
      });
    }
  });

  it('decides about an action as well', async () => {
    const auth = await open();
    const { key } = await auth.createKey({ name: 'k', role: 'monitor' });
    expect(await auth.validateRequest({ apiKey: key, action: wipe, address: HOME })).toMatchObject({
      valid: false,
      status: 403,
      reason: 'denied',
      principal: { role: 'monitor' },
      decision: { allow: false, reason: 'role' },
    });
    const action = { ...wipe, risk: 'read' } as const;
    expect(await auth.validateRequest({ apiKey: key, action })).toMatchObject({ valid: true });
    const boss = await auth.createKey({ name: 'b', role: 'admin' });
    const access = { ...wipe, risk: 'access' } as const;
    expect(await auth.validateRequest({ apiKey: boss.key, action: access })).toMatchObject({
      valid: true,
      consent: 'confirm',
    });
  });

  it('answers whatever headers come', async () => {
    const auth = await open();
    const headers = fc.dictionary(
      fc.oneof(fc.constantFrom('authorization', 'x-api-key', 'Authorization'), fc.string()),
      fc.oneof(fc.string({ unit: 'binary-ascii' }), fc.array(fc.string()), fc.constant(undefined)),
    );
    await fc.assert(
      fc.asyncProperty(headers, async (given) => {
        expect(await auth.validateRequest({ headers: given })).toMatchObject({ valid: false });
      }),
      { numRuns: 40 },
    );
  });
});

describe('guard', () => {
  it('puts roles and permissions in front of a server, in one call', async () => {
    const auth = await open();
    const ran: string[] = [];
    const server = createNotesServer(ran);
    auth.guard(server, { rules: RULES, principal: testPrincipal('operator', { kind: 'stdio' }) });
    const client = await connectClient(server);
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(['list_notes', 'add_note']);
    await client.callTool({ name: 'add_note', arguments: { text: 'x' } });
    expect(await client.callTool({ name: 'wipe' })).toMatchObject({ isError: true });
    expect(await client.callTool({ name: 'forgotten' })).toMatchObject({ isError: true });
    expect(ran).toEqual(['add_note']);
    const trail = await auth.getAuditLog();
    expect(
      trail
        .filter(({ type }) => type.startsWith('decision.'))
        .map(({ type, target, reason }) => [type, target, reason]),
    ).toEqual([
      ['decision.allowed', 'tool:add_note', undefined],
      ['decision.denied', 'tool:wipe', 'role'],
      ['decision.denied', 'the tool "forgotten"', 'no-rule'],
    ]);
  });

  it('looks at a key anew for each request, also where it stands for the whole server', async () => {
    const auth = await open();
    const { record, key } = await auth.createKey({ name: 'k', role: 'monitor' });
    const answer = await auth.authenticate(key, { transport: 'stdio' });
    if (!answer.ok) throw new RangeError('not let in');
    const server = createNotesServer([]);
    auth.guard(server, { rules: RULES, principal: answer.principal });
    const client = await connectClient(server);
    expect((await client.callTool({ name: 'list_notes' })).isError).toBeUndefined();
    await auth.revokeKey(record.id);
    expect(await client.callTool({ name: 'list_notes' })).toMatchObject({ isError: true });
    await expect(client.listTools()).rejects.toThrow(/no valid key/);
  });

  it('lets a person confirm what opens a door, and the trail says so', async () => {
    const auth = await open();
    const ran: string[] = [];
    const server = createNotesServer(ran);
    auth.guard(server, { rules: RULES, principal: testPrincipal('admin', { kind: 'stdio' }) });
    const [clientSide, serverSide] = InMemoryTransport.createLinkedPair();
    const client = new Client(
      { name: 't', version: '1' },
      { capabilities: { elicitation: { form: {} } } },
    );
    let confirm = false;
    client.setRequestHandler(ElicitRequestSchema, () => ({
      action: 'accept',
      content: { confirm },
    }));
    await server.connect(serverSide);
    await client.connect(clientSide);
    expect(await client.callTool({ name: 'open_vault' })).toMatchObject({ isError: true });
    confirm = true;
    await client.callTool({ name: 'open_vault' });
    expect(ran).toEqual(['open_vault']);
    const trail = await auth.getAuditLog({ target: 'tool:open_vault' });
    expect(
      trail.map(({ type, reason, details }) => reason ?? `${type} ${details?.confirmation}`),
    ).toEqual([
      'decision.allowed needed',
      'not-confirmed',
      'decision.allowed needed',
      'decision.allowed given',
    ]);
  });

  it('refuses what is no principal', async () => {
    const auth = await open();
    const principal = { id: 'x' } as unknown as ReturnType<typeof testPrincipal>;
    expect(() => auth.guard(createNotesServer([]), { principal })).toThrow(TypeError);
  });
});

describe('hooks', () => {
  it('hear of every event, with or without a trail', async () => {
    for (const audit of ['memory', false] as const) {
      const heard: AuditEvent[] = [];
      const auth = await open({ audit, onEvent: (event) => void heard.push(event) });
      const { key } = await auth.createKey({ name: 'k', role: 'monitor' });
      await auth.authenticate(key);
      await auth.authenticate('wrong');
      auth.audit.note({ type: 'config.changed', actor: { id: 'host' }, outcome: 'success' });
      expect(heard.map(({ type }) => type)).toEqual(
        expect.arrayContaining(['key.created', 'auth.accepted', 'auth.refused', 'config.changed']),
      );
      const written = await auth.getAuditLog({ types: ['key.created'] });
      expect(written).toHaveLength(audit === false ? 0 : 1);
    }
  });

  it('that throw change nothing', async () => {
    const logger = createRecordingLogger();
    const fail = (): never => {
      throw new RangeError('hook');
    };
    const auth = await open({ logger, onEvent: fail, onDecision: fail });
    const { key } = await auth.createKey({ name: 'k', role: 'monitor' });
    const action = { kind: 'tool', name: 'x', risk: 'read' } as const;
    expect(await auth.validateRequest({ apiKey: key, action })).toMatchObject({ valid: true });
    expect(logger.messages('error')).toContain('a hook failed');
  });
});

describe('shadow', () => {
  it('tells where a policy that is tried out would answer differently', async () => {
    const auth = await open({ shadow: { explicitAccess: true } });
    const { key } = await auth.createKey({ name: 'k', role: 'admin' });
    const action = { kind: 'tool', name: 'open', risk: 'access' } as const;
    expect(await auth.validateRequest({ apiKey: key, action })).toMatchObject({ valid: true });
    expect(await auth.getAuditLog({ types: ['decision.shadow'] })).toMatchObject([
      { target: 'tool:open', actor: { role: 'admin' } },
    ]);
  });
});

describe('close', () => {
  it('writes what was only counted', async () => {
    const clock = createFakeClock();
    const heard: AuditEvent[] = [];
    const auth = await createMcpAuth({
      app: 'notes',
      store: 'memory',
      clock,
      onEvent: (event) => void heard.push(event),
    });
    for (let at = 0; at < 3; at += 1) await auth.authenticate('wrong');
    await auth.close();
    expect(heard.filter(({ type }) => type === 'auth.refused')).toMatchObject([
      { reason: 'malformed' },
      { reason: 'malformed', details: { count: 2 } },
    ]);
  });
});
