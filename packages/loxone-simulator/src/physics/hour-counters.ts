import { loxoneNow } from './countdowns.js';
import { fraction, wave } from './noise.js';
import { carryOut, type Orders } from './orders.js';
import type { Device, InitialState, Physics, PhysicsTable, WireCommand, World } from './physics.js';

const INTERVAL_SECONDS = 3600 * 2000;
const HOURS_UNIT = 2;

/** Counts how long something runs, and when it must be looked after (protocol reference §5.8). */
class HourCounter implements Physics {
  readonly #device: Device;
  readonly #world: World;
  readonly #orders: Orders;
  /** Fractions of a second that are counted but not shown yet. */
  #rest = 0;

  constructor(device: Device, world: World) {
    this.#device = device;
    this.#world = world;
    this.#orders = {
      reset: ({ args }) => args.length === 0 && this.#reset(),
      resetall: ({ args }) => args.length === 0 && this.#reset() && this.#clear(),
    };
  }

  initialStates(): Readonly<Record<string, InitialState>> {
    const total = Math.round(INTERVAL_SECONDS * (0.2 + 0.6 * fraction(this.#device.id)));
    return {
      total,
      remaining: INTERVAL_SECONDS - total,
      maintenanceInterval: INTERVAL_SECONDS,
      overdueSince: 0,
      overdue: 0,
      active: 0,
      lastActivation: 0,
      stateUnit: HOURS_UNIT,
      jLocked: '',
    };
  }

  command(command: WireCommand): boolean {
    return carryOut(this.#orders, command);
  }

  tick(seconds: number): void {
    const device = this.#device;
    const runs = wave(this.#world.now(), 5400, `${device.id}/runs`) > 0 ? 1 : 0;
    if (runs > device.number('active')) device.set('lastActivation', loxoneNow(this.#world));
    device.set('active', runs);
    if (runs === 1) this.#count(seconds);
  }

  #count(seconds: number): void {
    const device = this.#device;
    this.#rest += seconds;
    const whole = Math.floor(this.#rest);
    this.#rest -= whole;
    device.set('total', device.number('total') + whole);
    const left = device.number('remaining') - whole;
    device.set('remaining', Math.max(0, left));
    if (left >= 0) return;
    device.set('overdue', 1);
    device.set('overdueSince', device.number('overdueSince') - left);
  }

  #reset(): boolean {
    const device = this.#device;
    device.set('remaining', device.number('maintenanceInterval'));
    device.set('overdue', 0);
    device.set('overdueSince', 0);
    return true;
  }

  #clear(): boolean {
    this.#device.set('total', 0);
    return true;
  }
}

export const HOUR_COUNTER_PHYSICS: PhysicsTable = {
  Hourcounter: (device, world) => new HourCounter(device, world),
};
