import { crc32 } from '@gatehouse/crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytes, utf8 } from './support.js';

describe('crc32', () => {
  it.each([
    ['', 0],
    ['a', 0xe8b7be43],
    ['123456789', 0xcbf43926],
    ['The quick brown fox jumps over the lazy dog', 0x414fa339],
  ])('of %j is the published value', (text, expected) => {
    expect(crc32(utf8(text))).toBe(expected);
  });

  it('finds every change of one byte', () => {
    fc.assert(
      fc.property(
        bytes({ minLength: 1, maxLength: 64 }),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        (value, place, flip) => {
          const at = place % value.length;
          const changed = value.map((byte, index) => (index === at ? byte ^ flip : byte));
          expect(crc32(changed)).not.toBe(crc32(value));
        },
      ),
    );
  });

  it('is an unsigned integer', () => {
    fc.assert(
      fc.property(bytes({ maxLength: 64 }), (value) => {
        const sum = crc32(value);
        expect(Number.isInteger(sum) && sum >= 0 && sum <= 0xffffffff).toBe(true);
      }),
    );
  });
});
