/** How many requests a bucket admits. */
export interface RequestLimit {
  /** In no interval of `windowMs` are more admitted; an integer ≥ 1. */
  readonly max: number;
  readonly windowMs: number;
}

/** What a request limit answered. */
export interface LimitResult {
  readonly allowed: boolean;
  readonly limit: RequestLimit;
  /** Requests that would be admitted right now, after this one. */
  readonly remaining: number;
  /** Until the bucket is full again. */
  readonly resetMs: number;
  /** Until a request of the same cost can be admitted; 0 when this one was. */
  readonly retryAfterMs: number;
}

/** When failures lock a bucket. */
export interface LockoutPolicy {
  /** Failures within `lockoutMs` that lock the bucket; an integer ≥ 1. */
  readonly maxFailures: number;
  readonly lockoutMs: number;
}

/** How a bucket of failures stands. */
export interface LockState {
  readonly locked: boolean;
  readonly failures: number;
  /** Until the next attempt is looked at: the growing delay after a failure, or the lock's end. 0 = now. */
  readonly retryAfterMs: number;
}

/** A locked bucket, for lists and for lifting the lock by hand. */
export interface Lock {
  readonly bucket: string;
  readonly failures: number;
  readonly retryAfterMs: number;
}

/**
 * Counters that several processes may share: in memory now, Redis or PostgreSQL next. Each method is
 * one atomic step. Every implementation passes `limitStoreContract` of `@gatehouse/mcp-auth-testing`.
 *
 * Buckets are opaque text; their number is bounded by the implementation, and what is forgotten
 * first is what matters least. Methods may throw `ERR_MCPAUTH_STORE_UNAVAILABLE`.
 */
export interface LimitStore {
  /** Admits or refuses a request of `cost` (≥ 1, default 1). A refused one is not counted. */
  take(bucket: string, limit: RequestLimit, cost?: number): Promise<LimitResult>;
  /** Counts a failure. @returns How the bucket stands now. */
  fail(bucket: string, policy: LockoutPolicy): Promise<LockState>;
  /** @returns How a bucket stands; counts nothing. */
  lockState(bucket: string, policy: LockoutPolicy): Promise<LockState>;
  /** Forgets the failures of one bucket. @returns Whether it had any. */
  clear(bucket: string): Promise<boolean>;
  /** @returns The buckets that are locked now. */
  locks(): Promise<readonly Lock[]>;
  close(): Promise<void>;
}
