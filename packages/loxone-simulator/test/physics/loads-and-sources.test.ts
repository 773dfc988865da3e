import { describe, expect, it } from 'vitest';
import { Bench, benchFor, idOf } from '../support/bench.js';

describe('heat sources', () => {
  it('a mixer makes hotter water the colder it is, and wavers around its target', () => {
    const at = (start: string): Bench => {
      const bench = benchFor('Heatmixer', {}, start);
      bench.wait(1);
      return bench;
    };
    const [winter, summer] = [at('2025-01-15T06:00:00Z'), at('2025-07-20T15:00:00Z')];
    expect(winter.number('Heatmixer', 'tempTarget')).toBeGreaterThan(
      summer.number('Heatmixer', 'tempTarget'),
    );
    const seen = new Set<number>();
    for (let minute = 0; minute < 60; minute += 1) {
      winter.jump(60);
      const [target, actual] = ['tempTarget', 'tempActual'].map((state) =>
        winter.number('Heatmixer', state),
      );
      expect(Math.abs(Number(actual) - Number(target))).toBeLessThanOrEqual(0.8);
      seen.add(Number(actual));
    }
    expect(seen.size).toBeGreaterThan(5);
    expect(winter.send('Heatmixer', 'on')).toBe(false);
  });

  it('the sun heats buffers by day, and they cool at night', () => {
    const type = 'SolarPumpController';
    const bench = benchFor(type, {}, '2025-06-20T02:00:00Z');
    const buffers = (): readonly number[] =>
      [0, 1, 2, 3, 4].map((index) => bench.number(type, `bufferTemp${index}`));
    const states = (): readonly number[] =>
      [0, 1, 2, 3, 4].map((index) => bench.number(type, `bufferState${index}`));
    const night = buffers();
    bench.jump(600);
    expect(bench.number(type, 'collectorTemp')).toBeLessThan(30);
    expect(states()).toEqual([0, 0, 0, 0, 0]);
    for (const [index, temperature] of buffers().entries()) {
      expect(temperature).toBeLessThanOrEqual(Number(night[index]));
    }
    const coldest = Math.min(...buffers());
    for (let quarter = 0; quarter < 44; quarter += 1) bench.jump(900);
    expect(bench.number(type, 'collectorTemp')).toBeGreaterThan(30);
    expect(Math.min(...buffers())).toBeGreaterThan(coldest);
    expect(Math.max(...buffers())).toBeLessThanOrEqual(60);
    expect(bench.send(type, 'on')).toBe(false);
  });
});

describe('what shows power', () => {
  it('PowerUnit: outputs add up, whenever one looks', () => {
    const bench = benchFor('PowerUnit');
    const sums: number[] = [];
    for (let minute = 0; minute < 30; minute += 1) {
      bench.jump(60);
      const outputs = [1, 2, 3, 4, 5, 6, 7].map((output) =>
        bench.number('PowerUnit', `CP${output}`),
      );
      const sum = bench.number('PowerUnit', 'outputPower');
      expect(outputs.reduce((total, power) => total + power, 0)).toBeCloseTo(sum, 3);
      expect(Math.min(...outputs)).toBeGreaterThan(0);
      sums.push(sum);
    }
    expect(new Set(sums).size).toBeGreaterThan(3);
    expect(bench.send('PowerUnit', 'off')).toBe(false);
  });

  it.each([
    ['much is allowed', 50, 0b00],
    ['next to nothing is allowed', 0.001, 0b11],
  ])('LoadManager: %s', (_what, maxPower, locked) => {
    const details = { maxPower, loads: [{ id: 0 }, { id: 1 }] };
    const bench = new Bench(
      [
        { type: 'LoadManager', details },
        { type: 'Wallbox2', name: 'Box' },
      ],
      '2025-01-15T19:00:00Z',
    );
    bench.send('Box', 'manualLimit/22');
    bench.send('Box', 'allow/on');
    bench.wait(2);
    const number = (state: string): number => bench.number('LoadManager', state);
    expect(number('currentPower')).toBeGreaterThan(15);
    expect(number('maxPower')).toBe(maxPower);
    expect(number('availablePower')).toBeCloseTo(Math.max(0, maxPower - number('currentPower')), 2);
    expect(number('lockedLoads')).toBe(locked);
    expect(number('statusLoads')).toBe(0b11 - locked);
    expect(number('maxPowerExceeded')).toBe(locked === 0 ? 0 : 1);
    const over = Math.max(0, number('currentPower') - maxPower);
    expect(number('peakOverloadPower') > 0).toBe(over > 0);
    const peak = number('peakOverloadPower');
    bench.send('Box', 'allow/off');
    bench.wait(2);
    expect(number('peakOverloadPower')).toBe(peak);
    expect(bench.send('LoadManager', 'reset')).toBe(false);
  });

  it('LoadManager sheds the last loads first', () => {
    const details = { maxPower: 20, loads: [0, 1, 2, 3].map((id) => ({ id })) };
    const bench = new Bench(
      [
        { type: 'LoadManager', details },
        { type: 'Wallbox2', name: 'Box' },
      ],
      '2025-01-15T19:00:00Z',
    );
    bench.send('Box', 'manualLimit/22');
    bench.send('Box', 'allow/on');
    bench.wait(2);
    const over = bench.number('LoadManager', 'currentPower') - 20;
    const shed = Math.min(4, Math.ceil(over / 2));
    expect(shed).toBeGreaterThan(0);
    expect(bench.number('LoadManager', 'statusLoads')).toBe(2 ** (4 - shed) - 1);
  });
});

describe('CarCharger', () => {
  const type = 'CarCharger';

  it('charges until the car is full, and starts anew', () => {
    const bench = benchFor(type);
    expect(bench.send(type, 'limit/20')).toBe(true);
    expect(bench.send(type, 'charge/on')).toBe(true);
    expect(bench.number(type, 'power')).toBe(20);
    bench.jump(3600);
    expect(bench.number(type, 'energySession')).toBeCloseTo(20, 1);
    expect(bench.number(type, 'chargeDuration')).toBe(3600);
    bench.jump(3700);
    expect([
      bench.number(type, 'energySession'),
      bench.number(type, 'charging'),
      bench.number(type, 'chargingFinished'),
      bench.number(type, 'power'),
    ]).toEqual([40, 0, 1, 0]);
    bench.jump(3600);
    expect(bench.number(type, 'energySession')).toBe(40);
    bench.send(type, 'charge/1');
    expect([bench.number(type, 'energySession'), bench.number(type, 'chargingFinished')]).toEqual([
      0, 0,
    ]);
    bench.send(type, 'charge/OFF');
    expect(bench.number(type, 'power')).toBe(0);
  });

  it('takes no power without a car, and no words that it does not know', () => {
    const bench = benchFor(type);
    bench.control(type).set('connected', 0);
    bench.send(type, 'charge/on');
    bench.wait(10);
    expect([bench.number(type, 'power'), bench.number(type, 'energySession')]).toEqual([0, 0]);
    for (const wrong of [
      'charge',
      'charge/maybe',
      'limit/23',
      'limit/-1',
      'limitmode/3',
      'profile/10',
      'profile/1.5',
    ]) {
      expect(bench.send(type, wrong), wrong).toBe(false);
    }
    expect(bench.send(type, 'limitMode/2') && bench.send(type, 'profile/9')).toBe(true);
    expect([bench.number(type, 'limitMode'), bench.number(type, 'currentProfile')]).toEqual([2, 9]);
  });
});

describe('Wallbox2', () => {
  const type = 'Wallbox2';

  it('takes modes and limits within reason; a limit by hand is a mode of its own', () => {
    const bench = benchFor(type);
    for (const mode of [1, 5, 99]) {
      expect(bench.send(type, `setmode/${mode}`)).toBe(true);
      expect(bench.number(type, 'mode')).toBe(mode);
    }
    bench.send(type, 'setmode/2');
    expect(bench.send(type, 'manualLimit/11')).toBe(true);
    expect([bench.number(type, 'limit'), bench.number(type, 'mode')]).toEqual([11, 99]);
    expect(bench.send(type, 'modeUnplug/5')).toBe(true);
    for (const wrong of [
      'setmode/0',
      'setmode/6',
      'setmode',
      'manualLimit/22.1',
      'modeUnplug/6',
      'allow',
      'allow/1',
      'updateMode/1/2',
      'fly',
    ]) {
      expect(bench.send(type, wrong), wrong).toBe(false);
    }
    expect([bench.number(type, 'limit'), bench.number(type, 'modeUnplug')]).toEqual([11, 5]);
  });

  it('a session begins anew with each permission, the meter goes on', () => {
    const bench = benchFor(type);
    const session = (): number => (bench.json(type, 'session') as { energy: number }).energy;
    const before = bench.number(type, 'total');
    bench.send(type, 'manualLimit/10');
    bench.send(type, 'allow/on');
    bench.jump(3600);
    expect(session()).toBeCloseTo(10, 1);
    expect(bench.number(type, 'total') - before).toBeCloseTo(10, 1);
    bench.send(type, 'allow/off');
    bench.jump(3600);
    expect(session()).toBeCloseTo(10, 1);
    bench.send(type, 'allow/on');
    expect(session()).toBe(0);
    bench.jump(1800);
    expect(bench.number(type, 'total') - before).toBeCloseTo(15, 1);
  });
});

describe('WallboxManager', () => {
  it('adds up its wall boxes, and tells of each that is asked for', () => {
    const nodes = ['One', 'Two'].map((name) => ({
      uuid: `node-${name}`,
      ctrlUuid: idOf(name),
      nodeType: 'Wallbox',
      title: name,
    }));
    const bench = new Bench([
      { type: 'WallboxManager', details: { nodes } },
      { type: 'Wallbox2', name: 'One' },
      { type: 'Wallbox2', name: 'Two' },
    ]);
    const number = (state: string): number => bench.number('WallboxManager', state);
    bench.send('One', 'manualLimit/10');
    bench.send('One', 'allow/on');
    bench.wait(1);
    expect([number('Cp'), number('Ap'), number('actual0'), number('actual1')]).toEqual([
      10, 12, 10, 0,
    ]);
    bench.send('Two', 'manualLimit/12');
    bench.send('Two', 'allow/on');
    bench.wait(1);
    expect([number('Cp'), number('Ap'), number('limitedBy0')]).toEqual([22, 0, 8]);
    const ask = (tail: string): unknown =>
      bench.house.execute(`${idOf('WallboxManager')}/${tail}`, { secured: true }).value;
    expect(ask('getNodeValue/node-Two')).toEqual([{ uuid: 'node-Two', value: 12 }]);
    expect(ask('getNodeValue')).toHaveLength(2);
    expect(ask('getNodeValue/nothing')).toEqual([]);
    expect(bench.send('WallboxManager', 'on')).toBe(false);
  });
});
