import {
  encodeStatisticRows,
  formatWallTime,
  parseWallTime,
  type StatisticRow,
} from '@gatehouse/loxone-protocol';
import { describe, expect, it } from 'vitest';
import { readHistory } from '../../src/data/history.js';
import { recordedGroups } from '../../src/data/recorded-series.js';
import { fixedOffset, zoneClock } from '../../src/data/wall-clock.js';
import { fakeLink, houseWith, refusal } from './support/fake-link.js';

const ID = '0f869a64-0200-0a9b-ffffd4c75dbaf53c';
const UTC = { clock: fixedOffset(0) };
const V1 = {
  statistic: {
    frequency: 8,
    outputs: [
      { id: 0, name: 'Temperature', format: '%.1f°', uuid: 'u0', visuType: 0 },
      { id: 1, name: 'Humidity', uuid: 'u1', visuType: 0 },
    ],
  },
};
const V2 = {
  statisticV2: {
    groups: [
      {
        id: '1',
        mode: 11,
        dataPoints: [
          { title: 'Power', format: '%.3fkW', output: 'actual' },
          { title: 'Voltage', output: 'voltage' },
        ],
      },
      { id: 2, accumulated: true, dataPoints: [{ title: 'Reading', output: 'total' }] },
    ],
  },
};

function unix(text: string): number {
  return Date.parse(text) / 1000;
}

function monthOf(rows: readonly (readonly [string, ...number[]])[]): Uint8Array {
  const columns = (rows[0]?.length ?? 1) - 1;
  return encodeStatisticRows(
    rows.map(([text, ...values]) => ({ time: parseWallTime(text) ?? 0, values })),
    columns,
  );
}

describe('what a control records', () => {
  it('is of the newer generation where there are both', () => {
    expect(recordedGroups(houseWith({ ...V1, ...V2 }).control)).toMatchObject({ generation: 2 });
    expect(recordedGroups(houseWith(V1).control)).toMatchObject({ generation: 1 });
    expect(recordedGroups(houseWith({}).control)).toBeUndefined();
    const odd = { groups: [{ id: { toString: 0 }, dataPoints: [{ output: { toString: 0 } }] }] };
    expect(recordedGroups(houseWith({ statisticV2: odd }).control)).toBeUndefined();
    expect(recordedGroups(houseWith({ statistic: { outputs: [] } }).control)).toBeUndefined();
  });
});

describe('history of the second generation', () => {
  const rows: readonly StatisticRow[] = [
    { time: 30, values: [3, 230] },
    { time: 10, values: [1, 231] },
    { time: 20, values: [Number.NaN, 232] },
    { time: 30, values: [4, 233] },
    { time: 99, values: [9, 9] },
  ];
  const group1 = `dev/sps/getStatistic/${ID}/raw/10/40/all/1`;
  const group2 = `dev/sps/getStatistic/${ID}/raw/10/40/all/2`;

  it('comes group by group: in order, each time once, no more than was asked for', async () => {
    const link = fakeLink({
      files: { [group1]: encodeStatisticRows(rows, 2), [group2]: new Uint8Array() },
    });
    const history = await readHistory(link, houseWith(V2).control, { from: 10, to: 40 }, UTC);
    expect(history).toEqual([
      {
        output: 'actual',
        title: 'Power',
        format: '%.3fkW',
        accumulated: false,
        truncated: false,
        points: [
          { time: 10, value: 1 },
          { time: 30, value: 4 },
        ],
      },
      {
        output: 'voltage',
        title: 'Voltage',
        accumulated: false,
        truncated: false,
        points: [
          { time: 10, value: 231 },
          { time: 20, value: 232 },
          { time: 30, value: 233 },
        ],
      },
      { output: 'total', title: 'Reading', accumulated: true, truncated: false, points: [] },
    ]);
    expect(link.asked).toEqual([group1, group2]);
  });

  it('is one column when one output is asked for', async () => {
    const path = `dev/sps/getStatistic/${ID}/raw/0/9/hour/1/voltage`;
    const bytes = encodeStatisticRows([{ time: 1, values: [230] }], 1);
    const link = fakeLink({ files: { [path]: bytes } });
    const query = { output: 'voltage', from: 0.5, to: 9.5, resolution: 'hour' } as const;
    const [series, ...rest] = await readHistory(link, houseWith(V2).control, query, UTC);
    expect(series).toMatchObject({ output: 'voltage', points: [{ time: 1, value: 230 }] });
    expect(rest).toEqual([]);
  });

  it('is differences where a quantity counts up', async () => {
    const path = `dev/sps/getStatistic/${ID}/diff/0/9/day/2/total`;
    const link = fakeLink({ files: { [path]: new Uint8Array() } });
    const query = { output: 'total', from: 0, to: 9, resolution: 'day' } as const;
    expect(await readHistory(link, houseWith(V2).control, query, UTC)).toHaveLength(1);
    expect(link.asked).toEqual([path]);
  });

  it('keeps the newest', async () => {
    const link = fakeLink({
      files: { [group1]: encodeStatisticRows(rows, 2), [group2]: new Uint8Array() },
    });
    const query = { from: 10, to: 40 };
    const options = { ...UTC, maxPoints: 1 };
    const [power] = await readHistory(link, houseWith(V2).control, query, options);
    expect(power).toMatchObject({ truncated: true, points: [{ time: 30, value: 4 }] });
  });

  it('fails as the Miniserver does', async () => {
    const failing = { ...fakeLink({}), file: () => Promise.reject(refusal(403)) };
    await expect(
      readHistory(failing, houseWith(V2).control, { from: 1, to: 2 }, UTC),
    ).rejects.toMatchObject({ code: 'ERR_LOXONE_COMMAND_FAILED' });
  });
});

describe('history of the first generation', () => {
  const { control } = houseWith(V1);
  const path = (month: string): string => `binstatisticdata/${ID}/${month}`;

  it('comes month by month, by the clock of the house', async () => {
    const link = fakeLink({
      files: {
        [path('202401')]: monthOf([
          ['2024-01-31 22:00:00', 20, 50],
          ['2024-01-31 23:00:00', 21, 51],
        ]),
        [path('202402')]: monthOf([['2024-02-01 00:00:00', 22, 52]]),
      },
    });
    const query = { from: unix('2024-01-31T21:30:00Z'), to: unix('2024-01-31T23:59:59Z') };
    const options = { clock: zoneClock('Europe/Vienna') };
    const [temperature, humidity] = await readHistory(link, control, query, options);
    expect(temperature).toEqual({
      output: '0',
      title: 'Temperature',
      format: '%.1f°',
      accumulated: false,
      truncated: false,
      points: [
        { time: unix('2024-01-31T22:00:00Z'), value: 21 },
        { time: unix('2024-01-31T23:00:00Z'), value: 22 },
      ],
    });
    expect(humidity?.points.map(({ value }) => value)).toEqual([51, 52]);
    expect(link.asked).toEqual([path('202401'), path('202402')]);
  });

  it('tells the hour that the clock shows twice apart', async () => {
    const link = fakeLink({
      files: {
        [path('202410')]: monthOf([
          ['2024-10-27 01:30:00', 1, 0],
          ['2024-10-27 02:30:00', 2, 0],
          ['2024-10-27 02:30:00', 3, 0],
          ['2024-10-27 03:30:00', 4, 0],
        ]),
      },
    });
    const query = {
      output: 'Temperature',
      from: unix('2024-10-26T22:00:00Z'),
      to: unix('2024-10-27T12:00:00Z'),
    };
    const options = { clock: zoneClock('Europe/Vienna') };
    const [series] = await readHistory(link, control, query, options);
    expect(series?.points.map(({ time }) => time - query.from)).toEqual([
      5400, 9000, 12_600, 16_200,
    ]);
  });

  it('passes over months without a file, and gathers means', async () => {
    const link = fakeLink({
      files: {
        [path('202402')]: monthOf([
          ['2024-02-03 10:00:00', 1, 0],
          ['2024-02-03 11:00:00', 2, 0],
        ]),
      },
    });
    const query = {
      output: 'u0',
      from: unix('2024-01-01T00:00:00Z'),
      to: unix('2024-03-01T00:00:00Z'),
      resolution: 'day',
    } as const;
    expect(await readHistory(link, control, query, UTC)).toMatchObject([
      { points: [{ time: unix('2024-02-03T00:00:00Z'), value: 1.5 }] },
    ]);
    expect(link.asked).toHaveLength(3);
    expect(formatWallTime(0)).toBe('2009-01-01 00:00:00');
  });

  it('does not take another refusal for an empty month', async () => {
    const failing = { ...fakeLink({}), file: () => Promise.reject(refusal(403)) };
    const query = { from: unix('2024-01-01T00:00:00Z'), to: unix('2024-01-02T00:00:00Z') };
    await expect(readHistory(failing, control, query, UTC)).rejects.toMatchObject({
      details: { code: 403 },
    });
  });

  it('is nothing for an output that is not recorded', async () => {
    const link = fakeLink({});
    const query = { output: 'none', from: 1, to: 2 };
    expect(await readHistory(link, control, query, UTC)).toEqual([]);
    expect(link.asked).toEqual([]);
  });

  it('refuses a span that ends before it begins, and stops when told', async () => {
    const link = fakeLink({});
    await expect(readHistory(link, control, { from: 2, to: 1 }, UTC)).rejects.toThrow(RangeError);
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(
      readHistory(link, control, { from: 1, to: 2 }, { ...UTC, signal }),
    ).rejects.toThrow('enough');
    expect(link.asked).toEqual([]);
  });
});
