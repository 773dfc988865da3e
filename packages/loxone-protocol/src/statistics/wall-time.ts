import { LOXONE_EPOCH_UNIX, type LoxoneSeconds } from '../time.js';

const WALL_TIME = /^\s*(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d):(\d\d)\s*$/;
const DAY_SECONDS = 86_400;

/**
 * Reads a time by the clock of the house: `2024-02-29 12:00:00`.
 *
 * @returns Seconds that such a clock has counted since 2009-01-01 00:00:00; `undefined` for text
 * that is no time.
 */
export function parseWallTime(text: string): LoxoneSeconds | undefined {
  const [, ...fields] = WALL_TIME.exec(text) ?? [];
  if (fields.length === 0) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = fields.map(Number);
  const midnight = Date.UTC(year, month - 1, day) / 1000;
  const date = new Date(midnight * 1000);
  if (date.getUTCMonth() !== month - 1 || date.getUTCFullYear() !== year) return undefined;
  const ofDay = hour * 3600 + minute * 60 + second;
  return ofDay > DAY_SECONDS ? undefined : midnight + ofDay - LOXONE_EPOCH_UNIX;
}

/** Inverse of {@link parseWallTime}. @throws RangeError for a time beyond the year 9999. */
export function formatWallTime(seconds: LoxoneSeconds): string {
  const date = new Date((seconds + LOXONE_EPOCH_UNIX) * 1000);
  const text = date.toISOString();
  if (text.length !== '2009-01-01T00:00:00.000Z'.length) {
    throw new RangeError('seconds must be within the years 0 to 9999');
  }
  return text.slice(0, 19).replace('T', ' ');
}
