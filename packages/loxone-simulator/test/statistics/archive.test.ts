import {
  decodeStatisticFile,
  decodeStatisticRows,
  parseStatisticXml,
  type StatisticRow,
  type StatisticUnit,
} from '@gatehouse/loxone-protocol';
import { describe, expect, it } from 'vitest';
import { createDemoHouse } from '../../src/demo/demo-house.js';
import type { Control } from '../../src/house/control.js';
import { House } from '../../src/house/house.js';
import { createPast } from '../../src/statistics/generated-past.js';
import { ManualTime } from '../support/manual-time.js';
import { randomly } from '../support/random.js';

const DAY = 86_400;
const NOW = '2025-06-04T10:20:00Z';
const UNIX = Date.parse(NOW) / 1000;

interface Lived {
  readonly house: House;
  readonly time: ManualTime;
  pass(seconds: number): void;
  control(name: string): Control;
}

function lived(
  start = NOW,
  zone: { utcOffsetMinutes: number } | { timeZone: string } = { timeZone: 'Europe/Vienna' },
): Lived {
  const time = new ManualTime(start);
  const house = new House(createDemoHouse(), { clock: time.clock, ...zone });
  return {
    house,
    time,
    pass: (seconds) => {
      time.advance(seconds * 1000);
      house.tick(seconds);
    },
    control: (name) => {
      const found = [...house.controls()].find((control) => control.name === name);
      if (found === undefined) throw new TypeError(`no control ${name}`);
      return found;
    },
  };
}

function rowsOf(
  { house }: Lived,
  control: Control,
  query: { mode?: 'raw' | 'diff'; from: number; to: number; unit: StatisticUnit; group?: number },
): readonly StatisticRow[] {
  const { mode = 'raw', from, to, unit, group = 2 } = query;
  const bytes = house.archive.rows(control, {
    groupId: group,
    output: undefined,
    mode,
    from,
    to,
    unit,
  });
  return decodeStatisticRows(bytes ?? new Uint8Array(), 1);
}

const value = (row: StatisticRow | undefined): number => row?.values[0] ?? Number.NaN;

describe('years before the house was started', () => {
  it('are the same every time, from the house alone', () => {
    const query = { from: UNIX - 400 * DAY, to: UNIX - 390 * DAY, unit: 'all' } as const;
    const rows = (): readonly StatisticRow[] => {
      const house = lived();
      return rowsOf(house, house.control('Solar Production'), query);
    };
    expect(rows()).toEqual(rows());
    expect(rows().length).toBeGreaterThan(100);
  });

  it('reach back three years, and not further', () => {
    const house = lived();
    const meter = house.control('Solar Production');
    const [info] = house.house.archive.info(meter);
    expect(info?.activeSince).toBe(UNIX - (UNIX % 3600) - 3 * 365 * DAY);
    const rows = rowsOf(house, meter, { from: 0, to: UNIX, unit: 'month' });
    expect(rows.length).toBe(36);
    expect(rows[0]?.time).toBeGreaterThanOrEqual(Number(info?.activeSince));
  });

  it('end in what the house began with', () => {
    for (const name of ['Solar Production', 'Grid', 'House Consumption', 'Heat Pump']) {
      for (const group of [1, 2]) {
        const house = lived();
        const control = house.control(name);
        const rows = rowsOf(house, control, {
          from: UNIX - DAY,
          to: UNIX + DAY,
          unit: 'all',
          group,
        });
        expect(rows.at(-1)?.time).toBe(UNIX);
        expect(value(rows.at(-1))).toBe(control.number(group === 1 ? 'actual' : 'total'));
        const step = Math.abs(value(rows.at(-1)) - value(rows.at(-2)));
        expect(step, `${name} jumps at the end`).toBeLessThan(3);
      }
    }
  });

  it('have meters that never fall and never go below zero', () => {
    const house = lived();
    for (const name of ['Solar Production', 'Battery', 'Grid', 'House Consumption']) {
      const rows = rowsOf(house, house.control(name), { from: 0, to: UNIX, unit: 'hour' });
      expect(rows.length).toBeGreaterThan(20_000);
      const falling = rows.findIndex(
        (row, index) => index > 0 && value(row) < value(rows[index - 1]),
      );
      expect(falling).toBe(-1);
      expect(value(rows[0])).toBeGreaterThan(0);
    }
  });

  it('have more sun in June than in December, and none at night', () => {
    const house = lived();
    const meter = house.control('Solar Production');
    const months = rowsOf(house, meter, { mode: 'diff', from: 0, to: UNIX, unit: 'month' });
    const of = (month: string): number =>
      value(
        months.find(({ time }) => new Date((time + DAY) * 1000).toISOString().startsWith(month)),
      );
    expect(of('2024-06')).toBeGreaterThan(1.8 * of('2024-12'));
    const midnight = Date.UTC(2024, 5, 10, 22) / 1000;
    const night = rowsOf(house, meter, {
      mode: 'diff',
      from: midnight,
      to: midnight + 4 * 3600,
      unit: 'hour',
    });
    expect(night.every((row) => value(row) === 0)).toBe(true);
    const noon = rowsOf(house, meter, {
      from: midnight + 12 * 3600,
      to: midnight + 14 * 3600,
      unit: 'hour',
      group: 1,
    });
    expect(value(noon[0])).toBeGreaterThan(0);
  });

  it('have temperatures of their season', () => {
    const house = lived();
    const sensor = house.control('Outdoor Temperature');
    const mean = (month: string): number => {
      const rows = decodeStatisticRows(
        house.house.archive.month(sensor, month) ?? new Uint8Array(),
        1,
      );
      return rows.reduce((sum, row) => sum + value(row), 0) / rows.length;
    };
    expect(mean('202407')).toBeGreaterThan(mean('202401') + 10);
  });
});

describe('differences', () => {
  const house = lived();
  const meter = house.control('House Consumption');

  it.each([1, 2, 3, 4, 5, 6])(
    'add up to what was read off, whatever the span (seed %d)',
    (seed) => {
      const random = randomly(seed);
      for (const unit of ['hour', 'day', 'month', 'all'] as const) {
        const from = UNIX - (1 + random(900)) * DAY;
        const to = Math.min(UNIX - 1, from + (2 + random(60)) * DAY);
        const raw = rowsOf(house, meter, { from, to, unit });
        const diff = rowsOf(house, meter, { mode: 'diff', from, to, unit });
        const last = raw.length - 1;
        const sum = diff.slice(0, Math.max(0, last)).reduce((total, row) => total + value(row), 0);
        const grown = raw.length === 0 ? 0 : value(raw[last]) - value(raw[0]);
        expect(Math.abs(sum - grown), `${unit} from ${from} to ${to}`).toBeLessThan(1e-3);
      }
    },
  );

  it('agree between spans: the hours of a day are the day', () => {
    const from = Date.UTC(2025, 4, 9, 22) / 1000;
    const hours = rowsOf(house, meter, { mode: 'diff', from, to: from + DAY - 1, unit: 'hour' });
    const [day] = rowsOf(house, meter, { mode: 'diff', from, to: from + 1, unit: 'day' });
    expect(hours).toHaveLength(24);
    expect(hours.reduce((sum, row) => sum + value(row), 0)).toBeCloseTo(value(day), 2);
  });
});

describe('clocks that change', () => {
  it('make a day of 23 and one of 25 hours', () => {
    const house = lived('2025-11-04T10:00:00Z');
    const meter = house.control('Grid');
    const hours = (from: string, to: string): number =>
      rowsOf(house, meter, {
        from: Date.parse(from) / 1000,
        to: Date.parse(to) / 1000,
        unit: 'day',
      })
        .map(({ time }) => time)
        .reduce(
          (span, time, index, all) => (index === 1 ? (time - (all[0] ?? 0)) / 3600 : span),
          0,
        );
    expect(hours('2025-03-29T23:00:00Z', '2025-03-30T22:00:00Z')).toBe(23);
    expect(hours('2025-10-25T22:00:00Z', '2025-10-26T23:00:00Z')).toBe(25);
  });

  it('stamp the first generation by the clock on the wall', () => {
    const house = lived('2025-11-04T10:00:00Z');
    const sensor = house.control('Outdoor Temperature');
    const spring = parseStatisticXml(house.house.archive.xml(sensor, '20250330') ?? '<x/>');
    const hours = new Set(spring.map(({ time }) => Math.floor((time % DAY) / 3600)));
    expect(hours.has(2)).toBe(false);
    expect(hours.has(3)).toBe(true);
    const midnight = Date.UTC(2025, 2, 30) / 1000 - 1_230_768_000;
    expect(spring[0]?.time).toBe(midnight);
    expect(spring.at(-1)?.time).toBeGreaterThan(midnight + 23 * 3600);
  });
});

describe('what the house lives through', () => {
  it('is recorded as it was, and the newest row is what the state holds', () => {
    const house = lived();
    const meter = house.control('House Consumption');
    const seen = new Map<number, number>();
    for (let step = 0; step < 36; step += 1) {
      house.pass(300);
      const at = Math.floor(house.house.now() / 1000);
      seen.set(at, meter.number('total'));
      const newest = rowsOf(house, meter, { from: at - 3600, to: at + 60, unit: 'all' }).at(-1);
      expect(newest).toEqual({ time: at, values: [meter.number('total')] });
    }
    const rows = rowsOf(house, meter, { from: UNIX, to: UNIX + 3 * 3600, unit: 'all' });
    for (const { time, values } of rows.slice(1)) {
      if (seen.has(time)) expect(values[0]).toBeCloseTo(seen.get(time) ?? 0, 1);
    }
    const before = rowsOf(house, meter, { from: UNIX - DAY, to: UNIX, unit: 'all' });
    house.pass(3600);
    expect(rowsOf(house, meter, { from: UNIX - DAY, to: UNIX, unit: 'all' }).slice(0, -1)).toEqual(
      before.slice(0, -1),
    );
  });
});

describe('the present', () => {
  it('is the newest row at once, also between two samples', () => {
    const house = lived();
    const sensor = house.control('Outdoor Temperature');
    house.pass(600);
    const at = Math.floor(house.house.now() / 1000);
    sensor.set('value', -40);
    const rows = decodeStatisticRows(
      house.house.archive.month(sensor, '20250604') ?? new Uint8Array(),
      1,
    );
    expect(rows.at(-1)?.values).toEqual([-40]);
    expect(rows.at(-1)?.time).toBe(at + 7200 - 1_230_768_000);
  });

  it('is led to without a jump, whatever the house begins with', () => {
    const house = lived();
    const control = house.control('Outdoor Temperature');
    const series = { control, output: '0', state: 'value', accumulated: false, digital: false };
    const anchor = { at: UNIX, value: 95 };
    const past = createPast(series, house.house.environment, anchor);
    const before = (seconds: number): number => past(UNIX - seconds);
    expect(Math.abs(before(60) - 95)).toBeLessThan(1);
    expect(Math.abs(before(7 * DAY) - 95)).toBeGreaterThan(60);
    expect(before(0)).toBe(95);
  });
});

describe('the first generation', () => {
  const house = lived();
  const sensor = house.control('Outdoor Temperature');
  const { archive } = house.house;

  it('says the same in all its forms', () => {
    const binary = decodeStatisticRows(archive.month(sensor, '202505') ?? new Uint8Array(), 1);
    expect(binary.length).toBeGreaterThan(1000);
    expect(parseStatisticXml(archive.xml(sensor, '202505') ?? '')).toEqual(binary);
    const file = decodeStatisticFile(archive.file(sensor, '202505') ?? new Uint8Array());
    expect(file.rows).toEqual(binary);
    expect(file.name).toBe('Outdoor Temperature');
  });

  it('skips what did not change, and ends in what is now', () => {
    const rows = decodeStatisticRows(archive.month(sensor, '20250604') ?? new Uint8Array(), 1);
    const repeated = rows.findIndex(
      (row, index) => index > 0 && index < rows.length - 1 && value(row) === value(rows[index - 1]),
    );
    expect(repeated).toBe(-1);
    expect(value(rows.at(-1))).toBe(sensor.number('value'));
    expect(archive.month(sensor, '202512')).toEqual(new Uint8Array());
  });

  it.each(['soon', '2025', '202513', '20250', ''])('knows no month %s', (period) => {
    expect(archive.month(sensor, period)).toBeUndefined();
    expect(archive.xml(sensor, period)).toBeUndefined();
    expect(archive.file(sensor, period)).toBeUndefined();
  });

  it('has nothing of a control that records nothing', () => {
    const lamp = house.control('Garage Light');
    expect(archive.month(lamp, '202505')).toBeUndefined();
    expect(archive.info(lamp)).toEqual([]);
  });

  it('is listed in the catalogue, whose date is kept', () => {
    expect(archive.catalogueDate).toBe('');
    const list = archive.catalogue(house.house.controls());
    expect(JSON.stringify(list)).toContain('Outdoor Temperature');
    expect(archive.catalogueDate).toBe('2025-06-04 12:20:00');
  });
});
