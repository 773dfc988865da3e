import type { LoxoneSeconds } from '../time.js';
import { readUuid, UUID_BYTES, type Uuid, writeUuid } from '../uuid.js';
import { viewOf, writeInt32, writeUint32 } from './bytes.js';
import { reportFragment, type TableOptions } from './damage.js';
import { presentEntries, reportEntryCount } from './entry-count.js';

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

const HEAD_BYTES = UUID_BYTES + 4 + 4;

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

/**
 * Reads a weather table (protocol reference §3.7). An event that is cut short, or whose count cannot
 * be right, comes last, marked `truncated`, and is reported.
 */
export function decodeWeatherTable(
  bytes: Uint8Array,
  options: TableOptions = {},
): readonly WeatherEvent[] {
  const view = viewOf(bytes);
  const events: WeatherEvent[] = [];
  let at = 0;
  while (at + HEAD_BYTES <= bytes.length) {
    const uuid = readUuid(bytes, at);
    const lastUpdate = view.getUint32(at + UUID_BYTES, true);
    const announced = view.getInt32(at + UUID_BYTES + 4, true);
    const start = at + HEAD_BYTES;
    const count = presentEntries(announced, bytes.length - start, ENTRY_BYTES);
    const entries = Array.from({ length: count }, (_, index) =>
      readEntry(view, start + index * ENTRY_BYTES),
    );
    if (count !== announced) {
      reportEntryCount('weather', at, announced, count, options);
      events.push({ uuid, lastUpdate, entries, truncated: true });
      return events;
    }
    events.push({ uuid, lastUpdate, entries });
    at = start + count * ENTRY_BYTES;
  }
  if (at < bytes.length) reportFragment('weather', at, HEAD_BYTES, bytes.length - at, options);
  return events;
}

/** @throws RangeError when a uuid is not one or a number does not fit its field. */
export function encodeWeatherTable(events: readonly WeatherEvent[]): Uint8Array {
  const total = events.reduce(
    (sum, event) => sum + HEAD_BYTES + event.entries.length * ENTRY_BYTES,
    0,
  );
  const bytes = new Uint8Array(total);
  const view = viewOf(bytes);
  let at = 0;
  for (const event of events) {
    writeUuid(event.uuid, bytes, at);
    writeUint32(view, at + UUID_BYTES, event.lastUpdate, 'lastUpdate');
    view.setInt32(at + UUID_BYTES + 4, event.entries.length, true);
    at += HEAD_BYTES;
    for (const entry of event.entries) {
      writeEntry(view, at, entry);
      at += ENTRY_BYTES;
    }
  }
  return bytes;
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
