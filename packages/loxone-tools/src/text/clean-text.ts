/** Longest name of a house that is shown; the rest is cut with an ellipsis. */
export const MAX_NAME_LENGTH = 80;

/** Longest text state that is shown. */
export const MAX_VALUE_LENGTH = 200;

/** Control, line and paragraph separators, surrogates without a partner. */
const BREAKS = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]+/gu;

/** Invisible format characters: bidirectional overrides, zero-width joiners, tag characters. */
const INVISIBLE = /\p{Cf}+/gu;

/**
 * Makes text that came from a house fit to stand in an answer. Whoever programs a house, or sends it
 * a text state, chooses this text; it must not be able to start a new line, hide characters or
 * fill the answer.
 *
 * @param text - Untrusted text.
 * @param maxLength - Most code points that are kept, the ellipsis included.
 */
export function cleanText(text: string, maxLength: number = MAX_NAME_LENGTH): string {
  // A code point is at most two units, so this cut keeps all that can be needed and bounds the work.
  const flat = text
    .slice(0, maxLength * 8)
    .replace(BREAKS, ' ')
    .replace(INVISIBLE, '')
    .replace(/\s+/gu, ' ')
    .trim();
  const points = [...flat];
  return points.length <= maxLength ? flat : `${points.slice(0, maxLength - 1).join('')}…`;
}
