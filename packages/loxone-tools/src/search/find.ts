import type { Capability, Family, LoxoneHome } from '@gatehouse/loxone-controls';
import type { Access } from '../access.js';
import type { HouseEntry } from '../house/house-entry.js';
import type { RoomEntry } from '../house/house-index.js';
import { closedShare, isOn } from '../state/condition.js';
import { gradeOf, type Query, scoreOf } from './rank.js';

/** How a control is, as a search can ask for it. */
export const CONDITIONS = ['on', 'off', 'open', 'closed'] as const;

/** One of {@link CONDITIONS}. */
export type Condition = (typeof CONDITIONS)[number];

/** What hits must be, besides fitting the query. */
export interface Filter {
  readonly family: Family | undefined;
  readonly capability: Capability | undefined;
  readonly condition: Condition | undefined;
}

/** Most rooms that a search answers with. */
const MAX_ROOMS = 5;

/** A shorter word is in too many names of rooms to mean one. */
const MIN_ROOM_WORD = 3;

/** A blind that stops a little short is closed all the same. */
const CLOSED_FROM = 99;

/**
 * All entries that fit and that the caller may see, best first; equally good ones as they stand in
 * the house. What is cheap is asked first, permission last.
 */
export function findEntries(
  entries: readonly HouseEntry[],
  query: Query,
  filter: Filter,
  { home, access }: { readonly home: LoxoneHome; readonly access: Pick<Access, 'sees'> },
): readonly HouseEntry[] {
  return entries
    .filter((entry) => isOfKind(entry, filter))
    .map((entry) => ({ entry, score: scoreOf(entry, query) }))
    .filter(
      ({ entry, score }) =>
        score > 0 && isInCondition(entry, filter.condition, home) && access.sees(entry),
    )
    .sort((left, right) => right.score - left.score)
    .map(({ entry }) => entry);
}

/** Rooms whose names fit the query, best first; only those in which the caller sees something. */
export function findRooms(
  rooms: readonly RoomEntry[],
  query: Query,
  access: Pick<Access, 'sees'>,
): readonly RoomEntry[] {
  if (query.words.length === 0) return [];
  return rooms
    .map((room) => ({ room, score: roomScore(room.folded, query) }))
    .filter(({ room, score }) => score > 0 && room.entries.some((entry) => access.sees(entry)))
    .sort((left, right) => right.score - left.score)
    .slice(0, MAX_ROOMS)
    .map(({ room }) => room);
}

function roomScore(name: string, query: Query): number {
  return Math.max(
    gradeOf(name, query.phrase),
    ...query.words.map(({ text }) => (text.length < MIN_ROOM_WORD ? 0 : gradeOf(name, text))),
  );
}

function isOfKind(
  { control, families }: HouseEntry,
  { family, capability }: Pick<Filter, 'family' | 'capability'>,
): boolean {
  return (
    (family === undefined || families.includes(family)) &&
    (capability === undefined || control.capabilities.includes(capability))
  );
}

function isInCondition(
  { control }: HouseEntry,
  condition: Condition | undefined,
  home: LoxoneHome,
): boolean {
  if (condition === undefined) return true;
  const states = home.states(control.id);
  if (condition === 'on' || condition === 'off') {
    return isOn(control, states) === (condition === 'on');
  }
  const closed = closedShare(control, states);
  return closed !== undefined && closed >= CLOSED_FROM === (condition === 'closed');
}
