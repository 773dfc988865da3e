import type { Uuid } from '@gatehouse/loxone-protocol';
import type { StateContent, StateStore } from '../house/state-store.js';
import type { Timers } from '../time.js';
import type { FaultState } from './fault-state.js';
import { encodeStates, type StateTable } from './state-tables.js';

/** More sockets than these cannot subscribe (protocol reference §3.8). */
const EVENT_SLOTS = 31;

/** Somebody who gets the states. */
export interface Subscriber {
  sendTables(tables: readonly StateTable[]): void;
  /** Which states somebody hears of who may not see all of them. */
  readonly sees?: ((uuid: Uuid) => boolean) | undefined;
}

/** What a publisher works with. */
export interface PublisherOptions {
  readonly states: () => StateStore;
  readonly timers: Timers;
  readonly coalesceMs: number;
  readonly faults: FaultState;
}

/** Sends all states to those who subscribe, and afterwards what changes, a few at a time. */
export class Publisher {
  readonly #options: PublisherOptions;
  readonly #subscribers = new Set<Subscriber>();
  #cancel: (() => void) | undefined;
  #occupied = 0;

  constructor(options: PublisherOptions) {
    this.#options = options;
  }

  get hasSlot(): boolean {
    return this.#subscribers.size + this.#occupied < EVENT_SLOTS;
  }

  /** Fault: so many places are taken by sessions that nobody sees (§7, 6 and 7). */
  occupy(slots: number): void {
    this.#occupied = slots;
  }

  /** @returns False when all slots are taken. Whoever has one already gets the dump again. */
  canSubscribe(subscriber: Subscriber): boolean {
    return this.#subscribers.has(subscriber) || this.hasSlot;
  }

  /** Sends everything; from then on changes follow. */
  subscribe(subscriber: Subscriber): void {
    this.#subscribers.add(subscriber);
    subscriber.sendTables(encodeStates(seenBy(subscriber, this.#options.states().entries())));
  }

  unsubscribe(subscriber: Subscriber): void {
    this.#subscribers.delete(subscriber);
  }

  /** Called with the first change after a flush: whatever else changes soon goes along. */
  schedule(): void {
    if (this.#cancel !== undefined) return;
    this.#cancel = this.#options.timers.after(this.#options.coalesceMs, () => this.flush());
  }

  /** Sends what has changed now. */
  flush(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    const changed = this.#options.states().takeChanged();
    if (changed.length === 0 || this.#subscribers.size === 0) return;
    if (this.#options.faults.swallowStates) return;
    // Most see everything: what they get is encoded once.
    const tables = encodeStates(changed);
    for (const subscriber of this.#subscribers) {
      subscriber.sendTables(
        subscriber.sees === undefined ? tables : encodeStates(seenBy(subscriber, changed)),
      );
    }
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#subscribers.clear();
  }
}

function seenBy(
  { sees }: Subscriber,
  entries: Iterable<readonly [Uuid, StateContent]>,
): Iterable<readonly [Uuid, StateContent]> {
  return sees === undefined ? entries : [...entries].filter(([uuid]) => sees(uuid));
}
