import { Drive } from './motion.js';
import type { Device, InitialState, Physics, PhysicsTable, WireCommand } from './physics.js';
import { numberArgument } from './wire-command.js';

const TRAVEL_SECONDS = 15;
const TURN_SECONDS = 2;
const BLINDS = 0;
const CLOSED = 1;

/**
 * A blind, shutter, awning or curtain: 0 is up and open, 1 down and closed. Slats turn before and
 * after the travel; only blinds (`animation` 0) have them.
 */
class Jalousie implements Physics {
  readonly #device: Device;
  readonly #travel = new Drive(TRAVEL_SECONDS);
  readonly #slats = new Drive(TURN_SECONDS);

  constructor(device: Device) {
    this.#device = device;
  }

  initialStates(): Readonly<Record<string, InitialState>> {
    return {
      up: 0,
      down: 0,
      position: 0,
      shadePosition: 0,
      targetPosition: 0,
      targetPositionLamelle: 0,
      safetyActive: 0,
      autoAllowed: 1,
      autoActive: this.#device.details.isAutomatic === true ? 1 : 0,
      locked: 0,
      infoText: '',
      autoInfoText: '',
      autoState: 0,
      deviceState: 0,
      adjustingEndPos: 0,
      hasEndposition: 1,
      mode: 0,
      learningStep: 0,
      jLocked: '',
    };
  }

  command(command: WireCommand): boolean {
    if (command.word === 'auto' || command.word === 'noauto') return this.#automatic(command.word);
    if (this.#device.number('locked') === 1) return false;
    if (!this.#move(command)) return false;
    this.#device.set('autoActive', 0);
    this.#announce();
    return true;
  }

  tick(seconds: number): void {
    if (this.#travel.target === undefined && this.#slats.target === undefined) return;
    const device = this.#device;
    device.set('position', this.#travel.step(device.number('position'), seconds));
    if (this.#travel.target === undefined) {
      device.set('shadePosition', this.#slats.step(device.number('shadePosition'), seconds));
    }
    this.#flags();
  }

  #move(command: WireCommand): boolean {
    switch (command.word) {
      case 'up':
      case 'fullup':
        return this.#moveTo(0, 0);
      case 'down':
      case 'fulldown':
        return this.#moveTo(CLOSED, CLOSED);
      case 'shade':
        return this.#moveTo(CLOSED, 0);
      case 'upoff':
      case 'downoff':
      case 'stop':
        return this.#stop();
      case 'manualposition':
        return this.#moveTo(percent(command, 0), undefined);
      case 'manuallamelle':
        return this.#moveTo(undefined, percent(command, 0));
      case 'manualposblind':
        return this.#moveTo(percent(command, 0), percent(command, 1));
      case 'setadjustingendpos':
      case 'endposadjustment':
        return numberArgument(command, 0, 0, 3) !== undefined;
      default:
        return false;
    }
  }

  #moveTo(position: number | undefined, slats: number | undefined): boolean {
    if (position === undefined && slats === undefined) return false;
    if (position !== undefined) this.#travel.moveTo(position);
    if (slats !== undefined && this.#device.details.animation === BLINDS) this.#slats.moveTo(slats);
    return true;
  }

  #stop(): boolean {
    this.#travel.stop();
    this.#slats.stop();
    return true;
  }

  #automatic(word: string): boolean {
    if (this.#device.number('autoAllowed') === 0) return false;
    this.#device.set('autoActive', word === 'auto' ? 1 : 0);
    return true;
  }

  #announce(): void {
    const device = this.#device;
    device.set('targetPosition', this.#travel.target ?? device.number('position'));
    device.set('targetPositionLamelle', this.#slats.target ?? device.number('shadePosition'));
    this.#flags();
  }

  #flags(): void {
    const device = this.#device;
    const direction =
      this.#travel.direction(device.number('position')) ||
      this.#slats.direction(device.number('shadePosition'));
    const arriving = this.#travel.target !== undefined || this.#slats.target !== undefined;
    if (direction === 0 && arriving) return;
    device.set('up', direction < 0 ? 1 : 0);
    device.set('down', direction > 0 ? 1 : 0);
  }
}

/** Commands count in percent, states from 0 to 1. */
function percent(command: WireCommand, index: number): number | undefined {
  const value = numberArgument(command, index, 0, 100);
  return value === undefined ? undefined : value / 100;
}

export const JALOUSIE_PHYSICS: PhysicsTable = {
  Jalousie: (device) => new Jalousie(device),
};
