import { cbc } from '@noble/ciphers/aes.js';
import { constantTimeEqual } from '../constant-time-equal.js';
import { hmacSha256 } from '../hmac.js';
import { tryFromPaddedBase64Url } from './lenient-base64.js';
import { type LegacyOpened, malformed, notOpened } from './opened.js';

/** Bytes of a Fernet key: 16 to sign with, then 16 to encrypt with. */
export const FERNET_KEY_BYTES = 32;

const VERSION = 0x80;
const IV_AT = 9;
const CIPHERTEXT_AT = 25;
const BLOCK = 16;
const MAC_BYTES = 32;

/**
 * Opens a Fernet token (Fernet specification, version 0x80: HMAC-SHA-256 over everything, then
 * AES-128-CBC). Its time stamp is not judged: values at rest do not expire.
 *
 * @param key - 32 bytes.
 * @param token - Padded base64url.
 * @throws {@link RangeError} when the key is not 32 bytes.
 */
export function openFernet(key: Uint8Array, token: string): LegacyOpened<Uint8Array> {
  if (key.length !== FERNET_KEY_BYTES) {
    throw new RangeError(`key must be ${FERNET_KEY_BYTES} bytes, got ${key.length}`);
  }
  const bytes = tryFromPaddedBase64Url(token);
  const encrypted = (bytes?.length ?? 0) - CIPHERTEXT_AT - MAC_BYTES;
  if (bytes === undefined || encrypted < BLOCK || encrypted % BLOCK !== 0) {
    return malformed('it is not a Fernet token');
  }
  if (bytes[0] !== VERSION) {
    return malformed('it is a Fernet token of an unknown version');
  }
  const signed = bytes.subarray(0, -MAC_BYTES);
  if (!constantTimeEqual(hmacSha256(key.subarray(0, 16), signed), bytes.subarray(-MAC_BYTES))) {
    return notOpened();
  }
  try {
    const cipher = cbc(key.subarray(16), bytes.subarray(IV_AT, CIPHERTEXT_AT));
    return { ok: true, value: cipher.decrypt(signed.subarray(CIPHERTEXT_AT)) };
  } catch {
    // Signed with the right key and padded wrongly: made by a broken writer, not by an attacker.
    return malformed('its padding is wrong');
  }
}
