import { type ReadWord, readWords } from '@gatehouse/loxone-controls';
import { isSameWord } from './same-word.js';

/** How far two words may differ and still say the same. */
export type Likeness =
  /** The same letters. */
  | 'same'
  /** Also another word for the same room, storey or side: `kitchen` and `Küche`. */
  | 'kind'
  /** Also another form of the word: `kuchyně` and `kuchyni`. */
  | 'form';

/** From strict to lenient. */
export const LIKENESSES: readonly Likeness[] = ['same', 'kind', 'form'];

/** More words than this say nothing more about what is meant. */
const MAX_WORDS = 10;

/** The words of a text that say something; at most ten. */
export function tellingWords(text: string): readonly ReadWord[] {
  return readWords(text)
    .filter(({ isSmall }) => !isSmall)
    .slice(0, MAX_WORDS);
}

/** Compounds in two: `Küchenlicht` as `Küche` and `Licht`. */
export function withoutCompounds(words: readonly ReadWord[]): readonly ReadWord[] {
  return words.flatMap((word) => {
    const { compound, text } = word;
    if (compound === undefined) return [word];
    const { head, families } = compound;
    const tail = {
      text: text.slice(head.text.length),
      families,
      places: [],
      floors: [],
      qualities: [],
    };
    return [head, { ...tail, isForm: false, isSmall: false }];
  });
}

/** Whether one word says the same as any of others. */
export function isSaidBy(word: ReadWord, others: readonly ReadWord[], likeness: Likeness): boolean {
  return others.some((other) => isLike(word, other, likeness));
}

function isLike(word: ReadWord, other: ReadWord, likeness: Likeness): boolean {
  if (word.text === other.text) return true;
  if (likeness === 'same') return false;
  const isAlike =
    shares(word.places, other.places) ||
    shares(word.floors, other.floors) ||
    shares(word.qualities, other.qualities);
  if (isAlike) return true;
  return likeness === 'form' && isSameWord(word.text, other.text);
}

function shares<Item>(left: readonly Item[], right: readonly Item[]): boolean {
  return left.length > 0 && left.some((item) => right.includes(item));
}
