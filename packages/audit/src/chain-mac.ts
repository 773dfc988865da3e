import { createHmac } from 'node:crypto';
import type { AuditHead } from '@gatehouse/core';
import type { AuditCheckpoint } from './types.js';

/** What is signed of a head: everything but its MAC. */
export type UnsignedHead = Omit<AuditHead, 'headMac'>;
/** What is signed of a checkpoint: everything but its MAC. */
export type UnsignedCheckpoint = Omit<AuditCheckpoint, 'checkpointMac'>;

/** One key of a chain, and what is made with it: HMAC-SHA-256 (RFC 2104) as base64url. */
export interface ChainKey {
  readonly id: string;
  /** Number of the first record that it signs. */
  readonly from: number;
  /** What the first record of a trail continues from. */
  readonly beginning: string;
  /** @param previous - MAC of the record before, as its 43 characters. */
  lineMac(previous: string, body: string): string;
  headMac(head: UnsignedHead): string;
  checkpointMac(checkpoint: UnsignedCheckpoint): string;
}

const ID = /^([1-9][0-9]{0,15})-[0-9a-f]{8}$/;

/** @returns Number of the first record that a key signs, or `undefined` if it is no id of a key. */
export function firstSigned(keyId: string): number | undefined {
  const digits = ID.exec(keyId)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/**
 * The platform's HMAC, which is twice as fast here as the one in JavaScript: a verification goes
 * over the whole trail.
 */
function mac(key: Uint8Array | string, message: string): string {
  return createHmac('sha256', key).update(message, 'utf8').digest('base64url');
}

/**
 * Lines are signed with the key itself, the rest with keys derived from it: no message of one kind
 * is ever a message of another.
 *
 * @param bytes - 32 bytes; copied.
 */
export function createChainKey(id: string, from: number, bytes: Uint8Array): ChainKey {
  const key = Uint8Array.from(bytes);
  const headKey = mac(key, 'gatehouse/v1/audit/head');
  const checkpointKey = mac(key, 'gatehouse/v1/audit/checkpoint');
  return {
    id,
    from,
    beginning: mac(key, 'gatehouse/v1/audit/beginning'),
    lineMac: (previous, body) => mac(key, previous + body),
    headMac: ({ sequence, mac: lastMac, firstSequence, firstPrevious, chainKeys }) => {
      const keys = chainKeys.flatMap(({ id: keyId, sealed }) => [keyId, sealed]);
      return mac(
        headKey,
        JSON.stringify([sequence, lastMac, firstSequence, firstPrevious, ...keys]),
      );
    },
    checkpointMac: ({ sequence, mac: lastMac, at, keyId }) =>
      mac(checkpointKey, JSON.stringify([sequence, lastMac, at, keyId])),
  };
}
