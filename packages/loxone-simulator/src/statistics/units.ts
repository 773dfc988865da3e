import type { Environment } from '../physics/environment.js';

/** Spans by the clock on the wall. */
export type CalendarUnit = 'hour' | 'day' | 'month' | 'year';

const HOUR = 3600;

/** Beginning of the span that a moment is in, unix seconds. */
export function unitStart(environment: Environment, unix: number, unit: CalendarUnit): number {
  if (unit === 'hour') return unix - (unix % HOUR);
  const { year, month, day } = environment.localTime(unix * 1000);
  return localMidnight(environment, {
    year,
    month: unit === 'year' ? 1 : month,
    day: unit === 'day' ? day : 1,
  });
}

/** Beginning of the span after the one that a moment is in, unix seconds. */
export function nextUnit(environment: Environment, unix: number, unit: CalendarUnit): number {
  if (unit === 'hour') return unix - (unix % HOUR) + HOUR;
  const { year, month, day } = environment.localTime(unix * 1000);
  switch (unit) {
    case 'day':
      return localMidnight(environment, { year, month, day: day + 1 });
    case 'month':
      return localMidnight(environment, { year, month: month + 1, day: 1 });
    case 'year':
      return localMidnight(environment, { year: year + 1, month: 1, day: 1 });
  }
}

/**
 * Unix seconds of a local midnight. Days and months beyond the end of the month or year count on
 * into the next one.
 */
export function localMidnight(
  environment: Environment,
  date: { readonly year: number; readonly month: number; readonly day: number },
): number {
  const wall = Date.UTC(date.year, date.month - 1, date.day);
  const guess = wall - environment.utcOffsetMinutes(wall) * 60_000;
  // The offset that counts is the one of the midnight itself, not of the same hour in UTC.
  return (wall - environment.utcOffsetMinutes(guess) * 60_000) / 1000;
}
