import type { LimitResult, RequestLimit } from '@gatehouse/core';
import type { ElapsedMs } from './elapsed-time.js';
import type { RequestRows } from './request-row.js';
import { RequestRow, ROW_LENGTH } from './request-row.js';
import { decideRequest } from './request-window.js';
import { SlotTable } from './slot-table.js';

const FIRST_SLOTS = 256;

/** More than any time since the start of a store. */
const AGES = 2 ** 42;

function emptyRows(slots: number): RequestRows {
  return { numbers: new Uint32Array(slots * ROW_LENGTH), lastAt: new Float64Array(slots) };
}

/**
 * The requests of all buckets, in two arrays instead of an object for each: 76 bytes per bucket
 * beside its name, and nothing for the garbage collector to walk.
 */
export class RequestTable {
  readonly #maxBuckets: number;
  readonly #slots: SlotTable;
  #rows: RequestRows;
  #now: ElapsedMs = 0;

  constructor(maxBuckets: number) {
    this.#maxBuckets = maxBuckets;
    this.#rows = emptyRows(Math.min(FIRST_SLOTS, maxBuckets));
    this.#slots = new SlotTable(maxBuckets, (slot) => this.#worthOf(slot));
  }

  /** Decides, and counts what is admitted, in one step. */
  take(bucket: string, limit: RequestLimit, now: ElapsedMs, cost: number): LimitResult {
    this.#now = now;
    const slot = this.#slots.find(bucket);
    const known = slot === undefined ? undefined : new RequestRow(this.#rows, slot);
    const result = decideRequest(known, limit, now, cost);
    if (result.allowed) {
      const row = known ?? this.#claimRow(bucket);
      row.admit(limit, now, cost);
    } else {
      known?.refuse();
    }
    return result;
  }

  /** What is full again is worth nothing, what refuses requests most; else the later full, the more. */
  #worthOf(slot: number): number {
    const { lastAt, windowMs, refuses } = new RequestRow(this.#rows, slot);
    const fullAt = lastAt + windowMs;
    return fullAt <= this.#now ? 0 : fullAt + (refuses ? AGES : 0);
  }

  #claimRow(bucket: string): RequestRow {
    const slot = this.#slots.claim(bucket);
    if (slot >= this.#rows.lastAt.length) {
      this.#grow();
    }
    const row = new RequestRow(this.#rows, slot);
    row.clear();
    return row;
  }

  #grow(): void {
    const grown = emptyRows(Math.min(this.#rows.lastAt.length * 2, this.#maxBuckets));
    grown.numbers.set(this.#rows.numbers);
    grown.lastAt.set(this.#rows.lastAt);
    this.#rows = grown;
  }
}
