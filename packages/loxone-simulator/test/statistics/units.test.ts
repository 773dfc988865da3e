import { describe, expect, it } from 'vitest';
import { Environment } from '../../src/physics/environment.js';
import {
  type CalendarUnit,
  localMidnight,
  nextUnit,
  unitStart,
} from '../../src/statistics/units.js';
import { randomly } from '../support/random.js';

const ZONES = [
  'UTC',
  'Europe/Vienna',
  'America/New_York',
  'America/St_Johns',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'Pacific/Auckland',
] as const;
const UNITS: readonly CalendarUnit[] = ['hour', 'day', 'month', 'year'];

function environmentIn(timeZone: string): Environment {
  return new Environment({ latitude: 48, longitude: 14, timeZone });
}

function unix(moment: string): number {
  return Date.parse(moment) / 1000;
}

describe('spans by the clock on the wall', () => {
  it.each<[zone: string, moment: string, unit: CalendarUnit, start: string, next: string]>([
    // An hour is an hour everywhere, a day begins when it does for those who live there.
    ['UTC', '2025-06-04T10:20:30Z', 'hour', '2025-06-04T10:00:00Z', '2025-06-04T11:00:00Z'],
    ['UTC', '2025-06-04T10:20:30Z', 'day', '2025-06-04T00:00:00Z', '2025-06-05T00:00:00Z'],
    [
      'Europe/Vienna',
      '2025-06-04T22:30:00Z',
      'day',
      '2025-06-04T22:00:00Z',
      '2025-06-05T22:00:00Z',
    ],
    [
      'America/New_York',
      '2025-06-05T03:00:00Z',
      'day',
      '2025-06-04T04:00:00Z',
      '2025-06-05T04:00:00Z',
    ],
    ['Asia/Kolkata', '2025-06-04T18:29:59Z', 'day', '2025-06-03T18:30:00Z', '2025-06-04T18:30:00Z'],
    ['Asia/Kolkata', '2025-06-04T18:30:00Z', 'day', '2025-06-04T18:30:00Z', '2025-06-05T18:30:00Z'],
    // Days of 23 and 25 hours.
    [
      'Europe/Vienna',
      '2025-03-30T12:00:00Z',
      'day',
      '2025-03-29T23:00:00Z',
      '2025-03-30T22:00:00Z',
    ],
    [
      'Europe/Vienna',
      '2025-10-26T12:00:00Z',
      'day',
      '2025-10-25T22:00:00Z',
      '2025-10-26T23:00:00Z',
    ],
    [
      'Pacific/Auckland',
      '2025-04-06T00:00:00Z',
      'day',
      '2025-04-05T11:00:00Z',
      '2025-04-06T12:00:00Z',
    ],
    // Here clocks change by half an hour.
    [
      'Australia/Lord_Howe',
      '2025-10-05T00:00:00Z',
      'day',
      '2025-10-04T13:30:00Z',
      '2025-10-05T13:00:00Z',
    ],
    // Months and years of every length, with clocks that change within.
    ['UTC', '2024-02-29T23:59:59Z', 'month', '2024-02-01T00:00:00Z', '2024-03-01T00:00:00Z'],
    ['UTC', '2025-02-28T23:59:59Z', 'month', '2025-02-01T00:00:00Z', '2025-03-01T00:00:00Z'],
    [
      'Europe/Vienna',
      '2025-03-15T00:00:00Z',
      'month',
      '2025-02-28T23:00:00Z',
      '2025-03-31T22:00:00Z',
    ],
    [
      'Europe/Vienna',
      '2025-12-31T23:30:00Z',
      'month',
      '2025-12-31T23:00:00Z',
      '2026-01-31T23:00:00Z',
    ],
    [
      'Europe/Vienna',
      '2025-12-31T22:59:59Z',
      'year',
      '2024-12-31T23:00:00Z',
      '2025-12-31T23:00:00Z',
    ],
    [
      'America/St_Johns',
      '2026-01-01T03:29:59Z',
      'year',
      '2025-01-01T03:30:00Z',
      '2026-01-01T03:30:00Z',
    ],
  ])('%s at %s, %s: from %s to %s', (zone, moment, unit, start, next) => {
    const environment = environmentIn(zone);
    expect(unitStart(environment, unix(moment), unit)).toBe(unix(start));
    expect(nextUnit(environment, unix(moment), unit)).toBe(unix(next));
  });

  const from = unix('2022-01-01T00:00:00Z');
  const span = unix('2028-01-01T00:00:00Z') - from;
  const below = randomly(20_250_604);
  const moments = Array.from({ length: 300 }, () => from + below(span));

  it.each(ZONES)('follow each other without a gap in %s', (zone) => {
    const environment = environmentIn(zone);
    for (const [index, moment] of moments.entries()) {
      const unit = UNITS[index % UNITS.length] ?? 'day';
      const start = unitStart(environment, moment, unit);
      const after = nextUnit(environment, moment, unit);
      const where = `${unit} of ${new Date(moment * 1000).toISOString()}`;
      expect(start, where).toBeLessThanOrEqual(moment);
      expect(after, where).toBeGreaterThan(moment);
      expect(unitStart(environment, start, unit), where).toBe(start);
      expect(unitStart(environment, after, unit), where).toBe(after);
      expect(unitStart(environment, after - 1, unit), where).toBe(start);
      expect(nextUnit(environment, start, unit), where).toBe(after);
    }
  });

  it.each(ZONES)('days begin at midnight in %s', (zone) => {
    const environment = environmentIn(zone);
    for (const moment of moments) {
      const start = unitStart(environment, moment, 'day');
      expect(environment.localTime(start * 1000).text).toMatch(/ 00:00:00$/);
    }
  });

  it('days and months beyond the end count on', () => {
    const environment = environmentIn('UTC');
    const at = (year: number, month: number, day: number): number =>
      localMidnight(environment, { year, month, day });
    expect(at(2025, 2, 29)).toBe(unix('2025-03-01T00:00:00Z'));
    expect(at(2025, 13, 1)).toBe(unix('2026-01-01T00:00:00Z'));
    expect(at(2024, 12, 32)).toBe(unix('2025-01-01T00:00:00Z'));
  });
});
