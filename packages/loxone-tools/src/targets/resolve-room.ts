import type { HouseIndex, RoomEntry } from '../house/house-index.js';
import { closeRooms } from '../house/suggest.js';
import { cleanText } from '../text/clean-text.js';
import { tellingWords } from '../text/said.js';
import { type Candidate, type Outcome, toolError } from '../tool-error.js';
import { type Looker, takesTypingErrors } from './looker.js';
import { nearest } from './near-name.js';
import { readRooms } from './said-rooms.js';

/**
 * Finds the one room that is meant by an id, a name, a part of a name that no other room has, or a
 * word for its kind in another language. A room with nothing to see in it is none.
 */
export function resolveRoom(asked: string, index: HouseIndex, access: Looker): Outcome<RoomEntry> {
  const seen = (room: RoomEntry): boolean => room.entries.some((entry) => access.sees(entry));
  const [only, ...others] = lookUp(asked, index, access, seen);
  if (only === undefined) {
    const close = closeRooms(asked, index.rooms, seen).map(candidateOf);
    const hint =
      close.length > 0
        ? 'Pass one of the candidates if it is meant.'
        : 'Find it with loxone_search.';
    const message = 'no room of this name is known.';
    return { ok: false, error: toolError('unknown_room', message, hint, close) };
  }
  if (others.length > 0) {
    const rooms = [only, ...others];
    const names = new Set(rooms.map(({ name }) => name));
    const message = `${rooms.length} rooms have this name.`;
    const hint =
      names.size === rooms.length
        ? 'Pass the whole name or the id of the one that is meant.'
        : 'Pass the id of the one that is meant.';
    return { ok: false, error: toolError('ambiguous_room', message, hint, rooms.map(candidateOf)) };
  }
  return { ok: true, value: only };
}

/** The first way to look that finds anything decides. */
function lookUp(
  asked: string,
  index: HouseIndex,
  access: Looker,
  seen: (room: RoomEntry) => boolean,
): readonly RoomEntry[] {
  const byId = index.rooms.find((room) => room.id.toLowerCase() === asked.trim().toLowerCase());
  if (byId !== undefined && seen(byId)) return [byId];
  const byName = index.roomNames.find(asked, seen);
  if (byName.length > 0) return byName;
  const rooms = index.rooms.filter(seen);
  const bySense = roomsMeant(asked, rooms);
  if (bySense.length > 0 || !takesTypingErrors(access)) return bySense;
  const near = nearest(asked, rooms, ({ folded }) => [folded]);
  return near === undefined ? [] : [near];
}

/** Rooms that all words of a text speak of; several when it is not clear which. */
function roomsMeant(asked: string, rooms: readonly RoomEntry[]): readonly RoomEntry[] {
  const words = tellingWords(asked);
  const reading = readRooms(words, rooms, 'all').find(({ rooms: said }) =>
    said.every(({ rest }) => rest.length === 0),
  );
  return reading?.rooms.map(({ room }) => room) ?? [];
}

function candidateOf(room: RoomEntry): Candidate {
  return { id: room.id, label: cleanText(room.name) };
}
