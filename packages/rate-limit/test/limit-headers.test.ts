import { limitHeaders, retryAfterSeconds } from '@gatehouse/rate-limit';
import { describe, expect, it } from 'vitest';

const RESULT = {
  allowed: true,
  limit: { max: 60, windowMs: 60_000 },
  remaining: 42,
  resetMs: 17_001,
  retryAfterMs: 0,
};

describe('limitHeaders', () => {
  it('tells the policy and how it stands', () => {
    expect(limitHeaders(RESULT, 'key')).toEqual({
      'RateLimit-Policy': '"key";q=60;w=60',
      RateLimit: '"key";r=42;t=18',
    });
  });

  it('calls the policy default, and rounds seconds up', () => {
    const short = { ...RESULT, limit: { max: 1, windowMs: 1 }, remaining: 0, resetMs: 0 };
    expect(limitHeaders(short)).toEqual({
      'RateLimit-Policy': '"default";q=1;w=1',
      RateLimit: '"default";r=0;t=0',
    });
  });

  it('quotes the name as RFC 9651 §3.3.3 says', () => {
    expect(limitHeaders(RESULT, 'a "b" \\c').RateLimit).toBe('"a \\"b\\" \\\\c";r=42;t=18');
    expect(limitHeaders(RESULT, '').RateLimit).toBe('"";r=42;t=18');
  });

  it.each(['ключ', 'a\nb', 'a\r\nSet-Cookie: x', '\u007f', '\u0000'])(
    'refuses the name %j',
    (name) => {
      expect(() => limitHeaders(RESULT, name)).toThrow(RangeError);
      expect(() => limitHeaders(RESULT, name)).toThrow('name must be printable ASCII');
    },
  );
});

describe('retryAfterSeconds', () => {
  it.each([
    [0, 1],
    [1, 1],
    [1000, 1],
    [1001, 2],
    [1_800_000, 1800],
  ])('%i ms are %i s', (ms, seconds) => {
    expect(retryAfterSeconds(ms)).toBe(seconds);
  });
});
