import type { ActivityCount, EpochMs } from '@gatehouse/core';
import {
  ACTIVITY_OTHER,
  ACTIVITY_SPAN_MS,
  activityName,
  emptyLatencies,
  latencyBucket,
} from '@gatehouse/core';

/** How a request ended. What failed was let in; what was denied was not, or not for all it asked. */
export type Outcome = 'ok' | 'denied' | 'failed';

/** A request that is over. */
export interface SeenActivity {
  /** `tool:loxone_control_lights`, `resource:<name>`, `rest:devices`, `admin:keys`. */
  readonly act: string;
  /** Public id. */
  readonly principalId: string;
  readonly outcome: Outcome;
  readonly durationMs: number;
}

interface Tally {
  requests: number;
  denied: number;
  failed: number;
  readonly latencies: number[];
}

type Span = Map<string, Map<string, Tally>>;

function find(span: Span, principalId: string, act: string): Tally | undefined {
  return span.get(principalId)?.get(act);
}

/**
 * What was seen and is not written yet. To count a request makes no garbage, unless it is the first
 * of its principal and act in a span.
 */
export class PendingCounts {
  readonly #maxPairs: number;
  readonly #spans = new Map<EpochMs, Span>();
  #size = 0;
  #at: EpochMs = -1;
  #current: Span = new Map();

  /** @param maxPairs - Of principal and act that a span counts apart. */
  constructor(maxPairs: number) {
    this.#maxPairs = maxPairs;
  }

  /** How many counts it would give. */
  get size(): number {
    return this.#size;
  }

  /**
   * @param mayGrow - Asked before the first request of a principal and act is counted in a span.
   * @returns Whether it was counted.
   */
  count(now: EpochMs, seen: SeenActivity, mayGrow: () => boolean): boolean {
    const at = now - (now % ACTIVITY_SPAN_MS);
    if (at !== this.#at) {
      this.#turnTo(at);
    }
    const tally = find(this.#current, seen.principalId, seen.act) ?? this.#tallyOf(seen, mayGrow);
    if (tally === undefined) {
      return false;
    }
    tally.requests += 1;
    if (seen.outcome === 'denied') {
      tally.denied += 1;
      return true;
    }
    if (seen.outcome === 'failed') {
      tally.failed += 1;
    }
    const bucket = latencyBucket(seen.durationMs);
    tally.latencies[bucket] = (tally.latencies[bucket] ?? 0) + 1;
    return true;
  }

  /** Copies of all counts. */
  *counts(): Generator<ActivityCount> {
    for (const [at, span] of this.#spans) {
      for (const [principalId, byAct] of span) {
        for (const [act, { latencies, ...numbers }] of byAct) {
          const where = { at, spanMs: ACTIVITY_SPAN_MS, principalId, act };
          yield { ...where, ...numbers, latencies: [...latencies] };
        }
      }
    }
  }

  #turnTo(at: EpochMs): void {
    this.#at = at;
    this.#current = this.#spans.get(at) ?? new Map();
    this.#spans.set(at, this.#current);
  }

  /** Names are cleaned here, so what is kept of a long one is short. */
  #tallyOf(seen: SeenActivity, mayGrow: () => boolean): Tally | undefined {
    const principalId = activityName(seen.principalId);
    const act = activityName(seen.act);
    const known = find(this.#current, principalId, act);
    if (known !== undefined) {
      return known;
    }
    let pairs = 0;
    for (const byAct of this.#current.values()) {
      pairs += byAct.size;
    }
    return pairs < this.#maxPairs
      ? this.#make(principalId, act, mayGrow)
      : (find(this.#current, ACTIVITY_OTHER, ACTIVITY_OTHER) ??
          this.#make(ACTIVITY_OTHER, ACTIVITY_OTHER, mayGrow));
  }

  #make(principalId: string, act: string, mayGrow: () => boolean): Tally | undefined {
    if (!mayGrow()) {
      return undefined;
    }
    const tally: Tally = { requests: 0, denied: 0, failed: 0, latencies: emptyLatencies() };
    const byAct = this.#current.get(principalId) ?? new Map<string, Tally>();
    this.#current.set(principalId, byAct.set(act, tally));
    this.#size += 1;
    return tally;
  }
}
