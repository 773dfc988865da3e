import type { NewKeyRecord, SealedPepper, StoreHeader } from '@gatehouse/core';

const FIRST_CREATED_AT = Date.UTC(2026, 0, 1);

/** A hash of the right shape that no key has. */
export const TEST_HASH: string = `hmac-sha256:p1:${'A'.repeat(43)}`;

/** A header as a store would get it; the sealed value opens with no key. */
export function testHeader(pepperId = 'p1'): StoreHeader {
  return { peppers: [testPepper(pepperId)] };
}

/** @returns A pepper whose sealed value has the right shape and opens with no key. */
export function testPepper(id: string): SealedPepper {
  return { id, sealed: `enc:v1:${'k'.repeat(22)}:${'c'.repeat(96)}` };
}

/**
 * A record with only the fields that every record has.
 *
 * @param role - Role of the key.
 * @param sequence - Becomes part of the id, and each number is created one second after the last.
 * @param changes - Fields to set over the defaults.
 */
export function testRecord(
  role: string,
  sequence: number,
  changes: Partial<NewKeyRecord> = {},
): NewKeyRecord {
  return {
    id: `lmcp_${role}_${String(sequence).padStart(3, '0')}`,
    name: `Key ${sequence} of ${role}`,
    role,
    createdBy: 'test',
    createdAt: FIRST_CREATED_AT + sequence * 1000,
    active: true,
    ipWhitelist: [],
    hash: TEST_HASH,
    ...changes,
  };
}
