import { loxoneNow, unixNow } from './countdowns.js';
import { round, wave } from './noise.js';
import { carryOut, type Orders } from './orders.js';
import type { Device, InitialState, Physics, PhysicsTable, WireCommand, World } from './physics.js';
import { numberArgument } from './wire-command.js';

const HOUR = 3600;
const MAX_HOURS = 48;
/** So far ahead the market has prices. */
const FORECAST_HOURS = 24;

/** One hour of the day-ahead market: from, until (unix seconds), price per kWh. */
export interface SpotPrice {
  readonly s: number;
  readonly e: number;
  readonly v: number;
  readonly u: string;
}

/** The prices of the hours to come; the same hour always costs the same. */
export function spotPrices(now: number, hours: number): readonly SpotPrice[] {
  const start = Math.floor(now / 1000 / HOUR) * HOUR;
  return Array.from({ length: hours }, (_, ahead) => {
    const s = start + ahead * HOUR;
    return { s, e: s + HOUR, v: priceAt(s), u: '€' };
  });
}

/** Dear in the morning and evening, cheap at noon and at night. */
function priceAt(unix: number): number {
  const hour = (unix / HOUR) % 24;
  const day =
    0.06 * Math.cos(((hour - 19) * Math.PI) / 6) + 0.03 * Math.cos(((hour - 7) * Math.PI) / 12);
  return round(0.14 + day + 0.03 * wave(unix * 1000, 200_000, 'spot price'), 4);
}

/** Runs a load in the cheapest hours of a span (protocol reference §5.7). */
class SpotPriceOptimizer implements Physics {
  readonly #device: Device;
  readonly #world: World;
  readonly #orders: Orders;
  #planned: readonly number[] = [];

  constructor(device: Device, world: World) {
    this.#device = device;
    this.#world = world;
    this.#orders = {
      start: (command) => this.#start(command),
      cancel: ({ args }) => args.length === 0 && this.#cancel(),
    };
  }

  initialStates(): Readonly<Record<string, InitialState>> {
    return {
      active: 0,
      current: priceAt(unixNow(this.#world)),
      demand: 2,
      period: 12,
      minRuntime: 1,
      manualMax: 0,
      forecastsTimestamp: loxoneNow(this.#world),
      cycleFrom: 0,
      cycleUntil: 0,
      jLocked: '',
    };
  }

  command(command: WireCommand): boolean {
    const done = carryOut(this.#orders, command);
    if (done) this.tick();
    return done;
  }

  /** `planned` stands at the hours in which it will run. */
  query({ word }: WireCommand): unknown {
    if (word !== 'getforecasts') return undefined;
    return spotPrices(this.#world.now(), FORECAST_HOURS).map((price) =>
      this.#planned.includes(price.s) ? { ...price, planned: true } : price,
    );
  }

  tick(): void {
    const device = this.#device;
    const hour = Math.floor(unixNow(this.#world) / HOUR) * HOUR;
    if (device.number('current') !== priceAt(hour)) {
      device.set('current', priceAt(hour));
      device.set('forecastsTimestamp', loxoneNow(this.#world));
    }
    if (device.number('cycleUntil') > 0 && device.number('cycleUntil') <= loxoneNow(this.#world)) {
      this.#cancel();
    }
    device.set('active', this.#planned.includes(hour) ? 1 : 0);
  }

  /** `{hours of running}/{within hours}` */
  #start(command: WireCommand): boolean {
    const demand = numberArgument(command, 0, 0, MAX_HOURS);
    const period = numberArgument(command, 1, 0, MAX_HOURS);
    if (demand === undefined || period === undefined || demand > period) return false;
    const device = this.#device;
    device.set('demand', demand);
    device.set('period', period);
    device.set('cycleFrom', loxoneNow(this.#world));
    device.set('cycleUntil', loxoneNow(this.#world) + period * HOUR);
    const cheapest = [...spotPrices(this.#world.now(), Math.ceil(period))].sort(
      (a, b) => a.v - b.v,
    );
    this.#planned = cheapest.slice(0, Math.ceil(demand)).map(({ s }) => s);
    return true;
  }

  #cancel(): boolean {
    this.#planned = [];
    this.#device.set('cycleFrom', 0);
    this.#device.set('cycleUntil', 0);
    return true;
  }
}

export const SPOT_PRICE_PHYSICS: PhysicsTable = {
  SpotPriceOptimizer: (device, world) => new SpotPriceOptimizer(device, world),
};
