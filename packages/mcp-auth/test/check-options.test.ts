import { isMcpAuthError, silentLogger, systemClock, systemRandomBytes } from '@gatehouse/core';
import { createMemoryKeyStore } from '@gatehouse/keys';
import { createRecordingLogger } from '@gatehouse/mcp-auth-testing';
import { describe, expect, it } from 'vitest';
import { checkOptions } from '../src/check-options.js';
import { needsNoFiles } from '../src/file-locations.js';
import type { McpAuthOptions } from '../src/options.js';
import { securityPolicy } from '../src/security-level.js';

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
      policy: securityPolicy('staging'),
      noKey: { enabled: true, requireApiKey: undefined, defaultRole: 'monitor' },
      rateLimit: {
        maxRequestsPerMinute: 60,
        maxFailedAttempts: 5,
        lockoutDurationMinutes: 30,
        roles: {},
      },
      maxRequestBytes: 1024 * 1024,
      store: 'file',
      keysEnv: 'MCP_AUTH_API_KEYS',
      audit: 'file',
      usage: undefined,
      approvals: 'file',
      limits: undefined,
      env: ambient.env,
      files: {
        keyStore: '/home/u/.config/notes/keys.toml',
        masterKey: '/home/u/.config/notes/master.key',
        usage: '/home/u/.config/notes/usage.json',
        audit: '/home/u/.config/notes/audit.jsonl',
        approvals: '/home/u/.config/notes/approvals',
      },
      fleeting: false,
      masterKey: undefined,
      masterKeyEnv: ['MCP_AUTH_MASTER_KEY', 'PULSEENGINE_MCP_MASTER_KEY'],
      sealed: [],
      authorizer: { clock: systemClock },
      consent: undefined,
      shadow: undefined,
      onDecision: undefined,
      onEvent: undefined,
      clock: systemClock,
      random: systemRandomBytes,
      logger: silentLogger,
    });
  });

  it('prefers what it is given', () => {
    const env = { XDG_CONFIG_HOME: '/x' };
    expect(checkOptions({ app: 'notes', env }, ambient).files.keyStore).toBe('/x/notes/keys.toml');
    expect(
      checkOptions({ app: 'notes', configDir: '/etc/n', keyStorePath: '/var/k.toml' }, ambient),
    ).toMatchObject({ files: { keyStore: '/var/k.toml', masterKey: '/etc/n/master.key' } });
  });

  it('makes relative paths absolute, so that messages say where a file is', () => {
    const { files } = checkOptions({ app: 'notes', keyStorePath: 'k.toml' }, ambient);
    expect(files.keyStore).toMatch(/^\/.*\/k\.toml$/);
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
      enabled: secret,
      requireApiKey: 1,
      defaultRole: 'Some One',
      rateLimit: {
        maxRequestsPerMinute: 0,
        maxFailedAttempts: 1.5,
        perHour: 7,
        roles: { admin: -1 },
      },
      securityLevel: secret,
      binding: { host: '127.0.0.1' },
      maxRequestBytes: '1 MB',
      keysEnv: 'A B',
      audit: secret,
      usage: {},
      approvals: secret,
      consent: { access: secret },
      limits: secret,
      onEvent: secret,
      roles: { admin: { permissions: [] } },
      shadow: { roles: { 'No Slug': { permissions: [] } } },
    });
    expect(problems.map((problem) => problem.split(':')[0])).toEqual([
      'stroe',
      'app',
      'prefix',
      'enabled',
      'requireApiKey',
      'defaultRole',
      'securityLevel',
      'binding',
      'rateLimit.maxRequestsPerMinute',
      'rateLimit.maxFailedAttempts',
      'rateLimit.perHour',
      'rateLimit.roles',
      'store',
      'keyStorePath',
      'keysEnv',
      'keysEnv',
      'audit',
      'approvals',
      'usage',
      'limits',
      'maxRequestBytes',
      'configDir',
      'keyStorePath',
      'masterKey',
      'masterKeyEnv',
      'sealed[0]',
      'sealed[1]',
      'onEvent',
      'roles',
      'consent',
      'shadow.roles',
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
    const approving = { app: 'notes', store: 'memory', approvals: 'file' };
    expect(problemsOf(approving, nowhere)).toEqual([expect.stringMatching(/^configDir: /)]);
  });

  it('knows the roles of the host, and reports those that cannot be', () => {
    const roles = { guest: { permissions: ['tool:list_notes'] } };
    expect(checkOptions({ app: 'notes', roles }, ambient).authorizer).toMatchObject({ roles });
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

  it('takes what is to be agreed to, and reports what cannot be', () => {
    const consent = { control: 'confirm', access: 'allow' } as const;
    expect(checkOptions({ app: 'notes', consent }, ambient).consent).toEqual(consent);
    for (const bad of [{ acess: 'confirm' }, { access: 'ask' }, { access: true }]) {
      const expected = /^consent: must have one of allow, confirm, approve/;
      expect(problemsOf({ app: 'notes', consent: bad })).toEqual([expect.stringMatching(expected)]);
      expect(problemsOf({ app: 'notes', shadow: { consent: bad } })).toEqual([
        expect.stringMatching(/^shadow\.consent: must have/),
      ]);
    }
  });

  it('refuses a path that would not be used', () => {
    expect(problemsOf({ app: 'notes', store: 'memory', keyStorePath: '/k' })).toEqual([
      "keyStorePath: has a meaning only with store: 'file' or 'sealed'",
    ]);
  });
});

describe('the security level', () => {
  const level = (options: Partial<McpAuthOptions>) =>
    checkOptions({ app: 'notes', ...options }, ambient).policy.level;
  const home = { host: '192.0.2.1', tls: true, trustedProxy: false };

  it('is as asked, or by where the server listens', () => {
    expect(level({})).toBe('staging');
    expect(level({ binding: { ...home, host: '127.0.0.1' } })).toBe('staging');
    expect(level({ binding: home })).toBe('production');
    expect(level({ binding: home, securityLevel: 'staging' })).toBe('staging');
    expect(level({ securityLevel: 'development' })).toBe('development');
  });

  it('refuses where it must not listen, and warns where it only should not', () => {
    const plain = { ...home, tls: false };
    for (const securityLevel of ['development', 'production'] as const) {
      expect(problemsOf({ app: 'notes', securityLevel, binding: plain })).toEqual([
        expect.stringMatching(/^binding: .*192\.0\.2\.1/),
      ]);
    }
    const logger = createRecordingLogger();
    expect(problemsOf({ app: 'notes', securityLevel: 'staging', binding: plain, logger })).toEqual(
      [],
    );
    expect(logger.messages('warn')).toEqual([expect.stringMatching(/TLS/)]);
  });

  it.each(['staging', 'production'] as const)('%s does nothing without keys', (securityLevel) => {
    expect(
      problemsOf({ app: 'notes', securityLevel, enabled: false, requireApiKey: false }),
    ).toEqual([
      expect.stringMatching(/^enabled: .*development/),
      expect.stringMatching(/^requireApiKey: .*development/),
    ]);
  });

  it('production does nothing without an audit trail', () => {
    const options = { app: 'notes', audit: false };
    expect(problemsOf({ ...options, securityLevel: 'production' })).toEqual([
      expect.stringMatching(/^audit: /),
    ]);
    expect(problemsOf({ ...options, securityLevel: 'staging' })).toEqual([]);
  });

  it('development multiplies request limits by ten, and no other limit', () => {
    const rateLimit = { maxRequestsPerMinute: 7, maxFailedAttempts: 3, roles: { device: 2 } };
    const of = (securityLevel: 'development' | 'staging' | 'production') =>
      checkOptions({ app: 'notes', securityLevel, rateLimit }, ambient).rateLimit;
    const asSet = { ...rateLimit, lockoutDurationMinutes: 30 };
    expect(of('staging')).toEqual(asSet);
    expect(of('production')).toEqual(asSet);
    expect(of('development')).toEqual({
      ...asSet,
      maxRequestsPerMinute: 70,
      roles: { device: 20 },
    });
  });
});

describe('needsNoFiles', () => {
  it('is true only of what ends with the process', () => {
    expect(needsNoFiles({ store: 'memory' })).toBe(true);
    expect(needsNoFiles({ store: createMemoryKeyStore() })).toBe(true);
    expect(needsNoFiles({ store: 'file' })).toBe(false);
    expect(needsNoFiles({ store: 'env' })).toBe(false);
    expect(needsNoFiles({ store: 'sealed' })).toBe(false);
    expect(needsNoFiles({ store: 'memory', audit: 'file' })).toBe(false);
    expect(needsNoFiles({ store: 'memory', audit: 'memory' })).toBe(true);
    expect(needsNoFiles({})).toBe(false);
    expect(needsNoFiles({ store: 'memory', masterKey: 'x' })).toBe(false);
    expect(needsNoFiles({ store: 'memory', sealed: [{ keyId: KEY_ID, where: 'x' }] })).toBe(false);
  });
});
