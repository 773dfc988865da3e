import { controlType } from './catalog.js';
import type { HomeControl } from './home.js';
import type { ControlCapability, ControlType, Trait } from './types.js';

export type { ControlCapability } from './types.js';

/** What of a control its capabilities follow from; `HomeControl` fits, its statistics may be added. */
export interface CapabilitySource
  extends Pick<HomeControl, 'type' | 'details' | 'secured' | 'category' | 'family'> {
  /** As in the structure file (protocol reference §6.1). */
  readonly statistic?: unknown;
  /** As in the structure file (protocol reference §6.2). */
  readonly statisticV2?: unknown;
}

type Details = HomeControl['details'];

/** A trait that a type has where the catalog gives it one of these commands. */
const BY_COMMAND: { readonly [Name in Trait]?: readonly string[] } = {
  tunableWhite: ['set-color-temperature'],
  settable: ['set-value', 'set-text'],
  selectable: ['select', 'select-source', 'select-mode', 'select-profile', 'set-mode'],
  pulsable: ['pulse', 'pulse-up', 'pulse-right'],
  targetTemperature: [
    'set-target',
    'set-temperature',
    'set-comfort-temperature',
    'set-manual-temperature',
  ],
  playable: ['play'],
  volume: ['set-volume', 'volume-up'],
  armable: ['arm'],
  acknowledgeable: ['acknowledge'],
  chargeable: ['allow', 'charge'],
  schedulable: ['set-schedule'],
  automatic: ['enable-automatic'],
};

/** The order of the answer, and every capability by its name. */
const ORDER: readonly ControlCapability[] = [
  'light',
  'switchable',
  'dimmable',
  'colorable',
  'tunableWhite',
  'moods',
  'positionable',
  'tiltable',
  'stoppable',
  'automatic',
  'settable',
  'selectable',
  'pulsable',
  'timed',
  'targetTemperature',
  'heats',
  'cools',
  'playable',
  'volume',
  'armable',
  'acknowledgeable',
  'chargeable',
  'schedulable',
  'central',
  'readOnly',
  'secured',
  'lockable',
  'hasHistory',
  'hasStatistics',
];

/** Bits of `possibleCapabilities` of a room controller (protocol reference §5.4). */
const HEATS = 1;
const COOLS = 2;

/**
 * What a control can do: what its type can, less what its own details rule out, and what the
 * control says of itself. A control of an unknown type can still be lockable or have a history.
 *
 * @returns Each capability once, in a fixed order.
 */
export function capabilitiesOf(control: CapabilitySource): readonly ControlCapability[] {
  const found = new Set([...ofType(control.type), ...ofDetails(control), ...ofControl(control)]);
  for (const missing of ruledOut(control.details)) found.delete(missing);
  return ORDER.filter((capability) => found.has(capability));
}

/** Of each type of the catalog: houses have thousands of controls, and they do not change. */
const OF_TYPE = new Map<ControlType, readonly ControlCapability[]>();

function ofType(type: string): readonly ControlCapability[] {
  const entry = controlType(type);
  if (entry === undefined) return [];
  const known = OF_TYPE.get(entry) ?? ofEntry(entry);
  OF_TYPE.set(entry, known);
  return known;
}

function ofEntry(entry: ControlType): readonly ControlCapability[] {
  const commands = new Set(entry.commands.map(({ name }) => name));
  const traits = ORDER.filter((name) => commandsFor(name).some((one) => commands.has(one)));
  const readOnly: readonly Trait[] = commands.size === 0 ? ['readOnly'] : [];
  const timed: readonly Trait[] = entry.type === 'TimedSwitch' ? ['timed'] : [];
  return [...entry.capabilities, ...traits, ...readOnly, ...timed];
}

function commandsFor(name: string): readonly string[] {
  return Object.entries(BY_COMMAND).find(([trait]) => trait === name)?.[1] ?? [];
}

function ofDetails({ type, details }: CapabilitySource): readonly ControlCapability[] {
  const bits = type === 'IRoomControllerV2' ? Number(details.possibleCapabilities) : 0;
  return where([
    ['lockable', details.jLockable === true],
    ['hasHistory', isRaised(details.hasHistory)],
    ['heats', (bits & HEATS) !== 0],
    ['cools', (bits & COOLS) !== 0],
    // The part that dims all circuits of a light controller at once.
    ['dimmable', type === 'LightControllerV2' && typeof details.masterValue === 'string'],
  ]);
}

function ofControl(control: CapabilitySource): readonly ControlCapability[] {
  return where([
    ['secured', control.secured],
    ['hasStatistics', isFilled(control.statistic) || isFilled(control.statisticV2)],
    ['light', isLight(control)],
  ]);
}

/**
 * Houses wire lamps as switches and stairwell lights: those that the owner files under lights are
 * lights, whatever their type.
 */
function isLight({ type, family, category }: CapabilitySource): boolean {
  if (family === 'lights') return true;
  const entry = controlType(type);
  const switched = entry?.family === 'switches' && entry.capabilities.includes('switchable');
  return switched && category?.type === 'lights';
}

/** Details that say less than the type would allow. */
function ruledOut(details: Details): readonly ControlCapability[] {
  const { pickerType, animation, isAutomatic } = details;
  return where([
    ['colorable', pickerType === 'TunableWhite'],
    ['tunableWhite', pickerType === 'Rgb'],
    // Only blinds (0) have slats; shutters, curtains and awnings do not.
    ['tiltable', typeof animation === 'number' && animation !== 0],
    ['automatic', isAutomatic === false],
  ]);
}

function where(
  cases: readonly (readonly [ControlCapability, boolean])[],
): readonly ControlCapability[] {
  return cases.flatMap(([capability, holds]) => (holds ? [capability] : []));
}

/** Firmware writes flags as true or as 1. */
function isRaised(value: unknown): boolean {
  return (
    value === true ||
    (typeof value === 'number' && value > 0) ||
    (typeof value === 'string' && value !== '')
  );
}

function isFilled(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}
