import type { IpAddress } from '@gatehouse/core';
import { networkOf, parsePeerAddress } from '@gatehouse/core';

/** Where an attempt comes from, and which key it claims to have. */
export interface AttemptSource {
  /** Of the real client: of the socket, or what a trusted proxy says. */
  readonly address?: string;
  /** As it was claimed, known or not; absent: the credential names none that can be read. */
  readonly keyId?: string;
}

/** Buckets that an attempt counts in. */
export interface FailureBuckets {
  /** Everybody at the address. */
  readonly address: string;
  /** One claimed key id at the address, or all credentials from there that name none. */
  readonly pair: string;
}

const PREFIX = 'lockout|';

/** One customer usually has a whole network of this size: more precise is no more certain. */
const IPV6_PREFIX_LENGTH = 64;

/** No key id is longer. Longer claims share a bucket, and memory is not for attackers to fill. */
const LONGEST_KEY_ID = 86;

/** In the place of an id. Folded ids have no blanks, so that nobody can claim these as theirs. */
const NO_ID = '(no readable id)';
const TOO_LONG = '(longer than any id)';

function groupsOf(word: number): string {
  return `${(word >>> 16).toString(16)}:${(word & 0xffff).toString(16)}`;
}

function textOf(address: IpAddress): string {
  if (address.version === 4) {
    const [word = 0] = address.words;
    return `${word >>> 24}.${(word >>> 16) & 0xff}.${(word >>> 8) & 0xff}.${word & 0xff}`;
  }
  const [first = 0, second = 0] = networkOf(address, IPV6_PREFIX_LENGTH).words;
  return `${groupsOf(first)}:${groupsOf(second)}::/${IPV6_PREFIX_LENGTH}`;
}

/** Variants of one id that a person or a program could mistake for it count as one. */
function foldKeyId(keyId: string): string {
  if (keyId.length > LONGEST_KEY_ID) {
    return TOO_LONG;
  }
  // Nearly all of them, and folding costs more than all the rest of a check.
  if (/^[a-z0-9_-]*$/.test(keyId)) {
    return keyId;
  }
  return keyId
    .normalize('NFKC')
    .toLowerCase()
    .toUpperCase()
    .toLowerCase()
    .normalize('NFKC')
    .replace(/[\s\p{Cc}\p{Cf}]+/gu, '');
}

/**
 * Garbage is counted as if it claimed one and the same id at its address. Told apart by its text, it
 * would have as many attempts as there are texts; counted with the ids, it would lock those out.
 *
 * @returns `undefined` when the address is unknown or none: there is no bucket for strangers.
 */
export function failureBucketsOf({ address, keyId }: AttemptSource): FailureBuckets | undefined {
  const parsed = address === undefined ? undefined : parsePeerAddress(address);
  if (parsed === undefined) {
    return undefined;
  }
  const bucket = PREFIX + textOf(parsed);
  return {
    address: bucket,
    pair: `${bucket}|${keyId === undefined ? NO_ID : foldKeyId(keyId)}`,
  };
}

/** Whether a bucket of a store that is shared is one of these. */
export function isFailureBucket(bucket: string): boolean {
  return bucket.startsWith(PREFIX);
}
