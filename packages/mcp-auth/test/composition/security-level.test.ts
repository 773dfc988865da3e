import type { Action, Risk } from '@gatehouse/core';
import { createRecordingLogger } from '@gatehouse/mcp-auth-testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createGate } from '../../src/http/gate.js';
import type { GateOptions } from '../../src/http/gate-options.js';
import {
  type Binding,
  createMcpAuth,
  type McpAuth,
  type McpAuthOptions,
  type SecurityLevel,
} from '../../src/index.js';
import { connectClient } from '../support/connect.js';
import { failingTrail } from '../support/failing-trail.js';
import { createNotesServer, NOTES_RULES } from '../support/notes-server.js';

const actor = { id: 'test' };
const DAY = 86_400_000;
const HERE = { address: '127.0.0.1' };
let logger = createRecordingLogger();
let opened: McpAuth[];

beforeEach(() => {
  logger = createRecordingLogger();
  opened = [];
});
afterEach(async () => {
  for (const auth of opened) await auth.close().catch(() => undefined);
});

async function open(
  securityLevel: SecurityLevel,
  options: Partial<McpAuthOptions> = {},
): Promise<McpAuth> {
  const auth = await createMcpAuth({
    app: 'notes',
    store: 'memory',
    securityLevel,
    logger,
    ...options,
  });
  opened.push(auth);
  return auth;
}

function act(risk: Risk): Action {
  return { kind: 'tool', name: 'a_tool', risk };
}

async function adminOf(auth: McpAuth, permissions: readonly string[] = []) {
  const request = { name: 'a', role: 'admin', ...(permissions.length > 0 ? { permissions } : {}) };
  const { key } = await auth.createKey(request, actor);
  const answer = await auth.authenticate(key, HERE);
  if (!answer.ok) throw new RangeError('the admin was not let in');
  return { key, principal: answer.principal };
}

describe('credential needed', () => {
  it('development: no, a local caller acts as a named development admin', async () => {
    const auth = await open('development');
    expect(await auth.authenticate(undefined, HERE)).toMatchObject({
      ok: true,
      principal: { id: 'development', role: 'admin' },
    });
    expect(await auth.authenticate(undefined, { address: '192.0.2.1' })).toMatchObject({
      status: 401,
    });
    expect(await auth.authenticate('wrong', HERE)).toMatchObject({ status: 401 });
  });

  it.each(['staging', 'production'] as const)('%s: always', async (level) => {
    const auth = await open(level);
    expect(await auth.authenticate(undefined, HERE)).toMatchObject({ status: 401 });
    for (const more of [{ enabled: false }, { requireApiKey: false }]) {
      await expect(open(level, more)).rejects.toMatchObject({ code: 'ERR_MCPAUTH_CONFIG_INVALID' });
    }
  });

  it('development: as the host says, if it says so', async () => {
    const open_ = await open('development', { requireApiKey: false });
    expect(await open_.authenticate(undefined, HERE)).toMatchObject({
      principal: { id: 'anonymous', role: 'monitor' },
    });
    const off = await open('development', { enabled: false, defaultRole: 'operator' });
    expect(await off.authenticate('wrong', HERE)).toMatchObject({
      principal: { id: 'anonymous', role: 'operator' },
    });
    const strict = await open('development', { requireApiKey: true });
    expect(await strict.authenticate(undefined, HERE)).toMatchObject({ status: 401 });
  });
});

describe('plain HTTP off loopback', () => {
  const plain: Binding = { host: '192.0.2.1', tls: false, trustedProxy: false };
  const far = { remoteAddress: '192.0.2.7', encrypted: false };

  /** The status with which a request without TLS from another machine is answered. */
  async function statusFor(auth: McpAuth, options: Partial<GateOptions> = {}): Promise<number> {
    const { key } = await adminOf(auth);
    const gate = createGate(auth, { allowedHosts: ['home.example'], logger, ...options });
    const headers = [
      ['Host', 'home.example'],
      ['Authorization', `Bearer ${key}`],
    ] as const;
    const admission = await gate(() => ({ method: 'POST', target: '/mcp', headers, ...far }));
    return admission.ok ? 200 : admission.status;
  }

  it('development: refused', async () => {
    for (const more of [{}, { tls: true }, { trustedProxy: true }]) {
      await expect(open('development', { binding: { ...plain, ...more } })).rejects.toMatchObject({
        code: 'ERR_MCPAUTH_CONFIG_INVALID',
      });
    }
    expect(await statusFor(await open('development'))).toBe(403);
  });

  it('staging: warns', async () => {
    const auth = await open('staging', { binding: plain });
    expect(logger.messages('warn').join()).toContain('Keys travel unencrypted');
    logger.clear();
    expect(await statusFor(auth)).toBe(200);
    expect(logger.messages('warn')).toHaveLength(1);
  });

  it('production: refused, unless a trusted proxy is named', async () => {
    await expect(open('production', { binding: plain })).rejects.toMatchObject({
      code: 'ERR_MCPAUTH_CONFIG_INVALID',
    });
    const auth = await open('production', { binding: { ...plain, trustedProxy: true } });
    expect(await statusFor(auth)).toBe(403);
    expect(await statusFor(auth, { trustedProxies: ['192.0.2.8'] })).toBe(403);
    expect(await statusFor(auth, { trustedProxies: [far.remoteAddress] })).toBe(200);
  });
});

describe('expiry of non-admin keys', () => {
  const monitor = { name: 'm', role: 'monitor' };
  const tooLong = (auth: McpAuth) =>
    auth.createKey({ ...monitor, expiresAt: Date.now() + 400 * DAY }, actor);

  it('development: optional', async () => {
    const auth = await open('development');
    await auth.createKey(monitor, actor);
    await tooLong(auth);
    expect(logger.messages('warn')).toEqual([]);
  });

  it('staging: warns over 365 days', async () => {
    const auth = await open('staging');
    await auth.createKey({ ...monitor, expiresAt: Date.now() + 300 * DAY }, actor);
    expect(logger.messages('warn')).toEqual([]);
    await tooLong(auth);
    await auth.createKey(monitor, actor);
    expect(logger.messages('warn')).toHaveLength(2);
  });

  it('production: required, at most 365 days', async () => {
    const auth = await open('production');
    await expect(tooLong(auth)).rejects.toThrow(RangeError);
    await expect(auth.createKey(monitor, actor)).rejects.toThrow(/expiresAt/);
    await auth.createKey({ ...monitor, expiresAt: Date.now() + 300 * DAY }, actor);
    await auth.createKey({ name: 'a', role: 'admin' }, actor);
  });
});

describe('request limits', () => {
  it.each([
    ['development', '×10', 50],
    ['staging', 'as set', 5],
    ['production', 'as set', 5],
  ] as const)('%s: %s', async (level, _, admitted) => {
    const auth = await open(level, { rateLimit: { maxRequestsPerMinute: 5 } });
    const { key } = await adminOf(auth);
    let count = 1;
    while ((await auth.authenticate(key, HERE)).ok) count += 1;
    expect(count).toBe(admitted);
  });
});

describe('access actions', () => {
  it.each(['development', 'staging'] as const)('%s: confirmation', async (level) => {
    const auth = await open(level);
    const { principal } = await adminOf(auth);
    expect(auth.authorize(principal, act('access'))).toEqual({ allow: true, consent: 'confirm' });
    expect(await auth.decide(principal, act('access'))).toEqual({
      allow: true,
      consent: 'confirm',
    });
    expect(auth.authorize(principal, act('control'))).toEqual({ allow: true });
  });

  it('production: confirmation and explicit grant', async () => {
    const auth = await open('production');
    const { principal } = await adminOf(auth);
    expect(auth.authorize(principal, act('access'))).toMatchObject({ reason: 'needs-grant' });
    const granted = await adminOf(auth, ['risk:access']);
    expect(auth.authorize(granted.principal, act('access'))).toEqual({
      allow: true,
      consent: 'confirm',
    });
  });
});

describe('audit cannot be written', () => {
  async function withFullDisk(level: SecurityLevel) {
    const trail = failingTrail();
    const auth = await open(level, { audit: trail.storage, store: 'memory' });
    const { key, principal } = await adminOf(auth);
    trail.fill();
    await auth.audit.flush().catch(() => undefined);
    auth.audit.note({ type: 'config.changed', actor, outcome: 'success' });
    await auth.audit.flush().catch(() => undefined);
    return { auth, key, principal, trail };
  }

  it('development: goes on, warns', async () => {
    const { auth, key, principal } = await withFullDisk('development');
    expect(await auth.authenticate(key, HERE)).toMatchObject({ ok: true });
    expect(await auth.decide(principal, act('admin'))).toEqual({ allow: true });
    await auth.createKey({ name: 'n', role: 'monitor' }, actor);
    expect(logger.messages('warn')).toContain('an event is not in the audit trail');
  });

  it('staging: refuses writes', async () => {
    const { auth, key, principal } = await withFullDisk('staging');
    expect(await auth.authenticate(key, HERE)).toMatchObject({ ok: true });
    expect(await auth.decide(principal, act('read'))).toEqual({ allow: true });
    expect(await auth.decide(principal, act('control'))).toMatchObject({
      reason: 'audit-unavailable',
    });
    await expect(auth.createKey({ name: 'n', role: 'monitor' }, actor)).rejects.toMatchObject({
      code: 'ERR_MCPAUTH_AUDIT_UNAVAILABLE',
    });
  });

  it('production: refuses everything', async () => {
    const { auth, key, principal } = await withFullDisk('production');
    expect(await auth.authenticate(key, HERE)).toMatchObject({ status: 503 });
    expect(await auth.decide(principal, act('read'))).toMatchObject({
      reason: 'audit-unavailable',
    });
    await expect(auth.createKey({ name: 'a', role: 'admin' }, actor)).rejects.toMatchObject({
      code: 'ERR_MCPAUTH_AUDIT_UNAVAILABLE',
    });
  });
});

describe('error detail to clients', () => {
  async function failureOf(level: SecurityLevel): Promise<unknown> {
    const auth = await open(level);
    const server = createNotesServer([]);
    auth.guard(server, {
      rules: NOTES_RULES,
      principal: () => {
        throw new RangeError('the disk at /secret is gone');
      },
    });
    const client = await connectClient(server);
    return client.callTool({ name: 'list_notes' }).catch((error: unknown) => error);
  }

  it('development: full', async () => {
    expect(await failureOf('development')).toMatchObject({
      code: -32603,
      data: { code: 'RangeError', message: 'the disk at /secret is gone' },
    });
  });

  it.each(['staging', 'production'] as const)('%s: code and message', async (level) => {
    const failure = await failureOf(level);
    expect(failure).toMatchObject({ code: -32603 });
    expect(JSON.stringify(failure)).not.toContain('secret');
  });
});
