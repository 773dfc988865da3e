import {
  type ArgumentSpec,
  CONTROL_TYPES,
  type CommandSpec,
  type ControlType,
  commandsOf,
} from '@gatehouse/loxone-controls';
import { buildHouse } from './house-builder.js';

/** One room has it all. */
export const ROOM = 'Hall';

/** A house with one control of each type of the catalog, called like its type. */
export function houseOfEveryType(): unknown {
  return buildHouse({
    name: 'One of each',
    language: 'ENG',
    serial: '504F94A0FE01',
    controls: CONTROL_TYPES.map((entry) => ({
      type: entry.type,
      name: entry.type,
      room: ROOM,
      details: detailsOf(entry),
    })),
  });
}

/** Arguments that a command takes in {@link houseOfEveryType}. */
export function sampleArguments({ args }: CommandSpec): Readonly<Record<string, string | number>> {
  return Object.fromEntries(args.map((arg) => [arg.name, sampleValue(arg)]));
}

/** What all commands of a type need the control to say of itself. */
function detailsOf({ type }: ControlType): Readonly<Record<string, unknown>> {
  const target = { type, name: type, secured: false, details: {} };
  const args = commandsOf(target).flatMap((command) => command.args);
  return Object.assign({}, ...args.map(choicesFor));
}

function choicesFor(arg: ArgumentSpec): Readonly<Record<string, unknown>> {
  const value = sampleValue(arg);
  if (arg.kind === 'number' && arg.choicesFromDetails !== undefined) {
    return { [arg.choicesFromDetails]: { [value]: 'Sample' } };
  }
  if (arg.kind === 'text' && arg.membersFromDetails !== undefined) {
    return { [arg.membersFromDetails]: [{ uuid: String(value).split(/[: ]/)[0] }] };
  }
  return {};
}

function sampleValue(arg: ArgumentSpec): string | number {
  switch (arg.kind) {
    case 'number':
      // States of the simulated controls narrow it; all of them have room for this.
      if (arg.rangeFromStates !== undefined) return 20;
      return arg.min ?? Math.min(1, arg.max ?? 1);
    case 'choice':
      return Object.keys(arg.choices)[0] ?? '';
    case 'text':
      return arg.example ?? (arg.json === true ? '{}' : 'Sample');
  }
}
