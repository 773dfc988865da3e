import type { Clock } from '@gatehouse/loxone-protocol';
import type { Cancel, Timers } from '../../src/ports.js';

interface Timer {
  readonly at: number;
  readonly callback: () => void;
}

const START = Date.UTC(2024, 0, 1);

/** A clock and timers that stand still until a test moves them. */
export class ManualTime implements Clock, Timers {
  readonly #timers = new Set<Timer>();
  #now = START;
  /** How often something was put off to the next turn of the event loop. */
  slices: number = 0;

  now(): number {
    return this.#now;
  }

  after(ms: number, callback: () => void): Cancel {
    const timer: Timer = { at: this.#now + ms, callback };
    this.#timers.add(timer);
    return () => void this.#timers.delete(timer);
  }

  soon(callback: () => void): void {
    this.slices += 1;
    setImmediate(callback);
  }

  /** How many timers are armed. */
  get armed(): number {
    return this.#timers.size;
  }

  /** Delays from now of the armed timers, ascending. */
  get delays(): readonly number[] {
    return [...this.#timers].map((timer) => timer.at - this.#now).sort((a, b) => a - b);
  }

  /** Moves on, firing what becomes due in order, and lets the event loop turn after each. */
  async advance(ms: number): Promise<void> {
    // What has just been caused arms its timers first.
    await turns();
    const until = this.#now + ms;
    for (;;) {
      const next = [...this.#timers].filter((timer) => timer.at <= until);
      const first = next.sort((a, b) => a.at - b.at)[0];
      if (first === undefined) break;
      this.#timers.delete(first);
      this.#now = Math.max(this.#now, first.at);
      first.callback();
      await turns();
    }
    this.#now = until;
    await turns();
  }
}

/** Lets the event loop turn some times, so that everything in memory that can happen has happened. */
export async function turns(count: number = 20): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Lets the event loop turn until something is true; real sockets need many turns. */
export async function until(condition: () => boolean, what: string): Promise<void> {
  const giveUpAt = performance.now() + 20_000;
  while (!condition()) {
    if (performance.now() > giveUpAt) throw new TypeError(`it never happened: ${what}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
