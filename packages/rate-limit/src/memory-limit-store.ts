import type {
  Clock,
  LimitResult,
  LimitStore,
  Lock,
  LockoutPolicy,
  LockState,
  RequestLimit,
} from '@gatehouse/core';
import { McpAuthError } from '@gatehouse/core';
import {
  assertCost,
  assertLockoutPolicy,
  assertMaxBuckets,
  assertRequestLimit,
} from './check-limits.js';
import { createElapsedTime, monotonicClock } from './elapsed-time.js';
import { FailureTable } from './failure-table.js';
import { RequestTable } from './request-table.js';

/** What a store in memory is made of. */
export interface MemoryLimitStoreOptions {
  /** Only measures durations. Default: a monotonic one; a wall clock that jumps does no harm. */
  readonly clock?: Clock;
  /** Buckets of each of three tables: requests, failures, locks. Default 100,000. */
  readonly maxBuckets?: number;
}

class MemoryLimitStore implements LimitStore {
  readonly #requests: RequestTable;
  readonly #failures: FailureTable;
  readonly #now: () => number;
  #closed = false;

  constructor(clock: Clock, maxBuckets: number) {
    this.#requests = new RequestTable(maxBuckets);
    this.#failures = new FailureTable(maxBuckets);
    this.#now = createElapsedTime(clock);
  }

  async take(bucket: string, limit: RequestLimit, cost = 1): Promise<LimitResult> {
    this.#assertOpen();
    assertRequestLimit('limit', limit);
    assertCost(cost);
    return this.#requests.take(bucket, limit, this.#now(), cost);
  }

  async fail(bucket: string, policy: LockoutPolicy): Promise<LockState> {
    this.#assertOpen();
    assertLockoutPolicy('policy', policy);
    return this.#failures.fail(bucket, policy, this.#now());
  }

  async lockState(bucket: string, policy: LockoutPolicy): Promise<LockState> {
    this.#assertOpen();
    assertLockoutPolicy('policy', policy);
    return this.#failures.lockState(bucket, policy, this.#now());
  }

  async clear(bucket: string): Promise<boolean> {
    this.#assertOpen();
    return this.#failures.clear(bucket, this.#now());
  }

  async locks(): Promise<readonly Lock[]> {
    this.#assertOpen();
    return this.#failures.locks(this.#now());
  }

  async close(): Promise<void> {
    this.#closed = true;
  }

  #assertOpen(): void {
    if (this.#closed) {
      throw new McpAuthError('ERR_MCPAUTH_STORE_CLOSED', 'The limit store in memory is closed.', {
        location: 'memory',
      });
    }
  }
}

/**
 * Counters of one process, in bounded memory; they end with it, locks included. No timers: what is
 * over is forgotten when it is asked for or when its place is needed.
 *
 * When a table is full, a new bucket takes the place of the one that matters least among the next
 * few: of requests one that refuses nothing and is full again first, of failures one that is over
 * or else has failed least, of locks the one that ends first. Locks have a table of their own, so spraying
 * failures over addresses lifts none. Only whoever locks `maxBuckets` other buckets, with
 * `maxFailures` failures each and all within one `lockoutMs`, pushes a lock out early.
 *
 * @throws {@link RangeError} when `maxBuckets` is no integer from 1 to 2^24; later from its methods,
 *   as a rejection, when a limit, a policy or a cost cannot be counted.
 */
export function createMemoryLimitStore(options: MemoryLimitStoreOptions = {}): LimitStore {
  const { clock = monotonicClock, maxBuckets = 100_000 } = options;
  assertMaxBuckets(maxBuckets);
  return new MemoryLimitStore(clock, maxBuckets);
}
