import { malformedAnswer } from '../errors.js';
import { isJsonObject, type JsonObject, parseEmbeddedJson } from '../json.js';
import { number, type RecordCodec, recordCodec, text } from './record-codec.js';

interface CalendarHead {
  /** Absent before the Miniserver has given it one. */
  readonly uuid?: string;
  readonly name: string;
  /** Key into `operatingModes` of the structure file. */
  readonly operatingMode: number;
}

/** When an operating mode begins by itself (protocol reference §6.4). Months 1–12, days 1–31. */
export type CalendarRule =
  | { readonly kind: 'yearly-day'; readonly startMonth: number; readonly startDay: number }
  /** Days after Easter Sunday; negative before it. */
  | { readonly kind: 'easter'; readonly easterOffset: number }
  | {
      readonly kind: 'day';
      readonly startYear: number;
      readonly startMonth: number;
      readonly startDay: number;
    }
  | {
      readonly kind: 'span';
      readonly startYear: number;
      readonly startMonth: number;
      readonly startDay: number;
      readonly endYear: number;
      readonly endMonth: number;
      readonly endDay: number;
    }
  | {
      readonly kind: 'yearly-span';
      readonly startMonth: number;
      readonly startDay: number;
      readonly endMonth: number;
      readonly endDay: number;
    }
  | {
      readonly kind: 'weekday';
      /** 13: every month. */
      readonly startMonth: number;
      /** 0 Monday – 6 Sunday. */
      readonly weekDay: number;
      /** 0 each one · 1–4 the first to the fourth · 5 the last of the month. */
      readonly weekDayInMonth: number;
    };

/** One entry of the schedule of operating modes. */
export type CalendarEntry = CalendarHead & CalendarRule;

/** A part of the year in which the house may be heated or cooled; it may span the new year. */
export interface SeasonPeriod {
  readonly startMonth: number;
  readonly startDay: number;
  readonly endMonth: number;
  readonly endDay: number;
}

type Kind = CalendarRule['kind'];
type Head = CalendarHead & { readonly calMode: number };

const HEAD: RecordCodec<Head> = recordCodec<Head>(
  {
    uuid: text('uuid'),
    name: text('name'),
    operatingMode: number('operatingMode'),
    calMode: number('calMode'),
  },
  ['name', 'operatingMode', 'calMode'],
);

const RULES: readonly (readonly [Kind, readonly string[]])[] = [
  ['yearly-day', ['startMonth', 'startDay']],
  ['easter', ['easterOffset']],
  ['day', ['startYear', 'startMonth', 'startDay']],
  ['span', ['startYear', 'startMonth', 'startDay', 'endYear', 'endMonth', 'endDay']],
  ['yearly-span', ['startMonth', 'startDay', 'endMonth', 'endDay']],
  ['weekday', ['startMonth', 'weekDay', 'weekDayInMonth']],
];
const PERIOD = /^\s*(\d{1,2})-(\d{1,2})\/(\d{1,2})-(\d{1,2})\s*$/;

/**
 * Reads the value of `calendargetentries`, a list or its text. Entries of an unknown kind, or
 * without what their kind needs, are left out.
 *
 * @throws LoxoneError `ERR_LOXONE_ANSWER_MALFORMED` when it is no list.
 */
export function parseCalendar(value: unknown): readonly CalendarEntry[] {
  // Some firmware answers text that holds the text of the list.
  const once = parseEmbeddedJson(value);
  const list = parseEmbeddedJson(once);
  if (!Array.isArray(list)) {
    throw malformedAnswer('The calendar cannot be understood', 'it is not a list');
  }
  return list.flatMap((entry) => readEntry(entry) ?? []);
}

/** The list that the Miniserver answers. */
export function formatCalendar(entries: readonly CalendarEntry[]): readonly JsonObject[] {
  return entries.map(({ uuid, name, operatingMode, kind, ...rule }) => ({
    ...(uuid !== undefined && { uuid }),
    name,
    operatingMode,
    calMode: RULES.findIndex(([other]) => other === kind),
    ...rule,
  }));
}

/** Reads `10-15/04-15`. @returns `undefined` when there is no such period. */
export function parseSeasonPeriod(value: unknown): SeasonPeriod | undefined {
  if (typeof value !== 'string') return undefined;
  const [, ...fields] = PERIOD.exec(value) ?? [];
  if (fields.length === 0) return undefined;
  const [startMonth = 0, startDay = 0, endMonth = 0, endDay = 0] = fields.map(Number);
  const period = { startMonth, startDay, endMonth, endDay };
  return isDay(startMonth, startDay) && isDay(endMonth, endDay) ? period : undefined;
}

/** `10-15/04-15` */
export function formatSeasonPeriod(period: SeasonPeriod): string {
  const { startMonth, startDay, endMonth, endDay } = period;
  return `${twoDigits(startMonth)}-${twoDigits(startDay)}/${twoDigits(endMonth)}-${twoDigits(endDay)}`;
}

function readEntry(value: unknown): CalendarEntry | undefined {
  const head = HEAD.decode(value);
  if (head === undefined || !isJsonObject(value)) return undefined;
  const { calMode, ...rest } = head;
  const [kind, fields = []] = RULES[calMode] ?? [];
  const rule: Record<string, number> = {};
  for (const field of fields) {
    const found = value[field];
    if (typeof found !== 'number' || !Number.isInteger(found)) return undefined;
    rule[field] = found;
  }
  // RULES lists the fields of each kind of rule.
  return kind === undefined ? undefined : ({ ...rest, kind, ...rule } as CalendarEntry);
}

function isDay(month: number, day: number): boolean {
  return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
