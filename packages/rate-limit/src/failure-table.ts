import type { Lock, LockoutPolicy, LockState } from '@gatehouse/core';
import type { ElapsedMs } from './elapsed-time.js';
import type { FailureState } from './failure-state.js';
import { lockedFor, lockStateOf, withFailure } from './failure-state.js';
import { SlotTable } from './slot-table.js';

/** More than any time since the start of a store, so that one more failure outweighs every age. */
const AGES = 2 ** 42;

/**
 * Names of failures hold what strangers claim, cut from request headers, and V8 keeps the whole of
 * a text alive for the sake of a part. What is read from JSON is a text of its own.
 */
function copyOf(name: string): string {
  return String(JSON.parse(JSON.stringify(name)));
}

/** States by the name of their bucket, a bounded number of them. */
class StateTable<State> {
  readonly #states: State[] = [];
  readonly #slots: SlotTable;

  constructor(maxBuckets: number, worth: (state: State | undefined) => number) {
    this.#slots = new SlotTable(maxBuckets, (slot) => worth(this.#states[slot]));
  }

  get(bucket: string): State | undefined {
    const slot = this.#slots.find(bucket);
    return slot === undefined ? undefined : this.#states[slot];
  }

  set(bucket: string, state: State): void {
    this.#states[this.#slots.find(bucket) ?? this.#slots.claim(copyOf(bucket))] = state;
  }

  delete(bucket: string): void {
    this.#slots.release(bucket);
  }

  *entries(): Generator<[string, State]> {
    for (const [bucket, slot] of this.#slots.entries()) {
      const state = this.#states[slot];
      if (state !== undefined) {
        yield [bucket, state];
      }
    }
  }
}

type Failing = FailureState & { readonly kind: 'failing' };
type Locked = FailureState & { readonly kind: 'locked' };

/**
 * The failures of all buckets. Locks lie in a table of their own, where no number of buckets that
 * merely fail can push them out.
 */
export class FailureTable {
  readonly #failing: StateTable<Failing>;
  readonly #locked: StateTable<Locked>;
  #now: ElapsedMs = 0;

  /** @param maxBuckets - Of each table. */
  constructor(maxBuckets: number) {
    // What is over goes first, then the fewest failures, and of these the oldest.
    this.#failing = new StateTable(maxBuckets, (state) => {
      const last = state?.times.at(-1);
      return state === undefined || last === undefined || last + state.lockoutMs <= this.#now
        ? 0
        : state.times.length * AGES + last;
    });
    // The lock that ends first.
    this.#locked = new StateTable(maxBuckets, (state) => {
      return state === undefined ? 0 : state.at + state.lockoutMs;
    });
  }

  fail(bucket: string, policy: LockoutPolicy, now: ElapsedMs): LockState {
    this.#now = now;
    const state = withFailure(this.#stateOf(bucket), policy, now);
    if (state.kind === 'locked') {
      this.#failing.delete(bucket);
      this.#locked.set(bucket, state);
    } else {
      this.#locked.delete(bucket);
      this.#failing.set(bucket, state);
    }
    return lockStateOf(state, policy, now);
  }

  lockState(bucket: string, policy: LockoutPolicy, now: ElapsedMs): LockState {
    return lockStateOf(this.#stateOf(bucket), policy, now);
  }

  /** @returns Whether there was anything that still counted. */
  clear(bucket: string, now: ElapsedMs): boolean {
    const state = this.#stateOf(bucket);
    this.#failing.delete(bucket);
    this.#locked.delete(bucket);
    if (state?.kind === 'locked') {
      return lockedFor(state, now) > 0;
    }
    const last = state?.times.at(-1);
    return state !== undefined && last !== undefined && now - last < state.lockoutMs;
  }

  locks(now: ElapsedMs): readonly Lock[] {
    const locks: Lock[] = [];
    for (const [bucket, state] of this.#locked.entries()) {
      const retryAfterMs = lockedFor(state, now);
      if (retryAfterMs > 0) {
        locks.push({ bucket, failures: state.failures, retryAfterMs });
      }
    }
    return locks;
  }

  #stateOf(bucket: string): FailureState | undefined {
    return this.#locked.get(bucket) ?? this.#failing.get(bucket);
  }
}
