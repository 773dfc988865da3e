import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { LiveEvent } from '../wire/index.js';

/** What a `changed` event can name. */
export type Changed = Extract<LiveEvent, { type: 'changed' }>['what'];
type EventOf<Type extends LiveEvent['type']> = Extract<LiveEvent, { type: Type }>;

/** How the stream stands. `waiting`: it broke and is tried again soon. */
export type LiveState = 'off' | 'connecting' | 'live' | 'waiting';

/** As much of EventSource as is used. */
export interface LiveSource {
  addEventListener(type: string, listener: (event: { readonly data?: unknown }) => void): void;
  close(): void;
}

/** What the stream takes from around it. */
export interface LiveOptions {
  readonly open: () => LiveSource;
  /** Calls `act` after `ms`. @returns A function that gives it up. */
  readonly after: (ms: number, act: () => void) => () => void;
  /** 0 ≤ x < 1. */
  readonly random?: () => number;
  /** Not even a beginning was made: a stream does not say whether that is for want of a session. */
  readonly onRefused?: () => void;
}

/** News from the server as they happen. */
export interface Live {
  readonly state: ReadonlySignal<LiveState>;
  /** A number that grows whenever this changed: read it, and ask again when it is another. */
  version(what: Changed): ReadonlySignal<number>;
  /** Calls `listener` with every event of the type. @returns A function that ends it. */
  on<Type extends LiveEvent['type']>(
    type: Type,
    listener: (event: EventOf<Type>) => void,
  ): () => void;
  start(): void;
  stop(): void;
}

const CHANGED: readonly Changed[] = ['keys', 'approvals', 'connections', 'limits', 'health'];
const TYPES: readonly LiveEvent['type'][] = ['audit', 'changed', 'control'];
const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 30_000;
/** A burst of changes is one change. */
const GATHER = 250;

function parse(data: unknown): LiveEvent | undefined {
  if (typeof data !== 'string') return undefined;
  try {
    return JSON.parse(data) as LiveEvent;
  } catch {
    return undefined;
  }
}

/** Makes the stream; it is `off` until it is started. */
export function createLive(options: LiveOptions): Live {
  const { open, after, random = Math.random, onRefused } = options;
  const state = signal<LiveState>('off');
  const versions = new Map<Changed, Signal<number>>(CHANGED.map((what) => [what, signal(0)]));
  const listeners = new Map<string, Set<(event: LiveEvent) => void>>();
  const gathered = new Set<Changed>();
  let source: LiveSource | undefined;
  let giveUp: (() => void) | undefined;
  let endGathering: (() => void) | undefined;
  let failures = 0;
  let wasOpen = false;

  function versionOf(what: Changed): Signal<number> {
    const known = versions.get(what) ?? signal(0);
    versions.set(what, known);
    return known;
  }

  function publishChanges(): void {
    endGathering = undefined;
    const all = [...gathered];
    gathered.clear();
    for (const what of all) versionOf(what).value += 1;
  }

  function gather(what: Changed): void {
    gathered.add(what);
    endGathering ??= after(GATHER, publishChanges);
  }

  function take(data: unknown): void {
    const event = parse(data);
    if (event === undefined) return;
    if (event.type === 'changed') gather(event.what);
    for (const listener of listeners.get(event.type) ?? []) listener(event);
  }

  function opened(): void {
    failures = 0;
    state.value = 'live';
    // What happened while the stream was broken is not told again.
    if (wasOpen) for (const what of CHANGED) gather(what);
    wasOpen = true;
  }

  function broke(): void {
    source?.close();
    source = undefined;
    if (state.peek() === 'off') return;
    if (state.peek() === 'connecting') onRefused?.();
    state.value = 'waiting';
    const pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** failures);
    failures += 1;
    giveUp = after(pause * (0.5 + random() / 2), connect);
  }

  function connect(): void {
    giveUp = undefined;
    state.value = 'connecting';
    const own = open();
    source = own;
    const whenCurrent = (act: (event: { readonly data?: unknown }) => void) => {
      return (event: { readonly data?: unknown }) => {
        if (source === own) act(event);
      };
    };
    own.addEventListener('open', whenCurrent(opened));
    own.addEventListener('error', whenCurrent(broke));
    for (const type of TYPES)
      own.addEventListener(
        type,
        whenCurrent(({ data }) => take(data)),
      );
  }

  return {
    state,
    version: versionOf,
    on(type, listener) {
      const set = listeners.get(type) ?? new Set();
      listeners.set(type, set);
      const any = listener as (event: LiveEvent) => void;
      set.add(any);
      return () => void set.delete(any);
    },
    start() {
      if (state.peek() === 'off') connect();
    },
    stop() {
      state.value = 'off';
      giveUp?.();
      endGathering?.();
      endGathering = undefined;
      gathered.clear();
      source?.close();
      source = undefined;
      wasOpen = false;
      failures = 0;
    },
  };
}
