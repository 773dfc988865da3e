import type { HouseRoom } from './house-filter.js';

/** So many devices are laid out at once before anybody has opened a room. */
const AT_ONCE = 60;
/** And so many when they were searched for. */
const FOUND_AT_ONCE = 150;
/** A room shows so many devices before somebody asks for all. */
export const ROOM_AT_ONCE = 48;

/** Rooms that somebody has opened or closed by hand. */
export type Toggled = ReadonlyMap<string, boolean>;

/**
 * Rooms that are open by themselves: from the first on, as long as not too much is laid out. The
 * first with devices is always open, so that the screen is never only headings.
 */
export function openByDefault(
  rooms: readonly HouseRoom[],
  isSearching: boolean,
): ReadonlySet<string> {
  const most = isSearching ? FOUND_AT_ONCE : AT_ONCE;
  const open = new Set<string>();
  let devices = 0;
  for (const { id, controls } of rooms) {
    const shown = Math.min(controls.length, ROOM_AT_ONCE);
    if (open.size > 0 && devices + shown > most) break;
    if (shown > 0) open.add(id);
    devices += shown;
  }
  return open;
}

/** Whether a room is open, by hand or by itself. */
export function isOpen(id: string, toggled: Toggled, byDefault: ReadonlySet<string>): boolean {
  return toggled.get(id) ?? byDefault.has(id);
}
