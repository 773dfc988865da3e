import {
  capabilitiesOf,
  familyOf,
  type HomeCategory,
  type HomeControl,
  type HomeInfo,
  type HomeRoom,
} from '@gatehouse/loxone-controls';
import type { Structure, StructureControl } from '@gatehouse/loxone-protocol';
import { membersOf } from './central.js';

/** One state of one control, and the uuid whose events carry it. */
export interface StateSlot {
  readonly control: HomeControl;
  /** Name of the state; members of a list are numbered: `temperatures[1]`. */
  readonly name: string;
  readonly uuid: string;
}

/** A structure file, flattened and indexed. Never changed once it is built. */
export interface House {
  /** What it was built from. */
  readonly structure: Structure;
  readonly info: HomeInfo;
  readonly rooms: readonly HomeRoom[];
  readonly categories: readonly HomeCategory[];
  readonly controls: readonly HomeControl[];
  readonly byId: ReadonlyMap<string, HomeControl>;
  /** Control id → its states, in the order of the structure file. */
  readonly slotsOf: ReadonlyMap<string, readonly StateSlot[]>;
  /** State uuid → all states that it carries: controls share uuids (protocol reference §7 no. 17). */
  readonly slotsAt: ReadonlyMap<string, readonly StateSlot[]>;
}

/** What a part takes over from the control that it belongs to. */
interface Inherited {
  readonly room?: HomeRoom;
  readonly category?: HomeCategory;
  readonly secured: boolean;
  readonly parent?: HomeControl;
}

/** Controls and their parts side by side, by id, with what each was read from. */
interface Flattened {
  readonly byId: Map<string, HomeControl>;
  readonly sources: Map<string, StructureControl>;
}

interface Places {
  readonly rooms: ReadonlyMap<string, HomeRoom>;
  readonly categories: ReadonlyMap<string, HomeCategory>;
}

/**
 * Builds the house from a structure file. Controls without a type are meant to be hidden (protocol
 * reference §4.4) and left out with their parts.
 *
 * @param firmware - As `jdev/cfg/apiKey` names it; the structure file does not hold it.
 * @param version - As `LoxAPPversion3` names it.
 */
export function buildHouse(structure: Structure, firmware: string, version: string): House {
  const rooms = Object.values(structure.rooms).map(({ uuid, name }) => ({ id: uuid, name }));
  const categories = Object.values(structure.cats).map(({ uuid, name, type }) => ({
    id: uuid,
    name,
    type,
  }));
  const places: Places = { rooms: indexById(rooms), categories: indexById(categories) };
  const flattened: Flattened = { byId: new Map(), sources: new Map() };
  for (const control of Object.values(structure.controls)) {
    flatten(control, { secured: false }, places, flattened);
  }
  requirePasswordOfMembers(flattened);
  const { byId } = flattened;
  const controls = [...byId.values()];
  const slotsOf = new Map(controls.map((control) => [control.id, slotsOfControl(control)]));
  return {
    structure,
    info: infoOf(structure, firmware, version),
    rooms,
    categories,
    controls,
    byId,
    slotsOf,
    slotsAt: indexByUuid([...slotsOf.values()].flat()),
  };
}

function infoOf(structure: Structure, firmware: string, structureVersion: string): HomeInfo {
  const { msName, serialNr, projectName, languageCode, tempUnit } = structure.msInfo;
  return {
    name: msName,
    serial: serialNr,
    firmware,
    structureVersion,
    temperatureUnit: tempUnit === 1 ? '°F' : '°C',
    ...(projectName === undefined ? {} : { projectName }),
    ...(languageCode === undefined ? {} : { language: languageCode }),
  };
}

function flatten(
  source: StructureControl,
  inherited: Inherited,
  places: Places,
  flattened: Flattened,
): void {
  const { byId, sources } = flattened;
  if (source.type === '' || byId.has(source.uuidAction)) return;
  const control = toControl(source, inherited, places);
  byId.set(control.id, control);
  sources.set(control.id, source);
  const { room, category, secured } = control;
  const passedOn: Inherited = {
    secured,
    parent: control,
    ...(room === undefined ? {} : { room }),
    ...(category === undefined ? {} : { category }),
  };
  for (const part of Object.values(source.subControls)) flatten(part, passedOn, places, flattened);
}

function toControl(source: StructureControl, inherited: Inherited, places: Places): HomeControl {
  const room = places.rooms.get(source.room ?? '') ?? inherited.room;
  const category = places.categories.get(source.cat ?? '') ?? inherited.category;
  const { parent } = inherited;
  const control: Omit<HomeControl, 'capabilities'> = {
    id: source.uuidAction,
    name: source.name,
    type: source.type,
    family: familyOf(source.type, category),
    ...(room === undefined ? {} : { room }),
    ...(category === undefined ? {} : { category }),
    ...(parent === undefined ? {} : { parent: parent.id, parentType: parent.type }),
    // Parts of a secured control are commanded through it.
    secured: source.isSecured || inherited.secured,
    favorite: source.isFavorite,
    details: source.details,
    states: source.states,
  };
  return withCapabilities(control, source);
}

function withCapabilities(
  control: Omit<HomeControl, 'capabilities'>,
  source: Pick<StructureControl, 'statistic' | 'statisticV2'> = {},
): HomeControl {
  const { statistic, statisticV2 } = source;
  return { ...control, capabilities: capabilitiesOf({ ...control, statistic, statisticV2 }) };
}

/** A central control needs the password when one of its members does (protocol reference §2.8). */
function requirePasswordOfMembers({ byId, sources }: Flattened): void {
  for (const control of byId.values()) {
    const secured = membersOf(control).some((member) => byId.get(member)?.secured === true);
    if (!secured) continue;
    byId.set(control.id, withCapabilities({ ...control, secured }, sources.get(control.id)));
  }
}

function slotsOfControl(control: HomeControl): readonly StateSlot[] {
  return Object.entries(control.states).flatMap(([name, uuids]) =>
    typeof uuids === 'string'
      ? [{ control, name, uuid: uuids }]
      : uuids.map((uuid, index) => ({ control, name: `${name}[${index}]`, uuid })),
  );
}

function indexById<Item extends { readonly id: string }>(
  items: readonly Item[],
): ReadonlyMap<string, Item> {
  return new Map(items.map((item) => [item.id, item]));
}

function indexByUuid(slots: readonly StateSlot[]): ReadonlyMap<string, readonly StateSlot[]> {
  const index = new Map<string, StateSlot[]>();
  for (const slot of slots) {
    const others = index.get(slot.uuid);
    if (others === undefined) index.set(slot.uuid, [slot]);
    else others.push(slot);
  }
  return index;
}
