import {
  type CommandSpec,
  commandsForVerb,
  commandsOf,
  type HomeControl,
  matchVerb,
} from '@gatehouse/loxone-controls';

/** What a call wants of a device. */
export interface CommandWish {
  /** A command of the catalog, in any spelling, or a word of the catalog for one. */
  readonly command: string;
  readonly args: Readonly<Record<string, string | number>>;
}

/** Longest that is looked up; the catalog's names and words are shorter. */
const MAX_LENGTH = 60;

/** A word has to be the whole of what was said: a sentence is not interpreted. */
const WHOLE = 1;

/**
 * The command that is meant: by its name, or by a word of the catalog in any of its languages, if the
 * type has a command for that word which takes just these arguments.
 */
export function findCommand(control: HomeControl, wish: CommandWish): CommandSpec | undefined {
  if (wish.command.length > MAX_LENGTH) return undefined;
  const commands = commandsOf(control);
  const name = spelling(wish.command);
  return commands.find((command) => command.name === name) ?? byWord(control, commands, wish);
}

/** `Set_Value` → `set-value` */
export function spelling(command: string): string {
  return command
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, '-');
}

function byWord(
  control: HomeControl,
  commands: readonly CommandSpec[],
  { command, args }: CommandWish,
): CommandSpec | undefined {
  const meant = matchVerb(command.replaceAll('_', ' '))
    .filter(({ score }) => score === WHOLE)
    .flatMap(({ meaning }) => [
      ...commands.filter((own) => own.name === meaning),
      ...commandsForVerb(control.type, meaning),
    ])
    .find((candidate) => takes(candidate, args));
  return commands.find(({ name }) => name === meant?.name);
}

function takes({ args }: CommandSpec, given: CommandWish['args']): boolean {
  const names = Object.keys(given);
  return names.length === args.length && args.every(({ name }) => names.includes(name));
}
