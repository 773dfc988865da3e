/** Which table of events a message held. */
export type TableName = 'values' | 'texts' | 'daytimers' | 'weather';

/**
 * What is wrong with a table. Events before `offset` are sound; reading stops there, because
 * nothing marks where the next event would begin.
 */
export interface TableDamage {
  readonly table: TableName;
  /** Byte at which the damaged event begins. */
  readonly offset: number;
  /** What is wrong, for a log: `cut short: 2175 bytes of text announced, 1664 present`. */
  readonly problem: string;
}

/** How a table is read. */
export interface TableOptions {
  /** Hears of damage once, before the last event or the end. Default: damage is ignored. */
  readonly onDamage?: (damage: TableDamage) => void;
}

/** A table ended in fewer bytes than its next event needs. */
export function reportFragment(
  table: TableName,
  offset: number,
  announced: number,
  present: number,
  options: TableOptions,
): void {
  const problem = `cut short: the next event needs ${announced} bytes, ${present} are present`;
  options.onDamage?.({ table, offset, problem });
}
