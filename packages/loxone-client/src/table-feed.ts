import {
  decodeDaytimerTable,
  decodeWeatherTable,
  iterateTextTable,
  iterateValueTable,
  MESSAGE_KIND,
  type MessageKind,
  type TableOptions,
} from '@gatehouse/loxone-protocol';
import type { StateEvent } from './home-memory.js';
import type { LoxoneLogger, Timers } from './ports.js';

/** What a feed needs. */
export interface TableFeedOptions {
  readonly timers: Timers;
  readonly logger: LoxoneLogger;
  /** Takes one slice of events. */
  readonly apply: (events: readonly StateEvent[], sequence: number) => void;
}

interface Table {
  readonly events: Iterator<StateEvent, void>;
  readonly sequence: number;
  readonly slice: number;
}

interface Waiter {
  /** How many tables must be worked off. */
  readonly mark: number;
  readonly resolve: () => void;
}

/**
 * Events per slice, small enough to take well under 10 ms on a slow machine. Texts may be JSON of
 * some kilobytes each.
 */
export const SLICE = { values: 200, texts: 25 } as const;

/**
 * Works event tables off in the order in which they came, a slice at a time: a first dump holds
 * tens of thousands of states, and the event loop must serve others in between.
 */
export class TableFeed {
  readonly #options: TableFeedOptions;
  readonly #tables: Table[] = [];
  readonly #waiters: Waiter[] = [];
  readonly #begun = new AbortController();
  /** How many tables were worked off since the feed was made. */
  #done = 0;
  #scheduled = false;
  #stopped = false;

  constructor(options: TableFeedOptions) {
    this.#options = options;
  }

  /** Aborts, in the sense of "enough waiting", when the first table has come. */
  get begun(): AbortSignal {
    return this.#begun.signal;
  }

  /** Takes a table; kinds that are not tables are ignored. */
  push(kind: MessageKind, bytes: Uint8Array, sequence: number): void {
    const events = this.#read(kind, bytes);
    if (events === undefined || this.#stopped) return;
    const slice = kind === MESSAGE_KIND.values ? SLICE.values : SLICE.texts;
    this.#tables.push({ events, sequence, slice });
    this.#begun.abort();
    // A lone small table is worked off at once: waiting would only delay what the house tells.
    if (!this.#scheduled) this.#work();
  }

  /**
   * Resolves when all tables that have come so far are worked off, or the feed was stopped. Tables
   * that come later do not count: a busy house would never be waited out.
   */
  drained(): Promise<void> {
    if (this.#tables.length === 0) return Promise.resolve();
    const mark = this.#done + this.#tables.length;
    return new Promise((resolve) => this.#waiters.push({ mark, resolve }));
  }

  /** Drops what is left: events of an old connection must not overwrite those of a new one. */
  stop(): void {
    this.#stopped = true;
    this.#done += this.#tables.length;
    this.#tables.length = 0;
    this.#settle();
  }

  #work(): void {
    this.#scheduled = false;
    const table = this.#tables[0];
    if (table === undefined) return;
    const events = takeUpTo(table.slice, table.events);
    const finished = events.length < table.slice;
    if (finished) this.#tables.shift();
    if (events.length > 0) this.#options.apply(events, table.sequence);
    if (finished) this.#done += 1;
    this.#settle();
    if (this.#tables.length > 0) this.#schedule();
  }

  #schedule(): void {
    this.#scheduled = true;
    this.#options.timers.soon(() => this.#work());
  }

  /** Waiters stand in the order of their marks. */
  #settle(): void {
    while (this.#waiters[0] !== undefined && this.#waiters[0].mark <= this.#done) {
      this.#waiters.shift()?.resolve();
    }
  }

  #read(kind: MessageKind, bytes: Uint8Array): Iterator<StateEvent, void> | undefined {
    const options: TableOptions = {
      onDamage: ({ table, offset, problem }) =>
        this.#options.logger.warn('damaged event table', { table, offset, problem }),
    };
    if (kind === MESSAGE_KIND.values) return readValues(bytes, options);
    if (kind === MESSAGE_KIND.texts) return readTexts(bytes, options);
    if (kind === MESSAGE_KIND.daytimers) return readObjects(decodeDaytimerTable(bytes, options));
    if (kind === MESSAGE_KIND.weather) return readObjects(decodeWeatherTable(bytes, options));
    return undefined;
  }
}

function takeUpTo(count: number, events: Iterator<StateEvent, void>): readonly StateEvent[] {
  const taken: StateEvent[] = [];
  while (taken.length < count) {
    const next = events.next();
    if (next.done === true) break;
    taken.push(next.value);
  }
  return taken;
}

function* readValues(bytes: Uint8Array, options: TableOptions): Generator<StateEvent, void> {
  for (const { uuid, value } of iterateValueTable(bytes, options)) yield { uuid, raw: value };
}

function* readTexts(bytes: Uint8Array, options: TableOptions): Generator<StateEvent, void> {
  for (const { uuid, text, truncated } of iterateTextTable(bytes, options)) {
    // Half a text would be a wrong one; the old value is merely old.
    if (truncated !== true) yield { uuid, raw: text };
  }
}

function* readObjects(
  events: readonly { readonly uuid: string; readonly truncated?: true }[],
): Generator<StateEvent, void> {
  for (const { uuid, truncated, ...raw } of events) {
    if (truncated !== true) yield { uuid, raw };
  }
}
