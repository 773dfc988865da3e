import { LOCK_COMMANDS } from './catalog/common.js';
import { controlType } from './catalog.js';
import { parseDecimal } from './decimal.js';
import type { ArgumentSpec, CommandSpec } from './types.js';

const PLACEHOLDER = /\{([a-zA-Z]+)\}/g;

/** The arguments of a command that was read back from the wire. */
export type WireArguments = Record<string, number | string>;

interface Pattern {
  readonly expression: RegExp;
  readonly args: readonly ArgumentSpec[];
}

/** Patterns are built on first use: most houses have a dozen of the catalog's types. */
const patterns = new WeakMap<CommandSpec, readonly Pattern[]>();

/** Puts what the arguments are on the wire into a command's template. */
export function renderWire(template: string, values: ReadonlyMap<string, string>): string {
  return template.replace(PLACEHOLDER, (_, name: string) => values.get(name) ?? '');
}

/** Names of the arguments in a template, in their order. */
export function placeholders(template: string): readonly string[] {
  return Array.from(template.matchAll(PLACEHOLDER), (match) => match[1] ?? '');
}

/**
 * Finds the command that a tail is: the inverse of what `checkCommand` writes. Command words are
 * case-insensitive, as the Miniserver takes them. Ranges are not checked: a Miniserver clamps.
 *
 * @param tail - What follows `jdev/sps/io/{uuid}/`, still percent-encoded.
 */
export function matchWire(
  type: string,
  tail: string,
): { command: CommandSpec; args: WireArguments } | undefined {
  // Those for locking come first: a type whose command is free text must not hide them.
  for (const command of [...LOCK_COMMANDS, ...(controlType(type)?.commands ?? [])]) {
    for (const pattern of patternsOf(command)) {
      const args = readArguments(pattern, tail);
      if (args !== undefined) return { command, args };
    }
  }
  return undefined;
}

function patternsOf(command: CommandSpec): readonly Pattern[] {
  const known = patterns.get(command);
  if (known !== undefined) return known;
  const made = [command.wire, ...(command.aliases ?? [])].map((template) =>
    patternOf(template, command.args),
  );
  patterns.set(command, made);
  return made;
}

function patternOf(template: string, specs: readonly ArgumentSpec[]): Pattern {
  const args: ArgumentSpec[] = [];
  const source = template.replace(/\{([a-zA-Z]+)\}|[^{]+/g, (part, name: string | undefined) => {
    const spec = specs.find((candidate) => candidate.name === name);
    if (spec === undefined) return escapeExpression(part);
    args.push(spec);
    return spec.kind === 'number' ? '([+-]?[\\d.]+)' : '([^/]+?)';
  });
  return { expression: new RegExp(`^${source}$`, 'i'), args };
}

function readArguments(pattern: Pattern, tail: string): WireArguments | undefined {
  const match = pattern.expression.exec(tail);
  if (match === null) return undefined;
  const args: WireArguments = {};
  for (const [index, spec] of pattern.args.entries()) {
    const value = readArgument(spec, match[index + 1] ?? '');
    if (value === undefined) return undefined;
    args[spec.name] = value;
  }
  return args;
}

function readArgument(spec: ArgumentSpec, raw: string): number | string | undefined {
  switch (spec.kind) {
    case 'number':
      return parseDecimal(raw);
    case 'choice':
      return wordOf(spec.choices, decodeSegment(raw));
    case 'text':
      return decodeSegment(raw);
  }
}

function wordOf(choices: Readonly<Record<string, string>>, wire: string): string | undefined {
  const wanted = wire.toLowerCase();
  return Object.keys(choices).find((word) => choices[word]?.toLowerCase() === wanted);
}

/** Clients in the field send text unencoded; what is no valid encoding is taken as it stands. */
function decodeSegment(raw: string): string {
  try {
    return decodeURIComponent(raw);
  } catch {
    return raw;
  }
}

function escapeExpression(literal: string): string {
  return literal.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
