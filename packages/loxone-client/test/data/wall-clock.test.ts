import { parseWallTime, unixToLoxoneSeconds } from '@gatehouse/loxone-protocol';
import { describe, expect, it } from 'vitest';
import { gatherByUnit } from '../../src/data/gather.js';
import {
  fixedOffset,
  fromWall,
  parseUtcOffset,
  toWall,
  zoneClock,
} from '../../src/data/wall-clock.js';
import { monthsBetween } from '../../src/data/wall-months.js';

const VIENNA = zoneClock('Europe/Vienna');

function unix(text: string): number {
  return Date.parse(text) / 1000;
}

function wall(text: string): number {
  return parseWallTime(text) ?? Number.NaN;
}

describe('the clock of the house', () => {
  it('is ahead of UTC by its zone', () => {
    expect(VIENNA.offsetAt(unix('2024-01-15T12:00:00Z'))).toBe(3600);
    expect(VIENNA.offsetAt(unix('2024-07-15T12:00:00Z'))).toBe(7200);
    // The hour in which summer time begins, and both sides of it.
    expect(VIENNA.offsetAt(unix('2024-03-31T00:59:59Z'))).toBe(3600);
    expect(VIENNA.offsetAt(unix('2024-03-31T01:00:00Z'))).toBe(7200);
    expect(() => zoneClock('Mars/Olympus')).toThrow(RangeError);
  });

  it('shows what people there read', () => {
    expect(toWall(VIENNA, unix('2024-07-15T12:00:00Z'))).toBe(wall('2024-07-15 14:00:00'));
    expect(fromWall(VIENNA, wall('2024-07-15 14:00:00'))).toBe(unix('2024-07-15T12:00:00Z'));
    expect(fromWall(fixedOffset(-3600), wall('2024-07-15 14:00:00'))).toBe(
      unix('2024-07-15T15:00:00Z'),
    );
  });

  it('shows an hour twice in autumn: the second after the first', () => {
    const twice = wall('2024-10-27 02:30:00');
    const first = unix('2024-10-27T00:30:00Z');
    expect(fromWall(VIENNA, twice)).toBe(first);
    expect(fromWall(VIENNA, twice, first)).toBe(first + 3600);
    expect(fromWall(VIENNA, twice, first + 7200)).toBe(first + 3600);
  });

  it('never shows an hour in spring', () => {
    expect(fromWall(VIENNA, wall('2024-03-31 02:30:00'))).toBe(unix('2024-03-31T01:30:00Z'));
  });

  it('is read back from what it shows, but for the hour that it shows twice', () => {
    // Fifteen minutes short of three days: every hour and quarter of the year comes up.
    const step = 3 * 86_400 - 900;
    for (const zone of ['Europe/Vienna', 'America/St_Johns', 'Australia/Lord_Howe', 'UTC']) {
      const clock = zoneClock(zone);
      for (
        let time = unix('2019-01-02T00:00:00Z');
        time < unix('2022-01-01T00:00:00Z');
        time += step
      ) {
        expect(fromWall(clock, toWall(clock, time), time - 1)).toBe(time);
      }
    }
  });

  it.each([
    ['2017-12-13 16:37:44 +01:00:00', 3600],
    ['2017-12-13 16:37:44 -03:30:00', -12_600],
    ['7200', 7200],
    [7200, 7200],
    ['+25:00', undefined],
    ['999999', undefined],
    ['soon', undefined],
    [null, undefined],
  ])('is ahead of UTC by what %j says', (value, expected) => {
    expect(parseUtcOffset(value)).toBe(expected);
  });
});

describe('months', () => {
  it('are those that a span touches', () => {
    expect(monthsBetween(wall('2023-11-30 23:59:59'), wall('2024-02-01 00:00:00'))).toEqual([
      '202311',
      '202312',
      '202401',
      '202402',
    ]);
  });

  it('are not before the Loxone epoch, and not without end', () => {
    expect(monthsBetween(-1e9, wall('2009-02-01 00:00:00'))).toEqual(['200901', '200902']);
    const many = monthsBetween(0, wall('2090-12-01 00:00:00'));
    expect(many).toHaveLength(240);
    expect(many.at(-1)).toBe('209012');
  });
});

describe('means', () => {
  const points = ['2024-03-30T21:00:00Z', '2024-03-30T22:59:59Z', '2024-03-30T23:00:00Z'].map(
    (text, at) => ({ time: unix(text), value: at }),
  );

  it('are of days by the clock of the house', () => {
    expect(gatherByUnit(points, 'day', VIENNA)).toEqual([
      { time: unix('2024-03-29T23:00:00Z'), value: 0.5 },
      { time: unix('2024-03-30T23:00:00Z'), value: 2 },
    ]);
  });

  it('are of hours, months and years', () => {
    expect(gatherByUnit(points, 'hour', VIENNA)).toHaveLength(3);
    expect(gatherByUnit(points, 'month', VIENNA)).toEqual([
      { time: unix('2024-02-29T23:00:00Z'), value: 1 },
    ]);
    expect(gatherByUnit(points, 'year', VIENNA)).toEqual([
      { time: unix('2023-12-31T23:00:00Z'), value: 1 },
    ]);
    expect(gatherByUnit(points, 'all', VIENNA)).toBe(points);
    expect(gatherByUnit([], 'day', VIENNA)).toEqual([]);
    expect(unixToLoxoneSeconds(unix('2009-01-01T00:00:00Z'))).toBe(0);
  });
});
