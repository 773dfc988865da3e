import type { Family } from '../types.js';

/** Languages with words of their own, by ISO 639-1. */
export type Language = 'en' | 'de' | 'cs' | 'fr' | 'it' | 'es' | 'nl' | 'pl';

/** What people ask of a control. */
export type Verb =
  | 'on'
  | 'off'
  | 'toggle'
  | 'open'
  | 'close'
  | 'raise'
  | 'lower'
  | 'stop'
  | 'dim'
  | 'brighten'
  | 'set'
  | 'lock'
  | 'unlock'
  | 'arm'
  | 'disarm'
  | 'start'
  | 'pause'
  | 'play'
  | 'next'
  | 'previous'
  | 'acknowledge';

/**
 * The words of one language. Words and phrases stand as people write them, separated by commas;
 * `*` in a phrase stands for any words between: `turn * on`.
 */
export interface LanguageWords {
  readonly language: Language;
  /** Whether words grow together, so that the end of one counts: `Küchenlicht`. */
  readonly compounds: boolean;
  /** Singular, plural and common synonyms. */
  readonly families: Readonly<Record<Family, string>>;
  /** Commands and infinitives. */
  readonly verbs: Readonly<Record<Verb, string>>;
  /** Words that stand in two places on purpose. */
  readonly ambiguous: string;
}
