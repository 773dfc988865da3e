import type { ActionTarget } from '@gatehouse/core';
import { memoize } from './memoize.js';

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

/** How a name of the house is looked for in a list. */
interface NameForms {
  readonly folded: string;
  readonly slug: string;
}

/** A house has few names, and each of them is asked for in every search. */
const formsOf: (name: string) => NameForms = memoize((name) => ({
  folded: foldName(name),
  slug: slugOf(name),
}));

interface Entries {
  readonly exact: ReadonlySet<string>;
  readonly folded: ReadonlySet<string>;
  /** Whether any entry may be a `Name [Room]`. */
  readonly withRoom: boolean;
}

function entriesOf(list: readonly string[]): Entries {
  const folded = new Set(list.map(foldName));
  // A device without a readable name or slug would be on every list that has an empty entry.
  folded.delete('');
  return {
    exact: new Set(list.filter((entry) => entry !== '')),
    folded,
    withRoom: [...folded].some((entry) => entry.endsWith(']')),
  };
}

function hasName({ folded }: Entries, forms: NameForms): boolean {
  return folded.has(forms.folded) || folded.has(forms.slug);
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
    if (name === undefined || entries.folded.size === 0) {
      return false;
    }
    const forms = formsOf(name);
    if (forms.folded === '') {
      return false;
    }
    return (
      hasName(entries, forms) ||
      (entries.withRoom &&
        roomName !== undefined &&
        entries.folded.has(formsOf(`${name} [${roomName}]`).folded))
    );
  };
}

/** @param list - Each entry is a room's id, its name, or the name's slug. */
export function matchRooms(list: readonly string[]): TargetMatcher {
  const entries = entriesOf(list);
  return ({ roomId, roomName }) =>
    (roomId !== undefined && entries.exact.has(roomId)) ||
    (roomName !== undefined && entries.folded.size > 0 && hasName(entries, formsOf(roomName)));
}
