import { encodeSegment } from '../paths.js';

/** Over which spans recorded values of the second generation are gathered. */
export type StatisticUnit = 'all' | 'hour' | 'day' | 'month' | 'year';

/** What to read of the second generation (protocol reference §6.2). */
export interface StatisticRequest {
  /** `uuidAction` of the control. */
  readonly control: string;
  /** `diff`: the differences within each unit. */
  readonly mode: 'raw' | 'diff';
  /** Unix seconds, included. */
  readonly from: number;
  /** Unix seconds, included. */
  readonly to: number;
  readonly unit: StatisticUnit;
  readonly group: number;
  /** One of the group's outputs; all of them without it. */
  readonly output?: string;
}

/** Paths of the commands that read recorded values. */
export const STATISTIC_PATHS = {
  /** @param period - `YYYYMM` or `YYYYMMDD` by the clock of the house. */
  month: (control: string, period: string): string => `binstatisticdata/${control}/${period}`,
  info: (control: string): string => `jdev/sps/getStatisticInfo/${control}`,
  rows: ({ control, mode, from, to, unit, group, output }: StatisticRequest): string =>
    [
      'dev/sps/getStatistic',
      control,
      mode,
      from,
      to,
      unit,
      group,
      ...(output === undefined ? [] : [encodeSegment(output)]),
    ].join('/'),
} as const;
