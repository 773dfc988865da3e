import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeScheduleValue,
  decodeWeatherFile,
  encodeScheduleValue,
  encodeWeatherFile,
  type WeatherFileEntry,
} from '../src/index.js';
import { concat } from './support/bytes.js';

describe('values of a room controller’s schedule', () => {
  it('pack a temperature with what may be done: 57648 is 22.5 °, heating only', () => {
    const value = {
      kind: 'temperature',
      temperature: 22.5,
      heating: true,
      cooling: false,
    } as const;
    expect(decodeScheduleValue(57_648)).toEqual(value);
    expect(encodeScheduleValue(value)).toBe(57_648);
  });

  it.each([0, 1, 2])('are the mode %i', (mode) => {
    expect(decodeScheduleValue(mode)).toEqual({ kind: 'mode', mode });
    expect(encodeScheduleValue({ kind: 'mode', mode })).toBe(mode);
  });

  it.each([-1, 0.5, Number.NaN, 2 ** 32, 0x100])('are not %s', (value) => {
    expect(decodeScheduleValue(value)).toBeUndefined();
  });

  it('round-trip, below zero too', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -32_767, max: 32_767 }),
        fc.boolean(),
        fc.boolean(),
        (tenths, heating, cooling) => {
          const value = {
            kind: 'temperature',
            temperature: tenths / 10,
            heating,
            cooling,
          } as const;
          expect(decodeScheduleValue(encodeScheduleValue(value))).toEqual(value);
        },
      ),
    );
  });

  it('are refused when they do not fit', () => {
    const custom = { kind: 'temperature', heating: true, cooling: true } as const;
    expect(() => encodeScheduleValue({ ...custom, temperature: 3277 })).toThrow(RangeError);
    expect(() => encodeScheduleValue({ ...custom, temperature: Number.NaN })).toThrow(RangeError);
    expect(() => encodeScheduleValue({ kind: 'mode', mode: 16 })).toThrow(RangeError);
  });
});

describe('the cached weather', () => {
  const int32 = fc.integer({ min: -0x8000_0000, max: 0x7fff_ffff });
  const double = fc.double();
  const entry: fc.Arbitrary<WeatherFileEntry> = fc.record({
    timestamp: fc.integer({ min: 0, max: 0xffff_ffff }),
    weatherType: int32,
    windDirection: int32,
    uvIndex: int32,
    relativeHumidity: int32,
    temperature: double,
    perceivedTemperature: double,
    dewPoint: double,
    precipitation: double,
    windSpeed: double,
    barometricPressure: double,
    lowClouds: int32,
    midClouds: int32,
    highClouds: int32,
    precipitationProbability: int32,
    radiation: double,
    snowFraction: double,
    cape: double,
  });

  it('has rows of 108 bytes and round-trips', () => {
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 3 }), (entries) => {
        const bytes = encodeWeatherFile(entries);
        expect(bytes.length).toBe(entries.length * 108);
        expect(decodeWeatherFile(concat(bytes, new Uint8Array(107)))).toEqual(entries);
      }),
    );
  });

  it('stands as the protocol reference lists it', () => {
    const bytes = new Uint8Array(108);
    const view = new DataView(bytes.buffer);
    view.setUint32(0, 7, true);
    view.setInt32(16, 65, true);
    view.setFloat64(20, 21.5, true);
    view.setInt32(68, 10, true);
    view.setFloat64(84, 300, true);
    view.setFloat64(100, 800, true);
    expect(decodeWeatherFile(bytes)).toMatchObject([
      {
        timestamp: 7,
        relativeHumidity: 65,
        temperature: 21.5,
        lowClouds: 10,
        radiation: 300,
        cape: 800,
      },
    ]);
  });

  it('has at most 200 rows', () => {
    expect(decodeWeatherFile(new Uint8Array(108 * 201))).toHaveLength(200);
    const rows = decodeWeatherFile(new Uint8Array(108 * 200));
    expect(() => encodeWeatherFile([...rows, ...rows])).toThrow(RangeError);
  });
});
