import type { StateValue } from '@gatehouse/loxone-controls';

/** One change that the house reported. */
export interface JournalEntry {
  /** Larger than that of every earlier entry. */
  readonly sequence: number;
  /** When it was received, epoch milliseconds. */
  readonly at: number;
  readonly control: string;
  readonly state: string;
  readonly before: StateValue;
  /** Texts are cut, lists shortened. */
  readonly value: StateValue;
  readonly unit?: string;
  /** The new value in words, where the catalog has them. */
  readonly text?: string;
}

/** What happened in the house since the server runs, bounded. */
export interface Journal {
  /** Since when there are entries, epoch milliseconds. */
  readonly since: number;
  /** Newest first, those after `sequence` if it is given. */
  read(after?: number): readonly JournalEntry[];
}
