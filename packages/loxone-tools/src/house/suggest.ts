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
  const wanted = foldLoosely(asked.slice(0, MAX_ASKED_LENGTH));
  return closest(
    entries,
    (entry) => closeness(wanted, entry.search.name, entry.search.room),
    accepts,
  ).map(candidateOf);
}

/** Rooms whose names are close to what was asked for. */
export function closeRooms(
  asked: string,
  rooms: readonly RoomEntry[],
  accepts: (room: RoomEntry) => boolean,
): readonly RoomEntry[] {
  const wanted = foldLoosely(asked.slice(0, MAX_ASKED_LENGTH));
  return closest(rooms, (room) => closeness(wanted, room.folded, ''), accepts);
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

/** From 0 (nothing in common) to 3 (a typing error away); all texts loosely folded. */
function closeness(wanted: string, name: string, room: string): number {
  if (wanted === '' || name === '') return 0;
  if (
    editDistance(wanted, name, toleratedErrors(wanted.length)) <= toleratedErrors(wanted.length)
  ) {
    return 3;
  }
  if (contains(name, wanted) || contains(wanted, name)) return 2;
  return sharedWords(wanted, `${name} ${room}`);
}

function contains(text: string, part: string): boolean {
  return part.length >= 3 && text.includes(part);
}

/** The share of the wanted words that the text has, typing errors forgiven. */
function sharedWords(wanted: string, text: string): number {
  const asked = wordsOf(wanted).slice(0, MAX_WORDS);
  const given = wordsOf(text);
  const shared = asked.filter((word) => {
    const limit = toleratedErrors(word.length);
    return given.some((other) => editDistance(word, other, limit) <= limit);
  });
  return shared.length / asked.length;
}
