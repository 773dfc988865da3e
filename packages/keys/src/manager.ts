import type { KeyId, KeyRecord, KeyStoreEvent, KeyUsage, Principal } from '@gatehouse/core';
import type { KeyStatus } from './key-status.js';
import type { ParsedKey } from './parse-key.js';
import type {
  Actor,
  CleanUpOptions,
  CreatedKey,
  IfUnchanged,
  KeyNotice,
  KeyRequest,
  KeyUpdate,
  NoticeOptions,
  RotatedKey,
  RotateOptions,
  Verification,
} from './types.js';

/**
 * The life of keys over one store. All methods may throw what the store throws.
 *
 * Every act (`create` to `cleanUp`) leaves an event in the audit trail, where there is one. While
 * the trail cannot be written, acts throw `ERR_MCPAUTH_AUDIT_UNAVAILABLE` before they change
 * anything. When it fails only after an act is done, the act stands, and its caller gets the result:
 * a key that was made could not be shown again, and a revocation must not look undone. The event is
 * then handed to the trail's queue, and the logger is told.
 *
 * Acts that give something, or change what is given (`update`, `enable`, `rotate`), can be tied to the
 * revision that somebody has looked at; see {@link IfUnchanged}. Those that end a key or let it in no
 * more cannot: they must not fail because somebody renamed it.
 *
 * Acts throw `ERR_MCPAUTH_KEY_REFUSED`, whose `details.rule` names the rule: `last-admin`, `grant`,
 * `own-limits`, `outlives-holder`, `revoked`, `replaced`, `not-rotatable`. They throw
 * {@link RangeError} when an argument does not fit, naming the fields and no values.
 */
export interface KeyManager {
  /** Makes a key under the next sequence number of its role. */
  create(request: KeyRequest, actor: Actor): Promise<CreatedKey>;
  /**
   * Makes several keys, at most 10,000: all or none. Every request is checked before the first key
   * is made. When the store fails midway, the keys made so far are removed again, and what the store
   * threw is thrown; nobody ever held them. Should some of them not be removable either,
   * `ERR_MCPAUTH_STORE_UNAVAILABLE` names them.
   */
  createMany(requests: readonly KeyRequest[], actor: Actor): Promise<readonly CreatedKey[]>;
  /** @returns All records, revoked ones included, ordered by creation. */
  list(): Promise<readonly KeyRecord[]>;
  get(id: KeyId): Promise<KeyRecord | undefined>;
  /** @returns How a key stands now; unlike {@link keyStatus} it knows when the key was last used. */
  status(record: KeyRecord): Promise<KeyStatus>;
  /** @returns How a key was used, this moment included; `undefined` when nothing was counted. */
  usage(id: KeyId): Promise<KeyUsage | undefined>;
  /** @returns What somebody should look at, in the order of {@link KeyManager.list}. */
  notices(options?: NoticeOptions): Promise<readonly KeyNotice[]>;
  /**
   * Changes a key that is not revoked. What is as it was is not changed, and not told as changed.
   *
   * @throws `ERR_MCPAUTH_KEY_NOT_FOUND`, or `ERR_MCPAUTH_STORE_CONFLICT` where `condition` does not
   *   hold.
   */
  update(id: KeyId, change: KeyUpdate, actor: Actor, condition?: IfUnchanged): Promise<KeyRecord>;
  /**
   * Lets a key in no more, until it is enabled again.
   *
   * @param reason - For the audit trail.
   * @throws `ERR_MCPAUTH_KEY_NOT_FOUND`
   */
  disable(id: KeyId, actor: Actor, reason?: string): Promise<KeyRecord>;
  /**
   * Lets a key in again that was disabled or has gone idle; its idle days count anew from now.
   *
   * @throws `ERR_MCPAUTH_KEY_NOT_FOUND`, or `ERR_MCPAUTH_STORE_CONFLICT` where `condition` does not
   *   hold.
   */
  enable(id: KeyId, actor: Actor, condition?: IfUnchanged): Promise<KeyRecord>;
  /**
   * Makes a new secret, and a new id, in place of a key's: with its name, role, limits, permissions
   * and lifetime, counted from now. The old key works until the overlap ends, never longer than it
   * would have, and each record names the other.
   *
   * A key that is revoked, disabled, expired, idle or already replaced cannot be rotated. Of two who
   * rotate one key at once, one wins. Whoever rotates the key that they hold, and is no admin, gets
   * no more time than they had.
   *
   * @throws `ERR_MCPAUTH_KEY_NOT_FOUND`, or `ERR_MCPAUTH_STORE_CONFLICT` when the key is not of
   *   `expectedRevision`.
   */
  rotate(id: KeyId, options: RotateOptions, actor: Actor): Promise<RotatedKey>;
  /**
   * Ends a key for good; its record stays. A key that is revoked already stays as it is.
   *
   * @throws `ERR_MCPAUTH_KEY_NOT_FOUND`
   */
  revoke(id: KeyId, actor: Actor, reason?: string): Promise<KeyRecord>;
  /** Revokes a key and removes its record. Throws as {@link KeyManager.revoke} does. */
  delete(id: KeyId, actor: Actor): Promise<void>;
  /**
   * Removes records of keys that ended long ago. One that changes meanwhile is left.
   *
   * @returns The ids that were removed, or would be.
   */
  cleanUp(options: CleanUpOptions, actor: Actor): Promise<readonly KeyId[]>;
  /**
   * Tells who a key belongs to. Any text is answered, never thrown at. Nothing is written: usage is
   * counted in memory.
   *
   * @param from.address - Where the caller connects from; absent = not known, which no allow-list
   *   admits.
   * @param from.parsed - What `parseKey` says of this very text, where it was asked already. That of
   *   another text lets nobody in: the hash covers the whole text.
   */
  verify(
    text: string,
    from?: { readonly address?: string | undefined; readonly parsed?: ParsedKey | undefined },
  ): Promise<Verification>;
  /** @returns The principal of a key that is active now: what sessions ask again and again. */
  principal(id: KeyId): Promise<Principal | undefined>;
  /** Calls `listener` after each change of the store. @returns A function that ends it. */
  subscribe(listener: (event: KeyStoreEvent) => void): () => void;
  /** Closes the usage tracker, whose last counts are written, and the store. */
  close(): Promise<void>;
}
