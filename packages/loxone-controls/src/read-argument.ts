import { formatDecimal, GREATEST_NUMBER, parseDecimal } from './decimal.js';
import { idsOf, uuidsIn } from './details.js';
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
  if (typeof input !== 'string' && typeof input !== 'number') return neither(spec);
  switch (spec.kind) {
    case 'number':
      return readNumber(spec, input, context);
    case 'choice':
      return readChoice(spec, input);
    case 'text':
      return readText(spec, input, context);
  }
}

/** Arguments come from outside, where types are only promised. */
function neither({ name }: ArgumentSpec): ArgumentResult {
  const message = `${name} must be a text or a number`;
  return { ok: false, problem: { code: 'out-of-range', message, argument: name } };
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

function readText(
  spec: TextSpec,
  input: string | number,
  context: ArgumentContext,
): ArgumentResult {
  const value = String(input);
  const length = [...value].length;
  const range = { min: 1, max: spec.maxLength };
  if (length < 1 || length > spec.maxLength) {
    return outOfRange(spec, range, `1 to ${spec.maxLength} characters long`, String(length));
  }
  if (spec.json === true && !isJson(value)) {
    return outOfRange(spec, range, 'valid JSON', shown(input));
  }
  if (spec.pattern !== undefined) return readPattern(spec, spec.pattern, value, context.details);
  const items = itemsOf(spec, value);
  if (!items.every(isOrdinary)) {
    return outOfRange(spec, range, 'ordinary text on one line', shown(input));
  }
  return { ok: true, wire: joined(spec, items.map(encodeURIComponent)) };
}

/** A lone surrogate cannot be encoded; control characters break the Miniserver's own texts. */
const UNSENDABLE = /[\p{Surrogate}\p{Cc}\p{Zl}\p{Zp}]/u;

/** A step up in a path, for a server that decodes a text before it takes the path apart. */
const DOT_SEGMENT = /(?:^|[/\\])\.{1,2}(?:$|[/\\])/;

function isOrdinary(text: string): boolean {
  return text !== '' && !UNSENDABLE.test(text) && !DOT_SEGMENT.test(text);
}

function itemsOf(spec: TextSpec, value: string): readonly string[] {
  if (spec.joinedBy === undefined) return [value];
  return spec.pattern === undefined ? value.split('|') : value.trim().split(/ +/);
}

function joined(spec: TextSpec, items: readonly string[]): string {
  const list = items.join(spec.joinedBy);
  return spec.counted === true ? `${items.length}/${list}` : list;
}

/** A text of a fixed shape is sent as it stands: its expression admits nothing that is unsafe. */
function readPattern(
  spec: TextSpec,
  pattern: string,
  value: string,
  details: HomeControl['details'],
): ArgumentResult {
  const items = itemsOf(spec, value);
  const expression = new RegExp(`^(?:${pattern})$`);
  if (items.length > (spec.maxItems ?? Number.POSITIVE_INFINITY)) {
    const range = { min: 1, max: spec.maxItems ?? 1 };
    return outOfRange(spec, range, `at most ${range.max} items`, String(items.length));
  }
  const wrong = items.find((item) => !expression.test(item));
  if (wrong !== undefined) {
    const expected = `as described (${spec.meaning})`;
    return outOfRange(spec, { min: 1, max: spec.maxLength }, expected, shown(wrong));
  }
  const members = uuidsIn(details, spec.membersFromDetails);
  const stranger = spec.membersFromDetails && items.find((item) => !isMember(item, members));
  if (stranger !== undefined) return notAChoice(spec.name, members, stranger);
  return { ok: true, wire: joined(spec, items) };
}

function isMember(item: string, members: readonly string[]): boolean {
  return members.includes(item.split(':')[0] ?? '');
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The range of the entry, narrowed by what this control says of itself. */
export function rangeOf(spec: NumberSpec, context: ArgumentContext): Range {
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
