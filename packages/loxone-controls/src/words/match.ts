import type { Family } from '../types.js';
import type { Language, Verb } from './language.js';
import { lookUp, type PhraseBook, phraseBook, type WordMatch } from './phrases.js';

let families: PhraseBook<Family> | undefined;
let verbs: PhraseBook<Verb> | undefined;

/**
 * Finds which families a text speaks of: `Jalousien in der Küche` → covers.
 *
 * @param text - A word, a phrase or a sentence, in any case and with or without marks.
 * @param language - Only this one; all of them without it.
 * @returns Best first, each family once; empty when no word is known.
 */
export function matchFamily(text: string, language?: Language): readonly WordMatch<Family>[] {
  families ??= phraseBook((words) => words.families);
  return lookUp(families, text, language);
}

/**
 * Finds which verbs a text holds: `turn the lights off` → off. As {@link matchFamily}.
 */
export function matchVerb(text: string, language?: Language): readonly WordMatch<Verb>[] {
  verbs ??= phraseBook((words) => words.verbs);
  return lookUp(verbs, text, language);
}
