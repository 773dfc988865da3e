/**
 * 32 random bytes have 30 distinct values on average; fewer than 16 happen less than once in 2^50.
 */
const LEAST_DISTINCT = 16;

function isProgression(bytes: Uint8Array): boolean {
  const step = ((bytes[1] ?? 0) - (bytes[0] ?? 0)) & 0xff;
  return bytes.every((byte, at) => at === 0 || ((byte - (bytes[at - 1] ?? 0)) & 0xff) === step);
}

function isPrintable(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte >= 0x20 && byte < 0x7f);
}

/**
 * Looks for keys that a person made up or that a broken generator gave. It finds the common ones; it
 * cannot prove that a key is random.
 *
 * @param bytes - 32 bytes.
 * @returns What is wrong in words, without naming a byte, or `undefined`.
 */
export function keyWeakness(bytes: Uint8Array): string | undefined {
  const distinct = new Set(bytes).size;
  if (distinct === 1) {
    return 'all bytes are equal';
  }
  if (isProgression(bytes)) {
    return 'the bytes count up or down in equal steps';
  }
  if (distinct < LEAST_DISTINCT) {
    return `only ${distinct} different byte values, a random key has about 30`;
  }
  if (isPrintable(bytes)) {
    return 'the bytes are readable text, which a random key never is';
  }
  return undefined;
}
