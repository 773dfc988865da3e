import { foldWords } from './fold.js';
import type { Language, LanguageWords } from './language.js';
import { LANGUAGES } from './languages.js';

/** Shortest word whose end counts in a language with compounds: `Küchenlicht`. */
const SHORTEST_END = 4;

/** How well a phrase fits a text; 1 is the whole of it. */
const SCORES = { whole: 1, part: 0.9, gap: 0.8, end: 0.6 } as const;

/** What a word stands for, and how well it fits. */
export interface WordMatch<Meaning extends string> {
  readonly meaning: Meaning;
  readonly language: Language;
  /** The word or phrase that fits, folded; `*` stands for words between. */
  readonly word: string;
  /** From 0 to 1: 1 the whole text, 0.9 a part of it, 0.8 a phrase with a gap, 0.6 a word's end. */
  readonly score: number;
}

interface Phrase<Meaning extends string> {
  readonly meaning: Meaning;
  readonly language: Language;
  readonly compounds: boolean;
  readonly word: string;
  readonly parts: readonly (readonly string[])[];
}

/** All phrases of one kind, ready for look-up. */
export type PhraseBook<Meaning extends string> = readonly Phrase<Meaning>[];

/** Takes the phrases of a comma-separated list, folded. */
export function phrasesOf(list: string): readonly string[] {
  return list
    .split(',')
    .map(foldWords)
    .filter((word) => word !== '');
}

/** Folds all words of all languages once. */
export function phraseBook<Meaning extends string>(
  select: (words: LanguageWords) => Readonly<Record<Meaning, string>>,
): PhraseBook<Meaning> {
  return LANGUAGES.flatMap((words) => {
    const lists = select(words);
    return (Object.keys(lists) as Meaning[]).flatMap((meaning) =>
      phrasesOf(lists[meaning]).map((word) => ({
        meaning,
        language: words.language,
        compounds: words.compounds,
        word,
        parts: word.split('*').map((part) => part.trim().split(' ')),
      })),
    );
  });
}

/**
 * Finds what words of a text stand for, best first: better fits, then longer phrases, then the order
 * of the languages. Each meaning comes once.
 */
export function lookUp<Meaning extends string>(
  book: PhraseBook<Meaning>,
  text: string,
  language: Language | undefined,
): readonly WordMatch<Meaning>[] {
  const tokens = foldWords(text).replaceAll('*', ' ').split(' ').filter(Boolean);
  const found = book
    .filter((phrase) => language === undefined || phrase.language === language)
    .map((phrase) => ({ phrase, score: scoreOf(phrase, tokens) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || b.phrase.word.length - a.phrase.word.length);
  const best = new Map<Meaning, WordMatch<Meaning>>();
  for (const { phrase, score } of found) {
    const { meaning, language: of, word } = phrase;
    if (!best.has(meaning)) best.set(meaning, { meaning, language: of, word, score });
  }
  return [...best.values()];
}

function scoreOf(phrase: Phrase<string>, tokens: readonly string[]): number {
  const at = endOfAll(phrase.parts, tokens);
  if (at !== undefined) {
    if (phrase.parts.length > 1) return SCORES.gap;
    return tokens.join(' ') === phrase.word ? SCORES.whole : SCORES.part;
  }
  const canEnd = phrase.compounds && phrase.word.length >= SHORTEST_END;
  return canEnd && tokens.some((token) => token.endsWith(phrase.word)) ? SCORES.end : 0;
}

/** Where the last of the parts ends, each somewhere behind the one before. */
function endOfAll(
  parts: readonly (readonly string[])[],
  tokens: readonly string[],
): number | undefined {
  let from = 0;
  for (const part of parts) {
    const at = indexOf(part, tokens, from);
    if (at === undefined) return undefined;
    from = at + part.length;
  }
  return from;
}

function indexOf(
  part: readonly string[],
  tokens: readonly string[],
  from: number,
): number | undefined {
  for (let at = from; at + part.length <= tokens.length; at += 1) {
    if (part.every((word, offset) => tokens[at + offset] === word)) return at;
  }
  return undefined;
}
