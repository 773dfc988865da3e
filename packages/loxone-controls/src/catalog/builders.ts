import type { ArgumentSpec, CommandRisk, CommandSpec, RequestSpec, StateSpec } from '../types.js';

/** Everything of a state that has a default. */
type StateOptions = Partial<Omit<StateSpec, 'name' | 'kind' | 'meaning'>>;

/** Everything of a number argument that has a default. */
type NumberOptions = Partial<
  Omit<Extract<ArgumentSpec, { kind: 'number' }>, 'name' | 'kind' | 'meaning'>
>;

/** Everything of a list argument that has a default. */
type ListOptions = Partial<
  Pick<
    Extract<ArgumentSpec, { kind: 'text' }>,
    'counted' | 'maxItems' | 'membersFromDetails' | 'example'
  >
>;

/** A state from the value table. */
export function number(name: string, meaning: string, options: StateOptions = {}): StateSpec {
  return { name, kind: 'number', meaning, ...options };
}

/** A state from the value table that is 0 or 1; `words` are those of 0 and of 1. */
export function flag(
  name: string,
  meaning: string,
  words: readonly [off: string, on: string] = ['no', 'yes'],
  options: StateOptions = {},
): StateSpec {
  return { name, kind: 'boolean', meaning, values: { '0': words[0], '1': words[1] }, ...options };
}

/** A state from the text table. */
export function text(name: string, meaning: string, options: StateOptions = {}): StateSpec {
  return { name, kind: 'text', meaning, ...options };
}

/** A state from the text table that holds JSON. */
export function json(name: string, meaning: string, options: StateOptions = {}): StateSpec {
  return { name, kind: 'json', meaning, ...options };
}

/** A state that is a point in time. */
export function instant(
  name: string,
  meaning: string,
  since: NonNullable<StateSpec['instant']>,
  options: StateOptions = {},
): StateSpec {
  return { name, kind: 'number', meaning, instant: since, ...options };
}

/** Marks a state as one that answers "how is it?" at a glance. */
export function main(state: StateSpec): StateSpec {
  return { ...state, main: true };
}

/** An argument that is a number within a range. */
export function numberArg(
  name: string,
  meaning: string,
  options: NumberOptions = {},
): ArgumentSpec {
  return { name, kind: 'number', meaning, ...options };
}

/** An argument in whole percent. */
export function percentArg(name: string, meaning: string): ArgumentSpec {
  return { name, kind: 'number', meaning, min: 0, max: 100, unit: '%' };
}

/** An argument that is an id or an index: a whole number from `min` to `max`. */
export function indexArg(
  name: string,
  meaning: string,
  min: number,
  max: number,
  options: NumberOptions = {},
): ArgumentSpec {
  return { name, kind: 'number', meaning, min, max, integer: true, isIdentifier: true, ...options };
}

/** An argument that is a length of time in whole seconds. */
export function secondsArg(name: string, meaning: string, min = 0, max = 86_400): ArgumentSpec {
  return { name, kind: 'number', meaning, min, max, integer: true, unit: 's' };
}

/** An argument that is a temperature in the unit of the house. */
export function temperatureArg(
  name: string,
  meaning: string,
  min: number,
  max: number,
): ArgumentSpec {
  return { name, kind: 'number', meaning, min, max, unit: '°C' };
}

/** An argument that is one of a few words. */
export function choiceArg(
  name: string,
  meaning: string,
  choices: Readonly<Record<string, string>>,
): ArgumentSpec {
  return { name, kind: 'choice', meaning, choices };
}

/** An argument that is `on` or `off`, sent as 1 or 0. */
export function switchArg(name: string, meaning: string): ArgumentSpec {
  return choiceArg(name, meaning, { on: '1', off: '0' });
}

/** An argument that is free text. */
export function textArg(name: string, meaning: string, maxLength: number): ArgumentSpec {
  return { name, kind: 'text', meaning, maxLength };
}

/** An argument that must look like `pattern` and is sent as it stands. */
export function patternArg(
  name: string,
  meaning: string,
  pattern: string,
  example: string,
): ArgumentSpec {
  return { name, kind: 'text', meaning, maxLength: 100, pattern, example };
}

/** An argument that is a list: of items of a shape with spaces between them, or of texts with `|`. */
export function listArg(
  name: string,
  meaning: string,
  pattern: string | undefined,
  joinedBy: ',' | ';' | '/',
  options: ListOptions = {},
): ArgumentSpec {
  return {
    name,
    kind: 'text',
    meaning,
    maxLength: 4000,
    joinedBy,
    ...options,
    ...(pattern !== undefined && { pattern }),
  };
}

/** An argument that is JSON, given as text. */
export function jsonArg(name: string, meaning: string): ArgumentSpec {
  return { name, kind: 'text', meaning, maxLength: 4000, json: true };
}

/** A question that is answered with data. */
export function request(
  name: string,
  wire: string,
  meaning: string,
  args: readonly ArgumentSpec[] = [],
  risk: RequestSpec['risk'] = 'read',
): RequestSpec {
  return { name, meaning, risk, args, wire };
}

/** Makes a command of one risk; `affects` are the states that confirm it. */
export type CommandBuilder = (
  name: string,
  wire: string,
  meaning: string,
  affects: readonly string[],
  args?: readonly ArgumentSpec[],
  aliases?: readonly string[],
) => CommandSpec;

/** A command that moves lamps, blinds, heating or music. */
export const control: CommandBuilder = builderOf('control');

/** A command that opens doors, gates and locks or changes alarms. */
export const access: CommandBuilder = builderOf('access');

/** A command that changes what is stored: scenes, counters, codes. */
export const admin: CommandBuilder = builderOf('admin');

function builderOf(risk: CommandRisk): CommandBuilder {
  return (name, wire, meaning, affects, args = [], aliases = []) => ({
    name,
    meaning,
    risk,
    args,
    wire,
    ...(aliases.length > 0 && { aliases }),
    affects,
  });
}
