import type { KeyId } from './key-record.js';
import type { EpochMs } from './time.js';

/** How a key was used so far. A field is absent as long as nothing of its kind happened. */
export interface KeyUsage {
  readonly keyId: KeyId;
  /** Times that the key let somebody in. */
  readonly uses: number;
  /** Times that its id was presented and refused. */
  readonly failures: number;
  readonly firstUsedAt?: EpochMs;
  readonly lastUsedAt?: EpochMs;
  /** Where the last use came from. */
  readonly lastAddress?: string;
  readonly lastFailureAt?: EpochMs;
}

/**
 * Where usage counters live: apart from the keys, so that using a key never rewrites its record.
 * Every implementation passes `usageStoreContract` of `@gatehouse/mcp-auth-testing`.
 *
 * Methods may throw `ERR_MCPAUTH_STORE_UNAVAILABLE` (retryable), `ERR_MCPAUTH_STORE_DAMAGED` and
 * `ERR_MCPAUTH_STORE_CLOSED`.
 */
export interface UsageStore {
  /** For messages: a path, or `memory`. */
  readonly location: string;
  /**
   * Adds what was counted since the last call, atomically: counts are added, the earliest first use
   * and the latest of everything else are kept. A call that rejects has added nothing.
   */
  add(counted: readonly KeyUsage[]): Promise<void>;
  get(id: KeyId): Promise<KeyUsage | undefined>;
  list(): Promise<readonly KeyUsage[]>;
  /** Forgets the counters of deleted keys. Unknown ids are fine. */
  forget(ids: readonly KeyId[]): Promise<void>;
  close(): Promise<void>;
}
