import type { HomeControl } from '@gatehouse/loxone-controls';
import type { HouseEntry } from './house-entry.js';
import type { HouseIndex } from './house-index.js';

/** A control that a central control moves; without an entry when the house does not show it. */
export interface Member {
  readonly id: string;
  readonly entry: HouseEntry | undefined;
}

/**
 * What a central control moves: `details.controls` lists it as `[{ uuid }]` (protocol reference
 * §5.2, §5.3).
 */
export function membersOf(control: HomeControl, index: HouseIndex): readonly Member[] {
  const listed = control.details.controls;
  if (!Array.isArray(listed)) return [];
  return listed.flatMap((member: unknown) => {
    const id = idOf(member);
    return id === undefined ? [] : [{ id, entry: index.byId(id) }];
  });
}

function idOf(member: unknown): string | undefined {
  if (typeof member !== 'object' || member === null || !('uuid' in member)) return undefined;
  return typeof member.uuid === 'string' ? member.uuid : undefined;
}
