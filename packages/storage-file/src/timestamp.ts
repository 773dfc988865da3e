import type { EpochMs } from '@gatehouse/core';
import type { TomlValue } from 'smol-toml';
import { TomlDate } from 'smol-toml';

/** RFC 3339 §5.6 date-time, with `T` or a space between date and time. */
const DATE_TIME =
  /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2}):(\d{2})(?:\.\d+)?(?:[Zz]|[+-]\d{2}:\d{2})$/;

/** The moments with a year of four digits. */
const LATEST = Date.UTC(9999, 11, 31, 23, 59, 59, 999);
const EARLIEST = Date.parse('0000-01-01T00:00:00Z');

/** Whether {@link formatTimestamp} can write it: an integer within the years 0000 to 9999. */
export function isTimestamp(value: EpochMs): boolean {
  return Number.isSafeInteger(value) && value >= EARLIEST && value <= LATEST;
}

/** @returns RFC 3339 in UTC; milliseconds only where there are any. */
export function formatTimestamp(value: EpochMs): string {
  return new Date(value).toISOString().replace('.000Z', 'Z');
}

function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
}

function parseText(text: string): EpochMs | undefined {
  const match = DATE_TIME.exec(text);
  if (match === null) {
    return undefined;
  }
  const [, year, month, day] = match.map(Number);
  // Date.parse takes 30 February for 1 March.
  if (year === undefined || month === undefined || day === undefined) {
    return undefined;
  }
  if (day < 1 || day > daysInMonth(year, month)) {
    return undefined;
  }
  const parsed = Date.parse(text.replace(' ', 'T').toUpperCase());
  return Number.isNaN(parsed) ? undefined : parsed;
}

/**
 * Reads a time that is a text in RFC 3339 or a TOML date-time. Both must say their zone: a date alone
 * would mean another moment on another machine.
 *
 * @returns Milliseconds, or `undefined` when it is none.
 */
export function readTimestamp(value: TomlValue): EpochMs | undefined {
  if (typeof value === 'string') {
    return parseText(value);
  }
  if (value instanceof TomlDate && value.isDateTime() && !value.isLocal()) {
    return value.getTime();
  }
  return undefined;
}
