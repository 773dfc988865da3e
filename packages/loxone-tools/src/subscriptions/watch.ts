import type { ControlId } from '@gatehouse/loxone-controls';
import type { After } from '../command/wait-until.js';
import { watchReads } from '../house/watch-reads.js';
import { notFound } from '../resources/define-resource.js';
import type { LoxoneResources } from '../resources/loxone-resources.js';
import type { ResourceContext, ResourceReading } from '../resources/resource.js';
import { type Outcome, toolError } from '../tool-error.js';
import { type CoalesceMs, createCoalescer } from './coalescer.js';

/** What a watch works with. */
export interface WatchParts {
  readonly resources: LoxoneResources;
  readonly mayRead: (uri: string, context: ResourceContext) => boolean;
  readonly after: After;
  readonly coalesceMs: CoalesceMs;
  /** The visible content is another one. */
  readonly changed: () => void;
}

/** One subscribed resource. */
export interface Watch {
  /** Reads it for the first time; an error when it cannot be read by this caller. */
  begin(): Promise<Outcome<undefined>>;
  /** Whether any of these controls was read for what was last shown. */
  dependsOn(controls: ReadonlySet<ControlId>): boolean;
  /** Something has changed that it may depend on: looks again soon. */
  touch(): void;
  stop(): void;
}

/** Watches one resource for one caller: reads it again when something changed, and compares. */
export function openWatch(
  uri: string,
  current: () => Promise<ResourceContext | undefined>,
  parts: WatchParts,
): Watch {
  let shown: string | undefined;
  let read: ReadonlySet<ControlId> = new Set();
  let isReading = false;
  let isStopped = false;
  const follows = parts.resources.find(uri)?.follows ?? 'nothing';
  const coalescer = createCoalescer(look, parts.coalesceMs, parts.after);

  async function readNow(): Promise<ResourceReading> {
    isReading = true;
    try {
      return await readVisible();
    } finally {
      isReading = false;
    }
  }

  async function readVisible(): Promise<ResourceReading> {
    const context = await current();
    if (context === undefined || !parts.mayRead(uri, context)) return notFound();
    const { home, controls } = watchReads(context.home);
    const reading = await parts.resources.read(uri, { ...context, home });
    read = controls;
    return reading;
  }

  /** A caller whose key cannot be asked about right now learns nothing new. */
  async function look(): Promise<void> {
    const reading = await readNow().catch(notFound);
    const content = contentOf(reading);
    if (isStopped || content === shown) return;
    shown = content;
    parts.changed();
  }

  return {
    async begin() {
      // What is not known is looked for like the rest, so that it cannot be told from what is hidden.
      if (follows === 'nothing' && parts.resources.find(uri) !== undefined) return UNFOLLOWED;
      const reading = await readNow();
      shown = contentOf(reading);
      return reading.ok ? { ok: true, value: undefined } : reading;
    },
    dependsOn(controls) {
      // Whatever moves while it is read may be in it or not.
      if (isReading || follows === 'everything') return controls.size > 0;
      const [few, many] = controls.size < read.size ? [controls, read] : [read, controls];
      for (const control of few) if (many.has(control)) return true;
      return false;
    },
    touch: () => coalescer.trigger(),
    stop() {
      isStopped = true;
      coalescer.stop();
    },
  };
}

const UNFOLLOWED: Outcome<never> = {
  ok: false,
  error: toolError(
    'not_supported',
    'This resource is read on demand and cannot be followed.',
    'Read it again when it is needed.',
  ),
};

/** Age is no content: a house that stays away is not news each time. */
function contentOf(reading: ResourceReading): string {
  if (!reading.ok) return `error ${reading.error.code}`;
  return reading.text.replace(/"(?:notice|stale_seconds)":(?:"(?:[^"\\]|\\.)*"|\d+)/g, '""');
}
