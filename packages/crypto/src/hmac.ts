import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';

/** @returns The 32 bytes of HMAC-SHA-256 (RFC 2104, FIPS 180-4). Neither argument is modified. */
export function hmacSha256(key: Uint8Array, message: Uint8Array): Uint8Array {
  return hmac(sha256, key, message);
}

/**
 * HMAC-SHA-256 with one key and many messages: the key's two hash blocks are done once, which is
 * most of the work for short messages.
 *
 * @param key - Not modified and not kept.
 * @returns A function from a message to its 32 bytes.
 */
export function createHmacSha256(key: Uint8Array): (message: Uint8Array) => Uint8Array {
  const keyed = hmac.create(sha256, key);
  // One state to work in for all messages: to make one takes nearly as long as to use it. Whatever is
  // left in it, also by a message that was refused, is written over; `digest` wipes it.
  const working = keyed.clone();
  return (message) => keyed._cloneInto(working).update(message).digest();
}
