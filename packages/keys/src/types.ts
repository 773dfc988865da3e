import type {
  EpochMs,
  KeyId,
  KeyRecord,
  KeyRecordChange,
  Principal,
  RoleName,
} from '@gatehouse/core';

/** Who administers: the id goes into the record (`createdBy`, `revoked.by`) and the audit trail. */
export interface Actor {
  readonly id: string;
  readonly name?: string;
  /**
   * The caller who asks from afar, and who may grant no more than they hold. Absent = somebody who
   * already commands this machine, and is not limited.
   */
  readonly principal?: Principal;
  /** Where they connect from. */
  readonly address?: string;
  readonly requestId?: string;
}

/** What a key gives, or would give, to whoever holds it. */
export interface Grant {
  readonly role: RoleName;
  readonly devices?: readonly string[];
  readonly rooms?: readonly string[];
  readonly permissions?: readonly string[];
}

/**
 * Says why a holder must not give away so much, for the holder to read, or `undefined` when they may;
 * `grantProblem` of the host's authorizer fits.
 */
export type CheckGrant = (holder: Principal, granted: Grant) => string | undefined;

/** What a change is based on. */
export interface IfUnchanged {
  /**
   * The `revision` of the record that whoever asks has looked at. Somebody else's change since then
   * is not overwritten: `ERR_MCPAUTH_STORE_CONFLICT`, also when another process made it. Absent = the
   * change is made to whatever is there.
   */
  readonly expectedRevision?: string | undefined;
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
  /** Without use for so many days it lets nobody in; an integer from 1 to 3650. Absent = never. */
  readonly maxIdleDays?: number;
  /** Addresses and CIDR networks that the key may be used from; none = anywhere. */
  readonly ipWhitelist?: readonly string[];
  readonly devices?: readonly string[];
  readonly rooms?: readonly string[];
  readonly permissions?: readonly string[];
  /** Makes `…_test_…` of the id, for people and scanners. */
  readonly test?: boolean;
}

/** What a person may change of a key; `null` removes a limit. */
export type KeyUpdate = Omit<
  KeyRecordChange,
  'hash' | 'revoked' | 'enabledAt' | 'replaces' | 'replacedBy'
>;

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
        | 'idle'
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

/** A key that was just made in place of another. */
export interface RotatedKey extends CreatedKey {
  /** The replaced key as it now stands: it works until its `expiresAt`. */
  readonly previous: KeyRecord;
}

/** What a rotation is asked for. */
export interface RotateOptions extends IfUnchanged {
  /** For how long the old key goes on working, in milliseconds; 0 = it ends at once. */
  readonly overlapMs: number;
}

/** Which keys {@link KeyManager.cleanUp} removes; at least one of the two moments must be given. */
export interface CleanUpOptions {
  /** Removes keys that were revoked before this moment. */
  readonly revokedBefore?: EpochMs;
  /** Removes keys that expired before this moment, replaced ones included. */
  readonly expiredBefore?: EpochMs;
  /** Only tells what would be removed. */
  readonly dryRun?: boolean;
}

/** When {@link KeyManager.notices} tells of a key. */
export interface NoticeOptions {
  /** Days ahead of an end; default 14. */
  readonly expiringWithinDays?: number;
  /** Days without use; default 180. */
  readonly staleAfterDays?: number;
}

/** Something about a key that somebody should look at. */
export interface KeyNotice {
  readonly kind: /** It expires soon. */
    | 'expiring'
    /** It is not used, and will soon let nobody in for that reason. */
    | 'idle-soon'
    /** It was not used for long. */
    | 'stale'
    /** It is there for long and was never used. */
    | 'never-used'
    /** It was replaced and still works; whoever uses it must take the new one by then. */
    | 'overlap-ending';
  readonly keyId: KeyId;
  readonly name: string;
  readonly role: RoleName;
  /**
   * When it ends (`expiring`, `idle-soon`, `overlap-ending`), when it was last used (`stale`), or
   * since when it could have been (`never-used`).
   */
  readonly at: EpochMs;
  /** When it last let somebody in, where usage is counted and it ever did. */
  readonly lastUsedAt?: EpochMs;
}
