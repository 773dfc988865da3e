import type { AuditEntry, AuditPage } from '../../wire/index.js';

/** What of the trail is on the screen, and what waits to be. Newest first, without doubles. */
export interface Trail {
  readonly shown: readonly AuditEntry[];
  /** Has come in while the reader was reading. */
  readonly waiting: readonly AuditEntry[];
  /** For `before` of the next page; absent at the end. */
  readonly next?: number;
}

/** A page that is left open for weeks keeps so many records, and asks for the older ones again. */
const MOST_SHOWN = 2000;
const MOST_WAITING = 500;

/** Before anything was read. */
export const NO_TRAIL: Trail = { shown: [], waiting: [] };

/** The first page. */
export function trailOf(page: AuditPage): Trail {
  return { shown: merged([], page.records), waiting: [], ...nextOf(page.next) };
}

/** With the next older page below. */
export function withOlder(trail: Trail, page: AuditPage): Trail {
  return {
    shown: merged(trail.shown, page.records),
    waiting: trail.waiting,
    ...nextOf(page.next),
  };
}

/**
 * A record has come in.
 *
 * @param isHeld - Whether the reader is reading: then it waits, so that nothing moves.
 */
export function withArrived(trail: Trail, record: AuditEntry, isHeld: boolean): Trail {
  if (trail.shown.some(({ sequence }) => sequence === record.sequence)) return trail;
  const waiting = merged(trail.waiting, [record]);
  if (isHeld) return { ...trail, waiting: waiting.slice(0, MOST_WAITING) };
  return withWaiting({ ...trail, waiting });
}

/** What has waited comes on top. */
export function withWaiting(trail: Trail): Trail {
  const all = merged(trail.waiting, trail.shown);
  const shown = all.slice(0, MOST_SHOWN);
  const next = shown.length < all.length ? shown.at(-1)?.sequence : trail.next;
  return { shown, waiting: [], ...nextOf(next) };
}

/**
 * Whether so much waits that some of it was let go: then the top of the trail has to be read again.
 */
export function hasOverflown({ waiting }: Trail): boolean {
  return waiting.length >= MOST_WAITING;
}

function merged(some: readonly AuditEntry[], others: readonly AuditEntry[]): readonly AuditEntry[] {
  const known = new Map([...some, ...others].map((record) => [record.sequence, record]));
  return [...known.values()].sort((a, b) => b.sequence - a.sequence);
}

function nextOf(next: number | undefined): { readonly next?: number } {
  return next === undefined ? {} : { next };
}
