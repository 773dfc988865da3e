import { type Outcome, toolError } from '../tool-error.js';

/**
 * A place in a list of hits: the offset, bound to the list. A cursor from before a change of the
 * structure, or for other arguments, would skip or repeat hits without anybody noticing.
 */
export function writeCursor(offset: number, list: string): string {
  return `${offset}-${checksum(list)}`;
}

/**
 * @param list - What the list was made of: arguments and version of the structure.
 * @returns The offset; an error when the cursor belongs to another list.
 */
export function readCursor(cursor: string | undefined, list: string): Outcome<number> {
  if (cursor === undefined) return { ok: true, value: 0 };
  const [, offset = '', sum] = /^(\d{1,6})-([0-9a-f]{8})$/.exec(cursor) ?? [];
  if (sum === checksum(list)) return { ok: true, value: Number(offset) };
  return {
    ok: false,
    error: toolError(
      'stale_cursor',
      'This cursor is not one of this list, or the house has changed since.',
      'Search again without a cursor.',
    ),
  };
}

/** FNV-1a over UTF-16 units: guards against mistakes, not against malice, and nothing hangs on it. */
function checksum(text: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, '0');
}
