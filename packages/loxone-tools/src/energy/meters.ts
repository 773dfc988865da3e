import type { HomeControl, HomeState } from '@gatehouse/loxone-controls';
import type { ToolCall } from '../define-tool.js';
import type { HouseEntry } from '../house/house-entry.js';
import { stateValue } from '../state/state-value.js';
import { cleanText } from '../text/clean-text.js';

/** Something that measures energy. */
export interface Meter {
  readonly entry: HouseEntry;
  /** `grid`, `production`, `storage`, `wallbox`, …, as far as the house says it; else `meter`. */
  readonly role: string;
  readonly states: readonly HomeState[];
}

/** How many meters one answer has; a house has hundreds where every socket is one. */
export const MAX_METERS = 40;

/** All meters that the caller sees: whatever has a power and counts, whichever type it is. */
export function metersOf({ index, access, home }: ToolCall): readonly Meter[] {
  const roles = rolesOf(index.entries);
  return index.entries
    .filter((entry) => isMeter(entry.control) && access.sees(entry))
    .map((entry) => ({
      entry,
      role: roles.get(entry.control.id) ?? ownRole(entry.control),
      states: home.states(entry.control.id),
    }));
}

function isMeter({ family, states }: HomeControl): boolean {
  return family === 'energy' && 'actual' in states && ('total' in states || 'totalDay' in states);
}

/** An energy flow monitor knows which meter is for what: `details.nodes[].ctrlUuid`. */
function rolesOf(entries: readonly HouseEntry[]): ReadonlyMap<string, string> {
  const roles = new Map<string, string>();
  const take = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    const { ctrlUuid, nodeType, nodes } = node as Record<string, unknown>;
    if (typeof ctrlUuid === 'string' && typeof nodeType === 'string') {
      roles.set(ctrlUuid, cleanText(nodeType).toLowerCase());
    }
    if (Array.isArray(nodes)) nodes.forEach(take);
  };
  for (const { control } of entries) {
    if (control.type === 'EFM' && Array.isArray(control.details.nodes)) {
      control.details.nodes.forEach(take);
    }
  }
  return roles;
}

function ownRole({ type, details }: HomeControl): string {
  if (/^Wallbox/i.test(type)) return 'wallbox';
  return details.type === 'storage' ? 'storage' : 'meter';
}

/** Power of the whole house, kilowatts or as the house shows it. */
export interface Balance {
  /** Label of the control that knows it. */
  readonly source: string;
  readonly unit: string;
  /** From the grid; below 0 it is fed in. */
  readonly grid?: number;
  readonly production?: number;
  /** From the battery; below 0 it is charged. */
  readonly battery?: number;
  readonly consumption?: number;
  readonly battery_percent?: number;
}

interface Sources {
  readonly grid: string;
  readonly production?: string;
  readonly battery?: string;
  readonly consumption?: string;
  readonly percent?: string;
}

/** Which states of which type tell it; the types that know most come first. */
const SOURCES: Readonly<Record<string, Sources>> = {
  EFM: { grid: 'Gpwr', production: 'Ppwr', battery: 'Spwr' },
  EnergyManager2: { grid: 'Gpwr', production: 'Ppwr', battery: 'Spwr', percent: 'Ssoc' },
  Fronius: {
    grid: 'gridCurr',
    production: 'prodCurr',
    battery: 'batteryCurr',
    consumption: 'consCurr',
    percent: 'stateOfCharge',
  },
  EnergyManager: { grid: 'currentPower' },
};

/** What flows in the whole house now; `undefined` where no control that the caller sees knows it. */
export function balanceOf({ index, access, home }: ToolCall): Balance | undefined {
  const seen = index.entries.filter(({ control }) => Object.hasOwn(SOURCES, control.type));
  const found = Object.keys(SOURCES)
    .flatMap((type) => seen.filter(({ control }) => control.type === type))
    .filter((entry) => access.sees(entry))
    .map((entry) => readBalance(entry, home.states(entry.control.id)))
    .filter((balance) => balance !== undefined);
  const [first] = found;
  if (first === undefined) return undefined;
  // The flow monitor knows every flow, and only the manager how full the battery is.
  const percent = found.find((one) => one.battery_percent !== undefined)?.battery_percent;
  return { ...first, ...(percent !== undefined && { battery_percent: percent }) };
}

function readBalance(
  { control, label }: HouseEntry,
  states: readonly HomeState[],
): Balance | undefined {
  const sources = SOURCES[control.type];
  const number = (name: string | undefined): number | undefined => {
    const value = name === undefined ? undefined : stateValue(states, name);
    return typeof value === 'number' && Number.isFinite(value) ? rounded(value) : undefined;
  };
  const grid = number(sources?.grid);
  if (sources === undefined || grid === undefined) return undefined;
  const production = number(sources.production);
  const battery = number(sources.battery);
  const told = number(sources.consumption);
  const consumption =
    told ?? (production === undefined ? undefined : rounded(grid + production + (battery ?? 0)));
  const percent = number(sources.percent);
  return {
    source: label,
    unit: states.find(({ name }) => name === sources.grid)?.unit ?? 'kW',
    grid,
    ...(production !== undefined && { production }),
    ...(battery !== undefined && { battery }),
    ...(consumption !== undefined && { consumption }),
    ...(percent !== undefined && { battery_percent: percent }),
  };
}

export function rounded(value: number): number {
  return Number(value.toFixed(3));
}
