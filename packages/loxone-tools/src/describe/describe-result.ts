import type { CommandSpec, HomeControl, HomeState, StateSpec } from '@gatehouse/loxone-controls';
import {
  capabilitiesOf,
  commandsOf,
  controlType,
  namedValues,
  narrowCommand,
} from '@gatehouse/loxone-controls';
import { z } from 'zod';
import { failure, type ToolCall } from '../define-tool.js';
import { usageOf } from '../device/usage.js';
import { toolFor } from '../family-tools.js';
import { type HouseEntry, typeLabel } from '../house/house-entry.js';
import { errorSchema } from '../output-schema.js';
import { readMoods } from '../state/moods.js';
import { summaryOf } from '../state/summary.js';
import type { ResolvedTargets } from '../targets/resolve-targets.js';
import { cleanText } from '../text/clean-text.js';
import type { ToolResult } from '../tool.js';
import { errorText, joinErrors } from '../tool-error.js';

/** What `loxone_describe_control` gives back. */
export const describeOutputSchema: z.ZodObject = z.strictObject({
  devices: z.array(z.record(z.string(), z.unknown())),
  error: errorSchema,
  notice: z.string().optional(),
});

/** A description that came to nothing. */
export const NOTHING_DESCRIBED: Readonly<Record<string, unknown>> = { devices: [] };

/** Most parts and named values that are listed of one control. */
const MAX_LISTED = 40;

/** Describes what was found, and says what is wrong with the rest. */
export function describeResult({ targets, problems }: ResolvedTargets, call: ToolCall): ToolResult {
  const [first, ...others] = problems;
  if (targets.length === 0 && first !== undefined) {
    const result = failure(joinErrors([first, ...others]), NOTHING_DESCRIBED);
    return { ...result, text: problems.map(errorText).join('\n') };
  }
  const devices = targets.map(({ entry }) => descriptionOf(entry, call));
  return {
    text: [...targets.map(({ entry }) => textOf(entry, call)), ...problems.map(errorText)].join(
      '\n',
    ),
    structured: {
      devices,
      ...(first !== undefined && { error: joinErrors([first, ...others]) }),
    },
  };
}

/** What somebody needs to command it; the data says what each state and command means. */
function textOf({ control, label }: HouseEntry, { home }: ToolCall): string {
  const states = home.states(control.id);
  const tool = toolFor(control);
  const usages = commandsOf(control).map((spec) => usageOf(narrowCommand(spec, control, states)));
  const named = Object.entries({ moods: moodsOf(states), ...valuesOf(control) });
  const state = summaryOf(control, states, home);
  return [
    `${label}: ${[typeLabel(control.type), state].filter(Boolean).join(', ')}`,
    ...(control.secured ? ['  secured: needs the visualisation password'] : []),
    tool === undefined ? '  read only' : `  ${tool}: ${usages.join('; ')}`,
    ...named.flatMap(([what, list]) =>
      list.length === 0 ? [] : [`  ${what}: ${list.join(', ')}`],
    ),
  ].join('\n');
}

function descriptionOf(entry: HouseEntry, call: ToolCall): Record<string, unknown> {
  const { control, name, room, parent } = entry;
  const { home } = call;
  const states = home.states(control.id);
  const state = summaryOf(control, states, home);
  const tool = toolFor(control);
  return filled({
    id: control.id,
    name,
    room: room && cleanText(room.name),
    part_of: parent && call.index.byId(parent.id) && seenName(parent, call),
    type: `${typeLabel(control.type)} (${cleanText(control.type)})`,
    family: control.family,
    capabilities: capabilitiesOf(control),
    secured: control.secured || undefined,
    state,
    tool,
    commands: commandsOf(control).map((spec) => commandText(spec, control, states)),
    states: statesOf(control),
    moods: moodsOf(states),
    ...valuesOf(control),
    parts: partsOf(entry, call),
  });
}

/** The whole may be hidden from who sees a part. */
function seenName(parent: HomeControl, { index, access }: ToolCall): string | undefined {
  const whole = index.byId(parent.id);
  return whole !== undefined && access.sees(whole) ? whole.name : undefined;
}

/** `set-position {position: 0–100 %}: moves it there`; its risk where that is not `control`. */
function commandText(
  spec: CommandSpec,
  control: HomeControl,
  states: readonly HomeState[],
): string {
  const usage = usageOf(narrowCommand(spec, control, states));
  const risk = spec.risk === 'control' ? '' : ` [risk ${spec.risk}]`;
  return `${usage}${risk}: ${spec.meaning}`;
}

/** `position (%): how far closed`, with the words for its values. */
function statesOf(control: HomeControl): readonly string[] {
  const own = new Set(Object.keys(control.states).map((name) => name.replace(/[.[]?\d+\]?$/, '')));
  const specs = controlType(control.type)?.states ?? [];
  return specs
    .filter(({ name }) => own.has(name) || Object.hasOwn(control.states, name))
    .map(stateLine);
}

function stateLine({ name, unit, meaning, values }: StateSpec): string {
  const words = Object.entries(values ?? {}).map(([value, word]) => `${value} = ${word}`);
  const shown = words.length > 0 ? ` (${words.join(', ')})` : '';
  return `${name}${unit === undefined ? '' : ` (${unit})`}: ${meaning}${shown}`;
}

function moodsOf(states: readonly HomeState[]): readonly string[] {
  const list = readMoods(states)?.list ?? [];
  return list.slice(0, MAX_LISTED).map(({ id, name }) => `${id} = ${name}`);
}

/** Outputs, modes, programs: under the name that the house has for the list. */
function valuesOf(control: HomeControl): Record<string, readonly string[]> {
  return Object.fromEntries(
    [...namedValues(control)].map(([detail, values]) => [
      `values_${cleanText(detail)}`,
      values.slice(0, MAX_LISTED).map(({ id, name }) => `${cleanText(id)} = ${cleanText(name)}`),
    ]),
  );
}

function partsOf({ control }: HouseEntry, { index, access }: ToolCall): readonly unknown[] {
  return index.entries
    .filter((entry) => entry.parent?.id === control.id && access.sees(entry))
    .slice(0, MAX_LISTED)
    .map((part) => ({ id: part.control.id, name: part.name, type: typeLabel(part.control.type) }));
}

/** Without what there is nothing to say about. */
function filled(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).filter(
      ([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0),
    ),
  );
}
