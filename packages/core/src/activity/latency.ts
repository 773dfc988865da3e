import { ACTIVITY_BOUNDS_MS } from '../activity-store.js';

/** How many buckets a histogram has: one for each bound, and one for what was longer. */
export const LATENCY_BUCKETS: number = ACTIVITY_BOUNDS_MS.length + 1;

/** @returns A histogram of nothing. */
export function emptyLatencies(): number[] {
  return Array.from({ length: LATENCY_BUCKETS }, () => 0);
}

/**
 * @param durationMs - Of a request. What is no duration counts as 0.
 * @returns The index of its bucket.
 */
export function latencyBucket(durationMs: number): number {
  let bucket = 0;
  // Most requests are short, so the first looks decide.
  while (bucket < ACTIVITY_BOUNDS_MS.length && durationMs > (ACTIVITY_BOUNDS_MS[bucket] ?? 0)) {
    bucket += 1;
  }
  return bucket;
}

function edgesOf(bucket: number): { readonly low: number; readonly high: number } {
  const high = ACTIVITY_BOUNDS_MS[bucket];
  const low = ACTIVITY_BOUNDS_MS[bucket - 1] ?? 0;
  return { low, high: high ?? low };
}

/**
 * Estimates a percentile of a histogram by linear interpolation within the bucket that it is in.
 *
 * Its error: the true value (nearest rank) lies in the same bucket as the estimate. So the two are
 * less than the width of that bucket apart, and at most a factor of 3 above 1 ms, of 2.5 up to 10 s.
 * Above 30,000 ms the estimate is 30,000: "at least".
 *
 * @param latencies - As `ActivityCount` has them.
 * @param quantile - From 0, exclusive, to 1: 0.95 for the 95th percentile.
 * @returns Milliseconds; `undefined` for a histogram of nothing.
 * @throws {@link RangeError} for a quantile that is none.
 */
export function latencyQuantile(
  latencies: readonly number[],
  quantile: number,
): number | undefined {
  if (!(quantile > 0 && quantile <= 1)) {
    throw new RangeError('quantile must be more than 0 and at most 1');
  }
  const total = latencies.reduce((sum, count) => sum + count, 0);
  const rank = Math.max(1, Math.ceil(quantile * total));
  let before = 0;
  for (const [bucket, count] of latencies.entries()) {
    if (count > 0 && before + count >= rank) {
      const { low, high } = edgesOf(bucket);
      return low + ((high - low) * (rank - before)) / count;
    }
    before += count;
  }
  return undefined;
}
