import type { CheckedRequest } from './chart-request.js';
import { type ValueScale, valueScale } from './value-scale.js';

/** Where values and times come to lie, in pixels. */
export interface PlotArea {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  /** Epoch milliseconds. */
  readonly from: number;
  readonly to: number;
  readonly values: ValueScale;
  x(at: number): number;
  y(value: number): number;
}

const MARGIN = { left: 64, right: 16, top: 40, bottom: 52 } as const;
const PIXELS_PER_TICK = 45;
const HOUR = 3_600_000;

/** Lays the axes out. */
export function plotArea({ width, height, kind, series }: CheckedRequest): PlotArea {
  const left = MARGIN.left;
  const right = width - MARGIN.right;
  const top = MARGIN.top;
  const bottom = height - MARGIN.bottom;
  const points = series.flatMap((one) => one.points);
  const values = valueScale(
    points.map(([, value]) => value),
    Math.floor((bottom - top) / PIXELS_PER_TICK),
    kind === 'bar',
  );
  const [from, to] = spanOf(
    points.map(([at]) => at),
    kind === 'bar' ? barSpan(points.map(([at]) => at)) : 0,
  );
  return {
    left,
    right,
    top,
    bottom,
    from,
    to,
    values,
    x: (at) => left + ((at - from) / (to - from)) * (right - left),
    y: (value) => bottom - ((value - values.min) / (values.max - values.min)) * (bottom - top),
  };
}

/** How long a bar stands for: the least distance between two of them. */
export function barSpan(times: readonly number[]): number {
  const sorted = [...new Set(times)].sort((a, b) => a - b);
  const least = sorted.reduce(
    (span, at, index) => (index === 0 ? span : Math.min(span, at - (sorted[index - 1] ?? at))),
    Number.POSITIVE_INFINITY,
  );
  return Number.isFinite(least) ? least : HOUR;
}

/** A bar begins at its time, so the axis goes on for one more. */
function spanOf(times: readonly number[], more: number): readonly [number, number] {
  if (times.length === 0) return [0, HOUR];
  const from = times.reduce((least, at) => Math.min(least, at));
  const to = times.reduce((most, at) => Math.max(most, at)) + more;
  return to > from ? [from, to] : [from - HOUR, to + HOUR];
}
