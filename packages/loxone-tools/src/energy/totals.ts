import type { ToolCall } from '../define-tool.js';
import type { Bucket, Point } from '../history/buckets.js';
import { type HouseClock, houseClock } from '../history/house-clock.js';
import { readSeries } from '../history/read-series.js';
import { readSpan, type TimeSpan } from '../history/time-span.js';
import type { HouseData } from '../ports/house-data.js';
import { type Meter, rounded } from './meters.js';

/** What a period can be; `day` and `today` are the same. */
export const PERIODS = ['now', 'today', 'day', 'yesterday', 'week', 'month', 'year'] as const;

/** One of {@link PERIODS}. */
export type Period = (typeof PERIODS)[number];

/** What was counted by one meter. */
export interface Total {
  readonly energy: number;
  /** In the other direction: fed in, or charged. */
  readonly returned?: number;
  readonly unit: string;
}

/** The counter of a meter for a period that is not over: the house keeps it as a state. */
const COUNTERS: Readonly<Partial<Record<Period, string>>> = {
  today: 'Day',
  day: 'Day',
  week: 'Week',
  month: 'Month',
  year: 'Year',
};
const NAMES: Readonly<Record<Exclude<Period, 'now'>, string>> = {
  today: 'today',
  day: 'today',
  yesterday: 'yesterday',
  week: 'this week',
  month: 'this month',
  year: 'this year',
};

/** A bucket for each bar of a chart that people can still tell apart. */
const BARS: Readonly<Record<Exclude<Period, 'now'>, Bucket>> = {
  today: 'hour',
  day: 'hour',
  yesterday: 'hour',
  week: 'day',
  month: 'day',
  year: 'month',
};

/**
 * What a meter has counted in a period: from memory where the house keeps that count, else from what
 * was recorded, with one question.
 *
 * @returns `undefined` when nobody knows.
 */
export async function totalOf(
  meter: Meter,
  period: Exclude<Period, 'now'>,
  data: HouseData | undefined,
  call: ToolCall,
): Promise<Total | undefined> {
  const counter = COUNTERS[period];
  const counted = counter === undefined ? undefined : countOf(meter, counter);
  if (counted !== undefined || data === undefined) return counted;
  const bars = await barsOf(meter, period, data, call);
  if (bars === undefined || bars.points.length === 0) return undefined;
  const energy = bars.points.reduce((sum, [, value]) => sum + value, 0);
  return { energy: rounded(energy), unit: bars.unit };
}

function countOf({ states }: Meter, counter: string): Total | undefined {
  const read = (name: string): { readonly value: number; readonly unit: string } | undefined => {
    const state = states.find((one) => one.name === name);
    return typeof state?.value === 'number'
      ? { value: rounded(state.value), unit: state.unit ?? '' }
      : undefined;
  };
  const energy = read(`total${counter}`);
  const returned = read(`totalNeg${counter}`);
  if (energy === undefined) return undefined;
  return {
    energy: energy.value,
    ...(returned !== undefined && { returned: returned.value }),
    unit: energy.unit,
  };
}

/** What was counted in each part of a period, as recorded; one question to the Miniserver. */
export async function barsOf(
  { entry }: Meter,
  period: Exclude<Period, 'now'>,
  data: HouseData,
  { clock, signal }: ToolCall,
): Promise<{ readonly points: readonly Point[]; readonly unit: string } | undefined> {
  const control = entry.control.id;
  const counter = data.recorded(control).find(({ accumulated }) => accumulated);
  const span = spanOf(period, clock.now(), data);
  if (counter === undefined || span === undefined) return undefined;
  const query = { ...span.span, control, output: counter.output, bucket: BARS[period], signal };
  const series = await readSeries(data, { ...query, fn: 'sum' }, span.clock);
  return series.ok ? { points: series.value.points, unit: counter.unit } : undefined;
}

function spanOf(
  period: Exclude<Period, 'now'>,
  now: number,
  data: HouseData,
): { readonly span: TimeSpan; readonly clock: HouseClock } | undefined {
  const clock = houseClock(data.timeZone());
  const span = readSpan(NAMES[period], undefined, { now, clock });
  return span.ok ? { span: span.value, clock } : undefined;
}
