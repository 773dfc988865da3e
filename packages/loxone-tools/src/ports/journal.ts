import type { StateValue } from '@gatehouse/loxone-controls';

/** One change that the house reported. */
export interface JournalEntry {
  /** Increases by one with each entry. */
  readonly sequence: number;
  /** When it was received, epoch milliseconds. */
  readonly at: number;
  readonly control: string;
  readonly state: string;
  readonly before: StateValue;
  readonly value: StateValue;
}

/** What happened in the house since the server runs, bounded. */
export interface Journal {
  /** Since when there are entries, epoch milliseconds. */
  readonly since: number;
  /** Newest first, those after `sequence` if it is given. */
  read(after?: number): readonly JournalEntry[];
}
