import type { EpochMs } from '@gatehouse/core';

/** RFC 3339 §5.6 date-time, with `T` or a space between date and time. */
const DATE_TIME =
  /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2}):(\d{2})(?:\.\d+)?(?:[Zz]|[+-]\d{2}:\d{2})$/;

/** @returns RFC 3339 in UTC; milliseconds only where there are any. */
export function formatTimestamp(value: EpochMs): string {
  return new Date(value).toISOString().replace('.000Z', 'Z');
}

/** Date.parse takes 30 February for 1 March. */
function isCalendarDay(year: number, month: number, day: number): boolean {
  const days = new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
  return day >= 1 && day <= days;
}

/**
 * Reads a time. It must say its zone: without one it would mean another moment on another machine.
 *
 * @returns Milliseconds, or `undefined` when it is none.
 */
export function readTimestamp(text: string): EpochMs | undefined {
  const [, year, month, day] = (DATE_TIME.exec(text) ?? []).map(Number);
  if (year === undefined || month === undefined || day === undefined) {
    return undefined;
  }
  const parsed = Date.parse(text.replace(' ', 'T').toUpperCase());
  return isCalendarDay(year, month, day) && !Number.isNaN(parsed) ? parsed : undefined;
}
