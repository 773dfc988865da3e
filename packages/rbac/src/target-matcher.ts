import type { ActionTarget } from '@gatehouse/core';

/** Whether something that an action touches is among the entries of a list. */
export type TargetMatcher = (target: ActionTarget) => boolean;

/**
 * Brings two spellings of one name together: compatibility forms, letter case (there and back, so
 * that `ß`, `ẞ` and `ss` agree) and blanks. Accents stay: they tell names apart.
 *
 * @returns The empty string for a name of blanks, which must match nothing.
 */
export function foldName(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .toUpperCase()
    .toLowerCase()
    .normalize('NFKC')
    .replace(/\s+/gu, ' ')
    .trim();
}

/** @returns `bedroom-light` for `Bedroom Light`; `kuche` for `Küche`; may be empty. */
export function slugOf(text: string): string {
  return foldName(text)
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
}

interface Entries {
  readonly exact: ReadonlySet<string>;
  readonly folded: ReadonlySet<string>;
}

function entriesOf(list: readonly string[]): Entries {
  const folded = new Set(list.map(foldName));
  // A device without a readable name or slug would be on every list that has an empty entry.
  folded.delete('');
  return { exact: new Set(list.filter((entry) => entry !== '')), folded };
}

function hasName({ folded }: Entries, name: string): boolean {
  return folded.has(foldName(name)) || folded.has(slugOf(name));
}

/**
 * @param list - Each entry is an id, a name, a name's slug, or `Name [Room]` where several rooms
 *   have a device of that name.
 */
export function matchDevices(list: readonly string[]): TargetMatcher {
  const entries = entriesOf(list);
  return ({ id, name, roomName }) => {
    if (entries.exact.has(id)) {
      return true;
    }
    if (name === undefined || foldName(name) === '') {
      return false;
    }
    return (
      hasName(entries, name) ||
      (roomName !== undefined && entries.folded.has(foldName(`${name} [${roomName}]`)))
    );
  };
}

/** @param list - Each entry is a room's id, its name, or the name's slug. */
export function matchRooms(list: readonly string[]): TargetMatcher {
  const entries = entriesOf(list);
  return ({ roomId, roomName }) =>
    (roomId !== undefined && entries.exact.has(roomId)) ||
    (roomName !== undefined && hasName(entries, roomName));
}
