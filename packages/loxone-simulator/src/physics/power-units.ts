import { fraction, round, wave } from './noise.js';
import type { Device, InitialState, Physics, PhysicsTable, World } from './physics.js';

const OUTPUTS = 7;

/** A power supply with a battery behind it: seven outputs that add up (reference §5.7). */
class PowerUnit implements Physics {
  readonly #device: Device;
  readonly #world: World;

  constructor(device: Device, world: World) {
    this.#device = device;
    this.#world = world;
  }

  initialStates(): Readonly<Record<string, InitialState>> {
    return {
      ...this.#powers(),
      fuse: 0,
      supplyTimeRemaining: 0,
      batteryStateOfCharge: 100,
      deviceInfo: 1,
      jLocked: '',
    };
  }

  command(): boolean {
    return false;
  }

  tick(): void {
    for (const [state, value] of Object.entries(this.#powers())) this.#device.set(state, value);
  }

  #powers(): Readonly<Record<string, number>> {
    const now = this.#world.now();
    const powers = Array.from({ length: OUTPUTS }, (_, index) => {
      const seed = `${this.#device.id}/${index}`;
      return round(0.01 + 0.05 * fraction(seed) * (1 + 0.3 * wave(now, 1800, seed)), 3);
    });
    const sum = powers.reduce((total, power) => total + power, 0);
    return {
      outputPower: round(sum, 3),
      CP: powers[0] ?? 0,
      ...Object.fromEntries(powers.map((power, index) => [`CP${index + 1}`, power])),
    };
  }
}

export const POWER_UNIT_PHYSICS: PhysicsTable = {
  PowerUnit: (device, world) => new PowerUnit(device, world),
};
