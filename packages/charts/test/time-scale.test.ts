import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { timeTicks } from '../src/time-scale.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

function labels(from: number, to: number, count: number, zone: string = 'UTC') {
  return timeTicks(from, to, count, zone).map(({ label }) => label);
}

describe('the axis of time', () => {
  const noon = Date.UTC(2026, 0, 15, 12);

  it.each([
    ['minutes', 4 * 60_000, ['12:00', '12:01', '12:02', '12:03', '12:04']],
    ['hours', 5 * HOUR, ['12:00', '13:00', '14:00', '15:00', '16:00', '17:00']],
    ['a day', DAY, ['12:00', '18:00', '16 Jan', '06:00', '12:00']],
    ['days', 4 * DAY, ['16 Jan', '17 Jan', '18 Jan', '19 Jan']],
    ['months', 100 * DAY, ['Feb 2026', 'Mar 2026', 'Apr 2026']],
    ['years', 3 * 365 * DAY, ['Jan 2027', 'Jan 2028', 'Jan 2029']],
  ])('is marked at round times over %s', (_, span, expected) => {
    expect(labels(noon, noon + span, 5)).toEqual(expected);
  });

  it('goes by the clock of the house', () => {
    const midnight = Date.UTC(2026, 6, 14, 22);
    expect(timeTicks(midnight, midnight + DAY, 4, 'Europe/Vienna')[0]).toEqual({
      at: midnight,
      label: '15 Jul',
    });
    expect(labels(midnight, midnight + 6 * HOUR, 6, 'Asia/Kolkata')).toContain('04:00');
  });

  it('keeps to its midnights when the clock is moved, in spring and autumn', () => {
    for (const [month, day] of [
      [2, 27],
      [9, 23],
    ] as const) {
      const from = Date.UTC(2026, month, day, 22);
      const ticks = timeTicks(from, from + 5 * DAY, 6, 'Europe/Vienna');
      expect(ticks.length).toBeGreaterThanOrEqual(4);
      const format = new Intl.DateTimeFormat('en-GB', {
        timeZone: 'Europe/Vienna',
        timeStyle: 'short',
      });
      expect(new Set(ticks.map(({ at }) => format.format(at)))).toEqual(new Set(['00:00']));
    }
  });

  it('leaves out the hour that a spring night does not have', () => {
    const from = Date.UTC(2026, 2, 29, 0);
    const shown = labels(from, from + 4 * HOUR, 5, 'Europe/Vienna');
    expect(shown).not.toContain('02:00');
    expect(shown).toContain('03:00');
  });

  it('has few marks, in order and within the bounds, whatever the span', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2 ** 41 }),
        fc.integer({ min: 60_000, max: 100 * 365 * DAY }),
        fc.integer({ min: 1, max: 20 }),
        fc.constantFrom('UTC', 'Europe/Vienna', 'America/New_York', 'Asia/Kathmandu'),
        (from, span, count, zone) => {
          const times = timeTicks(from, from + span, count, zone).map(({ at }) => at);
          expect(times.length).toBeLessThanOrEqual(count + 2);
          expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
          for (const at of times) {
            expect(at).toBeGreaterThanOrEqual(from);
            expect(at).toBeLessThanOrEqual(from + span);
          }
        },
      ),
      { numRuns: 50 },
    );
  }, 60_000);
});
