import { describe, expect, it, vi } from 'vitest';
import { layoutOf, movedBy } from '../../src/app/activity/plot.js';
import { valueAxis } from '../../src/app/activity/value-axis.js';

vi.hoisted(() => {
  process.env.TZ = 'Europe/Vienna';
});

const HOUR = 3_600_000;
const MIDNIGHT = Date.UTC(2026, 10, 20, 23);
const moments = Array.from({ length: 24 }, (_, hour) => ({
  at: MIDNIGHT + hour * HOUR,
  answered: 1,
  denied: 0,
  failed: 0,
}));
const axis = valueAxis(100, 4, 1);

function layout(width: number, labels: readonly string[] = ['0', '50', '100']) {
  return layoutOf({ width, height: 220 }, moments, HOUR, axis, labels);
}

describe('the layout of a chart', () => {
  it('leaves room for the words on both axes', () => {
    const { plot } = layout(800);
    expect(plot.left).toBe(3 * 7.5 + 8);
    expect(plot.left + plot.width).toBe(792);
    expect(plot.top + plot.height).toBe(194);
    expect(layout(800, ['1,000 ms']).plot.left).toBe(68);
  });

  it('reaches from the first moment to the end of the last', () => {
    const { plot, x, y } = layout(800);
    expect(x(MIDNIGHT)).toBe(plot.left);
    expect(x(MIDNIGHT + 24 * HOUR)).toBe(plot.left + plot.width);
    expect([y(0), y(axis.max)]).toEqual([194, 10]);
  });

  it('has as many marks of time as there is room for', () => {
    expect(layout(900).times).toHaveLength(13);
    expect(layout(300).times.map(({ label }) => label)).toEqual([
      '21 Nov',
      '06:00',
      '12:00',
      '18:00',
      '22 Nov',
    ]);
  });

  it('cuts off no words at an edge', () => {
    const { times } = layout(300);
    expect(times.at(-1)?.anchor).toBe('end');
    expect(times[1]?.anchor).toBe('middle');
    expect(layout(300, ['']).times[0]?.anchor).toBe('start');
  });

  it('is there before its width is known, and without moments', () => {
    expect(layout(0).plot).toMatchObject({ width: 1 });
    expect(layoutOf({ width: 300, height: 220 }, [], HOUR, axis, []).times).toBeDefined();
  });
});

describe('going through a chart by keys', () => {
  it.each([
    ['ArrowRight', 3, 4],
    ['ArrowUp', 3, 4],
    ['ArrowLeft', 3, 2],
    ['ArrowDown', 3, 2],
    ['PageUp', 3, 13],
    ['PageDown', 23, 13],
    ['Home', 9, 0],
    ['End', 9, 23],
    ['ArrowLeft', 0, 0],
    ['ArrowRight', 23, 23],
    ['PageDown', 4, 0],
    ['ArrowLeft', undefined, 22],
  ])('%s leads from %s to %s', (key, from, to) => {
    expect(movedBy(key, from, 24)).toBe(to);
  });

  it.each(['Tab', 'a', 'constructor', 'Escape'])('%s is for something else', (key) => {
    expect(movedBy(key, 3, 24)).toBeUndefined();
  });

  it('leads nowhere where there is nothing', () => {
    expect(movedBy('Home', undefined, 0)).toBeUndefined();
    expect(movedBy('ArrowRight', undefined, 0)).toBeUndefined();
  });
});
