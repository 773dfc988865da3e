import { encodeBase62, tryDecodeBase62 } from '@gatehouse/crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytes } from './support.js';

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** The same conversion by big integers: slow and plain. */
function reference(value: Uint8Array, width: number): string {
  let number = BigInt(`0x00${Buffer.from(value).toString('hex')}`);
  let text = '';
  for (let place = 0; place < width; place += 1) {
    text = DIGITS.charAt(Number(number % 62n)) + text;
    number /= 62n;
  }
  return text;
}

describe('base62', () => {
  it.each([
    [[0, 0, 0, 0], '000000'],
    [[0, 0, 0, 61], '00000z'],
    [[0, 0, 0, 62], '000010'],
    [[0xff, 0xff, 0xff, 0xff], '4gfFC3'],
    [[0xcb, 0xf4, 0x39, 0x26], '3jZRME'],
  ])('writes %j at width 6 as %s', (value, text) => {
    expect(encodeBase62(Uint8Array.from(value), 6)).toBe(text);
    expect(tryDecodeBase62(text, 4)).toEqual(Uint8Array.from(value));
  });

  it('agrees with big integers, and reads back what it wrote', () => {
    fc.assert(
      fc.property(bytes({ minLength: 32, maxLength: 32 }), (value) => {
        const text = encodeBase62(value, 43);
        expect(text).toBe(reference(value, 43));
        expect(tryDecodeBase62(text, 32)).toEqual(value);
      }),
    );
  });

  it('holds any 32 bytes in 43 characters, and not in 42', () => {
    const largest = new Uint8Array(32).fill(0xff);
    expect(encodeBase62(largest, 43)).toHaveLength(43);
    expect(() => encodeBase62(largest, 42)).toThrow(RangeError);
  });

  it('keeps the order of numbers as the order of texts', () => {
    const four = bytes({ minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(four, four, (a, b) => {
        const byNumber = Math.sign(Buffer.compare(a, b));
        const [textA, textB] = [encodeBase62(a, 6), encodeBase62(b, 6)];
        expect(textA < textB ? -1 : Number(textA > textB)).toBe(byNumber);
      }),
    );
  });

  it('refuses a number that does not fit the bytes', () => {
    expect(tryDecodeBase62('4gfFC4', 4)).toBeUndefined();
    expect(tryDecodeBase62('z'.repeat(43), 32)).toBeUndefined();
  });

  it.each(['00-000', '00000 ', '00000é', '٠00000'])('refuses the characters of %j', (text) => {
    expect(tryDecodeBase62(text, 4)).toBeUndefined();
  });

  it('leaves its input as it was', () => {
    const value = Uint8Array.of(1, 2, 3, 4);
    encodeBase62(value, 6);
    expect(value).toEqual(Uint8Array.of(1, 2, 3, 4));
  });
});
