import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ChartRequest, checkRequest } from '../src/chart-request.js';
import { drawChart } from '../src/draw-chart.js';
import { svgText } from '../src/svg-text.js';

const T = Date.UTC(2026, 0, 15);
const HOUR = 3_600_000;

function draw(request: Partial<ChartRequest> = {}): string {
  const points = [0, 1, 2, 3].map((at) => [T + at * HOUR, at] as const);
  return drawChart(
    checkRequest({
      title: 'Title',
      kind: 'line',
      series: [{ label: 'A', unit: 'kW', points }],
      ...request,
    }),
  );
}

function count(svg: string, element: string): number {
  return svg.split(`<${element} `).length - 1;
}

describe('a chart', () => {
  it('has title, unit, legend, axes and a line through all points', () => {
    const svg = draw();
    expect(svg).toContain('>Title</text>');
    expect(svg).toContain('>kW</text>');
    expect(svg).toContain('>A (kW)</text>');
    expect(svg).toContain('>15 Jan</text>');
    expect(svg).toContain('>01:00</text>');
    const [, points = ''] = /<polyline points="([^"]+)"/.exec(svg) ?? [];
    expect(points.split(' ')).toEqual(['64,348', '304,245.3', '544,142.7', '784,40']);
  });

  it('leaves a gap where a value is missing, or two points are too far apart', () => {
    const values = [1, 2, Number.NaN, 3, 4, 5];
    const points = values.map((value, at) => [T + at * HOUR, value] as const);
    expect(count(draw({ series: [{ label: 'A', points }] }), 'polyline')).toBe(2);
    const apart = [0, 1, 5, 6, 20].map((at) => [T + at * HOUR, at] as const);
    const svg = draw({ series: [{ label: 'A', points: apart }], gapMs: 2 * HOUR });
    expect(count(svg, 'polyline')).toBe(2);
    expect(count(svg, 'circle')).toBe(1);
    expect(count(draw({ series: [{ label: 'A', points: apart }] }), 'polyline')).toBe(1);
  });

  it('has bars on zero, those below it hanging down', () => {
    const points = [4, -2].map((value, at) => [T + at * HOUR, value] as const);
    const svg = draw({ kind: 'bar', series: [{ label: 'A', points }] });
    const bars = [...svg.matchAll(/<rect x="[^"]+" y="([^"]+)" width="([^"]+)" height="([^"]+)"/g)]
      .map(([, y, width, height]) => [y, width, height].map(Number))
      .slice(0, 2);
    const [up, down] = bars;
    expect((up?.[0] ?? 0) + (up?.[2] ?? 0)).toBeCloseTo(down?.[0] ?? 0, 0);
    expect(up?.[2]).toBeCloseTo(2 * (down?.[2] ?? 0), 0);
  });

  it('says that there is nothing', () => {
    expect(draw({ series: [{ label: 'A', points: [] }] })).toContain('No values in this time.');
    expect(draw()).not.toContain('No values');
  });

  it('draws points in order of time, whatever order they come in', () => {
    const points = [3, 0, 2, 1].map((at) => [T + at * HOUR, at] as const);
    expect(draw({ series: [{ label: 'A', unit: 'kW', points }] })).toBe(draw());
  });

  it('shows units of different series in the legend only', () => {
    const points = [[T, 1]] as const;
    const svg = draw({
      series: [
        { label: 'A', unit: 'kW', points },
        { label: 'B', unit: '%', points },
      ],
    });
    expect(svg).not.toContain('>kW</text>');
    expect(svg).toContain('>B (%)</text>');
  });

  it('is well-formed and finite, whatever it is given', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.constantFrom('</text><script>', '"\'&', ']]>', '\u202e', '<!--'),
    );
    const point = fc.tuple(
      fc.oneof(fc.integer({ min: 0, max: 2 ** 41 }), fc.constant(Number.NaN)),
      fc.oneof(
        fc.double({ min: -1e15, max: 1e15 }),
        fc.constantFrom(0, Number.NaN, Number.POSITIVE_INFINITY),
      ),
    );
    const series = fc.array(
      fc.record({ label: text, unit: text, points: fc.array(point, { maxLength: 10 }) }),
      { minLength: 1, maxLength: 8 },
    );
    fc.assert(
      fc.property(text, fc.constantFrom('line', 'bar'), series, (title, kind, all) => {
        const svg = draw({ title, kind, series: all });
        expect(svg).not.toMatch(/NaN|Infinity|<script|<!--/);
        // No element that the drawing does not make, and every one of them closed.
        const names = new Set([...svg.matchAll(/<\/?([a-z]+)/g)].map(([, name]) => name));
        for (const name of names)
          expect(['svg', 'rect', 'text', 'line', 'polyline', 'circle']).toContain(name);
        expect(svg.split('<text ').length).toBe(svg.split('</text>').length);
        expect(svg.replace(/<[^<>]*>/g, '')).not.toMatch(/[<>]/);
      }),
      { numRuns: 100 },
    );
  }, 60_000);
});

describe('text of anybody', () => {
  it.each([
    ['<b>&"\'', '&lt;b&gt;&amp;&quot;&apos;'],
    ['a\nb\u0000c\u202ed', 'a b c d'],
    ['Küche 📈', 'Küche 📈'],
  ])('%j becomes %s', (text, shown) => {
    expect(svgText(text, 10, 1000)).toBe(shown);
  });

  it('is cut to its room, never within an escape', () => {
    expect(svgText('&&&&&&&&', 10, 24)).toBe('&amp;&amp;&amp;…');
    expect(svgText('abc', 10, 0)).toBe('…');
  });
});

describe('what cannot be drawn', () => {
  const none: ChartRequest = { title: 't', kind: 'line', series: [{ label: 'A', points: [] }] };

  it.each([
    ['series', { series: [] }],
    ['series', { series: Array.from({ length: 9 }, () => ({ label: 'A', points: [] })) }],
    [
      'points',
      {
        series: [
          { label: 'A', points: Array.from({ length: 20_001 }, (_, at) => [at, 1] as const) },
        ],
      },
    ],
    ['width', { width: 199 }],
    ['width', { width: 3000 }],
    ['height', { height: 10.5 }],
    ['gapMs', { gapMs: 0 }],
    ['timeZone', { timeZone: 'Middle/Earth' }],
  ])('%s out of range is a RangeError that names it', (name, wrong) => {
    expect(() => checkRequest({ ...none, ...wrong })).toThrow(RangeError);
    expect(() => checkRequest({ ...none, ...wrong })).toThrow(name);
  });

  it.each([
    ['title', { title: 5 }],
    ['kind', { kind: 'pie' }],
    ['series', { series: 'x' }],
  ])('%s of another kind is a TypeError that names it', (name, wrong) => {
    const request = { ...none, ...wrong } as unknown as ChartRequest;
    expect(() => checkRequest(request)).toThrow(TypeError);
    expect(() => checkRequest(request)).toThrow(name);
  });
});
