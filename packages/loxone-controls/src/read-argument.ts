import { formatDecimal, GREATEST_NUMBER, parseDecimal } from './decimal.js';
import { idsOf } from './details.js';
import type { CommandProblem, HomeControl, HomeState } from './home.js';
import type { ArgumentSpec, RangeSource } from './types.js';

/** What an argument may depend on besides its own entry. */
export interface ArgumentContext {
  readonly details: HomeControl['details'];
  readonly states: readonly HomeState[];
}

/** What an argument is on the wire, or why it cannot be right. */
export type ArgumentResult =
  | { readonly ok: true; readonly wire: string }
  | { readonly ok: false; readonly problem: CommandProblem };

type NumberSpec = Extract<ArgumentSpec, { kind: 'number' }>;
type ChoiceSpec = Extract<ArgumentSpec, { kind: 'choice' }>;
type TextSpec = Extract<ArgumentSpec, { kind: 'text' }>;

interface Range {
  readonly min: number;
  readonly max: number;
}

/** Judges one argument and writes it for the wire. */
export function readArgument(
  spec: ArgumentSpec,
  input: string | number,
  context: ArgumentContext,
): ArgumentResult {
  switch (spec.kind) {
    case 'number':
      return readNumber(spec, input, context);
    case 'choice':
      return readChoice(spec, input);
    case 'text':
      return readText(spec, input);
  }
}

function readNumber(
  spec: NumberSpec,
  input: string | number,
  context: ArgumentContext,
): ArgumentResult {
  const value = parseDecimal(input);
  const range = rangeOf(spec, context);
  if (value === undefined || value < range.min || value > range.max) {
    return outOfRange(spec, range, `between ${range.min} and ${range.max}`, shown(input));
  }
  if (spec.integer === true && !Number.isInteger(value)) {
    return outOfRange(spec, range, 'a whole number', shown(input));
  }
  const ids = idsOf(context.details, spec.choicesFromDetails);
  if (ids.length > 0 && !ids.includes(String(value))) return notAChoice(spec.name, ids, input);
  return { ok: true, wire: formatDecimal(value) };
}

function readChoice(spec: ChoiceSpec, input: string | number): ArgumentResult {
  const word = String(input);
  const wire = Object.hasOwn(spec.choices, word) ? spec.choices[word] : undefined;
  if (wire === undefined) return notAChoice(spec.name, Object.keys(spec.choices), input);
  return { ok: true, wire: encodeURIComponent(wire) };
}

function readText(spec: TextSpec, input: string | number): ArgumentResult {
  const value = String(input);
  const length = [...value].length;
  const range = { min: 1, max: spec.maxLength };
  if (length < 1 || length > spec.maxLength) {
    return outOfRange(spec, range, `1 to ${spec.maxLength} characters long`, String(length));
  }
  // A lone surrogate cannot be encoded; dots alone would be a step in a path; control
  // characters break the Miniserver's own texts.
  if (/\p{Surrogate}|\p{Cc}|^\.{1,2}$/u.test(value)) {
    return outOfRange(spec, range, 'ordinary text on one line', shown(input));
  }
  return { ok: true, wire: encodeURIComponent(value) };
}

/** The range of the entry, narrowed by what this control says of itself. */
function rangeOf(spec: NumberSpec, context: ArgumentContext): Range {
  const own = { min: spec.min ?? -GREATEST_NUMBER, max: spec.max ?? GREATEST_NUMBER };
  const ofDetails = narrow(own, spec.rangeFromDetails, (name) => context.details[name]);
  return narrow(
    ofDetails,
    spec.rangeFromStates,
    (name) => context.states.find((state) => state.name === name)?.value,
  );
}

/** A source whose ends leave no room is not believed: a Miniserver reports 0 and 0 at first. */
function narrow(
  range: Range,
  source: RangeSource | undefined,
  read: (name: string) => unknown,
): Range {
  const min = Math.max(range.min, finite(source?.min, read) ?? range.min);
  const max = Math.min(range.max, finite(source?.max, read) ?? range.max);
  return min < max ? { min, max } : range;
}

function finite(name: string | undefined, read: (name: string) => unknown): number | undefined {
  const value = name === undefined ? undefined : read(name);
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

function outOfRange(
  spec: NumberSpec | TextSpec,
  range: Range,
  expected: string,
  got: string,
): ArgumentResult {
  return {
    ok: false,
    problem: {
      code: 'out-of-range',
      message: `${spec.name} must be ${expected}, got ${got}`,
      argument: spec.name,
      min: range.min,
      max: range.max,
    },
  };
}

function notAChoice(
  argument: string,
  choices: readonly string[],
  input: string | number,
): ArgumentResult {
  const message = `${argument} must be one of ${choices.join(', ')}, got ${shown(input)}`;
  return { ok: false, problem: { code: 'not-a-choice', message, argument, choices } };
}

/** What was given, short enough for a message and on one line. */
function shown(input: string | number): string {
  if (typeof input === 'number') return String(input);
  return JSON.stringify(input.length > 40 ? `${input.slice(0, 40)}…` : input);
}
