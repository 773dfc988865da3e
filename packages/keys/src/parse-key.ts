import type { KeyId } from '@gatehouse/core';
import { encodeBase62 } from '@gatehouse/crypto';
import type { KeyIdParts } from './key-format.js';
import { CHECKSUM_WIDTH, checksumOf, LONGEST_KEY, RANDOM_WIDTH } from './key-format.js';

/** What a text says of itself, before any look-up; `problem` repeats none of it. */
export type ParsedKey =
  | ({ readonly ok: true; readonly id: KeyId } & KeyIdParts)
  | { readonly ok: false; readonly problem: string };

const KEY =
  /^(([a-z][a-z0-9-]{0,31})(_test)?_([a-z][a-z0-9-]{0,31})_([0-9]{3}|[1-9][0-9]{3,14}))_([0-9A-Za-z]{43})[0-9A-Za-z]{6}$/;

/** 43 characters hold a little more than 32 bytes do; base62 texts of one width sort as numbers. */
const LARGEST_RANDOM = encodeBase62(new Uint8Array(32).fill(0xff), RANDOM_WIDTH);

function refuse(problem: string): ParsedKey {
  return { ok: false, problem };
}

/**
 * Reads a key without any look-up. It accepts exactly what can be minted; in particular every key
 * with one character changed is refused.
 *
 * Nothing of the answer gives any authority: anybody can make up a text that parses.
 */
export function parseKey(text: string): ParsedKey {
  if (text.length > LONGEST_KEY) {
    return refuse('it is longer than any key');
  }
  const [, id, prefix, test, role, digits, random] = KEY.exec(text) ?? [];
  if (id === undefined || prefix === undefined || role === undefined || random === undefined) {
    return refuse('it does not have the form prefix_role_sequence_random');
  }
  const sequence = Number(digits);
  if (sequence === 0 || random > LARGEST_RANDOM) {
    return refuse('it has parts that no key has');
  }
  if (checksumOf(text.slice(0, -CHECKSUM_WIDTH)) !== text.slice(-CHECKSUM_WIDTH)) {
    return refuse('its checksum does not fit: it was mistyped or cut');
  }
  return { ok: true, id, prefix, test: test !== undefined, role, sequence };
}
