import type { ActivityCount } from '../activity-store.js';
import { ACTIVITY_HOUR_MS, ACTIVITY_SPAN_MS } from '../activity-store.js';
import { activityName } from './activity-name.js';
import { LATENCY_BUCKETS } from './latency.js';

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

/** @returns What a count has to be and is not, or `undefined`. */
export function countProblem(count: ActivityCount): string | undefined {
  const { at, spanMs, requests, denied, failed, latencies } = count;
  if (spanMs !== ACTIVITY_SPAN_MS && spanMs !== ACTIVITY_HOUR_MS) {
    return 'spanMs must be the width of a span';
  }
  if (!isCount(at) || at % spanMs !== 0) {
    return 'at must be the beginning of a span';
  }
  if (!isCount(requests) || !isCount(denied) || !isCount(failed)) {
    return 'requests, denied and failed must be integers ≥ 0';
  }
  if (latencies.length !== LATENCY_BUCKETS || !latencies.every(isCount)) {
    return `latencies must be ${LATENCY_BUCKETS} integers ≥ 0`;
  }
  return undefined;
}

/**
 * Copies what a caller counted, whole, before anything is done with it, and cleans the names.
 *
 * @throws {@link RangeError} naming the first field that is wrong.
 */
export function copyCounts(counts: readonly ActivityCount[]): readonly ActivityCount[] {
  return counts.map((given) => {
    const { at, spanMs, principalId, act, requests, denied, failed } = given;
    const numbers = { at, spanMs, requests, denied, failed, latencies: [...given.latencies] };
    const copy = { ...numbers, principalId: activityName(principalId), act: activityName(act) };
    const problem = countProblem(copy);
    if (problem !== undefined) {
      throw new RangeError(problem);
    }
    if (spanMs !== ACTIVITY_SPAN_MS) {
      throw new RangeError('spanMs must be that of a span which is not rolled up');
    }
    return copy;
  });
}
