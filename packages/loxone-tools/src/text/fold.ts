/** Letters that Unicode does not decompose, as people without that keyboard type them. */
const LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  æ: 'ae',
  œ: 'oe',
  ı: 'i',
};

const MARKS = /\p{M}+/gu;
const SPECIAL = new RegExp(`[${Object.keys(LETTERS).join('')}]`, 'gu');
const SEPARATORS = /[^\p{L}\p{N}]+/gu;

/**
 * Reduces a name to what people remember of it: lower case, no diacritics, words separated by one
 * space. `Küche (Süd)` and `kuche sud` become the same.
 *
 * @returns The empty string for a name without letters and digits, which must match nothing.
 */
export function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(MARKS, '')
    .toLowerCase()
    .replace(MARKS, '')
    .replace(SPECIAL, (letter) => LETTERS[letter] ?? letter)
    .replace(SEPARATORS, ' ')
    .trim();
}

/**
 * {@link fold}, and the German spellings of an umlaut as one: `Küche`, `Kueche` and `Kuche` become
 * the same. It also joins names that differ (`Blue`, `Blu`), so it is asked only after `fold`.
 */
export function foldLoosely(text: string): string {
  return fold(text).replace(/([aou])e/gu, '$1');
}

/** @returns The words of a folded text; none for the empty one. */
export function wordsOf(folded: string): readonly string[] {
  return folded === '' ? [] : folded.split(' ');
}
