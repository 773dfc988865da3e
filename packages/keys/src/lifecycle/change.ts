import type { KeyId, KeyRecord } from '@gatehouse/core';
import { applyChange } from '../apply-change.js';
import { checkKeyUpdate, checkReason, realChange } from '../check-request.js';
import type { Actor, KeyUpdate } from '../types.js';
import { changeKey } from './change-key.js';
import type { LifecycleParts } from './parts.js';
import { assertFits } from './parts.js';
import { assertNotRevoked, assertOverlapKept } from './refusals.js';

/** @param asked - A snapshot. */
export async function updateKey(
  parts: LifecycleParts,
  id: KeyId,
  asked: KeyUpdate,
  actor: Actor,
): Promise<KeyRecord> {
  const { record, change } = await changeKey(parts, id, (current) => {
    assertNotRevoked(current);
    const real = realChange(asked, current);
    const changed = applyChange(current, real);
    assertFits('change', checkKeyUpdate(real, changed, parts.checkContext()));
    if (Object.keys(real).length === 0) {
      return undefined;
    }
    assertOverlapKept(current, changed.expiresAt);
    parts.grants.assertMayChange(actor, current, real, changed);
    return real.active === true ? { ...real, enabledAt: parts.clock.now() } : real;
  });
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
): Promise<KeyRecord> {
  const { record, change } = await changeKey(parts, id, (current) => {
    assertNotRevoked(current);
    // Of a key that is active already, only idle days can be counted anew.
    if (current.active && current.maxIdleDays === undefined) {
      return undefined;
    }
    parts.grants.assertMayEnable(actor, current);
    return { active: true, enabledAt: parts.clock.now() };
  });
  if (change !== undefined) {
    await parts.ledger.done('key.enabled', record, actor);
  }
  return record;
}
