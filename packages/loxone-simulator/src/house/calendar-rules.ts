import type { CalendarEntry, CalendarRule } from '@gatehouse/loxone-protocol';

/** A day by the clock on the wall. */
export interface CalendarDay {
  readonly year: number;
  /** 1–12. */
  readonly month: number;
  readonly day: number;
  /** 0 Monday – 6 Sunday. */
  readonly weekday: number;
}

const EVERY_MONTH = 13;
const LAST_OF_MONTH = 5;
const DAY_MS = 86_400_000;

/** Whether an entry of the calendar holds on a day (protocol reference §6.4). */
export function holdsOn(entry: CalendarEntry, day: CalendarDay): boolean {
  return ruleHolds(entry, day);
}

function ruleHolds(rule: CalendarRule, day: CalendarDay): boolean {
  switch (rule.kind) {
    case 'yearly-day':
      return day.month === rule.startMonth && day.day === rule.startDay;
    case 'easter':
      return dateOf(day) === easter(day.year) + rule.easterOffset * DAY_MS;
    case 'day':
      return (
        day.year === rule.startYear && day.month === rule.startMonth && day.day === rule.startDay
      );
    case 'span': {
      const now = dateOf(day);
      const start = Date.UTC(rule.startYear, rule.startMonth - 1, rule.startDay);
      return start <= now && now <= Date.UTC(rule.endYear, rule.endMonth - 1, rule.endDay);
    }
    case 'yearly-span':
      return isWithinYear(day, rule);
    case 'weekday':
      return isWeekday(day, rule);
  }
}

/** A span that ends before it begins goes on over the new year. */
function isWithinYear(
  { month, day }: CalendarDay,
  rule: Extract<CalendarRule, { kind: 'yearly-span' }>,
): boolean {
  const now = month * 100 + day;
  const start = rule.startMonth * 100 + rule.startDay;
  const end = rule.endMonth * 100 + rule.endDay;
  return start <= end ? start <= now && now <= end : start <= now || now <= end;
}

function isWeekday(
  { year, month, day, weekday }: CalendarDay,
  rule: Extract<CalendarRule, { kind: 'weekday' }>,
): boolean {
  if (rule.startMonth !== EVERY_MONTH && rule.startMonth !== month) return false;
  if (weekday !== rule.weekDay) return false;
  if (rule.weekDayInMonth === 0) return true;
  const daysInMonth = new Date(Date.UTC(year, month, 0)).getUTCDate();
  if (rule.weekDayInMonth === LAST_OF_MONTH) return day + 7 > daysInMonth;
  return Math.ceil(day / 7) === rule.weekDayInMonth;
}

function dateOf({ year, month, day }: CalendarDay): number {
  return Date.UTC(year, month - 1, day);
}

/** Easter Sunday, by the algorithm of Meeus, Jones and Butcher. */
function easter(year: number): number {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d =
    (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30;
  const e = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - d - (c % 4)) % 7;
  const f = d + e - 7 * Math.floor((a + 11 * d + 22 * e) / 451) + 114;
  return Date.UTC(year, Math.floor(f / 31) - 1, (f % 31) + 1);
}
