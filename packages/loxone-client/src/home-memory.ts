import { isDeepStrictEqual } from 'node:util';
import {
  decodeState,
  type HomeChange,
  type HomeState,
  type HomeStateChange,
  type HomeStatus,
} from '@gatehouse/loxone-controls';
import type { Clock } from '@gatehouse/loxone-protocol';
import type { House, StateSlot } from './house.js';
import type { LoxoneLogger } from './ports.js';

/** What an event carries: a number, a text, or the object of a daytimer or weather event. */
export type RawState = number | string | { readonly [key: string]: unknown };

/** One event of a table. */
export interface StateEvent {
  readonly uuid: string;
  readonly raw: RawState;
}

/** Hears of changes with the sequence number of the message that brought them. */
export type Watcher = (changes: readonly HomeStateChange[], sequence: number) => void;

interface Stored {
  readonly raw: RawState;
  readonly receivedAt: number;
}

/** Everything that is known of the house right now. Knows nothing of connections. */
export class HomeMemory {
  readonly #clock: Clock;
  readonly #logger: LoxoneLogger;
  readonly #stored = new Map<string, Stored>();
  readonly #listeners = new Set<(change: HomeChange) => void>();
  readonly #watchers = new Set<Watcher>();
  #house: House | undefined;
  #status: HomeStatus;

  constructor(clock: Clock, logger: LoxoneLogger) {
    this.#clock = clock;
    this.#logger = logger;
    this.#status = { phase: 'stopped', since: clock.now() };
  }

  get house(): House | undefined {
    return this.#house;
  }

  get status(): HomeStatus {
    return this.#status;
  }

  /** Sets the status; `since` stays while the phase does. */
  report(status: Omit<HomeStatus, 'since'>): void {
    const { phase, since } = this.#status;
    this.#status = { ...status, since: phase === status.phase ? since : this.#clock.now() };
    this.#emit({ type: 'status', status: this.#status });
  }

  /** Takes a new house. States that it still has keep their values until new ones come. */
  adopt(house: House): void {
    const gone = [...(this.#house?.slotsAt.keys() ?? [])].filter((id) => !house.slotsAt.has(id));
    for (const uuid of gone) this.#stored.delete(uuid);
    this.#house = house;
    this.#emit({ type: 'structure' });
  }

  /** Takes events and tells what they changed; an event that repeats a value changes nothing. */
  apply(events: readonly StateEvent[], sequence: number): void {
    const receivedAt = this.#clock.now();
    const changes = events.flatMap((event) => this.#take(event, receivedAt));
    if (changes.length === 0) return;
    for (const watcher of this.#watchers) watcher(changes, sequence);
    this.#emit({ type: 'states', changes });
  }

  /** All states of one control; empty for an unknown id. */
  states(id: string): readonly HomeState[] {
    return (this.#house?.slotsOf.get(id) ?? []).map((slot) => this.#read(slot));
  }

  /** What was last reported under a uuid, also one that no control has. */
  raw(uuid: string): RawState | undefined {
    return this.#stored.get(uuid)?.raw;
  }

  /** @returns A function that ends the subscription. */
  subscribe(listener: (change: HomeChange) => void): () => void {
    // Wrapped, so that the same function subscribed twice is called twice and ended one by one.
    const entry = (change: HomeChange): void => listener(change);
    this.#listeners.add(entry);
    return () => void this.#listeners.delete(entry);
  }

  /** @returns A function that ends the watch. */
  watch(watcher: Watcher): () => void {
    this.#watchers.add(watcher);
    return () => void this.#watchers.delete(watcher);
  }

  #take(event: StateEvent, receivedAt: number): readonly HomeStateChange[] {
    // Decoding costs more than everything else here, and on the first dump often nobody listens.
    const observed = this.#listeners.size > 0 || this.#watchers.size > 0;
    const changed = !isSame(this.#stored.get(event.uuid)?.raw, event.raw);
    const slots = observed && changed ? (this.#house?.slotsAt.get(event.uuid) ?? []) : [];
    const old = slots.map((slot) => ({ slot, before: this.#read(slot).value }));
    this.#stored.set(event.uuid, { raw: event.raw, receivedAt });
    return old.map(({ slot, before }) => ({
      control: slot.control.id,
      state: this.#read(slot),
      before,
    }));
  }

  #read(slot: StateSlot): HomeState {
    const { name, uuid, control } = slot;
    const stored = this.#stored.get(uuid);
    const received = stored === undefined ? {} : { receivedAt: stored.receivedAt };
    const raw = stored?.raw;
    if (typeof raw === 'object') return { name, value: raw, ...received };
    const temperatureUnit = this.#house?.info.temperatureUnit ?? '°C';
    const context = { details: control.details, temperatureUnit };
    return { name, ...decodeState(control.type, name, raw, context), ...received };
  }

  #emit(change: HomeChange): void {
    for (const listener of this.#listeners) {
      try {
        listener(change);
      } catch (error) {
        // One listener's defect must neither stop the others nor the connection.
        const kind = error instanceof Error ? error.name : typeof error;
        this.#logger.error('a listener of the house threw', { change: change.type, kind });
      }
    }
  }
}

/** Object.is: NaN repeated is no change. Schedules and weather are objects, new with each event. */
function isSame(before: RawState | undefined, after: RawState): boolean {
  return typeof after === 'object' ? isDeepStrictEqual(before, after) : Object.is(before, after);
}
