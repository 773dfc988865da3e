import { controlType } from '../catalog.js';
import { namesOf } from '../details.js';
import type { HomeControl, HomeState } from '../home.js';
import { rangeOf } from '../read-argument.js';
import type { ArgumentSpec, CommandSpec } from '../types.js';

/** One of the values that a control itself has names for. */
export interface NamedValue {
  /** As commands take it: `1`, `777`. */
  readonly id: string;
  /** In the language of the house, untouched. */
  readonly name: string;
}

/**
 * A command as one control takes it: ranges of its arguments narrowed by what the control says of
 * itself, in its details and its states.
 */
export function narrowCommand(
  spec: CommandSpec,
  { details }: Pick<HomeControl, 'details'>,
  states: readonly HomeState[],
): CommandSpec {
  return { ...spec, args: spec.args.map((arg) => narrowArgument(arg, { details, states })) };
}

function narrowArgument(arg: ArgumentSpec, context: Parameters<typeof rangeOf>[1]): ArgumentSpec {
  if (arg.kind !== 'number') return arg;
  const { min, max } = rangeOf(arg, context);
  const isBounded = (own: number | undefined, bound: number): boolean =>
    own !== undefined || Math.abs(bound) < UNBOUNDED;
  return {
    ...arg,
    ...(isBounded(arg.min, min) && { min }),
    ...(isBounded(arg.max, max) && { max }),
  };
}

/** A range that ends beyond this has no end that is worth saying. */
const UNBOUNDED = 1e9;

/** The lists of a control's own details that name values: outputs, modes, programs; by detail. */
export function namedValues({
  type,
  details,
}: Pick<HomeControl, 'type' | 'details'>): ReadonlyMap<string, readonly NamedValue[]> {
  const entry = controlType(type);
  const sources = new Set([
    ...(entry?.states ?? []).flatMap(({ wordsFromDetails = [] }) => wordsFromDetails),
    ...(entry?.commands ?? []).flatMap(({ args }) => args.flatMap(choiceSource)),
  ]);
  const lists = [...sources].map((source) => [source, valuesOf(details, source)] as const);
  return new Map(lists.filter(([, values]) => values.length > 0));
}

function choiceSource(arg: ArgumentSpec): readonly string[] {
  return arg.kind === 'number' && arg.choicesFromDetails !== undefined
    ? [arg.choicesFromDetails]
    : [];
}

function valuesOf(details: HomeControl['details'], source: string): readonly NamedValue[] {
  return [...namesOf(details, source)].map(([id, name]) => ({ id, name }));
}
