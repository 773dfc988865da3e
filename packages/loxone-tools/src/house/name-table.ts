import { cleanText } from '../text/clean-text.js';
import { fold, foldLoosely } from '../text/fold.js';

/** Longest name that is looked up; answers show names shorter than this. */
export const MAX_ASKED_LENGTH = 200;

/** Things of a house by name. */
export interface NameTable<Item> {
  /**
   * Looks a name up, strictest spelling first: as written, then without case and diacritics, then
   * with German umlauts in any spelling. The first spelling that has an item which the caller
   * `accepts` decides: what somebody may not see must not stand in the way of what they may.
   *
   * @returns All items of that spelling; several mean that the name is ambiguous.
   */
  find(asked: string, accepts: (item: Item) => boolean): readonly Item[];
}

/** One way of comparing names: equal keys are the same name; the empty key matches nothing. */
export type Spelling = (text: string) => string;

/** From strict to lenient. What an assistant has read in an answer is a cleaned spelling. */
export const SPELLINGS: readonly Spelling[] = [
  (text) => text,
  (text) => cleanText(text, MAX_ASKED_LENGTH),
  fold,
  foldLoosely,
];

/** @param nameOf - The name as it stands in the house. */
export function createNameTable<Item>(
  items: readonly Item[],
  nameOf: (item: Item) => string,
): NameTable<Item> {
  const tables = SPELLINGS.map((spelling) => tableOf(items, nameOf, spelling));
  return {
    find(asked, accepts) {
      if (asked.length > MAX_ASKED_LENGTH) return [];
      for (const { spelling, byKey } of tables) {
        const found = (byKey.get(spelling(asked)) ?? []).filter(accepts);
        if (found.length > 0) return found;
      }
      return [];
    },
  };
}

interface Table<Item> {
  readonly spelling: Spelling;
  readonly byKey: ReadonlyMap<string, readonly Item[]>;
}

/** A name counts in full and as answers show it, cut to their length. */
function tableOf<Item>(
  items: readonly Item[],
  nameOf: (item: Item) => string,
  spelling: Spelling,
): Table<Item> {
  const byKey = new Map<string, Item[]>();
  for (const item of items) {
    const name = nameOf(item);
    for (const key of new Set([spelling(name), spelling(cleanText(name))])) {
      if (key !== '') listUnder(byKey, key).push(item);
    }
  }
  return { spelling, byKey };
}

function listUnder<Item>(byKey: Map<string, Item[]>, key: string): Item[] {
  const known = byKey.get(key);
  if (known !== undefined) return known;
  const fresh: Item[] = [];
  byKey.set(key, fresh);
  return fresh;
}
