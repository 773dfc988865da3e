import { ACCESS } from './catalog/access.js';
import { AIR } from './catalog/air.js';
import { APPLIANCES } from './catalog/appliances.js';
import { CHARGING } from './catalog/charging.js';
import { CLIMATE } from './catalog/climate.js';
import { COLORS } from './catalog/colors.js';
import { COMMON_STATES } from './catalog/common.js';
import { COVERS } from './catalog/covers.js';
import { ENERGY } from './catalog/energy.js';
import { INFORMATION } from './catalog/information.js';
import { INPUTS } from './catalog/inputs.js';
import { LIGHT_CONTROLLER } from './catalog/light-controller.js';
import { LIGHTS } from './catalog/lights.js';
import { MEDIA } from './catalog/media.js';
import { POOL } from './catalog/pool.js';
import { REMOTE } from './catalog/remote.js';
import { ROOM_CONTROLLER } from './catalog/room-controller.js';
import { ROOM_CONTROLLER_V1 } from './catalog/room-controller-v1.js';
import { SCHEDULES } from './catalog/schedules.js';
import { SECURITY } from './catalog/security.js';
import { SENSORS } from './catalog/sensors.js';
import { SWITCHES } from './catalog/switches.js';
import { THERMOMETER } from './catalog/thermometer.js';
import type { CommandSpec, ControlType, Family, StateSpec } from './types.js';

/** The whole catalog, family by family. */
export const CONTROL_TYPES: readonly ControlType[] = [
  LIGHT_CONTROLLER,
  ...LIGHTS,
  ...COLORS,
  ...COVERS,
  ...SWITCHES,
  ...INPUTS,
  ...SCHEDULES,
  ROOM_CONTROLLER,
  ROOM_CONTROLLER_V1,
  ...CLIMATE,
  ...AIR,
  ...MEDIA,
  REMOTE,
  ...ACCESS,
  ...SECURITY,
  ...ENERGY,
  ...CHARGING,
  ...SENSORS,
  ...APPLIANCES,
  THERMOMETER,
  POOL,
  ...INFORMATION,
];

/** Spellings of documentation and of third-party lists, folded to the structure file's. */
export const ALIASES: ReadonlyMap<string, string> = new Map([
  ['ACControl', 'AcControl'],
  ['WindowCentral', 'CentralWindow'],
]);

const BY_TYPE: ReadonlyMap<string, ControlType> = new Map(
  CONTROL_TYPES.map((entry) => [entry.type, entry]),
);

const STATES_OF_ANY: ReadonlyMap<string, StateSpec> = statesByName([]);

const STATES_BY_TYPE: ReadonlyMap<string, ReadonlyMap<string, StateSpec>> = new Map(
  CONTROL_TYPES.map((entry) => [entry.type, statesByName(entry.states)]),
);

/** Loxone's category types (protocol reference §4.1) → our families. */
const FAMILY_OF_CATEGORY: ReadonlyMap<string, Family> = new Map([
  ['lights', 'lights'],
  ['shading', 'covers'],
  ['indoortemperature', 'climate'],
  ['media', 'media'],
]);

/**
 * The catalog's entry of a type.
 *
 * @param type - As in the structure file, case-sensitive; documented aliases are folded.
 * @returns `undefined` for a type that the catalog does not know.
 */
export function controlType(type: string): ControlType | undefined {
  return BY_TYPE.get(ALIASES.get(type) ?? type);
}

/** What a control is for; for an unknown type its category decides, else it is `information`. */
export function familyOf(type: string, category?: { readonly type: string }): Family {
  const known = controlType(type)?.family;
  return known ?? FAMILY_OF_CATEGORY.get(category?.type ?? '') ?? 'information';
}

/** Commands of a type, and those that its parent lets every part take. */
export function ownCommands(type: string, parentType: string | undefined): readonly CommandSpec[] {
  const own = controlType(type)?.commands ?? [];
  const ofParts = controlType(parentType ?? '')?.partCommands ?? [];
  return ofParts.length === 0 ? own : [...own, ...ofParts];
}

/** The states that answer "how is it?" at a glance: at most two, none for an unknown type. */
export function mainStates(type: string): readonly StateSpec[] {
  return controlType(type)?.states.filter((state) => state.main === true) ?? [];
}

/** The entry of one state, also of a numbered one (`actual3`, `temperatures[1]`). */
export function stateSpec(type: string, name: string): StateSpec | undefined {
  const states = STATES_BY_TYPE.get(controlType(type)?.type ?? '') ?? STATES_OF_ANY;
  const exact = states.get(name);
  if (exact !== undefined) return exact;
  const stem = states.get(name.replace(/[.[]?\d+\]?$/, ''));
  return stem?.indexed === true ? stem : undefined;
}

/** A type's own entry of a state goes before the common one. */
function statesByName(states: readonly StateSpec[]): ReadonlyMap<string, StateSpec> {
  return new Map([...COMMON_STATES, ...states].map((state) => [state.name, state]));
}
