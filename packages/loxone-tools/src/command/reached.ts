import type { HomeState } from '@gatehouse/loxone-controls';
import { stateValue } from '../state/state-value.js';
import type { Reached } from './plan.js';

/** Whether a state is exactly a value; unknown while the house has not reported it. */
export function isValue(state: string, wanted: number | boolean): Reached {
  return (_control, states) => {
    const value = stateValue(states, state);
    return value === undefined || value === null ? undefined : value === wanted;
  };
}

/** Whether a state is a value, give or take what devices round. */
export function isNear(state: string, wanted: number, tolerance: number): Reached {
  return (_control, states) => {
    const value = numberState(states, state);
    return value === undefined ? undefined : Math.abs(value - wanted) <= tolerance;
  };
}

/** A state that is a number. */
export function numberState(states: readonly HomeState[], name: string): number | undefined {
  const value = stateValue(states, name);
  return typeof value === 'number' ? value : undefined;
}
