import type { HouseChoice, HouseCommand, HouseRange } from '@gatehouse/admin-ui/wire';
import {
  type ArgumentSpec,
  type CommandSpec,
  commandsOf,
  type HomeControl,
  type HomeState,
  narrowCommand,
} from '@gatehouse/loxone-controls';
import { choicesOf } from './house-choices.js';
import type { OfferedRisk } from './house-sight.js';

/** More than this is no simple control. */
const MOST_OFFERED = 32;

/** What the page can offer of a device: commands without argument, with one number, with one name. */
export function offeredCommands(
  control: HomeControl,
  states: readonly HomeState[],
  mayCommand: (risk: OfferedRisk) => boolean,
): readonly HouseCommand[] {
  return commandsOf(control)
    .filter(({ risk }) => (risk === 'control' || risk === 'access') && mayCommand(risk))
    .flatMap((spec) => offeredOf(narrowCommand(spec, control, states), control, states) ?? [])
    .slice(0, MOST_OFFERED);
}

function offeredOf(
  { name, risk, args }: CommandSpec,
  control: HomeControl,
  states: readonly HomeState[],
): HouseCommand | undefined {
  const [arg, ...others] = args;
  if (arg === undefined) return { name, label: inWords(name), risk };
  if (others.length > 0) return undefined;
  const argument = choiceOf(arg, control, states) ?? rangeOf(arg);
  return argument === undefined
    ? undefined
    : { name, label: inWords(settingName(name, arg)), risk, argument };
}

function choiceOf(
  arg: ArgumentSpec,
  control: HomeControl,
  states: readonly HomeState[],
): HouseChoice | undefined {
  const choices = choicesOf(arg, control, states);
  return choices.length === 0 ? undefined : { name: arg.name, choices };
}

function rangeOf(arg: ArgumentSpec): HouseRange | undefined {
  // Nobody finds a mood with a slider: what tells which, and has no names, is for tools that take numbers.
  if (arg.kind !== 'number' || arg.isIdentifier === true) return undefined;
  const { name, min, max, integer = false, unit } = arg;
  if (min === undefined || max === undefined || min >= max) return undefined;
  return { name, min, max, ...(integer && { step: 1 }), ...(unit === undefined ? {} : { unit }) };
}

/** What is set, since a slider and a list of names show by themselves that they set it. */
function settingName(command: string, { name }: ArgumentSpec): string {
  const rest = command.replace(/^(?:set|select)-?/, '');
  return rest === '' ? name : rest;
}

/** `set-position` → `Set position` */
function inWords(name: string): string {
  const words = name.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
