import type { EpochMs, KeyId, KeyRecord } from '@gatehouse/core';
import { isMcpAuthError } from '@gatehouse/core';
import { checkReason } from '../check-request.js';
import type { Actor, CleanUpOptions } from '../types.js';
import { changeKey, requireKey, retryOnConflict } from './change-key.js';
import type { LifecycleParts } from './parts.js';
import { assertFits } from './parts.js';

export async function revokeKey(
  parts: LifecycleParts,
  id: KeyId,
  actor: Actor,
  reason?: string,
): Promise<KeyRecord> {
  assertFits('revocation', checkReason(reason, parts.checkContext()));
  const why = reason === undefined ? {} : { reason };
  const revoked = { at: parts.clock.now(), by: actor.id, ...why };
  const { record, change } = await changeKey(parts, id, (current) =>
    current.revoked === undefined ? { revoked, active: false } : undefined,
  );
  if (change !== undefined) {
    const details = reason === undefined ? {} : { why: reason };
    await parts.ledger.done('key.revoked', record, actor, details);
  }
  return record;
}

export async function deleteKey(parts: LifecycleParts, id: KeyId, actor: Actor): Promise<void> {
  // Revoked first: that is where the rule of the last admin stands, and a key whose record could
  // not be removed then lets nobody in either.
  const record = await revokeKey(parts, id, actor);
  await retryOnConflict(async () => {
    const { revision } = await requireKey(parts.store, id);
    await parts.store.delete(id, revision);
  });
  await parts.ledger.done('key.deleted', record, actor);
  await forgetUsage(parts, [id]);
}

/** Counters of a key that is gone harm nobody, so a failure is left to the next clean-up. */
async function forgetUsage({ usage }: LifecycleParts, ids: readonly KeyId[]): Promise<void> {
  if (usage !== undefined && ids.length > 0) {
    await usage.forget(ids).catch(() => undefined);
  }
}

function assertMoment(name: string, value: EpochMs | undefined): void {
  if (value !== undefined && !Number.isFinite(value)) {
    throw new RangeError(`options.${name} must be a moment in milliseconds since 1970`);
  }
}

/** @throws {@link RangeError} when no moment is given, or one that is none. */
function assertSelects({ revokedBefore, expiredBefore }: CleanUpOptions): void {
  assertMoment('revokedBefore', revokedBefore);
  assertMoment('expiredBefore', expiredBefore);
  if (revokedBefore === undefined && expiredBefore === undefined) {
    throw new RangeError('options must name revokedBefore or expiredBefore');
  }
}

function endedBefore(record: KeyRecord, options: CleanUpOptions, now: EpochMs): boolean {
  const { revokedBefore, expiredBefore } = options;
  const { revoked, expiresAt } = record;
  const wasRevoked =
    revoked !== undefined && revokedBefore !== undefined && revoked.at < revokedBefore;
  const hasExpired = expiresAt !== undefined && expiresAt <= now;
  return wasRevoked || (hasExpired && expiredBefore !== undefined && expiresAt < expiredBefore);
}

/** @returns Whether it was removed; `false` when somebody changed it since it was read. */
async function removeUnchanged(parts: LifecycleParts, record: KeyRecord): Promise<boolean> {
  try {
    await parts.store.delete(record.id, record.revision);
    return true;
  } catch (error) {
    const code = isMcpAuthError(error) ? error.code : undefined;
    if (code === 'ERR_MCPAUTH_STORE_CONFLICT' || code === 'ERR_MCPAUTH_KEY_NOT_FOUND') {
      return false;
    }
    throw error;
  }
}

export async function cleanUpKeys(
  parts: LifecycleParts,
  options: CleanUpOptions,
  actor: Actor,
): Promise<readonly KeyId[]> {
  assertSelects(options);
  const now = parts.clock.now();
  const ended = (await parts.store.list()).filter((record) => endedBefore(record, options, now));
  if (options.dryRun === true) {
    return ended.map(({ id }) => id);
  }
  const removed: KeyId[] = [];
  try {
    for (const record of ended) {
      parts.ledger.assertWritable();
      if (await removeUnchanged(parts, record)) {
        removed.push(record.id);
        await parts.ledger.done('key.deleted', record, actor, { why: 'clean-up' });
      }
    }
  } finally {
    await forgetUsage(parts, removed);
  }
  return removed;
}
