import { clamp } from './noise.js';
import type { Device, InitialState, Physics, PhysicsTable, WireCommand } from './physics.js';
import { bareNumber } from './wire-command.js';

/** A lamp with a brightness in percent; `on` returns to the brightness it had last. */
class Dimmer implements Physics {
  readonly #device: Device;
  #last = 100;

  constructor(device: Device) {
    this.#device = device;
  }

  initialStates(): Readonly<Record<string, InitialState>> {
    return { position: 0, min: 0, max: 100, step: 1, jLocked: '' };
  }

  command(command: WireCommand): boolean {
    const position = this.#wanted(command);
    if (position === undefined) return false;
    if (position > 0) this.#last = position;
    this.#device.set('position', position);
    return true;
  }

  #wanted(command: WireCommand): number | undefined {
    if (command.word === 'on') return this.#last;
    if (command.word === 'off') return 0;
    const value = bareNumber(command);
    if (value === undefined || value <= 0) return value === undefined ? undefined : 0;
    return clamp(value, this.#device.number('min'), this.#device.number('max'));
  }
}

export const DIMMER_PHYSICS: PhysicsTable = {
  Dimmer: (device) => new Dimmer(device),
  EIBDimmer: (device) => new Dimmer(device),
};
