import { clamp, round } from './noise.js';
import type { Device, InitialState, Physics, PhysicsTable, World } from './physics.js';
import { detailNumber } from './wire-command.js';

const MAX_KW = 12;

/** Sheds loads, the last first, while the house takes more than it may (reference §5.7). */
class LoadManager implements Physics {
  readonly #device: Device;
  readonly #world: World;

  constructor(device: Device, world: World) {
    this.#device = device;
    this.#world = world;
  }

  initialStates(): Readonly<Record<string, InitialState>> {
    return { ...this.#balance(), peakOverloadPower: 0, jLocked: '' };
  }

  command(): boolean {
    return false;
  }

  tick(): void {
    const balance = this.#balance();
    for (const [state, value] of Object.entries(balance)) this.#device.set(state, value);
    const over = Number(balance.currentPower) - Number(balance.maxPower);
    const peak = this.#device.number('peakOverloadPower');
    this.#device.set('peakOverloadPower', Math.max(peak, round(Math.max(0, over), 2)));
  }

  #balance(): Readonly<Record<string, number>> {
    const power = Math.max(0, this.#world.energy.flow().grid);
    const maxPower = detailNumber(this.#device.details, 'maxPower', MAX_KW);
    const over = Math.max(0, power - maxPower);
    const count = this.#loadCount();
    const locked = clamp(Math.ceil(over / 2), 0, count);
    const all = 2 ** count - 1;
    const lockedLoads = all - (2 ** (count - locked) - 1);
    return {
      currentPower: power,
      maxTp: maxPower,
      maxPower,
      availablePower: round(Math.max(0, maxPower - power), 2),
      maxPowerExceeded: over > 0 ? 1 : 0,
      lockedLoads,
      statusLoads: all - lockedLoads,
    };
  }

  #loadCount(): number {
    const { loads } = this.#device.details;
    return Array.isArray(loads) ? Math.min(loads.length, 30) : 0;
  }
}

export const LOAD_MANAGER_PHYSICS: PhysicsTable = {
  LoadManager: (device, world) => new LoadManager(device, world),
};
