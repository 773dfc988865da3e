import type { Environment } from '../physics/environment.js';
import { type Anchor, createPast, PAST_SECONDS, type Past } from './generated-past.js';
import { EVERY_CHANGE_SECONDS, type Series } from './series.js';

/** Samples of one series; with the shortest interval this is four weeks. */
const KEPT_SAMPLES = 8064;

interface Log {
  readonly series: Series;
  readonly anchor: Anchor;
  readonly past: Past;
  /** Unix seconds and values, oldest first. */
  readonly times: number[];
  readonly values: number[];
}

/**
 * Keeps what the recorded states of a house were, and knows what they were before it was started.
 * Memory is bounded: samples older than four weeks are told from the model again.
 */
export class Recorder {
  readonly #logs = new Map<string, Log>();
  readonly #start: number;
  #slot: number;

  /** @param now - Epoch milliseconds; the states hold what they begin with. */
  constructor(series: readonly Series[], environment: Environment, now: number) {
    this.#start = Math.floor(now / 1000);
    this.#slot = slotOf(this.#start);
    for (const one of series) {
      const value = one.state === undefined ? defaultValue(one) : one.control.number(one.state);
      const anchor = { at: this.#start, value };
      const past = createPast(one, environment, anchor);
      const times = [this.#start];
      this.#logs.set(keyOf(one), { series: one, anchor, past, times, values: [value] });
    }
  }

  /** Since when values are recorded, unix seconds on a full hour. */
  get since(): number {
    const since = this.#start - PAST_SECONDS;
    return since - (since % 3600);
  }

  /** Takes a sample of everything when the next interval has begun. */
  tick(now: number): void {
    const slot = slotOf(Math.floor(now / 1000));
    if (slot === this.#slot) return;
    this.#slot = slot;
    for (const log of this.#logs.values()) {
      if (log.series.state === undefined) continue;
      log.times.push(slot);
      log.values.push(log.series.control.number(log.series.state));
      if (log.times.length > 2 * KEPT_SAMPLES) {
        log.times.splice(0, KEPT_SAMPLES);
        log.values.splice(0, KEPT_SAMPLES);
      }
    }
  }

  /**
   * @param at - Unix seconds; the value that held then.
   * @param now - Unix seconds; from here on it is what the state holds.
   */
  valueAt(series: Series, at: number, now: number): number {
    const log = this.#logs.get(keyOf(series));
    if (log === undefined) return 0;
    if (at >= now) return this.#live(log);
    if (at < log.anchor.at) return log.past(at);
    return sampleAt(log, at);
  }

  #live({ series, anchor }: Log): number {
    return series.state === undefined ? anchor.value : series.control.number(series.state);
  }
}

/** The last sample not after `at`; the oldest there is where older ones were dropped. */
function sampleAt({ times, values, anchor }: Log, at: number): number {
  let low = 0;
  let high = times.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((times[middle] ?? Number.POSITIVE_INFINITY) <= at) low = middle;
    else high = middle - 1;
  }
  return values[low] ?? anchor.value;
}

/** Series without a state still have a past: it ends in something plausible. */
function defaultValue(series: Series): number {
  return series.accumulated ? 10_000 : 10;
}

function slotOf(unix: number): number {
  return unix - (unix % EVERY_CHANGE_SECONDS);
}

function keyOf({ control, output, accumulated }: Series): string {
  return `${control.id}/${output}/${accumulated}`;
}
