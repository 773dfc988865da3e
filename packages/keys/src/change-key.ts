import type { Clock, KeyId, KeyRecord, KeyRecordChange, KeyStore } from '@gatehouse/core';
import { isMcpAuthError, McpAuthError } from '@gatehouse/core';
import { applyChange, inverseChange } from './apply-change.js';
import { hasOtherActiveAdmin, isActiveAdmin } from './last-admin.js';

/** How often a write is tried when others keep changing the same record. */
const MOST_ATTEMPTS = 5;

/** Runs a conditional write again for as long as it meets a conflict, a bounded number of times. */
export async function retryOnConflict<T>(attempt: () => Promise<T>): Promise<T> {
  for (let left = MOST_ATTEMPTS - 1; ; left -= 1) {
    try {
      return await attempt();
    } catch (error) {
      const conflict = isMcpAuthError(error) && error.code === 'ERR_MCPAUTH_STORE_CONFLICT';
      if (!conflict || left === 0) {
        throw error;
      }
    }
  }
}

/** @throws `ERR_MCPAUTH_KEY_NOT_FOUND` */
export async function requireKey(store: KeyStore, id: KeyId): Promise<KeyRecord> {
  const record = await store.get(id);
  if (record === undefined) {
    throw new McpAuthError('ERR_MCPAUTH_KEY_NOT_FOUND', `There is no key ${id}.`, { id });
  }
  return record;
}

function lastAdminRefused(id: KeyId): McpAuthError {
  return new McpAuthError(
    'ERR_MCPAUTH_KEY_REFUSED',
    `Key ${id} is the last active admin key. Make another admin key first.`,
    { id, rule: 'last-admin' },
  );
}

/**
 * Changes one key, and keeps at least one active admin key in the store.
 *
 * A store changes one record at a time, so two processes could each take one of the last two admin
 * keys. Therefore the rule is asked before the write and again after it; whoever then finds no admin
 * left takes the own change back. The later of two writers always sees the earlier one.
 *
 * @param plan - Says what to change, or `undefined` for nothing. Asked again after a conflict.
 */
export async function changeKey(
  store: KeyStore,
  clock: Clock,
  id: KeyId,
  plan: (record: KeyRecord) => KeyRecordChange | undefined,
): Promise<KeyRecord> {
  const written = await retryOnConflict(() => tryChange(store, clock, id, plan));
  if (written.takeBack !== undefined && !(await hasOtherActiveAdmin(store, id, clock.now()))) {
    await takeBack(store, written.record, written.takeBack);
    throw lastAdminRefused(id);
  }
  return written.record;
}

/** A record as it was written; `takeBack` undoes that, given when it ended an active admin key. */
interface Written {
  readonly record: KeyRecord;
  readonly takeBack?: KeyRecordChange;
}

async function tryChange(
  store: KeyStore,
  clock: Clock,
  id: KeyId,
  plan: (record: KeyRecord) => KeyRecordChange | undefined,
): Promise<Written> {
  const record = await requireKey(store, id);
  const change = plan(record);
  if (change === undefined) {
    return { record };
  }
  if (!endsActiveAdmin(record, change, clock)) {
    return { record: await store.update(id, record.revision, change) };
  }
  if (!(await hasOtherActiveAdmin(store, id, clock.now()))) {
    throw lastAdminRefused(id);
  }
  const changed = await store.update(id, record.revision, change);
  return { record: changed, takeBack: inverseChange(record, change) };
}

function endsActiveAdmin(record: KeyRecord, change: KeyRecordChange, clock: Clock): boolean {
  const now = clock.now();
  return isActiveAdmin(record, now) && !isActiveAdmin(applyChange(record, change), now);
}

/** Somebody may have changed the same record since; what this call changed is still taken back. */
async function takeBack(
  store: KeyStore,
  changed: KeyRecord,
  inverse: KeyRecordChange,
): Promise<void> {
  let revision = changed.revision;
  await retryOnConflict(async () => {
    try {
      await store.update(changed.id, revision, inverse);
    } catch (error) {
      revision = (await requireKey(store, changed.id)).revision;
      throw error;
    }
  });
}
