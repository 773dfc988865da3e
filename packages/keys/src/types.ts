import type {
  EpochMs,
  KeyId,
  KeyRecord,
  KeyRecordChange,
  KeyStoreEvent,
  Principal,
  RoleName,
} from '@gatehouse/core';

/** Who administers: the id goes into the record (`createdBy`, `revoked.by`). */
export interface Actor {
  readonly id: string;
  readonly name?: string;
}

/** What is asked for when a key is made. {@link checkKeyRequest} says what does not fit. */
export interface KeyRequest {
  /** For people, 1 to 100 characters. */
  readonly name: string;
  readonly role: RoleName;
  /** In the future; absent = never. */
  readonly expiresAt?: EpochMs;
  /** Absent = at once. */
  readonly notBefore?: EpochMs;
  /** Addresses and CIDR networks that the key may be used from; none = anywhere. */
  readonly ipWhitelist?: readonly string[];
  readonly devices?: readonly string[];
  readonly rooms?: readonly string[];
  readonly permissions?: readonly string[];
  /** Makes `…_test_…` of the id, for people and scanners. */
  readonly test?: boolean;
}

/** What a person may change of a key; `null` removes a limit. */
export type KeyUpdate = Omit<KeyRecordChange, 'hash' | 'revoked'>;

/**
 * Who a key belongs to, or why it lets nobody in. The reasons are for audit and logs: answer the
 * caller alike for all of them, or guessing becomes easier.
 */
export type Verification =
  | { readonly ok: true; readonly principal: Principal }
  | {
      readonly ok: false;
      readonly reason:
        | 'malformed'
        | 'unknown'
        | 'wrong-secret'
        | 'revoked'
        | 'disabled'
        | 'expired'
        | 'not-yet-valid'
        | 'wrong-address';
      /** The id that the text claims; absent when it claims none. */
      readonly keyId?: KeyId;
    };

/** A key that was just made. */
export interface CreatedKey {
  readonly record: KeyRecord;
  /** The key itself. It is stored nowhere: show it once, log it never. */
  readonly key: string;
}

/** The life of keys over one store. All methods may throw what the store throws. */
export interface KeyManager {
  /**
   * Makes a key under the next sequence number of its role.
   *
   * @throws {@link RangeError} when {@link checkKeyRequest} finds a problem.
   */
  create(request: KeyRequest, actor: Actor): Promise<CreatedKey>;
  /** @returns All records, revoked ones included, ordered by creation. */
  list(): Promise<readonly KeyRecord[]>;
  get(id: KeyId): Promise<KeyRecord | undefined>;
  /**
   * Ends a key for good; its record stays. A key that is revoked already stays as it is.
   *
   * @throws `ERR_MCPAUTH_KEY_NOT_FOUND`; `ERR_MCPAUTH_KEY_REFUSED` for the last active admin key.
   */
  revoke(id: KeyId, actor: Actor, reason?: string): Promise<KeyRecord>;
  /**
   * Changes a key that is not revoked.
   *
   * @throws {@link RangeError} when the change does not fit; `ERR_MCPAUTH_KEY_NOT_FOUND`;
   *   `ERR_MCPAUTH_KEY_REFUSED` for a revoked key, and when no active admin key would be left.
   */
  update(id: KeyId, change: KeyUpdate, actor: Actor): Promise<KeyRecord>;
  /** Revokes a key and removes its record. Throws as {@link KeyManager.revoke} does. */
  delete(id: KeyId, actor: Actor): Promise<void>;
  /**
   * Tells who a key belongs to. Any text is answered, never thrown at.
   *
   * @param from - Where the caller connects from; absent = not known, which no allow-list admits.
   */
  verify(text: string, from?: { readonly address?: string }): Promise<Verification>;
  /** @returns The principal of a key that is active now: what sessions ask again and again. */
  principal(id: KeyId): Promise<Principal | undefined>;
  /** Calls `listener` after each change of the store. @returns A function that ends it. */
  subscribe(listener: (event: KeyStoreEvent) => void): () => void;
  /** Closes the store too. */
  close(): Promise<void>;
}
