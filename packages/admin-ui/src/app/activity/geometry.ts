/** Where the data is drawn within a picture, in its own units. */
export interface Plot {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Turns a value into a place on a line. */
export type Scale = (value: number) => number;

/** One point of a line; without `value` the line has a gap there. */
export interface LinePoint {
  readonly at: number;
  readonly value?: number | undefined;
}

/** A part of a bar. */
export interface BarPart {
  /** Which part of the stack, from the bottom up. */
  readonly layer: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Space between two bars as a share of their distance, and at most so much. */
const GAP_SHARE = 0.2;
const GAP_MOST = 4;

/** Lays `from`…`to` on `start`…`end`. A span without length lies at `start`. */
export function scale(from: number, to: number, start: number, end: number): Scale {
  const span = to - from;
  return (value) => (span === 0 ? start : start + ((value - from) / span) * (end - start));
}

/** Time on the horizontal, values on the vertical, whose 0 is at the bottom. */
export function scalesOf(
  plot: Plot,
  time: { readonly from: number; readonly to: number },
  max: number,
): { readonly x: Scale; readonly y: Scale } {
  return {
    x: scale(time.from, time.to, plot.left, plot.left + plot.width),
    y: scale(0, max, plot.top + plot.height, plot.top),
  };
}

/**
 * The `d` of a line. Points next to each other are joined, gaps stay open; a point alone becomes a
 * dot (a line of no length, which round caps show).
 */
export function linePath(points: readonly LinePoint[], x: Scale, y: Scale): string {
  return runsOf(points)
    .map((run) => {
      const [first, ...rest] = run.map(({ at, value }) => `${place(x(at))} ${place(y(value))}`);
      return `M${first ?? ''}L${(rest.length === 0 ? [first] : rest).join('L')}`;
    })
    .join('');
}

/** The `d` of what lies between a line and 0. */
export function areaPath(points: readonly LinePoint[], x: Scale, y: Scale): string {
  return runsOf(points)
    .filter((run) => run.length > 1)
    .map((run) => {
      const top = run.map(({ at, value }) => `${place(x(at))} ${place(y(value))}`).join('L');
      const start = place(x(run[0]?.at ?? 0));
      const end = place(x(run.at(-1)?.at ?? 0));
      return `M${start} ${place(y(0))}L${top}L${end} ${place(y(0))}Z`;
    })
    .join('');
}

/**
 * Bars of stacked values, each over its own span of time. What is 0 has no part; what is too low to
 * be seen is drawn one unit high, because something happened.
 *
 * @param bucketMs - Width of a bar, milliseconds.
 */
export function stackedBars(
  bars: readonly { readonly at: number; readonly values: readonly number[] }[],
  bucketMs: number,
  x: Scale,
  y: Scale,
): readonly (readonly BarPart[])[] {
  return bars.map(({ at, values }) => {
    const left = x(at);
    const pitch = x(at + bucketMs) - left;
    const gap = Math.min(GAP_MOST, pitch * GAP_SHARE);
    const parts: BarPart[] = [];
    let bottom = y(0);
    for (const [layer, value] of values.entries()) {
      if (value <= 0) continue;
      const height = Math.max(1, y(0) - y(value));
      bottom -= height;
      parts.push({ layer, x: left + gap / 2, y: bottom, width: pitch - gap, height });
    }
    return parts;
  });
}

/** Which of `times` is nearest to a place; `undefined` when there is none. */
export function nearestIndex(
  times: readonly number[],
  x: Scale,
  place: number,
): number | undefined {
  let nearest: number | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const [index, at] of times.entries()) {
    const distance = Math.abs(x(at) - place);
    if (distance >= least) continue;
    least = distance;
    nearest = index;
  }
  return nearest;
}

type Known = { readonly at: number; readonly value: number };

function runsOf(points: readonly LinePoint[]): readonly (readonly Known[])[] {
  const runs: Known[][] = [];
  let open: Known[] | undefined;
  for (const { at, value } of points) {
    if (value === undefined || !Number.isFinite(value)) {
      open = undefined;
      continue;
    }
    if (open === undefined) {
      open = [];
      runs.push(open);
    }
    open.push({ at, value });
  }
  return runs;
}

/** Two decimals are finer than any screen. */
function place(value: number): string {
  return String(Math.round(value * 100) / 100);
}
