import type { LoxoneSeconds } from '../time.js';
import type { Uuid } from '../uuid.js';
import { writeInt32, writeUint32 } from './bytes.js';
import type { TableOptions } from './damage.js';
import { decodeEntryTable, type EntryTableLayout, encodeEntryTable } from './entry-table.js';

/** The weather at one time. Units as `weatherServer.format` of the structure file shows them. */
export interface WeatherEntry {
  readonly timestamp: LoxoneSeconds;
  /** Key into `weatherServer.weatherTypeTexts`. */
  readonly weatherType: number;
  /** Degrees. */
  readonly windDirection: number;
  readonly solarRadiation: number;
  /** Per cent. */
  readonly relativeHumidity: number;
  readonly temperature: number;
  readonly perceivedTemperature: number;
  readonly dewPoint: number;
  readonly precipitation: number;
  readonly windSpeed: number;
  readonly barometricPressure: number;
}

/** The present weather (one entry) or the forecast (one entry per hour). */
export interface WeatherEvent {
  readonly uuid: Uuid;
  readonly lastUpdate: LoxoneSeconds;
  readonly entries: readonly WeatherEntry[];
  /** Present when the table ended before the entries did: these are the first ones only. */
  readonly truncated?: true;
}

/** Fields of an entry in their order on the wire: first signed 32-bit integers, then doubles. */
const INTEGERS = [
  'timestamp',
  'weatherType',
  'windDirection',
  'solarRadiation',
  'relativeHumidity',
] as const;
const DOUBLES = [
  'temperature',
  'perceivedTemperature',
  'dewPoint',
  'precipitation',
  'windSpeed',
  'barometricPressure',
] as const;
const DOUBLES_AT = INTEGERS.length * 4;
const ENTRY_BYTES = DOUBLES_AT + DOUBLES.length * 8;

const LAYOUT: EntryTableLayout<WeatherEntry> = {
  table: 'weather',
  headBytes: 4,
  entryBytes: ENTRY_BYTES,
  readHead: (view, at) => view.getUint32(at, true),
  writeHead: (view, at, head) => writeUint32(view, at, head, 'lastUpdate'),
  readEntry,
  writeEntry,
};

/**
 * Reads a weather table (protocol reference §3.7). An event that is cut short, or whose count cannot
 * be right, comes last, marked `truncated`, and is reported.
 */
export function decodeWeatherTable(
  bytes: Uint8Array,
  options: TableOptions = {},
): readonly WeatherEvent[] {
  return decodeEntryTable(LAYOUT, bytes, options).map(({ head, ...event }) => ({
    ...event,
    lastUpdate: head,
  }));
}

/** @throws RangeError when a uuid is not one or a number does not fit its field. */
export function encodeWeatherTable(events: readonly WeatherEvent[]): Uint8Array {
  return encodeEntryTable(
    LAYOUT,
    events.map(({ lastUpdate, ...event }) => ({ ...event, head: lastUpdate })),
  );
}

function readEntry(view: DataView, at: number): WeatherEntry {
  const integer = (index: number): number => view.getInt32(at + index * 4, true);
  const double = (index: number): number => view.getFloat64(at + DOUBLES_AT + index * 8, true);
  return {
    timestamp: integer(0),
    weatherType: integer(1),
    windDirection: integer(2),
    solarRadiation: integer(3),
    relativeHumidity: integer(4),
    temperature: double(0),
    perceivedTemperature: double(1),
    dewPoint: double(2),
    precipitation: double(3),
    windSpeed: double(4),
    barometricPressure: double(5),
  };
}

function writeEntry(view: DataView, at: number, entry: WeatherEntry): void {
  for (const [index, field] of INTEGERS.entries()) {
    writeInt32(view, at + index * 4, entry[field], field);
  }
  for (const [index, field] of DOUBLES.entries()) {
    view.setFloat64(at + DOUBLES_AT + index * 8, entry[field], true);
  }
}
