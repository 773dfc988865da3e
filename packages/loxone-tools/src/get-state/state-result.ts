import type { HomeControl, HomeState, LoxoneHome } from '@gatehouse/loxone-controls';
import { controlType, mainStates } from '@gatehouse/loxone-controls';
import { z } from 'zod';
import { failure } from '../define-tool.js';
import { type HouseEntry, typeLabel } from '../house/house-entry.js';
import { errorSchema } from '../output-schema.js';
import { moodsText, readMoods } from '../state/moods.js';
import { shownValue, stateText } from '../state/state-value.js';
import { summaryOf } from '../state/summary.js';
import type { ResolvedTargets } from '../targets/resolve-targets.js';
import { cleanText } from '../text/clean-text.js';
import type { ToolResult } from '../tool.js';
import { errorText, joinErrors } from '../tool-error.js';

/** What `loxone_get_state` gives back. */
export const stateOutputSchema: z.ZodObject = z.strictObject({
  devices: z.array(
    z.strictObject({
      id: z.string(),
      name: z.string(),
      room: z.string().optional(),
      type: z.string(),
      state: z.string().optional(),
      states: z.array(
        z.strictObject({
          name: z.string(),
          value: z.unknown(),
          unit: z.string().optional(),
          text: z.string().optional(),
        }),
      ),
    }),
  ),
  error: errorSchema,
  notice: z.string().optional(),
});

/** A reading that came to nothing. */
export const NO_STATES: Readonly<Record<string, unknown>> = { devices: [] };

/** How much is told of each device: the states that answer "how is it?", or every one. */
export const DETAILS = ['main', 'all'] as const;

/** One of {@link DETAILS}. */
export type Detail = (typeof DETAILS)[number];

/** One state as it is shown. */
interface ShownState {
  readonly name: string;
  readonly value: unknown;
  readonly unit?: string;
  readonly text?: string;
}

/** Which states are wanted. */
export interface Wanted {
  readonly detail: Detail;
  /** Names of states: only these, whatever the detail. */
  readonly fields: readonly string[] | undefined;
}

/** What is known of the targets that were found, and what is wrong with the others. */
export function stateResult(
  { targets, problems }: ResolvedTargets,
  wanted: Wanted,
  home: LoxoneHome,
): ToolResult {
  const [first, ...others] = problems;
  if (targets.length === 0 && first !== undefined) {
    const result = failure(joinErrors([first, ...others]), NO_STATES);
    return { ...result, text: problems.map(errorText).join('\n') };
  }
  const devices = targets.map(({ entry }) => deviceOf(entry, wanted, home));
  const lines = targets.map(({ entry }, at) =>
    lineOf(entry, devices[at]?.states ?? [], wanted, home),
  );
  return {
    text: [...lines, ...problems.map(errorText)].join('\n'),
    structured: {
      devices,
      ...(first !== undefined && { error: joinErrors([first, ...others]) }),
    },
  };
}

function deviceOf(
  { control, name, room }: HouseEntry,
  wanted: Wanted,
  home: LoxoneHome,
): Record<string, unknown> & { readonly states: readonly ShownState[] } {
  const states = home.states(control.id);
  const state = summaryOf(control, states, home);
  return {
    id: control.id,
    name,
    ...(room !== undefined && { room: cleanText(room.name) }),
    type: typeLabel(control.type),
    ...(state !== undefined && { state }),
    states: shownStates(control, states, wanted),
  };
}

function shownStates(
  control: HomeControl,
  states: readonly HomeState[],
  wanted: Wanted,
): readonly ShownState[] {
  const { detail, fields } = wanted;
  if (fields !== undefined) return fieldsOf(states, fields);
  const main = new Set(mainStates(control.type).map(({ name }) => name));
  // Of a type that nobody knows, nobody knows which states matter.
  const showsAll = detail === 'all' || controlType(control.type) === undefined;
  return states
    .filter(({ name }) => showsAll || main.has(name))
    .map((state) => shownState(state, states));
}

/** By their names in any case. */
function fieldsOf(states: readonly HomeState[], fields: readonly string[]): readonly ShownState[] {
  const names = new Set(fields.map((field) => field.toLowerCase()));
  return states
    .filter(({ name }) => names.has(name.toLowerCase()))
    .map((state) => shownState(state, states));
}

function shownState(state: HomeState, all: readonly HomeState[]): ShownState {
  const moods = state.name === 'activeMoods' ? readMoods(all) : undefined;
  const text = moods === undefined ? ownText(state) : moodsText(moods);
  return {
    name: cleanText(state.name),
    value: shownValue(state.value),
    ...(state.unit !== undefined && { unit: cleanText(state.unit) }),
    ...(text !== undefined && { text }),
  };
}

/** Only the words that the catalog has; a bare value would stand there twice. */
function ownText(state: HomeState): string | undefined {
  return state.text === undefined ? undefined : stateText(state);
}

function lineOf(
  { control, label }: HouseEntry,
  shown: readonly ShownState[],
  wanted: Wanted,
  home: LoxoneHome,
): string {
  const states = home.states(control.id);
  const summary = summaryOf(control, states, home) ?? 'nothing reported';
  if (wanted.detail === 'main' && wanted.fields === undefined) return `${label}: ${summary}`;
  const all = shown.map(({ name, value, unit, text }) => {
    const plain = typeof value === 'object' ? JSON.stringify(value) : String(value);
    return `${name} ${text ?? (unit === undefined ? plain : `${plain} ${unit}`)}`;
  });
  return `${label}: ${summary} (${all.join('; ')})`;
}
