import type { WeatherMoment, WeatherQuantity } from '../ports/house-data.js';
import { cleanText } from '../text/clean-text.js';
import { type WeatherDay, windName } from './weather-record.js';

/** `Light rain, 12.5°, feels like 11°, humidity 80 %, rain 0.4 mm, wind 12 km/h from W` */
export function momentText(moment: WeatherMoment): string {
  const { description, precipitation, windSpeed, windDirection } = moment;
  return [
    ...(description === undefined ? [] : [cleanText(description)]),
    shown(moment.temperature),
    `feels like ${shown(moment.perceivedTemperature)}`,
    `humidity ${shown(moment.relativeHumidity)}`,
    ...(precipitation.value > 0 ? [`rain ${shown(precipitation)}`] : []),
    `wind ${shown(windSpeed)} from ${windName(windDirection)}`,
  ].join(', ');
}

/** `2026-01-15: Snow, -3 to 1°, rain 2 mm` */
export function dayText(day: WeatherDay): string {
  return [
    `${day.date}: ${day.description === undefined ? '' : `${day.description}, `}${day.min} to ${day.max}${day.unit}`,
    ...(day.precipitation > 0 ? [`rain ${day.precipitation} ${day.precipitation_unit}`] : []),
  ].join(', ');
}

/** A degree sign stands at its number, a word does not. */
function shown({ value, unit }: WeatherQuantity): string {
  const number = Number(value.toFixed(1));
  const name = cleanText(unit);
  return /^[°%]/.test(name) || name === '' ? `${number}${name}` : `${number} ${name}`;
}
