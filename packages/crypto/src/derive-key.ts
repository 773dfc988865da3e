import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import type { Label } from './labels.js';

const encoder = new TextEncoder();

/** HKDF-SHA-256 (RFC 5869): extract, then expand to `length` bytes, 1 to 8,160. */
export function hkdfSha256(input: {
  readonly keyMaterial: Uint8Array;
  readonly salt?: Uint8Array;
  readonly info: Uint8Array;
  readonly length: number;
}): Uint8Array {
  return hkdf(sha256, input.keyMaterial, input.salt, input.info, input.length);
}

/**
 * Derives a key for one purpose, by HKDF-SHA-256 without salt: a master key is uniformly random
 * already, and a salt would have to be stored (RFC 5869 §3.1).
 *
 * @param master - Input key material. Not modified.
 * @param label - Becomes the `info` (§3.2): keys of different labels tell nothing of one another.
 * @param length - Bytes of the result, 1 to 8,160.
 */
export function deriveKey(master: Uint8Array, label: Label, length: number = 32): Uint8Array {
  return hkdfSha256({ keyMaterial: master, info: encoder.encode(label), length });
}
