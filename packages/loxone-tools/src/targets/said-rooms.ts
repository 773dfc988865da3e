import type { ReadWord } from '@gatehouse/loxone-controls';
import type { RoomEntry } from '../house/house-index.js';
import { isSaidBy, LIKENESSES, type Likeness } from '../text/said.js';

/** A room that a text speaks of. */
export interface SaidRoom {
  readonly room: RoomEntry;
  /** The words of the text that do not speak of it. */
  readonly rest: readonly ReadWord[];
}

/** Rooms that fit a text equally well, and how alike the words are. */
export interface RoomReading {
  readonly likeness: Likeness;
  readonly rooms: readonly SaidRoom[];
}

/**
 * Which rooms a text may speak of, best first: those that it names in full, then the one that it
 * names by a part of its name, if no other has that part.
 *
 * @param rooms - Only those that the caller may know of: others would make a name ambiguous.
 * @param parts - Whether several rooms with the same part are a reading too: an ambiguous one.
 */
export function readRooms(
  words: readonly ReadWord[],
  rooms: readonly RoomEntry[],
  parts: 'one' | 'all' = 'one',
): readonly RoomReading[] {
  const whole = LIKENESSES.map((likeness) => ({
    likeness,
    rooms: fewestLeft(
      saidRooms(words, rooms, likeness).filter((said) => isWhole(said, words, likeness)),
    ),
  }));
  const partly = fewestLeft(saidRooms(words, rooms, 'form'));
  return [
    ...whole,
    { likeness: 'form' as const, rooms: parts === 'all' || partly.length === 1 ? partly : [] },
  ].filter((reading) => reading.rooms.length > 0);
}

/** Rooms that any word speaks of. */
export function saidRooms(
  words: readonly ReadWord[],
  rooms: readonly RoomEntry[],
  likeness: Likeness,
): readonly SaidRoom[] {
  return rooms.flatMap((room) => {
    const rest = words.filter((word) => !isSaidBy(word, room.words, likeness));
    return rest.length < words.length ? [{ room, rest }] : [];
  });
}

function isWhole({ room }: SaidRoom, words: readonly ReadWord[], likeness: Likeness): boolean {
  return room.words.every((word) => isSaidBy(word, words, likeness));
}

/** `Bad OG` speaks of the room `Bad OG`, although there is a room `Bad`. */
function fewestLeft(rooms: readonly SaidRoom[]): readonly SaidRoom[] {
  const fewest = Math.min(...rooms.map(({ rest }) => rest.length));
  return rooms.filter(({ rest }) => rest.length === fewest);
}
