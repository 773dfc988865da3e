import {
  LoxoneError,
  MESSAGE_KIND,
  type Recording,
  type RecordingEvent,
} from '@gatehouse/loxone-protocol';
import type { StateTable } from '../server/state-tables.js';

/** One table of a recording, and when it came after the first. */
export interface RecordedTable extends StateTable {
  readonly afterMs: number;
}

/** The house that a recording tells of. */
export interface RecordedHouse {
  /** LoxAPP3.json as the recorded user got it. */
  readonly structure: string;
  readonly firmware: string | undefined;
  /** All states as they were when the recorded client subscribed. */
  readonly dump: readonly StateTable[];
  /** What changed afterwards. */
  readonly deltas: readonly RecordedTable[];
}

const TABLES: ReadonlySet<number> = new Set([
  MESSAGE_KIND.values,
  MESSAGE_KIND.texts,
  MESSAGE_KIND.daytimers,
  MESSAGE_KIND.weather,
]);
/** `{'snr': '50:4F:94:00:00:01', 'version':'14.5.12.7'}` */
const VERSION = /'version'\s*:\s*'(\d+(?:\.\d+){1,3})'/;
const API_PATH = /^\/?j?dev\/cfg\/api(?:key)?$/i;
const STRUCTURE_PATH = /^\/?data\/loxapp3\.json/i;
/** Tables of one dump follow each other closely; a real box takes a moment for a large one. */
const DUMP_MS = 1000;

/**
 * Finds structure, dump and changes in a recording of `loxone-client`.
 *
 * @throws LoxoneError `ERR_LOXONE_STRUCTURE_INVALID` when the structure file was not recorded.
 */
export function readRecordedHouse({ header, events }: Recording): RecordedHouse {
  // Where the house was changed meanwhile, it is told as it became.
  const structure = events.map(structureIn).findLast((text) => text !== undefined);
  if (structure === undefined) throw noStructure();
  const tables = events.flatMap(tableIn);
  const start = tables[0]?.afterMs ?? 0;
  const end = dumpEnd(events, start);
  const isDump = ({ afterMs }: RecordedTable): boolean => afterMs <= end;
  return {
    structure,
    firmware: header.firmware ?? events.map(versionIn).findLast((text) => text !== undefined),
    dump: tables.filter(isDump).map(({ kind, payload }) => ({ kind, payload })),
    deltas: tables
      .filter((table) => !isDump(table))
      .map((table) => ({ ...table, afterMs: table.afterMs - start })),
  };
}

/** The dump is over with the first message that is no table, or after a while. */
function dumpEnd(events: readonly RecordingEvent[], start: number): number {
  const other = events.find(
    (event) => event.t > start && event.kind === 'received' && !TABLES.has(event.id),
  );
  return Math.min(other?.t ?? Number.POSITIVE_INFINITY, start + DUMP_MS);
}

function structureIn(event: RecordingEvent): string | undefined {
  if (event.kind === 'http') {
    return STRUCTURE_PATH.test(event.path) && event.status === 200 ? event.body : undefined;
  }
  if (event.kind !== 'received' || event.id !== MESSAGE_KIND.file) return undefined;
  const text = event.payload !== undefined && 'text' in event.payload ? event.payload.text : '';
  return text.includes('"controls"') ? text : undefined;
}

/** What the box said of itself when it was asked. */
function versionIn(event: RecordingEvent): string | undefined {
  if (event.kind !== 'http' || !API_PATH.test(event.path)) return undefined;
  return VERSION.exec(event.body)?.[1];
}

function tableIn(event: RecordingEvent): readonly RecordedTable[] {
  if (event.kind !== 'received' || !TABLES.has(event.id)) return [];
  if (event.payload === undefined || !('bytes' in event.payload)) return [];
  return [{ kind: event.id, payload: event.payload.bytes, afterMs: event.t }];
}

function noStructure(): LoxoneError {
  return new LoxoneError('ERR_LOXONE_STRUCTURE_INVALID', 'The recording has no structure file.', {
    field: 'data/LoxAPP3.json',
    problem: 'is not in the recording',
  });
}
