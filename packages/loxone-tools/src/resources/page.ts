import { readCursor, writeCursor } from '../search/cursor.js';
import { type Outcome, toolError } from '../tool-error.js';
import type { Body, Row } from './body.js';

/** Rows of a page where the reader does not say. */
const DEFAULT_LIMIT = 100;

/** Most rows of a page. */
const MAX_LIMIT = 500;

/** What the query of a URI asks for. */
export interface PageRequest {
  readonly fields?: string;
  readonly limit?: string;
  readonly cursor?: string;
}

/**
 * Cuts a body to the page and the fields that were asked for.
 *
 * @param list - Tells one list from another, so that a cursor of one is none of another.
 */
export function pageOf(
  body: Exclude<Body, { kind: 'text' }>,
  request: PageRequest,
  list: string,
): Outcome<Row> {
  const pick = fieldPicker(request.fields);
  if (body.kind === 'object') return { ok: true, value: pick(body.value) };
  const limit = readLimit(request.limit);
  if (!limit.ok) return limit;
  const from = readCursor(request.cursor, list);
  if (!from.ok) return from;
  const end = Math.min(from.value + limit.value, body.total);
  return {
    ok: true,
    value: {
      ...body.head,
      [body.key]: body.rows(from.value, end).map(pick),
      total: body.total,
      ...(end < body.total && { next_cursor: writeCursor(end, list) }),
    },
  };
}

function readLimit(text: string | undefined): Outcome<number> {
  if (text === undefined) return { ok: true, value: DEFAULT_LIMIT };
  const limit = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (limit >= 1 && limit <= MAX_LIMIT) return { ok: true, value: limit };
  return {
    ok: false,
    error: toolError('out_of_range', `limit must be 1–${MAX_LIMIT}.`, 'Correct it and read again.'),
  };
}

/** Rows differ in what they have, so a name that a row does not have is no mistake. */
function fieldPicker(fields: string | undefined): (row: Row) => Row {
  const wanted = new Set((fields ?? '').split(',').filter((name) => name !== ''));
  if (wanted.size === 0) return (row) => row;
  return (row) => Object.fromEntries(Object.entries(row).filter(([name]) => wanted.has(name)));
}
