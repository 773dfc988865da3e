import { LOCK_COMMANDS } from './catalog/common.js';
import { ownCommands } from './catalog.js';
import { parseDecimal } from './decimal.js';
import type { ArgumentSpec, CommandSpec } from './types.js';

const PLACEHOLDER = /\{([a-zA-Z]+)\}/g;

/** The arguments of a command that was read back from the wire. */
export type WireArguments = Record<string, number | string>;

interface Pattern {
  readonly expression: RegExp;
  readonly args: readonly ArgumentSpec[];
}

/** What of a command or question makes its wire forms. */
type Templates = Pick<CommandSpec, 'wire' | 'args' | 'aliases'>;

/** Patterns are built on first use: most houses have a dozen of the catalog's types. */
const patterns = new WeakMap<Templates, readonly Pattern[]>();

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
 * @param parentType - Type of the control that this one is a part of, if it is one.
 */
export function matchWire(
  type: string,
  tail: string,
  parentType?: string,
): { command: CommandSpec; args: WireArguments } | undefined {
  for (const command of allCommands(type, parentType)) {
    const args = matchTail(command, tail);
    if (args !== undefined) return { command, args };
  }
  return undefined;
}

/** Those for locking come first: a type whose command is free text must not hide them. */
function allCommands(type: string, parentType: string | undefined): readonly CommandSpec[] {
  return [...LOCK_COMMANDS, ...ownCommands(type, parentType)];
}

/** The arguments of a tail that is this command, or this question. */
export function matchTail(spec: Templates, tail: string): WireArguments | undefined {
  for (const pattern of patternsOf(spec)) {
    const args = readArguments(pattern, tail);
    if (args !== undefined) return args;
  }
  return undefined;
}

function patternsOf(spec: Templates): readonly Pattern[] {
  const known = patterns.get(spec);
  if (known !== undefined) return known;
  const made = [spec.wire, ...(spec.aliases ?? [])].map((template) =>
    patternOf(template, spec.args),
  );
  patterns.set(spec, made);
  return made;
}

function patternOf(template: string, specs: readonly ArgumentSpec[]): Pattern {
  const args: ArgumentSpec[] = [];
  const source = template.replace(/\{([a-zA-Z]+)\}|[^{]+/g, (part, name: string | undefined) => {
    const spec = specs.find((candidate) => candidate.name === name);
    if (spec === undefined) return escapeExpression(part);
    args.push(spec);
    return expressionOf(spec);
  });
  return { expression: new RegExp(`^${source}$`, 'i'), args };
}

function expressionOf(spec: ArgumentSpec): string {
  if (spec.kind === 'number') return '([+-]?[\\d.]+)';
  if (spec.kind === 'choice' || spec.joinedBy !== '/') return '([^/]+?)';
  return spec.counted === true ? '\\d+/(.+?)' : '(.+?)';
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
      return spec.joinedBy === undefined ? decodeSegment(raw) : readList(spec, raw);
  }
}

function readList(spec: Extract<ArgumentSpec, { kind: 'text' }>, raw: string): string {
  const items = raw.split(spec.joinedBy ?? '/').map(decodeSegment);
  return items.join(spec.pattern === undefined ? '|' : ' ');
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
