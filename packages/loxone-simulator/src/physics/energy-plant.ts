import {
  BATTERY_KW,
  chargeByHour,
  householdPower,
  type PowerFlow,
  roofPower,
} from './energy-model.js';
import type { Environment } from './environment.js';
import { clamp, round } from './noise.js';

/** What the battery of the house holds, in kWh. */
export const BATTERY_KWH = 10;
const UPDATE_SECONDS = 5;
const FULL = 99;
const EMPTY = 6;

/**
 * Roof, battery and grid of one house as time passes: production + battery + grid always equals
 * consumption, which is the household and every load, and the battery holds what went into it.
 */
export class EnergyPlant {
  readonly #environment: Environment;
  readonly #loads = new Map<string, number>();
  #now: number;
  #flow: PowerFlow;
  #charge: number;
  #since = 0;
  #version = 0;

  constructor(environment: Environment, now: number) {
    this.#environment = environment;
    this.#now = now;
    this.#charge = chargeByHour(environment, now);
    this.#flow = this.#balance();
  }

  /** Grows whenever a power changes: who shows one reads again. */
  get version(): number {
    return this.#version;
  }

  /** The powers that hold now. */
  flow(): PowerFlow {
    return this.#flow;
  }

  /** kW that a load takes now; 0 for one that never said. */
  load(id: string): number {
    return this.#loads.get(id) ?? 0;
  }

  /** Says what a load takes from now on, in kW ≥ 0. It is part of the consumption. */
  setLoad(id: string, power: number): void {
    const rounded = round(Math.max(0, power), 2);
    if (rounded === this.load(id)) return;
    this.#loads.set(id, rounded);
    this.#rebalance();
  }

  /** Lets the powers that hold work for some seconds, and finds those of the new moment. */
  tick(seconds: number, now: number): void {
    const stored = (-this.#flow.battery * seconds) / 3600;
    this.#charge = clamp(this.#charge + (100 * stored) / BATTERY_KWH, 0, 100);
    this.#now = now;
    this.#since += seconds;
    if (this.#since < UPDATE_SECONDS) return;
    this.#since = 0;
    this.#rebalance();
  }

  #rebalance(): void {
    this.#flow = this.#balance();
    this.#version += 1;
  }

  #balance(): PowerFlow {
    const production = roofPower(this.#environment, this.#now);
    const household = householdPower(this.#environment, this.#now);
    const loads = Array.from(this.#loads.values()).reduce((sum, power) => sum + power, 0);
    const consumption = round(household + loads, 2);
    const wanted = clamp(consumption - production, -BATTERY_KW, BATTERY_KW);
    const isIdle = wanted < 0 ? this.#charge >= FULL : this.#charge <= EMPTY;
    const battery = isIdle ? 0 : round(wanted, 2);
    return {
      production,
      consumption,
      battery,
      grid: round(consumption - production - battery, 2),
      charge: round(this.#charge, 1),
    };
  }
}
