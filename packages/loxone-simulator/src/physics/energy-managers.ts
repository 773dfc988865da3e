import { EnergyBalance } from './energy-balance.js';
import { LoadList, type LoadOrder } from './loads.js';
import type { Device, InitialState, PhysicsTable, WireCommand, World } from './physics.js';
import { numberArgument } from './wire-command.js';

/** Command words of the first manager, before the load. */
const FIRST_ORDERS: Readonly<Record<string, LoadOrder>> = {
  trigger: 'on',
  turnon: 'on',
  turnoff: 'off',
};
/** Command words of the second one, after the load. */
const SECOND_ORDERS: Readonly<Record<string, LoadOrder>> = {
  activate: 'on',
  deactivate: 'off',
  automatic: 'automatic',
};

const STORAGE_SETTINGS = [
  { name: 'MinSoc', unit: '%', min: 0, max: 100 },
  { name: 'MaxSpwr', unit: 'kW', min: 0, max: 10 },
];

/** Switches loads by hand; on its own it never does. */
class FirstManager extends EnergyBalance {
  readonly #loads: LoadList;

  constructor(device: Device, world: World) {
    super(device, world);
    this.#loads = new LoadList(device, world);
  }

  override initialStates(): Readonly<Record<string, InitialState>> {
    return { ...super.initialStates(), loads: this.#loads.firstGeneration() };
  }

  override command({ word, args }: WireCommand): boolean {
    const order = FIRST_ORDERS[word];
    if (order === undefined || !this.#loads.order(args[0] ?? '', order)) return false;
    this.device.set('loads', this.#loads.firstGeneration());
    return true;
  }
}

/** Likewise, with settings for the storage. */
class SecondManager extends EnergyBalance {
  readonly #loads: LoadList;

  constructor(device: Device, world: World) {
    super(device, world);
    this.#loads = new LoadList(device, world);
  }

  override initialStates(): Readonly<Record<string, InitialState>> {
    return {
      ...super.initialStates(),
      MinSoc: 20,
      MaxSpwr: 3.5,
      loads: this.#loads.secondGeneration(),
    };
  }

  override command(command: WireCommand): boolean {
    switch (command.word) {
      case 'setminsoc':
        return this.#setting('MinSoc', numberArgument(command, 0, 0, 100));
      case 'setmaxspwr':
        return this.#setting('MaxSpwr', numberArgument(command, 0, 0));
      case 'manage':
        this.#loads.manage();
        return this.#showLoads();
      case 'order':
        return this.#loads.prioritise((command.args[0] ?? '').split(',')) && this.#showLoads();
      default:
        return this.#order(command);
    }
  }

  override query(command: WireCommand): unknown {
    return command.word === 'getstoragesettingdescriptions'
      ? STORAGE_SETTINGS
      : super.query(command);
  }

  #setting(state: string, value: number | undefined): boolean {
    if (value === undefined) return false;
    this.device.set(state, value);
    return true;
  }

  #order({ word: load, args }: WireCommand): boolean {
    const order = SECOND_ORDERS[args[0]?.toLowerCase() ?? ''];
    if (order === undefined || !this.#loads.order(load, order)) return false;
    return this.#showLoads();
  }

  #showLoads(): boolean {
    this.device.set('loads', this.#loads.secondGeneration());
    return true;
  }
}

export const ENERGY_MANAGER_PHYSICS: PhysicsTable = {
  EnergyManager: (device, world) => new FirstManager(device, world),
  EnergyManager2: (device, world) => new SecondManager(device, world),
};
