import type { HouseClock } from './house-clock.js';

/** A value at a time: epoch milliseconds, and what was recorded. */
export type Point = readonly [number, number];

/** How the values of one bucket become one. */
export const BUCKET_FUNCTIONS = ['avg', 'min', 'max', 'sum', 'last'] as const;

/** One of {@link BUCKET_FUNCTIONS}. */
export type BucketFunction = (typeof BUCKET_FUNCTIONS)[number];

/** How long a bucket is; `raw`: as recorded. */
export const BUCKETS = ['raw', 'hour', 'day', 'month'] as const;

/** One of {@link BUCKETS}. */
export type Bucket = (typeof BUCKETS)[number];

/** Most values that stand in an answer. */
export const MAX_INLINE = 200;

const CALCULATE: Readonly<Record<BucketFunction, (values: readonly number[]) => number>> = {
  avg: (values) => sumOf(values) / values.length,
  min: (values) => values.reduce((least, value) => Math.min(least, value)),
  max: (values) => values.reduce((most, value) => Math.max(most, value)),
  sum: sumOf,
  last: (values) => values.at(-1) ?? 0,
};

/** One value for each bucket that has any, at its beginning by the clock of the house. */
export function gather(
  points: readonly Point[],
  bucket: Bucket,
  fn: BucketFunction,
  clock: HouseClock,
): readonly Point[] {
  if (bucket === 'raw') return points;
  return grouped(points, (at) => clock.startOf(at, bucket)).map(([at, values]) => [
    at,
    CALCULATE[fn](values),
  ]);
}

/** Neighbours put together. */
export interface Thinned {
  readonly points: readonly Point[];
  /** How many values each point stands for at most; 1 when nothing was put together. */
  readonly factor: number;
}

/** As many points as `most` allows, each for the same number of neighbours, at the first of them. */
export function thin(points: readonly Point[], fn: BucketFunction, most: number): Thinned {
  const factor = Math.ceil(points.length / most);
  if (factor <= 1) return { points, factor: 1 };
  const thinned: Point[] = [];
  for (let from = 0; from < points.length; from += factor) {
    const some = points.slice(from, from + factor);
    const [first] = some;
    if (first === undefined) continue;
    thinned.push([first[0], CALCULATE[fn](some.map(([, value]) => value))]);
  }
  return { points: thinned, factor };
}

/** What a series comes to. */
export interface Summary {
  readonly count: number;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  readonly last: number;
  /** What was counted, for counters. */
  readonly sum?: number;
}

/** @param counts - Whether the values are what was counted in each bucket. */
export function summarize(points: readonly Point[], counts: boolean): Summary | undefined {
  if (points.length === 0) return undefined;
  const values = points.map(([, value]) => value);
  return {
    count: values.length,
    min: CALCULATE.min(values),
    max: CALCULATE.max(values),
    mean: CALCULATE.avg(values),
    last: CALCULATE.last(values),
    ...(counts && { sum: sumOf(values) }),
  };
}

function grouped(
  points: readonly Point[],
  keyOf: (at: number) => number,
): readonly (readonly [number, readonly number[]])[] {
  const groups = new Map<number, number[]>();
  for (const [at, value] of points) {
    const key = keyOf(at);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [value]);
    else group.push(value);
  }
  return [...groups];
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
