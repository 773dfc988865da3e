import { readUuid, UUID_BYTES, type Uuid, writeUuid } from '../uuid.js';
import { viewOf } from './bytes.js';
import { reportFragment, type TableName, type TableOptions } from './damage.js';
import { presentEntries, reportEntryCount } from './entry-count.js';

/** An event of a table whose events hold a list: `uuid[16]`, one number, `i32 n`, n entries. */
export interface ListEvent<Entry> {
  readonly uuid: Uuid;
  /** The number before the count. */
  readonly head: number;
  readonly entries: readonly Entry[];
  /** Present when the table ended before the entries did: these are the first ones only. */
  readonly truncated?: true;
}

/** What differs between the tables of that form. */
export interface EntryTableLayout<Entry> {
  readonly table: TableName;
  /** Bytes of the number before the count. */
  readonly headBytes: number;
  readonly entryBytes: number;
  readHead(view: DataView, at: number): number;
  writeHead(view: DataView, at: number, head: number): void;
  readEntry(view: DataView, at: number): Entry;
  writeEntry(view: DataView, at: number, entry: Entry): void;
}

const COUNT_BYTES = 4;

function eventBytes<Entry>({ headBytes }: EntryTableLayout<Entry>): number {
  return UUID_BYTES + headBytes + COUNT_BYTES;
}

/**
 * Reads such a table. An event that is cut short, or whose count cannot be right, comes last, marked
 * `truncated`, and is reported.
 */
export function decodeEntryTable<Entry>(
  layout: EntryTableLayout<Entry>,
  bytes: Uint8Array,
  options: TableOptions,
): readonly ListEvent<Entry>[] {
  const { table, headBytes, entryBytes } = layout;
  const fixedBytes = eventBytes(layout);
  const view = viewOf(bytes);
  const events: ListEvent<Entry>[] = [];
  let at = 0;
  while (at + fixedBytes <= bytes.length) {
    const uuid = readUuid(bytes, at);
    const head = layout.readHead(view, at + UUID_BYTES);
    const announced = view.getInt32(at + UUID_BYTES + headBytes, true);
    const start = at + fixedBytes;
    const count = presentEntries(announced, bytes.length - start, entryBytes);
    const entries = Array.from({ length: count }, (_, index) =>
      layout.readEntry(view, start + index * entryBytes),
    );
    if (count !== announced) {
      reportEntryCount(table, at, announced, count, options);
      events.push({ uuid, head, entries, truncated: true });
      return events;
    }
    events.push({ uuid, head, entries });
    at = start + count * entryBytes;
  }
  if (at < bytes.length) reportFragment(table, at, fixedBytes, bytes.length - at, options);
  return events;
}

/** @throws RangeError when a uuid is not one or a number does not fit its field. */
export function encodeEntryTable<Entry>(
  layout: EntryTableLayout<Entry>,
  events: readonly ListEvent<Entry>[],
): Uint8Array {
  const { headBytes, entryBytes } = layout;
  const fixedBytes = eventBytes(layout);
  const total = events.reduce(
    (sum, { entries }) => sum + fixedBytes + entries.length * entryBytes,
    0,
  );
  const bytes = new Uint8Array(total);
  const view = viewOf(bytes);
  let at = 0;
  for (const { uuid, head, entries } of events) {
    writeUuid(uuid, bytes, at);
    layout.writeHead(view, at + UUID_BYTES, head);
    view.setInt32(at + UUID_BYTES + headBytes, entries.length, true);
    at += fixedBytes;
    for (const entry of entries) {
      layout.writeEntry(view, at, entry);
      at += entryBytes;
    }
  }
  return bytes;
}
