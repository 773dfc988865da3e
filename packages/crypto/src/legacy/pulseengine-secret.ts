import { sha256 } from '@noble/hashes/sha2.js';
import { tryFromBase64 } from '../base64.js';
import { constantTimeEqual } from '../constant-time-equal.js';
import type { PulseengineKey } from './pulseengine-keys.js';

const HASH_BYTES = 32;

/** Base64 of the standard alphabet with padding, as the salt goes into the hash. */
function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

/**
 * Whether a secret is the one of a pulseengine key: SHA-256 of `<secret>:<base64 of the salt>`.
 *
 * A key without a hash matches nothing. The program that it comes from compares with the stored text
 * instead, where `***redacted***` stands, and so lets in whoever sends that.
 */
export function pulseengineSecretMatches(
  verifier: PulseengineKey['verifier'],
  secret: string,
): boolean {
  const expected = verifier === undefined ? undefined : tryFromBase64(verifier.hash);
  if (verifier === undefined || expected?.length !== HASH_BYTES) {
    return false;
  }
  const salted = new TextEncoder().encode(`${secret}:${toBase64(verifier.salt)}`);
  return constantTimeEqual(sha256(salted), expected);
}
