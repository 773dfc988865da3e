import type { LoxoneHome } from '@gatehouse/loxone-controls';
import { type HouseEntry, typeLabel } from '../house/house-entry.js';
import type { RoomEntry } from '../house/house-index.js';
import { shownValue, stateText } from '../state/state-value.js';
import { summaryOf } from '../state/summary.js';
import { cleanText } from '../text/clean-text.js';
import { type Body, listBody, type Row } from './body.js';
import type { ResourceCall } from './define-resource.js';

/** A control as the structure has it. */
export function structureRow(
  { control, name, room, category, parent }: HouseEntry,
  { index, access }: Pick<ResourceCall, 'index' | 'access'>,
): Row {
  const whole = parent === undefined ? undefined : index.byId(parent.id);
  return {
    id: control.id,
    name,
    ...(room !== undefined && { room: cleanText(room.name) }),
    ...(category !== undefined && { category: cleanText(category.name) }),
    family: control.family,
    type: cleanText(control.type),
    kind: typeLabel(control.type),
    ...(control.capabilities.length > 0 && { capabilities: control.capabilities }),
    ...(whole !== undefined && access.sees(whole) && { part_of: whole.control.id }),
    ...(control.secured && { secured: true }),
  };
}

/** A control and how it is, in a few words. */
export function deviceRow({ control, name, room }: HouseEntry, home: LoxoneHome): Row {
  const state = summaryOf(control, home.states(control.id));
  return {
    id: control.id,
    name,
    ...(room !== undefined && { room: cleanText(room.name) }),
    family: control.family,
    kind: typeLabel(control.type),
    ...(state !== undefined && { state }),
  };
}

/** All states of a control, decoded. */
export function stateRows({ control }: HouseEntry, home: LoxoneHome): readonly Row[] {
  return home.states(control.id).map((state) => ({
    name: cleanText(state.name),
    value: shownValue(state.value),
    ...(state.unit !== undefined && { unit: cleanText(state.unit) }),
    ...(state.text !== undefined && { text: stateText(state) ?? '' }),
  }));
}

/** Controls as a list, with their states. */
export function deviceList(entries: readonly HouseEntry[], { home }: ResourceCall): Body {
  return listBody('devices', entries, (entry) => deviceRow(entry, home));
}

/** A room with what the caller sees in it. */
export interface SeenRoom {
  readonly room: RoomEntry;
  readonly entries: readonly HouseEntry[];
}

/** Rooms in which the caller sees something. */
export function seenRooms({ index, access }: Pick<ResourceCall, 'index' | 'access'>): SeenRoom[] {
  return index.rooms.flatMap((room) => {
    const entries = room.entries.filter((entry) => access.sees(entry));
    return entries.length === 0 ? [] : [{ room, entries }];
  });
}

/** How many of each: `{ lights: 3 }`. */
export function countBy<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
  return Object.fromEntries(counts);
}

/** Whether nothing of the house is hidden: what says something of the house as a whole is for those. */
export function seesAll({ entries, index }: Pick<ResourceCall, 'entries' | 'index'>): boolean {
  return entries.length === index.entries.length;
}
