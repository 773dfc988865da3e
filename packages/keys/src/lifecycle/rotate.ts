import type { EpochMs, KeyId, KeyRecord } from '@gatehouse/core';
import { isMcpAuthError, McpAuthError } from '@gatehouse/core';
import { isTestId } from '../key-format.js';
import { LAST_MOMENT } from '../time.js';
import type { Actor, CreatedKey, RotatedKey, RotateOptions } from '../types.js';
import { assertUnchanged, changeKey, MOST_ATTEMPTS, requireKey } from './change-key.js';
import type { KeyPlan } from './make-key.js';
import { discardKey, makeKey } from './make-key.js';
import type { LifecycleParts } from './parts.js';
import { assertNotRevoked, refused } from './refusals.js';

/** Thrown inside this file only: the old key changed after the new one was made like it. */
class OutdatedSignal extends Error {
  override readonly name = 'OutdatedSignal';
}

async function assertRotatable(parts: LifecycleParts, record: KeyRecord): Promise<void> {
  const { id, replacedBy } = record;
  assertNotRevoked(record);
  if (replacedBy !== undefined) {
    throw refused(id, 'replaced', `Key ${id} was replaced by ${replacedBy}. Rotate that one.`);
  }
  const status = await parts.statusOf(record);
  if (status !== 'active' && status !== 'not-yet-valid') {
    throw refused(
      id,
      'not-rotatable',
      `Key ${id} is ${status}, and only a key that works can be rotated. Enable it, or make a new one.`,
    );
  }
}

/** @returns When a key with the lifetime of `record` ends that begins now. */
function sameLifetime(record: KeyRecord, now: EpochMs): EpochMs | undefined {
  const { createdAt, notBefore = 0, expiresAt } = record;
  const began = Math.max(createdAt, notBefore);
  // Records that people write may not say when they began; those keep their end.
  if (expiresAt === undefined || began === 0) {
    return expiresAt;
  }
  return Math.min(Math.max(now, notBefore) + (expiresAt - began), LAST_MOMENT);
}

function earlier(a: EpochMs | undefined, b: EpochMs | undefined): EpochMs | undefined {
  return a === undefined || b === undefined ? (a ?? b) : Math.min(a, b);
}

function planLike(parts: LifecycleParts, record: KeyRecord, actor: Actor): KeyPlan {
  const { name, role, notBefore, maxIdleDays, ipWhitelist, devices, rooms, permissions } = record;
  const now = parts.clock.now();
  const end = earlier(sameLifetime(record, now), parts.grants.latestEnd(actor, record));
  const expiresAt = parts.policy.cap(role, end, now);
  return {
    name,
    role,
    ipWhitelist,
    replaces: record.id,
    ...(expiresAt === undefined ? {} : { expiresAt }),
    ...(notBefore === undefined || notBefore <= now ? {} : { notBefore }),
    ...(maxIdleDays === undefined ? {} : { maxIdleDays }),
    ...(devices === undefined ? {} : { devices }),
    ...(rooms === undefined ? {} : { rooms }),
    ...(permissions === undefined ? {} : { permissions }),
  };
}

/** Ends the old key with the overlap, if it is still what the new one was made like. */
async function link(
  parts: LifecycleParts,
  old: KeyRecord,
  replacedBy: KeyId,
  overlapMs: number,
): Promise<KeyRecord> {
  const { record } = await changeKey(parts, old.id, (current) => {
    if (current.revision !== old.revision) {
      throw new OutdatedSignal();
    }
    const end = parts.clock.now() + overlapMs;
    return { replacedBy, expiresAt: Math.min(current.expiresAt ?? LAST_MOMENT, end) };
  });
  return record;
}

/**
 * Makes the new key, then links the old one to it. Whoever loses that second step to somebody else
 * removes the new key again: nobody has seen its secret.
 *
 * @returns `undefined` when the old key changed meanwhile and has to be looked at again.
 */
async function tryRotate(
  parts: LifecycleParts,
  id: KeyId,
  { overlapMs, expectedRevision }: RotateOptions,
  actor: Actor,
): Promise<RotatedKey | undefined> {
  const old = await requireKey(parts.store, id);
  assertUnchanged(old, expectedRevision);
  await assertRotatable(parts, old);
  parts.grants.assertMayRotate(actor, old);
  const made = await makeKey(parts, planLike(parts, old, actor), isTestId(old.id), actor);
  try {
    const previous = await link(parts, old, made.record.id, overlapMs);
    return { ...made, previous };
  } catch (error) {
    if (!(await discard(parts, made, actor))) {
      // Somebody ended the other admin keys because the new one was there. So the rotation came
      // first, and whoever asked for it must get the one key that is left.
      return { ...made, previous: (await parts.store.get(id)) ?? old };
    }
    if (error instanceof OutdatedSignal) {
      return undefined;
    }
    throw error;
  }
}

async function discard(
  parts: LifecycleParts,
  { record }: CreatedKey,
  actor: Actor,
): Promise<boolean> {
  try {
    return await discardKey(parts, record.id);
  } catch (error) {
    if (isMcpAuthError(error)) {
      parts.ledger.leftOver(record, actor);
      return true;
    }
    throw error;
  }
}

export async function rotateKey(
  parts: LifecycleParts,
  id: KeyId,
  options: RotateOptions,
  actor: Actor,
): Promise<RotatedKey> {
  const { overlapMs } = options;
  if (!Number.isSafeInteger(overlapMs) || overlapMs < 0) {
    throw new RangeError('options.overlapMs must be an integer ≥ 0');
  }
  for (let left = MOST_ATTEMPTS; left > 0; left -= 1) {
    const rotated = await tryRotate(parts, id, options, actor);
    if (rotated !== undefined) {
      const { record, previous } = rotated;
      await parts.ledger.done('key.created', record, actor, { replaces: id });
      await parts.ledger.done('key.rotated', previous, actor, { replacedBy: record.id, overlapMs });
      return rotated;
    }
  }
  throw new McpAuthError(
    'ERR_MCPAUTH_STORE_CONFLICT',
    `Key ${id} was changed again and again meanwhile. Try again.`,
    { id },
  );
}
