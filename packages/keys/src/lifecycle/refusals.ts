import type { EpochMs, KeyId, KeyRecord } from '@gatehouse/core';
import { McpAuthError } from '@gatehouse/core';

/** Why an act on a key is refused; stands in `details.rule`. */
export type KeyRule =
  /** No active admin key would be left. */
  | 'last-admin'
  /** Nobody grants more than they hold. */
  | 'grant'
  /** Nobody but an admin extends what their own key may do, from where, or for how long. */
  | 'own-limits'
  /** Nobody but an admin makes a key that outlives their own. */
  | 'outlives-holder'
  /** A revoked key stays revoked. */
  | 'revoked'
  /** A replaced key is not replaced again, and its overlap is not extended. */
  | 'replaced'
  /** Only a key that works, or is yet to begin, can be rotated. */
  | 'not-rotatable';

/**
 * @param id - The key that it is about; of an act that would have made one, the holder's.
 * @param sentence - Says why, and what to do instead.
 */
export function refused(id: KeyId, rule: KeyRule, sentence: string): McpAuthError {
  return new McpAuthError('ERR_MCPAUTH_KEY_REFUSED', sentence, { id, rule });
}

/** @throws `ERR_MCPAUTH_KEY_REFUSED` */
export function assertNotRevoked(record: KeyRecord): void {
  if (record.revoked !== undefined) {
    const { id } = record;
    throw refused(id, 'revoked', `Key ${id} is revoked, which is final. Make a new key.`);
  }
}

/**
 * @param expiresAt - When the key would expire after the change; absent = never.
 * @throws `ERR_MCPAUTH_KEY_REFUSED` when a replaced key would work longer than its overlap.
 */
export function assertOverlapKept(record: KeyRecord, expiresAt: EpochMs | undefined): void {
  const { id, replacedBy, expiresAt: end } = record;
  if (replacedBy === undefined || end === undefined) {
    return;
  }
  if (expiresAt === undefined || expiresAt > end) {
    throw refused(
      id,
      'replaced',
      `Key ${id} was replaced by ${replacedBy}; the overlap cannot be extended. Use the new key.`,
    );
  }
}
