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
const BATTERY_KW = 3.5;

/**
 * The one balance that all energy meters of the house show parts of: production + battery + grid
 * always equals consumption.
 */
export function powerFlow(environment: Environment, now: number): PowerFlow {
  const production = round(
    PEAK_KW * environment.sun(now) * (1 - 0.75 * environment.clouds(now)),
    2,
  );
  const consumption = round(household(environment, now), 2);
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

/** Lowest at night, with a bump at breakfast and a larger one in the evening. */
function household(environment: Environment, now: number): number {
  const hour = environment.localTime(now).minutes / 60;
  const breakfast = 1.3 * Math.exp(-((hour - 7.2) ** 2) / 2);
  const evening = 2.1 * Math.exp(-((hour - 19) ** 2) / 6);
  return 0.35 + breakfast + evening + 0.15 * Math.abs(wave(now, 600, 'household'));
}

/** The battery's day: emptiest at dawn, fullest in the late afternoon. */
function chargeByHour(environment: Environment, now: number): number {
  const { minutes } = environment.localTime(now);
  return round(clamp(52 - 47 * Math.cos((2 * Math.PI * (minutes - 360)) / 1440), 4, 100), 1);
}
