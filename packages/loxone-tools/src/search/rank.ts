import { type ReadWord, readWords } from '@gatehouse/loxone-controls';
import type { HouseEntry } from '../house/house-entry.js';
import { errorsIn } from '../targets/near-name.js';
import { foldLoosely } from '../text/fold.js';
import { isSaidBy } from '../text/said.js';

/** A query, prepared once for all entries. */
export interface Query {
  /** Loosely folded, words separated by one space; empty = everything matches. */
  readonly phrase: string;
  readonly words: readonly QueryWord[];
  /** Where nothing fits otherwise: whether a word is another one but for one typing error. */
  readonly isMisspelt?: (word: string, other: string) => boolean;
}

/** One word of a query. */
export type QueryWord = ReadWord;

/** How well a word fits a text. The order is the promise: exact > prefix > word > substring. */
const GRADE = { exact: 5, prefix: 4, word: 3, wordStart: 2, substring: 1, none: 0 } as const;

/** What a hit in a field is worth beside one in another. */
const FIELD_WEIGHTS = { name: 10, room: 6, parent: 4, category: 4, type: 3 } as const;
const FAMILY_WEIGHT = 3;

/** Another word, or another form of the word, for the room or in the name. */
const MEANING_WEIGHT = 5;

/** A whole query that fits the name counts more than any sum of single words. */
const PHRASE_WEIGHT = 1000;

/** Longest query that is read. */
const MAX_QUERY_LENGTH = 200;

/** More words than this say nothing more, and would only cost time. */
const MAX_WORDS = 8;

/** Prepares what somebody typed. */
export function readQuery(text: string): Query {
  const asked = text.slice(0, MAX_QUERY_LENGTH);
  const all = readWords(asked).slice(0, MAX_WORDS);
  const telling = all.filter(({ isSmall }) => !isSmall);
  return { phrase: foldLoosely(asked), words: telling.length > 0 ? telling : all };
}

/** The same query, with one typing error in each longer word forgiven. */
export function forgiving(query: Query): Query {
  const known = new Map<string, boolean>();
  return {
    ...query,
    isMisspelt(word, other) {
      const pair = `${word} ${other}`;
      const answer = known.get(pair) ?? errorsIn(word, other) === 1;
      known.set(pair, answer);
      return answer;
    },
  };
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
    const best = bestOf(entry, word) || misspeltIn(entry, word, query);
    if (best === 0) return 0;
    sum += best;
  }
  return gradeOf(entry.search.name, query.phrase) * PHRASE_WEIGHT + sum / query.words.length;
}

function bestOf(entry: HouseEntry, word: QueryWord): number {
  const { search } = entry;
  const literal = Math.max(
    gradeOf(search.name, word.text) * FIELD_WEIGHTS.name,
    gradeOf(search.room, word.text) * FIELD_WEIGHTS.room,
    gradeOf(search.parent, word.text) * FIELD_WEIGHTS.parent,
    gradeOf(search.category, word.text) * FIELD_WEIGHTS.category,
    gradeOf(search.type, word.text) * FIELD_WEIGHTS.type,
  );
  return Math.max(literal, meaningOf(entry, word));
}

/** What a word stands for, where its letters say nothing. */
function meaningOf(entry: HouseEntry, word: QueryWord): number {
  const { words, families } = entry;
  if (word.families.some((family) => families.includes(family))) return GRADE.word * FAMILY_WEIGHT;
  if (isSaidBy(word, words.room, 'form') || isSaidBy(word, words.name, 'form')) {
    return GRADE.word * MEANING_WEIGHT;
  }
  const { compound } = word;
  const isOfKind = compound?.families.some((family) => families.includes(family)) === true;
  return isOfKind && bestOf(entry, compound.head) > 0 ? GRADE.wordStart * MEANING_WEIGHT : 0;
}

function misspeltIn({ words }: HouseEntry, word: QueryWord, { isMisspelt }: Query): number {
  if (isMisspelt === undefined || word.families.length > 0) return 0;
  const others = [...words.name, ...words.room];
  return others.some(({ text }) => isMisspelt(word.text, text)) ? GRADE.substring : 0;
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
