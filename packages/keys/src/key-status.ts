import type { EpochMs, KeyRecord } from '@gatehouse/core';

/** How a key stands at a moment. Only an `active` one lets anybody in. */
export type KeyStatus = 'active' | 'disabled' | 'revoked' | 'expired' | 'not-yet-valid';

/**
 * @param now - The moment to judge for. A key is valid from `notBefore` on, that millisecond
 *   included, until `expiresAt`, that one excluded.
 */
export function keyStatus(record: KeyRecord, now: EpochMs): KeyStatus {
  if (record.revoked !== undefined) {
    return 'revoked';
  }
  if (!record.active) {
    return 'disabled';
  }
  if (record.expiresAt !== undefined && now >= record.expiresAt) {
    return 'expired';
  }
  if (record.notBefore !== undefined && now < record.notBefore) {
    return 'not-yet-valid';
  }
  return 'active';
}
