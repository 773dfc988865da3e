import type { HomeState, StateValue } from '../home.js';

/** Longest piece of a house's own text in a sentence, in characters. */
const MAX_TEXT = 80;

/** A text of the house on one line: no control characters, no half letters, not too long. */
export function oneLine(text: string): string {
  const clean = text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
  const letters = [...clean];
  return letters.length > MAX_TEXT ? `${letters.slice(0, MAX_TEXT).join('')}…` : clean;
}

/** A number as people write it: at most three places, no exponent below a trillion. */
export function shownNumber(value: number): string {
  return String(Number(value.toFixed(3)) + 0);
}

/** A state in words, from its own text, else from its value; `undefined` without a value. */
export function shownState(state: HomeState): string | undefined {
  const text = oneLine(state.text ?? bareValue(state.value));
  if (text === '') return undefined;
  return state.text === undefined && state.unit !== undefined ? `${text} ${state.unit}` : text;
}

/** A value without its unit; the empty text for none. */
export function bareValue(value: StateValue | undefined): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return Number.isFinite(value) ? shownNumber(value) : '';
  if (typeof value === 'object') return json(value);
  return String(value);
}

function json(value: object): string {
  try {
    return JSON.stringify(value) ?? '';
  } catch {
    return '';
  }
}

/** `90 s`, `5 min`, `1 h 20 min`, `3 days`. */
export function shownDuration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 120) return `${whole} s`;
  const minutes = Math.round(whole / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours >= 48) return `${Math.round(hours / 24)} days`;
  return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
}

/** Words as a list: `a`, `a and b`, `a, b and c`. */
export function listed(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}
