import type { ActionTarget } from '@gatehouse/core';
import type { HomeCategory, HomeControl, HomeRoom } from '@gatehouse/loxone-controls';
import { controlType } from '@gatehouse/loxone-controls';
import { cleanText } from '../text/clean-text.js';
import { foldLoosely } from '../text/fold.js';

/** What a search compares, loosely folded. */
export interface SearchFields {
  readonly name: string;
  readonly room: string;
  readonly category: string;
  readonly parent: string;
  readonly type: string;
}

/** One control, prepared for looking up and for showing. */
export interface HouseEntry {
  readonly control: HomeControl;
  /** Cleaned for answers. */
  readonly name: string;
  /** `Name [Room]`, cleaned; the name alone without a room. */
  readonly label: string;
  /** Its own room, or that of the control it is a part of. */
  readonly room?: HomeRoom;
  readonly category?: HomeCategory;
  readonly parent?: HomeControl;
  readonly search: SearchFields;
}

/** @param parent - The control that this one is a part of, where the house has it. */
export function createEntry(control: HomeControl, parent: HomeControl | undefined): HouseEntry {
  const room = control.room ?? parent?.room;
  const category = control.category ?? parent?.category;
  const name = cleanText(control.name) || '(unnamed)';
  const place = cleanText(room?.name ?? '');
  return {
    control,
    name,
    label: place === '' ? name : `${name} [${place}]`,
    ...(room !== undefined && { room }),
    ...(category !== undefined && { category }),
    ...(parent !== undefined && { parent }),
    search: {
      name: foldLoosely(control.name),
      room: foldLoosely(room?.name ?? ''),
      category: foldLoosely(category?.name ?? ''),
      parent: foldLoosely(parent?.name ?? ''),
      type: foldLoosely(`${typeLabel(control.type)} ${control.type}`),
    },
  };
}

/** The catalog's word for a type, or the type's own name: `light controller`. */
export function typeLabel(type: string): string {
  return controlType(type)?.label ?? cleanText(type);
}

/** How authorization sees a control: with the names of the house, untouched. */
export function targetOf(entry: HouseEntry): ActionTarget {
  return {
    id: entry.control.id,
    name: entry.control.name,
    ...(entry.room !== undefined && { roomId: entry.room.id, roomName: entry.room.name }),
  };
}
