import type { Activity, ActivityPoint } from '@gatehouse/admin-ui/wire';
import {
  ACTIVITY_DAY_MS,
  ACTIVITY_HOUR_MS,
  ACTIVITY_SPAN_MS,
  type ActivityCount,
  emptyLatencies,
  latencyQuantile,
} from '@gatehouse/core';

/** Most buckets of one chart; no screen shows more. */
const MOST_BUCKETS = 200;

/** Widths that people read easily. */
const WIDTHS: readonly number[] = [
  ACTIVITY_SPAN_MS,
  3 * ACTIVITY_SPAN_MS,
  6 * ACTIVITY_SPAN_MS,
  ACTIVITY_HOUR_MS,
  3 * ACTIVITY_HOUR_MS,
  6 * ACTIVITY_HOUR_MS,
  12 * ACTIVITY_HOUR_MS,
  ACTIVITY_DAY_MS,
];

/** Numbers that are being summed up. */
interface Sum {
  requests: number;
  denied: number;
  failed: number;
  readonly latencies: number[];
}

/** What a chart is about. */
export interface ChartQuestion {
  readonly from: number;
  readonly to: number;
  readonly by: 'key' | 'tool';
  /** A name for people, where there is one. */
  readonly labelOf: (name: string) => string | undefined;
}

/** Sums up counts for a chart: at most 200 buckets, those in which nothing happened left out. */
export function activityOf(
  counts: readonly ActivityCount[],
  { from, to, by, labelOf }: ChartQuestion,
): Activity {
  const bucketMs = widthFor(to - from, counts);
  const all = new Map<number, Sum>();
  const byName = new Map<string, Map<number, Sum>>();
  const total = emptySum();
  for (const count of counts) {
    const at = count.at - (count.at % bucketMs);
    const name = by === 'key' ? count.principalId : count.act;
    const own = byName.get(name) ?? new Map<number, Sum>();
    byName.set(name, own);
    for (const sum of [sumAt(all, at), sumAt(own, at), total]) add(sum, count);
  }
  return {
    from,
    to,
    bucketMs,
    series: [...byName].map(([name, sums]) => {
      const label = labelOf(name);
      return { name, ...(label === undefined ? {} : { label }), points: pointsOf(sums) };
    }),
    all: pointsOf(all),
    total: numbersOf(total),
  };
}

/** Hours that were rolled up cannot be parted again. */
function widthFor(lengthMs: number, counts: readonly ActivityCount[]): number {
  const least = counts.reduce((widest, { spanMs }) => Math.max(widest, spanMs), ACTIVITY_SPAN_MS);
  // One bucket more may be cut by each end.
  const fits = (width: number): boolean => lengthMs / width <= MOST_BUCKETS - 1;
  const width = WIDTHS.find((one) => one >= least && fits(one));
  if (width !== undefined) return width;
  return Math.ceil(lengthMs / (MOST_BUCKETS - 1) / ACTIVITY_DAY_MS) * ACTIVITY_DAY_MS;
}

function emptySum(): Sum {
  return { requests: 0, denied: 0, failed: 0, latencies: emptyLatencies() };
}

function sumAt(sums: Map<number, Sum>, at: number): Sum {
  const known = sums.get(at) ?? emptySum();
  sums.set(at, known);
  return known;
}

function add(sum: Sum, { requests, denied, failed, latencies }: ActivityCount): void {
  sum.requests += requests;
  sum.denied += denied;
  sum.failed += failed;
  for (const [bucket, count] of latencies.entries()) {
    sum.latencies[bucket] = (sum.latencies[bucket] ?? 0) + count;
  }
}

function pointsOf(sums: ReadonlyMap<number, Sum>): readonly ActivityPoint[] {
  return [...sums]
    .sort(([one], [other]) => one - other)
    .map(([at, sum]) => ({ at, ...numbersOf(sum) }));
}

function numbersOf({ requests, denied, failed, latencies }: Sum): Omit<ActivityPoint, 'at'> {
  const p50 = latencyQuantile(latencies, 0.5);
  const p95 = latencyQuantile(latencies, 0.95);
  return {
    requests,
    denied,
    failed,
    ...(p50 === undefined ? {} : { p50 }),
    ...(p95 === undefined ? {} : { p95 }),
  };
}
