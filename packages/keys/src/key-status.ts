import type { EpochMs, KeyRecord } from '@gatehouse/core';
import { DAY_MS } from './time.js';

/** How a key stands at a moment. Only an `active` one lets anybody in. */
export type KeyStatus = 'active' | 'disabled' | 'revoked' | 'expired' | 'not-yet-valid' | 'idle';

/**
 * When a key goes idle unless it is used before: `maxIdleDays` days of 24 hours after the latest of
 * its last use, its creation, the beginning of its validity and its being enabled again.
 *
 * @returns `undefined` for a key that has no such limit.
 */
export function idleAt(record: KeyRecord, lastUsedAt?: EpochMs): EpochMs | undefined {
  const { maxIdleDays, createdAt, notBefore = 0, enabledAt = 0 } = record;
  if (maxIdleDays === undefined) {
    return undefined;
  }
  return Math.max(lastUsedAt ?? 0, createdAt, notBefore, enabledAt) + maxIdleDays * DAY_MS;
}

/**
 * @param now - The moment to judge for. A key is valid from `notBefore` on, that millisecond
 *   included, until `expiresAt`, that one excluded.
 * @param lastUsedAt - When it last let somebody in; absent = never. Only keys with `maxIdleDays`
 *   ask for it.
 */
export function keyStatus(record: KeyRecord, now: EpochMs, lastUsedAt?: EpochMs): KeyStatus {
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
  if (record.maxIdleDays === undefined) {
    return 'active';
  }
  const end = idleAt(record, lastUsedAt);
  return end !== undefined && now >= end ? 'idle' : 'active';
}
