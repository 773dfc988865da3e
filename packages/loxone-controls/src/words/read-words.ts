import type { Family } from '../types.js';
import { type Floor, floorPhrases } from './floor-words.js';
import { foldWords } from './fold.js';
import { LANGUAGES } from './languages.js';
import { phrasesOf } from './phrases.js';
import { PLACES, type PlaceKind } from './place-words.js';
import { QUALITIES, type Quality } from './quality-words.js';
import { SMALL_WORDS } from './small-words.js';

/** One word of a text, and what it may stand for in any language. */
export interface ReadWord {
  /** Folded. */
  readonly text: string;
  readonly families: readonly Family[];
  readonly places: readonly PlaceKind[];
  readonly floors: readonly Floor[];
  readonly qualities: readonly Quality[];
  /** It is only like a word of the lists: a case or plural that they do not have. */
  readonly isForm: boolean;
  /** Says nothing about what is meant: an article, a preposition, `all`. */
  readonly isSmall: boolean;
  /** A compound taken apart: `Küchenlicht` is `kuchen` and what `licht` stands for. */
  readonly compound?: { readonly head: ReadWord; readonly families: readonly Family[] };
}

interface Meaning {
  readonly families: readonly Family[];
  readonly places: readonly PlaceKind[];
  readonly floors: readonly Floor[];
  readonly qualities: readonly Quality[];
}

type MeaningInTheMaking = {
  readonly [Kind in keyof Meaning]: Meaning[Kind][number][];
};

interface Lexicon {
  /** Words and phrases, folded. */
  readonly meanings: ReadonlyMap<string, Meaning>;
  /** Beginnings of single words, for cases and plurals that no list has: `zaluzi` of `zaluzie`. */
  readonly stems: ReadonlyMap<string, Meaning>;
  readonly small: ReadonlySet<string>;
  /** Words of languages with compounds that may stand at the end of one. */
  readonly ends: ReadonlyMap<string, readonly Family[]>;
  /** Most words of any phrase. */
  readonly longest: number;
}

/** Shortest end and shortest head of a compound that is taken apart. */
const SHORTEST_END = 4;
const SHORTEST_HEAD = 3;

/** Shortest stem that says what a word is, and the longest ending that it may have. */
const SHORTEST_STEM = 5;
const LONGEST_ENDING = 2;

const NOTHING: Meaning = { families: [], places: [], floors: [], qualities: [] };

let lexicon: Lexicon | undefined;

/**
 * Reads the words of a name or a question in any of the languages: what each may stand for. Each
 * word of a phrase (`living room`, `rez-de-chaussée`) stands for what the phrase does; the longest
 * phrase counts.
 */
export function readWords(text: string): readonly ReadWord[] {
  lexicon ??= createLexicon();
  const tokens = foldWords(text.replaceAll('*', ' ')).split(' ').filter(Boolean);
  const words: ReadWord[] = [];
  while (words.length < tokens.length) {
    const { length, meaning } = phraseAt(tokens, words.length, lexicon);
    for (const token of tokens.slice(words.length, words.length + length)) {
      words.push(wordOf(token, meaning, lexicon));
    }
  }
  return words;
}

function phraseAt(
  tokens: readonly string[],
  at: number,
  { meanings, longest }: Lexicon,
): { readonly length: number; readonly meaning: Meaning | undefined } {
  for (let length = Math.min(longest, tokens.length - at); length > 0; length -= 1) {
    const meaning = meanings.get(tokens.slice(at, at + length).join(' '));
    if (meaning !== undefined) return { length, meaning };
  }
  return { length: 1, meaning: undefined };
}

function wordOf(text: string, meaning: Meaning | undefined, { small, ...rest }: Lexicon): ReadWord {
  const compound = compoundOf(text, { small, ...rest });
  const isSmall = meaning === undefined && small.has(text);
  const form = meaning === undefined && !isSmall ? inflected(text, rest.stems) : undefined;
  return {
    text,
    ...(meaning ?? form ?? NOTHING),
    isForm: form !== undefined,
    isSmall,
    ...(compound !== undefined && { compound }),
  };
}

function inflected(text: string, stems: Lexicon['stems']): Meaning | undefined {
  return stemsOf(text).flatMap((stem) => stems.get(stem) ?? [])[0];
}

/** A word without none, one or two of its last letters; numbers have no endings. */
function stemsOf(text: string): readonly string[] {
  if (/\d/.test(text)) return [];
  return Array.from({ length: LONGEST_ENDING + 1 }, (_, cut) =>
    text.slice(0, text.length - cut),
  ).filter((stem) => stem.length >= SHORTEST_STEM);
}

function compoundOf(text: string, { ends, meanings }: Lexicon): ReadWord['compound'] {
  for (let at = SHORTEST_HEAD; at <= text.length - SHORTEST_END; at += 1) {
    const families = ends.get(text.slice(at));
    if (families === undefined) continue;
    const head = text.slice(0, at);
    const meaning = meanings.get(head) ?? meanings.get(head.replace(/(?:n|s|en)$/, ''));
    return {
      head: { text: head, ...(meaning ?? NOTHING), isForm: false, isSmall: false },
      families,
    };
  }
  return undefined;
}

function createLexicon(): Lexicon {
  const meanings = new Map<string, MeaningInTheMaking>();
  const at = (phrase: string): MeaningInTheMaking => {
    const known = meanings.get(phrase) ?? { families: [], places: [], floors: [], qualities: [] };
    meanings.set(phrase, known);
    return known;
  };
  const ends = new Map<string, Family[]>();
  for (const { families, compounds } of LANGUAGES) {
    for (const family of Object.keys(families) as Family[]) {
      for (const phrase of phrasesOf(families[family])) {
        addOnce(at(phrase).families, family);
        if (!compounds || phrase.length < SHORTEST_END || phrase.includes(' ')) continue;
        const end = ends.get(phrase) ?? [];
        addOnce(end, family);
        ends.set(phrase, end);
      }
    }
  }
  for (const kind of Object.keys(PLACES) as PlaceKind[]) {
    for (const phrase of phrasesOf(PLACES[kind])) addOnce(at(phrase).places, kind);
  }
  for (const quality of Object.keys(QUALITIES) as Quality[]) {
    for (const phrase of phrasesOf(QUALITIES[quality])) addOnce(at(phrase).qualities, quality);
  }
  for (const [phrase, floor] of floorPhrases()) addOnce(at(phrase).floors, floor);
  const stems = new Map<string, Meaning>();
  for (const [phrase, meaning] of meanings) {
    if (phrase.includes(' ')) continue;
    for (const stem of stemsOf(phrase)) if (!stems.has(stem)) stems.set(stem, meaning);
  }
  return {
    meanings,
    stems,
    ends,
    small: new Set(phrasesOf(SMALL_WORDS)),
    longest: Math.max(...[...meanings.keys()].map((phrase) => phrase.split(' ').length)),
  };
}

function addOnce<Item>(list: Item[], item: Item): void {
  if (!list.includes(item)) list.push(item);
}
