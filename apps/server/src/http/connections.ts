import { randomUUID } from 'node:crypto';
import { type Clock, type Principal, systemClock } from '@gatehouse/core';

/** Something that stays open for somebody: an assistant's session, a browser's, a stream of events. */
export interface OpenConnection {
  readonly kind: 'mcp' | 'admin' | 'events';
  readonly principal: Principal;
  readonly address?: string;
  /** What the client says that it is, cut and cleaned: `claude-code 2.1.0`. */
  readonly client?: string;
  /** Ends it for good. */
  end(): void | Promise<void>;
}

/** An open connection as lists show it. */
export interface ListedConnection extends Omit<OpenConnection, 'end'> {
  /** Public: it opens nothing. */
  readonly id: string;
  readonly openedAt: number;
  readonly lastSeenAt: number;
}

/** What the owner of a connection tells the book. */
export interface ConnectionEntry {
  readonly id: string;
  /** It was used just now. */
  seen(): void;
  /** It has ended; harmless when the book knows. */
  closed(): void;
}

/** Who is connected to this server, for the owner to see and to end. */
export class ConnectionBook {
  readonly #clock: Clock;
  readonly #open = new Map<string, { listed: ListedConnection; end: OpenConnection['end'] }>();
  readonly #listeners = new Set<() => void>();

  constructor(clock: Clock = systemClock) {
    this.#clock = clock;
  }

  add({ end, ...connection }: OpenConnection): ConnectionEntry {
    const id = randomUUID();
    const now = this.#clock.now();
    this.#open.set(id, { listed: { ...connection, id, openedAt: now, lastSeenAt: now }, end });
    this.#changed();
    return {
      id,
      seen: () => {
        const entry = this.#open.get(id);
        if (entry !== undefined) {
          entry.listed = { ...entry.listed, lastSeenAt: this.#clock.now() };
        }
      },
      closed: () => {
        if (this.#open.delete(id)) this.#changed();
      },
    };
  }

  /** @returns Those that are open, the newest first. */
  list(): readonly ListedConnection[] {
    return [...this.#open.values()].map(({ listed }) => listed).reverse();
  }

  /** @returns Whether there was one of this id. */
  async end(id: string): Promise<boolean> {
    const entry = this.#open.get(id);
    if (entry === undefined) return false;
    this.#open.delete(id);
    this.#changed();
    await entry.end();
    return true;
  }

  /** Calls `listener` after one was opened or has ended. @returns A function that ends it. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}
