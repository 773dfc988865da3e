import {
  decodeStatisticRows,
  STATISTIC_PATHS,
  type StatisticRow,
  type StatisticUnit,
  type StructureControl,
} from '@gatehouse/loxone-protocol';
import { gatherByUnit, type HistoryPoint } from './gather.js';
import { type HouseLink, isUnknown } from './house-link.js';
import { type RecordedGroup, type RecordedSeries, recordedGroups } from './recorded-series.js';
import { fromWall, toWall, type WallClock } from './wall-clock.js';
import { monthsBetween } from './wall-months.js';

/** What to read of a control's recorded values. */
export interface HistoryQuery {
  /** Only this one of its outputs; all of them without it. */
  readonly output?: string;
  /** Unix seconds, included. */
  readonly from: number;
  /** Unix seconds, included. */
  readonly to: number;
  /**
   * `all`: as recorded. Anything longer: one value for each, by the clock of the house. That is the
   * difference where a quantity counts up; else what the Miniserver keeps for it or, in the first
   * generation, the mean.
   */
  readonly resolution?: StatisticUnit;
}

/** What reading needs beside the query. */
export interface HistoryOptions {
  /** The first generation records by the clock of the house. */
  readonly clock: WallClock;
  /** The newest so many of each series are kept. Default 50,000. */
  readonly maxPoints?: number;
  readonly signal?: AbortSignal;
}

/** What was recorded of one quantity, oldest first, one value at a time. */
export interface HistorySeries {
  readonly output: string;
  readonly title: string;
  readonly format?: string;
  readonly accumulated: boolean;
  readonly points: readonly HistoryPoint[];
  /** There was more than is kept. */
  readonly truncated: boolean;
}

const DEFAULT_MAX_POINTS = 50_000;

/**
 * Reads a control's recorded values, of whichever generation it has. Values that are no numbers are
 * left out.
 *
 * @returns Nothing when it records nothing, or not that output.
 * @throws RangeError when `from` is after `to`; LoxoneError when the Miniserver refuses or the
 * connection fails.
 */
export async function readHistory(
  link: HouseLink,
  control: StructureControl,
  query: HistoryQuery,
  options: HistoryOptions,
): Promise<readonly HistorySeries[]> {
  if (!(query.from <= query.to)) throw new RangeError('from must not be after to');
  const recorded = recordedGroups(control);
  const read = recorded?.generation === 2 ? readGroup : readMonths;
  const found: HistorySeries[] = [];
  for (const group of recorded?.groups ?? []) {
    const wanted = group.series.filter((series) => isWanted(series, query.output));
    if (wanted.length === 0) continue;
    options.signal?.throwIfAborted();
    found.push(...(await read(link, control, { group, wanted, query, options })));
  }
  return found;
}

interface Reading {
  readonly group: RecordedGroup;
  readonly wanted: readonly RecordedSeries[];
  readonly query: HistoryQuery;
  readonly options: HistoryOptions;
}

/** The second generation: one request for the group (protocol reference §6.2). */
async function readGroup(
  link: HouseLink,
  control: StructureControl,
  { group, wanted, query, options }: Reading,
): Promise<readonly HistorySeries[]> {
  const { resolution = 'all', output } = query;
  const accumulated = wanted.some((series) => series.accumulated);
  const columns = output === undefined ? group.series.length : 1;
  const bytes = await link.file(
    STATISTIC_PATHS.rows({
      control: control.uuidAction,
      mode: accumulated && resolution !== 'all' ? 'diff' : 'raw',
      from: Math.floor(query.from),
      to: Math.floor(query.to),
      unit: resolution,
      group: group.id,
      ...(output !== undefined && { output }),
    }),
  );
  const rows = decodeStatisticRows(bytes, columns);
  return wanted.map((series) => {
    const column = output === undefined ? group.series.indexOf(series) : 0;
    return seriesOf(series, pointsOf(rows, column, query), options);
  });
}

/** The first generation: a file for each month, with the times of the house (§6.1). */
async function readMonths(
  link: HouseLink,
  control: StructureControl,
  { group, wanted, query, options }: Reading,
): Promise<readonly HistorySeries[]> {
  const { clock, signal } = options;
  const rows: StatisticRow[] = [];
  let before = Number.NEGATIVE_INFINITY;
  for (const month of monthsBetween(toWall(clock, query.from), toWall(clock, query.to))) {
    signal?.throwIfAborted();
    const bytes = await readMonth(link, STATISTIC_PATHS.month(control.uuidAction, month));
    for (const row of decodeStatisticRows(bytes, group.series.length)) {
      before = fromWall(clock, row.time, before);
      rows.push({ time: before, values: row.values });
    }
  }
  const { resolution = 'all' } = query;
  return wanted.map((series) => {
    const points = pointsOf(rows, group.series.indexOf(series), query);
    return seriesOf(series, gatherByUnit(points, resolution, clock), options);
  });
}

/** A month in which nothing was recorded has no file. */
async function readMonth(link: HouseLink, path: string): Promise<Uint8Array> {
  try {
    return await link.file(path);
  } catch (error) {
    if (isUnknown(error)) return new Uint8Array();
    throw error;
  }
}

function isWanted({ output, aliases }: RecordedSeries, asked: string | undefined): boolean {
  return asked === undefined || output === asked || aliases.includes(asked);
}

/** One column in order, each time once: of two values at one time the later one counts. */
function pointsOf(
  rows: readonly StatisticRow[],
  column: number,
  { from, to }: HistoryQuery,
): readonly HistoryPoint[] {
  const byTime = new Map<number, number>();
  for (const { time, values } of rows) {
    const value = values[column] ?? Number.NaN;
    if (Number.isFinite(value) && time >= from && time <= to) byTime.set(time, value);
  }
  return Array.from(byTime, ([time, value]) => ({ time, value })).sort((a, b) => a.time - b.time);
}

function seriesOf(
  { output, title, format, accumulated }: RecordedSeries,
  points: readonly HistoryPoint[],
  { maxPoints = DEFAULT_MAX_POINTS }: HistoryOptions,
): HistorySeries {
  return {
    output,
    title,
    ...(format !== undefined && { format }),
    accumulated,
    points: points.slice(-maxPoints),
    truncated: points.length > maxPoints,
  };
}
