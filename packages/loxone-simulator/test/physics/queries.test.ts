import { parseSecuredDetails } from '@gatehouse/loxone-protocol';
import { describe, expect, it } from 'vitest';
import { createDemoHouse } from '../../src/demo/demo-house.js';
import { House } from '../../src/house/house.js';
import { type Bench, benchFor } from '../support/bench.js';
import { ManualTime } from '../support/manual-time.js';

function ask<Answer>(bench: Bench, name: string, tail: string): Answer {
  const { code, value } = bench.house.execute(`${bench.control(name).id}/${tail}`, {
    secured: true,
  });
  expect(code).toBe(200);
  return value as Answer;
}

interface Forecast {
  readonly s: number;
  readonly e: number;
  readonly v: number;
  readonly u: string;
  readonly planned?: true;
}

describe('prices to come', () => {
  const forecasts = (bench: Bench): readonly Forecast[] =>
    ask(bench, 'SpotPriceOptimizer', 'getForecasts');

  it('are a day of hours, one after the other, from the one that runs', () => {
    const bench = benchFor('SpotPriceOptimizer', {}, '2025-06-04T10:20:00Z');
    const hours = forecasts(bench);
    expect(hours).toHaveLength(24);
    expect(hours[0]?.s).toBe(Date.parse('2025-06-04T10:00:00Z') / 1000);
    for (const [index, { s, e, v, u, planned }] of hours.entries()) {
      expect([e - s, u, planned]).toEqual([3600, '€', undefined]);
      expect(s).toBe((hours[0]?.s ?? 0) + index * 3600);
      expect(v).toBeGreaterThan(0);
      expect(v).toBeLessThan(0.5);
    }
    bench.wait(1);
    expect(bench.number('SpotPriceOptimizer', 'current')).toBe(hours[0]?.v);
    bench.jump(3600);
    expect(forecasts(bench).slice(0, 23)).toEqual(hours.slice(1));
  });

  it('show in which hours it will run: the cheapest of the span', () => {
    const bench = benchFor('SpotPriceOptimizer');
    expect(bench.send('SpotPriceOptimizer', 'start/3/12')).toBe(true);
    const span = forecasts(bench).slice(0, 12);
    const prices = (planned: boolean): number[] =>
      span.filter((hour) => (hour.planned === true) === planned).map(({ v }) => v);
    expect(prices(true)).toHaveLength(3);
    expect(Math.max(...prices(true))).toBeLessThanOrEqual(Math.min(...prices(false)));
    expect(
      forecasts(bench)
        .slice(12)
        .some(({ planned }) => planned),
    ).toBe(false);
    bench.send('SpotPriceOptimizer', 'cancel');
    expect(forecasts(bench).some(({ planned }) => planned)).toBe(false);
  });
});

describe('settings of an air conditioner', () => {
  it('are what they were set to, and what the state says', () => {
    const bench = benchFor('AcControl');
    const before = ask(bench, 'AcControl', 'GetSettings');
    expect(before).toMatchObject({ defaultTargetTemp: 22, defaultFanspeed: 2, defaultAirflow: 1 });
    bench.send('AcControl', 'setdefaulttargettemp/24.5');
    bench.send('AcControl', 'SetAutomaticModeFanSpeed/3');
    const after = ask(bench, 'AcControl', 'getsettings');
    expect(after).toMatchObject({ defaultTargetTemp: 24.5, automaticModeFanSpeed: 3 });
    expect(bench.json('AcControl', 'settings')).toEqual(after);
  });
});

describe('a code touch', () => {
  const touched = (): Bench =>
    benchFor('NfcCodeTouch', { details: { accessOutputs: { q1: 'A' } } });

  it('tells who opened what, newest first, and nothing that was refused', () => {
    const bench = touched();
    const before = ask<readonly unknown[]>(bench, 'NfcCodeTouch', 'history');
    expect(before).toHaveLength(1);
    bench.jump(60);
    expect(bench.send('NfcCodeTouch', 'output/1')).toBe(true);
    expect(bench.send('NfcCodeTouch', 'output/2')).toBe(false);
    const ts = bench.time.clock.now() / 1000;
    const history = ask(bench, 'NfcCodeTouch', 'history');
    expect(history).toEqual([{ ts, output: 1, name: 'Visualisation' }, ...before]);
    for (let count = 0; count < 60; count += 1) bench.send('NfcCodeTouch', 'output/1');
    expect(ask(bench, 'NfcCodeTouch', 'history')).toHaveLength(50);
  });

  it('tells its codes, but not their digits', () => {
    const bench = touched();
    const codes = (): readonly { uuid: string; name: string; isActive: boolean }[] =>
      ask(bench, 'NfcCodeTouch', 'codes');
    expect(codes()).toMatchObject([{ name: 'Family', isActive: true }]);
    bench.send('NfcCodeTouch', 'code/create/Cleaner/4711/0/1/1');
    const cleaner = codes().find(({ name }) => name === 'Cleaner')?.uuid ?? '';
    expect(JSON.stringify(codes())).not.toContain('4711');
    bench.send('NfcCodeTouch', `code/deactivate/${cleaner}`);
    expect(codes()).toMatchObject([{ isActive: true }, { name: 'Cleaner', isActive: false }]);
    bench.send('NfcCodeTouch', `code/delete/${cleaner}`);
    expect(codes()).toHaveLength(1);
  });
});

describe('the demo house', () => {
  const time = new ManualTime('2025-06-04T10:00:00Z');
  const house = new House(createDemoHouse(), { clock: time.clock, utcOffsetMinutes: 0 });
  const find = (name: string) =>
    [...house.controls()].find((control) => control.name === name)?.id ?? '';

  it('has a doorbell that tells where its camera is', () => {
    const { code, value } = house.execute(`${find('Doorbell')}/securedDetails`, { secured: true });
    expect(code).toBe(200);
    expect(parseSecuredDetails(value).video).toBeDefined();
  });

  it('has a door that remembers who opened it', () => {
    expect(house.execute(`${find('Front Door')}/pulse`, { secured: true }).value).toBe('1');
    const { value } = house.execute(`${find('Front Door')}/getHistory`, { secured: false });
    expect(JSON.stringify(value)).toContain('pulse');
  });
});
