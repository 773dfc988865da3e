import type { ActivityCount, ActivityRange, ActivityStore } from '@gatehouse/core';
import { ACTIVITY_SPAN_MS, emptyLatencies } from '@gatehouse/core';

/** A Monday at midnight. */
export const DAY_1: number = Date.UTC(2026, 5, 1);
export const SPAN: number = ACTIVITY_SPAN_MS;

/** Everything there is. */
export const ALWAYS: ActivityRange = { from: 0, to: Number.MAX_SAFE_INTEGER };

/** A histogram with so many requests in each of the buckets that are named by their index. */
export function latenciesOf(counts: Readonly<Record<number, number>>): number[] {
  return emptyLatencies().map((none, bucket) => counts[bucket] ?? none);
}

/** One request of one key in the first span of {@link DAY_1}. */
export function sample(changes: Partial<ActivityCount> = {}): ActivityCount {
  return {
    at: DAY_1,
    spanMs: SPAN,
    principalId: 'lmcp_operator_001',
    act: 'tool:control_lights',
    requests: 1,
    denied: 0,
    failed: 0,
    latencies: latenciesOf({ 3: 1 }),
    ...changes,
  };
}

/** What is added up, without the span that it stands in. */
export interface Sums {
  readonly requests: number;
  readonly denied: number;
  readonly failed: number;
  readonly latencies: readonly number[];
}

/** @returns The sums of some counts. */
export function sumsOf(counts: readonly ActivityCount[]): Sums {
  const latencies = emptyLatencies();
  let [requests, denied, failed] = [0, 0, 0];
  for (const count of counts) {
    requests += count.requests;
    denied += count.denied;
    failed += count.failed;
    for (const [bucket, more] of count.latencies.entries()) {
      latencies[bucket] = (latencies[bucket] ?? 0) + more;
    }
  }
  return { requests, denied, failed, latencies };
}

/** @returns Everything that a store holds. */
export function everything(store: ActivityStore): Promise<readonly ActivityCount[]> {
  return store.read(ALWAYS);
}

/** @returns How often what happened, in one line each: to compare and to read. */
export function linesOf(counts: readonly ActivityCount[]): string[] {
  return counts.map(({ at, spanMs, principalId, act, requests }) => {
    const minute = (at - DAY_1) / 60_000;
    return `${minute}+${spanMs / 60_000} ${principalId} ${act} ${requests}`;
  });
}
