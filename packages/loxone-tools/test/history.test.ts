import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gather, summarize, thin } from '../src/history/buckets.js';
import { historyCsv, historyCsvUri } from '../src/history/history-csv.js';
import { houseClock } from '../src/history/house-clock.js';
import type { ChartRequest } from '../src/ports/charts.js';
import type { RecordedOutput } from '../src/ports/house-data.js';
import { limitedTo } from './support/authorize.js';
import { call, errorOf, NOW } from './support/call.js';
import { fakeData } from './support/fake-data.js';
import { testHouse } from './support/house.js';
import { MANY_RUNS } from './support/many-runs.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const TEMPERATURE: RecordedOutput = {
  output: '0',
  title: 'Temperature',
  unit: '°C',
  accumulated: false,
};
const ENERGY: RecordedOutput = { output: 'total', title: 'Energy', unit: 'kWh', accumulated: true };

type Point = readonly [number, number];

/** Values each quarter of an hour, up to now. */
function quarters(days: number, valueAt: (step: number) => number): readonly Point[] {
  const count = days * 96;
  return Array.from(
    { length: count },
    (_, at) => [NOW - (count - at) * 900_000, valueAt(at)] as const,
  );
}

const DATA = {
  temperature: [{ ...TEMPERATURE, points: quarters(10, (step) => 20 + (step % 4)) }],
  coffee: [
    {
      output: 'actual',
      title: 'Power',
      unit: 'kW',
      accumulated: false,
      points: quarters(1, () => 2),
    },
    { ...ENERGY, points: quarters(1, () => 0.5) },
  ],
};

function read(
  args: Record<string, unknown>,
  more: {
    data?: ReturnType<typeof fakeData>;
    charts?: (request: ChartRequest) => Promise<Uint8Array>;
  } = {},
) {
  const { data = fakeData({ records: DATA }), charts } = more;
  return call('loxone_history', args, {
    home: testHouse(),
    ports: { data, ...(charts !== undefined && { charts }) },
  });
}

interface Structured {
  readonly device: Record<string, unknown>;
  readonly points: readonly (readonly [string, number])[];
  readonly summary: Record<string, number>;
  readonly remarks?: readonly string[];
}

async function series(args: Record<string, unknown>, data = fakeData({ records: DATA })) {
  const result = await read(args, { data });
  expect(errorOf(result)).toBeUndefined();
  return result.structured as unknown as Structured;
}

describe('loxone_history', () => {
  it('gives the last day by the hour, with a summary', async () => {
    const data = fakeData({ records: DATA });
    const result = await read({ target: 'Temperature' }, { data });
    const { device, points, summary } = result.structured as unknown as Structured;
    expect(device).toEqual({
      id: 'temperature',
      label: 'Temperature [Küche]',
      output: 'Temperature',
      unit: '°C',
      bucket: 'hour',
      fn: 'avg',
      time_zone: 'UTC',
    });
    expect(points).toHaveLength(24);
    expect(points[1]).toEqual(['2027-01-14T09:00', 21.5]);
    expect(summary).toEqual({ count: 24, min: 21.5, max: 21.5, mean: 21.5, last: 21.5 });
    expect(result.text).toBe(
      'Temperature [Küche], Temperature, 2027-01-14T08:00 to 2027-01-15T08:00 (UTC):\nleast 21.5 °C, most 21.5 °C, mean 21.5 °C, last 21.5 °C; 24 hours.',
    );
    expect(data.asked).toEqual(['history temperature']);
  });

  it.each([
    ['min', 20],
    ['max', 23],
    ['avg', 21.5],
    ['last', 23],
    ['sum', 86],
  ])('makes the %s of each hour', async (fn, value) => {
    const { points } = await series({ target: 'Temperature', fn });
    expect(new Set(points.map(([, one]) => one))).toEqual(new Set([value]));
  });

  it('asks the Miniserver for what was counted, and adds it up', async () => {
    const data = fakeData({ records: DATA });
    const { summary, device } = await series({ target: 'Coffee', fn: 'sum' }, data);
    expect(device).toMatchObject({ output: 'Energy', unit: 'kWh', fn: 'sum' });
    expect(summary.sum).toBe(48);
    expect(data.queries[0]).toMatchObject({ resolution: 'hour', output: 'total' });
  });

  it('takes the first quantity, or the one that is named, by either name', async () => {
    expect((await series({ target: 'Coffee' })).device).toMatchObject({ output: 'Power' });
    expect((await series({ target: 'Coffee', output: 'energy' })).device).toMatchObject({
      output: 'Energy',
    });
    expect((await series({ target: 'Coffee', output: 'TOTAL' })).device).toMatchObject({
      output: 'Energy',
    });
    const wrong = await read({ target: 'Coffee', output: 'Water' });
    expect(errorOf(wrong)).toMatchObject({
      code: 'invalid_argument',
      hint: 'It records: Power, Energy.',
    });
  });

  it('puts neighbours together where there are too many, says so, and links all of them', async () => {
    const result = await read({ target: 'Temperature', from: '-7d', bucket: 'raw' });
    const { points, summary, remarks } = result.structured as unknown as Structured;
    expect(points).toHaveLength(168);
    expect(points[0]?.[1]).toBe(21.5);
    expect(summary).toMatchObject({ count: 672, min: 20, max: 23 });
    expect(remarks).toEqual([
      '672 values shown as 168: each is the avg of 4 neighbours. The summary is of all; the linked CSV has every one.',
    ]);
    expect(result.text).toContain('672 values shown as 168');
    expect(result.content).toEqual([
      {
        type: 'resource_link',
        uri: 'loxone://controls/temperature/history.csv?from=2027-01-08T08%3A00%3A00.000Z&to=2027-01-15T08%3A00%3A00.000Z&bucket=raw&output=0&fn=avg',
        name: 'Temperature [Küche].csv',
        mimeType: 'text/csv',
      },
    ]);
  });

  it('reads long spans hour by hour, and says so', async () => {
    const data = fakeData({ records: DATA });
    const { remarks } = await series({ target: 'Temperature', from: '-1y', bucket: 'month' }, data);
    expect(data.queries[0]?.resolution).toBe('hour');
    expect(remarks).toEqual(['Reckoned from one value for each hour.']);
  });

  it('says that nothing was recorded', async () => {
    const result = await read({ target: 'Temperature', from: '2020', to: '2021' });
    expect(result.text).toContain('nothing was recorded.');
    expect(result.structured).toMatchObject({ points: [] });
    expect(result.structured).not.toHaveProperty('summary');
  });

  it.each([
    [{ target: 'Blind' }, 'not_supported'],
    [{ target: 'Nonsense' }, 'unknown_device'],
    [{ target: 'Temperature', from: 'soon' }, 'invalid_argument'],
    [{ target: 'Temperature', from: '-1h', to: '-2h' }, 'invalid_argument'],
    [{ target: 'Temperature', bucket: 'week' }, 'invalid_argument'],
    [{}, 'invalid_argument'],
  ])('refuses %j with %s', async (args, code) => {
    const data = fakeData({ records: DATA });
    const result = await read(args, { data });
    expect(errorOf(result)?.code).toBe(code);
    expect(data.asked).toEqual([]);
  });

  it('passes on why the Miniserver does not answer', async () => {
    const failure = { ok: false, code: 'offline', message: 'No connection.' } as const;
    const result = await read(
      { target: 'Temperature' },
      { data: fakeData({ records: DATA, failure }) },
    );
    expect(errorOf(result)).toMatchObject({ code: 'house_offline', message: 'No connection.' });
    const without = await call('loxone_history', { target: 'Temperature' }, { home: testHouse() });
    expect(errorOf(without)?.code).toBe('not_supported');
  });

  it('does not know what the caller may not see, and asks nobody about it', async () => {
    const data = fakeData({ records: DATA });
    const principal = limitedTo({ devices: ['coffee'] });
    for (const target of ['Temperature', 'temperature', 'Temperature [Küche]']) {
      const result = await call(
        'loxone_history',
        { target },
        { home: testHouse(), principal, ports: { data } },
      );
      expect(errorOf(result)?.code).toBe('unknown_device');
      expect(JSON.stringify(result)).not.toContain('emperature');
    }
    expect(data.asked).toEqual([]);
  });
});

describe('the chart of a history', () => {
  const PNG = new Uint8Array([1, 2, 3]);

  it('is an image beside the numbers, bars for what was counted', async () => {
    const requests: ChartRequest[] = [];
    const charts = async (request: ChartRequest) => {
      requests.push(request);
      return PNG;
    };
    const result = await read({ target: 'Temperature', chart: true }, { charts });
    expect(result.content).toEqual([{ type: 'image', mimeType: 'image/png', bytes: PNG }]);
    expect((result.structured as unknown as Structured).points).toHaveLength(24);
    await read({ target: 'Coffee', fn: 'sum', chart: true }, { charts });
    await read({ target: 'Temperature', from: '-10d', bucket: 'raw', chart: true }, { charts });
    expect(requests.map(({ kind, gapMs }) => [kind, gapMs])).toEqual([
      ['line', 2.5 * HOUR],
      ['bar', 2.5 * HOUR],
      ['line', undefined],
    ]);
    expect(requests[0]).toMatchObject({
      title: 'Temperature [Küche]: Temperature',
      timeZone: 'UTC',
      series: [{ label: 'Temperature', unit: '°C' }],
    });
    expect(requests[2]?.series[0]?.points.length).toBeLessThanOrEqual(800);
  });

  it('is missed with a remark, and the numbers are given', async () => {
    const failing = () => Promise.reject(new TypeError('broken'));
    for (const [charts, remark] of [
      [undefined, 'This server draws no charts.'],
      [failing, 'The chart could not be drawn.'],
    ] as const) {
      const result = await read(
        { target: 'Temperature', chart: true },
        charts === undefined ? {} : { charts },
      );
      const { remarks, points } = result.structured as unknown as Structured;
      expect(remarks).toEqual([remark]);
      expect(points).toHaveLength(24);
      expect(result.content).toBeUndefined();
    }
  });
});

describe('the CSV of a history', () => {
  it('has every value, in the time of the house and in UTC', async () => {
    const data = fakeData({ records: DATA, timeZone: 'Europe/Vienna' });
    const csv = await historyCsv(data, { control: 'temperature', from: '-1h', bucket: 'raw' }, NOW);
    expect(csv).toEqual({
      ok: true,
      value: [
        'time,utc,Temperature (°C)',
        '2027-01-15T08:00,2027-01-15T07:00:00.000Z,20',
        '2027-01-15T08:15,2027-01-15T07:15:00.000Z,21',
        '2027-01-15T08:30,2027-01-15T07:30:00.000Z,22',
        '2027-01-15T08:45,2027-01-15T07:45:00.000Z,23',
        '',
      ].join('\r\n'),
    });
  });

  it('quotes names, and lets none become a formula', async () => {
    const head = async (title: string) => {
      const data = fakeData({ records: { x: [{ ...TEMPERATURE, title, unit: '', points: [] }] } });
      const csv = await historyCsv(data, { control: 'x' }, NOW);
      return csv.ok ? csv.value.split('\r\n')[0] : undefined;
    };
    expect(await head('a,"b"')).toBe('time,utc,"a,""b"""');
    expect(await head('=1+1')).toBe("time,utc,'=1+1");
  });

  it('says what is wrong as a value', async () => {
    const data = fakeData({ records: DATA });
    expect(await historyCsv(data, { control: 'blind' }, NOW)).toMatchObject({ ok: false });
    expect(await historyCsv(data, { control: 'temperature', from: '?' }, NOW)).toMatchObject({
      ok: false,
    });
  });

  it('has an address without anything that is not set', () => {
    expect(historyCsvUri({ control: 'a/AI1', from: '-1h', bucket: undefined })).toBe(
      'loxone://controls/a%2FAI1/history.csv?from=-1h',
    );
  });
});

describe('buckets', () => {
  const clock = houseClock('Europe/Vienna');
  const points = fc
    .array(fc.tuple(fc.integer({ min: 0, max: 400 * 24 }), fc.integer({ min: -50, max: 50 })), {
      maxLength: 300,
    })
    .map((all) =>
      all.map(([hours, value]) => [NOW + hours * HOUR, value] as const).sort((a, b) => a[0] - b[0]),
    );

  it('lose nothing and add nothing', MANY_RUNS, () => {
    fc.assert(
      fc.property(points, fc.constantFrom('hour', 'day', 'month'), (all, bucket) => {
        const sums = gather(all, bucket, 'sum', clock);
        expect(sums.reduce((sum, [, value]) => sum + value, 0)).toBe(
          all.reduce((sum, [, value]) => sum + value, 0),
        );
        for (const [at] of sums) expect(clock.startOf(at, bucket)).toBe(at);
        const most = gather(all, bucket, 'max', clock);
        expect(Math.max(...most.map(([, value]) => value))).toBe(
          Math.max(...all.map(([, value]) => value)),
        );
      }),
    );
  });

  it('are days of the house, also when its clock is moved', () => {
    const spring = Date.UTC(2027, 2, 27, 23);
    const hours = Array.from({ length: 47 }, (_, at) => [spring + at * HOUR, 1] as const);
    expect(gather(hours, 'day', 'sum', clock).map(([, value]) => value)).toEqual([23, 24]);
  });

  it('thin to what fits, keeping the sum', MANY_RUNS, () => {
    fc.assert(
      fc.property(points, fc.integer({ min: 1, max: 50 }), (all, most) => {
        const { points: thinned, factor } = thin(all, 'sum', most);
        expect(thinned.length).toBeLessThanOrEqual(Math.max(most, 0));
        expect(thinned.length * factor).toBeGreaterThanOrEqual(all.length);
        expect(thinned.reduce((sum, [, value]) => sum + value, 0)).toBe(
          all.reduce((sum, [, value]) => sum + value, 0),
        );
      }),
    );
  });

  it('have no summary without values', () => {
    expect(summarize([], true)).toBeUndefined();
    expect(
      summarize(
        [
          [0, 3],
          [1, 1],
        ],
        true,
      ),
    ).toEqual({ count: 2, min: 1, max: 3, mean: 2, last: 1, sum: 4 });
    expect(DAY).toBe(24 * HOUR);
  });
});
