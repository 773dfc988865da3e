import type { KeyId, KeyRecord, KeyStore } from '@gatehouse/core';
import type { StatusOf } from '../usage/status.js';

/**
 * Whether this key is one that admins can rely on: it lets an admin in now, and was not replaced,
 * since a replaced key ends by itself.
 */
export async function isActiveAdmin(record: KeyRecord, statusOf: StatusOf): Promise<boolean> {
  const { role, replacedBy } = record;
  return role === 'admin' && replacedBy === undefined && (await statusOf(record)) === 'active';
}

/** Whether the store holds an active admin key other than `id`. */
export async function hasOtherActiveAdmin(
  store: KeyStore,
  id: KeyId,
  statusOf: StatusOf,
): Promise<boolean> {
  for (const record of await store.list()) {
    if (record.role === 'admin' && record.id !== id && (await isActiveAdmin(record, statusOf))) {
      return true;
    }
  }
  return false;
}
