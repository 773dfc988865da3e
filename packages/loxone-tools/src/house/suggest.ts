import { editDistance, toleratedErrors } from '../text/edit-distance.js';
import { foldLoosely, wordsOf } from '../text/fold.js';
import { type Candidate, MAX_CANDIDATES } from '../tool-error.js';
import type { HouseEntry } from './house-entry.js';
import type { RoomEntry } from './house-index.js';
import { MAX_ASKED_LENGTH } from './name-table.js';

/** More words than this say nothing more about what was meant. */
const MAX_WORDS = 8;

/** Least closeness that is worth offering. */
const THRESHOLD = 0.5;

/**
 * Controls whose names are close to what was asked for: offered, never taken.
 *
 * @param accepts - Who may be offered; asked only about close ones.
 */
export function closeEntries(
  asked: string,
  entries: readonly HouseEntry[],
  accepts: (entry: HouseEntry) => boolean,
): readonly Candidate[] {
  const closeness = closenessTo(asked);
  return closest(entries, ({ search }) => closeness(search.name, search.room), accepts).map(
    candidateOf,
  );
}

/** Rooms whose names are close to what was asked for. */
export function closeRooms(
  asked: string,
  rooms: readonly RoomEntry[],
  accepts: (room: RoomEntry) => boolean,
): readonly RoomEntry[] {
  const closeness = closenessTo(asked);
  return closest(rooms, (room) => closeness(room.folded, ''), accepts);
}

/** An entry as errors offer it. */
export function candidateOf(entry: HouseEntry): Candidate {
  return { id: entry.control.id, label: entry.label };
}

function closest<Item>(
  items: readonly Item[],
  closenessOf: (item: Item) => number,
  accepts: (item: Item) => boolean,
): readonly Item[] {
  const ranked = items
    .map((item) => ({ item, close: closenessOf(item) }))
    .filter(({ close }) => close >= THRESHOLD)
    .sort((left, right) => right.close - left.close);
  const offered: Item[] = [];
  for (const { item } of ranked) {
    if (offered.length === MAX_CANDIDATES) break;
    if (accepts(item)) offered.push(item);
  }
  return offered;
}

/**
 * Measures from 0 (nothing in common) to 3 (a typing error away). All names are loosely folded. The
 * words of a house repeat, so each is compared once.
 */
function closenessTo(asked: string): (name: string, room: string) => number {
  const wanted = foldLoosely(asked.slice(0, MAX_ASKED_LENGTH));
  const words = wordsOf(wanted).slice(0, MAX_WORDS);
  const similar = new Map<string, readonly string[]>();
  const similarTo = (word: string): readonly string[] => {
    const known = similar.get(word) ?? words.filter((one) => isMisspelt(one, word));
    similar.set(word, known);
    return known;
  };
  return (name, room) => {
    if (wanted === '' || name === '') return 0;
    if (isMisspelt(wanted, name)) return 3;
    if (contains(name, wanted) || contains(wanted, name)) return 2;
    return new Set(wordsOf(`${name} ${room}`).flatMap(similarTo)).size / words.length;
  };
}

function contains(text: string, part: string): boolean {
  return part.length >= 3 && text.includes(part);
}

/** Whether a text is another one but for typing errors. */
function isMisspelt(wanted: string, text: string): boolean {
  const limit = toleratedErrors(wanted.length);
  return editDistance(wanted, text, limit) <= limit;
}
