import { isJsonObject, type JsonObject, tryParseJson } from '../json.js';
import { flag, number, type RecordCodec, recordCodec, text } from './record-codec.js';

/** A mood of a light controller, from its `moodList` (protocol reference §5.2). */
export interface Mood {
  readonly id: number;
  readonly name: string;
  readonly shortName?: string;
  /** Reached by the switch on the wall. */
  readonly onSwitch: boolean;
  /** Cannot be changed: "all off". */
  readonly isStatic: boolean;
  /** Bits: 1 used by alarm clock, presence, … */
  readonly used?: number;
}

/** A name with its number, from `sceneList` and the like. */
export interface NamedNumber {
  readonly number: number;
  readonly name: string;
}

const MOOD: RecordCodec<Mood> = recordCodec<Mood>(
  {
    id: number('id'),
    name: text('name'),
    shortName: text('shortName'),
    onSwitch: flag('t5'),
    isStatic: flag('static'),
    used: number('used'),
  },
  ['id', 'name'],
);
const MAX_ENTRIES = 10_000;
const NAMED = /(\d{1,9})\s*=\s*"([^"]*)"/g;

/** Entries of a text state that holds a JSON list; broken text, such as `[` alone, holds none. */
export function parseJsonList(state: string): readonly unknown[] {
  const value = tryParseJson(state)?.value;
  return Array.isArray(value) ? value.slice(0, MAX_ENTRIES) : [];
}

/** The object that a text state holds; empty for an empty or broken text. */
export function parseJsonState(state: string): JsonObject {
  const value = tryParseJson(state)?.value;
  return isJsonObject(value) ? value : {};
}

/** Reads `moodList`. Entries without id or name are left out. */
export function parseMoodList(state: string): readonly Mood[] {
  return parseJsonList(state).flatMap((entry) => MOOD.decode(entry) ?? []);
}

/** The text of `moodList`. */
export function formatMoodList(moods: readonly Mood[]): string {
  return JSON.stringify(moods.map((mood) => MOOD.encode(mood)));
}

/** Reads `activeMoods`, `favoriteMoods`, …: `[2]`. */
export function parseNumberList(state: string): readonly number[] {
  return parseJsonList(state).filter((entry) => typeof entry === 'number');
}

/** Reads `sceneList`: `1="Bright",2="Film"`. */
export function parseNamedNumbers(state: string): readonly NamedNumber[] {
  const found: NamedNumber[] = [];
  for (const [, digits, name = ''] of state.matchAll(NAMED)) {
    if (found.length < MAX_ENTRIES) found.push({ number: Number(digits), name });
  }
  return found;
}

/** The text of `sceneList`. A quotation mark cannot stand in a name there and becomes `'`. */
export function formatNamedNumbers(entries: readonly NamedNumber[]): string {
  return entries.map(({ number: id, name }) => `${id}="${name.replaceAll('"', "'")}"`).join(',');
}

/** Reads `entries` of a tracker and `lastBellEvents` of an intercom: texts between bars. */
export function parseBarList(state: string): readonly string[] {
  return state.split('|', MAX_ENTRIES).filter((entry) => entry !== '');
}

/** Reads comma lists of numbers: `windowStates`, `inputStates`. What is no number is NaN. */
export function parseCommaNumbers(state: string): readonly number[] {
  if (state.trim() === '') return [];
  return state
    .split(',', MAX_ENTRIES)
    .map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
}
