import type { HouseControl, HouseView } from '../../wire/index.js';
import { plural } from '../format.js';

/** A room of {@link HouseView}. */
export type HouseRoom = HouseView['rooms'][number];

/** What the reader looks for. */
export interface HouseSearch {
  readonly text: string;
  /** A room's id; empty: all. */
  readonly room: string;
}

/** What was found. */
export interface FoundRooms {
  readonly rooms: readonly HouseRoom[];
  readonly controls: number;
}

/**
 * Rooms with the devices that are looked for. Every word must stand in the device's name, type or
 * family or in its room's name; accents and capitals do not matter, so `kuche` finds `Küche`.
 */
export function findControls(rooms: readonly HouseRoom[], { text, room }: HouseSearch): FoundRooms {
  const words = plain(text)
    .split(/\s+/)
    .filter((word) => word !== '');
  const inRoom = room === '' ? rooms : rooms.filter(({ id }) => id === room);
  const found =
    words.length === 0
      ? inRoom
      : inRoom.flatMap((one) => {
          const controls = one.controls.filter((control) => fits(one, control, words));
          return controls.length === 0 ? [] : [{ ...one, controls }];
        });
  return { rooms: found, controls: found.reduce((sum, one) => sum + one.controls.length, 0) };
}

function fits(room: HouseRoom, control: HouseControl, words: readonly string[]): boolean {
  const where = plain(`${room.name} ${control.name} ${control.type} ${control.family}`);
  return words.every((word) => where.includes(word));
}

/** Marks that stand over letters are written apart by NFD, and left out. */
function plain(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase();
}

/** `12 devices in 3 rooms`. */
export function foundText({ rooms, controls }: FoundRooms): string {
  if (controls === 0) return 'No devices found.';
  return `${plural(controls, 'device')} in ${plural(rooms.length, 'room')}`;
}
