import { loxoneNow } from './countdowns.js';
import { carryOut, type Orders, stores, storesWhole, takes } from './orders.js';
import type { Device, InitialState, Physics, PhysicsTable, WireCommand, World } from './physics.js';

const DAY_SECONDS = 86_400;
const MAX_LOXONE_SECONDS = 0xffffffff;
const EVERY_DAY = 0;

/** Gives a pulse every day at the same time, or once at a date (protocol reference §5.1). */
class PulseAt implements Physics {
  readonly #device: Device;
  readonly #world: World;
  readonly #orders: Orders;
  #left = 0;
  #lastSeconds: number;

  constructor(device: Device, world: World) {
    this.#device = device;
    this.#world = world;
    this.#lastSeconds = this.#secondOfDay();
    this.#orders = {
      pulse: () => this.#pulse(),
      settime: stores(device, 'startTime', 0, DAY_SECONDS - 1),
      setonetimepulse: takes(0, MAX_LOXONE_SECONDS, (date) => this.#once(date)),
      setpulseduration: stores(device, 'pulseDuration', 1, DAY_SECONDS),
      settype: storesWhole(device, 'type', EVERY_DAY, 99),
    };
  }

  initialStates(): Readonly<Record<string, InitialState>> {
    return {
      isActive: 0,
      startTime: 7 * 3600,
      oneTimePulseDate: 0,
      pulseDuration: 1,
      type: EVERY_DAY,
      jLocked: '',
    };
  }

  command(command: WireCommand): boolean {
    return carryOut(this.#orders, command);
  }

  tick(seconds: number): void {
    if (this.#left > 0) {
      this.#left -= seconds;
      if (this.#left <= 0) this.#device.set('isActive', 0);
    }
    if (this.#isDue(seconds)) this.#pulse();
  }

  #isDue(seconds: number): boolean {
    const before = this.#lastSeconds;
    const now = this.#secondOfDay();
    this.#lastSeconds = now;
    const once = this.#device.number('oneTimePulseDate');
    if (once > 0) {
      if (loxoneNow(this.#world) < once) return false;
      this.#device.set('oneTimePulseDate', 0);
      return true;
    }
    const start = this.#device.number('startTime');
    if (seconds >= DAY_SECONDS) return true;
    return before <= now ? before < start && start <= now : start > before || start <= now;
  }

  #pulse(): boolean {
    this.#left = this.#device.number('pulseDuration');
    this.#device.set('isActive', 1);
    return true;
  }

  #once(date: number): boolean {
    if (date !== 0 && date <= loxoneNow(this.#world)) return false;
    this.#device.set('oneTimePulseDate', date);
    return true;
  }

  #secondOfDay(): number {
    return this.#world.environment.localTime(this.#world.now()).minutes * 60;
  }
}

export const PULSE_AT_PHYSICS: PhysicsTable = {
  PulseAt: (device, world) => new PulseAt(device, world),
};
