import type { HouseClock } from '../history/house-clock.js';
import type { WeatherMoment } from '../ports/house-data.js';
import { cleanText } from '../text/clean-text.js';

/** One moment as structured content has it; the units stand beside all of them. */
export interface WeatherRow {
  readonly time: string;
  readonly description?: string;
  readonly temperature: number;
  readonly feels_like: number;
  readonly humidity: number;
  readonly precipitation: number;
  readonly wind: number;
  readonly wind_from: string;
  readonly pressure: number;
}

/** One day, of the hours that are known of it. */
export interface WeatherDay {
  readonly date: string;
  /** What most of its hours are like. */
  readonly description?: string;
  readonly min: number;
  readonly max: number;
  readonly precipitation: number;
  readonly wind_max: number;
  /** How many of its hours are known. */
  readonly hours: number;
  readonly unit: string;
  readonly precipitation_unit: string;
}

const WINDS = ['N', 'NE', 'E', 'SE', 'S', 'SW', 'W', 'NW'] as const;

export function momentOf(moment: WeatherMoment, clock: HouseClock): WeatherRow {
  const { description } = moment;
  return {
    time: clock.text(moment.at),
    ...(description !== undefined && { description: cleanText(description) }),
    temperature: rounded(moment.temperature.value),
    feels_like: rounded(moment.perceivedTemperature.value),
    humidity: rounded(moment.relativeHumidity.value),
    precipitation: rounded(moment.precipitation.value),
    wind: rounded(moment.windSpeed.value),
    wind_from: windName(moment.windDirection),
    pressure: rounded(moment.barometricPressure.value),
  };
}

/** Where the wind comes from, by its degrees. */
export function windName(degrees: number): string {
  const sector = Math.round((((degrees % 360) + 360) % 360) / 45) % WINDS.length;
  return WINDS[sector] ?? WINDS[0];
}

/** Days of the house, in order. */
export function daysOf(hours: readonly WeatherMoment[], clock: HouseClock): readonly WeatherDay[] {
  const days = new Map<string, WeatherMoment[]>();
  for (const hour of hours) {
    const date = clock.text(hour.at).slice(0, 10);
    const day = days.get(date);
    if (day === undefined) days.set(date, [hour]);
    else day.push(hour);
  }
  return [...days].map(([date, moments]) => dayOf(date, moments));
}

function dayOf(date: string, moments: readonly WeatherMoment[]): WeatherDay {
  const temperatures = moments.map(({ temperature }) => temperature.value);
  const description = commonest(moments.flatMap((moment) => moment.description ?? []));
  const rain = moments.reduce((sum, { precipitation }) => sum + precipitation.value, 0);
  return {
    date,
    ...(description !== undefined && { description: cleanText(description) }),
    min: rounded(Math.min(...temperatures)),
    max: rounded(Math.max(...temperatures)),
    precipitation: rounded(rain),
    wind_max: rounded(Math.max(...moments.map(({ windSpeed }) => windSpeed.value))),
    hours: moments.length,
    unit: moments[0]?.temperature.unit ?? '',
    precipitation_unit: moments[0]?.precipitation.unit ?? '',
  };
}

function commonest(words: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].sort(([, one], [, other]) => other - one)[0]?.[0];
}

function rounded(value: number): number {
  return Number(value.toFixed(1));
}
