import type { WaitingEvent } from './waiting-event.js';

/** Characters of lines that may wait to be written, however few events they are. */
const MOST_CHARACTERS = 32 * 1024 * 1024;

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
  #entries: WaitingEvent[] = [];
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

  /** Whether no more fits in than is there. */
  get isHalfFull(): boolean {
    return this.#entries.length * 2 >= this.#maxEntries || this.#characters * 2 >= MOST_CHARACTERS;
  }

  /** Whether it cannot wait: somebody waits for it, or little more fits in. */
  get isPressing(): boolean {
    return this.#waiters.length > 0 || this.isHalfFull;
  }

  /** @returns `false` when it is full. */
  add(entry: WaitingEvent): boolean {
    const characters = this.#characters + entry.characters;
    if (this.#entries.length >= this.#maxEntries || characters > MOST_CHARACTERS) {
      return false;
    }
    this.#entries.push(entry);
    this.#characters = characters;
    this.#added += 1;
    return true;
  }

  /** @returns What waits now. */
  snapshot(): readonly WaitingEvent[] {
    return [...this.#entries];
  }

  /** Resolves when everything that was added so far is written. */
  wait(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiters.push({ upTo: this.#added, resolve, reject });
    });
  }

  /** Takes out what was written, and tells those who waited for it. */
  done(written: readonly WaitingEvent[]): void {
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

  #keep(wanted: (entry: WaitingEvent) => boolean): void {
    this.#entries = this.#entries.filter(wanted);
    this.#characters = this.#entries.reduce((sum, { characters }) => sum + characters, 0);
  }
}
