import type { HouseCommand, HouseControl } from '@gatehouse/admin-ui/wire';
import {
  type CommandSpec,
  commandsOf,
  type HomeControl,
  type HomeState,
  narrowCommand,
} from '@gatehouse/loxone-controls';
import type { OfferedRisk } from './house-sight.js';

/** More buttons than this are no simple control. */
const MOST_OFFERED = 24;

/** What the page can offer of a device: commands without argument, or with one number of a range. */
export function offeredCommands(
  control: HomeControl,
  states: readonly HomeState[],
  mayCommand: (risk: OfferedRisk) => boolean,
): readonly HouseCommand[] {
  return commandsOf(control)
    .flatMap((spec) => offeredOf(narrowCommand(spec, control, states)) ?? [])
    .filter(({ risk }) => (risk === 'control' || risk === 'access') && mayCommand(risk))
    .slice(0, MOST_OFFERED);
}

function offeredOf({ name, risk, args }: CommandSpec): HouseCommand | undefined {
  const offered = { name, label: labelOf(name), risk };
  const [arg, ...others] = args;
  if (arg === undefined) return offered;
  // Nobody finds a mood with a slider: what tells which is for the assistants' tools, which know names.
  if (others.length > 0 || arg.kind !== 'number' || arg.isIdentifier === true) return undefined;
  const { min, max, integer = false, unit } = arg;
  if (min === undefined || max === undefined || min >= max) return undefined;
  return {
    ...offered,
    argument: {
      name: arg.name,
      min,
      max,
      ...(integer && { step: 1 }),
      ...(unit === undefined ? {} : { unit }),
    },
  };
}

/** `set-position` → `Set position` */
function labelOf(name: string): string {
  const words = name.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Where the sliders stand: a command that sets one number shows it in a state that it affects. */
export function sliderValues(
  control: HomeControl,
  states: readonly HomeState[],
): NonNullable<HouseControl['values']> {
  const known = commandsOf(control).flatMap((spec) => {
    const value = settingOf(narrowCommand(spec, control, states), states);
    return value === undefined ? [] : [[spec.name, value] as const];
  });
  return Object.fromEntries(known);
}

function settingOf(
  { name, args, affects }: CommandSpec,
  states: readonly HomeState[],
): number | undefined {
  const [arg, ...others] = args;
  if (arg?.kind !== 'number' || others.length > 0 || !name.startsWith('set-')) return undefined;
  const stateName = affects.includes(arg.name) ? arg.name : affects[0];
  const value = states.find((state) => state.name === stateName)?.value;
  if (typeof value !== 'number' || !Number.isFinite(value)) return undefined;
  const isWithin = value >= (arg.min ?? value) && value <= (arg.max ?? value);
  return isWithin ? value : undefined;
}
