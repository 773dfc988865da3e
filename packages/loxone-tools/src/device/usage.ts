import { RISKS, type Risk } from '@gatehouse/core';
import type { ArgumentSpec, CommandSpec } from '@gatehouse/loxone-controls';

/** Most commands that an error lists. */
const MAX_LISTED = 16;

/** Most words of a choice that an error lists. */
const MAX_CHOICES = 8;

/** The commands that a tool of this risk can give, with their arguments. */
export function usageOfAll(commands: readonly CommandSpec[], most: Risk): string {
  const possible = commands.filter(({ risk }) => RISKS.indexOf(risk) <= RISKS.indexOf(most));
  const listed = possible.slice(0, MAX_LISTED).map(usageOf);
  const left = possible.length - listed.length;
  const rest = left > 0 ? ` and ${left} more, see loxone_describe_control` : '';
  return `${listed.join('; ')}${rest}`;
}

/** One command with its arguments: `set-value {value: -10–40 °C}`. */
export function usageOf({ name, args }: CommandSpec): string {
  if (args.length === 0) return name;
  return `${name} {${args.map((arg) => `${arg.name}: ${valuesOf(arg)}`).join(', ')}}`;
}

function valuesOf(arg: ArgumentSpec): string {
  switch (arg.kind) {
    case 'number':
      return numbersOf(arg);
    case 'choice':
      return choicesOf(Object.keys(arg.choices));
    case 'text':
      return arg.example === undefined ? 'text' : `text like "${arg.example}"`;
  }
}

function numbersOf({ min, max, unit }: Extract<ArgumentSpec, { kind: 'number' }>): string {
  const range = min === undefined && max === undefined ? 'number' : `${min ?? '…'}–${max ?? '…'}`;
  return unit === undefined ? range : `${range} ${unit}`;
}

function choicesOf(words: readonly string[]): string {
  const shown = words.slice(0, MAX_CHOICES).join('|');
  return words.length > MAX_CHOICES ? `${shown}|…` : shown;
}
