import { viewOf, writeUint32 } from '../tables/bytes.js';

/** Values recorded at one time. */
export interface StatisticRow {
  /**
   * Seconds as they stand in the data: first generation since 2009-01-01 by the clock of the house
   * (protocol reference §6.1), second generation unix time (§6.2).
   */
  readonly time: number;
  /** One for each output, in the order of the structure file. */
  readonly values: readonly number[];
}

const TIME_BYTES = 4;
const VALUE_BYTES = 8;
/** No control records as many outputs. */
const MAX_COLUMNS = 64;
const PLAUSIBLE_COLUMNS = 10;

/**
 * Reads `binstatisticdata` or `getStatistic`: rows of a time and one double for each output. A
 * trailing fragment is left out.
 *
 * @param columns - How many outputs the data holds, 1–64.
 * @throws RangeError when `columns` is not such a number.
 */
export function decodeStatisticRows(bytes: Uint8Array, columns: number): readonly StatisticRow[] {
  const rowBytes = rowLength(columns);
  const view = viewOf(bytes);
  const rows: StatisticRow[] = [];
  for (let at = 0; at + rowBytes <= bytes.length; at += rowBytes) {
    rows.push({
      time: view.getUint32(at, true),
      values: readValues(view, at + TIME_BYTES, columns),
    });
  }
  return rows;
}

/** @throws RangeError when a row has another number of values, or a time that does not fit. */
export function encodeStatisticRows(rows: readonly StatisticRow[], columns: number): Uint8Array {
  const rowBytes = rowLength(columns);
  const bytes = new Uint8Array(rows.length * rowBytes);
  const view = viewOf(bytes);
  for (const [index, { time, values }] of rows.entries()) {
    const at = index * rowBytes;
    if (values.length !== columns) throw new RangeError(`each row must have ${columns} values`);
    writeUint32(view, at, time, 'time');
    writeValues(view, at + TIME_BYTES, values);
  }
  return bytes;
}

/**
 * How many outputs statistic data holds when nobody says so: the only number of 1–10 by which its
 * length divides into rows with times that never go back.
 *
 * @returns `undefined` when there is none, or more than one.
 */
export function guessStatisticColumns(bytes: Uint8Array): number | undefined {
  const fitting: number[] = [];
  for (let columns = 1; columns <= PLAUSIBLE_COLUMNS; columns += 1) {
    if (bytes.length % rowLength(columns) === 0 && isOrdered(bytes, columns)) fitting.push(columns);
  }
  return bytes.length > 0 && fitting.length === 1 ? fitting[0] : undefined;
}

/** Reads doubles one after the other. */
export function readValues(view: DataView, at: number, count: number): readonly number[] {
  const values: number[] = [];
  for (let index = 0; index < count; index += 1) {
    values.push(view.getFloat64(at + index * VALUE_BYTES, true));
  }
  return values;
}

/** Writes doubles one after the other. */
export function writeValues(view: DataView, at: number, values: readonly number[]): void {
  for (const [index, value] of values.entries()) {
    view.setFloat64(at + index * VALUE_BYTES, value, true);
  }
}

function isOrdered(bytes: Uint8Array, columns: number): boolean {
  const rowBytes = rowLength(columns);
  const view = viewOf(bytes);
  let before = 0;
  for (let at = 0; at + rowBytes <= bytes.length; at += rowBytes) {
    const time = view.getUint32(at, true);
    if (time < before) return false;
    before = time;
  }
  return true;
}

function rowLength(columns: number): number {
  if (!Number.isInteger(columns) || columns < 1 || columns > MAX_COLUMNS) {
    throw new RangeError(`columns must be an integer from 1 to ${MAX_COLUMNS}, got ${columns}`);
  }
  return TIME_BYTES + columns * VALUE_BYTES;
}
