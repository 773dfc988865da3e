import { pbkdf2 } from '@noble/hashes/pbkdf2.js';
import { sha256 } from '@noble/hashes/sha2.js';

/** What PBKDF2 takes beside the password. */
export interface Pbkdf2Parameters {
  readonly salt: Uint8Array;
  /** An integer ≥ 1. */
  readonly iterations: number;
  /** Bytes to derive. */
  readonly length: number;
}

/** @returns PBKDF2-HMAC-SHA-256 (RFC 8018 §5.2) of a password. Blocks for as long as it takes. */
export function pbkdf2Sha256(password: Uint8Array, parameters: Pbkdf2Parameters): Uint8Array {
  const { salt, iterations, length } = parameters;
  return pbkdf2(sha256, password, salt, { c: iterations, dkLen: length });
}
