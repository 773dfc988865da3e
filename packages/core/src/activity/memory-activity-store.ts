import type { ActivityCount, ActivityRange, ActivityStore } from '../activity-store.js';
import { McpAuthError } from '../errors.js';
import type { EpochMs } from '../time.js';
import { ActivityTable } from './activity-table.js';
import { copyCounts } from './copy-counts.js';

const KIND = 'memory';
/** About 20 MB. */
const MAX_COUNTS = 100_000;

/** How much an activity store in memory holds. */
export interface MemoryActivityStoreOptions {
  /** Pairs of principal and act that a span counts apart; default `ACTIVITY_MAX_PAIRS`. Integer ≥ 1. */
  readonly maxPairs?: number;
  /** Counts in all; beyond that, the oldest spans are forgotten. Default 100,000. Integer ≥ 1. */
  readonly maxCounts?: number;
}

class MemoryActivityStore implements ActivityStore {
  readonly location = KIND;
  readonly #table: ActivityTable;
  readonly #maxCounts: number;
  #closed = false;

  constructor({ maxPairs, maxCounts = MAX_COUNTS }: MemoryActivityStoreOptions) {
    if (!Number.isInteger(maxCounts) || maxCounts < 1) {
      throw new RangeError('maxCounts must be an integer ≥ 1');
    }
    this.#table = new ActivityTable(maxPairs);
    this.#maxCounts = maxCounts;
  }

  async add(counts: readonly ActivityCount[]): Promise<void> {
    this.#assertOpen();
    this.#table.add(copyCounts(counts));
    this.#table.shrinkTo(this.#maxCounts);
  }

  async read(range: ActivityRange): Promise<readonly ActivityCount[]> {
    this.#assertOpen();
    return this.#table.read(range);
  }

  async rollUp(before: EpochMs): Promise<void> {
    this.#assertOpen();
    this.#table.rollUp(before);
  }

  async prune(before: EpochMs): Promise<void> {
    this.#assertOpen();
    this.#table.prune(before);
  }

  async close(): Promise<void> {
    this.#closed = true;
  }

  #assertOpen(): void {
    if (this.#closed) {
      const message = 'The activity store in memory is closed.';
      throw new McpAuthError('ERR_MCPAUTH_STORE_CLOSED', message, { location: KIND });
    }
  }
}

/**
 * Counts that live as long as the process.
 *
 * @throws {@link RangeError} for an option that is out of range.
 */
export function createMemoryActivityStore(options: MemoryActivityStoreOptions = {}): ActivityStore {
  return new MemoryActivityStore(options);
}
