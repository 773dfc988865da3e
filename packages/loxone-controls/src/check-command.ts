import { LOCK_COMMANDS } from './catalog/common.js';
import { controlType, ownCommands } from './catalog.js';
import type { CheckedCommand, CommandProblem, HomeControl, HomeState } from './home.js';
import { readArgument } from './read-argument.js';
import type { CommandRisk, CommandSpec } from './types.js';
import { matchWire, renderWire } from './wire.js';

/** What of a control a command is judged by. */
export type CommandTarget = Pick<
  HomeControl,
  'type' | 'parentType' | 'secured' | 'details' | 'name'
>;

/** A command that can be sent, or why it cannot be right. */
export type CommandCheck =
  | { readonly ok: true; readonly command: CheckedCommand }
  | { readonly ok: false; readonly problem: CommandProblem };

const RISKS: readonly CommandRisk[] = ['control', 'access', 'admin'];

/**
 * Judges a command before anything is sent, and writes it for the wire.
 *
 * @param command - Its name in the catalog, for example `set-position`.
 * @param args - Argument name → value; numbers may come as plain decimal text with a point.
 * @param states - The control's states as they are known now: they can narrow a range.
 */
export function checkCommand(
  control: CommandTarget,
  command: string,
  args: Readonly<Record<string, string | number>>,
  states: readonly HomeState[] = [],
): CommandCheck {
  const possible = possibleCommands(control);
  const spec = possible.find((candidate) => candidate.name === command);
  if (spec === undefined) return refuse(unknownCommand(control, command, possible));
  if (control.secured) return refuse(secured(control));
  const stray = Object.keys(args).find((name) => !spec.args.some((arg) => arg.name === name));
  if (stray !== undefined) return refuse(unknownArgument(spec, stray));
  return write(control, spec, args, states);
}

function write(
  control: CommandTarget,
  spec: CommandSpec,
  args: Readonly<Record<string, string | number>>,
  states: readonly HomeState[],
): CommandCheck {
  const values = new Map<string, string>();
  for (const arg of spec.args) {
    const input = Object.hasOwn(args, arg.name) ? args[arg.name] : undefined;
    if (input === undefined) return refuse(missingArgument(spec, arg.name));
    const result = readArgument(arg, input, { details: control.details, states });
    if (!result.ok) return refuse(result.problem);
    values.set(arg.name, result.wire);
  }
  const wire = renderWire(spec.wire, values);
  const other = otherCommand(control, spec, wire);
  if (other !== undefined) return refuse(wouldBe(spec, other));
  return {
    ok: true,
    command: {
      wire,
      risk: riskOf(control, spec),
      affects: spec.affects,
    },
  };
}

/**
 * Free text that stands alone on the wire could spell a command of a higher risk, with or without
 * its encoding: a text input must not be a way to unlock a control.
 */
function otherCommand(
  { type, parentType }: CommandTarget,
  spec: CommandSpec,
  wire: string,
): CommandSpec | undefined {
  const read = [wire, decodeURIComponent(wire)].map(
    (tail) => matchWire(type, tail, parentType)?.command,
  );
  return read.find((command) => command !== undefined && command !== spec);
}

/** The commands that a control takes, each with the risk that it has there. */
export function commandsOf(control: CommandTarget): readonly CommandSpec[] {
  return possibleCommands(control).map((spec) => ({ ...spec, risk: riskOf(control, spec) }));
}

function possibleCommands(control: CommandTarget): readonly CommandSpec[] {
  const commands = ownCommands(control.type, control.parentType);
  return control.details.jLockable === true ? [...commands, ...LOCK_COMMANDS] : commands;
}

function riskOf(control: CommandTarget, spec: CommandSpec): CommandRisk {
  const part = controlType(control.parentType ?? '')?.partRisk ?? 'control';
  return RISKS.indexOf(part) > RISKS.indexOf(spec.risk) ? part : spec.risk;
}

function refuse(problem: CommandProblem): CommandCheck {
  return { ok: false, problem };
}

function unknownCommand(
  control: CommandTarget,
  command: string,
  possible: readonly CommandSpec[],
): CommandProblem {
  const commands = possible.map((candidate) => candidate.name);
  return {
    code: 'unknown-command',
    message: `${control.name} has no command ${JSON.stringify(command.slice(0, 40))}; ${whatIsPossible(control, commands)}`,
    commands,
  };
}

function whatIsPossible(control: CommandTarget, commands: readonly string[]): string {
  if (commands.length > 0) return `possible: ${commands.join(', ')}`;
  if (controlType(control.type) === undefined) {
    return `its type ${control.type} is not in the catalog, so it can only be read`;
  }
  return 'it can only be read';
}

function secured(control: CommandTarget): CommandProblem {
  return {
    code: 'secured',
    message: `${control.name} needs the visualisation password, so it cannot be commanded from here`,
  };
}

function unknownArgument(spec: CommandSpec, argument: string): CommandProblem {
  const known = spec.args.map((arg) => arg.name).join(', ');
  const takes = known === '' ? 'takes no arguments' : `takes ${known}`;
  return {
    code: 'unknown-argument',
    message: `${spec.name} ${takes}, not ${JSON.stringify(argument.slice(0, 40))}`,
    argument,
  };
}

function wouldBe(spec: CommandSpec, other: CommandSpec): CommandProblem {
  const argument = spec.args[0]?.name ?? '';
  return {
    code: 'out-of-range',
    message: `${argument} would be read as the command ${other.name}`,
    argument,
  };
}

function missingArgument(spec: CommandSpec, argument: string): CommandProblem {
  const meaning = spec.args.find((arg) => arg.name === argument)?.meaning ?? '';
  return {
    code: 'missing-argument',
    message: `${spec.name} needs ${argument}: ${meaning}`,
    argument,
  };
}
