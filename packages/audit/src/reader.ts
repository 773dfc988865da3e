import type { AuditRecord } from '@gatehouse/core';
import { silentLogger, systemRandomBytes } from '@gatehouse/core';
import { Chain } from './chain.js';
import { ChainKeys } from './chain-keys.js';
import { exportRecords } from './export.js';
import { followTrail } from './follow.js';
import type { FoundRecord, QueryContext } from './query.js';
import { findRecords } from './query.js';
import type {
  AuditCheckpoint,
  AuditQuery,
  AuditReader,
  AuditReaderOptions,
  AuditVerification,
} from './types.js';
import { verifyTrail } from './verify.js';
import type { VerifyContext } from './verify-context.js';

/** What reads a trail. */
export interface ReaderParts extends QueryContext, VerifyContext {
  /** Runs before anything is read. */
  readonly prepare: () => Promise<void>;
}

/** Reads a trail and writes nothing. */
export class TrailReader implements AuditReader {
  readonly #parts: ReaderParts;

  constructor(parts: ReaderParts) {
    this.#parts = parts;
  }

  async *query(query: AuditQuery = {}): AsyncGenerator<AuditRecord> {
    for await (const { record } of this.#find(query)) {
      yield record;
    }
  }

  export(format: 'jsonl' | 'csv', query: AuditQuery = {}): AsyncIterable<string> {
    return exportRecords(format, this.#find(query));
  }

  follow(listener: (record: AuditRecord) => void, after?: number): () => void {
    const last = after ?? this.#parts.chain.known?.sequence ?? 0;
    return followTrail(this.#parts, last + 1, listener);
  }

  async verify(
    options: { readonly checkpoint?: AuditCheckpoint } = {},
  ): Promise<AuditVerification> {
    await this.#parts.prepare();
    return verifyTrail(this.#parts, options.checkpoint);
  }

  async *#find(query: AuditQuery): AsyncGenerator<FoundRecord> {
    const { limit = 1 } = query;
    if (!Number.isSafeInteger(limit) || limit < 1) {
      throw new RangeError(`limit must be an integer ≥ 1, got ${limit}`);
    }
    await this.#parts.prepare();
    yield* findRecords(this.#parts, query);
  }
}

/**
 * Reads a trail that is, or may be, damaged, or that this process has no business writing to: an
 * {@link createAuditLog audit log} is refused where a reader still says what is wrong. It writes
 * nothing, and leaves closing the storage to its owner.
 */
export function createAuditReader(options: AuditReaderOptions): AuditReader {
  const { storage, ring, logger = silentLogger } = options;
  const { location } = storage;
  const keys = new ChainKeys({ ring, random: systemRandomBytes, location });
  const chain = new Chain(keys, location);
  return new TrailReader({ storage, logger, keys, chain, prepare: () => Promise.resolve() });
}
