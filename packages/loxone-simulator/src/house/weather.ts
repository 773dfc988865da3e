import {
  encodeWeatherFile,
  isUuid,
  type Structure,
  unixToLoxoneSeconds,
  type WeatherEntry,
  type WeatherFileEntry,
} from '@gatehouse/loxone-protocol';
import type { Environment } from '../physics/environment.js';
import { round } from '../physics/noise.js';
import type { StateStore } from './state-store.js';

const HOUR_MS = 3_600_000;
const FORECAST_HOURS = 96;

/** Weather types of the weather service (protocol reference §6.3). */
const TYPE = {
  clear: 1,
  mostlyClear: 2,
  cloudy: 3,
  nearlyOvercast: 4,
  overcast: 5,
  lightRain: 10,
  rain: 11,
} as const;

/** The weather service: what it is like now, and hour by hour for four days. */
export class Weather {
  readonly #actual: string | undefined;
  readonly #forecast: string | undefined;
  readonly #states: StateStore;
  readonly #environment: Environment;
  #hour = Number.NaN;

  constructor(structure: Structure, states: StateStore, environment: Environment) {
    const uuids = structure.weatherServer?.states ?? {};
    this.#actual = usable(uuids.actual);
    this.#forecast = usable(uuids.forecast);
    this.#states = states;
    this.#environment = environment;
  }

  /** Reports anew at each full hour. */
  tick(now: number): void {
    const hour = Math.floor(now / HOUR_MS);
    if (hour === this.#hour) return;
    this.#hour = hour;
    const start = hour * HOUR_MS;
    this.#report(this.#actual, now, [this.#entry(start)]);
    const hours = Array.from({ length: FORECAST_HOURS }, (_, ahead) => start + ahead * HOUR_MS);
    this.#report(
      this.#forecast,
      now,
      hours.map((at) => this.#entry(at)),
    );
  }

  /** The forecast as `/data/weatheru.bin` (protocol reference §6.3). */
  file(now: number): Uint8Array {
    const start = Math.floor(now / HOUR_MS) * HOUR_MS;
    return encodeWeatherFile(
      Array.from({ length: FORECAST_HOURS }, (_, ahead) =>
        this.#fileEntry(start + ahead * HOUR_MS),
      ),
    );
  }

  #fileEntry(at: number): WeatherFileEntry {
    const { solarRadiation, ...entry } = this.#entry(at);
    const clouds = Math.round(100 * this.#environment.clouds(at));
    return {
      ...entry,
      uvIndex: Math.round(8 * this.#environment.sun(at) * (1 - clouds / 200)),
      lowClouds: clouds,
      midClouds: Math.round(clouds * 0.7),
      highClouds: Math.round(clouds * 0.4),
      precipitationProbability: entry.precipitation > 0 ? 80 : Math.round(clouds * 0.3),
      radiation: solarRadiation,
      snowFraction: entry.temperature < 1 ? 1 : 0,
      cape: 0,
    };
  }

  #report(uuid: string | undefined, now: number, entries: readonly WeatherEntry[]): void {
    if (uuid === undefined) return;
    const lastUpdate = unixToLoxoneSeconds(Math.floor(now / 1000));
    this.#states.put(uuid, { kind: 'weather', report: { lastUpdate, entries } });
  }

  #entry(at: number): WeatherEntry {
    const environment = this.#environment;
    const temperature = environment.outdoorTemperature(at);
    const humidity = environment.outdoorHumidity(at);
    const wind = environment.windSpeed(at);
    return {
      timestamp: unixToLoxoneSeconds(Math.floor(at / 1000)),
      weatherType: weatherType(environment, at),
      windDirection: environment.windDirection(at),
      solarRadiation: Math.round(800 * environment.sun(at) * (1 - 0.7 * environment.clouds(at))),
      relativeHumidity: humidity,
      temperature,
      perceivedTemperature: round(temperature - wind / 12, 1),
      dewPoint: round(temperature - (100 - humidity) / 5, 1),
      precipitation: environment.rain(at),
      windSpeed: wind,
      barometricPressure: environment.pressure(at),
    };
  }
}

function weatherType(environment: Environment, at: number): number {
  const rain = environment.rain(at);
  if (rain > 0) return rain > 1 ? TYPE.rain : TYPE.lightRain;
  const clouds = environment.clouds(at);
  if (clouds < 0.15) return TYPE.clear;
  if (clouds < 0.35) return TYPE.mostlyClear;
  if (clouds < 0.6) return TYPE.cloudy;
  return clouds < 0.85 ? TYPE.nearlyOvercast : TYPE.overcast;
}

function usable(uuid: string | readonly string[] | undefined): string | undefined {
  return typeof uuid === 'string' && isUuid(uuid) ? uuid : undefined;
}
