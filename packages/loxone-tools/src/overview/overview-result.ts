import { z } from 'zod';
import type { ToolCall } from '../define-tool.js';
import type { HouseEntry } from '../house/house-entry.js';
import { errorSchema } from '../output-schema.js';
import { summaryOf } from '../state/summary.js';
import { cleanText } from '../text/clean-text.js';
import type { ToolResult } from '../tool.js';
import { roughTokens, withinBudget } from './budget.js';
import { type Facts, factsOf } from './facts.js';
import { countByFamily, type RoomRow, roomRow } from './room-rows.js';

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

/** Most names in a list of what is on, open or moving. */
const MAX_NAMES: Readonly<Record<OverviewDetail, number>> = { min: 0, std: 8, full: 50 };

/** Most meters and the like, and most characters of the sentence on one. */
const MAX_ENERGY = 4;

/** Tokens for the rooms of a small house, for each control more, and at most. */
const ROOM_BUDGET = { base: 560, perControl: 0.9, most: 2100 } as const;

/** Tokens for rooms with all their devices. */
const FULL_BUDGET = 7000;

/** Tokens for the names of the rooms that do not fit otherwise. */
const NAMES_BUDGET = 250;

/** A map of what the caller sees of the house, and how it is now. */
export function overviewOf(detail: OverviewDetail, call: ToolCall): ToolResult {
  const { home, index, access } = call;
  const seen = index.entries.filter((entry) => access.sees(entry));
  const inSight = new Set(seen.map(({ control }) => control.id));
  const facts = seen
    .filter(({ parent }) => parent === undefined || !inSight.has(parent.id))
    .map((entry) => factsOf(entry, home));
  const structured = {
    // What is said of the house as a whole is for those who see the whole house.
    ...(seen.length === index.entries.length && wholeHouse(call)),
    connection: home.status().phase,
    devices: countByFamily(facts),
    now: nowOf(facts, detail, call),
    ...(detail !== 'min' && roomsOf(facts, detail, call)),
  };
  return { text: textOf(structured), structured };
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
  const most = MAX_NAMES[detail];
  const named = (key: string, holds: (one: Facts) => boolean): Record<string, unknown> => {
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
    ...named('open', ({ isOpen }) => isOpen),
    ...named('moving', ({ isMoving }) => isMoving),
    alarms: alarms.length === 0 ? 'none' : alarms.slice(0, Math.max(most, 3)),
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

function roomsOf(
  facts: readonly Facts[],
  detail: OverviewDetail,
  { home }: ToolCall,
): { rooms: readonly unknown[]; more_rooms?: readonly string[] } {
  const unit = home.info()?.temperatureUnit ?? '°C';
  const rooms = [...byRoom(facts)].map(([name, inRoom]) => ({
    ...roomRow(name, inRoom, unit),
    ...(detail === 'full' && { states: inRoom.map(({ entry }) => stateOf(entry, home)) }),
  }));
  const { base, perControl, most } = ROOM_BUDGET;
  const budget = detail === 'full' ? FULL_BUDGET : Math.min(most, base + facts.length * perControl);
  const { kept, left } = withinBudget(rooms, budget);
  if (left.length === 0) return { rooms: kept };
  return { rooms: kept, more_rooms: namesOf(left) };
}

function stateOf({ control, name }: HouseEntry, home: ToolCall['home']): string {
  const state = summaryOf(control, home.states(control.id), home);
  return state === undefined ? name : `${name}: ${state}`;
}

/** Rooms without their rows, so that they are at least known; the last entry counts the rest. */
function namesOf(rows: readonly RoomRow[]): readonly string[] {
  const { kept, left } = withinBudget(
    rows.map(({ name }) => name),
    NAMES_BUDGET,
  );
  return left.length === 0 ? kept : [...kept, `and ${left.length} more`];
}

/** Rooms of one name are two rooms. */
function byRoom(facts: readonly Facts[]): Iterable<readonly [string, readonly Facts[]]> {
  const rooms = new Map<string, { readonly name: string; readonly facts: Facts[] }>();
  for (const one of facts) {
    const id = one.entry.room?.id ?? '';
    const name = cleanText(one.entry.room?.name ?? '') || '(no room)';
    const known = rooms.get(id) ?? { name, facts: [] };
    known.facts.push(one);
    rooms.set(id, known);
  }
  return [...rooms.values()].map((room) => [room.name, room.facts] as const);
}

/** Longest text, in tokens: the data says the rest. */
const MAX_TEXT = 160;

function textOf({
  house,
  mode,
  connection,
  devices,
  now,
  rooms = [],
}: {
  readonly house?: string;
  readonly mode?: string;
  readonly connection: string;
  readonly devices: Partial<Record<string, number>>;
  readonly now: Record<string, unknown>;
  readonly rooms?: readonly unknown[];
}): string {
  const head = [house ?? 'The devices of this key', connection, mode && `mode ${mode}`];
  const counts = Object.entries(devices).map(([family, count]) => `${count} ${family}`);
  const present = Object.entries(now).flatMap(([key, value]) =>
    typeof value === 'number' ? [`${value} ${key.replaceAll('_', ' ')}`] : [],
  );
  const lines = [
    `${head.filter(Boolean).join(', ')}.`,
    `${counts.join(', ') || 'No devices'}.`,
    ...(rooms.length > 0 ? [`Rooms: ${rooms.length}, in the data.`] : []),
    `${['Now', ...present].join(', ').replace(',', ':')}; alarms: ${alarmText(now.alarms)}.`,
  ];
  const text = lines.join('\n');
  return roughTokens(text) > MAX_TEXT ? cleanText(text, MAX_TEXT * 2) : text;
}

function alarmText(alarms: unknown): string {
  return Array.isArray(alarms) ? alarms.join('; ') : 'none';
}
