import { describe, expect, it } from 'vitest';
import { powerFlow } from '../../src/physics/energy-model.js';
import { Environment } from '../../src/physics/environment.js';
import { Bench, benchFor } from '../support/bench.js';

const PLACE = { latitude: 48.2, longitude: 14.4, utcOffsetMinutes: 60 };

describe('the energy balance', () => {
  const environment = new Environment(PLACE);

  it('always adds up, by day and night, in summer and winter', () => {
    for (let hour = 0; hour < 24 * 365; hour += 7) {
      const now = Date.UTC(2025, 0, 1) + hour * 3_600_000;
      const { production, consumption, battery, grid, charge } = powerFlow(environment, now);
      expect(production + battery + grid).toBeCloseTo(consumption, 5);
      expect(production).toBeGreaterThanOrEqual(0);
      expect(consumption).toBeGreaterThan(0);
      expect(charge).toBeGreaterThanOrEqual(4);
      expect(charge).toBeLessThanOrEqual(100);
    }
  });

  it('has sun on the roof at noon and none at midnight', () => {
    const at = (time: string): number => powerFlow(environment, Date.parse(time)).production;
    expect(at('2025-06-21T11:00:00Z')).toBeGreaterThan(1);
    expect(at('2025-06-21T23:00:00Z')).toBe(0);
  });
});

describe('Meter', () => {
  const states = ['actual', 'total', 'totalDay', 'totalNeg', 'totalNegDay', 'storage'];

  function meter(name: string, type: string, start = '2025-06-21T10:30:00Z'): Bench {
    return new Bench([{ type: 'Meter', name, details: { type }, states }], start);
  }

  it('shows what its name says, from one balance', () => {
    const names = ['Solar Production', 'Grid', 'Battery', 'House Consumption'] as const;
    const bench = new Bench(names.map((name) => ({ type: 'Meter', name, states })));
    bench.jump(5);
    const [production, grid, battery, consumption] = names.map((name) =>
      bench.number(name, 'actual'),
    );
    expect(Number(production) + Number(grid) + Number(battery)).toBeCloseTo(Number(consumption), 5);
    expect(bench.number('Battery', 'storage')).toBeGreaterThan(4);
  });

  it('integrates its power over time', () => {
    const bench = meter('Solar Production', 'unidirectional');
    const before = bench.number('Solar Production', 'total');
    const power = bench.number('Solar Production', 'actual');
    bench.control('Solar Production').set('actual', 360);
    bench.wait(4);
    expect(bench.number('Solar Production', 'total') - before).toBeCloseTo(0.4, 2);
    bench.wait(5);
    const soon = bench.number('Solar Production', 'total');
    for (let minute = 0; minute < 60; minute += 1) bench.jump(60);
    const gained = bench.number('Solar Production', 'total') - soon;
    expect(gained).toBeGreaterThan(power * 0.3);
    expect(gained).toBeLessThan(9);
    expect(bench.number('Solar Production', 'totalDay')).toBeGreaterThan(gained);
  });

  it('counts delivery apart from consumption', () => {
    const bench = meter('Grid', 'bidirectional');
    const read = (): readonly number[] =>
      ['total', 'totalNeg'].map((state) => bench.number('Grid', state));
    const [bought = 0, delivered = 0] = read();
    bench.control('Grid').set('actual', -720);
    bench.wait(4);
    expect(read()).toEqual([bought, expect.closeTo(delivered + 0.8, 2)]);
  });

  it('is reset', () => {
    const bench = meter('Freezer', 'unidirectional');
    expect(bench.send('Freezer', 'reset')).toBe(true);
    expect(bench.number('Freezer', 'total')).toBe(0);
    expect(bench.send('Freezer', 'explode')).toBe(false);
  });

  it('moves with time', () => {
    const bench = meter('Freezer', 'unidirectional');
    const seen = new Set<number>();
    for (let minute = 0; minute < 60; minute += 1) {
      bench.jump(60);
      seen.add(bench.number('Freezer', 'actual'));
    }
    expect(seen.size).toBeGreaterThan(3);
    // A load never feeds power back.
    expect(Math.min(...seen)).toBeGreaterThan(0);
  });
});

describe('energy managers', () => {
  it.each(['EFM', 'EnergyManager2', 'Fronius', 'EnergyManager'])(
    '%s shows the same balance',
    (type) => {
      const bench = benchFor(type, {
        states: ['Ppwr', 'Gpwr', 'Spwr', 'prodCurr', 'currentPower'],
      });
      const before = bench.number(type, 'Gpwr');
      bench.jump(7200);
      expect(bench.number(type, 'Gpwr')).not.toBe(before);
      expect(bench.number(type, 'Ppwr')).toBe(bench.number(type, 'prodCurr'));
    },
  );

  it('EnergyManager switches loads by their number', () => {
    const details = { loads: [{ id: 4, name: 'Boiler' }] };
    const bench = benchFor('EnergyManager', { details });
    const boiler = () => bench.json('EnergyManager', 'loads');
    expect(boiler()).toMatchObject([{ id: 4, isActive: false }]);
    expect(bench.send('EnergyManager', 'turnOn/4')).toBe(true);
    expect(boiler()).toMatchObject([{ id: 4, isActive: true, isPermanentOn: true }]);
    bench.send('EnergyManager', 'turnOff/4');
    expect(boiler()).toMatchObject([{ id: 4, isActive: false }]);
    expect(bench.send('EnergyManager', 'turnOn/5')).toBe(false);
    expect(bench.send('EnergyManager', 'explode/4')).toBe(false);
  });

  it('EnergyManager2 switches loads by their uuid, and gives them back', () => {
    const bench = benchFor('EnergyManager2');
    const loads = () =>
      bench.json('EnergyManager2', 'loads') as { uuid: string; active: boolean }[];
    const [{ uuid } = { uuid: '' }] = loads();
    expect(bench.send('EnergyManager2', `${uuid}/activate`)).toBe(true);
    expect(loads()[0]).toMatchObject({ active: true, activatedManually: true });
    bench.send('EnergyManager2', `${uuid}/deactivate`);
    expect(loads()[0]).toMatchObject({ active: false, deactivatedManually: true });
    bench.send('EnergyManager2', `${uuid}/automatic`);
    expect(loads()[0]).toMatchObject({ active: false, deactivatedManually: false });
    expect(bench.send('EnergyManager2', 'nothing/activate')).toBe(false);
  });

  it('EnergyManager2 keeps its settings within reason', () => {
    const bench = benchFor('EnergyManager2');
    expect(bench.send('EnergyManager2', 'setMinSoc/30')).toBe(true);
    expect(bench.number('EnergyManager2', 'MinSoc')).toBe(30);
    expect(bench.send('EnergyManager2', 'setMinSoc/101')).toBe(false);
    expect(bench.send('EnergyManager2', 'setMaxSpwr/2.5')).toBe(true);
    expect(bench.send('EnergyManager2', 'explode')).toBe(false);
  });

  it('Wallbox2 charges while it is allowed to', () => {
    const bench = benchFor('Wallbox2');
    const number = (state: string): number => bench.number('Wallbox2', state);
    const before = number('total');
    bench.wait(5);
    expect([number('active'), number('actual'), number('total')]).toEqual([0, 0, before]);
    expect(bench.send('Wallbox2', 'allow/on')).toBe(true);
    bench.send('Wallbox2', 'manualLimit/3.6');
    bench.jump(3600);
    expect([number('active'), number('actual'), number('mode')]).toEqual([1, 3.6, 99]);
    expect(number('total') - before).toBeCloseTo(3.6, 2);
    expect(bench.json('Wallbox2', 'session')).toMatchObject({ energy: 3.6 });
    bench.send('Wallbox2', 'allow/off');
    bench.wait(1);
    expect(number('actual')).toBe(0);
    for (const tail of ['allow/maybe', 'setmode/6', 'modeUnplug/6', 'manualLimit/50', 'explode']) {
      expect(bench.send('Wallbox2', tail), tail).toBe(false);
    }
    expect(bench.send('Wallbox2', 'setmode/99')).toBe(true);
    expect(bench.send('Wallbox2', 'modeUnplug/2')).toBe(true);
  });
});
