import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { valueScale } from '../src/value-scale.js';

function labels(values: readonly number[], count: number = 5, fromZero: boolean = false) {
  const scale = valueScale(values, count, fromZero);
  return scale.ticks.map((tick) => scale.label(tick));
}

describe('the axis of values', () => {
  it.each([
    [
      [18.2, 21.9],
      ['18', '19', '20', '21', '22'],
    ],
    [
      [0, 100],
      ['0', '20', '40', '60', '80', '100'],
    ],
    [
      [0.01, 0.05],
      ['0.01', '0.02', '0.03', '0.04', '0.05'],
    ],
    [
      [-3, 12],
      ['-5', '0', '5', '10', '15'],
    ],
    [
      [0, 1234],
      ['0', '500', '1000', '1500'],
    ],
    [
      [-0.3, 0.3],
      ['-0.4', '-0.2', '0.0', '0.2', '0.4'],
    ],
  ])('is round for %j', (values, expected) => {
    expect(labels(values)).toEqual(expected);
  });

  it('gives a flat line room', () => {
    expect(labels([20, 20], 4)).toEqual(['18', '19', '20', '21', '22']);
    expect(labels([0, 0], 2)).toEqual(['0.0', '0.5', '1.0']);
  });

  it('is 0 to 1 without any value', () => {
    expect(labels([], 2)).toEqual(['0.0', '0.5', '1.0']);
    expect(labels([Number.NaN, Number.POSITIVE_INFINITY], 2)).toEqual(['0.0', '0.5', '1.0']);
  });

  it('begins at zero under bars, on either side of it', () => {
    expect(labels([40, 50], 5, true)[0]).toBe('0');
    expect(labels([-40, -50], 5, true).at(-1)).toBe('0');
  });

  it('writes what has many digits by its size', () => {
    expect(labels([0, 5e9], 2).at(-1)).toBe('5.00e+9');
    expect(labels([0, 5e-9], 2).at(-1)).toBe('5.00e-9');
  });

  it.each([[[-5e-324]], [[5e-324, 1e-310]], [[1e12, 1e12 + 1e-3]], [[-1e-199, 1e-199]]])(
    'has a length and different ticks for %o',
    (values) => {
      const { min, max, ticks } = valueScale(values, 5, false);
      expect(min).toBeLessThan(max);
      expect(new Set(ticks).size).toBe(ticks.length);
      expect(ticks.length).toBeGreaterThan(1);
    },
  );

  it('holds every value, with a few ticks in order', () => {
    const value = fc.double({ min: -1e12, max: 1e12, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 1, maxLength: 20 }),
        fc.integer({ min: 1, max: 12 }),
        fc.boolean(),
        (values, count, fromZero) => {
          const { min, max, ticks } = valueScale(values, count, fromZero);
          const slack = (max - min) * 1e-6;
          expect(min).toBeLessThan(max);
          for (const one of values) {
            expect(one).toBeGreaterThanOrEqual(min - slack);
            expect(one).toBeLessThanOrEqual(max + slack);
          }
          expect(ticks.length).toBeLessThanOrEqual(count + 3);
          expect([...ticks].sort((a, b) => a - b)).toEqual(ticks);
        },
      ),
      { numRuns: 2000 },
    );
  });
});
