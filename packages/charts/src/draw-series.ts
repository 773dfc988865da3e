import type { ChartSeries, CheckedRequest } from './chart-request.js';
import { barSpan, type PlotArea } from './plot-area.js';
import { px } from './svg-text.js';

/** Told apart also by those who do not see red and green as different (Okabe and Ito, 2008). */
export const COLORS = [
  '#0072b2',
  '#d55e00',
  '#009e73',
  '#cc79a7',
  '#e69f00',
  '#56b4e9',
  '#000000',
  '#999933',
] as const;

/** Bars of one time stand a little apart from those of the next. */
const BAR_SHARE = 0.8;
const MIN_BAR_PX = 0.5;

export function colorOf(index: number): string {
  return COLORS[index % COLORS.length] ?? COLORS[0];
}

/** A line, broken at gaps; a point that stands alone is a dot. */
export function drawLine(
  series: ChartSeries,
  index: number,
  gapMs: number,
  area: PlotArea,
): string {
  const color = colorOf(index);
  return runsOf(series, gapMs)
    .map((run) => {
      const [first] = run;
      if (run.length === 1 && first !== undefined) {
        return `<circle cx="${px(area.x(first[0]))}" cy="${px(area.y(first[1]))}" r="2" fill="${color}"/>`;
      }
      const points = run.map(([at, value]) => `${px(area.x(at))},${px(area.y(value))}`).join(' ');
      return `<polyline points="${points}" fill="none" stroke="${color}" stroke-width="1.6" stroke-linejoin="round"/>`;
    })
    .join('');
}

/** Stretches of points that belong together. */
function runsOf(
  { points }: ChartSeries,
  gapMs: number,
): readonly (readonly (readonly [number, number])[])[] {
  const runs: (readonly [number, number])[][] = [];
  let run: (readonly [number, number])[] = [];
  for (const point of points) {
    const last = run.at(-1);
    const isGap = !Number.isFinite(point[1]) || (last !== undefined && point[0] - last[0] > gapMs);
    if (isGap) run = [];
    if (!Number.isFinite(point[1])) continue;
    if (run.length === 0) runs.push(run);
    run.push(point);
  }
  return runs;
}

/** Bars of all series, side by side for each time. */
export function drawBars({ series }: CheckedRequest, area: PlotArea): string {
  const span = barSpan(series.flatMap(({ points }) => points.map(([at]) => at)));
  const slot = (area.x(area.from + span) - area.x(area.from)) * BAR_SHARE;
  const width = Math.max(MIN_BAR_PX, slot / series.length);
  const zero = area.y(0);
  return series
    .flatMap(({ points }, index) =>
      points.map(([at, value]) => {
        if (!Number.isFinite(value)) return '';
        const end = area.y(value);
        const x = area.x(at) + slot * 0.125 + width * index;
        return `<rect x="${px(x)}" y="${px(Math.min(zero, end))}" width="${px(width)}" height="${px(Math.abs(zero - end))}" fill="${colorOf(index)}"/>`;
      }),
    )
    .join('');
}
