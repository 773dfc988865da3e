import { type Outcome, toolError } from '../tool-error.js';
import type { EventItem } from './event-item.js';

/** A page of what happened, newest first. */
export interface EventPage {
  readonly items: readonly EventItem[];
  readonly nextCursor?: string;
}

const CURSOR = /^(\d{1,16})-(\d{1,6})$/;

/**
 * Takes a page. The cursor names the last time that was shown, and how many events of that time were:
 * what happens meanwhile shifts nothing.
 *
 * @param items - Newest first.
 */
export function pageOf(
  items: readonly EventItem[],
  cursor: string | undefined,
  limit: number,
): Outcome<EventPage> {
  const from = startOf(items, cursor);
  if (from === undefined) {
    const message = 'This cursor is not one of this tool.';
    return { ok: false, error: toolError('stale_cursor', message, 'Ask again without a cursor.') };
  }
  const page = items.slice(from, from + limit);
  const last = page.at(-1);
  const isMore = from + limit < items.length;
  if (last === undefined || !isMore) return { ok: true, value: { items: page } };
  const shown = items.slice(0, from + limit).filter(({ at }) => at === last.at).length;
  return { ok: true, value: { items: page, nextCursor: `${last.at}-${shown}` } };
}

function startOf(items: readonly EventItem[], cursor: string | undefined): number | undefined {
  if (cursor === undefined) return 0;
  const [, at, shown] = CURSOR.exec(cursor) ?? [];
  if (at === undefined) return undefined;
  const first = items.findIndex((item) => item.at <= Number(at));
  if (first < 0) return items.length;
  return items[first]?.at === Number(at) ? first + Number(shown) : first;
}
