import type { KeyId, KeyRecord, KeyRecordChange, NewKeyRecord } from './key-record.js';
import type { RoleName } from './principal.js';

/** A pepper as the store keeps it: sealed under the master key. */
export interface SealedPepper {
  /** Names the pepper inside `KeyRecord.hash`; letters, digits and `-`. */
  readonly id: string;
  /** `enc:v1:<master key id>:…` over 32 random bytes. */
  readonly sealed: string;
}

/** What a store holds beside its records. */
export interface StoreHeader {
  /** The first one is used for new keys; the others verify older or imported ones. Never empty. */
  readonly peppers: readonly SealedPepper[];
}

/** What a store can do. A missing capability is refused with a reason, never silently ignored. */
export interface KeyStoreCapabilities {
  readonly writable: boolean;
  /** Whether its content outlives the process. */
  readonly persistent: boolean;
  /** Whether changes made by other processes are seen, and reported to subscribers. */
  readonly watches: boolean;
}

/** A change of the store's content, by this process or another one. */
export interface KeyStoreEvent {
  readonly type: 'inserted' | 'updated' | 'deleted';
  readonly id: KeyId;
  /** `outside` when another process or a person with an editor made it. */
  readonly origin: 'self' | 'outside';
}

/**
 * Where keys live. Every implementation passes `keyStoreContract` of `@gatehouse/mcp-auth-testing`.
 *
 * All methods may throw `McpAuthError` with `ERR_MCPAUTH_STORE_UNAVAILABLE` (retryable),
 * `ERR_MCPAUTH_STORE_DAMAGED` or `ERR_MCPAUTH_STORE_CLOSED`; a writing method on a read-only store
 * throws `ERR_MCPAUTH_STORE_READ_ONLY`. A write that was refused changed nothing; a write that
 * resolved is durable.
 */
export interface KeyStore {
  /** For messages and logs: `memory`, `file`, … */
  readonly kind: string;
  /** Where it is, for messages and logs: a path, or the kind again. */
  readonly location: string;
  readonly capabilities: KeyStoreCapabilities;

  /** @returns The header, or `undefined` for a store that was never written. Writes nothing. */
  header(): Promise<StoreHeader | undefined>;
  /**
   * Gives the header, and makes it if there is none; two processes that do this at once get the
   * same one. `make` runs under the store's lock.
   */
  ensureHeader(make: () => StoreHeader): Promise<StoreHeader>;

  /** Answers from memory; never older than one second where the store `watches`. */
  get(id: KeyId): Promise<KeyRecord | undefined>;
  /** @returns All records, tombstones included, ordered by creation. */
  list(): Promise<readonly KeyRecord[]>;

  /**
   * Inserts one record under the next sequence number of its role, atomically across processes.
   * A number is never given twice, not even after a delete.
   *
   * @param role - Role whose sequence counts.
   * @param build - Makes the record from the sequence number (≥ 1). Runs under the store's lock.
   * @throws `ERR_MCPAUTH_STORE_CONFLICT` when the id exists already.
   */
  insert(role: RoleName, build: (sequence: number) => NewKeyRecord): Promise<KeyRecord>;
  /**
   * Changes one record if it still has `expectedRevision`.
   *
   * @throws `ERR_MCPAUTH_KEY_NOT_FOUND`, or `ERR_MCPAUTH_STORE_CONFLICT` (retryable) when somebody
   * changed it in between.
   */
  update(id: KeyId, expectedRevision: string, change: KeyRecordChange): Promise<KeyRecord>;
  /** Removes one record for good, under the same condition as {@link KeyStore.update}. */
  delete(id: KeyId, expectedRevision: string): Promise<void>;

  /** Calls `listener` after each change. @returns A function that ends the subscription. */
  subscribe(listener: (event: KeyStoreEvent) => void): () => void;
  /** Ends watching and releases what is held. Later calls throw `ERR_MCPAUTH_STORE_CLOSED`. */
  close(): Promise<void>;
}
