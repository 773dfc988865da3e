import { CS } from './cs.js';
import { DE } from './de.js';
import { EN } from './en.js';
import { ES } from './es.js';
import { FR } from './fr.js';
import { IT } from './it.js';
import type { Language, LanguageWords } from './language.js';
import { NL } from './nl.js';
import { PL } from './pl.js';

/** The words of all languages; the first of equally good matches wins. */
export const LANGUAGES: readonly LanguageWords[] = [EN, DE, CS, FR, IT, ES, NL, PL];

/** Codes of all languages. */
export const LANGUAGE_CODES: readonly Language[] = LANGUAGES.map(({ language }) => language);

/**
 * Our language for what a Miniserver calls its own (`languageCode` of its structure file, protocol
 * reference §4.2): `DEU`, `ENG`, `ENU`, `CSY`, …
 *
 * @returns `undefined` for a language without words.
 */
export function languageOfHouse(code: string): Language | undefined {
  return HOUSE_CODES.get(code.toUpperCase());
}

const HOUSE_CODES: ReadonlyMap<string, Language> = new Map([
  ['ENG', 'en'],
  ['ENU', 'en'],
  ['ENA', 'en'],
  ['DEU', 'de'],
  ['DEA', 'de'],
  ['DES', 'de'],
  ['CSY', 'cs'],
  ['FRA', 'fr'],
  ['FRB', 'fr'],
  ['ITA', 'it'],
  ['ESN', 'es'],
  ['ESP', 'es'],
  ['CAT', 'es'],
  ['NLD', 'nl'],
  ['NLB', 'nl'],
  ['PLK', 'pl'],
  ['PLP', 'pl'],
]);
