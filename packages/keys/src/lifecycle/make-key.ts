import type { KeyId, NewKeyRecord } from '@gatehouse/core';
import { isMcpAuthError } from '@gatehouse/core';
import { formatKeyId, mintKey } from '../key-format.js';
import type { Actor, CreatedKey } from '../types.js';
import { changeKey, requireKey, retryOnConflict } from './change-key.js';
import type { LifecycleParts } from './parts.js';

/** A record but for what making it decides. */
export type KeyPlan = Omit<
  NewKeyRecord,
  'id' | 'hash' | 'createdAt' | 'createdBy' | 'active' | 'enabledAt' | 'revoked'
>;

/** Mints a key and inserts its record under the next sequence number of its role. */
export async function makeKey(
  parts: LifecycleParts,
  plan: KeyPlan,
  test: boolean,
  actor: Actor,
): Promise<CreatedKey> {
  const { store, clock, random, prefix, peppers } = parts;
  let key = '';
  const build = (sequence: number): NewKeyRecord => {
    const id = formatKeyId({ prefix, test, role: plan.role, sequence });
    key = mintKey(id, random);
    const hash = peppers.current().hash(key);
    return { ...plan, id, createdBy: actor.id, createdAt: clock.now(), active: true, hash };
  };
  const record = await retryOnConflict(() => store.insert(plan.role, build));
  parts.policy.warn(record, clock.now());
  return { record, key };
}

/**
 * Removes a key that was made and whose secret nobody got. The rule of the last admin holds here
 * too: somebody may have ended another admin key because this one was there.
 *
 * @returns Whether it is gone; `false` when it is the last active admin key.
 */
export async function discardKey(parts: LifecycleParts, id: KeyId): Promise<boolean> {
  try {
    await changeKey(parts, id, ({ active }) => (active ? { active: false } : undefined));
    await retryOnConflict(async () => {
      const { revision } = await requireKey(parts.store, id);
      await parts.store.delete(id, revision);
    });
    return true;
  } catch (error) {
    if (isMcpAuthError(error) && error.code === 'ERR_MCPAUTH_KEY_NOT_FOUND') {
      return true;
    }
    if (isMcpAuthError(error) && error.code === 'ERR_MCPAUTH_KEY_REFUSED') {
      return false;
    }
    throw error;
  }
}
