import { describe, expect, it } from 'vitest';
import { BATTERY_KWH } from '../../src/physics/energy-plant.js';
import { Bench } from '../support/bench.js';
import { randomly } from '../support/random.js';

const STATES = ['actual', 'total', 'totalNeg', 'storage'];
const ROOF = 'Solar Production';
const LOADS = ['Heat Pump', 'Freezer'] as const;

function plant(start: string): Bench {
  return new Bench(
    [
      ...[ROOF, 'Battery', 'Grid', 'House Consumption', ...LOADS].map((name) => ({
        type: 'Meter',
        name,
        states: STATES,
        details: { type: name === 'Battery' ? 'storage' : name === 'Grid' ? 'bidirectional' : '' },
      })),
      { type: 'Wallbox2', name: 'Wallbox', states: ['actual', 'total', 'enabled', 'limit'] },
      { type: 'CarCharger', name: 'Charger', states: ['power', 'energySession'] },
      { type: 'EFM', name: 'Flow', states: ['Ppwr', 'Gpwr', 'Spwr'] },
    ],
    start,
  );
}

const COMMANDS = [
  ['Wallbox', 'allow/on'],
  ['Wallbox', 'allow/off'],
  ['Wallbox', 'manualLimit/11'],
  ['Wallbox', 'manualLimit/4.2'],
  ['Charger', 'charge/on'],
  ['Charger', 'charge/off'],
  ['Charger', 'limit/3.7'],
] as const;

describe.each([1, 2, 3, 4])('energy, whatever is switched (seed %d)', (seed) => {
  const random = randomly(seed);
  const bench = plant(`2025-0${1 + random(8)}-1${random(9)}T0${random(9)}:00:00Z`);
  const read = (name: string, state: string): number => bench.number(name, state);
  const net = (name: string): number => read(name, 'total') - read(name, 'totalNeg');

  it('adds up at every step, in power and in what the meters counted', () => {
    const names = [ROOF, 'Battery', 'Grid', 'House Consumption', ...LOADS];
    const before = new Map(names.map((name) => [name, net(name)]));
    const wallbox = read('Wallbox', 'total');
    const charge = bench.house.energy.flow().charge;
    for (let step = 0; step < 400; step += 1) {
      const [name, tail] = COMMANDS[random(COMMANDS.length)] ?? COMMANDS[0];
      if (random(5) === 0) bench.send(name, tail);
      bench.jump([1, 2, 5, 30, 60, 600][random(6)] ?? 1);
      const sources = read(ROOF, 'actual') + read('Battery', 'actual') + read('Grid', 'actual');
      expect(sources).toBeCloseTo(read('House Consumption', 'actual'), 6);
      expect(read('Flow', 'Ppwr') + read('Flow', 'Spwr') + read('Flow', 'Gpwr')).toBeCloseTo(
        sources,
        6,
      );
      const known = [
        ...LOADS.map((load) => read(load, 'actual')),
        read('Wallbox', 'actual'),
        read('Charger', 'power'),
      ];
      const household =
        read('House Consumption', 'actual') - known.reduce((sum, power) => sum + power, 0);
      // What remains is the household itself: always there, never more than it can be.
      expect(household).toBeGreaterThan(0.3);
      expect(household).toBeLessThan(5);
    }
    const grown = (name: string): number => net(name) - (before.get(name) ?? 0);
    expect(grown(ROOF) + grown('Battery') + grown('Grid')).toBeCloseTo(
      grown('House Consumption'),
      1,
    );
    const stored = ((bench.house.energy.flow().charge - charge) * BATTERY_KWH) / 100;
    expect(stored).toBeCloseTo(-grown('Battery'), 1);
    expect(read('Wallbox', 'total')).toBeGreaterThan(wallbox);
    expect(grown('House Consumption')).toBeGreaterThan(
      read('Wallbox', 'total') - wallbox + grown('Heat Pump') + grown('Freezer'),
    );
  });

  it('keeps the battery between empty and full', () => {
    for (let day = 0; day < 4; day += 0.5) {
      bench.jump(12 * 3600);
      const { charge } = bench.house.energy.flow();
      expect(charge >= 0 && charge <= 100).toBe(true);
    }
  });
});
