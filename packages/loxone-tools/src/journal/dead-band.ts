import type { HomeState, StateValue } from '@gatehouse/loxone-controls';

/** Share of the last value that an analog value must move by. */
const RELATIVE = 0.02;
/** And at least that much, since a share of nearly nothing is nothing. */
const ABSOLUTE = 0.05;

/**
 * Whether a change is too small to be told: an analog value that trembles. Numbers without a unit
 * that are whole are modes and counts, and each of their changes matters.
 *
 * @param last - What was told last, so that a slow drift is told in the end.
 */
export function isNoise(last: StateValue, state: Pick<HomeState, 'value' | 'unit'>): boolean {
  const { value, unit } = state;
  if (typeof last !== 'number' || typeof value !== 'number') return Object.is(last, value);
  if (unit === undefined && Number.isInteger(value) && Number.isInteger(last))
    return last === value;
  return Math.abs(value - last) < Math.max(ABSOLUTE, RELATIVE * Math.abs(last));
}
