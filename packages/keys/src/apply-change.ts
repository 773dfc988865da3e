import type { KeyRecord, KeyRecordChange } from '@gatehouse/core';

/** @returns A copy of the record with the change applied: `null` removes, `undefined` keeps. */
export function applyChange(record: KeyRecord, change: KeyRecordChange): KeyRecord {
  const fields = new Map<string, unknown>(Object.entries(record));
  for (const [field, value] of Object.entries(change)) {
    if (value === null) {
      fields.delete(field);
    } else if (value !== undefined) {
      fields.set(field, value);
    }
  }
  return Object.fromEntries(fields) as unknown as KeyRecord;
}

/**
 * @returns The change that leads back to `record` from what `change` made of it. What it left as it
 *   was is not in there: somebody else may have changed that since.
 */
export function inverseChange(record: KeyRecord, change: KeyRecordChange): KeyRecordChange {
  const fields = Object.keys(change) as (keyof KeyRecordChange)[];
  return Object.fromEntries(
    fields
      .filter((field) => (change[field] ?? undefined) !== record[field])
      .map((field) => [field, record[field] ?? null]),
  );
}
