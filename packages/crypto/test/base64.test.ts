import { fromBase64Url, toBase64Url, tryFromBase64Url } from '@gatehouse/crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tryFromBase64 } from '../src/base64.js';
import { bytes, utf8 } from './support.js';

// RFC 4648 §10; base64url drops the padding.
const RFC_4648: readonly (readonly [plain: string, base64: string])[] = [
  ['', ''],
  ['f', 'Zg=='],
  ['fo', 'Zm8='],
  ['foo', 'Zm9v'],
  ['foob', 'Zm9vYg=='],
  ['fooba', 'Zm9vYmE='],
  ['foobar', 'Zm9vYmFy'],
];

describe('base64url', () => {
  it.each(RFC_4648)('writes and reads %j as RFC 4648 does', (plain, base64) => {
    const text = base64.replaceAll('=', '');
    expect(toBase64Url(utf8(plain))).toBe(text);
    expect(fromBase64Url(text)).toEqual(utf8(plain));
  });

  it('uses - and _ for the last two digits', () => {
    expect(toBase64Url(Uint8Array.of(0xfb, 0xff, 0xbf))).toBe('-_-_');
    expect(fromBase64Url('-_-_')).toEqual(Uint8Array.of(0xfb, 0xff, 0xbf));
  });

  it('writes what the platform writes, and reads it back', () => {
    fc.assert(
      fc.property(bytes({ maxLength: 200 }), (value) => {
        const text = toBase64Url(value);
        expect(text).toBe(Buffer.from(value).toString('base64url'));
        expect(fromBase64Url(text)).toEqual(value);
      }),
    );
  });

  it.each([
    ['padding', 'Zg=='],
    ['the standard alphabet', '+/+/'],
    ['a space inside', 'Zm 9v'],
    ['a line break at the end', 'Zm9v\n'],
    ['a length that no bytes have', 'Zm9vY'],
    ['such a length with final bits of zero', 'Zm9vA'],
    ['final bits that are not zero, one byte', 'Zh'],
    ['final bits that are not zero, two bytes', 'Zm9'],
    ['a character beyond ASCII', 'Zm9\u0176'],
    ['a character beyond the table', 'Zm\u{1F600}'],
  ])('refuses %s', (_, text) => {
    expect(tryFromBase64Url(text)).toBeUndefined();
    expect(() => fromBase64Url(text)).toThrow(RangeError);
  });

  it('has one text per byte string: what it reads, it writes again', () => {
    const alphabet = 'AQgwBZaz09-_+/= \n';
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...alphabet), maxLength: 12 }), (text) => {
        const value = tryFromBase64Url(text);
        expect(value === undefined ? text : toBase64Url(value)).toBe(text);
      }),
    );
  });

  it('does not repeat the text that it refuses', () => {
    expect(() => fromBase64Url('c2VjcmV0!')).toThrow(/^(?!.*c2VjcmV0)/);
  });
});

describe('base64', () => {
  it.each(RFC_4648)('reads %j as RFC 4648 writes it, and without the padding', (plain, base64) => {
    expect(tryFromBase64(base64)).toEqual(utf8(plain));
    expect(tryFromBase64(base64.replaceAll('=', ''))).toEqual(utf8(plain));
  });

  it.each([
    ['too little padding', 'Zg='],
    ['too much padding', 'Zm8=='],
    ['padding that is not needed', 'Zm9v='],
    ['padding in the middle', 'Zg==Zg=='],
    ['padding alone', '='],
    ['the URL-safe alphabet', '-_-_'],
    ['final bits that are not zero', 'Zh=='],
    ['a line break', 'Zm9v\nZm9v'],
  ])('refuses %s', (_, text) => {
    expect(tryFromBase64(text)).toBeUndefined();
  });

  it('reads what the platform writes', () => {
    fc.assert(
      fc.property(bytes({ maxLength: 100 }), (value) => {
        expect(tryFromBase64(Buffer.from(value).toString('base64'))).toEqual(value);
      }),
    );
  });
});
