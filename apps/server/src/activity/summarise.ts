import type { ActivityCount, EpochMs } from '@gatehouse/core';
import {
  ACTIVITY_DAY_MS,
  ACTIVITY_OTHER,
  ACTIVITY_SPAN_MS,
  emptyLatencies,
  latencyQuantile,
} from '@gatehouse/core';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Widths of a point that people can read off an axis; beyond them, whole days. */
const WIDTHS_MS: readonly number[] = [
  ACTIVITY_SPAN_MS,
  10 * MINUTE_MS,
  15 * MINUTE_MS,
  30 * MINUTE_MS,
  HOUR_MS,
  2 * HOUR_MS,
  3 * HOUR_MS,
  6 * HOUR_MS,
  12 * HOUR_MS,
];

/** Lines that can still be told apart in one chart, the one for all others included. */
const MAX_SERIES = 12;

/** What {@link summarise} makes of counts. */
export interface SummaryOptions {
  readonly from: EpochMs;
  /** Exclusive; later than `from`. */
  readonly to: EpochMs;
  /** Points of a line at most. Integer ≥ 2. */
  readonly points: number;
  /** A series for each principal, or for each act. */
  readonly by: 'key' | 'tool';
  /** Series at most; what has the fewest requests goes into the last one, `other`. Default: 12. */
  readonly maxSeries?: number;
}

/** What happened in one bucket of a chart; latencies in milliseconds, of requests not denied. */
export interface SummaryPoint {
  readonly at: EpochMs;
  readonly requests: number;
  readonly denied: number;
  readonly failed: number;
  readonly p50?: number;
  readonly p95?: number;
}

/** Counts as a chart draws them. Buckets in which nothing happened are left out. */
export interface ActivitySummary {
  /** Begin of the first bucket, at or before what was asked for: a multiple of `bucketMs`. */
  readonly from: EpochMs;
  /** End of the last bucket. */
  readonly to: EpochMs;
  readonly bucketMs: number;
  /** The busiest first, `other` last. */
  readonly series: readonly { readonly name: string; readonly points: readonly SummaryPoint[] }[];
  /** All series together. */
  readonly all: readonly SummaryPoint[];
  readonly total: Omit<SummaryPoint, 'at'>;
}

interface Sum {
  requests: number;
  denied: number;
  failed: number;
  readonly latencies: number[];
}

type Line = Map<EpochMs, Sum>;

function emptySum(): Sum {
  return { requests: 0, denied: 0, failed: 0, latencies: emptyLatencies() };
}

function addTo(sum: Sum, more: Omit<Sum, 'latencies'> & Pick<ActivityCount, 'latencies'>): void {
  sum.requests += more.requests;
  sum.denied += more.denied;
  sum.failed += more.failed;
  for (const [bucket, count] of more.latencies.entries()) {
    sum.latencies[bucket] = (sum.latencies[bucket] ?? 0) + count;
  }
}

function shown({ requests, denied, failed, latencies }: Sum): Omit<SummaryPoint, 'at'> {
  const p50 = latencyQuantile(latencies, 0.5);
  const p95 = latencyQuantile(latencies, 0.95);
  return {
    requests,
    denied,
    failed,
    ...(p50 !== undefined && { p50 }),
    ...(p95 !== undefined && { p95 }),
  };
}

function pointsOf(line: Line): readonly SummaryPoint[] {
  return [...line].sort(([a], [b]) => a - b).map(([at, sum]) => ({ at, ...shown(sum) }));
}

function entryOf<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

/** How many buckets of a width a stretch of time touches. */
function bucketsIn(from: EpochMs, to: EpochMs, width: number): number {
  return Math.ceil(to / width) - Math.floor(from / width);
}

/** The narrowest width that is no narrower than any span and gives no more points than wanted. */
function widthFor({ from, to, points }: SummaryOptions, widestSpan: number): number {
  const fits = (width: number): boolean =>
    width >= widestSpan && bucketsIn(from, to, width) <= points;
  const width = WIDTHS_MS.find(fits);
  if (width !== undefined) return width;
  let days = 1;
  while (!fits(days * ACTIVITY_DAY_MS)) days += 1;
  return days * ACTIVITY_DAY_MS;
}

/** The busiest lines under their names; those for which there is no room as one. */
function fewest(lines: ReadonlyMap<string, Line>, maxSeries: number): readonly [string, Line][] {
  const requestsOf = (line: Line): number =>
    [...line.values()].reduce((all, { requests }) => all + requests, 0);
  const named = [...lines]
    .filter(([name]) => name !== ACTIVITY_OTHER)
    .map(([name, line]) => ({ name, line, requests: requestsOf(line) }))
    .sort((a, b) => b.requests - a.requests || (a.name < b.name ? -1 : 1));
  const hasOther = lines.has(ACTIVITY_OTHER) || named.length > maxSeries;
  const kept = named.slice(0, hasOther ? maxSeries - 1 : maxSeries);
  const other: Line = new Map();
  const rest = named.slice(kept.length).map(({ line }) => line);
  for (const line of [...rest, lines.get(ACTIVITY_OTHER) ?? new Map<EpochMs, Sum>()]) {
    for (const [at, sum] of line) addTo(entryOf(other, at, emptySum), sum);
  }
  const shownLines = kept.map(({ name, line }): [string, Line] => [name, line]);
  return other.size === 0 ? shownLines : [...shownLines, [ACTIVITY_OTHER, other]];
}

function assertOptions({ from, to, points, maxSeries = MAX_SERIES }: SummaryOptions): void {
  if (!Number.isSafeInteger(from) || from < 0) throw new RangeError('from must be a time');
  if (!Number.isSafeInteger(to) || to <= from) throw new RangeError('to must be later than from');
  if (!Number.isInteger(points) || points < 2) {
    throw new RangeError('points must be an integer ≥ 2');
  }
  if (!Number.isInteger(maxSeries) || maxSeries < 2) {
    throw new RangeError('maxSeries must be an integer ≥ 2');
  }
}

/**
 * Makes of counts what a chart draws: a line for each principal or act, in buckets of a width that
 * people can read, wide enough that none has more than so many points. No count is left out but those
 * that begin outside of `from` to `to`: the sum of all series is `all`, and its sum is `total`.
 *
 * Percentiles are those of `latencyQuantile`, over all requests of a bucket, not means of percentiles.
 *
 * @throws RangeError for a range or a number that is none.
 */
export function summarise(
  counts: readonly ActivityCount[],
  options: SummaryOptions,
): ActivitySummary {
  assertOptions(options);
  const { from, to, by, maxSeries = MAX_SERIES } = options;
  const asked = counts.filter(({ at }) => at >= from && at < to);
  const widest = asked.reduce((most, { spanMs }) => Math.max(most, spanMs), ACTIVITY_SPAN_MS);
  const bucketMs = widthFor(options, widest);
  const lines = new Map<string, Line>();
  const all: Line = new Map();
  const total = emptySum();
  for (const count of asked) {
    const at = count.at - (count.at % bucketMs);
    const name = by === 'key' ? count.principalId : count.act;
    const line = entryOf(lines, name, (): Line => new Map());
    for (const sum of [entryOf(line, at, emptySum), entryOf(all, at, emptySum), total]) {
      addTo(sum, count);
    }
  }
  return {
    from: Math.floor(from / bucketMs) * bucketMs,
    to: Math.ceil(to / bucketMs) * bucketMs,
    bucketMs,
    series: fewest(lines, maxSeries).map(([name, line]) => ({ name, points: pointsOf(line) })),
    all: pointsOf(all),
    total: shown(total),
  };
}
