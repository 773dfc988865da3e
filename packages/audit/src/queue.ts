import type { Pending } from './chain.js';

/** Characters that may wait to be written, however few events they are. */
const MOST_CHARACTERS = 32 * 1024 * 1024;

/** An event that waits to be written. */
export interface Entry extends Pending {
  /** Set for `record`: it is taken out when its caller was told that it is not written. */
  readonly withdrawable: boolean;
}

/** Somebody who waits for what was queued so far. */
interface Waiter {
  /** How many entries have to have left the queue. */
  readonly upTo: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Events in order, bounded, and who waits for them. */
export class EventQueue {
  readonly #maxEntries: number;
  #entries: Entry[] = [];
  #characters = 0;
  /** Entries that were ever put in: as many have left as are not in it any more. */
  #added = 0;
  #waiters: Waiter[] = [];

  constructor(maxEntries: number) {
    this.#maxEntries = maxEntries;
  }

  get isEmpty(): boolean {
    return this.#entries.length === 0;
  }

  get length(): number {
    return this.#entries.length;
  }

  /** Whether it cannot wait: somebody waits for it, or little more fits in. */
  get isPressing(): boolean {
    return (
      this.#waiters.length > 0 ||
      this.#entries.length * 2 >= this.#maxEntries ||
      this.#characters * 2 >= MOST_CHARACTERS
    );
  }

  /** @returns `false` when it is full. */
  add(entry: Entry): boolean {
    const characters = this.#characters + entry.rendered.length;
    if (this.#entries.length >= this.#maxEntries || characters > MOST_CHARACTERS) {
      return false;
    }
    this.#entries.push(entry);
    this.#characters = characters;
    this.#added += 1;
    return true;
  }

  /** @returns What waits now. */
  snapshot(): readonly Entry[] {
    return [...this.#entries];
  }

  /** Resolves when everything that was added so far is written. */
  wait(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiters.push({ upTo: this.#added, resolve, reject });
    });
  }

  /** Takes out what was written, and tells those who waited for it. */
  done(written: readonly Entry[]): void {
    const gone = new Set(written);
    this.#keep((entry) => !gone.has(entry));
    const left = this.#added - this.#entries.length;
    const ready = this.#waiters.filter(({ upTo }) => upTo <= left);
    this.#waiters = this.#waiters.filter(({ upTo }) => upTo > left);
    for (const { resolve } of ready) {
      resolve();
    }
  }

  /**
   * Tells everybody who waits that it failed, and takes out what they then must not find written.
   *
   * @returns How many entries were taken out.
   */
  fail(error: unknown): number {
    const before = this.#entries.length;
    this.#keep(({ withdrawable }) => !withdrawable);
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const { reject } of waiters) {
      reject(error);
    }
    return before - this.#entries.length;
  }

  #keep(wanted: (entry: Entry) => boolean): void {
    this.#entries = this.#entries.filter(wanted);
    this.#characters = this.#entries.reduce((sum, { rendered }) => sum + rendered.length, 0);
  }
}
