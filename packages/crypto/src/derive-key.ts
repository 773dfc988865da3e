import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import type { Label } from './labels.js';

const encoder = new TextEncoder();

/**
 * HKDF-SHA-256 (RFC 5869) without salt: the input is uniformly random already, and a random salt
 * would have to be stored (§3.1).
 *
 * @param master - Input key material. Not modified.
 * @param label - Becomes the `info` (§3.2): keys of different labels tell nothing of one another.
 * @param length - Bytes of the result, 1 to 8,160.
 */
export function deriveKey(master: Uint8Array, label: Label, length: number = 32): Uint8Array {
  return hkdf(sha256, master, undefined, encoder.encode(label), length);
}
