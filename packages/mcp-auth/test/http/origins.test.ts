import { describe, expect, it } from 'vitest';
import { originCheck } from '../../src/http/origins.js';

function check(allowed: readonly string[] = []): (origin: string, host?: string) => boolean {
  const problems: string[] = [];
  const originAllowed = originCheck(allowed, problems);
  expect(problems).toEqual([]);
  return (origin, host = 'localhost:3001') => originAllowed(origin, host);
}

describe('originCheck', () => {
  it.each([
    'http://localhost',
    'http://localhost:6274',
    'https://127.0.0.1:8443',
    'http://[::1]:3001',
    'HTTP://LOCALHOST:1',
  ])('lets pages of this machine in: %s', (origin) => {
    expect(check()(origin)).toBe(true);
  });

  it.each([
    'null',
    '',
    'http://evil.com',
    'http://localhost.evil.com',
    'http://127.0.0.1.nip.io',
    'http://[::ffff:127.0.0.1]',
    'http://localhost.',
    'http://evil.com@localhost',
    'http://localhost@evil.com',
    'http://localhost/',
    'http://localhost:3001/path',
    'http://localhost http://evil.com',
    'http://localhost, http://evil.com',
    'http://evil.com?http://localhost',
    'file://',
    'ftp://localhost',
    'chrome-extension://abcdef',
    'localhost',
    '//localhost',
  ])('keeps %j out', (origin) => {
    expect(check()(origin)).toBe(false);
    expect(check(['https://app.example'])(origin)).toBe(false);
  });

  it('lets pages of the very host in that is called', () => {
    expect(check()('https://home.example:8443', 'home.example:8443')).toBe(true);
    expect(check()('https://home.example', 'Home.Example')).toBe(true);
    expect(check()('https://home.example:8444', 'home.example:8443')).toBe(false);
    expect(check()('https://home.example', 'home.example:8443')).toBe(false);
    expect(check()('ftp://home.example', 'home.example')).toBe(false);
  });

  it('lets listed origins in, as browsers spell them', () => {
    const allowed = check([
      'HTTPS://App.Example:443/',
      'http://old.example:80',
      'chrome-extension://abcdef',
    ]);
    expect(allowed('https://app.example')).toBe(true);
    expect(allowed('http://old.example')).toBe(true);
    expect(allowed('chrome-extension://abcdef')).toBe(true);
    expect(allowed('http://app.example')).toBe(false);
    expect(allowed('https://app.example:8443')).toBe(false);
    expect(allowed('https://sub.app.example')).toBe(false);
    expect(allowed('chrome-extension://other')).toBe(false);
  });

  it('reports every entry that is no origin', () => {
    const problems: string[] = [];
    originCheck(
      [
        '*',
        'null',
        'app.example',
        'https://app.example/path',
        'https://u:p@app.example',
        'https://a.example?x',
        'https://ok.example',
      ],
      problems,
    );
    expect(problems).toHaveLength(6);
  });
});
