import type { ActivityQuery } from '../../wire/index.js';
import { count, plural } from '../format.js';
import type { Moment, Share } from './timeline.js';

const DAY = 86_400_000;

/** How far back the charts reach. */
export const PERIOD_NAMES = ['24h', '7d', '30d'] as const;

/** One of {@link PERIOD_NAMES}. */
export type PeriodName = (typeof PERIOD_NAMES)[number];

/** What a period is called, and its length in milliseconds. */
export const PERIODS: Readonly<
  Record<PeriodName, { readonly label: string; readonly ms: number }>
> = {
  '24h': { label: '24 hours', ms: DAY },
  '7d': { label: '7 days', ms: 7 * DAY },
  '30d': { label: '30 days', ms: 30 * DAY },
};

/** What the screen shows; all of it stands in the address, so that it can be kept and sent. */
export interface Choice {
  readonly period: PeriodName;
  readonly by: 'key' | 'tool';
  /** Only this key, or only this tool. */
  readonly key?: string;
  readonly tool?: string;
}

/** Reads the query of an address; what makes no sense counts as not said. */
export function readChoice(search: string): Choice {
  const query = new URLSearchParams(search);
  const [key, tool] = [query.get('key'), query.get('tool')];
  return {
    period: PERIOD_NAMES.find((name) => name === query.get('period')) ?? '24h',
    by: query.get('by') === 'tool' ? 'tool' : 'key',
    ...(key ? { key } : {}),
    ...(tool ? { tool } : {}),
  };
}

/** The query of an address, without `?`; empty where all is as by default. */
export function writeChoice({ period, by, key, tool }: Choice): string {
  const query = new URLSearchParams();
  if (period !== '24h') query.set('period', period);
  if (by !== 'key') query.set('by', by);
  if (key !== undefined) query.set('key', key);
  if (tool !== undefined) query.set('tool', tool);
  return query.toString();
}

/** What the server is asked, from the length before `now` (epoch milliseconds) until then. */
export function activityQueryOf({ period, by, key, tool }: Choice, now: number): ActivityQuery {
  return {
    from: now - PERIODS[period].ms,
    to: now,
    by,
    ...(key === undefined ? {} : { key }),
    ...(tool === undefined ? {} : { tool }),
  };
}

/** `7 ms`, `0.4 ms`, `1.25 s`, `2 min`; `–` where nothing was measured. */
export function latencyText(ms: number | undefined): string {
  if (ms === undefined) return '–';
  if (ms < 10) return `${trimmed(ms, 1)} ms`;
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${trimmed(ms / 1000, 2)} s`;
  return `${trimmed(ms / 60_000, 1)} min`;
}

/** `12 %`, `0.3 %`; `<0.1 %` for what is little but not nothing. */
export function shareText(share: number): string {
  const percent = share * 100;
  if (percent > 0 && percent < 0.1) return '<0.1 %';
  return `${percent < 10 ? trimmed(percent, 1) : Math.round(percent)} %`;
}

/** How long a bucket is: `5 minutes`, `1 hour`, `1 day`. */
export function widthText(bucketMs: number): string {
  const minutes = Math.round(bucketMs / 60_000);
  if (minutes % 1440 === 0) return plural(minutes / 1440, 'day');
  if (minutes % 60 === 0) return plural(minutes / 60, 'hour');
  return plural(minutes, 'minute');
}

const DAY_AND_TIME = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
}).format;
const TIME = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' }).format;
const WHOLE_DAY = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
}).format;

/** Which stretch of time a bucket is: `21 Nov, 14:00–15:00`, `Sat 21 Nov`. */
export function spanText(at: number, bucketMs: number): string {
  if (bucketMs >= 86_400_000) return WHOLE_DAY(at);
  return `${DAY_AND_TIME(at)}–${TIME(at + bucketMs)}`;
}

/** What happened at a moment, for the line under the chart of requests. */
export function requestsText({ answered, denied, failed }: Moment): string {
  if (answered + denied + failed === 0) return 'no requests';
  return `${count(answered)} answered, ${count(denied)} denied, ${count(failed)} failed`;
}

/** How fast it was at a moment, for the line under the chart of latency. */
export function latenciesText({ p50, p95 }: Moment): string {
  if (p50 === undefined && p95 === undefined) return 'nothing answered';
  return `half within ${latencyText(p50)}, 95 % within ${latencyText(p95)}`;
}

/** A chart in a sentence, for those who do not see it. */
export function requestsSummary(moments: readonly Moment[], bucketMs: number): string {
  const total = moments.reduce((sum, one) => sum + requestsOf(one), 0);
  if (total === 0) return 'No requests in this period.';
  const busiest = moments.reduce((most, one) => (requestsOf(one) > requestsOf(most) ? one : most));
  return `${plural(total, 'request')}; most, ${count(requestsOf(busiest))}, at ${spanText(busiest.at, bucketMs)}.`;
}

/** The same for latency. */
export function latencySummary(moments: readonly Moment[], bucketMs: number): string {
  const slowest = moments.reduce<Moment | undefined>(
    (most, one) => ((one.p95 ?? -1) > (most?.p95 ?? -1) ? one : most),
    undefined,
  );
  if (slowest === undefined) return 'Nothing was answered in this period.';
  return `Slowest at ${spanText(slowest.at, bucketMs)}: ${latenciesText(slowest)}.`;
}

/** Nobody reads 200 rows: the rest in one. */
export function withRest(shares: readonly Share[], most: number): readonly Share[] {
  if (shares.length <= most) return shares;
  const [kept, rest] = [shares.slice(0, most), shares.slice(most)];
  const total = (field: 'requests' | 'denied' | 'failed' | 'share'): number =>
    rest.reduce((sum, one) => sum + one[field], 0);
  const slowest = Math.max(...rest.map((one) => one.slowest ?? -1));
  return [
    ...kept,
    {
      name: '',
      label: `${rest.length} more`,
      requests: total('requests'),
      denied: total('denied'),
      failed: total('failed'),
      share: total('share'),
      ...(slowest >= 0 ? { slowest } : {}),
      course: (rest[0]?.course ?? []).map((_, at) =>
        rest.reduce((sum, { course }) => sum + (course[at] ?? 0), 0),
      ),
    },
  ];
}

function requestsOf({ answered, denied, failed }: Moment): number {
  return answered + denied + failed;
}

/** At most so many decimals, and no zeros behind. */
function trimmed(value: number, decimals: number): string {
  return String(Number(value.toFixed(decimals)));
}
