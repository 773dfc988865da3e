import type { RoleName } from './principal.js';
import type { EpochMs } from './time.js';

/** The public part of a key: all before its last `_`, for example `lmcp_admin_001`. */
export type KeyId = string;

/** Who revoked a key, when and why. A revoked key stays in the store as a tombstone. */
export interface Revocation {
  readonly at: EpochMs;
  readonly by: string;
  readonly reason?: string;
}

/** What a store keeps of a key. It holds no secret: `hash` lets nobody in (DESIGN §3). */
export interface KeyRecord {
  readonly id: KeyId;
  readonly name: string;
  readonly role: RoleName;
  readonly createdBy: string;
  readonly createdAt: EpochMs;
  readonly notBefore?: EpochMs;
  readonly expiresAt?: EpochMs;
  /** The key lets nobody in when it was not used for so many days; an integer ≥ 1. */
  readonly maxIdleDays?: number;
  /** When it was last enabled again: idle days count from here at the earliest. */
  readonly enabledAt?: EpochMs;
  /** `false` = disabled; it can be enabled again. */
  readonly active: boolean;
  readonly revoked?: Revocation;
  /** The key that this one was made to replace (rotation). */
  readonly replaces?: KeyId;
  /** The key that replaces this one; this one then works until `expiresAt`, the end of the overlap. */
  readonly replacedBy?: KeyId;
  /** Addresses or CIDR ranges the key may be used from; empty = anywhere. */
  readonly ipWhitelist: readonly string[];
  readonly devices?: readonly string[];
  readonly rooms?: readonly string[];
  readonly permissions?: readonly string[];
  /** `hmac-sha256:<pepper id>:<base64url of 32 bytes>`: HMAC of the whole key under that pepper. */
  readonly hash: string;
  /** Opaque; the store gives it, and it changes with every change of the record. */
  readonly revision: string;
}

/** A record before the store has given it a revision. */
export type NewKeyRecord = Omit<KeyRecord, 'revision'>;

/** What may change in a record. A field set to `null` is removed. */
export type KeyRecordChange = {
  readonly [Field in Exclude<keyof KeyRecord, 'id' | 'revision' | 'createdAt' | 'createdBy'>]?:
    | KeyRecord[Field]
    | (undefined extends KeyRecord[Field] ? null : never);
};
