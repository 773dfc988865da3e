const DIGITS = '0123456789abcdef';

/** @returns Lower-case hex text, two characters per byte. */
export function toHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) {
    text += DIGITS.charAt(byte >>> 4) + DIGITS.charAt(byte & 15);
  }
  return text;
}

/**
 * Reads untrusted hex text.
 *
 * @param text - An even number of hex digits of either case, nothing else.
 * @returns Fresh bytes, or `undefined` for any other text.
 */
export function tryFromHex(text: string): Uint8Array | undefined {
  if (text.length % 2 !== 0 || /[^0-9a-fA-F]/.test(text)) {
    return undefined;
  }
  const bytes = new Uint8Array(text.length / 2);
  for (let at = 0; at < bytes.length; at += 1) {
    bytes[at] = Number.parseInt(text.slice(at * 2, at * 2 + 2), 16);
  }
  return bytes;
}
