import type { Device, InitialState, Physics, PhysicsTable, WireCommand } from './physics.js';
import { numberArgument } from './wire-command.js';

const NO_MODE = 0;
const TIMEOUT_MS = 5000;

/** Keys of a remote control (protocol reference §5.6); those that can be held end in `off` too. */
const KEYS =
  /^(mute|play|pause|stop|rewind|previous|next|forward|menu|info|exit|guide|return|vol(plus|minus)(off)?|prg(plus|minus)(off)?|dir(up|down|left|right)(off)?|dirok|btn(red|green|yellow|blue)|num\d)$/;

/** A remote control for other devices: it has modes and keys, and never hears back. */
class Remote implements Physics {
  readonly #device: Device;
  #left = 0;

  constructor(device: Device) {
    this.#device = device;
  }

  initialStates(): Readonly<Record<string, InitialState>> {
    return { mode: NO_MODE, timeout: 0, active: 0, jLocked: '' };
  }

  command(command: WireCommand): boolean {
    switch (command.word) {
      case 'mode':
        return this.#mode(numberArgument(command, 0, 0));
      case 'reset':
        return this.#mode(NO_MODE);
      case 'on':
      case 'off':
        this.#device.set('active', command.word === 'on' ? 1 : 0);
        return true;
      case 'number':
        return numberArgument(command, 0, 0) !== undefined && this.#press();
      default:
        return KEYS.test(command.word) && command.args.length === 0 && this.#press();
    }
  }

  /** Keys wake the device for some seconds, which `timeout` counts down in milliseconds. */
  tick(seconds: number): void {
    if (this.#left <= 0) return;
    this.#left = Math.max(0, this.#left - seconds * 1000);
    this.#device.set('timeout', this.#left);
  }

  #press(): boolean {
    this.#left = TIMEOUT_MS;
    this.#device.set('timeout', TIMEOUT_MS);
    return true;
  }

  #mode(mode: number | undefined): boolean {
    if (mode === undefined || !this.#hasMode(mode)) return false;
    this.#device.set('mode', mode);
    this.#device.set('active', mode === NO_MODE ? 0 : 1);
    return true;
  }

  #hasMode(mode: number): boolean {
    const { modeList } = this.#device.details;
    if (mode === NO_MODE || typeof modeList !== 'object' || modeList === null) return true;
    return Object.hasOwn(modeList, String(mode));
  }
}

export const REMOTE_PHYSICS: PhysicsTable = {
  Remote: (device) => new Remote(device),
};
