import { describe, expect, it } from 'vitest';
import { list, oneOf, port, secret, text } from '../../src/settings/parsers.js';

describe('port', () => {
  it.each(['0', '80', '65535'])('takes %s', (value) => {
    expect(port(value)).toEqual({ ok: true, value: Number(value) });
  });

  it.each(['65536', '-1', '80.5', '0x50', '1e3', ' 80', ''])('refuses "%s"', (value) => {
    expect(port(value).ok).toBe(false);
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
