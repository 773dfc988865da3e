import type { HomeState } from '@gatehouse/loxone-controls';
import { createNameTable } from '../house/name-table.js';
import { cleanText } from '../text/clean-text.js';
import { type Outcome, toolError } from '../tool-error.js';
import { stateValue } from './state-value.js';

/** A mood of a light controller, or a scene of a first-generation one. */
export interface Mood {
  readonly id: number;
  /** Cleaned. */
  readonly name: string;
}

/** The moods of one light controller, as far as the Miniserver has reported them. */
export interface Moods {
  readonly list: readonly Mood[];
  readonly active: readonly number[];
}

/** The Miniserver's own moods (protocol reference §5.2). */
export const ALL_ON_MOOD = 777;
const OFF_MOODS: ReadonlySet<number> = new Set([0, 778]);

/** Most moods that an error names. */
const MAX_SHOWN = 12;

/**
 * Reads what moods a light controller has and which are active.
 *
 * @returns `undefined` for a control that has no moods, or has not reported which are active.
 */
export function readMoods(states: readonly HomeState[]): Moods | undefined {
  const scene = stateValue(states, 'activeScene');
  if (typeof scene === 'number') {
    return { list: readSceneList(stateValue(states, 'sceneList')), active: [scene] };
  }
  const active = stateValue(states, 'activeMoods');
  if (!Array.isArray(active)) return undefined;
  return {
    list: readMoodList(stateValue(states, 'moodList')),
    active: active.filter((id) => typeof id === 'number'),
  };
}

/** Whether any light is on: some mood other than "off" is active. */
export function isAnyMoodOn(moods: Moods): boolean {
  return moods.active.some((id) => !OFF_MOODS.has(id));
}

/** `off`, `mood Evening`, `moods Evening + Reading`. */
export function moodsText(moods: Moods): string {
  const lit = moods.active.filter((id) => !OFF_MOODS.has(id));
  const names = lit.map((id) => moods.list.find((mood) => mood.id === id)?.name ?? String(id));
  if (names.length === 0) return 'off';
  return `${names.length === 1 ? 'mood' : 'moods'} ${names.join(' + ')}`;
}

/**
 * Finds a mood by id or by name. Without a list from the Miniserver an id is taken as it is.
 *
 * @param wanted - A name, or an id as number or text; a name goes before an id of the same digits.
 */
export function findMood(moods: Moods | undefined, wanted: string | number): Outcome<number> {
  const list = moods?.list ?? [];
  const named = typeof wanted === 'string' ? findByName(list, wanted) : [];
  const [only, ...others] = named;
  if (only !== undefined && others.length === 0) return { ok: true, value: only.id };
  if (others.length > 0) return noMood('several moods have this name', named);
  const id = Number(wanted);
  const possible = list.length === 0 ? isId(wanted) : list.some((mood) => mood.id === id);
  return possible ? { ok: true, value: id } : noMood('it has no such mood', list);
}

function findByName(list: readonly Mood[], wanted: string): readonly Mood[] {
  return createNameTable(list, (mood) => mood.name).find(wanted, () => true);
}

function isId(wanted: string | number): boolean {
  return /^\d{1,4}$/.test(String(wanted));
}

function noMood(problem: string, list: readonly Mood[]): Outcome<number> {
  const shown = list.slice(0, MAX_SHOWN).map(({ id, name }) => `${name} (${id})`);
  const hint =
    shown.length === 0
      ? 'Its moods are not known yet; pass the id of one.'
      : `Pass a name or id of: ${shown.join(', ')}.`;
  return { ok: false, error: toolError('invalid_argument', `${problem}.`, hint) };
}

function readMoodList(value: unknown): readonly Mood[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((item: unknown) => {
    if (typeof item !== 'object' || item === null || !('id' in item) || !('name' in item))
      return [];
    const { id, name } = item;
    return typeof id === 'number' && typeof name === 'string'
      ? [{ id, name: cleanText(name) }]
      : [];
  });
}

/** `1="Bright",2="Evening"`, as first-generation controllers write it. */
function readSceneList(value: unknown): readonly Mood[] {
  if (typeof value !== 'string') return [];
  return [...value.matchAll(/(\d{1,4})="([^"]*)"/g)].map(([, id = '', name = '']) => ({
    id: Number(id),
    name: cleanText(name),
  }));
}
