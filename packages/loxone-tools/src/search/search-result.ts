import type { LoxoneHome } from '@gatehouse/loxone-controls';
import { z } from 'zod';
import type { ToolCall } from '../define-tool.js';
import { type HouseEntry, typeLabel } from '../house/house-entry.js';
import type { RoomEntry } from '../house/house-index.js';
import { errorSchema } from '../output-schema.js';
import { summaryOf } from '../state/summary.js';
import { cleanText } from '../text/clean-text.js';
import type { ToolResult } from '../tool.js';

/** What `loxone_search` gives back. */
export const searchOutputSchema: z.ZodObject = z.strictObject({
  devices: z.array(
    z.strictObject({
      id: z.string(),
      name: z.string(),
      room: z.string().optional(),
      family: z.string(),
      type: z.string(),
      capabilities: z.array(z.string()).optional(),
      state: z.string().optional(),
    }),
  ),
  rooms: z.array(z.strictObject({ name: z.string(), devices: z.number() })).optional(),
  total: z.number(),
  next_cursor: z.string().optional(),
  suggestions: z.array(z.string()).optional(),
  error: errorSchema,
  notice: z.string().optional(),
});

/** A search that came to nothing. */
export const NO_HITS: Readonly<Record<string, unknown>> = { devices: [], total: 0 };

/** One page of hits. */
export interface SearchPage {
  readonly page: readonly HouseEntry[];
  /** Offset of the page within all hits. */
  readonly from: number;
  readonly total: number;
  readonly rooms: readonly RoomEntry[];
  readonly nextCursor: string | undefined;
  /** Names close to a query that fits none; where there are any, the page is of close ones too. */
  readonly suggestions: readonly string[];
}

/** A page as a result. Only what is on it has its states read. */
export function searchResult(found: SearchPage, { home, access }: ToolCall): ToolResult {
  const devices = found.page.map((entry) => deviceOf(entry, home));
  const rooms = found.rooms.map(({ name, entries }) => ({
    name: cleanText(name),
    devices: entries.filter((entry) => access.sees(entry)).length,
  }));
  return {
    text: [headline(found), ...rooms.map(roomLine), ...found.page.map(lineOf(home))].join('\n'),
    structured: {
      devices,
      ...(rooms.length > 0 && { rooms }),
      total: found.total,
      ...(found.nextCursor !== undefined && { next_cursor: found.nextCursor }),
      ...(found.suggestions.length > 0 && { suggestions: found.suggestions }),
    },
  };
}

function deviceOf({ control, name, room }: HouseEntry, home: LoxoneHome): Record<string, unknown> {
  const state = summaryOf(control, home.states(control.id), home);
  return {
    id: control.id,
    name,
    ...(room !== undefined && { room: cleanText(room.name) }),
    family: control.family,
    type: typeLabel(control.type),
    ...(control.capabilities.length > 0 && { capabilities: control.capabilities }),
    ...(state !== undefined && { state }),
  };
}

function headline({ page, from, total, suggestions, nextCursor }: SearchPage): string {
  if (total === 0) {
    const close = suggestions.join('; ');
    return close === '' ? 'No device found.' : `No device found. Close names: ${close}`;
  }
  if (page.length === total) {
    return suggestions.length > 0 ? `Nothing is called so; ${total} close:` : `${total} found:`;
  }
  const more = nextCursor === undefined ? '' : `; more with cursor ${nextCursor}`;
  return `${from + 1}–${from + page.length} of ${total} found${more}:`;
}

function roomLine(room: { readonly name: string; readonly devices: number }): string {
  return `Room ${room.name}: ${room.devices} devices`;
}

function lineOf(home: LoxoneHome): (entry: HouseEntry) => string {
  return ({ control, label }) => {
    const state = summaryOf(control, home.states(control.id), home);
    const type = typeLabel(control.type);
    return state === undefined ? `${label}: ${type}` : `${label}: ${type}, ${state}`;
  };
}
