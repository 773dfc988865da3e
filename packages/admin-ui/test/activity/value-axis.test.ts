import { describe, expect, it } from 'vitest';
import { valueAxis } from '../../src/app/activity/value-axis.js';

describe('an axis of values', () => {
  it.each([
    [7, 4, [0, 2, 4, 6, 8]],
    [100, 4, [0, 50, 100]],
    [101, 4, [0, 50, 100, 150]],
    [0.3, 3, [0, 0.1, 0.2, 0.3]],
    [1234, 5, [0, 500, 1000, 1500]],
    [8, 4, [0, 2, 4, 6, 8]],
  ])('holds %d in about %d steps of 1, 2 or 5', (most, count, ticks) => {
    expect(valueAxis(most, count)).toEqual({ max: ticks.at(-1), ticks });
  });

  it('has no steps between whole numbers for what is counted', () => {
    expect(valueAxis(1, 4, 1).ticks).toEqual([0, 1]);
    expect(valueAxis(2, 8, 1).ticks).toEqual([0, 1, 2]);
    expect(valueAxis(50, 5, 1).ticks).toEqual([0, 10, 20, 30, 40, 50]);
  });

  it.each([0, -3, Number.NaN, Number.POSITIVE_INFINITY])('is there for %d as well', (most) => {
    const { max, ticks } = valueAxis(most, 4, 1);
    expect(max).toBe(1);
    expect(ticks).toEqual([0, 1]);
  });

  it('covers whatever is drawn and stays close to it, with few ticks', () => {
    for (let most = 1e-6; most < 1e12; most *= 1.37) {
      const { max, ticks } = valueAxis(most, 4);
      expect(max).toBeGreaterThanOrEqual(most * (1 - 1e-9));
      expect(max).toBeLessThanOrEqual(most * 2);
      expect(ticks.length).toBeGreaterThanOrEqual(2);
      expect(ticks.length).toBeLessThanOrEqual(6);
      expect(new Set(ticks).size).toBe(ticks.length);
    }
  });
});
