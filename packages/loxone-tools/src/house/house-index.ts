import type { Floor, HomeControl, LoxoneHome, ReadWord } from '@gatehouse/loxone-controls';
import { fold } from '../text/fold.js';
import { tellingWords } from '../text/said.js';
import { createEntry, type HouseEntry } from './house-entry.js';
import { createNameTable, type NameTable } from './name-table.js';

/** A room with the controls in it. */
export interface RoomEntry {
  readonly id: string;
  /** As in the house, untouched. */
  readonly name: string;
  /** Its name, loosely folded. */
  readonly folded: string;
  /** What its name says, in any language. */
  readonly words: readonly ReadWord[];
  /** The storeys that it is named after. */
  readonly floors: readonly Floor[];
  readonly entries: readonly HouseEntry[];
}

/** One structure of a house, prepared for looking up. It is built once and never changes. */
export interface HouseIndex {
  /** Tells one structure from another; part of cursors. */
  readonly version: string;
  /** Ordered by room, then name, parts behind the control they belong to. */
  readonly entries: readonly HouseEntry[];
  readonly rooms: readonly RoomEntry[];
  byId(id: string): HouseEntry | undefined;
  readonly controlNames: NameTable<HouseEntry>;
  readonly roomNames: NameTable<RoomEntry>;
}

/** Reads the whole structure once. */
export function buildIndex(home: LoxoneHome): HouseIndex {
  const controls = home.controls();
  const read = rememberReading();
  const byControlId = new Map(controls.map((control) => [control.id, control]));
  const entries = controls
    .map((control) => createEntry(control, parentOf(control, byControlId), read))
    .sort(byPlace);
  const byId = new Map(entries.map((entry) => [entry.control.id.toLowerCase(), entry]));
  const rooms = roomsOf(entries);
  return {
    version: `${home.info()?.structureVersion ?? ''}/${entries.length}`,
    entries,
    rooms,
    byId: (id) => byId.get(id.toLowerCase()),
    controlNames: createNameTable(entries, (entry) => entry.control.name),
    roomNames: createNameTable(rooms, (room) => room.name),
  };
}

/** The names of a house repeat, those of its rooms above all. */
function rememberReading(): (name: string) => readonly ReadWord[] {
  const known = new Map<string, readonly ReadWord[]>();
  return (name) => {
    const words = known.get(name) ?? tellingWords(name);
    known.set(name, words);
    return words;
  };
}

function parentOf(
  control: HomeControl,
  byId: ReadonlyMap<string, HomeControl>,
): HomeControl | undefined {
  return control.parent === undefined ? undefined : byId.get(control.parent);
}

function roomsOf(entries: readonly HouseEntry[]): readonly RoomEntry[] {
  const rooms = new Map<string, Omit<RoomEntry, 'entries'> & { entries: HouseEntry[] }>();
  for (const entry of entries) {
    if (entry.room === undefined) continue;
    const known = rooms.get(entry.room.id);
    if (known === undefined) {
      const { id, name } = entry.room;
      const { search, words, floors } = entry;
      rooms.set(id, { id, name, folded: search.room, words: words.room, floors, entries: [entry] });
    } else {
      known.entries.push(entry);
    }
  }
  return [...rooms.values()];
}

function byPlace(left: HouseEntry, right: HouseEntry): number {
  return (
    compare(placeOf(left), placeOf(right)) ||
    compare(fold(wholeOf(left).name), fold(wholeOf(right).name)) ||
    compare(wholeOf(left).id, wholeOf(right).id) ||
    Number(left.parent !== undefined) - Number(right.parent !== undefined) ||
    compare(left.control.id, right.control.id)
  );
}

/** Controls without a room come last. */
function placeOf(entry: HouseEntry): string {
  return entry.room === undefined ? '\uffff' : entry.search.room;
}

function wholeOf(entry: HouseEntry): HomeControl {
  return entry.parent ?? entry.control;
}

function compare(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
