import { type Clock, type Principal, systemClock } from '@gatehouse/core';
import type { After } from '@gatehouse/loxone-tools';
import type { ConnectionBook, ConnectionEntry } from '../../http/connections.js';
import { RouteProblem } from '../../http/route-problem.js';
import type { HouseCall, LookingWay } from '../house-calls.js';
import { readStates, STATES_AT_ONCE } from '../read-states.js';
import { REST, type RestAuth } from '../rest-parts.js';
import type { EventFeed } from './event-feed.js';
import { devicesOf, type EventFilter, type EventSight } from './event-filter.js';
import type { HouseEvent } from './event-ring.js';
import { type EndReason, type KeyWatch, watchKey } from './key-watch.js';
import { systemAfter } from './system-after.js';

/** Something for the client. */
export type StreamItem =
  | {
      readonly type: HouseEvent['type'] | 'snapshot' | 'overflow' | 'end';
      /** Where the client goes on later; absent while it is not at any one place. */
      readonly id?: string;
      readonly data: Readonly<Record<string, unknown>>;
    }
  | { readonly type: 'keep-alive' };

/** What streams are made of. */
export interface StreamParts extends EventSight {
  readonly auth: Pick<RestAuth, 'keys' | 'onRevoked'>;
  readonly feed: EventFeed;
  readonly connections: ConnectionBook;
  readonly clock?: Clock | undefined;
  readonly after?: After | undefined;
}

/** Who listens, to what, and from where on. */
export interface StreamAsk {
  readonly call: HouseCall;
  readonly filter: EventFilter;
  readonly lastEventId: string | undefined;
}

/** A silent connection is taken for a dead one by what lies between, milliseconds. */
const KEEP_ALIVE_MS = 15_000;

/** Most events that wait for a slow client; more are thrown away, and it gets a new snapshot. */
const MOST_WAITING = 256;

/** What a caller sees of the house, now and as it changes. */
export type ItemStream = AsyncGenerator<StreamItem, void, void>;

/**
 * Opens a stream. It is pulled, so a client that reads slowly makes it wait and not grow. It ends when
 * the client goes, when its key is changed, revoked or expires, or when somebody ends it.
 *
 * @throws RouteProblem where the filter is wrong, or there are too many streams already.
 */
export async function openEventStream(parts: StreamParts, ask: StreamAsk): Promise<ItemStream> {
  const { principal } = ask.call;
  if (principal === undefined) throw new RouteProblem(401, 'key-missing', 'Send an API key.');
  if (!parts.feed.hasRoomFor(principal.id)) throw tooMany();
  // Asked before anything is sent, so that a wrong filter is an error and not an empty stream.
  await devicesOf(ask.filter, parts, wayOf(ask));
  return new EventStream(parts, ask, principal).items();
}

function wayOf({ call }: StreamAsk): LookingWay {
  return { action: REST.events, call, place: 'query' };
}

class EventStream {
  readonly #parts: StreamParts;
  readonly #ask: StreamAsk;
  readonly #principal: Principal;
  readonly #after: After;
  #waiting: HouseEvent[] = [];
  #hasOverflowed = false;
  #wantsSnapshot = true;
  #mustLook = true;
  #ended: EndReason | undefined;
  #wake: (() => void) | undefined;
  #release: (() => void) | undefined;
  #devices: ReadonlySet<string> = new Set();

  constructor(parts: StreamParts, ask: StreamAsk, principal: Principal) {
    this.#parts = parts;
    this.#ask = ask;
    this.#principal = principal;
    this.#after = parts.after ?? systemAfter;
  }

  /** Everything is begun with the first item, and ended with the last one. */
  async *items(): ItemStream {
    const { feed, auth, clock = systemClock } = this.#parts;
    const { signal } = this.#ask.call;
    const { lastEventId } = this.#ask;
    const end = (reason: EndReason): void => this.#end(reason);
    const gone = (): void => end('client-gone');
    const missed = lastEventId === undefined ? undefined : feed.since(lastEventId);
    this.#wantsSnapshot = missed === undefined;
    this.#waiting.push(...(missed ?? []));
    const stopListening = feed.listen({
      principalId: this.#principal.id,
      hear: (event) => this.#hear(event),
      end: () => end('server-stops'),
    });
    const entry = this.#enter();
    const key = watchKey(this.#principal, { auth, clock, after: this.#after, end });
    signal.addEventListener('abort', gone, { once: true });
    this.#release = () => {
      signal.removeEventListener('abort', gone);
      stopListening();
      key.stop();
      entry.closed();
    };
    if (signal.aborted) gone();
    if (this.#ended !== undefined) this.#release();
    try {
      yield* this.#flow(key, entry);
      if (this.#ended !== 'client-gone') yield { type: 'end', data: { reason: this.#ended } };
    } finally {
      this.#release();
    }
  }

  async *#flow(key: KeyWatch, entry: ConnectionEntry): ItemStream {
    while (this.#ended === undefined) {
      if (key.isInDoubt()) await key.settled();
      else if (this.#mustLook) await this.#look();
      else if (this.#hasOverflowed) {
        this.#hasOverflowed = false;
        this.#wantsSnapshot = true;
        yield { type: 'overflow', data: { most: MOST_WAITING } };
      } else if (this.#wantsSnapshot) yield* this.#snapshot(key);
      else if (this.#waiting.length > 0) {
        const event = this.#next();
        if (event !== undefined) yield event;
      } else if (!(await this.#something())) {
        entry.seen();
        yield { type: 'keep-alive' };
      }
    }
  }

  /** @returns Nothing, where the next event is not for this caller. */
  #next(): StreamItem | undefined {
    const event = this.#waiting.shift();
    if (event === undefined) return undefined;
    const { type, id, control, data } = event;
    return control === undefined || this.#devices.has(control) ? { type, id, data } : undefined;
  }

  /** In pieces: the whole of a large house is never in memory for a client that does not read. */
  async *#snapshot(key: KeyWatch): ItemStream {
    const { feed, home, calls } = this.#parts;
    const mustStop = (): boolean => this.#ended !== undefined || this.#mustLook || key.isInDoubt();
    this.#waiting = [];
    // Read after this, so what is told from here on may be told twice and is never missed.
    const id = feed.latest();
    const ids = [...this.#devices];
    const total = ids.length;
    for (let from = 0; from === 0 || from < total; from += STATES_AT_ONCE) {
      const some = ids.slice(from, from + STATES_AT_ONCE);
      const read = await readStates(some, 'main', calls, wayOf(this.#ask)).catch(noStates);
      // It is begun anew once it is clear what there is to see.
      if (mustStop()) return;
      const isLast = from + STATES_AT_ONCE >= total;
      const { phase } = home.status();
      const { devices } = read;
      if (isLast) this.#wantsSnapshot = false;
      yield { type: 'snapshot', ...(isLast && { id }), data: { from, total, phase, devices } };
      if (mustStop()) return;
    }
  }

  #hear(event: HouseEvent): void {
    // Both can change what there is to see: a house that was never known, or another one.
    if (event.type !== 'state') this.#mustLook = true;
    if (this.#hasOverflowed) return;
    if (this.#waiting.length >= MOST_WAITING) {
      this.#hasOverflowed = true;
      this.#waiting = [];
    } else {
      this.#waiting.push(event);
    }
    this.#rouse();
  }

  #end(reason: EndReason): void {
    this.#ended ??= reason;
    this.#waiting = [];
    // Not when the client next reads, which may be never.
    this.#release?.();
    this.#rouse();
  }

  #rouse(): void {
    this.#wake?.();
    this.#wake = undefined;
  }

  /** @returns Whether something came, and not just time went by. */
  #something(): Promise<boolean> {
    return new Promise((resolve) => {
      const cancel = this.#after(KEEP_ALIVE_MS, () => {
        this.#wake = undefined;
        resolve(false);
      });
      this.#wake = () => {
        cancel();
        resolve(true);
      };
    });
  }

  /** What the caller sees by now. What they named and do not see any more is not there. */
  async #look(): Promise<void> {
    this.#mustLook = false;
    try {
      this.#devices = await devicesOf(this.#ask.filter, this.#parts, wayOf(this.#ask));
    } catch (error) {
      if (!(error instanceof RouteProblem)) throw error;
      this.#devices = new Set();
    }
  }

  /** Shows it to the owner, who may end it. */
  #enter(): ConnectionEntry {
    const { address, userAgent } = this.#ask.call.context;
    return this.#parts.connections.add({
      kind: 'events',
      principal: this.#principal,
      ...(address !== undefined && { address }),
      ...(userAgent !== undefined && { client: cleaned(userAgent) }),
      end: () => this.#end('ended'),
    });
  }
}

/** A device that has just gone is told of by the next look. */
function noStates(error: unknown): { readonly devices: readonly [] } {
  if (error instanceof RouteProblem) return { devices: [] };
  throw error;
}

function tooMany(): RouteProblem {
  return new RouteProblem(429, 'too-many-streams', 'Too many streams are open. End one first.', {
    retryAfterSeconds: 30,
  });
}

/** What a client says that it is, on one line and cut. */
function cleaned(text: string): string {
  return text.replaceAll(/[^\x21-\x7e]+/g, ' ').slice(0, 120);
}
