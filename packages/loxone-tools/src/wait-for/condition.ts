import type { HomeControl, HomeState, LoxoneHome, StateValue } from '@gatehouse/loxone-controls';
import { mainStates } from '@gatehouse/loxone-controls';
import { closedShare, isOn } from '../state/condition.js';
import { fold } from '../text/fold.js';
import { type Outcome, toolError } from '../tool-error.js';

/** What can be waited for. */
export const CONDITIONS = [
  'changes',
  'eq',
  'ne',
  'gt',
  'lt',
  'on',
  'off',
  'open',
  'closed',
] as const;

/** One of {@link CONDITIONS}. */
export type WaitCondition = (typeof CONDITIONS)[number];

/** What a call waits for. */
export interface WaitWish {
  readonly condition: WaitCondition;
  readonly state?: string | undefined;
  readonly value?: string | number | boolean | undefined;
}

/** Tells whether it is fulfilled now. */
export type IsFulfilled = () => boolean;

/** Fully closed or open, give or take what a motor stops short. */
const CLOSED_FROM = 99;
const OPEN_UP_TO = 1;

/** Makes the test for a wish; what can never come true is an error at once. */
export function readCondition(
  wish: WaitWish,
  control: HomeControl,
  home: Pick<LoxoneHome, 'states'>,
): Outcome<IsFulfilled> {
  const { condition } = wish;
  if (condition === 'on' || condition === 'off') {
    return whole(() => isOn(control, home.states(control.id)), condition === 'on');
  }
  if (condition === 'open' || condition === 'closed') {
    const share = (): number | undefined => closedShare(control, home.states(control.id));
    return whole(() => isAt(share(), condition), true);
  }
  return ofState(wish, control, home);
}

function isAt(share: number | undefined, condition: 'open' | 'closed'): boolean | undefined {
  if (share === undefined) return undefined;
  return condition === 'closed' ? share >= CLOSED_FROM : share <= OPEN_UP_TO;
}

function whole(read: () => boolean | undefined, wanted: boolean): Outcome<IsFulfilled> {
  if (read() !== undefined) return { ok: true, value: () => read() === wanted };
  const message = 'it has no such condition, or has not reported it yet.';
  const hint = 'Name a state, with eq, ne, gt, lt or changes.';
  return { ok: false, error: toolError('not_supported', message, hint) };
}

function ofState(
  { condition, state: asked, value }: WaitWish,
  control: HomeControl,
  home: Pick<LoxoneHome, 'states'>,
): Outcome<IsFulfilled> {
  const states = home.states(control.id);
  const name = nameOf(asked, control, states);
  if (name === undefined) {
    const names = states.map((state) => state.name).join(', ');
    const hint = names === '' ? 'It has no states.' : `Its states: ${names}.`;
    return { ok: false, error: toolError('invalid_argument', 'it has no such state.', hint) };
  }
  const read = (): HomeState | undefined =>
    home.states(control.id).find((state) => state.name === name);
  if (condition === 'changes') {
    const before = valueKey(read()?.value);
    return { ok: true, value: () => valueKey(read()?.value) !== before };
  }
  if (value === undefined) return wrong(`${condition} needs a value.`);
  const isNumber =
    typeof value !== 'boolean' && String(value).trim() !== '' && Number.isFinite(Number(value));
  if ((condition === 'gt' || condition === 'lt') && !isNumber) {
    return wrong(`${condition} needs a number.`);
  }
  return { ok: true, value: () => compares(read(), condition, value) };
}

function wrong(message: string): Outcome<never> {
  return { ok: false, error: toolError('invalid_argument', message, 'Pass it as value.') };
}

/** Named, in any case; else the state that answers "how is it?". */
function nameOf(
  asked: string | undefined,
  control: HomeControl,
  states: readonly HomeState[],
): string | undefined {
  if (asked !== undefined) {
    return states.find(({ name }) => name.toLowerCase() === asked.trim().toLowerCase())?.name;
  }
  const main = mainStates(control.type).map(({ name }) => name);
  return main.find((name) => states.some((state) => state.name === name)) ?? states[0]?.name;
}

function compares(
  state: HomeState | undefined,
  condition: WaitCondition,
  wanted: string | number | boolean,
): boolean {
  if (state === undefined || state.value === null) return false;
  const { value } = state;
  if (condition === 'gt') return typeof value === 'number' && value > Number(wanted);
  if (condition === 'lt') return typeof value === 'number' && value < Number(wanted);
  return equals(state, wanted) === (condition === 'eq');
}

/** By number, by truth, or by the words for it. */
function equals({ value, text }: HomeState, wanted: string | number | boolean): boolean {
  if (typeof value === 'number' && wanted !== '' && value === Number(wanted)) return true;
  const said = fold(String(wanted));
  if (said === fold(String(value))) return true;
  return text !== undefined && said === fold(text);
}

function valueKey(value: StateValue | undefined): string {
  return JSON.stringify(value ?? null);
}
