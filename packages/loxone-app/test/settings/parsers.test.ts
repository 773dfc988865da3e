import { describe, expect, it } from 'vitest';
import { flag, hostAndPort, list, oneOf, port, secret, text } from '../../src/settings/parsers.js';

describe('port', () => {
  it.each(['0', '80', '65535'])('takes %s', (value) => {
    expect(port(value)).toEqual({ ok: true, value: Number(value) });
  });

  it.each(['65536', '-1', '80.5', '0x50', '1e3', ' 80', ''])('refuses "%s"', (value) => {
    expect(port(value).ok).toBe(false);
  });
});

describe('hostAndPort', () => {
  it.each(['192.168.1.10', '192.168.1.10:8080', 'miniserver.lan', '[fe80::1]:80', '[::1]'])(
    'takes %s',
    (value) => {
      expect(hostAndPort(` ${value} `)).toEqual({ ok: true, value });
    },
  );

  it.each([
    'http://192.168.1.10',
    '192.168.1.10/',
    'user@host',
    'host:0',
    'host:99999',
    'host:',
    'fe80::1',
    'a b',
    '',
  ])('refuses "%s"', (value) => {
    expect(hostAndPort(value).ok).toBe(false);
  });

  it('tells who pasted a URL what to write', () => {
    expect(hostAndPort('https://192.168.1.10')).toMatchObject({
      problem: expect.stringContaining('not a URL'),
    });
  });
});

describe('the smaller parsers', () => {
  it('text trims and refuses blanks', () => {
    expect(text(' a ')).toEqual({ ok: true, value: 'a' });
    expect(text('  ').ok).toBe(false);
  });

  it('secret keeps every character', () => {
    expect(secret(' p ')).toEqual({ ok: true, value: ' p ' });
  });

  it('flag understands what people write', () => {
    for (const yes of ['1', 'true', 'YES', 'on']) expect(flag(yes)).toMatchObject({ value: true });
    for (const no of ['0', 'false', 'No', 'off']) expect(flag(no)).toMatchObject({ value: false });
    expect(flag('maybe').ok).toBe(false);
  });

  it('list splits at commas and refuses empty entries', () => {
    expect(list('a, b')).toEqual({ ok: true, value: ['a', 'b'] });
    expect(list('a,,b').ok).toBe(false);
    expect(list('').ok).toBe(false);
  });

  it('oneOf is exact', () => {
    const parse = oneOf(['low', 'high']);
    expect(parse('low')).toEqual({ ok: true, value: 'low' });
    expect(parse('LOW')).toEqual({ ok: false, problem: 'must be one of low, high' });
    expect(parse('constructor').ok).toBe(false);
  });
});
