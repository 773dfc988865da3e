import type { HomeState, HomeStateChange } from '@gatehouse/loxone-controls';
import { stateText } from '../state/state-value.js';

/** States that people compare with what was before. */
const COMPARED: ReadonlySet<string> = new Set([
  'volume',
  'tempTarget',
  'targetTemperature',
  'comfortTemperature',
  'comfortTemperatureCool',
]);

/** States that somebody asks to change, and that the control in one sentence leaves out. */
const UNSAID: ReadonlySet<string> = new Set([
  'comfortTemperature',
  'comfortTemperatureCool',
  'operatingMode',
  'autoMode',
  'emergencyOverride',
  'fan',
  'shuffle',
  'repeat',
  'source',
  'autoActive',
]);

/**
 * What of a change the control in one sentence does not tell: what a number was before, and states
 * that it leaves out. ` (volume was 20 %)`, ` (shuffle: shuffled)`, or nothing.
 */
export function besideText(changes: readonly HomeStateChange[]): string {
  const states = new Map(changes.map(({ state }) => [state.name, state]));
  const texts = [...states.values()].flatMap((state) => {
    const now = UNSAID.has(state.name) ? stateText(state) : undefined;
    const then = COMPARED.has(state.name) ? formerText(state, changes) : undefined;
    if (now === undefined) return then === undefined ? [] : [`${state.name} was ${then}`];
    return [`${state.name}: ${now}${then === undefined ? '' : `, was ${then}`}`];
  });
  return texts.length === 0 ? '' : ` (${texts.join('; ')})`;
}

/** A state may have changed several times on its way. */
function formerText(
  { name, unit }: HomeState,
  changes: readonly HomeStateChange[],
): string | undefined {
  const before = changes.find(({ state }) => state.name === name)?.before;
  if (typeof before !== 'number') return undefined;
  return stateText({ name, value: before, ...(unit !== undefined && { unit }) });
}
