import type { AuditEntry } from '../../wire/index.js';

/** Records of one day of the reader's own calendar. */
export interface Day {
  /** `2026-11-21`. */
  readonly key: string;
  /** `Today`, `Yesterday`, `Thursday, 19 November 2026`. */
  readonly title: string;
  readonly records: readonly AuditEntry[];
}

const LONG = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full' }).format;
const CLOCK = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' }).format;

/** Parts records by days, in the order in which they are. */
export function daysOf(records: readonly AuditEntry[], now: number): readonly Day[] {
  const days = new Map<string, AuditEntry[]>();
  for (const record of records) {
    const key = keyOf(record.at);
    const day = days.get(key);
    if (day === undefined) days.set(key, [record]);
    else day.push(record);
  }
  return [...days].map(([key, ofDay]) => ({
    key,
    title: titleOf(ofDay[0]?.at ?? now, now),
    records: ofDay,
  }));
}

/** `14:05:09` in the reader's time zone. */
export function clockText(at: number): string {
  return Number.isNaN(new Date(at).getTime()) ? 'unknown' : CLOCK(at);
}

function titleOf(at: number, now: number): string {
  const key = keyOf(at);
  if (key === 'unknown') return 'At an unknown time';
  if (key === keyOf(now)) return 'Today';
  const today = new Date(now);
  const yesterday = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1);
  return key === keyOf(yesterday.getTime()) ? 'Yesterday' : LONG(at);
}

function keyOf(at: number): string {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return 'unknown';
  return [date.getFullYear(), date.getMonth() + 1, date.getDate()]
    .map((part) => String(part).padStart(2, '0'))
    .join('-');
}
