import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hostCheck, parseAuthority } from '../../src/http/hosts.js';

function check(allowed: readonly string[] = []): (host: string) => boolean {
  const problems: string[] = [];
  const hostAllowed = hostCheck(allowed, problems);
  expect(problems).toEqual([]);
  return hostAllowed;
}

describe('hostCheck', () => {
  it.each([
    'localhost',
    'localhost:3001',
    'LocalHost:1',
    '127.0.0.1',
    '127.0.0.1:65535',
    '[::1]',
    '[::1]:3001',
  ])('lets %s in, whatever is configured', (host) => {
    expect(check()(host)).toBe(true);
    expect(check(['home.example'])(host)).toBe(true);
  });

  it.each([
    'evil.com',
    'localhost.evil.com',
    'evil.com.localhost',
    '127.0.0.1.nip.io',
    '[::ffff:127.0.0.1]',
    '[::ffff:127.0.0.1]:3001',
    'localhost.',
    '127.0.0.1.',
    'localhost.:3001',
    '127.0.0.2',
    '127.1',
    '2130706433',
    '0x7f000001',
    '0177.0.0.1',
    '0.0.0.0',
    '[::]',
    '[0:0:0:0:0:0:0:1]',
    '::1',
    'localhost:',
    'localhost:0',
    'localhost:65536',
    'localhost:80:80',
    'localhost:80@evil.com',
    'evil.com@localhost',
    'evil.com#localhost',
    'localhost/evil.com',
    'localhost evil.com',
    'localhost,evil.com',
    'localhost\t',
    ' localhost',
    'localhost\u0000',
    'loc\u0430lhost',
    'l\u00f6calhost',
    'null',
    '*',
    '',
  ])('keeps %j out', (host) => {
    expect(check()(host)).toBe(false);
    expect(check(['home.example', 'home.example:8443'])(host)).toBe(false);
  });

  it('allows a configured name with any port, and one with a port only with that port', () => {
    const allowed = check(['Home.Example', 'nas.example:8443', '[2001:DB8::1]:3001']);
    expect(allowed('home.example')).toBe(true);
    expect(allowed('HOME.example:3001')).toBe(true);
    expect(allowed('nas.example:8443')).toBe(true);
    expect(allowed('nas.example')).toBe(false);
    expect(allowed('nas.example:8444')).toBe(false);
    expect(allowed('[2001:db8::1]:3001')).toBe(true);
    expect(allowed('[2001:db8::1]')).toBe(false);
    expect(allowed('sub.home.example')).toBe(false);
    expect(allowed('home.example.')).toBe(false);
  });

  it('reports every name that cannot be one', () => {
    const problems: string[] = [];
    hostCheck(
      [
        '*',
        '*.home.example',
        'https://home.example',
        'home.example/',
        'home.example.',
        'ok.example',
        'ö.example',
        '',
      ],
      problems,
    );
    expect(problems).toHaveLength(7);
    expect(problems.every((problem) => problem.startsWith('allowedHosts: "'))).toBe(true);
  });

  it('takes the same text for the same host in a list and in a header', () => {
    fc.assert(
      fc.property(fc.domain(), fc.option(fc.integer({ min: 1, max: 65_535 })), (name, port) => {
        const host = port === null ? name : `${name}:${port}`;
        expect(check([host])(host)).toBe(true);
        expect(check([host])(`x${host}`)).toBe(false);
      }),
    );
  });

  it('lets no text in that is not a listed name with a port', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        if (!check()(text)) return;
        expect(text.toLowerCase()).toMatch(/^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/);
      }),
    );
  });
});

describe('parseAuthority', () => {
  it('reads a long hostile text without delay', () => {
    const hostile = `${'a.'.repeat(100)}!`;
    expect(parseAuthority(hostile)).toBeUndefined();
    expect(parseAuthority('a'.repeat(10_000))).toBeUndefined();
  });
});
