import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { malformedAnswer } from './errors.js';
import { sha1 } from './legacy-crypto.js';
import { encodeText } from './text.js';

/** As the box names it in `hashAlg`. */
export type HashAlgorithm = 'SHA1' | 'SHA256';

const HASHES = { SHA1: sha1, SHA256: sha256 } as const;

/**
 * What the box keeps of a password: `UPPER(hex(H(password ":" salt)))` (protocol reference §2.4).
 *
 * @param input.salt - As answered, taken as text: not hex-decoded although it looks like it.
 * @returns Upper-case hexadecimal, 40 or 64 digits.
 */
export function hashPassword(input: {
  readonly password: string;
  readonly salt: string;
  readonly algorithm: HashAlgorithm;
}): string {
  const text = encodeText(`${input.password}:${input.salt}`);
  return bytesToHex(HASHES[input.algorithm](text)).toUpperCase();
}

/**
 * Proof of a password for `getjwt`: `hex(HMAC_H(key, user ":" passwordHash))`.
 *
 * @param input.user - As typed, not percent-encoded.
 * @param input.passwordHash - {@link hashPassword}'s result.
 * @param input.key - One-time key, hexadecimal as answered.
 * @returns Lower-case hexadecimal.
 * @throws LoxoneError `ERR_LOXONE_ANSWER_MALFORMED` when the key is not hexadecimal.
 */
export function hashLogin(input: {
  readonly user: string;
  readonly passwordHash: string;
  readonly key: string;
  readonly algorithm: HashAlgorithm;
}): string {
  return keyedHash(input.algorithm, input.key, `${input.user}:${input.passwordHash}`);
}

/**
 * Proof of a token: `hex(HMAC_H(key, token))`. The Miniserver accepts both algorithms; the vendor's
 * library uses SHA256 from firmware 10.4 on.
 *
 * @throws LoxoneError `ERR_LOXONE_ANSWER_MALFORMED` when the key is not hexadecimal.
 */
export function hashToken(input: {
  readonly token: string;
  readonly key: string;
  readonly algorithm: HashAlgorithm;
}): string {
  return keyedHash(input.algorithm, input.key, input.token);
}

/**
 * Proof of the visualisation password for one secured command (§2.8); without the user's name.
 *
 * @throws LoxoneError `ERR_LOXONE_ANSWER_MALFORMED` when the key is not hexadecimal.
 */
export function hashVisuPassword(input: {
  readonly password: string;
  readonly salt: string;
  readonly key: string;
  readonly algorithm: HashAlgorithm;
}): string {
  return keyedHash(input.algorithm, input.key, hashPassword(input));
}

function keyedHash(algorithm: HashAlgorithm, key: string, text: string): string {
  return bytesToHex(hmac(HASHES[algorithm], decodeKey(key), encodeText(text)));
}

/** Decoded once: the bytes look like hexadecimal text again, and are used as they are. */
function decodeKey(key: string): Uint8Array {
  try {
    return hexToBytes(key);
  } catch {
    throw malformedAnswer('The one-time key cannot be used', 'it is not hexadecimal');
  }
}
