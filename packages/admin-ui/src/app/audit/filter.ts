import type { AuditEntry, AuditQuery } from '../../wire/index.js';

/** Since when; `custom` = between two days. */
export const PERIODS = ['any', 'hour', 'day', 'week', 'month', 'custom'] as const;

/** One of {@link PERIODS}. */
export type Period = (typeof PERIODS)[number];

/** How an event ended. */
export const OUTCOMES = ['success', 'denied', 'failed'] as const;

/** What the reader looks for; an empty text is no condition. */
export interface AuditFilter {
  readonly text: string;
  readonly type: string;
  readonly actor: string;
  readonly outcome: (typeof OUTCOMES)[number] | '';
  readonly period: Period;
  /** Days of the reader's own calendar, `2026-11-21`, both included. Only with `custom`. */
  readonly from: string;
  readonly to: string;
}

/** The conditions as the server takes them; `to` is the first moment after. */
export type AuditConditions = Omit<AuditQuery, 'limit' | 'before'>;

/** Everything. */
export const NO_FILTER: AuditFilter = {
  text: '',
  type: '',
  actor: '',
  outcome: '',
  period: 'any',
  from: '',
  to: '',
};

const HOUR = 3_600_000;
const LENGTHS: Readonly<Partial<Record<Period, number>>> = {
  hour: HOUR,
  day: 24 * HOUR,
  week: 7 * 24 * HOUR,
  month: 30 * 24 * HOUR,
};
/** As the server takes them. */
const LONGEST = { text: 200, type: 64, actor: 200 } as const;

/** Reads the query of an address; what makes no sense counts as not said. */
export function readFilter(search: string): AuditFilter {
  const query = new URLSearchParams(search);
  const text = (name: 'text' | 'type' | 'actor'): string =>
    (query.get(name) ?? '').slice(0, LONGEST[name]);
  const day = (name: 'from' | 'to'): string => {
    const value = query.get(name) ?? '';
    return startOfDay(value) === undefined ? '' : value;
  };
  const period = PERIODS.find((one) => one === query.get('period')) ?? 'any';
  return {
    text: text('text'),
    type: text('type'),
    actor: text('actor'),
    outcome: OUTCOMES.find((one) => one === query.get('outcome')) ?? '',
    period,
    from: period === 'custom' ? day('from') : '',
    to: period === 'custom' ? day('to') : '',
  };
}

/** The query of an address, without `?`; empty for {@link NO_FILTER}. */
export function writeFilter(filter: AuditFilter): string {
  const query = new URLSearchParams();
  for (const name of ['text', 'type', 'actor', 'outcome', 'from', 'to'] as const) {
    if (filter[name] !== '') query.set(name, filter[name]);
  }
  if (filter.period !== 'any') query.set('period', filter.period);
  return query.toString();
}

/** Whether anything is left out. */
export function isFiltered(filter: AuditFilter): boolean {
  return writeFilter(filter) !== '';
}

/**
 * What the server is asked.
 *
 * @param now - What the hour or the day before is counted from, epoch milliseconds.
 */
export function conditionsOf(filter: AuditFilter, now: number): AuditConditions {
  const { text, type, actor, outcome, period } = filter;
  const length = LENGTHS[period];
  const from = length === undefined ? startOfDay(filter.from) : now - length;
  const to = startOfDay(filter.to, 1);
  return {
    ...(text.trim() === '' ? {} : { text: text.trim() }),
    ...(type === '' ? {} : { type }),
    ...(actor.trim() === '' ? {} : { actor: actor.trim() }),
    ...(outcome === '' ? {} : { outcome }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  };
}

/** Whether a record that has just come in is one of those looked for, as the server judges it. */
export function isWanted(entry: AuditEntry, conditions: AuditConditions): boolean {
  const { text, type, actor, outcome, from, to } = conditions;
  return (
    (type === undefined || entry.type === type) &&
    (outcome === undefined || entry.outcome === outcome) &&
    (actor === undefined || entry.actor.id === actor) &&
    (from === undefined || entry.at >= from) &&
    (to === undefined || entry.at < to) &&
    (text === undefined || wordsOf(entry).some((word) => contains(word, text)))
  );
}

function wordsOf(entry: AuditEntry): readonly string[] {
  const { type, actor, outcome, target, address, requestId, sessionId, userAgent, reason } = entry;
  const fixed = [actor.kind, actor.role, target, address, requestId, sessionId, userAgent, reason];
  return [
    type,
    outcome,
    actor.id,
    ...fixed.filter((word) => word !== undefined),
    ...Object.entries(entry.details ?? {})
      .flat()
      .map(String),
  ];
}

function contains(text: string, part: string): boolean {
  return text.toLowerCase().includes(part.toLowerCase());
}

/** Midnight of the reader's own time zone, `later` days later; `undefined` for what is no day. */
function startOfDay(day: string, later = 0): number | undefined {
  const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day) ?? [];
  if (year === undefined || month === undefined || date === undefined) return undefined;
  const start = new Date(Number(year), Number(month) - 1, Number(date) + later);
  const isReal = new Date(Number(year), Number(month) - 1, Number(date)).getDate() === Number(date);
  return isReal && Number(month) <= 12 ? start.getTime() : undefined;
}
