import { describe, expect, it } from 'vitest';
import { Environment } from '../../src/physics/environment.js';
import { FineValue } from '../../src/physics/fine-value.js';
import { approach, clamp, fraction, pick, round, wave } from '../../src/physics/noise.js';
import {
  bareNumber,
  numberArgument,
  parseNumber,
  parseWireCommand,
} from '../../src/physics/wire-command.js';
import { Bench, benchFor } from '../support/bench.js';

const HOUR = 3_600_000;

describe('noise', () => {
  it('is the same every time, in range, and spread out', () => {
    const seeds = Array.from({ length: 1000 }, (_, index) => fraction(`seed ${index}`));
    expect(seeds).toEqual(Array.from({ length: 1000 }, (_, index) => fraction(`seed ${index}`)));
    expect(seeds.every((seed) => seed >= 0 && seed < 1)).toBe(true);
    for (let tenth = 0; tenth < 10; tenth += 1) {
      const within = seeds.filter((seed) => Math.floor(seed * 10) === tenth).length;
      expect(within, `tenth ${tenth}`).toBeGreaterThan(60);
    }
    expect(new Set(seeds.map((seed) => pick(`${seed}`, ['a', 'b', 'c'])))).toEqual(
      new Set(['a', 'b', 'c']),
    );
  });

  it('makes waves that are smooth and bounded', () => {
    let before = wave(0, 600, 'x');
    for (let second = 1; second < 5000; second += 1) {
      const now = wave(second * 1000, 600, 'x');
      expect(Math.abs(now)).toBeLessThanOrEqual(1);
      expect(Math.abs(now - before)).toBeLessThan(0.03);
      before = now;
    }
  });

  it('rounds, clamps and approaches', () => {
    expect([round(1.25, 1), round(-1.04, 1), round(7, 3)]).toEqual([1.3, -1, 7]);
    expect([clamp(5, 0, 3), clamp(-5, 0, 3), clamp(2, 0, 3)]).toEqual([3, 0, 2]);
    expect([approach(0, 1, 0.3), approach(1, 0, 0.3), approach(0.9, 1, 0.3)]).toEqual([
      0.3, 0.7, 1,
    ]);
  });

  it('moves fine values in steps that nobody sees, and takes up what others set', () => {
    const value = new FineValue(1);
    let shown = 20;
    for (let step = 0; step < 20; step += 1) shown = value.move(shown, () => 0.01);
    expect(shown).toBe(20.2);
    expect(value.move(25, () => 0.01)).toBe(25);
    expect(value.move(25, () => 0.04)).toBe(25.1);
  });
});

describe('the environment', () => {
  const linz = new Environment({ latitude: 48.3, longitude: 14.3, utcOffsetMinutes: 60 });

  it('knows the local time, the weekday and the day of the year', () => {
    expect(linz.localTime(Date.parse('2025-12-31T23:30:15Z'))).toEqual({
      year: 2026,
      month: 1,
      day: 1,
      weekday: 3,
      dayOfYear: 1,
      minutes: 30.25,
      text: '2026-01-01 00:30:15',
      utcOffsetMinutes: 60,
    });
  });

  it('survives the poles', () => {
    for (const latitude of [90, -90, 70]) {
      const pole = new Environment({ latitude, longitude: 0, utcOffsetMinutes: 0 });
      for (const month of [1, 6]) {
        const now = Date.UTC(2025, month, 21, 12);
        const { sunrise, sunset } = pole.sunTimes(now);
        expect(sunset - sunrise).toBeGreaterThanOrEqual(0);
        expect(pole.sun(now)).toBeGreaterThanOrEqual(0);
        expect(pole.sun(now)).toBeLessThanOrEqual(1);
      }
    }
  });

  it('stays believable at every hour of a year', () => {
    const seen = { cold: 99, hot: -99 };
    for (let hour = 0; hour < 365 * 24; hour += 5) {
      const now = Date.UTC(2025, 0, 1) + hour * HOUR;
      const temperature = linz.outdoorTemperature(now);
      seen.cold = Math.min(seen.cold, temperature);
      seen.hot = Math.max(seen.hot, temperature);
      expect(linz.sun(now)).toBeGreaterThanOrEqual(0);
      expect(linz.clouds(now)).toBeLessThanOrEqual(1);
      expect(linz.outdoorHumidity(now)).toBeLessThanOrEqual(99);
      expect(linz.windSpeed(now)).toBeGreaterThanOrEqual(0);
      expect(linz.rain(now)).toBeGreaterThanOrEqual(0);
      expect(Math.abs(linz.pressure(now) - 1014)).toBeLessThan(10);
      expect(linz.brightness(now)).toBeLessThanOrEqual(100_000);
    }
    expect(seen.cold).toBeLessThan(2);
    expect(seen.cold).toBeGreaterThan(-10);
    expect(seen.hot).toBeGreaterThan(20);
    expect(seen.hot).toBeLessThan(30);
  });
});

describe('analog sensors', () => {
  it.each([
    ['Room', '%.1f°', 15, 30],
    ['Outdoor Temperature', '%.1f°', -10, 35],
    ['Air', '%.0fppm', 300, 1000],
    ['Air', '%.0f%%', 0, 100],
    ['Outside', '%.0flx', 0, 100_000],
    ['Wind', '%.1fkm/h', 0, 40],
    ['Wind', '%.1f m/s', 0, 40],
    ['Barometer', '%.0f hPa', 950, 1050],
    ['House', '%.2fkW', 0, 10],
    ['House', '%.0fW', 0, 10_000],
    ['House', '%.1fkWh', 0, 10_000],
    ['Rain', '%.1fmm', 0, 50],
    ['Something', '%d', 0, 10],
    ['Something', '', 0, 10],
  ])('%s with %s lies between %d and %d', (name, format, low, high) => {
    const bench = new Bench([
      { type: 'InfoOnlyAnalog', name, details: { format }, states: ['value'] },
    ]);
    for (let hour = 0; hour < 48; hour += 1) {
      const value = bench.number(name, 'value');
      expect(value).toBeGreaterThanOrEqual(low);
      expect(value).toBeLessThanOrEqual(high);
      bench.jump(3600);
    }
  });

  it('drift, and are reported every few seconds at most', () => {
    const bench = benchFor('InfoOnlyAnalog', { details: { format: '%.1f°' }, states: ['value'] });
    bench.house.states.takeChanged();
    let reports = 0;
    for (let second = 0; second < 1200; second += 1) {
      bench.wait(1);
      reports += bench.house.states.takeChanged().length;
    }
    expect(reports).toBeGreaterThan(2);
    expect(reports).toBeLessThanOrEqual(240);
  });
});

describe('wire commands', () => {
  it('are taken apart, words in lower case, arguments decoded, empty ones kept', () => {
    expect(parseWireCommand('Override/3//22.5')).toEqual({
      raw: 'Override/3//22.5',
      word: 'override',
      args: ['3', '', '22.5'],
      text: 'Override/3//22.5',
    });
    expect(parseWireCommand('a%2Fb/c%20d')).toMatchObject({
      word: 'a/b',
      args: ['c d'],
      text: 'a/b/c d',
    });
    expect(parseWireCommand('%')).toMatchObject({ word: '%', text: '%' });
  });

  it('hold numbers with a point, and nothing else that JavaScript takes for one', () => {
    expect(['1', '-1.5', '+2', '0.25'].map(parseNumber)).toEqual([1, -1.5, 2, 0.25]);
    for (const text of ['', ' 1', '1,5', '1e3', '0x10', 'Infinity', 'NaN', '1.', '.5', undefined]) {
      expect(parseNumber(text), String(text)).toBeUndefined();
    }
    const command = parseWireCommand('set/5/200');
    expect([
      numberArgument(command, 0),
      numberArgument(command, 1, 0, 100),
      numberArgument(command, 2),
    ]).toEqual([5, undefined, undefined]);
    expect([bareNumber(parseWireCommand('7')), bareNumber(parseWireCommand('7/8'))]).toEqual([
      7,
      undefined,
    ]);
  });
});
