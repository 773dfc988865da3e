import { fraction } from './noise.js';
import type { Device, InitialState, Physics, PhysicsTable, World } from './physics.js';

const STATES = 10;
const UNCONFIGURED = 255;
const OK = 0;

/** Where its inputs stand, and how many of each there are (protocol reference §5.8). */
class StatusMonitor implements Physics {
  readonly #device: Device;
  readonly #world: World;
  readonly #inputs: readonly (string | undefined)[];
  readonly #ids: readonly number[];

  constructor(device: Device, world: World) {
    this.#device = device;
    this.#world = world;
    const { inputs, status } = device.details;
    this.#inputs = Array.isArray(inputs) ? inputs.map(uuidOf) : [];
    this.#ids = idsOf(status);
  }

  initialStates(): Readonly<Record<string, InitialState>> {
    return { ...this.#states(), numState: 0, jLocked: '' };
  }

  command(): boolean {
    return false;
  }

  settle(): void {
    for (const [state, value] of Object.entries(this.#states())) this.#device.set(state, value);
  }

  #states(): Readonly<Record<string, number | string>> {
    const found = this.#inputs.map((uuid, index) => this.#stateOf(uuid, index));
    const counts = Array.from({ length: STATES }, (_, id) => [
      `numState${id}`,
      found.filter((state) => state === id).length,
    ]);
    return {
      ...Object.fromEntries(counts),
      inputStates: found.join(','),
      numDef: found.filter((state) => state === UNCONFIGURED).length,
    };
  }

  /** An input that is a control of the house shows whether that is active; others never change. */
  #stateOf(uuid: string | undefined, index: number): number {
    const [first = OK, second = first] = this.#ids;
    const control = uuid === undefined ? undefined : this.#world.find(uuid);
    if (control !== undefined) return control.number('active') === 1 ? second : first;
    const seed = fraction(`${this.#device.id}/${index}`);
    return this.#ids[Math.floor(seed * this.#ids.length)] ?? UNCONFIGURED;
  }
}

function uuidOf(input: unknown): string | undefined {
  return typeof input === 'object' && input !== null && 'uuid' in input
    ? String(input.uuid)
    : undefined;
}

function idsOf(status: unknown): readonly number[] {
  if (typeof status !== 'object' || status === null) return [];
  return Object.keys(status)
    .map(Number)
    .filter((id) => Number.isInteger(id) && id >= 0 && id < STATES);
}

export const STATUS_MONITOR_PHYSICS: PhysicsTable = {
  StatusMonitor: (device, world) => new StatusMonitor(device, world),
};
