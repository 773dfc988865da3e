import { join } from 'node:path';
import type { EpochMs } from '@gatehouse/core';
import { ACTIVITY_DAY_MS } from '@gatehouse/core';

/** A file of one UTC day, and what a writer that was killed may have left beside it. */
const NAME = /^(\d{4}-\d{2}-\d{2})\.jsonl(\..+)?$/;

/** @returns When the UTC day begins that a moment is in. */
export function dayOf(at: EpochMs): EpochMs {
  return Math.floor(at / ACTIVITY_DAY_MS) * ACTIVITY_DAY_MS;
}

/** @returns Path of the file of a day: `<directory>/2026-06-01.jsonl`. */
export function dayPath(directory: string, day: EpochMs): string {
  return join(directory, `${new Date(day).toISOString().slice(0, 10)}.jsonl`);
}

/** What a file name says. */
export interface DayName {
  readonly day: EpochMs;
  /** Whether it is not the file itself, but a lock or a temporary file of it. */
  readonly isBeside: boolean;
}

/** @returns `undefined` for a name that is none of ours. */
export function parseDayName(name: string): DayName | undefined {
  const [, date, rest] = NAME.exec(name) ?? [];
  const day = date === undefined ? Number.NaN : Date.parse(date);
  // 2026-02-31 is a date for some parsers.
  return dayPath('', day || 0) === `${date}.jsonl` && !Number.isNaN(day)
    ? { day, isBeside: rest !== undefined }
    : undefined;
}
