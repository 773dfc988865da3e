import type { ActionTarget } from '@gatehouse/core';
import type {
  Family,
  Floor,
  HomeCategory,
  HomeControl,
  HomeRoom,
  ReadWord,
} from '@gatehouse/loxone-controls';
import { capabilitiesOf, controlType } from '@gatehouse/loxone-controls';
import { cleanText } from '../text/clean-text.js';
import { foldLoosely } from '../text/fold.js';
import { tellingWords } from '../text/said.js';

/** What a search compares, loosely folded. */
export interface SearchFields {
  readonly name: string;
  readonly room: string;
  readonly category: string;
  readonly parent: string;
  readonly type: string;
}

/** What the names of a control say, in any language. */
export interface EntryWords {
  readonly name: readonly ReadWord[];
  readonly room: readonly ReadWord[];
  readonly category: readonly ReadWord[];
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
  readonly words: EntryWords;
  /** Its own family; also `lights` for a switch that the house files under lights. */
  readonly families: readonly Family[];
  /** The storeys that its room is named after: none, as a rule one. */
  readonly floors: readonly Floor[];
}

/** @param parent - The control that this one is a part of, where the house has it. */
export function createEntry(
  control: HomeControl,
  parent: HomeControl | undefined,
  read: (name: string) => readonly ReadWord[] = tellingWords,
): HouseEntry {
  const room = control.room ?? parent?.room;
  const category = control.category ?? parent?.category;
  const name = cleanText(control.name) || '(unnamed)';
  const place = cleanText(room?.name ?? '');
  const words = {
    name: read(control.name),
    room: read(room?.name ?? ''),
    category: read(category?.name ?? ''),
  };
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
    words,
    families: familiesOf(control),
    floors: [...new Set(words.room.flatMap(({ floors }) => floors))],
  };
}

function familiesOf(control: HomeControl): readonly Family[] {
  const isLight = control.family !== 'lights' && capabilitiesOf(control).includes('light');
  return isLight ? [control.family, 'lights'] : [control.family];
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
