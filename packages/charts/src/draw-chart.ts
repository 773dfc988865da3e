import type { ChartSeries, CheckedRequest } from './chart-request.js';
import { colorOf, drawBars, drawLine } from './draw-series.js';
import { type PlotArea, plotArea } from './plot-area.js';
import { px, svgText, textWidth } from './svg-text.js';
import { timeTicks } from './time-scale.js';

const PIXELS_PER_TIME = 90;
const FONT = { title: 15, label: 11 } as const;
const INK = '#333333';
const GRID = '#dddddd';

/** The chart as an SVG: axes, grid, series, legend. The same request always makes the same text. */
export function drawChart(request: CheckedRequest): string {
  const { width, height } = request;
  const area = plotArea(request);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="DejaVu Sans" font-size="${FONT.label}" fill="${INK}">`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    drawTitle(request, area),
    drawValueAxis(area),
    drawTimeAxis(request, area),
    request.kind === 'bar'
      ? drawBars(request, area)
      : request.series.map((one, at) => drawLine(one, at, request.gapMs, area)).join(''),
    request.series.some(({ points }) => points.length > 0) ? '' : drawNothing(area),
    drawLegend(request, area),
    '</svg>',
  ].join('\n');
}

function drawTitle({ title, series }: CheckedRequest, area: PlotArea): string {
  const unit = commonUnit(series);
  const shown = svgText(title, FONT.title, area.right - area.left);
  return [
    `<text x="${area.left}" y="20" font-size="${FONT.title}" font-weight="bold">${shown}</text>`,
    `<text x="${area.left - 8}" y="${area.top - 8}" text-anchor="end">${svgText(unit, FONT.label, area.left)}</text>`,
  ].join('');
}

/** On the axis stands only what holds for all. */
function commonUnit(series: readonly ChartSeries[]): string {
  const units = new Set(series.map(({ unit = '' }) => unit));
  return units.size === 1 ? ([...units][0] ?? '') : '';
}

function drawValueAxis({ values, left, right, y }: PlotArea): string {
  return values.ticks
    .map((tick) => {
      const at = px(y(tick));
      const color = tick === 0 ? INK : GRID;
      return (
        `<line x1="${left}" y1="${at}" x2="${right}" y2="${at}" stroke="${color}" stroke-width="1"/>` +
        `<text x="${left - 8}" y="${px(y(tick) + 4)}" text-anchor="end">${values.label(tick)}</text>`
      );
    })
    .join('');
}

function drawTimeAxis({ timeZone }: CheckedRequest, area: PlotArea): string {
  const { from, to, left, right, top, bottom } = area;
  const count = Math.floor((right - left) / PIXELS_PER_TIME);
  const ticks = timeTicks(from, to, count, timeZone);
  return ticks
    .map(({ at, label }) => {
      const x = px(area.x(at));
      return (
        `<line x1="${x}" y1="${top}" x2="${x}" y2="${bottom + 4}" stroke="${GRID}" stroke-width="1"/>` +
        `<text x="${x}" y="${bottom + 18}" text-anchor="middle">${label}</text>`
      );
    })
    .join('');
}

function drawNothing({ left, right, top, bottom }: PlotArea): string {
  const x = px((left + right) / 2);
  return `<text x="${x}" y="${px((top + bottom) / 2)}" text-anchor="middle">No values in this time.</text>`;
}

/** Beside each other below the axis, each as wide as it needs up to its share. */
function drawLegend({ series }: CheckedRequest, { left, right, bottom }: PlotArea): string {
  const share = (right - left) / series.length;
  const y = bottom + 36;
  let x = left;
  return series
    .map(({ label, unit }, index) => {
      const text = unit === undefined || unit === '' ? label : `${label} (${unit})`;
      const shown = svgText(text, FONT.label, share - 26);
      const drawn =
        `<rect x="${px(x)}" y="${y - 9}" width="10" height="10" fill="${colorOf(index)}"/>` +
        `<text x="${px(x + 14)}" y="${y}">${shown}</text>`;
      x += Math.min(share, textWidth(text, FONT.label) + 26);
      return drawn;
    })
    .join('');
}
