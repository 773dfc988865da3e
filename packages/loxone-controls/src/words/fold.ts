/** Letters that Unicode does not take apart, as people without that keyboard type them. */
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
const OTHER = /[^\p{L}\p{N}*]+/gu;
const SEPARATORS = /[^\p{L}\p{N}]+/gu;

/** `ae`, `oe` and `ue` are how German spells its umlauts without their dots. */
const SPELLED_UMLAUT = /([aou])e+/gu;

/**
 * Reduces words to what they are looked up by: lower case, no marks, single spaces, and one
 * spelling for an umlaut, so that `Türen`, `TUEREN` and `turen` are the same. Folding what is folded
 * changes nothing. It also joins words that differ (`blue`, `blu`), so it is for look-up only.
 */
export function foldWords(text: string): string {
  return bare(bare(text.toLowerCase())).replace(OTHER, ' ').replace(SPELLED_UMLAUT, '$1').trim();
}

/**
 * Reduces a name to what people remember of it: lower case, no marks, words separated by one space.
 * `Küche (Süd)` and `kuche sud` become the same, `Blüte` and `Bluete` do not.
 *
 * @returns The empty string for a name without letters and digits, which must match nothing.
 */
export function foldMarks(text: string): string {
  return bare(bare(text.toLowerCase())).replace(SEPARATORS, ' ').trim();
}

/** Lower case can bring marks, and taking letters apart can bring capitals: hence twice. */
function bare(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(MARKS, '')
    .replace(SPECIAL, (letter) => LETTERS[letter] ?? letter);
}
