import { type Clock, systemClock } from '@gatehouse/loxone-protocol';
import { systemTimers, type Timers } from './time.js';

interface Pending {
  readonly run: () => void;
  readonly every: number | undefined;
  due: number;
}

/** A clock that goes on by itself and can be put forward; timers fall due with it. */
export class AdjustableTime {
  readonly clock: Clock = { now: () => this.#base.now() + this.#offset };
  readonly timers: Timers = {
    after: (ms, run) => this.#add({ run, every: undefined, due: this.clock.now() + ms }),
    every: (ms, run) => this.#add({ run, every: ms, due: this.clock.now() + ms }),
  };
  readonly #base: Clock;
  readonly #baseTimers: Timers;
  #pending: readonly Pending[] = [];
  #offset = 0;
  #wake = (): void => undefined;

  constructor(base: Clock = systemClock, baseTimers: Timers = systemTimers) {
    this.#base = base;
    this.#baseTimers = baseTimers;
  }

  /**
   * Puts the clock forward. What falls due on the way happens in its order, each at its time.
   *
   * @throws RangeError for less than 0.
   */
  advance(ms: number): void {
    if (!(ms >= 0)) throw new RangeError('ms must not be negative');
    const end = this.clock.now() + ms;
    this.#runUntil(end);
    this.#offset += Math.max(0, end - this.clock.now());
    this.#schedule();
  }

  #runUntil(end: number): void {
    for (;;) {
      const next = this.#next();
      if (next === undefined || next.due > end) return;
      this.#offset += Math.max(0, next.due - this.clock.now());
      if (next.every === undefined) this.#remove(next);
      else next.due += next.every;
      next.run();
    }
  }

  #next(): Pending | undefined {
    return this.#pending.reduce<Pending | undefined>(
      (first, one) => (first === undefined || one.due < first.due ? one : first),
      undefined,
    );
  }

  #add(pending: Pending): () => void {
    this.#pending = [...this.#pending, pending];
    this.#schedule();
    return () => this.#remove(pending);
  }

  #remove(pending: Pending): void {
    this.#pending = this.#pending.filter((other) => other !== pending);
    if (this.#pending.length === 0) this.#wake();
  }

  /** Waits for the first of what is pending on the timers below. */
  #schedule(): void {
    this.#wake();
    const next = this.#next();
    if (next === undefined) return;
    const wait = Math.max(0, next.due - this.clock.now());
    this.#wake = this.#baseTimers.after(wait, () => {
      this.#runUntil(this.clock.now());
      this.#schedule();
    });
  }
}
