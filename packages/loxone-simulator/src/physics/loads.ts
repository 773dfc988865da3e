import { uuidFrom } from '../uuid-from.js';
import type { Device, World } from './physics.js';

/** One consumer that an energy manager switches. */
interface Load {
  /** What commands call it: a number for the first manager, a uuid for the second. */
  readonly id: string;
  readonly name: string;
  readonly power: number;
  active: boolean;
  by: 'manager' | 'person';
}

/** What a command makes of a load. */
export type LoadOrder = 'on' | 'off' | 'automatic';

/** The consumers of an energy manager; as `details.loads` has them, else two of our own. */
export class LoadList {
  #loads: readonly Load[];
  readonly #device: Device;
  readonly #world: World;

  constructor(device: Device, world: World) {
    this.#device = device;
    this.#world = world;
    const named = namedLoads(device.details.loads);
    const own = ['Hot Water', 'Pool Pump'].map((name) => ({
      id: uuidFrom(`${device.id}/load/${name}`),
      name,
    }));
    const loads = named.length > 0 ? named : own;
    this.#loads = loads.map(({ id, name }, index) => ({
      id,
      name,
      power: 1.5 + index,
      active: false,
      by: 'manager',
    }));
  }

  /** @returns False for an unknown load. */
  order(id: string, order: LoadOrder): boolean {
    const load = this.#loads.find((candidate) => candidate.id.toLowerCase() === id.toLowerCase());
    if (load === undefined) return false;
    load.active = order === 'on';
    load.by = order === 'automatic' ? 'manager' : 'person';
    this.#world.energy.setLoad(`${this.#device.id}/${load.id}`, load.active ? load.power : 0);
    return true;
  }

  /** Leaves every load to the manager again. */
  manage(): void {
    for (const load of this.#loads) this.order(load.id, 'automatic');
  }

  /** Puts loads first, in this order. @returns False when one of them is unknown. */
  prioritise(ids: readonly string[]): boolean {
    const place = (load: Load): number => {
      const at = ids.findIndex((id) => id.toLowerCase() === load.id.toLowerCase());
      return at === -1 ? ids.length : at;
    };
    const known = this.#loads.filter((load) => place(load) < ids.length);
    if (ids.length === 0 || known.length !== ids.length) return false;
    this.#loads = [...this.#loads].sort((a, b) => place(a) - place(b));
    return true;
  }

  /** The `loads` state of an `EnergyManager`. */
  firstGeneration(): string {
    return JSON.stringify(
      this.#loads.map(({ id, active, by }) => ({
        id: Number(id) || id,
        isActive: active,
        isPreparing: false,
        activeUntil: 0,
        isWaitingforActivation: false,
        isPermanentOn: active && by === 'person',
      })),
    );
  }

  /** The `loads` state of an `EnergyManager2`. */
  secondGeneration(): string {
    return JSON.stringify(
      this.#loads.map(({ id, name, power, active, by }, index) => ({
        prio: index + 1,
        id: index + 1,
        name,
        uuid: id,
        icon: '',
        pwr: active ? power : 0,
        ppwr: power,
        hasActual: true,
        active,
        activatedManually: active && by === 'person',
        deactivatedManually: !active && by === 'person',
        minimumActiveUntil: 0,
        activeDueToDailyRuntime: false,
      })),
    );
  }
}

function namedLoads(loads: unknown): readonly { readonly id: string; readonly name: string }[] {
  if (!Array.isArray(loads)) return [];
  return loads.flatMap((load: unknown) =>
    typeof load === 'object' && load !== null && 'id' in load && 'name' in load
      ? [{ id: String(load.id), name: String(load.name) }]
      : [],
  );
}
