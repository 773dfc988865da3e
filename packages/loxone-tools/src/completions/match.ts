import { foldLoosely } from '../text/fold.js';

/** Most values of one answer (MCP 2025-11-25, completion). */
const MAX_VALUES = 100;

/** One value, and what else it can be found by. */
export interface Offer {
  readonly value: string;
  /** Further words: the name of what the value is the id of. */
  readonly also?: string;
}

/** Values that fit what was typed so far. */
export interface Completion {
  readonly values: readonly string[];
  readonly total: number;
  readonly hasMore: boolean;
}

/** Nothing to offer. */
export const NO_COMPLETION: Completion = { values: [], total: 0, hasMore: false };

/**
 * What fits, the best first: begins with it, has a word that does, contains it. Case, diacritics and
 * umlaut spellings do not count; what is spelled exactly so is no less found.
 */
export function matching(offers: readonly Offer[], typed: string): Completion {
  const wanted = foldLoosely(typed);
  const literal = typed.trim().toLowerCase();
  const best = new Map<string, number>();
  for (const offer of offers) {
    const grade = gradeOf(offer, wanted, literal);
    if (grade > 0) best.set(offer.value, Math.max(best.get(offer.value) ?? 0, grade));
  }
  const values = [...best].sort(([, left], [, right]) => right - left).map(([value]) => value);
  return {
    values: values.slice(0, MAX_VALUES),
    total: values.length,
    hasMore: values.length > MAX_VALUES,
  };
}

function gradeOf({ value, also = '' }: Offer, wanted: string, literal: string): number {
  if (literal === '') return 1;
  const texts = [value, also];
  if (texts.some((text) => text.toLowerCase().startsWith(literal))) return 4;
  if (wanted === '') return 0;
  const folded = texts.map((text) => ` ${foldLoosely(text)}`);
  if (folded.some((text) => text.startsWith(` ${wanted}`))) return 3;
  if (folded.some((text) => text.includes(` ${wanted}`))) return 2;
  return folded.some((text) => text.includes(wanted)) ? 1 : 0;
}
