import type { KeyId, KeyRecord, KeyRecordChange, KeyStore } from '@gatehouse/core';
import { isMcpAuthError, McpAuthError } from '@gatehouse/core';
import { applyChange, inverseChange } from '../apply-change.js';
import type { StatusOf } from '../usage/status.js';
import { hasOtherActiveAdmin, isActiveAdmin } from './last-admin.js';
import { refused } from './refusals.js';

/** How often a write is tried when others keep changing the same record. */
export const MOST_ATTEMPTS = 5;

/** What changing a key takes. */
export interface ChangeParts {
  readonly store: KeyStore;
  readonly statusOf: StatusOf;
}

/** A key before and after; `change` is absent when nothing was to be changed. */
export interface ChangedKey {
  readonly before: KeyRecord;
  readonly record: KeyRecord;
  readonly change?: KeyRecordChange;
}

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

/** @throws `ERR_MCPAUTH_STORE_CONFLICT` */
export function assertUnchanged(record: KeyRecord, expectedRevision: string | undefined): void {
  if (expectedRevision !== undefined && record.revision !== expectedRevision) {
    const { id } = record;
    throw new McpAuthError(
      'ERR_MCPAUTH_STORE_CONFLICT',
      `Key ${id} was changed since it was looked at. Look at it again.`,
      { id },
    );
  }
}

function lastAdminRefused(id: KeyId): McpAuthError {
  return refused(
    id,
    'last-admin',
    `Key ${id} is the last active admin key. Make another admin key first.`,
  );
}

/**
 * Changes one key, and keeps at least one active admin key in the store.
 *
 * A store changes one record at a time, so two processes could each take one of the last two admin
 * keys. Therefore the rule is asked before the write and again after it; whoever then finds no admin
 * left takes the own change back. The later of two writers always sees the earlier one. A third one,
 * who revokes or deletes a key in the moment before its change is taken back, is not seen: no order
 * of single writes excludes that, and the owner of the machine can always make an admin key.
 *
 * @param plan - Says what to change, or `undefined` for nothing. Asked again after a conflict.
 * @param expectedRevision - Only a key that is still of this revision is changed; absent = any.
 * @throws `ERR_MCPAUTH_STORE_CONFLICT` when it is of another, and when others were faster each time.
 */
export async function changeKey(
  parts: ChangeParts,
  id: KeyId,
  plan: (record: KeyRecord) => KeyRecordChange | undefined,
  expectedRevision?: string,
): Promise<ChangedKey> {
  const attempt = (): Promise<Written> =>
    tryChange(parts, id, (record) => {
      assertUnchanged(record, expectedRevision);
      return plan(record);
    });
  const written = await (expectedRevision === undefined ? retryOnConflict(attempt) : attempt());
  const { takeBack, ...changed } = written;
  if (takeBack !== undefined && !(await hasOtherActiveAdmin(parts.store, id, parts.statusOf))) {
    await undo(parts.store, written.record, takeBack);
    throw lastAdminRefused(id);
  }
  return changed;
}

/** A key as it was written; `takeBack` undoes that, given when it ended an active admin key. */
interface Written extends ChangedKey {
  readonly takeBack?: KeyRecordChange;
}

async function tryChange(
  parts: ChangeParts,
  id: KeyId,
  plan: (record: KeyRecord) => KeyRecordChange | undefined,
): Promise<Written> {
  const { store, statusOf } = parts;
  const before = await requireKey(store, id);
  const change = plan(before);
  if (change === undefined) {
    return { before, record: before };
  }
  if (!(await endsActiveAdmin(before, change, statusOf))) {
    return { before, change, record: await store.update(id, before.revision, change) };
  }
  if (!(await hasOtherActiveAdmin(store, id, statusOf))) {
    throw lastAdminRefused(id);
  }
  const record = await store.update(id, before.revision, change);
  return { before, change, record, takeBack: inverseChange(before, change) };
}

async function endsActiveAdmin(
  record: KeyRecord,
  change: KeyRecordChange,
  statusOf: StatusOf,
): Promise<boolean> {
  return (
    (await isActiveAdmin(record, statusOf)) &&
    !(await isActiveAdmin(applyChange(record, change), statusOf))
  );
}

/** Somebody may have changed the same record since; what this call changed is still taken back. */
async function undo(store: KeyStore, changed: KeyRecord, inverse: KeyRecordChange): Promise<void> {
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
