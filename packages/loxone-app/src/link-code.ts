import { createHash } from 'node:crypto';
import type { RandomBytes } from '@gatehouse/core';
import { toBase64Url } from '@gatehouse/crypto';

/** 256 bits: nobody guesses one. */
const CODE_BYTES = 32;

/** The code of a one-time link: 32 random bytes, base64url. */
export function makeCode(random: RandomBytes): string {
  return toBase64Url(random(CODE_BYTES));
}

/** Whether a text could be a code at all; what is none names no file. */
export function isCode(text: string): boolean {
  return /^[\w-]{43}$/.test(text);
}

/** SHA-256, base64url: all that is kept of a code. */
export function hashOfCode(code: string): string {
  return createHash('sha256').update(code).digest('base64url');
}
