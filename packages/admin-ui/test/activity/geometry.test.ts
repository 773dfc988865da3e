import { describe, expect, it } from 'vitest';
import {
  areaPath,
  linePath,
  nearestIndex,
  scale,
  scalesOf,
  stackedBars,
} from '../../src/app/activity/geometry.js';

const plot = { left: 40, top: 10, width: 200, height: 100 };
const { x, y } = scalesOf(plot, { from: 0, to: 100 }, 50);

describe('scales', () => {
  it('lay time from left to right and values from the bottom up', () => {
    expect([x(0), x(50), x(100)]).toEqual([40, 140, 240]);
    expect([y(0), y(25), y(50)]).toEqual([110, 60, 10]);
  });

  it('do not divide by a span of nothing', () => {
    expect(scale(5, 5, 10, 20)(5)).toBe(10);
  });
});

describe('a line', () => {
  it('joins its points', () => {
    const points = [0, 50, 100].map((at) => ({ at, value: at / 2 }));
    expect(linePath(points, x, y)).toBe('M40 110L140 60L240 10');
  });

  it('stays open where nothing was measured', () => {
    const points = [
      { at: 0, value: 0 },
      { at: 25, value: 25 },
      { at: 50 },
      { at: 75, value: 25 },
      { at: 100, value: 50 },
    ];
    expect(linePath(points, x, y)).toBe('M40 110L90 60M190 60L240 10');
  });

  it('shows a point between two gaps as a dot', () => {
    const points = [{ at: 0 }, { at: 50, value: 25 }, { at: 100, value: Number.NaN }];
    expect(linePath(points, x, y)).toBe('M140 60L140 60');
  });

  it('is empty where there is nothing', () => {
    expect(linePath([], x, y)).toBe('');
    expect(linePath([{ at: 3 }], x, y)).toBe('');
  });

  it('is as fine as a screen, and no finer', () => {
    expect(
      linePath(
        [
          { at: 1 / 3, value: 0 },
          { at: 2 / 3, value: 0 },
        ],
        x,
        y,
      ),
    ).toBe('M40.67 110L41.33 110');
  });
});

describe('an area', () => {
  it('reaches down to 0 at both ends', () => {
    const points = [
      { at: 0, value: 25 },
      { at: 50, value: 50 },
    ];
    expect(areaPath(points, x, y)).toBe('M40 110L40 60L140 10L140 110Z');
  });

  it('has a part for each stretch, and none for a point alone', () => {
    const points = [{ at: 0, value: 25 }, { at: 25, value: 25 }, { at: 50 }, { at: 75, value: 25 }];
    expect(areaPath(points, x, y)).toBe('M40 110L40 60L90 60L90 110Z');
  });
});

describe('stacked bars', () => {
  it('stand on each other, over their own time', () => {
    const [bar] = stackedBars([{ at: 0, values: [20, 10, 5] }], 50, x, y);
    expect(bar).toEqual([
      { layer: 0, x: 42, y: 70, width: 96, height: 40 },
      { layer: 1, x: 42, y: 50, width: 96, height: 20 },
      { layer: 2, x: 42, y: 40, width: 96, height: 10 },
    ]);
  });

  it('have no part for what did not happen', () => {
    const bars = stackedBars(
      [
        { at: 0, values: [0, 10, 0] },
        { at: 50, values: [0, 0, 0] },
      ],
      50,
      x,
      y,
    );
    expect(bars[0]?.map(({ layer }) => layer)).toEqual([1]);
    expect(bars[1]).toEqual([]);
  });

  it('show a single denial under thousands of requests', () => {
    const high = scalesOf(plot, { from: 0, to: 100 }, 10_000);
    const [bar] = stackedBars([{ at: 0, values: [9000, 1] }], 50, high.x, high.y);
    expect(bar?.[1]).toMatchObject({ layer: 1, height: 1, y: 19 });
  });

  it('leave a gap that is small for narrow bars', () => {
    const narrow = scalesOf(plot, { from: 0, to: 20_000 }, 50);
    const [bar] = stackedBars([{ at: 0, values: [50] }], 100, narrow.x, narrow.y);
    expect(bar?.[0]?.width).toBeCloseTo(0.8, 6);
  });
});

describe('the nearest moment', () => {
  it('is found for any place', () => {
    const times = [0, 50, 100];
    expect(nearestIndex(times, x, -500)).toBe(0);
    expect(nearestIndex(times, x, 89)).toBe(0);
    expect(nearestIndex(times, x, 91)).toBe(1);
    expect(nearestIndex(times, x, 900)).toBe(2);
    expect(nearestIndex([], x, 5)).toBeUndefined();
  });
});
