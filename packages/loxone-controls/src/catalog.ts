import { COMMON_STATES, LOCK_COMMANDS } from './catalog/common.js';
import { COVERS } from './catalog/covers.js';
import { INFORMATION } from './catalog/information.js';
import { LIGHTS } from './catalog/lights.js';
import { SWITCHES } from './catalog/switches.js';
import type { CommandSpec, ControlType, Family, StateSpec } from './types.js';

/** The whole catalog, family by family. */
export const CONTROL_TYPES: readonly ControlType[] = [
  ...LIGHTS,
  ...COVERS,
  ...SWITCHES,
  ...INFORMATION,
];

/** Spellings of documentation and of third-party lists, folded to the structure file's. */
const ALIASES: ReadonlyMap<string, string> = new Map([
  ['ACControl', 'AcControl'],
  ['WindowCentral', 'CentralWindow'],
]);

const BY_TYPE: ReadonlyMap<string, ControlType> = new Map(
  CONTROL_TYPES.map((entry) => [entry.type, entry]),
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

/** The states that answer "how is it?" at a glance: at most two, none for an unknown type. */
export function mainStates(type: string): readonly StateSpec[] {
  return controlType(type)?.states.filter((state) => state.main === true) ?? [];
}

/** The entry of one state, also of a numbered one (`actual3`, `temperatures[1]`). */
export function stateSpec(type: string, name: string): StateSpec | undefined {
  const states = [...(controlType(type)?.states ?? []), ...COMMON_STATES];
  const exact = states.find((state) => state.name === name);
  if (exact !== undefined) return exact;
  const stem = name.replace(/[.[]?\d+\]?$/, '');
  return states.find((state) => state.indexed === true && state.name === stem);
}

/** All commands that a control of this type may take, those for locking it last. */
export function commandsOf(type: string): readonly CommandSpec[] {
  return [...(controlType(type)?.commands ?? []), ...LOCK_COMMANDS];
}
