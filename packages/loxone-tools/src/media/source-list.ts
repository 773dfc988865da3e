import type { HomeState } from '@gatehouse/loxone-controls';
import type { NamedChoice } from '../command/named-choice.js';
import { stateValue } from '../state/state-value.js';
import { cleanText } from '../text/clean-text.js';

/** Deepest nesting of the list of sources. */
const MAX_DEPTH = 4;

/**
 * The sources that a zone of the Music Server offers. The server wraps them in its own answers:
 * `{ getroomfavs_result: [{ items: [{ slot, name }] }] }`.
 */
export function sourcesOf(states: readonly HomeState[]): readonly NamedChoice[] {
  return collect(stateValue(states, 'sourceList'), MAX_DEPTH);
}

function collect(value: unknown, depth: number): readonly NamedChoice[] {
  if (typeof value !== 'object' || value === null || depth < 0) return [];
  const own = sourceOf(value);
  if (own !== undefined) return [own];
  return Object.values(value).flatMap((inner: unknown) => collect(inner, depth - 1));
}

function sourceOf(value: object): NamedChoice | undefined {
  const name: unknown = Reflect.get(value, 'name');
  const id: unknown = Reflect.get(value, 'slot') ?? Reflect.get(value, 'id');
  if (typeof name !== 'string' || typeof id !== 'number') return undefined;
  return { id, name: cleanText(name) };
}
