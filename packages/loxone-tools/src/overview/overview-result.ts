import { z } from 'zod';
import type { ToolCall } from '../define-tool.js';
import type { HouseEntry } from '../house/house-entry.js';
import { errorSchema } from '../output-schema.js';
import { summaryOf } from '../state/summary.js';
import { cleanText } from '../text/clean-text.js';
import type { ToolResult } from '../tool.js';
import { roughTokens, withinBudget } from './budget.js';
import { type Facts, factsOf } from './facts.js';
import { countByFamily, roomLine } from './room-rows.js';

/** What `loxone_overview` gives back. */
export const overviewOutputSchema: z.ZodObject = z.strictObject({
  house: z.string().optional(),
  connection: z.string().optional(),
  mode: z.string().optional(),
  devices: z.record(z.string(), z.number()).optional(),
  now: z.record(z.string(), z.unknown()).optional(),
  rooms: z.array(z.unknown()).optional(),
  more_rooms: z.array(z.string()).optional(),
  error: errorSchema,
  notice: z.string().optional(),
});

/** How much is told: numbers; also rooms and names; also every device. */
export const DETAILS = ['min', 'std', 'full'] as const;

/** One of {@link DETAILS}. */
export type OverviewDetail = (typeof DETAILS)[number];

/** Most names in a list of what is on or moving: the lines of the rooms tell where it is. */
const MAX_NAMES: Readonly<Record<OverviewDetail, number>> = { min: 0, std: 0, full: 50 };

/** What is open is named: it is why many ask. */
const MAX_OPEN: Readonly<Record<OverviewDetail, number>> = { min: 0, std: 8, full: 50 };

/** Most alarms that are told. */
const MAX_ALARMS = 8;

/** Most meters and the like, and most characters of the sentence on one. */
const MAX_ENERGY = 4;

/**
 * Tokens for the rooms of a small house, for each control more, and at most; they are spent twice,
 * since some clients show an assistant the text alone, and some the data alone.
 */
const ROOM_BUDGET = { base: 480, perControl: 0.5, most: 1300 } as const;

/** Tokens for rooms with all their devices. */
const FULL_BUDGET = 3600;

/** Tokens for the names of the rooms that do not fit otherwise. */
const NAMES_BUDGET = 120;

/** A map of what the caller sees of the house, and how it is now. */
export function overviewOf(detail: OverviewDetail, call: ToolCall): ToolResult {
  const { home, index, access } = call;
  const seen = index.entries.filter((entry) => access.sees(entry));
  const inSight = new Set(seen.map(({ control }) => control.id));
  const facts = seen
    .filter(({ parent }) => parent === undefined || !inSight.has(parent.id))
    .map((entry) => factsOf(entry, home));
  const rooms = detail === 'min' ? undefined : roomsOf(facts, detail, call);
  const structured = {
    // What is said of the house as a whole is for those who see the whole house.
    ...(seen.length === index.entries.length && wholeHouse(call)),
    connection: home.status().phase,
    devices: countByFamily(facts),
    now: nowOf(facts, detail, call),
    ...(rooms !== undefined && dataOf(rooms)),
  };
  return { text: textOf(structured, rooms), structured };
}

function wholeHouse({ home, ports }: ToolCall): { house?: string; mode?: string } {
  const name = cleanText(home.info()?.name ?? '');
  const mode = cleanText(ports.data?.modes().current?.name ?? '');
  return { ...(name !== '' && { house: name }), ...(mode !== '' && { mode }) };
}

function nowOf(
  facts: readonly Facts[],
  detail: OverviewDetail,
  { home }: ToolCall,
): Record<string, unknown> {
  const named = (
    key: string,
    holds: (one: Facts) => boolean,
    most = MAX_NAMES[detail],
  ): Record<string, unknown> => {
    const found = facts.filter(holds);
    if (found.length === 0) return {};
    const names = found.slice(0, most).map(({ entry }) => entry.label);
    return { [key]: found.length, ...(names.length > 0 && { [`${key}_names`]: names }) };
  };
  const said = ({ entry }: Facts): string => sentence(entry, home);
  const alarms = facts.filter(({ isAlarming }) => isAlarming).map(said);
  const energy = facts.filter(isMeter).slice(0, MAX_ENERGY).map(said);
  return {
    ...named('lights_on', ({ isOn, entry }) => isOn && entry.families.includes('lights')),
    ...named('others_on', ({ isOn, entry }) => isOn && !entry.families.includes('lights')),
    ...named('covers_not_closed', ({ isUp }) => isUp),
    ...named('open', ({ isOpen }) => isOpen, MAX_OPEN[detail]),
    ...named('moving', ({ isMoving }) => isMoving),
    alarms: alarms.length === 0 ? 'none' : alarms.slice(0, MAX_ALARMS),
    ...(energy.length > 0 && { energy }),
  };
}

/** What has no state yet has nothing to say about energy. */
function isMeter({ entry }: Facts): boolean {
  return entry.control.family === 'energy' && !entry.control.capabilities.includes('central');
}

function sentence(entry: HouseEntry, home: ToolCall['home']): string {
  const { control, label } = entry;
  return `${label}: ${summaryOf(control, home.states(control.id), home) ?? 'nothing reported'}`;
}

/** The rooms that there is space for, and the names of others. */
interface Rooms {
  readonly kept: readonly ShownRoom[];
  readonly more: readonly string[];
}

/** A room in one line, with its devices where everything is told. */
interface ShownRoom {
  readonly name: string;
  readonly line: string;
  readonly states?: readonly string[];
}

function roomsOf(facts: readonly Facts[], detail: OverviewDetail, { home }: ToolCall): Rooms {
  const unit = home.info()?.temperatureUnit ?? '°C';
  const rooms = [...byRoom(facts)].map(([name, inRoom]) => ({
    name,
    line: roomLine(name, inRoom, unit),
    ...(detail === 'full' && { states: inRoom.map(({ entry }) => stateOf(entry, home)) }),
  }));
  const { base, perControl, most } = ROOM_BUDGET;
  const budget = detail === 'full' ? FULL_BUDGET : Math.min(most, base + facts.length * perControl);
  const { kept, left } = withinBudget(rooms, budget, ({ line, states }) => [line, states]);
  return { kept, more: namesOf(left.map(({ name }) => name)) };
}

function dataOf({ kept, more }: Rooms): {
  rooms: readonly unknown[];
  more_rooms?: readonly string[];
} {
  const rooms = kept.map(({ line, states }) => (states === undefined ? line : { line, states }));
  return { rooms, ...(more.length > 0 && { more_rooms: more }) };
}

function stateOf({ control, name }: HouseEntry, home: ToolCall['home']): string {
  const state = summaryOf(control, home.states(control.id), home);
  return state === undefined ? name : `${name}: ${state}`;
}

/** Rooms without their rows, so that they are at least known; the last entry counts the rest. */
function namesOf(names: readonly string[]): readonly string[] {
  const { kept, left } = withinBudget(names, NAMES_BUDGET);
  return left.length === 0 ? kept : [...kept, `and ${left.length} more`];
}

/** Rooms of one name are two rooms. */
function byRoom(facts: readonly Facts[]): Iterable<readonly [string, readonly Facts[]]> {
  const rooms = new Map<string, { readonly name: string; readonly facts: Facts[] }>();
  for (const one of facts) {
    const id = one.entry.room?.id ?? '';
    const known = rooms.get(id);
    if (known === undefined) {
      const name = cleanText(one.entry.room?.name ?? '') || '(no room)';
      rooms.set(id, { name, facts: [one] });
    } else {
      known.facts.push(one);
    }
  }
  return [...rooms.values()].map((room) => [room.name, room.facts] as const);
}

/** Longest headline, in tokens: a house of many alarms must not drown its rooms. */
const MAX_HEAD = 160;

function textOf(
  {
    house,
    mode,
    connection,
    devices,
    now,
  }: {
    readonly house?: string;
    readonly mode?: string;
    readonly connection: string;
    readonly devices: Partial<Record<string, number>>;
    readonly now: Record<string, unknown>;
  },
  { kept, more }: Rooms = { kept: [], more: [] },
): string {
  const head = [house ?? 'The devices of this key', connection, mode && `mode ${mode}`];
  const counts = Object.entries(devices).map(([family, count]) => `${count} ${family}`);
  const present = Object.entries(now).flatMap(([key, value]) =>
    typeof value === 'number' ? [`${value} ${key.replaceAll('_', ' ')}`] : [],
  );
  const headline = [
    `${head.filter(Boolean).join(', ')}.`,
    `${counts.join(', ') || 'No devices'}.`,
    `${['Now', ...present].join(', ').replace(',', ':')}; alarms: ${alarmText(now.alarms)}.`,
  ].join('\n');
  return [
    roughTokens(headline) > MAX_HEAD ? cleanText(headline, MAX_HEAD * 2) : headline,
    ...kept.flatMap(({ line, states = [] }) => [line, ...states.map((state) => `  ${state}`)]),
    ...(more.length > 0 ? [`More rooms: ${more.join(', ')}`] : []),
  ].join('\n');
}

function alarmText(alarms: unknown): string {
  return Array.isArray(alarms) ? alarms.join('; ') : 'none';
}
