import type { ReadWord } from '@gatehouse/loxone-controls';
import type { HouseEntry } from '../house/house-entry.js';
import type { HouseIndex } from '../house/house-index.js';
import {
  isSaidBy,
  LIKENESSES,
  type Likeness,
  tellingWords,
  withoutCompounds,
} from '../text/said.js';
import { readRooms } from './said-rooms.js';

/** A way to read a text: entries that it may mean, place by place. */
interface Reading {
  readonly likeness: Likeness;
  readonly places: readonly {
    readonly entries: readonly HouseEntry[];
    /** The words that do not speak of the place. */
    readonly rest: readonly ReadWord[];
  }[];
}

/**
 * Reads a text that is no name of the house as a kind of thing, a place and words of a name, in any
 * order and language: `Deckenlicht Küche`, `světlo v kuchyni`, `blinds in the bathroom`. Every word
 * must be accounted for; nothing is left out to make it fit.
 *
 * The first reading that holds decides: a room named in full before one named in part, a name said
 * in full before a kind of thing. Several entries mean that the text is ambiguous.
 *
 * @param sees - What the caller may not see does not exist.
 */
export function readName(
  text: string,
  index: HouseIndex,
  sees: (entry: HouseEntry) => boolean,
): readonly HouseEntry[] {
  const asWritten = tellingWords(text);
  const apart = withoutCompounds(asWritten);
  const variants = apart.length === asWritten.length ? [asWritten] : [apart, asWritten];
  for (const words of variants) {
    const found = words.length < 2 ? [] : readWith(words, index, sees);
    if (found.length > 0) return found;
  }
  return [];
}

function readWith(
  words: readonly ReadWord[],
  index: HouseIndex,
  sees: (entry: HouseEntry) => boolean,
): readonly HouseEntry[] {
  for (const { likeness, places } of readingsOf(words, index, sees)) {
    const named = places.flatMap(({ entries, rest }) =>
      entries.filter((entry) => isNamed(entry, rest, words, likeness)),
    );
    if (named.length > 0) return named;
    const meant = places.flatMap(({ entries, rest }) =>
      entries.filter((entry) => isMeant(entry, rest, likeness)),
    );
    if (meant.length > 0) return withoutParts(meant);
  }
  return readAnywhere(words, index, sees);
}

/** `lamp table`: all words of a name, in whatever order and wherever it is. */
function readAnywhere(
  words: readonly ReadWord[],
  index: HouseIndex,
  sees: (entry: HouseEntry) => boolean,
): readonly HouseEntry[] {
  for (const likeness of LIKENESSES) {
    const found = index.entries.filter(
      (entry) => isNamed(entry, words, words, likeness) && sees(entry),
    );
    if (found.length > 0) return found;
  }
  return [];
}

function readingsOf(
  words: readonly ReadWord[],
  index: HouseIndex,
  sees: (entry: HouseEntry) => boolean,
): readonly Reading[] {
  const rooms = index.rooms.filter(({ entries }) => entries.some(sees));
  const inRooms = readRooms(words, rooms).map(({ likeness, rooms: said }) => ({
    likeness,
    places: said.flatMap(({ room, rest }) =>
      rest.length === 0 ? [] : [{ entries: room.entries.filter(sees), rest }],
    ),
  }));
  return [...inRooms, ...onFloor(words, rooms, sees)];
}

/** `Licht EG`, where the names of the rooms say on which floor they are. */
function onFloor(
  words: readonly ReadWord[],
  rooms: HouseIndex['rooms'],
  sees: (entry: HouseEntry) => boolean,
): readonly Reading[] {
  const floors = new Set(words.flatMap((word) => word.floors));
  const rest = words.filter((word) => word.floors.length === 0);
  if (floors.size !== 1 || rest.length === 0) return [];
  const there = rooms.filter((room) => room.floors.some((floor) => floors.has(floor)));
  const entries = there.flatMap((room) => room.entries.filter(sees));
  return [{ likeness: 'form', places: [{ entries, rest }] }];
}

/** Its name is said in full, and nothing else is but the place. */
function isNamed(
  { words: own, parent }: HouseEntry,
  rest: readonly ReadWord[],
  words: readonly ReadWord[],
  likeness: Likeness,
): boolean {
  const whole = parent === undefined ? [] : tellingWords(parent.name);
  return (
    own.name.length > 0 &&
    rest.some((word) => isSaidBy(word, own.name, likeness)) &&
    own.name.every((word) => isSaidBy(word, words, likeness)) &&
    rest.every((word) => isSaidBy(word, own.name, likeness) || isSaidBy(word, whole, likeness))
  );
}

/** Every word is one of its name, or says what kind of thing it is. */
function isMeant(
  { words: own, families, control }: HouseEntry,
  rest: readonly ReadWord[],
  likeness: Likeness,
): boolean {
  // What acts beyond its room is not meant by the room.
  if (control.capabilities.includes('central')) return false;
  return rest.every(
    (word) =>
      word.families.some((family) => families.includes(family)) ||
      isSaidBy(word, own.name, likeness),
  );
}

/** The whole speaks for its parts. */
function withoutParts(entries: readonly HouseEntry[]): readonly HouseEntry[] {
  const ids = new Set(entries.map(({ control }) => control.id));
  return entries.filter(({ parent }) => parent === undefined || !ids.has(parent.id));
}
