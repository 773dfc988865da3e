import type { Activity } from '@gatehouse/admin-ui/wire';
import type { ActivityCount } from '@gatehouse/core';
import { summarise } from '../activity/summarise.js';

/** Most points of one line; no screen shows more. */
const MOST_POINTS = 200;

/** The page has a table of all of them, and draws the busiest. */
const MOST_SERIES = 500;

/** What a chart is about. */
export interface ChartQuestion {
  readonly from: number;
  readonly to: number;
  readonly by: 'key' | 'tool';
  /** A name for people, where there is one. */
  readonly labelOf: (name: string) => string | undefined;
}

/** Sums up counts for a chart: at most 200 points a line, those in which nothing happened left out. */
export function activityOf(
  counts: readonly ActivityCount[],
  { from, to, by, labelOf }: ChartQuestion,
): Activity {
  const summary = summarise(counts, { from, to, by, points: MOST_POINTS, maxSeries: MOST_SERIES });
  const series = summary.series.map(({ name, points }) => {
    const label = labelOf(name);
    return { name, ...(label === undefined ? {} : { label }), points };
  });
  return { ...summary, from, to, series };
}
