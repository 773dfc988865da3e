import { type Floor, readWords } from '@gatehouse/loxone-controls';
import type { HouseIndex, RoomEntry } from '../house/house-index.js';
import { type Outcome, toolError } from '../tool-error.js';
import type { Looker } from './looker.js';

/**
 * Finds the rooms on one floor, by what the names of the rooms say: `Bad OG`, `Hala v přízemí`. A
 * Miniserver has no floors of its own.
 */
export function resolveFloor(
  asked: string,
  index: HouseIndex,
  { sees }: Looker,
): Outcome<readonly RoomEntry[]> {
  const seen = index.rooms.filter((room) => room.entries.some((entry) => sees(entry)));
  const floor = floorNamed(asked);
  const there = seen.filter(({ floors }) => floor !== undefined && floors.includes(floor));
  if (there.length > 0) return { ok: true, value: there };
  const known = [...new Set(seen.flatMap(({ floors }) => floors))].sort(byHeight).map(floorText);
  const hint =
    known.length === 0
      ? 'No room here has a floor in its name; select by room.'
      : `Floors in the names of rooms: ${known.join(', ')}.`;
  const error = toolError('unknown_room', 'no room is known to be on this floor.', hint);
  return { ok: false, error };
}

/** The one floor that a text names: `ground floor`, `OG`, `1`. */
export function floorNamed(text: string): Floor | undefined {
  const bare = text.trim();
  if (/^-?\d$/.test(bare)) return Number(bare);
  for (const spelling of [bare, `${bare} floor`]) {
    const [only, ...others] = new Set(readWords(spelling).flatMap(({ floors }) => floors));
    if (only !== undefined) return others.length === 0 ? only : undefined;
  }
  return undefined;
}

const NAMES: Readonly<Record<string, string>> = { '-1': 'basement', '0': 'ground floor' };

/** `basement`, `ground floor`, `floor 1`, `attic`. */
export function floorText(floor: Floor): string {
  if (floor === 'attic') return 'attic';
  return NAMES[String(floor)] ?? `floor ${floor}`;
}

function byHeight(left: Floor, right: Floor): number {
  const height = (floor: Floor): number => (floor === 'attic' ? Number.MAX_SAFE_INTEGER : floor);
  return height(left) - height(right);
}
