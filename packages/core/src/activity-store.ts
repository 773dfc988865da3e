import type { EpochMs } from './time.js';

/** Width of the spans that are counted in, milliseconds: 5 minutes, from the epoch on. */
export const ACTIVITY_SPAN_MS = 300_000;
/** Width of the spans that a roll-up makes of them, milliseconds: an hour. */
export const ACTIVITY_HOUR_MS = 3_600_000;
/** Retention goes by UTC days, milliseconds: each is kept, rolled up and forgotten as a whole. */
export const ACTIVITY_DAY_MS = 86_400_000;

/**
 * Upper bounds of the latency buckets, milliseconds, each included in its bucket. A 15th bucket
 * takes what was longer. They are in the formats of the stores: whoever changes them migrates those.
 */
export const ACTIVITY_BOUNDS_MS: readonly number[] = [
  1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 30_000,
];

/** Principal and act of what is counted together because a span has too many pairs already. */
export const ACTIVITY_OTHER = 'other';
/** Pairs of principal and act that a span counts apart, unless a store is told otherwise. */
export const ACTIVITY_MAX_PAIRS = 500;

/** What one principal did of one kind in one span of time. Numbers are integers ≥ 0. */
export interface ActivityCount {
  /** When the span begins: a multiple of its width. */
  readonly at: EpochMs;
  /** {@link ACTIVITY_SPAN_MS}, or {@link ACTIVITY_HOUR_MS} once it was rolled up. */
  readonly spanMs: number;
  /** Public id: `lmcp_admin_001`. Cleaned and cut by `activityName`. */
  readonly principalId: string;
  /** `tool:loxone_control_lights`, `resource:<name>`, `rest:devices`, `admin:keys`. Cleaned as well. */
  readonly act: string;
  /** All of them, denied and failed ones included. */
  readonly requests: number;
  readonly denied: number;
  readonly failed: number;
  /**
   * How many requests took how long, by the buckets of {@link ACTIVITY_BOUNDS_MS}: 15 numbers. Denied
   * requests are not in them: how fast a "no" is says nothing about the house.
   */
  readonly latencies: readonly number[];
}

/** Which counts are asked for. */
export interface ActivityRange {
  /** Spans that begin here or later. */
  readonly from: EpochMs;
  /** Spans that begin before this: so adjoining ranges share no span. */
  readonly to: EpochMs;
  /** Default: all. */
  readonly principalId?: string;
  /** Default: all. */
  readonly act?: string;
}

/**
 * Counts of requests over time, for charts: no request by itself, no argument, no address. It is no
 * evidence; that is the audit trail. Every implementation passes `activityStoreContract` of
 * `@gatehouse/mcp-auth-testing`.
 *
 * The number of rows is bounded: a span counts at most so many pairs of principal and act apart, in
 * the order in which they come; the rest is summed up under {@link ACTIVITY_OTHER}. No count is lost
 * by that, nor by a roll-up.
 *
 * Methods may throw `ERR_MCPAUTH_STORE_UNAVAILABLE` (retryable), `ERR_MCPAUTH_STORE_DAMAGED` and
 * `ERR_MCPAUTH_STORE_CLOSED`.
 */
export interface ActivityStore {
  /** For messages: a path, or `memory`. */
  readonly location: string;
  /**
   * Adds counts of spans of {@link ACTIVITY_SPAN_MS} to those that are there. A call that rejects has
   * added nothing. If the process dies meanwhile, each UTC day is added whole or not at all.
   *
   * @throws {@link RangeError} naming the field of a count that is none.
   */
  add(counts: readonly ActivityCount[]): Promise<void>;
  /**
   * @returns One count for each span, principal and act, oldest first. A span that was rolled up is
   *   there by its hour; counts that came for it afterwards stand beside it until the next roll-up.
   */
  read(range: ActivityRange): Promise<readonly ActivityCount[]>;
  /** Sums up by the hour what UTC days hold that had ended by `before`. All sums stay as they are. */
  rollUp(before: EpochMs): Promise<void>;
  /** Forgets the UTC days that had ended by `before`. */
  prune(before: EpochMs): Promise<void>;
  close(): Promise<void>;
}
