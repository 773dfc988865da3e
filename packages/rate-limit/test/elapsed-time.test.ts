import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createElapsedTime, monotonicClock } from '../src/elapsed-time.js';

function movable(start: number): { now: number; readonly elapsed: () => number } {
  const clock = { now: start };
  const elapsed = createElapsedTime({ now: () => clock.now });
  elapsed();
  return Object.assign(clock, { elapsed });
}

describe('elapsed time', () => {
  it('begins at 0, whatever the clock shows', () => {
    for (const start of [0, 1_700_000_000_000, -5, 0.75]) {
      expect(createElapsedTime({ now: () => start })()).toBe(0);
    }
  });

  it('goes on with the clock', () => {
    const clock = movable(1000);
    clock.now += 250;
    expect(clock.elapsed()).toBe(250);
    expect(clock.elapsed()).toBe(250);
    clock.now += 86_400_000;
    expect(clock.elapsed()).toBe(86_400_250);
  });

  it('stands still while the clock steps back, and goes on from there at once', () => {
    const clock = movable(1_000_000);
    clock.now += 100;
    expect(clock.elapsed()).toBe(100);
    clock.now -= 900_000;
    expect(clock.elapsed()).toBe(100);
    clock.now += 40;
    expect(clock.elapsed()).toBe(140);
  });

  it('loses no fractions of a clock that has them', () => {
    const clock = movable(0.1);
    for (let step = 0; step < 1000; step += 1) {
      clock.now += 0.3;
      clock.elapsed();
    }
    expect(Math.abs(clock.elapsed() - 300)).toBeLessThanOrEqual(1);
    expect(Number.isInteger(clock.elapsed())).toBe(true);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
    'does not listen to a clock that shows %d',
    (nonsense) => {
      const clock = movable(500);
      clock.now = nonsense;
      expect(clock.elapsed()).toBe(0);
      clock.now = 510;
      expect(clock.elapsed()).toBe(10);
      const late = createElapsedTime({ now: () => nonsense });
      expect(late()).toBe(0);
    },
  );

  it('is the sum of all steps forward, however a clock walks', () => {
    const steps = fc.array(fc.integer({ min: -10_000_000, max: 10_000_000 }), { maxLength: 30 });
    fc.assert(
      fc.property(fc.integer(), steps, (start, walk) => {
        const clock = movable(start);
        let forward = 0;
        for (const step of walk) {
          clock.now += step;
          forward += Math.max(0, step);
          expect(clock.elapsed()).toBe(forward);
        }
      }),
    );
  });

  it('is measured by a clock that nobody sets, unless another one is given', () => {
    const before = monotonicClock.now();
    expect(monotonicClock.now()).toBeGreaterThanOrEqual(before);
    expect(before).toBeLessThan(Date.now() / 2);
  });
});
