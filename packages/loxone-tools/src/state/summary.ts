import type { HomeControl, HomeState } from '@gatehouse/loxone-controls';
import { controlType, mainStates } from '@gatehouse/loxone-controls';
import { brightnessOf } from './condition.js';
import { moodsText, readMoods } from './moods.js';
import { stateText, stateValue } from './state-value.js';

/** Flags that belong to every answer to "how is it?", but only while they are raised. */
const REMARKS: Readonly<Record<string, string>> = {
  up: 'moving up',
  down: 'moving down',
  safetyActive: 'held by a safety input',
  locked: 'locked',
  lockedOn: 'held on',
};

/** Most states that speak for a type which the catalog does not know. */
const MAX_UNKNOWN = 2;

/**
 * Answers "how is it?" in a few words: `45 %`, `mood Evening`, `40 % closed, moving down`.
 *
 * @returns `undefined` when the control has nothing to say, or has not reported it yet.
 */
export function summaryOf(control: HomeControl, states: readonly HomeState[]): string | undefined {
  const parts = [...mainParts(control, states), ...remarks(states)];
  return parts.length === 0 ? undefined : parts.join(', ');
}

function mainParts(control: HomeControl, states: readonly HomeState[]): readonly string[] {
  const moods = readMoods(states);
  if (moods !== undefined) return [moodsText(moods)];
  const color = stateValue(states, 'color');
  const brightness = brightnessOf(control, states);
  if (typeof color === 'string' && brightness !== undefined) {
    return [brightness === 0 ? 'off' : `${brightness} %, ${color}`];
  }
  const shown = glanceStates(control, states);
  return shown.flatMap((state) => {
    const text = stateText(state);
    if (text === undefined) return [];
    return [shown.length > 1 && startsWithNumber(text) ? `${state.name} ${text}` : text];
  });
}

function glanceStates(control: HomeControl, states: readonly HomeState[]): readonly HomeState[] {
  if (controlType(control.type) === undefined) return states.slice(0, MAX_UNKNOWN);
  const names = new Set(mainStates(control.type).map((spec) => spec.name));
  return states.filter((state) => names.has(state.name));
}

/** Two bare numbers beside each other would say nothing: `tempActual 21.5 °C, tempTarget 22 °C`. */
function startsWithNumber(text: string): boolean {
  return /^-?\d/.test(text);
}

function remarks(states: readonly HomeState[]): readonly string[] {
  const raised = states.flatMap((state) => {
    const remark = Object.hasOwn(REMARKS, state.name) ? REMARKS[state.name] : undefined;
    return remark !== undefined && state.value === true ? [remark] : [];
  });
  return isLockedForAll(states) && !raised.includes('locked') ? [...raised, 'locked'] : raised;
}

/** `jLocked` of any control: `{ locked: 1 | 2 }` while somebody or the logic has locked it. */
function isLockedForAll(states: readonly HomeState[]): boolean {
  const lock = stateValue(states, 'jLocked');
  if (typeof lock !== 'object' || lock === null || !('locked' in lock)) return false;
  return typeof lock.locked === 'number' && lock.locked > 0;
}
