import type { Capability } from '@gatehouse/loxone-controls';
import { z } from 'zod';
import { defineTool, failure, type ToolCall, type ToolKit } from '../define-tool.js';
import type { HouseEntry } from '../house/house-entry.js';
import { closeEntries } from '../house/suggest.js';
import { READ_TOOL } from '../read-tool.js';
import { resolveRoom } from '../targets/resolve-room.js';
import { familySchema } from '../targets/target-schema.js';
import type { ToolDefinition, ToolResult } from '../tool.js';
import { about, MAX_CANDIDATES, type Outcome } from '../tool-error.js';
import { readCursor, writeCursor } from './cursor.js';
import { CONDITIONS, findEntries, findRooms } from './find.js';
import { forgiving, readQuery } from './rank.js';
import { NO_HITS, searchOutputSchema, searchResult } from './search-result.js';

/** Every capability by its name: the compiler sees that none is missing. */
const CAPABILITY = {
  switchable: 'switchable',
  dimmable: 'dimmable',
  colorable: 'colorable',
  moods: 'moods',
  positionable: 'positionable',
  tiltable: 'tiltable',
  stoppable: 'stoppable',
  central: 'central',
} as const satisfies { readonly [Name in Capability]: Name };

const inputSchema = z.strictObject({
  query: z.string().default('').describe('Name, room, category, kind'),
  room: z.string().optional(),
  family: familySchema.optional(),
  capability: z.enum(CAPABILITY).optional(),
  state: z.enum(CONDITIONS).optional(),
  limit: z.int().min(1, 'must be 1–100').max(100, 'must be 1–100').default(20),
  cursor: z.string().optional(),
});

type SearchArgs = z.output<typeof inputSchema>;

/** `loxone_search` */
export function searchTool(kit: ToolKit): ToolDefinition {
  return defineTool(kit, {
    name: 'loxone_search',
    title: 'Find devices',
    description:
      'Find devices and rooms, with state, by words and filters; without arguments lists all.',
    ...READ_TOOL,
    inputSchema,
    outputSchema: searchOutputSchema,
    empty: NO_HITS,
    handle: search,
  });
}

function search(args: SearchArgs, call: ToolCall): ToolResult {
  const list = JSON.stringify([{ ...args, cursor: '', limit: 0 }, call.index.version]);
  const offset = readCursor(args.cursor, list);
  if (!offset.ok) return failure(offset.error, NO_HITS);
  const pool = poolOf(args.room, call);
  if (!pool.ok) return failure(about('room', pool.error), NO_HITS);
  const { family, capability, state: condition } = args;
  const filter = { family, capability, condition };
  const query = readQuery(args.query);
  const exact = findEntries(pool.value, query, filter, call);
  const close =
    exact.length === 0 ? findEntries(pool.value, forgiving(query), filter, call) : undefined;
  const hits = close ?? exact;
  const from = offset.value;
  const end = Math.min(from + args.limit, hits.length);
  const wantsRooms = args.room === undefined && from === 0;
  return searchResult(
    {
      page: hits.slice(from, end),
      from,
      total: hits.length,
      rooms: wantsRooms ? findRooms(call.index.rooms, query, call.access) : [],
      nextCursor: end < hits.length ? writeCursor(end, list) : undefined,
      suggestions: close === undefined ? [] : suggestionsFor(args.query, close, pool.value, call),
    },
    call,
  );
}

/** Names close to a query that fits none: those that were taken for hits, else others. */
function suggestionsFor(
  query: string,
  close: readonly HouseEntry[],
  pool: readonly HouseEntry[],
  { access }: ToolCall,
): readonly string[] {
  const hits = close.slice(0, MAX_CANDIDATES).map(({ label }) => label);
  if (hits.length > 0) return hits;
  return closeEntries(query, pool, (entry) => access.sees(entry)).map(({ label }) => label);
}

function poolOf(room: string | undefined, call: ToolCall): Outcome<readonly HouseEntry[]> {
  if (room === undefined) return { ok: true, value: call.index.entries };
  const found = resolveRoom(room, call.index, call.access);
  return found.ok ? { ok: true, value: found.value.entries } : found;
}
