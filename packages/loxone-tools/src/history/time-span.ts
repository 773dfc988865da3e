import { type Outcome, toolError } from '../tool-error.js';
import type { CalendarUnit, HouseClock } from './house-clock.js';

/** A stretch of time, epoch milliseconds. */
export interface TimeSpan {
  readonly from: number;
  readonly to: number;
}

/** What a span is read with. */
export interface SpanContext {
  readonly now: number;
  readonly clock: HouseClock;
}

const HOUR = 3_600_000;
/** Milliseconds of what a relative time counts in; months are counted by the calendar. */
const RELATIVE: Readonly<Record<string, number>> = {
  min: 60_000,
  h: HOUR,
  d: 24 * HOUR,
  w: 7 * 24 * HOUR,
};
const RELATIVE_TIME = /^-?(\d{1,5})(min|h|d|w|mo|y)$/;
const LOCAL_TIME = /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[T ](\d\d):(\d\d)(?::\d\d(?:\.\d+)?)?)?)?)?$/i;
const ZONED_TIME = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)$/i;
const NAMED_SPAN = /^(this|last)[ _-](week|month|year)$/;

const FORMS =
  'Pass ISO 8601 (without a zone: time of the house), -30min, -24h, -7d, -3mo, now, today, yesterday, this week or last month.';

/**
 * Reads the bounds of a span. A word, a date or a month stands for its whole length, so `yesterday`
 * alone is that day, and `2026-01` that month; it never reaches beyond now.
 *
 * @param from - Default: a day before the end.
 * @param to - Default: the end of what `from` names, else now.
 */
export function readSpan(
  from: string | undefined,
  to: string | undefined,
  context: SpanContext,
): Outcome<TimeSpan> {
  const start = from === undefined ? undefined : readTime(from, context);
  const end = to === undefined ? undefined : readTime(to, context);
  if (start === null) return wrong('from');
  if (end === null) return wrong('to');
  const until = Math.min((end ?? wholeOf(start))?.to ?? context.now, context.now);
  const since = start?.from ?? until - 24 * HOUR;
  if (since < until) return { ok: true, value: { from: since, to: until } };
  const message = 'from must be before to, and in the past.';
  return { ok: false, error: toolError('invalid_argument', message, FORMS) };
}

function wrong(name: string): Outcome<never> {
  const message = `${name} is no time that can be understood.`;
  return { ok: false, error: toolError('invalid_argument', message, FORMS) };
}

/** A moment alone says where a span begins, not where it ends. */
function wholeOf(span: TimeSpan | undefined): TimeSpan | undefined {
  return span !== undefined && span.to > span.from ? span : undefined;
}

/** @returns `null` for what is no time; a moment is a span without length. */
function readTime(text: string, context: SpanContext): TimeSpan | null {
  const { now, clock } = context;
  const asked = text.trim().toLowerCase();
  if (asked === 'now') return moment(now);
  if (asked === 'today') return unitAround(now, 'day', clock);
  if (asked === 'yesterday') return unitAround(clock.startOf(now, 'day') - 1, 'day', clock);
  const [, which, unit] = NAMED_SPAN.exec(asked) ?? [];
  if (unit !== undefined) return namedSpan(which === 'last', unit as CalendarUnit, context);
  const [, count, size = ''] = RELATIVE_TIME.exec(asked) ?? [];
  if (count !== undefined) return moment(ago(Number(count), size, context));
  if (ZONED_TIME.test(asked)) return moment(Date.parse(asked.toUpperCase().replace(' ', 'T')));
  return localTime(asked, context);
}

function namedSpan(isLast: boolean, unit: CalendarUnit, { now, clock }: SpanContext): TimeSpan {
  const at = isLast ? clock.startOf(now, unit) - 1 : now;
  return unitAround(at, unit, clock);
}

function unitAround(at: number, unit: CalendarUnit, clock: HouseClock): TimeSpan {
  return { from: clock.startOf(at, unit), to: clock.nextStart(at, unit) - 1 };
}

function ago(count: number, size: string, { now, clock }: SpanContext): number {
  const length = RELATIVE[size];
  if (length !== undefined) return now - count * length;
  const date = new Date(clock.wall(now));
  date.setUTCMonth(date.getUTCMonth() - count * (size === 'y' ? 12 : 1));
  return clock.real(date.getTime());
}

function moment(at: number): TimeSpan | null {
  return Number.isFinite(at) ? { from: at, to: at } : null;
}

/** `2026`, `2026-01`, `2026-01-15` or `2026-01-15T14:05`, by the clock of the house. */
function localTime(asked: string, { clock }: SpanContext): TimeSpan | null {
  const [, year, month, day, hour, minute] = LOCAL_TIME.exec(asked) ?? [];
  if (year === undefined) return null;
  const parts = [year, month ?? '01', day ?? '01'].join('-');
  const wall = Date.parse(`${parts}T${hour ?? '00'}:${minute ?? '00'}:00Z`);
  // The 31st of February is no date, although JavaScript reads it as one of March.
  if (!Number.isFinite(wall) || new Date(wall).toISOString().slice(0, 10) !== parts) return null;
  const at = clock.real(wall);
  if (hour !== undefined) return moment(at);
  if (day !== undefined) return unitAround(at, 'day', clock);
  return unitAround(at, month === undefined ? 'year' : 'month', clock);
}
