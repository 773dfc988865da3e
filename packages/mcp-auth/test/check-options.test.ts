import { isMcpAuthError, silentLogger, systemClock, systemRandomBytes } from '@gatehouse/core';
import { createMemoryKeyStore } from '@gatehouse/keys';
import { testPrincipal } from '@gatehouse/mcp-auth-testing';
import { describe, expect, it } from 'vitest';
import { checkOptions, needsNoFiles } from '../src/check-options.js';
import type { McpAuthOptions } from '../src/options.js';

const ambient = { env: { HOME: '/home/u' }, platform: 'linux' } as const;
const KEY_ID = 'k'.repeat(22);

function problemsOf(options: unknown, around: Parameters<typeof checkOptions>[1] = ambient) {
  try {
    checkOptions(options as McpAuthOptions, around);
  } catch (error) {
    if (!isMcpAuthError(error) || error.code !== 'ERR_MCPAUTH_CONFIG_INVALID') throw error;
    for (const problem of error.details.problems) expect(error.message).toContain(problem);
    return error.details.problems;
  }
  return [];
}

describe('checkOptions', () => {
  it('needs a name and nothing else', () => {
    expect(checkOptions({ app: 'notes' }, ambient)).toEqual({
      prefix: 'mcp',
      store: 'file',
      env: ambient.env,
      keyStorePath: '/home/u/.config/notes/keys.toml',
      masterKeyPath: '/home/u/.config/notes/master.key',
      masterKey: undefined,
      masterKeyEnv: ['MCP_AUTH_MASTER_KEY', 'PULSEENGINE_MCP_MASTER_KEY'],
      sealed: [],
      authorizer: expect.objectContaining({ authorize: expect.any(Function) }),
      clock: systemClock,
      random: systemRandomBytes,
      logger: silentLogger,
    });
  });

  it('prefers what it is given', () => {
    const env = { XDG_CONFIG_HOME: '/x' };
    expect(checkOptions({ app: 'notes', env }, ambient).keyStorePath).toBe('/x/notes/keys.toml');
    expect(
      checkOptions({ app: 'notes', configDir: '/etc/n', keyStorePath: '/var/k.toml' }, ambient),
    ).toMatchObject({ keyStorePath: '/var/k.toml', masterKeyPath: '/etc/n/master.key' });
  });

  it('makes relative paths absolute, so that messages say where a file is', () => {
    const { keyStorePath } = checkOptions({ app: 'notes', keyStorePath: 'k.toml' }, ambient);
    expect(keyStorePath).toMatch(/^\/.*\/k\.toml$/);
  });

  it('reports all problems at once, and no value that may be a secret', () => {
    const secret = 'c2VjcmV0';
    const problems = problemsOf({
      app: '../notes',
      prefix: 'My Keys',
      store: secret,
      configDir: '',
      keyStorePath: '/k\0',
      masterKey: { secret },
      masterKeyEnv: ['A=B'],
      sealed: [{ keyId: secret, where: 'x' }, undefined, { keyId: KEY_ID, where: 'fine' }],
      stroe: 'memory',
    });
    expect(problems.map((problem) => problem.split(':')[0])).toEqual([
      'stroe',
      'app',
      'prefix',
      'store',
      'configDir',
      'keyStorePath',
      'masterKey',
      'masterKeyEnv',
      'sealed[0]',
      'sealed[1]',
      'keyStorePath',
    ]);
    expect(problems.join()).not.toContain(secret);
  });

  it.each(['', '.', '..', '.hidden', 'a/b', 'a\\b', 'a b', 'ä', 'x'.repeat(65), 7, undefined])(
    'takes %j for no app',
    (app) => {
      expect(problemsOf({ app })).toHaveLength(1);
    },
  );

  it.each(['notes', 'my-server', 'My.Server_2', 'a'])('takes %j for an app', (app) => {
    expect(problemsOf({ app })).toEqual([]);
  });

  it.each<object>([
    { sealed: 'x' },
    { sealed: [{ keyId: KEY_ID }] },
    { store: {} },
    { store: null },
    { constructor: 1 },
  ])('refuses %j', (options) => {
    expect(problemsOf({ app: 'notes', ...options })).toHaveLength(1);
  });

  it('asks for a directory only when something is kept', () => {
    const nowhere = { env: {}, platform: 'linux' } as const;
    const sealed = [{ keyId: KEY_ID, where: 'tokens.json' }];
    expect(problemsOf({ app: 'notes' }, nowhere)).toEqual([expect.stringMatching(/^configDir: /)]);
    expect(problemsOf({ app: 'notes', store: 'memory' }, nowhere)).toEqual([]);
    expect(problemsOf({ app: 'notes', store: createMemoryKeyStore() }, nowhere)).toEqual([]);
    expect(problemsOf({ app: 'notes', store: 'memory', sealed }, nowhere)).toHaveLength(1);
    expect(problemsOf({ app: 'notes', configDir: '/n' }, nowhere)).toEqual([]);
  });

  it('knows the roles of the host, and reports those that cannot be', () => {
    const roles = { guest: { permissions: ['tool:list_notes'] } };
    const { authorizer } = checkOptions({ app: 'notes', roles }, ambient);
    const guest = testPrincipal('custom', { role: 'guest' });
    const action = { kind: 'tool', name: 'list_notes', risk: 'read' } as const;
    expect(authorizer.authorize(guest, action)).toEqual({ allow: true });
    expect(authorizer.authorize(guest, { ...action, name: 'other' }).allow).toBe(false);
    for (const bad of [
      { admin: roles.guest },
      { 'No Slug': roles.guest },
      { guest: { permissions: ['x:y'] } },
    ]) {
      expect(problemsOf({ app: 'notes', roles: bad })).toEqual([
        expect.stringMatching(/^roles: ?/),
      ]);
    }
  });

  it('refuses a path that would not be used', () => {
    expect(problemsOf({ app: 'notes', store: 'memory', keyStorePath: '/k' })).toEqual([
      "keyStorePath: has a meaning only with store: 'file'",
    ]);
  });
});

describe('needsNoFiles', () => {
  it('is true only of what ends with the process', () => {
    expect(needsNoFiles({ store: 'memory' })).toBe(true);
    expect(needsNoFiles({ store: createMemoryKeyStore() })).toBe(true);
    expect(needsNoFiles({ store: 'file' })).toBe(false);
    expect(needsNoFiles({})).toBe(false);
    expect(needsNoFiles({ store: 'memory', masterKey: 'x' })).toBe(false);
    expect(needsNoFiles({ store: 'memory', sealed: [{ keyId: KEY_ID, where: 'x' }] })).toBe(false);
  });
});
