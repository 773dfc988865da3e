import type { Clock, EpochMs, KeyId, KeyUsage, Logger, UsageStore } from '@gatehouse/core';

/** Runs something later. @returns A function that takes it back; harmless when it has run. */
export type Schedule = (run: () => void, delayMs: number) => () => void;

/** What a usage tracker is made of. */
export interface UsageTrackerOptions {
  /** Taken over: {@link UsageTracker.close} closes it. */
  readonly store: UsageStore;
  readonly clock?: Clock;
  /** Default: `setTimeout`, not keeping the process alive. */
  readonly schedule?: Schedule;
  /** How long counts stay in memory at most before they are written; default 5000. */
  readonly flushMs?: number;
  /** How many keys may have counts that are not written yet; default 50,000. */
  readonly maxKeys?: number;
  readonly logger?: Logger;
}

/**
 * Counts how keys are used: in memory, and written in batches to a store of its own, so that using a
 * key costs no write and cannot undo a change of its record.
 *
 * A batch that cannot be written keeps its counts and is tried again. If the store fails for so long
 * that `maxKeys` keys have unwritten counts, uses of further keys are not counted, and the logger is
 * told.
 */
export interface UsageTracker {
  /** Counts that a key let somebody in. Never throws and never waits. */
  used(keyId: KeyId, address?: string): void;
  /** Counts that an id was presented and refused. Never throws and never waits. */
  failed(keyId: KeyId): void;
  /**
   * @param options - `fresh`: asks the store also where memory has an answer, since another process
   *   may count the same key.
   */
  lastUsedAt(keyId: KeyId, options?: { readonly fresh?: boolean }): Promise<EpochMs | undefined>;
  /** @returns What was counted, unwritten counts included. */
  usage(keyId: KeyId): Promise<KeyUsage | undefined>;
  /** @returns The same for all keys. */
  list(): Promise<readonly KeyUsage[]>;
  /** Drops what was counted of keys that are no more. */
  forget(ids: readonly KeyId[]): Promise<void>;
  /** Writes what was counted. Rejects with what the store throws; the counts are kept. */
  flush(): Promise<void>;
  /** Writes what was counted, and closes the store. A second call does nothing. */
  close(): Promise<void>;
}
