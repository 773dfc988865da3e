import { tryFromBase64Url } from '../base64.js';

/**
 * Reads padded base64url, as Fernet and its users write it (RFC 4648 §5).
 *
 * @returns Fresh bytes, or `undefined` for any other text.
 */
export function tryFromPaddedBase64Url(text: string): Uint8Array | undefined {
  if (text.length % 4 !== 0) {
    return undefined;
  }
  return tryFromBase64Url(text.replace(/={1,2}$/, ''));
}

/**
 * Reads base64 the way Python's `base64.urlsafe_b64decode` does: either alphabet, and characters of
 * neither are skipped. Keys that an older program accepted through it must open here as well, or
 * their owner could not move over; so `!!!!` reads as no bytes at all.
 *
 * @returns Fresh bytes, or `undefined` where Python reports wrong padding.
 */
export function tryFromPythonBase64(text: string): Uint8Array | undefined {
  const alphabet = text
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/[^A-Za-z0-9_=-]/g, '');
  const [, digits = '', padding = ''] = /^([^=]*)(=*)/.exec(alphabet) ?? [];
  const missing = (4 - (digits.length % 4)) % 4;
  if (padding.length < missing) {
    return undefined;
  }
  return tryFromBase64Url(clearUnusedBits(digits));
}

const URL_SAFE = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Python ignores the bits of the last character that belong to no byte; our reader refuses them. */
function clearUnusedBits(digits: string): string {
  const unused = { 2: 0b001111, 3: 0b000011 }[digits.length % 4] ?? 0;
  const last = URL_SAFE.indexOf(digits.slice(-1));
  return unused === 0 ? digits : digits.slice(0, -1) + URL_SAFE.charAt(last & ~unused);
}
