import type { KeyId, KeyRecord, KeyRecordChange } from '@gatehouse/core';
import { applyChange } from '../apply-change.js';
import { checkKeyUpdate, checkReason, realChange } from '../check-request.js';
import type { Actor, IfUnchanged, KeyUpdate } from '../types.js';
import { changeKey } from './change-key.js';
import type { LifecycleParts } from './parts.js';
import { assertFits } from './parts.js';
import { assertNotRevoked, assertOverlapKept } from './refusals.js';

/** What is asked for of a key; `change` is a snapshot. */
interface AskedUpdate extends IfUnchanged {
  readonly change: KeyUpdate;
}

export async function updateKey(
  parts: LifecycleParts,
  id: KeyId,
  asked: AskedUpdate,
  actor: Actor,
): Promise<KeyRecord> {
  const plan = (current: KeyRecord): KeyRecordChange | undefined => {
    assertNotRevoked(current);
    const real = realChange(asked.change, current);
    const changed = applyChange(current, real);
    assertFits('change', checkKeyUpdate(real, changed, parts.checkContext()));
    if (Object.keys(real).length === 0) {
      return undefined;
    }
    assertOverlapKept(current, changed.expiresAt);
    parts.grants.assertMayChange(actor, current, real, changed);
    return real.active === true ? { ...real, enabledAt: parts.clock.now() } : real;
  };
  const { record, change } = await changeKey(parts, id, plan, asked.expectedRevision);
  if (change !== undefined) {
    if (change.expiresAt !== undefined || change.role !== undefined) {
      parts.policy.warn(record, parts.clock.now());
    }
    const fields = Object.keys(change).sort();
    await parts.ledger.done('key.updated', record, actor, { fields });
  }
  return record;
}

export async function disableKey(
  parts: LifecycleParts,
  id: KeyId,
  actor: Actor,
  reason?: string,
): Promise<KeyRecord> {
  assertFits('disabling', checkReason(reason, parts.checkContext()));
  const { record, change } = await changeKey(parts, id, (current) => {
    assertNotRevoked(current);
    return current.active ? { active: false } : undefined;
  });
  if (change !== undefined) {
    const why = reason === undefined ? {} : { why: reason };
    await parts.ledger.done('key.disabled', record, actor, why);
  }
  return record;
}

export async function enableKey(
  parts: LifecycleParts,
  id: KeyId,
  actor: Actor,
  expectedRevision?: string,
): Promise<KeyRecord> {
  const plan = (current: KeyRecord): KeyRecordChange | undefined => {
    assertNotRevoked(current);
    // Of a key that is active already, only idle days can be counted anew.
    if (current.active && current.maxIdleDays === undefined) {
      return undefined;
    }
    parts.grants.assertMayEnable(actor, current);
    return { active: true, enabledAt: parts.clock.now() };
  };
  const { record, change } = await changeKey(parts, id, plan, expectedRevision);
  if (change !== undefined) {
    await parts.ledger.done('key.enabled', record, actor);
  }
  return record;
}
