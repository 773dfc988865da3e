import type { KeyRecord, KeyRecordChange, NewKeyRecord } from '@gatehouse/core';

/** @returns A copy of the record with the change applied: `null` removes, `undefined` keeps. */
export function applyChange(record: KeyRecord, change: KeyRecordChange): NewKeyRecord {
  const fields = new Map<string, unknown>(Object.entries(record));
  for (const [field, value] of Object.entries(change)) {
    if (value === null) {
      fields.delete(field);
    } else if (value !== undefined) {
      fields.set(field, value);
    }
  }
  // Whatever a change says, a key keeps its name.
  fields.set('id', record.id);
  return Object.fromEntries(fields) as unknown as NewKeyRecord;
}
