import { type ReadWord, readWords } from '@gatehouse/loxone-controls';
import type { HouseEntry } from '../house/house-entry.js';
import { editDistance } from '../text/edit-distance.js';
import { foldLoosely, wordsOf } from '../text/fold.js';

/** Shortest word that may hold a typing error; in shorter ones it makes another word. */
const SHORTEST_WORD = 5;

/** Names with so few typing errors between them stand too close to choose. */
const TOO_NEAR = 2;

/**
 * The one thing whose name differs from what was asked for by a single typing error: one letter too
 * much, too few, wrong or swapped, in a word of five letters or more that holds no digit (`Lamp 1` is
 * no misspelt `Lamp 2`).
 *
 * @param namesOf - The ways to name a thing, loosely folded.
 * @returns `undefined` also when anything else is within two typing errors.
 */
export function nearest<Item>(
  asked: string,
  items: readonly Item[],
  namesOf: (item: Item) => readonly string[],
): Item | undefined {
  const words = wordsOf(foldLoosely(asked.replace(/[[\]]/g, ' ')));
  const known = new Set(
    readWords(asked)
      .filter(meansSomething)
      .map(({ text }) => text),
  );
  const near = items
    .map((item) => ({
      item,
      errors: Math.min(...namesOf(item).map((name) => errorsBetween(words, wordsOf(name), known))),
    }))
    .filter(({ errors }) => errors <= TOO_NEAR);
  const [only, ...others] = near;
  return only?.errors === 1 && others.length === 0 ? only.item : undefined;
}

/** `light` is a word, and no misspelt `Licht`. */
function meansSomething({ families, places, floors, qualities, isForm }: ReadWord): boolean {
  return !isForm && [families, places, floors, qualities].some((senses) => senses.length > 0);
}

/** Name, and name with room, as {@link nearest} compares them. */
export function namesOfEntry({ search }: HouseEntry): readonly string[] {
  return search.room === '' ? [search.name] : [search.name, `${search.name} ${search.room}`];
}

/** Typing errors of all words together; infinite where a word must not be misspelt. */
function errorsBetween(
  asked: readonly string[],
  name: readonly string[],
  known: ReadonlySet<string>,
): number {
  if (asked.length === 0 || asked.length !== name.length) return Number.POSITIVE_INFINITY;
  let sum = 0;
  for (const [at, word] of asked.entries()) {
    const other = name[at] ?? '';
    sum += word !== other && known.has(word) ? Number.POSITIVE_INFINITY : errorsIn(word, other);
    if (sum > TOO_NEAR) return Number.POSITIVE_INFINITY;
  }
  return sum;
}

/** Typing errors between two words; infinite where they must not differ. */
export function errorsIn(word: string, other: string): number {
  if (word === other) return 0;
  const isShort = Math.min(word.length, other.length) < SHORTEST_WORD;
  if (isShort || /\d/.test(word) || /\d/.test(other)) return Number.POSITIVE_INFINITY;
  return editDistance(word, other, TOO_NEAR);
}
