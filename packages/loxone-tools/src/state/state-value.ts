import type { HomeState, StateValue } from '@gatehouse/loxone-controls';
import { cleanText, MAX_VALUE_LENGTH } from '../text/clean-text.js';

/** Largest list and deepest nesting that is shown of a state that holds JSON. */
const MAX_ITEMS = 50;
const MAX_DEPTH = 4;

/** The value of one state; `undefined` when the control has none of this name. */
export function stateValue(states: readonly HomeState[], name: string): StateValue | undefined {
  return states.find((state) => state.name === name)?.value;
}

/** One state in words, cleaned: its text, or its value and unit; `undefined` when it says nothing. */
export function stateText(state: HomeState): string | undefined {
  return cleanText(state.text ?? plainText(state), MAX_VALUE_LENGTH) || undefined;
}

function plainText({ value, unit }: HomeState): string {
  if (value === null || typeof value === 'object') return '';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  const shown = typeof value === 'number' ? String(roundValue(value)) : value;
  return unit === undefined || shown === '' ? shown : `${shown} ${unit}`;
}

/**
 * A value as structured content may hold it: texts of the house cleaned and cut, long lists cut,
 * numbers without the dust of binary fractions.
 */
export function shownValue(value: unknown, depth: number = MAX_DEPTH): unknown {
  if (typeof value === 'number') return Number.isFinite(value) ? roundValue(value) : null;
  if (typeof value === 'string') return cleanText(value, MAX_VALUE_LENGTH);
  if (typeof value === 'boolean' || value === null || value === undefined) return value ?? null;
  if (depth === 0 || typeof value !== 'object') return '…';
  if (Array.isArray(value)) {
    return value.slice(0, MAX_ITEMS).map((item: unknown) => shownValue(item, depth - 1));
  }
  const fields = Object.entries(value).slice(0, MAX_ITEMS);
  return Object.fromEntries(
    fields.map(([key, field]) => [cleanText(key), shownValue(field, depth - 1)]),
  );
}

function roundValue(value: number): number {
  return Number(value.toFixed(3));
}
