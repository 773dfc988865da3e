import type { PowerFlow } from './energy-model.js';
import type { Environment } from './environment.js';
import { clamp, fraction, round, wave } from './noise.js';
import type { Device } from './physics.js';

/** What sensors measure: the world, or one moment of its past. */
export interface Surroundings {
  readonly environment: Environment;
  readonly energy: { flow(): PowerFlow };
  /** Epoch milliseconds. */
  now(): number;
}

/** How a sensor's value moves: from the moment and the sensor's own seed. */
type Quantity = (
  environment: Environment,
  now: number,
  seed: string,
  world: Surroundings,
) => number;

/** What the printf format of an analog sensor ends with → what it measures. First hit wins. */
const BY_UNIT: readonly (readonly [RegExp, Quantity])[] = [
  [/°[CF]?|℃/, (_, now, seed) => round(21 + 2 * fraction(seed) + 0.6 * wave(now, 2400, seed), 1)],
  [/ppm/i, (_, now, seed) => Math.round(620 + 240 * wave(now, 3600, seed))],
  [
    /lx|lux/i,
    (environment, now, seed) =>
      Math.round(environment.brightness(now) * (0.01 + 0.02 * fraction(seed))),
  ],
  [/k?m\/[hs]/i, (environment, now) => environment.windSpeed(now)],
  [/hPa|mbar/i, (environment, now) => environment.pressure(now)],
  [/kWh/i, (_, now, seed) => round((now / 3_600_000) % (4000 + 4000 * fraction(seed)), 1)],
  [/kW/i, (_, __, ___, world) => world.energy.flow().consumption],
  [/W\b/, (_, __, ___, world) => Math.round(world.energy.flow().consumption * 1000)],
  [/mm/i, (environment, now) => environment.rain(now)],
  [
    /%/,
    (_, now, seed) =>
      Math.round(clamp(48 + 20 * (fraction(seed) - 0.5) + 6 * wave(now, 5400, seed), 0, 100)),
  ],
];

const OUTDOORS: readonly (readonly [RegExp, Quantity])[] = [
  [/°/, (environment, now) => environment.outdoorTemperature(now)],
  [/lx|lux/i, (environment, now) => environment.brightness(now)],
  [/%/, (environment, now) => environment.outdoorHumidity(now)],
];

/** A plausible value for an analog sensor, told by its name and its format. */
export function measure(device: Device, world: Surroundings): number {
  const format = typeof device.details.format === 'string' ? device.details.format : '';
  const unit = format.replace(/%[-+ 0#]*\d*(\.\d+)?[a-z]/i, '').replace('%%', '%');
  const outside = /out(door|side)|garden|terrace|weather/i.test(device.name);
  const table = outside ? [...OUTDOORS, ...BY_UNIT] : BY_UNIT;
  const quantity = table.find(([pattern]) => pattern.test(unit))?.[1];
  return (
    quantity?.(world.environment, world.now(), device.id, world) ??
    Math.round(10 * fraction(device.id))
  );
}
