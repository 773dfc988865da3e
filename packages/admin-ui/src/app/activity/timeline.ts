import type { Activity, ActivityPoint } from '../../wire/index.js';

/** One step of time; a bucket in which nothing happened has zeros and no latency. */
export interface Moment {
  readonly at: number;
  /** Answered as asked. */
  readonly answered: number;
  readonly denied: number;
  readonly failed: number;
  readonly p50?: number;
  readonly p95?: number;
}

/** How one key or tool did over the whole period. */
export interface Share {
  /** A key's id or a tool's name. */
  readonly name: string;
  readonly label: string;
  readonly requests: number;
  readonly denied: number;
  readonly failed: number;
  /** Of all requests, 0 to 1. */
  readonly share: number;
  /** The highest p95 of any bucket, milliseconds: when it was at its slowest. */
  readonly slowest?: number;
  /** Requests in each bucket of the period, for a small line. */
  readonly course: readonly number[];
}

/** More buckets than any answer holds: a wrong width must not hang the page. */
const MOST_MOMENTS = 5000;

/** The starts of all buckets of the period, those without a point included. */
export function bucketsOf({ from, to, bucketMs }: Activity): readonly number[] {
  if (!(bucketMs > 0) || !(to > from)) return [];
  const first = Math.floor(from / bucketMs) * bucketMs;
  const count = Math.min(MOST_MOMENTS, Math.ceil((to - first) / bucketMs));
  return Array.from({ length: count }, (_, index) => first + index * bucketMs);
}

/** All that happened, step by step, with the empty steps in their places. */
export function momentsOf(activity: Activity): readonly Moment[] {
  const points = byBucket(activity.all, activity.bucketMs);
  return bucketsOf(activity).map((at) => {
    const point = points.get(at);
    return point === undefined ? { at, answered: 0, denied: 0, failed: 0 } : momentOf(at, point);
  });
}

/** Keys or tools, the busiest first. */
export function sharesOf(activity: Activity): readonly Share[] {
  const buckets = bucketsOf(activity);
  const sums = activity.series.map(({ name, label, points }) => {
    const course = byBucket(points, activity.bucketMs);
    const slowest = points.reduce((most, { p95 }) => Math.max(most, p95 ?? -1), -1);
    return {
      name,
      label: label ?? name,
      requests: sum(points, 'requests'),
      denied: sum(points, 'denied'),
      failed: sum(points, 'failed'),
      ...(slowest >= 0 ? { slowest } : {}),
      course: buckets.map((at) => course.get(at)?.requests ?? 0),
    };
  });
  const all = sums.reduce((total, { requests }) => total + requests, 0);
  return sums
    .map((one) => ({ ...one, share: all === 0 ? 0 : one.requests / all }))
    .sort((a, b) => b.requests - a.requests || a.label.localeCompare(b.label));
}

function momentOf(at: number, { requests, denied, failed, p50, p95 }: ActivityPoint): Moment {
  return {
    at,
    answered: Math.max(0, requests - denied - failed),
    denied,
    failed,
    ...(p50 === undefined ? {} : { p50 }),
    ...(p95 === undefined ? {} : { p95 }),
  };
}

function byBucket(
  points: readonly ActivityPoint[],
  bucketMs: number,
): ReadonlyMap<number, ActivityPoint> {
  return new Map(points.map((point) => [Math.floor(point.at / bucketMs) * bucketMs, point]));
}

function sum(points: readonly ActivityPoint[], field: 'requests' | 'denied' | 'failed'): number {
  return points.reduce((total, point) => total + point[field], 0);
}
