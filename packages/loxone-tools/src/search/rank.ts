import type { Family } from '@gatehouse/loxone-controls';
import type { HouseEntry } from '../house/house-entry.js';
import { FAMILIES, FAMILY_WORDS, STOP_WORDS } from '../text/family-words.js';
import { foldLoosely, wordsOf } from '../text/fold.js';

/** A query, prepared once for all entries. */
export interface Query {
  /** Loosely folded, words separated by one space; empty = everything matches. */
  readonly phrase: string;
  readonly words: readonly QueryWord[];
}

/** One word of a query. */
export interface QueryWord {
  readonly text: string;
  /** The families that it is a word for. */
  readonly families: ReadonlySet<Family>;
}

/** How well a word fits a text. The order is the promise: exact > prefix > word > substring. */
const GRADE = { exact: 5, prefix: 4, word: 3, wordStart: 2, substring: 1, none: 0 } as const;

/** What a hit in a field is worth beside one in another. */
const FIELD_WEIGHTS = { name: 10, room: 6, parent: 4, category: 4, type: 3 } as const;
const FAMILY_WEIGHT = 3;

/** A whole query that fits the name counts more than any sum of single words. */
const PHRASE_WEIGHT = 1000;

/** Longest query that is read. */
const MAX_QUERY_LENGTH = 200;

/** More words than this say nothing more, and would only cost time. */
const MAX_WORDS = 8;

/** Shortest beginning of a family word that counts: `ligh` is a light, `li` is not. */
const MIN_FAMILY_STEM = 4;

/** Prepares what somebody typed. */
export function readQuery(text: string): Query {
  const phrase = foldLoosely(text.slice(0, MAX_QUERY_LENGTH));
  const all = wordsOf(phrase).slice(0, MAX_WORDS);
  const telling = all.filter((word) => !STOP_WORDS.has(word));
  const words = telling.length > 0 ? telling : all;
  return { phrase, words: words.map((word) => ({ text: word, families: familiesOf(word) })) };
}

/**
 * How well an entry fits a query; every word must fit somewhere.
 *
 * @returns 0 when it does not fit; larger is better.
 */
export function scoreOf(entry: HouseEntry, query: Query): number {
  if (query.words.length === 0) return 1;
  let sum = 0;
  for (const word of query.words) {
    const best = bestOf(entry, word);
    if (best === 0) return 0;
    sum += best;
  }
  return gradeOf(entry.search.name, query.phrase) * PHRASE_WEIGHT + sum / query.words.length;
}

function bestOf({ control, search }: HouseEntry, { text: word, families }: QueryWord): number {
  return Math.max(
    gradeOf(search.name, word) * FIELD_WEIGHTS.name,
    gradeOf(search.room, word) * FIELD_WEIGHTS.room,
    gradeOf(search.parent, word) * FIELD_WEIGHTS.parent,
    gradeOf(search.category, word) * FIELD_WEIGHTS.category,
    gradeOf(search.type, word) * FIELD_WEIGHTS.type,
    families.has(control.family) ? GRADE.word * FAMILY_WEIGHT : 0,
  );
}

/** How well a word or phrase fits a folded text. */
export function gradeOf(text: string, word: string): number {
  const at = word === '' ? -1 : text.indexOf(word);
  if (at < 0) return GRADE.none;
  if (text.length === word.length) return GRADE.exact;
  if (at === 0) return GRADE.prefix;
  const padded = ` ${text} `;
  if (padded.includes(` ${word} `)) return GRADE.word;
  return padded.includes(` ${word}`) ? GRADE.wordStart : GRADE.substring;
}

function familiesOf(word: string): ReadonlySet<Family> {
  const isName = (name: string): boolean =>
    name === word || (word.length >= MIN_FAMILY_STEM && name.startsWith(word));
  return new Set(FAMILIES.filter((family) => FAMILY_WORDS[family].some(isName)));
}
