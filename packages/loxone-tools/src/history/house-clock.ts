import { wallTimeIn } from '../text/wall-time.js';

/** Part of a calendar. */
export type CalendarUnit = 'hour' | 'day' | 'week' | 'month' | 'year';

/**
 * The clock on the wall of the house. Wall time is kept as the epoch milliseconds at which UTC would
 * show it.
 */
export interface HouseClock {
  wall(at: number): number;
  /** The first time at which the clock shows this; what it skips in spring is an hour later. */
  real(wall: number): number;
  /** When the hour, day, week (Monday), month or year that holds a time began. */
  startOf(at: number, unit: CalendarUnit): number;
  /** When the unit after it begins. */
  nextStart(at: number, unit: CalendarUnit): number;
  /** `2026-01-15T14:05`, by this clock. */
  text(at: number): string;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** No zone changes its clock more than once within it, nor at another time than at its bounds. */
const QUARTER = 15 * MINUTE;
const MAX_CACHED = 20_000;

/** Recorded values come by the thousand, and asking the platform takes microseconds each time. */
const CLOCKS = new Map<string, HouseClock>();
const MAX_CLOCKS = 20;

/** @param timeZone - IANA name; one that the platform does not know counts as UTC. */
export function houseClock(timeZone: string): HouseClock {
  const known = CLOCKS.get(timeZone);
  if (known !== undefined) return known;
  if (CLOCKS.size >= MAX_CLOCKS) CLOCKS.clear();
  const clock = createClock(timeZone);
  CLOCKS.set(timeZone, clock);
  return clock;
}

function createClock(timeZone: string): HouseClock {
  const offsetAt = offsets(timeZone);
  const wall = (at: number): number => at + offsetAt(at);
  const real = (shown: number): number => {
    const early = shown - offsetAt(shown - DAY);
    const late = shown - offsetAt(shown + DAY);
    const found = [Math.min(early, late), Math.max(early, late)].find((at) => wall(at) === shown);
    return found ?? Math.max(early, late);
  };
  const startOf = (at: number, unit: CalendarUnit): number => {
    if (unit !== 'hour') return real(wallStart(wall(at), unit));
    // Of the hour that an autumn night has twice, each is one.
    const shown = wall(at);
    return at - (shown - wallStart(shown, 'hour'));
  };
  return {
    wall,
    real,
    startOf,
    nextStart(at, unit) {
      if (unit === 'hour') return startOf(at, 'hour') + HOUR;
      return real(wallNext(wallStart(wall(at), unit), unit));
    },
    text: (at) => new Date(wall(at)).toISOString().slice(0, 16),
  };
}

function offsets(timeZone: string): (at: number) => number {
  const wall = wallTimeOrUtc(timeZone);
  const cache = new Map<number, number>();
  return (at) => {
    const quarter = Math.floor(at / QUARTER);
    const known = cache.get(quarter);
    if (known !== undefined) return known;
    if (cache.size >= MAX_CACHED) cache.clear();
    const start = quarter * QUARTER;
    const offset = wall(start) - start;
    cache.set(quarter, offset);
    return offset;
  };
}

function wallTimeOrUtc(timeZone: string): (at: number) => number {
  try {
    return wallTimeIn(timeZone);
  } catch {
    return wallTimeIn('UTC');
  }
}

function wallStart(wall: number, unit: CalendarUnit): number {
  if (unit === 'hour') return Math.floor(wall / HOUR) * HOUR;
  const date = new Date(wall);
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
  if (unit === 'year') return Date.UTC(year, 0, 1);
  if (unit === 'month') return Date.UTC(year, month, 1);
  const sinceMonday = unit === 'week' ? (date.getUTCDay() + 6) % 7 : 0;
  return Date.UTC(year, month, day - sinceMonday);
}

function wallNext(start: number, unit: Exclude<CalendarUnit, 'hour'>): number {
  const date = new Date(start);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  if (unit === 'year') return Date.UTC(year + 1, 0, 1);
  if (unit === 'month') return Date.UTC(year, month + 1, 1);
  return start + (unit === 'week' ? 7 : 1) * DAY;
}
