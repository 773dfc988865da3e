import type { Device, InitialState, Physics, PhysicsTable, WireCommand } from './physics.js';

const PULSE_SECONDS = 0.5;
const STAIRWAY_SECONDS = 180;
const PERMANENT = -1;

/** On or off. */
class Switch implements Physics {
  readonly #device: Device;

  constructor(device: Device) {
    this.#device = device;
  }

  initialStates(): Readonly<Record<string, InitialState>> {
    return { active: 0, lockedOn: 0, jLocked: '' };
  }

  command({ word }: WireCommand): boolean {
    if (word === 'off' && this.#device.number('lockedOn') === 1) return false;
    const next = { on: 1, off: 0, toggle: 1 - this.#device.number('active') }[word];
    if (next === undefined) return false;
    this.#device.set('active', next);
    return true;
  }
}

/** Active while pressed; a pulse is a short press. */
class Pushbutton implements Physics {
  readonly #device: Device;
  #pulseLeft = 0;

  constructor(device: Device) {
    this.#device = device;
  }

  initialStates(): Readonly<Record<string, InitialState>> {
    return { active: 0, jLocked: '' };
  }

  command({ word }: WireCommand): boolean {
    if (word !== 'pulse' && word !== 'on' && word !== 'off') return false;
    this.#pulseLeft = word === 'pulse' ? PULSE_SECONDS : 0;
    this.#device.set('active', word === 'off' ? 0 : 1);
    return true;
  }

  tick(seconds: number): void {
    if (this.#pulseLeft <= 0) return;
    this.#pulseLeft -= seconds;
    if (this.#pulseLeft <= 0) this.#device.set('active', 0);
  }
}

/** A stairway or comfort switch: counts down second by second (protocol reference §5.1). */
class TimedSwitch implements Physics {
  readonly #device: Device;

  constructor(device: Device) {
    this.#device = device;
  }

  initialStates(): Readonly<Record<string, InitialState>> {
    return { deactivationDelay: 0, deactivationDelayTotal: STAIRWAY_SECONDS, jLocked: '' };
  }

  command({ word }: WireCommand): boolean {
    switch (word) {
      case 'on':
        this.#device.set('deactivationDelay', PERMANENT);
        return true;
      case 'off':
        this.#device.set('deactivationDelay', 0);
        return true;
      case 'pulse':
        this.#device.set('deactivationDelay', this.#afterPulse());
        return true;
      default:
        return false;
    }
  }

  tick(seconds: number): void {
    const left = this.#device.number('deactivationDelay');
    if (left > 0) this.#device.set('deactivationDelay', Math.max(0, Math.ceil(left - seconds)));
  }

  #afterPulse(): number {
    const delay = this.#device.number('deactivationDelay');
    const stairway = this.#device.details.isStairwayLs === true;
    if (delay === 0) return this.#device.number('deactivationDelayTotal');
    if (!stairway) return 0;
    return delay === PERMANENT ? PERMANENT : this.#device.number('deactivationDelayTotal');
  }
}

export const SWITCH_PHYSICS: PhysicsTable = {
  Switch: (device) => new Switch(device),
  Pushbutton: (device) => new Pushbutton(device),
  TimedSwitch: (device) => new TimedSwitch(device),
};
