import { unixToLoxoneSeconds } from '@gatehouse/loxone-protocol';
import { fraction, round, wave } from '../physics/noise.js';
import type { Control } from './control.js';

/** One column of recorded values. */
export interface Series {
  /** State that it records, where the file names one. */
  readonly output: string;
  /** Counts up and up: charts show its differences. */
  readonly accumulated: boolean;
}

/** Recorded values of the second generation (protocol reference §6.2). */
export interface StatisticGroup {
  readonly id: number;
  readonly series: readonly Series[];
}

const HOUR = 3600;
const STEPS: Readonly<Record<string, number>> = {
  all: HOUR / 4,
  hour: HOUR,
  day: 24 * HOUR,
  month: 30 * 24 * HOUR,
  year: 365 * 24 * HOUR,
};
const MAX_ROWS = 5000;
const ROW_HEAD_BYTES = 4;
const VALUE_BYTES = 8;
/** A house counts as lived in for two years. */
const RECORDED_SECONDS = 2 * 365 * 24 * HOUR;

/** The groups of `statisticV2`; entries that cannot be right are left out. */
export function statisticGroups(control: Control): readonly StatisticGroup[] {
  return objects(control.description.statisticV2?.groups).map((group) => ({
    id: Number(group.id) || 0,
    series: objects(group.dataPoints).map(({ output }) => ({
      output: String(output ?? ''),
      accumulated: group.accumulated === true,
    })),
  }));
}

/** The columns of `statistic`, the first generation (§6.1). */
export function statisticOutputs(control: Control): readonly Series[] {
  return objects(control.description.statistic?.outputs).map(({ id }) => ({
    output: String(id ?? ''),
    accumulated: false,
  }));
}

/** When recording began, unix seconds. */
export function recordedSince(now: number): number {
  const seconds = Math.floor(now / 1000);
  return seconds - (seconds % HOUR) - RECORDED_SECONDS;
}

/** What to read: bounds are unix seconds, both included. */
export interface StatisticQuery {
  readonly series: readonly Series[];
  readonly from: number;
  readonly to: number;
  readonly unit: string;
  /** Differences over each unit instead of what was recorded. */
  readonly differences: boolean;
  /** Epoch milliseconds; nothing is recorded after it. */
  readonly now: number;
}

/** Rows of `u32` unix seconds and one double for each column (§6.2); none for an unknown unit. */
export function readStatistic(control: Control, query: StatisticQuery): Uint8Array | undefined {
  const step = STEPS[query.unit.toLowerCase()];
  if (step === undefined) return undefined;
  const first = Math.ceil(Math.max(query.from, recordedSince(query.now)) / step) * step;
  const last = Math.min(query.to, Math.floor(query.now / 1000));
  const rows = Math.max(0, Math.min(MAX_ROWS, Math.floor((last - first) / step) + 1));
  return encodeRows(rows, query.series.length, (row) => {
    const at = first + row * step;
    return {
      timestamp: at,
      values: query.series.map((series) => {
        const value = recorded(control, series, at, query.now);
        return query.differences
          ? round(recorded(control, series, at + step, query.now) - value, 4)
          : value;
      }),
    };
  });
}

/** A month or a day of the first generation: timestamps by the clock of the house (§6.1). */
export function readMonth(
  control: Control,
  period: { readonly fromUnix: number; readonly toUnix: number; readonly utcOffsetSeconds: number },
  now: number,
): Uint8Array {
  const series = statisticOutputs(control);
  const last = Math.min(period.toUnix - 1, Math.floor(now / 1000));
  const rows = Math.max(0, Math.floor((last - period.fromUnix) / HOUR) + 1);
  return encodeRows(rows, series.length, (row) => {
    const at = period.fromUnix + row * HOUR;
    return {
      timestamp: unixToLoxoneSeconds(at + period.utcOffsetSeconds),
      values: series.map((one) => recorded(control, one, at, now)),
    };
  });
}

/** Nothing is really recorded: what a value was is told from what it is, the same every time. */
function recorded(control: Control, series: Series, at: number, now: number): number {
  const state = control.has(series.output) ? series.output : 'value';
  const seed = `${control.id}/${series.output}`;
  if (series.accumulated) {
    const perHour = 0.2 + 0.5 * fraction(seed);
    return round(control.number(state) - ((now / 1000 - at) / HOUR) * perHour, 3);
  }
  const current = control.number(state);
  return round(current + Math.max(0.5, Math.abs(current) * 0.2) * wave(at * 1000, 86_400, seed), 2);
}

function encodeRows(
  rows: number,
  columns: number,
  rowAt: (row: number) => { readonly timestamp: number; readonly values: readonly number[] },
): Uint8Array {
  const rowBytes = ROW_HEAD_BYTES + columns * VALUE_BYTES;
  const bytes = new Uint8Array(rows * rowBytes);
  const view = new DataView(bytes.buffer);
  for (let row = 0; row < rows; row += 1) {
    const { timestamp, values } = rowAt(row);
    view.setUint32(row * rowBytes, timestamp, true);
    for (const [column, value] of values.entries()) {
      view.setFloat64(row * rowBytes + ROW_HEAD_BYTES + column * VALUE_BYTES, value, true);
    }
  }
  return bytes;
}

function objects(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
