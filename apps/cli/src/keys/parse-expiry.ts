import type { EpochMs } from '@gatehouse/core';

const DAY_MS = 86_400_000;
const LONGEST_DAYS = 36_500;

/** When a key ends, or what is wrong with the text. */
export type Expiry =
  | { readonly ok: true; readonly at: EpochMs }
  | { readonly ok: false; readonly problem: string };

/**
 * Reads `90` as 90 days from now and `2027-03-01` as the end of that day in UTC.
 *
 * @param now - Epoch milliseconds.
 */
export function parseExpiry(text: string, now: EpochMs): Expiry {
  if (/^\d+$/.test(text)) {
    const days = Number(text);
    if (days >= 1 && days <= LONGEST_DAYS) return { ok: true, at: now + days * DAY_MS };
    return { ok: false, problem: `must be 1 to ${LONGEST_DAYS} days` };
  }
  const date = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  const midnight = date === null ? Number.NaN : Date.parse(`${text}T00:00:00Z`);
  // Date.parse rolls 31 February over into March; the round trip notices.
  if (Number.isNaN(midnight) || new Date(midnight).toISOString().slice(0, 10) !== text) {
    return { ok: false, problem: 'must be a number of days or a date such as 2027-03-01' };
  }
  const at = midnight + DAY_MS - 1;
  return at > now ? { ok: true, at } : { ok: false, problem: 'must lie in the future' };
}
