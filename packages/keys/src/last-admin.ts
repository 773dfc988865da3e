import type { EpochMs, KeyId, KeyRecord, KeyStore } from '@gatehouse/core';
import { keyStatus } from './key-status.js';

/** Whether this key lets an admin in now. */
export function isActiveAdmin(record: KeyRecord, now: EpochMs): boolean {
  return record.role === 'admin' && keyStatus(record, now) === 'active';
}

/** Whether the store holds an active admin key other than `id`. */
export async function hasOtherActiveAdmin(
  store: KeyStore,
  id: KeyId,
  now: EpochMs,
): Promise<boolean> {
  const records = await store.list();
  return records.some((record) => record.id !== id && isActiveAdmin(record, now));
}
