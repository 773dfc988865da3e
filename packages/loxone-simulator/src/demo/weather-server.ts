import { uuidFrom } from '../uuid-from.js';

/** The weather service of the demo house, as its structure file has it (reference §4.1, §6.3). */
export const WEATHER_SERVER: Readonly<Record<string, unknown>> = {
  states: { actual: uuidFrom('demo/weather/actual'), forecast: uuidFrom('demo/weather/forecast') },
  format: {
    relativeHumidity: '%.0f%%',
    temperature: '%.1f°',
    windSpeed: '%.1fkm/h',
    precipitation: '%.1fmm',
    barometricPressure: '%.0fhPa',
  },
  weatherTypeTexts: {
    '1': 'Clear',
    '2': 'Mostly clear',
    '3': 'Cloudy spells',
    '4': 'Nearly overcast',
    '5': 'Overcast',
    '6': 'Fog',
    '7': 'High fog',
    '10': 'Light rain',
    '11': 'Rain',
    '12': 'Heavy rain',
    '13': 'Drizzle',
    '20': 'Light snow',
    '21': 'Snow',
    '22': 'Heavy snow',
  },
  weatherFieldTypes: {
    '1': { id: 1, name: 'Temperature', analog: true, unit: '°', format: '%.1f°' },
    '2': { id: 2, name: 'Humidity', analog: true, unit: '%', format: '%.0f%%' },
  },
};
