import type { AuditStorage, Clock, EpochMs } from '@gatehouse/core';
import { parseRecord } from './record.js';
import type { AuditRetention } from './types.js';

const DAY_MS = 86_400_000;

/** When the oldest of the newest `records` happened; `undefined` when there are not more than those. */
async function momentOfOldestKept(
  storage: AuditStorage,
  records: number,
): Promise<EpochMs | undefined> {
  const head = await storage.head();
  const from = (head?.sequence ?? 0) - records + 1;
  if (from <= (head?.firstSequence ?? 1)) {
    return undefined;
  }
  for await (const text of storage.read(from)) {
    return parseRecord(text)?.at;
  }
  return undefined;
}

function checked(name: string, value: number, isGood: boolean): number {
  if (!isGood) {
    throw new RangeError(`${name} is out of range: ${value}`);
  }
  return value;
}

/**
 * The moment before which records go.
 *
 * @throws {@link RangeError} when a number of days or records cannot be one.
 */
export async function retentionLimit(
  storage: AuditStorage,
  clock: Clock,
  what: EpochMs | AuditRetention,
): Promise<EpochMs> {
  if (typeof what === 'number') {
    return checked('what', what, Number.isFinite(what));
  }
  const { days, records } = what;
  let before = -Infinity;
  if (days !== undefined) {
    before = clock.now() - checked('days', days, days > 0 && Number.isFinite(days)) * DAY_MS;
  }
  if (records !== undefined) {
    checked('records', records, Number.isSafeInteger(records) && records >= 1);
    before = Math.max(before, (await momentOfOldestKept(storage, records)) ?? -Infinity);
  }
  return before;
}
