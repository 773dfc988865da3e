import { toHex } from '@gatehouse/crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tryFromHex } from '../src/hex.js';
import { bytes } from './support.js';

describe('hex', () => {
  it('writes two lower-case digits per byte', () => {
    expect(toHex(Uint8Array.of(0, 9, 10, 0x7f, 0xff))).toBe('00090a7fff');
  });

  it('reads either case, and back what it wrote', () => {
    fc.assert(
      fc.property(bytes({ maxLength: 64 }), (value) => {
        expect(tryFromHex(toHex(value))).toEqual(value);
        expect(tryFromHex(toHex(value).toUpperCase())).toEqual(value);
      }),
    );
  });

  it.each(['0', '0g', ' 0', '0x00', '00 00', '-1', '٠٠'])('refuses %j', (text) => {
    expect(tryFromHex(text)).toBeUndefined();
  });
});
