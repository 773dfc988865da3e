import type { RequestLimit } from '@gatehouse/core';
import type { ElapsedMs } from './elapsed-time.js';
import type { RequestWindow } from './request-window.js';
import { CELLS, joinsNewestCell } from './request-window.js';

/**
 * A row of numbers: the window's length, the newest cell's span, whether the last request was
 * refused, all counts, all ages.
 */
const SPAN = 1;
const REFUSED = 2;
const COUNTS = 3;
const AGES = COUNTS + CELLS;

/** Numbers per bucket. */
export const ROW_LENGTH: number = AGES + CELLS;

/** The arrays that all buckets share. Times of last requests do not fit 32 bits. */
export interface RequestRows {
  readonly numbers: Uint32Array;
  readonly lastAt: Float64Array;
}

/** The requests of one bucket, where they lie. */
export class RequestRow implements RequestWindow {
  readonly #rows: RequestRows;
  readonly #slot: number;
  readonly #start: number;

  constructor(rows: RequestRows, slot: number) {
    this.#rows = rows;
    this.#slot = slot;
    this.#start = slot * ROW_LENGTH;
  }

  get windowMs(): number {
    return this.#get(0);
  }

  get spanMs(): number {
    return this.#get(SPAN);
  }

  get lastAt(): ElapsedMs {
    return this.#rows.lastAt[this.#slot] ?? 0;
  }

  count(cell: number): number {
    return this.#get(COUNTS + cell);
  }

  age(cell: number): number {
    return this.#get(AGES + cell);
  }

  /** Whether nothing was admitted since something was refused. */
  get refuses(): boolean {
    return this.#get(REFUSED) === 1;
  }

  refuse(): void {
    this.#set(REFUSED, 1);
  }

  clear(): void {
    this.#rows.numbers.fill(0, this.#start, this.#start + ROW_LENGTH);
  }

  /** Counts a request that was admitted. */
  admit(limit: RequestLimit, now: ElapsedMs, cost: number): void {
    const passed = now - this.lastAt;
    if (joinsNewestCell(this, limit, now)) {
      this.#growOlder(passed, limit);
      this.#set(SPAN, this.spanMs + passed);
    } else {
      if (this.windowMs !== limit.windowMs) {
        this.#gather();
      }
      this.#growOlder(passed, limit);
      this.#beginCell(passed, limit);
    }
    this.#set(COUNTS, this.count(0) + cost);
    this.#set(0, limit.windowMs);
    this.#set(REFUSED, 0);
    this.#rows.lastAt[this.#slot] = now;
  }

  /** Puts all that was counted under another window into the newest cell. */
  #gather(): void {
    let total = 0;
    for (let cell = 0; cell < CELLS; cell += 1) {
      total += this.count(cell);
      this.#setCell(cell, 0, 0);
    }
    this.#setCell(0, total, 0);
  }

  /** Moves the ages of all cells but the newest, whose age is 0; those that are over are emptied. */
  #growOlder(passed: number, { windowMs }: RequestLimit): void {
    for (let cell = 1; cell < CELLS && passed > 0 && this.count(cell) > 0; cell += 1) {
      const age = this.age(cell) + passed;
      // Emptied at once, an age always fits its 32 bits.
      const over = age >= windowMs;
      this.#setCell(cell, over ? 0 : this.count(cell), over ? 0 : age);
    }
  }

  /** Moves all cells on by one. The one that is moved out is empty: see {@link CELLS}. */
  #beginCell(passed: number, { windowMs }: RequestLimit): void {
    for (let cell = CELLS - 1; cell > 1; cell -= 1) {
      this.#setCell(cell, this.count(cell - 1), this.age(cell - 1));
    }
    const over = passed >= windowMs;
    this.#setCell(1, over ? 0 : this.count(0), over ? 0 : passed);
    this.#setCell(0, 0, 0);
    this.#set(SPAN, 0);
  }

  #setCell(cell: number, count: number, age: number): void {
    this.#set(COUNTS + cell, count);
    this.#set(AGES + cell, age);
  }

  #get(at: number): number {
    return this.#rows.numbers[this.#start + at] ?? 0;
  }

  #set(at: number, value: number): void {
    this.#rows.numbers[this.#start + at] = value;
  }
}
