import type { Environment } from './environment.js';
import { clamp, round, wave } from './noise.js';

/** Where the power of the house comes from and goes to at one moment. */
export interface PowerFlow {
  /** kW from the roof, ≥ 0. */
  readonly production: number;
  /** kW used in the house, > 0. */
  readonly consumption: number;
  /** kW: positive = the battery gives, negative = it is being charged. */
  readonly battery: number;
  /** kW: positive = bought, negative = delivered. */
  readonly grid: number;
  /** State of charge, %. */
  readonly charge: number;
}

const PEAK_KW = 8.4;
/** What the battery takes and gives at most. */
export const BATTERY_KW = 3.5;

/** kW from the roof. */
export function roofPower(environment: Environment, now: number): number {
  return round(PEAK_KW * environment.sun(now) * (1 - 0.75 * environment.clouds(now)), 2);
}

/**
 * The balance of a typical moment, from the moment alone: what history is made from. Production +
 * battery + grid always equals consumption.
 */
export function powerFlow(environment: Environment, now: number): PowerFlow {
  const production = roofPower(environment, now);
  const consumption = householdPower(environment, now);
  const charge = chargeByHour(environment, now);
  const surplus = production - consumption;
  const wanted = clamp(-surplus, -BATTERY_KW, BATTERY_KW);
  const full = wanted < 0 && charge >= 99;
  const empty = wanted > 0 && charge <= 6;
  const battery = full || empty ? 0 : round(wanted, 2);
  return {
    production,
    consumption,
    battery,
    grid: round(consumption - production - battery, 2),
    charge,
  };
}

/** kW: lowest at night, with a bump at breakfast and a larger one in the evening. */
export function householdPower(environment: Environment, now: number): number {
  const hour = environment.localTime(now).minutes / 60;
  const breakfast = 1.3 * Math.exp(-((hour - 7.2) ** 2) / 2);
  const evening = 2.1 * Math.exp(-((hour - 19) ** 2) / 6);
  return round(0.35 + breakfast + evening + 0.15 * Math.abs(wave(now, 600, 'household')), 2);
}

/** The battery's day: emptiest at dawn, fullest in the late afternoon. */
export function chargeByHour(environment: Environment, now: number): number {
  const { minutes } = environment.localTime(now);
  return round(clamp(52 - 47 * Math.cos((2 * Math.PI * (minutes - 360)) / 1440), 4, 100), 1);
}
