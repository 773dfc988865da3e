/**
 * Base62 at fixed width: the bytes as one big-endian number, written in digits `0-9A-Za-z`.
 *
 * The alphabet is in ASCII order, so texts of one width compare as their numbers do. The whole
 * number is converted: taking `byte % 62` per character would favour the first eight digits.
 */

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

const DIGIT_OF: ReadonlyMap<string, number> = new Map(
  [...ALPHABET].map((character, value) => [character, value]),
);

/** Divides the big-endian number in place. @returns The remainder. */
function divideBy62(number: Uint8Array): number {
  let remainder = 0;
  for (const [at, byte] of number.entries()) {
    const current = remainder * 256 + byte;
    number[at] = Math.floor(current / 62);
    remainder = current % 62;
  }
  return remainder;
}

/** Computes `number * 62 + digit` in place. @returns What did not fit; 0 when all did. */
function multiplyBy62Add(number: Uint8Array, digit: number): number {
  let carry = digit;
  for (let at = number.length - 1; at >= 0; at -= 1) {
    const current = (number[at] ?? 0) * 62 + carry;
    number[at] = current & 0xff;
    carry = current >>> 8;
  }
  return carry;
}

/**
 * @param bytes - Not modified.
 * @param width - Characters of the result: 43 hold any 32 bytes, 6 hold any 4.
 * @returns Exactly `width` characters, padded with `0` on the left.
 * @throws {@link RangeError} when the number needs more than `width` characters.
 */
export function encodeBase62(bytes: Uint8Array, width: number): string {
  const number = Uint8Array.from(bytes);
  let text = '';
  for (let place = 0; place < width; place += 1) {
    text = ALPHABET.charAt(divideBy62(number)) + text;
  }
  if (number.some((byte) => byte !== 0)) {
    throw new RangeError(`width must hold ${bytes.length} bytes, got ${width} characters`);
  }
  return text;
}

/**
 * Reads untrusted base62 text.
 *
 * @param length - Bytes of the result.
 * @returns Fresh bytes, zeros on the left, or `undefined` when a character is not of the alphabet
 *   or the number does not fit.
 */
export function tryDecodeBase62(text: string, length: number): Uint8Array | undefined {
  const number = new Uint8Array(length);
  for (const character of text) {
    const digit = DIGIT_OF.get(character);
    if (digit === undefined || multiplyBy62Add(number, digit) !== 0) {
      return undefined;
    }
  }
  return number;
}
