import type { Timers } from '../../src/index.js';

interface Pending {
  readonly run: () => void;
  readonly every: number | undefined;
  due: number;
}

/** A clock and timers that stand still until they are moved. */
export class ManualTime {
  #now: number;
  #pending: Pending[] = [];
  readonly clock: { now(): number } = { now: () => this.#now };
  readonly timers: Timers = {
    after: (ms, run) => this.#add({ run, every: undefined, due: this.#now + ms }),
    every: (ms, run) => this.#add({ run, every: ms, due: this.#now + ms }),
  };

  constructor(start: string | number) {
    this.#now = new Date(start).getTime();
  }

  /** Moves on, running what falls due on the way, in its order. */
  advance(ms: number): void {
    const end = this.#now + ms;
    for (;;) {
      const next = this.#pending
        .filter((pending) => pending.due <= end)
        .sort((a, b) => a.due - b.due)[0];
      if (next === undefined) break;
      this.#now = Math.max(this.#now, next.due);
      if (next.every === undefined) this.#remove(next);
      else next.due += next.every;
      next.run();
    }
    this.#now = end;
  }

  #add(pending: Pending): () => void {
    this.#pending.push(pending);
    return () => this.#remove(pending);
  }

  #remove(pending: Pending): void {
    this.#pending = this.#pending.filter((other) => other !== pending);
  }
}
