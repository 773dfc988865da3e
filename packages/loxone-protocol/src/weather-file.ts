import { viewOf, writeInt32, writeUint32 } from './tables/bytes.js';
import type { LoxoneSeconds } from './time.js';

/** The weather at one time, as `/data/weatheru.bin` holds it (protocol reference §6.3). */
export interface WeatherFileEntry {
  readonly timestamp: LoxoneSeconds;
  /** Key into `weatherServer.weatherTypeTexts`. */
  readonly weatherType: number;
  /** Degrees. */
  readonly windDirection: number;
  readonly uvIndex: number;
  /** Per cent. */
  readonly relativeHumidity: number;
  readonly temperature: number;
  readonly perceivedTemperature: number;
  readonly dewPoint: number;
  readonly precipitation: number;
  readonly windSpeed: number;
  readonly barometricPressure: number;
  /** Cover by low clouds, per cent. */
  readonly lowClouds: number;
  readonly midClouds: number;
  readonly highClouds: number;
  /** Per cent. */
  readonly precipitationProbability: number;
  readonly radiation: number;
  readonly snowFraction: number;
  /** Convective available potential energy. */
  readonly cape: number;
}

type Kind = 'uint32' | 'int32' | 'float64';

/** Fields in their order on the wire. */
const FIELDS: readonly (readonly [keyof WeatherFileEntry, Kind])[] = [
  ['timestamp', 'uint32'],
  ['weatherType', 'int32'],
  ['windDirection', 'int32'],
  ['uvIndex', 'int32'],
  ['relativeHumidity', 'int32'],
  ['temperature', 'float64'],
  ['perceivedTemperature', 'float64'],
  ['dewPoint', 'float64'],
  ['precipitation', 'float64'],
  ['windSpeed', 'float64'],
  ['barometricPressure', 'float64'],
  ['lowClouds', 'int32'],
  ['midClouds', 'int32'],
  ['highClouds', 'int32'],
  ['precipitationProbability', 'int32'],
  ['radiation', 'float64'],
  ['snowFraction', 'float64'],
  ['cape', 'float64'],
];
const ROW_BYTES = 108;
/** The box caches no more; whatever else a file holds is not weather. */
const MAX_ROWS = 200;

/** Reads the cached forecast, at most 200 rows. A trailing fragment is left out. */
export function decodeWeatherFile(bytes: Uint8Array): readonly WeatherFileEntry[] {
  const view = viewOf(bytes);
  const rows = Math.min(MAX_ROWS, Math.floor(bytes.length / ROW_BYTES));
  return Array.from({ length: rows }, (_, index) => readRow(view, index * ROW_BYTES));
}

/** @throws RangeError when there are over 200 rows, or a number does not fit its field. */
export function encodeWeatherFile(entries: readonly WeatherFileEntry[]): Uint8Array {
  if (entries.length > MAX_ROWS) throw new RangeError(`entries must be at most ${MAX_ROWS}`);
  const bytes = new Uint8Array(entries.length * ROW_BYTES);
  const view = viewOf(bytes);
  for (const [index, entry] of entries.entries()) writeRow(view, index * ROW_BYTES, entry);
  return bytes;
}

function readRow(view: DataView, start: number): WeatherFileEntry {
  const row: Partial<Record<keyof WeatherFileEntry, number>> = {};
  let at = start;
  for (const [field, kind] of FIELDS) {
    if (kind === 'float64') row[field] = view.getFloat64(at, true);
    else row[field] = kind === 'uint32' ? view.getUint32(at, true) : view.getInt32(at, true);
    at += kind === 'float64' ? 8 : 4;
  }
  // FIELDS names every field of an entry; the round trip in the tests holds it to that.
  return row as WeatherFileEntry;
}

function writeRow(view: DataView, start: number, entry: WeatherFileEntry): void {
  let at = start;
  for (const [field, kind] of FIELDS) {
    const value = entry[field];
    if (kind === 'float64') view.setFloat64(at, value, true);
    else if (kind === 'uint32') writeUint32(view, at, value, field);
    else writeInt32(view, at, value, field);
    at += kind === 'float64' ? 8 : 4;
  }
}
