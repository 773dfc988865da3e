import type { ActivityCount, EpochMs } from '@gatehouse/core';
import {
  ACTIVITY_BOUNDS_MS,
  ACTIVITY_DAY_MS,
  ACTIVITY_HOUR_MS,
  ACTIVITY_SPAN_MS,
  activityName,
  countProblem,
} from '@gatehouse/core';
import { formatTimestamp, readTimestamp } from '../timestamp.js';

/** Version of the file format that this package reads and writes. */
const FORMAT = 1;

/** First line of each file. */
export const HEADER_LINE: string = `{"format":${FORMAT}}\n`;

/** Names of the latency buckets: their upper bounds in milliseconds. */
const BUCKETS: readonly string[] = [...ACTIVITY_BOUNDS_MS.map(String), 'more'];

const SPANS: ReadonlyMap<unknown, number> = new Map([
  ['5m', ACTIVITY_SPAN_MS],
  ['1h', ACTIVITY_HOUR_MS],
]);

type Entry = Readonly<Record<string, unknown>>;

function isEntry(value: unknown): value is Entry {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What is 0 is left out: most is. */
function formatCount(count: ActivityCount): Entry {
  const { at, spanMs, principalId, act, requests, denied, failed, latencies } = count;
  const ms = BUCKETS.flatMap((name, bucket) => {
    const some = latencies[bucket] ?? 0;
    return some === 0 ? [] : [[name, some] as const];
  });
  return {
    at: formatTimestamp(at),
    span: spanMs === ACTIVITY_SPAN_MS ? '5m' : '1h',
    principal: principalId,
    act,
    requests,
    ...(denied > 0 && { denied }),
    ...(failed > 0 && { failed }),
    ...(ms.length > 0 && { ms: Object.fromEntries(ms) }),
  };
}

/** @returns One line for a batch: it is read whole or not at all. */
export function formatBatch(counts: readonly ActivityCount[]): string {
  return `${JSON.stringify({ counts: counts.map(formatCount) })}\n`;
}

/** @returns The whole text of a file, with a line for each span. */
export function formatDay(counts: readonly ActivityCount[]): string {
  const spans = new Map<string, ActivityCount[]>();
  for (const count of counts) {
    const name = `${count.at} ${count.spanMs}`;
    const span = spans.get(name);
    if (span === undefined) {
      spans.set(name, [count]);
    } else {
      span.push(count);
    }
  }
  return HEADER_LINE + [...spans.values()].map(formatBatch).join('');
}

/** Own properties only: a file may name `__proto__`. */
function latenciesOf(ms: unknown): readonly number[] | undefined {
  if (!isEntry(ms) || Object.keys(ms).some((name) => !BUCKETS.includes(name))) {
    return undefined;
  }
  // Checked with the rest of the count.
  return BUCKETS.map((name) => (Object.hasOwn(ms, name) ? Number(ms[name]) : 0));
}

function readCount(entry: unknown, day: EpochMs): ActivityCount | undefined {
  if (!isEntry(entry)) {
    return undefined;
  }
  const { principal, act, requests, denied = 0, failed = 0, ms = {} } = entry;
  const at = typeof entry.at === 'string' ? readTimestamp(entry.at) : undefined;
  const spanMs = SPANS.get(entry.span);
  const latencies = latenciesOf(ms);
  const isWhole = at !== undefined && spanMs !== undefined && latencies !== undefined;
  if (!isWhole || at < day || at >= day + ACTIVITY_DAY_MS) {
    return undefined;
  }
  if (typeof principal !== 'string' || typeof act !== 'string') {
    return undefined;
  }
  const numbers = { requests, denied, failed } as Pick<
    ActivityCount,
    'requests' | 'denied' | 'failed'
  >;
  const names = { principalId: activityName(principal), act: activityName(act) };
  const count: ActivityCount = { at, spanMs, ...names, ...numbers, latencies };
  return countProblem(count) === undefined ? count : undefined;
}

/** What a line says; `damaged` when it says nothing that this version understands. */
export type DayLine =
  | { readonly kind: 'header'; readonly format: number }
  | { readonly kind: 'batch'; readonly counts: readonly ActivityCount[] }
  | { readonly kind: 'damaged' };

const DAMAGED: DayLine = { kind: 'damaged' };

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

/** Reads one line of the file of a day. */
export function readLine(bytes: Uint8Array, day: EpochMs): DayLine {
  const root = parseJson(bytes);
  if (!isEntry(root)) {
    return DAMAGED;
  }
  if (typeof root.format === 'number') {
    return { kind: 'header', format: root.format };
  }
  if (!Array.isArray(root.counts)) {
    return DAMAGED;
  }
  const counts = root.counts.map((entry) => readCount(entry, day));
  const whole = counts.filter((count) => count !== undefined);
  return whole.length === counts.length ? { kind: 'batch', counts: whole } : DAMAGED;
}

/** Whether a line was written by a version of this program that knows more than this one. */
export function isNewer(line: DayLine): boolean {
  return line.kind === 'header' && line.format !== FORMAT;
}
