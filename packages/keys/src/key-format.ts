import type { KeyId, RandomBytes, RoleName } from '@gatehouse/core';
import { crc32, encodeBase62 } from '@gatehouse/crypto';

/**
 * The grammar of a key (DESIGN §3):
 *
 *     key      = id "_" random checksum
 *     id       = prefix [ "_test" ] "_" role "_" sequence
 *     prefix   = role = [a-z][a-z0-9-]{0,31}
 *     sequence = at least three digits, more only without leading zeros; from 001 up
 *     random   = 32 random bytes, base62, 43 characters
 *     checksum = CRC-32 of everything before it, base62, 6 characters
 *
 * The checksum lets typing errors and secret scanners be answered without a look-up; it protects
 * from nobody. The role in the text is for people: what a key may do stands in its record.
 */

const WORD = '[a-z][a-z0-9-]{0,31}';
const ID = `${WORD}(?:_test)?_${WORD}_[0-9]{3,15}`;

/** Characters that hold the random bytes, and those that hold the checksum. */
export const RANDOM_WIDTH = 43;
export const CHECKSUM_WIDTH = 6;
const RANDOM_BYTES = 32;

/** No key is longer: 32 + 5 + 33 + 16 + 1 + 49 characters. */
export const LONGEST_KEY = 136;

/**
 * Finds keys inside other text, for secret scanners and log filters; not anchored, no flags, no
 * construct that RE2 lacks. What it finds is a key only if {@link parseKey} accepts it.
 */
export const KEY_PATTERN: RegExp = new RegExp(
  `${ID}_[0-9A-Za-z]{${RANDOM_WIDTH + CHECKSUM_WIDTH}}\\b`,
);

const WHOLE_WORD = new RegExp(`^${WORD}$`);
const encoder = new TextEncoder();

/** The public part of a key, taken apart. */
export interface KeyIdParts {
  readonly prefix: string;
  /** Marks keys that are made for tests; it changes nothing about what they may do. */
  readonly test: boolean;
  readonly role: RoleName;
  /** An integer from 1 up, counted per role. */
  readonly sequence: number;
}

/** Whether a text can stand for the prefix or the role in a key. */
export function isKeyWord(text: string): boolean {
  return WHOLE_WORD.test(text);
}

/**
 * @returns For example `lmcp_admin_001`, or `lmcp_test_admin_001` for a test key.
 * @throws {@link RangeError} when a part does not fit the grammar.
 */
export function formatKeyId({ prefix, test, role, sequence }: KeyIdParts): KeyId {
  if (!isKeyWord(prefix)) {
    throw new RangeError('prefix must be a lower-case slug of at most 32 characters');
  }
  if (!isKeyWord(role)) {
    throw new RangeError('role must be a lower-case slug of at most 32 characters');
  }
  if (!Number.isInteger(sequence) || sequence < 1 || sequence >= 1e15) {
    throw new RangeError('sequence must be an integer from 1 up to 15 digits');
  }
  const number = String(sequence).padStart(3, '0');
  return `${prefix}${test ? '_test' : ''}_${role}_${number}`;
}

/** Whether an id has the mark of a test key. A role may be called `test`; it stands elsewhere. */
export function isTestId(id: KeyId): boolean {
  const words = id.split('_');
  return words.length === 4 && words[1] === 'test';
}

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/**
 * Every text that is presented as a key comes through here, so the 32 bits are written as one number
 * and not byte by byte as long texts are.
 *
 * @returns The checksum of everything in a key that stands before it.
 */
export function checksumOf(text: string): string {
  let rest = crc32(encoder.encode(text));
  let digits = '';
  for (let place = 0; place < CHECKSUM_WIDTH; place += 1) {
    digits = DIGITS.charAt(rest % 62) + digits;
    rest = Math.floor(rest / 62);
  }
  return digits;
}

/**
 * Makes the secret text for an id.
 *
 * @param random - Asked once for 32 bytes.
 * @returns The whole key. Whoever holds it is let in: it is shown once and stored nowhere.
 */
export function mintKey(id: KeyId, random: RandomBytes): string {
  const body = `${id}_${encodeBase62(random(RANDOM_BYTES), RANDOM_WIDTH)}`;
  return body + checksumOf(body);
}
