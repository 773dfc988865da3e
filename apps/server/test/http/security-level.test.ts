import { describe, expect, it } from 'vitest';
import { checkBinding, effectiveLevel, isLoopback } from '../../src/http/security-level.js';

describe('isLoopback', () => {
  it.each(['127.0.0.1', '127.8.9.1', 'localhost', 'LOCALHOST', '::1', '[::1]'])('%s', (host) => {
    expect(isLoopback(host)).toBe(true);
  });

  it.each([
    '0.0.0.0',
    '::',
    '192.168.1.2',
    '127.0.0.1.evil.example',
    'localhost.evil',
    '1127.0.0.1',
    '',
  ])('not "%s"', (host) => {
    expect(isLoopback(host)).toBe(false);
  });
});

describe('effectiveLevel', () => {
  it('is staging on this machine and production elsewhere, unless asked for', () => {
    expect(effectiveLevel(undefined, '127.0.0.1')).toBe('staging');
    expect(effectiveLevel(undefined, '0.0.0.0')).toBe('production');
    expect(effectiveLevel('staging', '0.0.0.0')).toBe('staging');
    expect(effectiveLevel('production', '127.0.0.1')).toBe('production');
  });
});

describe('checkBinding', () => {
  it('lets every level listen on this machine, without a warning', () => {
    for (const level of ['development', 'staging', 'production'] as const) {
      expect(checkBinding(level, '127.0.0.1')).toBeUndefined();
    }
  });

  it('refuses plain HTTP on other addresses in production, and says what to do', () => {
    expect(() => checkBinding('production', '0.0.0.0')).toThrow(
      /reverse proxy.*SECURITY_LEVEL=staging/,
    );
  });

  it('refuses development on other addresses', () => {
    expect(() => checkBinding('development', '192.168.1.2')).toThrow(/this machine only/);
  });

  it('warns in staging', () => {
    expect(checkBinding('staging', '192.168.1.2')).toMatch(/without TLS/);
  });
});
