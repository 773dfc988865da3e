import type { HouseControl } from '@gatehouse/admin-ui/wire';
import {
  type ArgumentSpec,
  type CommandSpec,
  commandsOf,
  type HomeControl,
  type HomeState,
  narrowCommand,
} from '@gatehouse/loxone-controls';
import { readMoods } from '@gatehouse/loxone-tools';

type Value = number | string;

/** How a device is set: a command that sets one thing shows it in a state that it affects. */
export function settingsOf(
  control: HomeControl,
  states: readonly HomeState[],
): NonNullable<HouseControl['values']> {
  const known = commandsOf(control).flatMap((spec) => {
    const value = settingOf(narrowCommand(spec, control, states), states);
    return value === undefined ? [] : [[spec.name, value] as const];
  });
  return Object.fromEntries(known);
}

function settingOf(spec: CommandSpec, states: readonly HomeState[]): Value | undefined {
  const { name, args } = spec;
  const [arg, ...others] = args;
  if (arg === undefined || others.length > 0 || !/^(?:set-|select)/.test(name)) return undefined;
  switch (arg.kind) {
    case 'number':
      // A mood is one among those that are active at the same time.
      return arg.name === 'mood' ? onlyMood(states) : numberOf(spec, arg, states);
    case 'choice':
      return wordOf(spec, arg, states);
    default:
      return undefined;
  }
}

function onlyMood(states: readonly HomeState[]): number | undefined {
  const [mood, ...others] = readMoods(states)?.active ?? [];
  return others.length > 0 ? undefined : mood;
}

function numberOf(
  { affects }: CommandSpec,
  { name, min, max }: Extract<ArgumentSpec, { kind: 'number' }>,
  states: readonly HomeState[],
): number | undefined {
  const value = stateOf(states, affects.includes(name) ? name : affects[0]);
  if (typeof value !== 'number' || !Number.isFinite(value)) return undefined;
  return value >= (min ?? value) && value <= (max ?? value) ? value : undefined;
}

/**
 * `set-operating-mode` is shown by the state `operatingMode`, in the numbers that it is sent as. Other
 * states that a word affects count something else, so of them nothing is said.
 */
function wordOf(
  { name, affects }: CommandSpec,
  { choices }: Extract<ArgumentSpec, { kind: 'choice' }>,
  states: readonly HomeState[],
): string | undefined {
  const own = name
    .replace(/^set-/, '')
    .replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  if (!affects.includes(own)) return undefined;
  const value = stateOf(states, own);
  if (typeof value !== 'number') return undefined;
  return Object.entries(choices).find(([, wire]) => wire === String(value))?.[0];
}

function stateOf(states: readonly HomeState[], name: string | undefined): unknown {
  return states.find((state) => state.name === name)?.value;
}
