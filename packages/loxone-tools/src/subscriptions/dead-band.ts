import type { HomeStateChange } from '@gatehouse/loxone-controls';

/**
 * How much an analog value has to move before it is news, in its own unit.
 *
 * @param unit - As the state has it; `undefined` for numbers that measure nothing.
 */
export type DeadBand = (unit: string | undefined) => number;

/** What a person would call a change; units that are not listed move by a hundredth of their value. */
const BANDS: Readonly<Record<string, number>> = {
  '%': 1,
  '°C': 0.2,
  '°F': 0.4,
  '°': 0.2,
  kW: 0.02,
  W: 20,
  kWh: 0.1,
  lx: 50,
  ppm: 25,
};

/** What of a value without a band of its own is news. */
const SHARE = 0.01;

/** {@link BANDS} */
export const defaultDeadBand: DeadBand = (unit) => (unit === undefined ? 0 : (BANDS[unit] ?? 0));

/** Tells news from the trembling of sensors. */
export interface NewsFilter {
  /** Whether a change is news; what is, is what later ones are compared with. */
  isNews(change: HomeStateChange): boolean;
}

/**
 * Compares with the last value that was news, so that a slow drift is not lost. Zero is always news:
 * "off" and "closed" are more than a small number.
 */
export function createNewsFilter(deadBand: DeadBand): NewsFilter {
  const told = new Map<string, number>();
  return {
    isNews({ control, state, before }) {
      const { value, unit } = state;
      if (typeof value !== 'number' || typeof before !== 'number') return true;
      const key = `${control}#${state.name}`;
      const last = told.get(key) ?? before;
      const band = deadBand(unit) || (unit === undefined ? 0 : Math.abs(last) * SHARE);
      const isNews = Math.abs(value - last) >= band || (value === 0) !== (last === 0);
      told.set(key, isNews ? value : last);
      return isNews;
    },
  };
}
