import { describe, expect, it } from 'vitest';
import { noKeyPrincipal } from '../src/no-key.js';
import {
  type Binding,
  bindingProblem,
  defaultSecurityLevel,
  isLoopbackHost,
  isSecurityLevel,
  SECURITY_LEVELS,
  type SecurityLevel,
  securityPolicy,
} from '../src/security-level.js';

/** What a server does that nobody configured but for its level. */
function noKey(level: SecurityLevel) {
  const options = { enabled: true, requireApiKey: undefined, defaultRole: 'monitor' };
  return noKeyPrincipal(options, securityPolicy(level));
}

const HERE = { address: '127.0.0.1' };
const ELSEWHERE = { address: '192.0.2.1' };

describe('credential needed', () => {
  it('development: no, a local caller acts as a named development admin', () => {
    expect(noKey('development')(HERE)).toMatchObject({ id: 'development', role: 'admin' });
    expect(noKey('development')({ transport: 'stdio' })).toMatchObject({ id: 'development' });
    expect(noKey('development')(ELSEWHERE)).toBeUndefined();
    expect(noKey('development')({ transport: 'http' })).toBeUndefined();
    expect(noKey('development')({})).toBeUndefined();
  });

  it.each(['staging', 'production'] as const)('%s: always', (level) => {
    for (const from of [HERE, ELSEWHERE, { transport: 'stdio' as const }, {}]) {
      expect(noKey(level)(from)).toBeUndefined();
    }
  });
});

describe('plain HTTP off loopback', () => {
  const plain: Binding = { host: '0.0.0.0', tls: false, trustedProxy: false };

  it('development: refused, and so is any other way to listen there', () => {
    for (const more of [{}, { tls: true }, { trustedProxy: true }]) {
      expect(bindingProblem('development', { ...plain, ...more })).toEqual({
        refuse: expect.stringContaining('0.0.0.0'),
      });
    }
  });

  it('staging: warns', () => {
    expect(bindingProblem('staging', plain)).toEqual({ warn: expect.stringMatching(/TLS/) });
    expect(bindingProblem('staging', { ...plain, tls: true })).toBeUndefined();
    expect(bindingProblem('staging', { ...plain, trustedProxy: true })).toBeUndefined();
  });

  it('production: refused, unless a trusted proxy is named', () => {
    expect(bindingProblem('production', plain)).toEqual({ refuse: expect.any(String) });
    expect(bindingProblem('production', { ...plain, trustedProxy: true })).toBeUndefined();
    expect(bindingProblem('production', { ...plain, tls: true })).toBeUndefined();
  });

  it.each(SECURITY_LEVELS)('%s: on loopback it is fine', (level) => {
    for (const host of ['127.0.0.1', '127.8.9.10', '::1', '[::1]', 'localhost']) {
      expect(bindingProblem(level, { ...plain, host })).toBeUndefined();
    }
  });

  it.each(SECURITY_LEVELS)('%s: what only looks like loopback is not', (level) => {
    for (const host of ['127.0.0.1.evil.example', '127.1', '::', '[::]', '', 'localhost.example']) {
      expect(bindingProblem(level, { ...plain, host })).toBeDefined();
    }
  });
});

describe('expiry of non-admin keys', () => {
  it('development: optional', () => {
    expect(securityPolicy('development').keyLifetime).toBeUndefined();
  });

  it('staging: warns over 365 days', () => {
    expect(securityPolicy('staging').keyLifetime).toEqual({
      maxLifetimeDays: 365,
      onExceeded: 'warn',
    });
  });

  it('production: required, at most 365 days', () => {
    expect(securityPolicy('production').keyLifetime).toEqual({
      maxLifetimeDays: 365,
      onExceeded: 'refuse',
    });
  });
});

describe('request limits', () => {
  it.each([
    ['development', '×10', 10],
    ['staging', 'as set', 1],
    ['production', 'as set', 1],
  ] as const)('%s: %s', (level, _, factor) => {
    expect(securityPolicy(level).requestLimitFactor).toBe(factor);
  });
});

describe('access actions', () => {
  it.each([
    ['development', 'confirmation', false],
    ['staging', 'confirmation', false],
    ['production', 'confirmation and explicit grant', true],
  ] as const)('%s: %s', (level, _, explicitAccess) => {
    expect(securityPolicy(level)).toMatchObject({ consent: { access: 'confirm' }, explicitAccess });
  });
});

describe('audit cannot be written', () => {
  it.each([
    ['development', 'goes on, warns', 'warn'],
    ['staging', 'refuses writes', 'refuse-writes'],
    ['production', 'refuses everything', 'refuse-everything'],
  ] as const)('%s: %s', (level, _, auditUnavailable) => {
    expect(securityPolicy(level)).toMatchObject({ auditUnavailable });
  });
});

describe('error detail to clients', () => {
  it.each([
    ['development', 'full', 'full'],
    ['staging', 'code and message', 'code-and-message'],
    ['production', 'code and message', 'code-and-message'],
  ] as const)('%s: %s', (level, _, errorDetail) => {
    expect(securityPolicy(level)).toMatchObject({ level, errorDetail });
  });
});

describe('the level', () => {
  it.each(['Production', 'prod', '', ' staging', 'toString', '__proto__', 0, null, undefined])(
    'is not %j',
    (value) => {
      expect(isSecurityLevel(value)).toBe(false);
    },
  );

  it('is by default staging where only this machine reaches the server, production elsewhere', () => {
    for (const host of [undefined, '127.0.0.1', 'localhost', '::1']) {
      expect(defaultSecurityLevel(host)).toBe('staging');
    }
    for (const host of ['0.0.0.0', '::', '192.0.2.1', 'home.example']) {
      expect(defaultSecurityLevel(host)).toBe('production');
    }
  });
});

describe('isLoopbackHost', () => {
  it.each([
    '127.0.0.1',
    '127.8.9.10',
    '::1',
    '[::1]',
    '::ffff:127.0.0.1',
    'localhost',
    'LocalHost',
  ])('%s is this machine', (host) => {
    expect(isLoopbackHost(host)).toBe(true);
  });

  it.each([
    '',
    '0.0.0.0',
    '::',
    '[::]',
    '128.0.0.1',
    '127.1',
    '0x7f000001',
    '2130706433',
    'localhost.example',
    'localhost.',
    '::2',
    '127.0.0.1.evil.example',
    '127.0.0.256',
  ])('%j is not, or not surely', (host) => {
    expect(isLoopbackHost(host)).toBe(false);
  });
});
