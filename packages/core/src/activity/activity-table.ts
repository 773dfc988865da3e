import type { ActivityCount, ActivityRange } from '../activity-store.js';
import {
  ACTIVITY_DAY_MS,
  ACTIVITY_HOUR_MS,
  ACTIVITY_MAX_PAIRS,
  ACTIVITY_OTHER,
  ACTIVITY_SPAN_MS,
} from '../activity-store.js';
import type { EpochMs } from '../time.js';
import { emptyLatencies } from './latency.js';

interface Tally {
  requests: number;
  denied: number;
  failed: number;
  readonly latencies: number[];
}

interface Span {
  readonly at: EpochMs;
  readonly spanMs: number;
  readonly byPrincipal: Map<string, Map<string, Tally>>;
  /** Of principal and act, those that are counted together not included. */
  pairs: number;
}

/** When the UTC day begins that a span belongs to. No span is in two days. */
function dayOf({ at }: Pick<Span, 'at'>): EpochMs {
  return at - (at % ACTIVITY_DAY_MS);
}

function sum(a: number, b: number): number {
  return Math.min(a + b, Number.MAX_SAFE_INTEGER);
}

function addTo(tally: Tally, count: Omit<ActivityCount, 'at' | 'spanMs'>): void {
  tally.requests = sum(tally.requests, count.requests);
  tally.denied = sum(tally.denied, count.denied);
  tally.failed = sum(tally.failed, count.failed);
  for (const [bucket, more] of count.latencies.entries()) {
    tally.latencies[bucket] = sum(tally.latencies[bucket] ?? 0, more);
  }
}

function compare<T extends string | number>(a: T, b: T): number {
  return a < b ? -1 : Number(a > b);
}

/** The order in which counts are given out: by time, and the same in every store. */
function inOrder(a: ActivityCount, b: ActivityCount): number {
  return (
    compare(a.at, b.at) ||
    compare(a.spanMs, b.spanMs) ||
    compare(a.principalId, b.principalId) ||
    compare(a.act, b.act)
  );
}

function* countsOf({ at, spanMs, byPrincipal }: Span): Generator<ActivityCount> {
  for (const [principalId, byAct] of byPrincipal) {
    for (const [act, { latencies, ...numbers }] of byAct) {
      yield { at, spanMs, principalId, act, ...numbers, latencies: [...latencies] };
    }
  }
}

/**
 * Counts of activity in memory: the arithmetic that all stores share. Takes what `copyCounts` or the
 * table itself gave out, and checks nothing.
 */
export class ActivityTable {
  readonly #maxPairs: number;
  readonly #spans = new Map<string, Span>();
  #size = 0;

  /** @param maxPairs - Of principal and act that each span counts apart. An integer ≥ 1. */
  constructor(maxPairs: number = ACTIVITY_MAX_PAIRS) {
    if (!Number.isInteger(maxPairs) || maxPairs < 1) {
      throw new RangeError('maxPairs must be an integer ≥ 1');
    }
    this.#maxPairs = maxPairs;
  }

  /** How many counts it holds. */
  get size(): number {
    return this.#size;
  }

  add(counts: Iterable<ActivityCount>): void {
    for (const count of counts) {
      addTo(this.#tallyOf(this.#spanOf(count.at, count.spanMs), count), count);
    }
  }

  /** As `ActivityStore.read` gives them. */
  read({ from, to, principalId, act }: ActivityRange): readonly ActivityCount[] {
    const found: ActivityCount[] = [];
    for (const span of this.#spans.values()) {
      if (span.at < from || span.at >= to) {
        continue;
      }
      for (const count of countsOf(span)) {
        const isWanted =
          (principalId === undefined || count.principalId === principalId) &&
          (act === undefined || count.act === act);
        if (isWanted) {
          found.push(count);
        }
      }
    }
    return found.sort(inOrder);
  }

  /** As `ActivityStore.rollUp`. @returns Whether there was anything to sum up. */
  rollUp(before: EpochMs): boolean {
    const fine = [...this.#spans.values()]
      .filter((span) => span.spanMs === ACTIVITY_SPAN_MS && dayOf(span) + ACTIVITY_DAY_MS <= before)
      .sort((a, b) => a.at - b.at);
    for (const span of fine) {
      this.#forget(span);
      const at = span.at - (span.at % ACTIVITY_HOUR_MS);
      for (const count of countsOf(span)) {
        this.add([{ ...count, at, spanMs: ACTIVITY_HOUR_MS }]);
      }
    }
    return fine.length > 0;
  }

  /** As `ActivityStore.prune`. */
  prune(before: EpochMs): void {
    for (const span of [...this.#spans.values()]) {
      if (dayOf(span) + ACTIVITY_DAY_MS <= before) {
        this.#forget(span);
      }
    }
  }

  /** Forgets the oldest spans until at most `most` counts are left. */
  shrinkTo(most: number): void {
    if (this.#size <= most) {
      return;
    }
    for (const span of [...this.#spans.values()].sort((a, b) => a.at - b.at)) {
      if (this.#size > most) {
        this.#forget(span);
      }
    }
  }

  #spanOf(at: EpochMs, spanMs: number): Span {
    const key = `${spanMs}:${at}`;
    let span = this.#spans.get(key);
    if (span === undefined) {
      span = { at, spanMs, byPrincipal: new Map(), pairs: 0 };
      this.#spans.set(key, span);
    }
    return span;
  }

  #forget(span: Span): void {
    this.#spans.delete(`${span.spanMs}:${span.at}`);
    for (const byAct of span.byPrincipal.values()) {
      this.#size -= byAct.size;
    }
  }

  #tallyOf(span: Span, { principalId, act }: Pick<ActivityCount, 'principalId' | 'act'>): Tally {
    const known = span.byPrincipal.get(principalId)?.get(act);
    if (known !== undefined) {
      return known;
    }
    const isOther = principalId === ACTIVITY_OTHER && act === ACTIVITY_OTHER;
    if (!isOther && span.pairs >= this.#maxPairs) {
      return this.#tallyOf(span, { principalId: ACTIVITY_OTHER, act: ACTIVITY_OTHER });
    }
    span.pairs += isOther ? 0 : 1;
    this.#size += 1;
    const tally: Tally = { requests: 0, denied: 0, failed: 0, latencies: emptyLatencies() };
    const byAct = span.byPrincipal.get(principalId) ?? new Map<string, Tally>();
    span.byPrincipal.set(principalId, byAct.set(act, tally));
    return tally;
  }
}
