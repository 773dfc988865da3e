import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { RandomBytes } from '@gatehouse/core';
import { toBase64Url } from '@gatehouse/crypto';

/** 256 bits: nobody guesses one. */
const TOKEN_BYTES = 32;

/** What a browser's cookie holds: 32 random bytes, base64url. Whoever has it is signed in. */
export function makeToken(random: RandomBytes): string {
  return toBase64Url(random(TOKEN_BYTES));
}

/** Whether a text could be a token at all; anything longer is not even hashed. */
export function isToken(text: string): boolean {
  return /^[\w-]{43}$/.test(text);
}

/** SHA-256, base64url: all that is kept of a token, so that reading the store signs nobody in. */
export function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

/**
 * What a page sends back with every write. It is derived from the random token, so that the store
 * needs to keep neither; who knows the one learns nothing of the other.
 */
export function csrfTokenOf(token: string): string {
  return createHmac('sha256', token).update('gatehouse csrf token').digest('base64url');
}

/** Compares two hashes in constant time. */
export function sameHash(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
