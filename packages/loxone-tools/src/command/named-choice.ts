import type { HomeControl, HomeState } from '@gatehouse/loxone-controls';
import { createNameTable } from '../house/name-table.js';
import { stateValue } from '../state/state-value.js';
import { cleanText } from '../text/clean-text.js';
import { type Outcome, toolError } from '../tool-error.js';

/** One of the things that a control offers to choose from. */
export interface NamedChoice {
  readonly id: number;
  readonly name: string;
}

/** Most choices that an error names. */
const MAX_SHOWN = 12;

/**
 * Reads what a control offers, from its details or its states: `[{ id, name }]` or
 * `{ '1': 'Party' }` or `{ '1': { name: 'Party' } }`.
 */
export function choicesOf(
  control: HomeControl,
  states: readonly HomeState[],
  ...sources: readonly string[]
): readonly NamedChoice[] {
  for (const source of sources) {
    const choices = readChoices(control.details[source] ?? stateValue(states, source));
    if (choices.length > 0) return choices;
  }
  return [];
}

/**
 * Finds one of them by name or number; a name goes before a number of the same digits. Where the
 * control names nothing, a number is taken as it is.
 *
 * @param what - What is chosen, in the singular: `mode`.
 */
export function chooseNamed(
  choices: readonly NamedChoice[],
  wanted: string | number,
  what: string,
): Outcome<number> {
  const table = createNameTable(choices, ({ name }) => name);
  const [named, ...others] = typeof wanted === 'string' ? table.find(wanted, () => true) : [];
  if (named !== undefined && others.length === 0) return { ok: true, value: named.id };
  const id = /^-?\d{1,5}$/.test(String(wanted).trim()) ? Number(wanted) : undefined;
  const known = choices.length === 0 || choices.some((choice) => choice.id === id);
  if (id !== undefined && known) return { ok: true, value: id };
  const hint = hintOf(choices, what);
  return { ok: false, error: toolError('invalid_argument', `it has no such ${what}.`, hint) };
}

function hintOf(choices: readonly NamedChoice[], what: string): string {
  const shown = choices.slice(0, MAX_SHOWN).map(({ id, name }) => `${name} (${id})`);
  return shown.length === 0
    ? `It does not say what it has; pass the number of a ${what}.`
    : `Pass a name or number of: ${shown.join(', ')}.`;
}

function readChoices(value: unknown): readonly NamedChoice[] {
  if (typeof value !== 'object' || value === null) return [];
  const pairs: readonly (readonly [unknown, unknown])[] = Array.isArray(value)
    ? value.map((item: unknown) => [field(item, 'id'), field(item, 'name')] as const)
    : Object.entries(value).map(([id, item]) => [id, field(item, 'name') ?? item] as const);
  return pairs.flatMap(([id, name]) => {
    const number = Number(id);
    return Number.isInteger(number) && typeof name === 'string'
      ? [{ id: number, name: cleanText(name) }]
      : [];
  });
}

function field(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
