import type { HouseView } from '../command/house-view.js';
import type { Reached } from '../command/plan.js';
import { isNear } from '../command/reached.js';
import { type ToolError, toolError } from '../tool-error.js';

/** What people live in, in °C: a typing error must not freeze or cook a house. */
const ROOM = { min: 5, max: 35 };

const SAUNA = { min: 20, max: 110 };

/** Controls round to a tenth, in °F to a half. */
const TOLERANCE = 0.26;

/** What is wrong with a temperature for a room, or for a sauna. */
export function temperatureError(
  temperature: number,
  { temperatureUnit }: Pick<HouseView, 'temperatureUnit'>,
  what: 'room' | 'sauna' = 'room',
): ToolError | undefined {
  const celsius = what === 'room' ? ROOM : SAUNA;
  const inUnit = (value: number): number => (temperatureUnit === '°F' ? value * 1.8 + 32 : value);
  const [min, max] = [inUnit(celsius.min), inUnit(celsius.max)];
  if (temperature >= min && temperature <= max) return undefined;
  return toolError(
    'out_of_range',
    `temperature must be ${min}–${max} ${temperatureUnit}.`,
    `Nothing was sent; this house counts in ${temperatureUnit}.`,
  );
}

/** Whether a state is near a temperature. */
export function isNearTemperature(state: string, wanted: number): Reached {
  return isNear(state, wanted, TOLERANCE);
}
