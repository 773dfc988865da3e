import { describe, expect, it } from 'vitest';
import type { HouseWeather, WeatherMoment } from '../src/ports/house-data.js';
import { windName } from '../src/weather/weather-record.js';
import { limitedTo } from './support/authorize.js';
import { call, errorOf, NOW } from './support/call.js';
import { fakeData } from './support/fake-data.js';
import { testHouse } from './support/house.js';

const HOUR = 3_600_000;

function moment(at: number, more: Partial<WeatherMoment> = {}): WeatherMoment {
  const of = (value: number, unit: string) => ({ value, unit });
  return {
    at,
    description: 'Cloudy',
    temperature: of(12.34, '°'),
    perceivedTemperature: of(11, '°'),
    relativeHumidity: of(80, '%'),
    precipitation: of(0, 'mm'),
    windSpeed: of(12, 'km/h'),
    windDirection: 270,
    barometricPressure: of(1013, 'hPa'),
    ...more,
  };
}

const WEATHER: HouseWeather = {
  now: moment(NOW),
  updatedAt: NOW - HOUR,
  hours: Array.from({ length: 60 }, (_, at) =>
    moment(NOW + (at - 5) * HOUR, {
      temperature: { value: at - 5, unit: '°' },
      precipitation: { value: at % 2, unit: 'mm' },
      description: at < 25 ? 'Rain' : 'Snow',
    }),
  ),
};

async function weather(
  args: Record<string, unknown> = {},
  told: HouseWeather | undefined = WEATHER,
) {
  const data = fakeData(told === undefined ? {} : { weather: told });
  return call('loxone_weather', args, { home: testHouse(), ports: { data } });
}

describe('loxone_weather', () => {
  it('tells how it is now, with units', async () => {
    const { text, structured } = await weather();
    expect(text).toBe('Cloudy, 12.3°, feels like 11°, humidity 80%, wind 12 km/h from W');
    expect(structured).toEqual({
      now: {
        time: '2027-01-15T08:00',
        description: 'Cloudy',
        temperature: 12.3,
        feels_like: 11,
        humidity: 80,
        precipitation: 0,
        wind: 12,
        wind_from: 'W',
        pressure: 1013,
      },
      units: {
        temperature: '°',
        precipitation: 'mm',
        wind: 'km/h',
        humidity: '%',
        pressure: 'hPa',
      },
      updated: '2027-01-15T07:00',
    });
  });

  it('takes the first hour to come where nothing tells of now', async () => {
    const { structured } = await weather({}, { hours: WEATHER.hours });
    expect(structured.now).toMatchObject({ time: '2027-01-15T08:00', temperature: 0 });
  });

  it('tells the hours to come, as many as are asked for', async () => {
    const { structured, text } = await weather({ detail: 'hourly', hours: 3 });
    const hours = structured.hourly as { time: string }[];
    expect(hours.map(({ time }) => time)).toEqual([
      '2027-01-15T08:00',
      '2027-01-15T09:00',
      '2027-01-15T10:00',
    ]);
    expect(text.split('\n')[0]).toContain('2027-01-15T08:00: Rain, 0°');
    expect(text).toContain('rain 1 mm');
    expect((await weather({ detail: 'hourly' })).structured.hourly).toHaveLength(24);
  });

  it('tells the days of the house', async () => {
    const { structured, text } = await weather({ detail: 'daily' });
    expect(structured.daily).toEqual([
      expect.objectContaining({
        date: '2027-01-15',
        description: 'Rain',
        min: 0,
        max: 15,
        precipitation: 8,
        hours: 16,
      }),
      expect.objectContaining({
        date: '2027-01-16',
        description: 'Snow',
        min: 16,
        max: 39,
        hours: 24,
      }),
      expect.objectContaining({ date: '2027-01-17', hours: 15 }),
    ]);
    expect(text.split('\n')[0]).toBe('2027-01-15: Rain, 0 to 15°, rain 8 mm');
  });

  it('says that nothing was reported, or why not', async () => {
    expect((await weather({}, { hours: [] })).text).toBe('The house has reported no weather yet.');
    expect((await weather({ detail: 'daily' }, { hours: [] })).structured.daily).toEqual([]);
    const none = await call(
      'loxone_weather',
      {},
      { home: testHouse(), ports: { data: fakeData() } },
    );
    expect(errorOf(none)).toMatchObject({
      code: 'not_supported',
      message: 'There is no weather here.',
    });
    expect(errorOf(await weather({ hours: 0 }))?.code).toBe('out_of_range');
  });

  it('is no secret: who sees one device may look out of the window', async () => {
    const ports = { data: fakeData({ weather: WEATHER }) };
    const principal = limitedTo({ devices: ['coffee'] });
    const result = await call('loxone_weather', {}, { home: testHouse(), ports, principal });
    expect(result.isError).toBeUndefined();
  });

  it.each([
    [0, 'N'],
    [359, 'N'],
    [44, 'NE'],
    [90, 'E'],
    [-90, 'W'],
    [630, 'W'],
  ])('calls %d degrees %s', (degrees, name) => {
    expect(windName(degrees)).toBe(name);
  });
});
