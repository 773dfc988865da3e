import {
  formatWallTime,
  type LoxoneSeconds,
  parseWallTime,
  type StatisticUnit,
} from '@gatehouse/loxone-protocol';
import { fromWall, toWall, type WallClock } from './wall-clock.js';

/** A value at a time. */
export interface HistoryPoint {
  /** Unix seconds. */
  readonly time: number;
  readonly value: number;
}

/** How much of `2024-02-29 12:34:56` names an hour, a day, …, and how it is made a time again. */
const UNITS: Readonly<Record<Exclude<StatisticUnit, 'all'>, readonly [number, string]>> = {
  hour: [13, ':00:00'],
  day: [10, ' 00:00:00'],
  month: [7, '-01 00:00:00'],
  year: [4, '-01-01 00:00:00'],
};

/** The mean of each hour, day, month or year by the clock of the house, at its beginning. */
export function gatherByUnit(
  points: readonly HistoryPoint[],
  unit: StatisticUnit,
  clock: WallClock,
): readonly HistoryPoint[] {
  if (unit === 'all') return points;
  const gathered: HistoryPoint[] = [];
  let start: LoxoneSeconds | undefined;
  let sum = 0;
  let count = 0;
  const finish = (): void => {
    if (start !== undefined) gathered.push({ time: fromWall(clock, start), value: sum / count });
  };
  for (const { time, value } of points) {
    const begins = startOf(toWall(clock, time), unit);
    if (begins !== start) {
      finish();
      start = begins;
      sum = 0;
      count = 0;
    }
    sum += value;
    count += 1;
  }
  finish();
  return gathered;
}

function startOf(wall: LoxoneSeconds, unit: Exclude<StatisticUnit, 'all'>): LoxoneSeconds {
  const [length, rest] = UNITS[unit];
  return parseWallTime(formatWallTime(wall).slice(0, length) + rest) ?? wall;
}
