import { foldMarks, foldWords } from '@gatehouse/loxone-controls';

/**
 * Reduces a name to what people remember of it: lower case, no diacritics, words separated by one
 * space. `Küche (Süd)` and `kuche sud` become the same.
 *
 * @returns The empty string for a name without letters and digits, which must match nothing.
 */
export function fold(text: string): string {
  return foldMarks(text);
}

/**
 * {@link fold}, and the German spellings of an umlaut as one: `Küche`, `Kueche` and `Kuche` become
 * the same. It also joins names that differ (`Blue`, `Blu`), so it is asked only after `fold`.
 */
export function foldLoosely(text: string): string {
  return foldWords(text.replaceAll('*', ' '));
}

/** @returns The words of a folded text; none for the empty one. */
export function wordsOf(folded: string): readonly string[] {
  return folded === '' ? [] : folded.split(' ');
}
