import type { Access } from '../access.js';
import type { HouseIndex, RoomEntry } from '../house/house-index.js';
import { closeRooms } from '../house/suggest.js';
import { cleanText } from '../text/clean-text.js';
import { type Candidate, type Outcome, toolError } from '../tool-error.js';

/** Finds the one room that is meant by a name or an id. A room with nothing to see in it is none. */
export function resolveRoom(
  asked: string,
  index: HouseIndex,
  access: Pick<Access, 'sees'>,
): Outcome<RoomEntry> {
  const seen = (room: RoomEntry): boolean => room.entries.some((entry) => access.sees(entry));
  const byId = index.rooms.find((room) => room.id.toLowerCase() === asked.trim().toLowerCase());
  const [only, ...others] =
    byId !== undefined && seen(byId) ? [byId] : index.roomNames.find(asked, seen);
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
    const message = `${rooms.length} rooms have this name.`;
    const hint = 'Pass the id of the one that is meant.';
    return { ok: false, error: toolError('ambiguous_room', message, hint, rooms.map(candidateOf)) };
  }
  return { ok: true, value: only };
}

function candidateOf(room: RoomEntry): Candidate {
  return { id: room.id, label: cleanText(room.name) };
}
