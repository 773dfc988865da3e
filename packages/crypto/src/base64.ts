/**
 * Base64 (RFC 4648 §4) and base64url (§5), strict: one text per byte string.
 *
 * Platform decoders (`Buffer`, `atob`) accept whitespace, either alphabet or stray final bits, so
 * one secret would have several spellings and a changed character could go unnoticed.
 */

const STANDARD = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const URL_SAFE = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

type SextetTable = readonly (number | undefined)[];

function sextetsOf(alphabet: string): SextetTable {
  const table: (number | undefined)[] = new Array(128).fill(undefined);
  for (let value = 0; value < alphabet.length; value += 1) {
    table[alphabet.charCodeAt(value)] = value;
  }
  return table;
}

const STANDARD_SEXTETS = sextetsOf(STANDARD);
const URL_SAFE_SEXTETS = sextetsOf(URL_SAFE);

/** @returns Base64url text without padding, `ceil(bytes.length * 4 / 3)` characters. */
export function toBase64Url(bytes: Uint8Array): string {
  let text = '';
  let pending = 0;
  let bits = 0;
  for (const byte of bytes) {
    pending = ((pending << 8) | byte) & 0xffff;
    bits += 8;
    while (bits >= 6) {
      bits -= 6;
      text += URL_SAFE.charAt((pending >>> bits) & 63);
    }
  }
  if (bits > 0) {
    text += URL_SAFE.charAt((pending << (6 - bits)) & 63);
  }
  return text;
}

function decode(text: string, sextets: SextetTable): Uint8Array | undefined {
  if (text.length % 4 === 1) {
    return undefined;
  }
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let pending = 0;
  let bits = 0;
  let at = 0;
  for (let index = 0; index < text.length; index += 1) {
    const sextet = sextets[text.charCodeAt(index)];
    if (sextet === undefined) {
      return undefined;
    }
    pending = ((pending << 6) | sextet) & 0xffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[at] = (pending >>> bits) & 0xff;
      at += 1;
    }
  }
  const leftOver = pending & ((1 << bits) - 1);
  return leftOver === 0 ? bytes : undefined;
}

/**
 * Reads untrusted base64url text.
 *
 * @param text - Alphabet `A-Z a-z 0-9 - _`, no padding, no whitespace, unused final bits zero.
 * @returns Fresh bytes, or `undefined` for any other text.
 */
export function tryFromBase64Url(text: string): Uint8Array | undefined {
  return decode(text, URL_SAFE_SEXTETS);
}

/**
 * Reads base64url text that the caller knows to be well formed.
 *
 * @param text - As {@link tryFromBase64Url} takes it.
 * @throws {@link RangeError} for any other text; the message does not repeat it.
 */
export function fromBase64Url(text: string): Uint8Array {
  const bytes = tryFromBase64Url(text);
  if (bytes === undefined) {
    throw new RangeError('text must be canonical base64url without padding');
  }
  return bytes;
}

/**
 * Reads untrusted base64 text of the standard alphabet, padded or not.
 *
 * @returns Fresh bytes, or `undefined` when an alphabet, the padding or the final bits do not fit.
 */
export function tryFromBase64(text: string): Uint8Array | undefined {
  const padded = /^([^=]*)(={1,2})$/.exec(text);
  if (padded === null) {
    return decode(text, STANDARD_SEXTETS);
  }
  return text.length % 4 === 0 ? decode(padded[1] ?? '', STANDARD_SEXTETS) : undefined;
}
