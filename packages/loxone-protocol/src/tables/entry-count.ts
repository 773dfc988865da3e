import type { TableName, TableOptions } from './damage.js';

/**
 * How many entries of `entryBytes` a table really holds, whatever count it announces: a count may be
 * negative or billions, and must neither loop nor allocate.
 */
export function presentEntries(announced: number, available: number, entryBytes: number): number {
  return Math.max(0, Math.min(announced, Math.floor(available / entryBytes)));
}

/** An event announced another number of entries than the table holds. */
export function reportEntryCount(
  table: TableName,
  offset: number,
  announced: number,
  present: number,
  options: TableOptions,
): void {
  const problem =
    announced < 0
      ? `an event announces ${announced} entries`
      : `cut short: ${announced} entries announced, ${present} present`;
  options.onDamage?.({ table, offset, problem });
}
