import {
  decodeWeatherFile,
  loxoneToUnixSeconds,
  type StructureWeatherServer,
  type WeatherEntry,
  type WeatherEvent,
  type WeatherFileEntry,
} from '@gatehouse/loxone-protocol';
import type { HouseLink } from './house-link.js';
import { type ShownNumber, showNumber } from './printf-format.js';

/** The weather at one time, with units of the house. */
export interface WeatherAt {
  /** Unix seconds. */
  readonly time: number;
  /** Number of the kind of weather. */
  readonly type: number;
  /** That kind in the language of the house, where it has a word for it. */
  readonly description?: string;
  /** Degrees. */
  readonly windDirection: number;
  readonly solarRadiation: number;
  readonly relativeHumidity: ShownNumber;
  readonly temperature: ShownNumber;
  readonly perceivedTemperature: ShownNumber;
  readonly dewPoint: ShownNumber;
  readonly precipitation: ShownNumber;
  readonly windSpeed: ShownNumber;
  readonly barometricPressure: ShownNumber;
}

/** The weather now, and as it is expected. */
export interface WeatherReport {
  /** Unix seconds. */
  readonly updatedAt: number;
  readonly entries: readonly WeatherAt[];
}

const FORMATS = {
  relativeHumidity: '%.0f%%',
  temperature: '%.1f°',
  precipitation: '%.1fmm',
  windSpeed: '%.1fkm/h',
  barometricPressure: '%.0fhPa',
} as const;

/**
 * Says what a weather state of the house holds, `weatherServer.states.actual` or `.forecast`.
 *
 * @param server - Names and formats, from the structure file.
 */
export function readWeather(event: WeatherEvent, server: StructureWeatherServer): WeatherReport {
  return {
    updatedAt: loxoneToUnixSeconds(event.lastUpdate),
    entries: event.entries.map((entry) => weatherAt(entry, entry.solarRadiation, server)),
  };
}

/**
 * Fetches the forecast that the Miniserver keeps as a file: more hours than its state, and no need of
 * a subscription (protocol reference §6.3).
 *
 * @throws LoxoneError when it is refused or the connection fails.
 */
export async function fetchForecast(
  link: HouseLink,
  server: StructureWeatherServer,
): Promise<readonly WeatherAt[]> {
  const entries: readonly WeatherFileEntry[] = decodeWeatherFile(
    await link.file('data/weatheru.bin'),
  );
  return entries.map((entry) => weatherAt(entry, entry.radiation, server));
}

type Common = Omit<WeatherEntry, 'solarRadiation'>;

function weatherAt(
  entry: Common,
  solarRadiation: number,
  { format, weatherTypeTexts }: StructureWeatherServer,
): WeatherAt {
  const show = (value: number, quantity: keyof typeof FORMATS): ShownNumber =>
    showNumber(value, format[quantity] ?? FORMATS[quantity]);
  const description = weatherTypeTexts[String(entry.weatherType)];
  return {
    time: loxoneToUnixSeconds(entry.timestamp),
    type: entry.weatherType,
    ...(description !== undefined && { description }),
    windDirection: entry.windDirection,
    solarRadiation,
    relativeHumidity: show(entry.relativeHumidity, 'relativeHumidity'),
    temperature: show(entry.temperature, 'temperature'),
    perceivedTemperature: show(entry.perceivedTemperature, 'temperature'),
    dewPoint: show(entry.dewPoint, 'temperature'),
    precipitation: show(entry.precipitation, 'precipitation'),
    windSpeed: show(entry.windSpeed, 'windSpeed'),
    barometricPressure: show(entry.barometricPressure, 'barometricPressure'),
  };
}
