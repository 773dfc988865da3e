import type { HomeChange, LoxoneHome } from '@gatehouse/loxone-controls';
import { type After, systemAfter } from '../command/wait-until.js';
import type { LoxoneResources } from '../resources/loxone-resources.js';
import type { ResourceContext } from '../resources/resource.js';
import { type Outcome, toolError } from '../tool-error.js';
import type { CoalesceMs } from './coalescer.js';
import { createNewsFilter, type DeadBand, defaultDeadBand } from './dead-band.js';
import { openWatch, type Watch } from './watch.js';

/** What changed for a client. */
export type SubscriptionEvent =
  | { readonly type: 'updated'; readonly uri: string }
  /** What is listed may have changed: the structure, or the caller's rights. */
  | { readonly type: 'lists'; readonly because: 'structure' | 'rights' };

/** Who subscribes, as they are now; `undefined` once they may nothing any more. */
export type CurrentContext = () => Promise<ResourceContext | undefined>;

/** How subscriptions of one connection work. */
export interface SubscriptionsOptions {
  readonly home: LoxoneHome;
  readonly resources: LoxoneResources;
  /** Whether somebody may read a resource; asked again for each notice. Default: whoever may subscribe. */
  readonly mayRead?: (uri: string, context: ResourceContext) => boolean;
  readonly emit: (event: SubscriptionEvent) => void;
  readonly after?: After;
  /** Default: 250 ms, and 2 s while changes do not end. */
  readonly coalesceMs?: CoalesceMs;
  readonly deadBand?: DeadBand;
  /** Most URIs at once. Default: 100. */
  readonly maxPerConnection?: number;
}

/** The subscriptions of one connection. */
export interface Subscriptions {
  /** Subscribing twice is subscribing once. */
  subscribe(uri: string, current: CurrentContext): Promise<Outcome<undefined>>;
  /** Unknown URIs are fine. */
  unsubscribe(uri: string): void;
  /** The caller's rights have changed: what they see may have, too. */
  rightsChanged(): void;
  readonly size: number;
  stop(): void;
}

const DEFAULT_COALESCE_MS: CoalesceMs = { first: 250, most: 2000 };
const DEFAULT_MAX = 100;

/** Watches the house for one connection; silent while nothing is subscribed and nothing new is built. */
export function createSubscriptions(options: SubscriptionsOptions): Subscriptions {
  const { home, emit, maxPerConnection = DEFAULT_MAX } = options;
  const watches = new Map<string, Watch>();
  const news = createNewsFilter(options.deadBand ?? defaultDeadBand);
  const parts = {
    resources: options.resources,
    mayRead: options.mayRead ?? (() => true),
    after: options.after ?? systemAfter,
    coalesceMs: options.coalesceMs ?? DEFAULT_COALESCE_MS,
  };
  let isStopped = false;

  const hear = (change: HomeChange): void => {
    if (change.type === 'structure') emit({ type: 'lists', because: 'structure' });
    if (watches.size === 0) return;
    if (change.type !== 'states') {
      for (const watch of watches.values()) watch.touch();
      return;
    }
    const moved = new Set(change.changes.filter(news.isNews).map(({ control }) => control));
    for (const watch of watches.values()) {
      if (watch.dependsOn(moved)) watch.touch();
    }
  };
  const end = home.onChange(hear);

  function drop(uri: string, watch: Watch): void {
    watch.stop();
    if (watches.get(uri) === watch) watches.delete(uri);
  }

  return {
    get size() {
      return watches.size;
    },
    async subscribe(uri, current) {
      if (isStopped || watches.has(uri)) return { ok: true, value: undefined };
      if (watches.size >= maxPerConnection) return tooMany(maxPerConnection);
      const watch = openWatch(uri, current, {
        ...parts,
        changed: () => emit({ type: 'updated', uri }),
      });
      // It takes its place, and hears of changes, before it is read.
      watches.set(uri, watch);
      const first = await watch.begin().catch((error: unknown) => {
        drop(uri, watch);
        throw error;
      });
      if (!first.ok) drop(uri, watch);
      return first;
    },
    unsubscribe(uri) {
      watches.get(uri)?.stop();
      watches.delete(uri);
    },
    rightsChanged() {
      emit({ type: 'lists', because: 'rights' });
      for (const watch of watches.values()) watch.touch();
    },
    stop() {
      isStopped = true;
      end();
      for (const watch of watches.values()) watch.stop();
      watches.clear();
    },
  };
}

function tooMany(most: number): Outcome<never> {
  return {
    ok: false,
    error: toolError(
      'too_many_targets',
      `A connection has at most ${most} subscriptions.`,
      'End some, or subscribe to a room instead of its devices.',
    ),
  };
}
