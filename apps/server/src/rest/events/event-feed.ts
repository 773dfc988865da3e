import { randomUUID } from 'node:crypto';
import { type Clock, type Logger, silentLogger, systemClock } from '@gatehouse/core';
import type { ControlId, HomeChange, LoxoneHome } from '@gatehouse/loxone-controls';
import { type After, createNewsFilter, defaultDeadBand } from '@gatehouse/loxone-tools';
import type { McpOffers } from '../../mcp/offers.js';
import { EventRing, type HouseEvent } from './event-ring.js';
import { createStateReader } from './state-reader.js';
import { systemAfter } from './system-after.js';

/** How much the feed holds back and keeps. */
export interface FeedLimits {
  /** How long changes are gathered, milliseconds. Default: 250. */
  readonly gatherMs?: number;
  /** Most devices told of after each gathering. Default: 50, so 200 a second. */
  readonly mostAtOnce?: number;
  /** Most events that are kept for clients that come back. Default: 1,000. */
  readonly kept?: number;
  /** How long it goes on after the last client has gone, milliseconds. Default: 5 minutes. */
  readonly lingerMs?: number;
  /** Most streams at once, and of one key. Default: 200 and 16. */
  readonly streams?: number;
  readonly streamsPerKey?: number;
}

/** What a feed is made of. */
export interface FeedParts {
  readonly home: LoxoneHome;
  readonly offers: Pick<McpOffers, 'tools'>;
  readonly clock?: Clock;
  readonly after?: After;
  readonly logger?: Logger;
  readonly limits?: FeedLimits;
}

/** A stream that listens. */
export interface FeedListener {
  readonly principalId: string;
  hear(event: HouseEvent): void;
  /** The server ends. */
  end(): void;
}

/** What happens in the house, gathered once for everybody who listens. Who sees what is the listeners' matter. */
export interface EventFeed {
  /** Whether one more stream of this key may begin. */
  hasRoomFor(principalId: string): boolean;
  /** @returns A function that ends it. */
  listen(listener: FeedListener): () => void;
  /** @returns What came after an event; `undefined` where that is not known any more. */
  since(id: string): readonly HouseEvent[] | undefined;
  /** Names the present moment for {@link EventFeed.since}. */
  latest(): string;
  /** Ends all streams, and listening to the house. */
  close(): void;
}

const DEFAULTS = {
  gatherMs: 250,
  mostAtOnce: 50,
  kept: 1000,
  lingerMs: 5 * 60_000,
  streams: 200,
  streamsPerKey: 16,
} as const satisfies Required<FeedLimits>;

/** Makes a feed; it is silent, and costs nothing, until somebody listens. */
export function createEventFeed(parts: FeedParts): EventFeed {
  const { home, clock = systemClock, after = systemAfter, logger = silentLogger } = parts;
  const limits = { ...DEFAULTS, ...parts.limits };
  const ring = new EventRing(randomUUID().slice(0, 8), limits.kept);
  const reader = createStateReader(parts);
  const listeners = new Set<FeedListener>();
  const moved = new Map<ControlId, Set<string>>();
  let news = createNewsFilter(defaultDeadBand);
  let awake: { readonly end: () => void } | undefined;
  let cancelGathering: (() => void) | undefined;
  let cancelSleep: (() => void) | undefined;
  let isTelling = false;
  let isClosed = false;

  function tell(event: Omit<HouseEvent, 'id'>): void {
    const told = ring.add({
      ...event,
      data: { at: new Date(clock.now()).toISOString(), ...event.data },
    });
    for (const listener of listeners) listener.hear(told);
  }

  function hear(change: HomeChange): void {
    switch (change.type) {
      case 'states':
        for (const one of change.changes) {
          if (news.isNews(one)) noteMoved(one.control, one.state.name);
        }
        gather();
        return;
      case 'structure':
        reader.forget();
        tell({ type: 'structure', data: { version: home.info()?.structureVersion ?? '' } });
        return;
      case 'status': {
        const { phase, problem, since } = change.status;
        const data = {
          phase,
          since: new Date(since).toISOString(),
          ...(problem !== undefined && { problem }),
        };
        tell({ type: 'connection', data });
      }
    }
  }

  function noteMoved(control: ControlId, state: string): void {
    const states = moved.get(control) ?? new Set<string>();
    states.add(state);
    moved.set(control, states);
  }

  /** Whatever moves in the meantime is told of once. */
  function gather(): void {
    if (moved.size === 0 || cancelGathering !== undefined || isTelling || isClosed) return;
    cancelGathering = after(limits.gatherMs, () => {
      cancelGathering = undefined;
      void tellMoved();
    });
  }

  /** The first of them: those that wait longest. What is left over waits for the next time. */
  async function tellMoved(): Promise<void> {
    const some = [...moved].slice(0, limits.mostAtOnce);
    for (const [control] of some) moved.delete(control);
    isTelling = true;
    try {
      const devices = await reader.read(some.map(([control]) => control));
      for (const device of devices) {
        const changed = [...(new Map(some).get(device.id) ?? [])];
        tell({ type: 'state', control: device.id, data: { ...device, changed } });
      }
    } catch (error) {
      const name = error instanceof Error ? error.name : typeof error;
      logger.error('Events could not be made of changes', { error: name });
    } finally {
      isTelling = false;
      gather();
    }
  }

  function wake(): void {
    cancelSleep?.();
    cancelSleep = undefined;
    awake ??= { end: home.onChange(hear) };
  }

  function sleep(): void {
    cancelSleep = undefined;
    awake?.end();
    awake = undefined;
    cancelGathering?.();
    cancelGathering = undefined;
    moved.clear();
    reader.forget();
    news = createNewsFilter(defaultDeadBand);
    // What happens from now on is not heard, so nobody may think to have heard it all.
    ring.interrupt();
  }

  return {
    hasRoomFor(principalId) {
      const own = [...listeners].filter((listener) => listener.principalId === principalId).length;
      return !isClosed && listeners.size < limits.streams && own < limits.streamsPerKey;
    },
    listen(listener) {
      if (isClosed) {
        listener.end();
        return () => undefined;
      }
      wake();
      listeners.add(listener);
      return () => {
        if (!listeners.delete(listener) || listeners.size > 0 || isClosed) return;
        cancelSleep = after(limits.lingerMs, sleep);
      };
    },
    since: (id) => (awake === undefined ? undefined : ring.since(id)),
    latest: () => ring.latest(),
    close() {
      isClosed = true;
      cancelSleep?.();
      sleep();
      for (const listener of [...listeners]) listener.end();
      listeners.clear();
    },
  };
}
