import type { Uuid } from '../uuid.js';
import { writeInt32 } from './bytes.js';
import type { TableOptions } from './damage.js';
import { decodeEntryTable, type EntryTableLayout, encodeEntryTable } from './entry-table.js';

/** One period of a schedule. */
export interface DaytimerEntry {
  /** Operating mode of the house in which it holds. */
  readonly mode: number;
  /** Minutes since midnight. */
  readonly from: number;
  /** Minutes since midnight, at most 1440. */
  readonly to: number;
  readonly needActivate: boolean;
  /** Meaningless for digital schedules, where an entry means "on". */
  readonly value: number;
}

/** The schedule of a daytimer. */
export interface DaytimerEvent {
  readonly uuid: Uuid;
  /** What holds outside all entries. */
  readonly defaultValue: number;
  readonly entries: readonly DaytimerEntry[];
  /** Present when the table ended before the entries did: these are the first ones only. */
  readonly truncated?: true;
}

const LAYOUT: EntryTableLayout<DaytimerEntry> = {
  table: 'daytimers',
  headBytes: 8,
  entryBytes: 24,
  readHead: (view, at) => view.getFloat64(at, true),
  writeHead: (view, at, head) => view.setFloat64(at, head, true),
  readEntry,
  writeEntry,
};

/**
 * Reads a daytimer table (protocol reference §3.6). A schedule that is cut short, or whose count
 * cannot be right, comes last, marked `truncated`, and is reported.
 */
export function decodeDaytimerTable(
  bytes: Uint8Array,
  options: TableOptions = {},
): readonly DaytimerEvent[] {
  return decodeEntryTable(LAYOUT, bytes, options).map(({ head, ...event }) => ({
    ...event,
    defaultValue: head,
  }));
}

/** @throws RangeError when a uuid is not one or a number does not fit its field. */
export function encodeDaytimerTable(events: readonly DaytimerEvent[]): Uint8Array {
  return encodeEntryTable(
    LAYOUT,
    events.map(({ defaultValue, ...event }) => ({ ...event, head: defaultValue })),
  );
}

function readEntry(view: DataView, at: number): DaytimerEntry {
  return {
    mode: view.getInt32(at, true),
    from: view.getInt32(at + 4, true),
    to: view.getInt32(at + 8, true),
    needActivate: view.getInt32(at + 12, true) !== 0,
    value: view.getFloat64(at + 16, true),
  };
}

function writeEntry(view: DataView, at: number, entry: DaytimerEntry): void {
  writeInt32(view, at, entry.mode, 'mode');
  writeInt32(view, at + 4, entry.from, 'from');
  writeInt32(view, at + 8, entry.to, 'to');
  view.setInt32(at + 12, entry.needActivate ? 1 : 0, true);
  view.setFloat64(at + 16, entry.value, true);
}
