import { readUuid, UUID_BYTES, type Uuid, writeUuid } from '../uuid.js';
import { viewOf, writeInt32 } from './bytes.js';
import { reportFragment, type TableOptions } from './damage.js';
import { presentEntries, reportEntryCount } from './entry-count.js';

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

const HEAD_BYTES = UUID_BYTES + 8 + 4;
const ENTRY_BYTES = 24;

/**
 * Reads a daytimer table (protocol reference §3.6). A schedule that is cut short, or whose count
 * cannot be right, comes last, marked `truncated`, and is reported.
 */
export function decodeDaytimerTable(
  bytes: Uint8Array,
  options: TableOptions = {},
): readonly DaytimerEvent[] {
  const view = viewOf(bytes);
  const events: DaytimerEvent[] = [];
  let at = 0;
  while (at + HEAD_BYTES <= bytes.length) {
    const uuid = readUuid(bytes, at);
    const defaultValue = view.getFloat64(at + UUID_BYTES, true);
    const announced = view.getInt32(at + UUID_BYTES + 8, true);
    const start = at + HEAD_BYTES;
    const count = presentEntries(announced, bytes.length - start, ENTRY_BYTES);
    const entries = Array.from({ length: count }, (_, index) =>
      readEntry(view, start + index * ENTRY_BYTES),
    );
    if (count !== announced) {
      reportEntryCount('daytimers', at, announced, count, options);
      events.push({ uuid, defaultValue, entries, truncated: true });
      return events;
    }
    events.push({ uuid, defaultValue, entries });
    at = start + count * ENTRY_BYTES;
  }
  if (at < bytes.length) reportFragment('daytimers', at, HEAD_BYTES, bytes.length - at, options);
  return events;
}

/** @throws RangeError when a uuid is not one or a number does not fit its field. */
export function encodeDaytimerTable(events: readonly DaytimerEvent[]): Uint8Array {
  const total = events.reduce(
    (sum, event) => sum + HEAD_BYTES + event.entries.length * ENTRY_BYTES,
    0,
  );
  const bytes = new Uint8Array(total);
  const view = viewOf(bytes);
  let at = 0;
  for (const event of events) {
    writeUuid(event.uuid, bytes, at);
    view.setFloat64(at + UUID_BYTES, event.defaultValue, true);
    view.setInt32(at + UUID_BYTES + 8, event.entries.length, true);
    at += HEAD_BYTES;
    for (const entry of event.entries) {
      writeEntry(view, at, entry);
      at += ENTRY_BYTES;
    }
  }
  return bytes;
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
