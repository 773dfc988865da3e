import { describe, expect, it } from 'vitest';
import { houseClock } from '../src/history/house-clock.js';
import { readSpan } from '../src/history/time-span.js';

const NOW = Date.parse('2026-03-30T12:30:00Z');
const clock = houseClock('Europe/Vienna');

function span(from?: string, to?: string): readonly [string, string] | string {
  const read = readSpan(from, to, { now: NOW, clock });
  if (!read.ok) return read.error.code;
  return [clock.text(read.value.from), clock.text(read.value.to)];
}

describe('a span of time', () => {
  it.each([
    [undefined, undefined, '2026-03-29T14:30', '2026-03-30T14:30'],
    ['-1h', undefined, '2026-03-30T13:30', '2026-03-30T14:30'],
    ['24h', undefined, '2026-03-29T14:30', '2026-03-30T14:30'],
    ['-30min', 'now', '2026-03-30T14:00', '2026-03-30T14:30'],
    ['-2w', '-1w', '2026-03-16T13:30', '2026-03-23T13:30'],
    ['-3mo', undefined, '2025-12-30T14:30', '2026-03-30T14:30'],
    ['-1y', undefined, '2025-03-30T14:30', '2026-03-30T14:30'],
    ['today', undefined, '2026-03-30T00:00', '2026-03-30T14:30'],
    ['yesterday', undefined, '2026-03-29T00:00', '2026-03-29T23:59'],
    ['Yesterday', 'today', '2026-03-29T00:00', '2026-03-30T14:30'],
    ['this week', undefined, '2026-03-30T00:00', '2026-03-30T14:30'],
    ['last week', undefined, '2026-03-23T00:00', '2026-03-29T23:59'],
    ['last month', undefined, '2026-02-01T00:00', '2026-02-28T23:59'],
    ['last_year', undefined, '2025-01-01T00:00', '2025-12-31T23:59'],
    ['2026-01', undefined, '2026-01-01T00:00', '2026-01-31T23:59'],
    ['2026-01-15', undefined, '2026-01-15T00:00', '2026-01-15T23:59'],
    ['2026-01-15', '2026-01-16', '2026-01-15T00:00', '2026-01-16T23:59'],
    ['2026-01-15T08:00', undefined, '2026-01-15T08:00', '2026-03-30T14:30'],
    ['2026-01-15 08:00:30', '2026-01-15T09:00:00Z', '2026-01-15T08:00', '2026-01-15T10:00'],
    ['2026-01-15T08:00:00+05:30', undefined, '2026-01-15T03:30', '2026-03-30T14:30'],
    ['2025', undefined, '2025-01-01T00:00', '2025-12-31T23:59'],
  ])('from %s to %s', (from, to, since, until) => {
    expect(span(from, to)).toEqual([since, until]);
  });

  it.each([
    ['soon', undefined],
    ['2026-02-31', undefined],
    ['2026-13', undefined],
    ['2026-01-15T25:00', undefined],
    ['-5x', undefined],
    ['2027', undefined],
    ['now', undefined],
    ['today', 'yesterday'],
    [undefined, 'whenever'],
    ['', undefined],
  ])('is refused from %s to %s', (from, to) => {
    expect(span(from, to)).toBe('invalid_argument');
  });
});

describe('the clock of a house', () => {
  it('finds real times for wall times, also those that it shows twice or skips', () => {
    expect(clock.real(Date.UTC(2026, 6, 1, 12))).toBe(Date.UTC(2026, 6, 1, 10));
    expect(clock.real(Date.UTC(2026, 9, 25, 2, 30))).toBe(Date.UTC(2026, 9, 25, 0, 30));
    expect(clock.text(clock.real(Date.UTC(2026, 2, 29, 2, 30)))).toBe('2026-03-29T03:30');
  });

  it('counts both hours of an autumn night', () => {
    const first = Date.UTC(2026, 9, 25, 0, 40);
    expect(clock.startOf(first, 'hour')).toBe(Date.UTC(2026, 9, 25, 0));
    expect(clock.startOf(first + 3_600_000, 'hour')).toBe(Date.UTC(2026, 9, 25, 1));
    expect(clock.nextStart(first, 'hour')).toBe(Date.UTC(2026, 9, 25, 1));
  });

  it('begins weeks on Monday, and ends each unit where the next begins', () => {
    const sunday = Date.UTC(2026, 2, 29, 12);
    expect(clock.text(clock.startOf(sunday, 'week'))).toBe('2026-03-23T00:00');
    for (const unit of ['day', 'week', 'month', 'year'] as const) {
      const next = clock.nextStart(sunday, unit);
      expect(clock.startOf(next, unit)).toBe(next);
      expect(clock.startOf(next - 1, unit)).toBe(clock.startOf(sunday, unit));
    }
  });

  it('is UTC in a zone that nobody knows', () => {
    expect(houseClock('Middle/Earth').text(0)).toBe('1970-01-01T00:00');
  });
});
