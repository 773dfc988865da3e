import { describe, expect, it } from 'vitest';
import type { ChartRequest } from '../src/ports/charts.js';
import { limitedTo } from './support/authorize.js';
import { call, errorOf, NOW } from './support/call.js';
import { control, room } from './support/controls.js';
import { type FakeDataOptions, fakeData } from './support/fake-data.js';
import { FakeHome } from './support/fake-home.js';
import { testHouse } from './support/house.js';

const HOUR = 3_600_000;
const UTILITY = room('Utility');
const FORMATS = { actualFormat: '%.2fkW', totalFormat: '%.1fkWh', storageFormat: '%.0f%%' };

const CONTROLS = [
  control({ id: 'grid', name: 'Grid', type: 'Meter', room: UTILITY, details: FORMATS }),
  control({ id: 'roof', name: 'Roof', type: 'Meter', room: UTILITY, details: FORMATS }),
  control({
    id: 'battery',
    name: 'Battery',
    type: 'Meter',
    room: UTILITY,
    details: { ...FORMATS, type: 'storage' },
  }),
  control({
    id: 'water',
    name: 'Water',
    type: 'Meter',
    room: UTILITY,
    details: { actualFormat: '%.1fl', totalFormat: '%.1fm³' },
  }),
  control({ id: 'car', name: 'Car', type: 'Wallbox2', room: UTILITY, details: FORMATS }),
  control({
    id: 'flow',
    name: 'Flow',
    type: 'EFM',
    room: UTILITY,
    details: {
      actualFormat: '%.2fkW',
      nodes: [
        { nodeType: 'Grid', ctrlUuid: 'grid' },
        { nodeType: 'Group', nodes: [{ nodeType: 'Production', ctrlUuid: 'roof' }] },
      ],
    },
  }),
  control({ id: 'manager', name: 'Manager', type: 'EnergyManager2', room: UTILITY }),
];

function house(): FakeHome {
  return new FakeHome(CONTROLS, {
    grid: { actual: -1.5, total: 100, totalDay: 10, totalWeek: 50, totalNegDay: 4 },
    roof: { actual: 4, totalDay: 20 },
    battery: { actual: -0.5, totalDay: 3, storage: 80 },
    water: { actual: 2, totalDay: 0.4 },
    flow: { Gpwr: -1.5, Ppwr: 4, Spwr: -0.5 },
    manager: { Gpwr: -1.5, Ppwr: 4, Ssoc: 82 },
  });
}

const COUNTED = {
  grid: [
    {
      output: 'total',
      title: 'Energy',
      unit: 'kWh',
      accumulated: true,
      points: Array.from({ length: 48 }, (_, at) => [NOW - (48 - at) * HOUR, 1] as const),
    },
  ],
};

interface Row {
  readonly id: string;
  readonly [key: string]: unknown;
}

async function energy(
  args: Record<string, unknown> = {},
  options: FakeDataOptions = {},
  charts?: (request: ChartRequest) => Promise<Uint8Array>,
) {
  const data = fakeData({ records: COUNTED, ...options });
  const ports = { data, ...(charts !== undefined && { charts }) };
  const result = await call('loxone_energy', args, { home: house(), ports });
  const rows = new Map((result.structured.meters as readonly Row[]).map((row) => [row.id, row]));
  return { result, rows, data };
}

describe('loxone_energy now', () => {
  it('tells the flows of the house and each meter, from memory', async () => {
    const { result, rows, data } = await energy();
    expect(result.structured.balance).toEqual({
      source: 'Flow [Utility]',
      unit: 'kW',
      grid: -1.5,
      production: 4,
      battery: -0.5,
      consumption: 2,
      battery_percent: 82,
    });
    expect(result.text.split('\n')[0]).toBe(
      '1.5 kW fed into the grid, 4 kW produced, battery charged with 0.5 kW, 2 kW used in the house, battery 82 % full.',
    );
    expect(rows.get('grid')).toEqual({
      id: 'grid',
      label: 'Grid [Utility]',
      role: 'grid',
      power: -1.5,
      power_unit: 'kW',
    });
    expect([...rows.values()].map(({ id, role }) => [id, role])).toEqual([
      ['battery', 'storage'],
      ['car', 'wallbox'],
      ['grid', 'grid'],
      ['roof', 'production'],
      ['water', 'meter'],
    ]);
    expect(rows.get('battery')).toMatchObject({ storage_percent: 80 });
    expect(rows.get('car')).not.toHaveProperty('power');
    expect(result.text).toContain('Car [Utility]: nothing known');
    expect(data.asked).toEqual([]);
  });

  it('has no balance where nothing knows it, and says that there are no meters', async () => {
    const home = new FakeHome([CONTROLS[0] ?? control({ id: 'x', name: 'x', type: 'Meter' })]);
    const result = await call('loxone_energy', {}, { home });
    expect(result.structured).not.toHaveProperty('balance');
    expect(errorOf(await call('loxone_energy', {}, { home: testHouse() }))?.code).toBe(
      'nothing_selected',
    );
  });

  it('adds up only what the caller sees', async () => {
    const principal = limitedTo({ devices: ['grid'] });
    const result = await call('loxone_energy', {}, { home: house(), principal });
    expect(result.structured).not.toHaveProperty('balance');
    expect((result.structured.meters as Row[]).map(({ id }) => id)).toEqual(['grid']);
  });
});

describe('loxone_energy of a period', () => {
  it.each(['today', 'day'])(
    'gives what was counted %s, from memory, and its cost',
    async (period) => {
      const { rows, result, data } = await energy(
        { period, tariff: 0.3, feed_in: 0.1 },
        { currency: '€' },
      );
      expect(rows.get('grid')).toEqual({
        id: 'grid',
        label: 'Grid [Utility]',
        role: 'grid',
        energy: 10,
        returned: 4,
        unit: 'kWh',
        cost: 2.6,
        currency: '€',
      });
      expect(rows.get('water')).toMatchObject({ energy: 0.4, unit: 'm³' });
      expect(rows.get('water')).not.toHaveProperty('cost');
      expect(result.text).toContain('Grid [Utility]: 10 kWh, 4 kWh back, cost 2.6 €');
      expect(result.structured).not.toHaveProperty('balance');
      expect(data.asked).toEqual([]);
    },
  );

  it('takes what was recorded where the house keeps no count, asking once for each meter', async () => {
    const { rows, data } = await energy({ period: 'yesterday' });
    expect(data.asked).toEqual(['history grid']);
    expect(data.queries[0]).toMatchObject({
      output: 'total',
      from: Date.UTC(2027, 0, 14),
      to: Date.UTC(2027, 0, 15) - 1,
      resolution: 'hour',
    });
    expect(rows.get('grid')).toMatchObject({ energy: 24, unit: 'kWh' });
    expect(rows.get('roof')).not.toHaveProperty('energy');
    expect((await energy({ period: 'week' })).rows.get('grid')).toMatchObject({ energy: 50 });
  });

  it('says that a price for feeding in needs another', async () => {
    const { result } = await energy({ period: 'today', feed_in: 0.1 });
    expect(result.structured.remarks).toEqual(['feed_in counts only beside a tariff.']);
  });

  it('draws bars of what was recorded', async () => {
    const requests: ChartRequest[] = [];
    const charts = async (request: ChartRequest) => {
      requests.push(request);
      return new Uint8Array([1]);
    };
    const { result } = await energy({ period: 'yesterday', chart: true }, {}, charts);
    expect(result.content).toHaveLength(1);
    expect(requests[0]).toMatchObject({
      kind: 'bar',
      series: [{ label: 'Grid [Utility]', unit: 'kWh' }],
    });
    expect(requests[0]?.series[0]?.points).toHaveLength(24);
    const nothing = await energy({ chart: true }, { records: {} }, charts);
    expect(nothing.result.structured.remarks).toEqual(['Nothing was recorded to draw.']);
  });

  it.each([{ period: 'decade' }, { tariff: -1 }])('refuses %j', async (args) => {
    expect((await call('loxone_energy', args, { home: house() })).isError).toBe(true);
  });
});
