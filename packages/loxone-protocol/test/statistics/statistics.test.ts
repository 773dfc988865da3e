import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeStatisticFile,
  decodeStatisticRows,
  encodeStatisticFile,
  encodeStatisticRows,
  encodeText,
  formatStatisticInfo,
  formatStatisticXml,
  formatWallTime,
  guessStatisticColumns,
  parseStatisticInfo,
  parseStatisticXml,
  parseWallTime,
  STATISTIC_PATHS,
  type StatisticRow,
} from '../../src/index.js';
import { concat, fromHex, toHex } from '../support/bytes.js';
import { expectFailure } from '../support/errors.js';

const UUID = '0f869a64-0200-0a9b-ffffd4c75dbaf53c';

function rowsOf(columns: number): fc.Arbitrary<readonly StatisticRow[]> {
  return fc.array(
    fc.record({
      time: fc.integer({ min: 0, max: 0xffff_ffff }),
      values: fc.array(fc.double(), { minLength: columns, maxLength: columns }),
    }),
    { maxLength: 8 },
  );
}

describe('rows of recorded values', () => {
  it('are a time and one double for each output', () => {
    // 600,000,000 s; 21.5 and -1.
    const hex = '0046c3230000000000803540000000000000f0bf';
    const rows = [{ time: 600_000_000, values: [21.5, -1] }];
    expect(decodeStatisticRows(fromHex(hex), 2)).toEqual(rows);
    expect(toHex(encodeStatisticRows(rows, 2))).toBe(hex);
  });

  it('round-trip', () => {
    const sample = fc
      .integer({ min: 1, max: 10 })
      .chain((columns) => fc.tuple(fc.constant(columns), rowsOf(columns)));
    fc.assert(
      fc.property(sample, ([columns, rows]) => {
        expect(decodeStatisticRows(encodeStatisticRows(rows, columns), columns)).toEqual(rows);
      }),
    );
  });

  it('lose a trailing fragment only', () => {
    const bytes = encodeStatisticRows([{ time: 1, values: [2] }], 1);
    expect(decodeStatisticRows(concat(bytes, bytes.subarray(0, 11)), 1)).toHaveLength(1);
  });

  it.each([0, 65, 1.5, Number.NaN])('have no %s outputs', (columns) => {
    expect(() => decodeStatisticRows(new Uint8Array(), columns)).toThrow(RangeError);
  });

  it('are refused when they do not fit', () => {
    expect(() => encodeStatisticRows([{ time: 1, values: [] }], 1)).toThrow(RangeError);
    expect(() => encodeStatisticRows([{ time: -1, values: [1] }], 1)).toThrow(RangeError);
  });

  it('tell how many outputs they have only where that is unambiguous', () => {
    const rows = Array.from({ length: 5 }, (_, at) => ({ time: 1e9 + at, values: [20.5, 3, 4] }));
    expect(guessStatisticColumns(encodeStatisticRows(rows, 3))).toBe(3);
    expect(guessStatisticColumns(new Uint8Array())).toBeUndefined();
    expect(guessStatisticColumns(new Uint8Array(11))).toBeUndefined();
    // 60 bytes of nothing: five rows of one, or three of two.
    expect(guessStatisticColumns(new Uint8Array(60))).toBeUndefined();
  });
});

describe('time by the clock of the house', () => {
  it('counts from 2009', () => {
    expect(parseWallTime('2009-01-01 00:00:00')).toBe(0);
    expect(parseWallTime('2024-02-29 12:00:01')).toBe(478_440_001);
    expect(formatWallTime(478_440_001)).toBe('2024-02-29 12:00:01');
  });

  it.each(['2023-02-29 00:00:00', '2024-13-01 00:00:00', '2024-01-01', '2024-01-01 25:00:00', ''])(
    'does not read %j',
    (text) => {
      expect(parseWallTime(text)).toBeUndefined();
    },
  );

  it('round-trips', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffff_ffff }), (seconds) => {
        expect(parseWallTime(formatWallTime(seconds))).toBe(seconds);
      }),
    );
  });

  it('ends with the year 9999', () => {
    expect(() => formatWallTime(1e12)).toThrow(RangeError);
  });
});

describe('statisticdata.xml', () => {
  it('is read row by row, without what is none', () => {
    const text = `<?xml version="1.0"?><Statistics Name="x"><S T="2024-02-29 12:00:01" V="21.500"/>
      <S T="never" V="1"/><S T="2024-02-29 12:00:02"/><X T="2024-02-29 12:00:03" V="1"/>
      <S T="2024-02-29 12:00:04" V="-" V2="3"/></Statistics>`;
    expect(parseStatisticXml(text)).toEqual([
      { time: 478_440_001, values: [21.5] },
      { time: 478_440_004, values: [Number.NaN, 3] },
    ]);
  });

  it('round-trips', () => {
    const rows = [
      { time: 1, values: [1, -2.5, 1e-7] },
      { time: 2, values: [0, 0, 1e21] },
    ];
    const text = formatStatisticXml(rows, { name: 'A & B', outputs: ['x', 'y', 'z'] });
    expect(text).toContain('Name="A &amp; B" NumOutputs="3"');
    expect(parseStatisticXml(text)).toEqual(rows);
  });

  it('is refused when it is no XML', () => {
    expectFailure('ERR_LOXONE_ANSWER_MALFORMED', () => parseStatisticXml('Not found'));
  });
});

describe('a statistics file of the memory card', () => {
  it.each([
    [1, 1],
    [2, 3],
    [3, 3],
    [4, 7],
    [7, 7],
    [8, 10],
    [10, 10],
  ])('of %i outputs has %i slots in each entry', (outputs, slots) => {
    const entry = 8 + slots * 8;
    const values = Array.from({ length: outputs }, (_, at) => at + 0.5);
    const file = { name: 'Küche', objectType: 7, rows: [{ time: 5, values }] };
    const bytes = encodeStatisticFile(file, outputs, [0x0200, 0x0a9b]);
    // 12 bytes, 6 of the name and its NUL, up to the next multiple of an entry.
    expect(bytes.length).toBe(Math.ceil(19 / entry) * entry + entry);
    expect(toHex(bytes.subarray(0, 12))).toBe(
      `${toHex(Uint8Array.of(outputs))}0000800700000006000000`,
    );
    expect(toHex(bytes.subarray(-entry, -entry + 8))).toBe('00029b0a05000000');
    expect(decodeStatisticFile(bytes)).toEqual(file);
  });

  it('is read with a count above ten as ten values, and without a fragment at its end', () => {
    const rows = [{ time: 5, values: Array.from({ length: 10 }, () => 1) }];
    const bytes = encodeStatisticFile({ name: 'x', objectType: 0, rows }, 10);
    bytes[0] = 12;
    expect(decodeStatisticFile(concat(bytes, new Uint8Array(40)))).toMatchObject({ rows });
  });

  it.each([
    ['nothing', new Uint8Array()],
    ['no output', fromHex('000000800000000000000000')],
    ['a name beyond its end', fromHex('0100008000000000ffffffff')],
  ])('is refused with %s', (_, bytes) => {
    expectFailure('ERR_LOXONE_ANSWER_MALFORMED', () => decodeStatisticFile(bytes));
  });

  it.each([0, 11])('is not written with %i outputs', (outputs) => {
    const file = { name: '', objectType: 0, rows: [] };
    expect(() => encodeStatisticFile(file, outputs)).toThrow(RangeError);
  });

  it('is not written with rows of another length', () => {
    const file = { name: '', objectType: 0, rows: [{ time: 1, values: [1, 2] }] };
    expect(() => encodeStatisticFile(file, 1)).toThrow(RangeError);
  });

  it('round-trips a name of any length', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 80 }), rowsOf(2), (length, rows) => {
        const file = { name: 'n'.repeat(length), objectType: 1, rows };
        expect(decodeStatisticFile(encodeStatisticFile(file, 2))).toEqual(file);
      }),
    );
    expect(encodeText('n')).toHaveLength(1);
  });
});

describe('commands and information', () => {
  it('name control, span, unit and group', () => {
    const request = {
      control: UUID,
      mode: 'diff',
      from: 1,
      to: 2,
      unit: 'day',
      group: 3,
    } as const;
    expect(STATISTIC_PATHS.rows(request)).toBe(`dev/sps/getStatistic/${UUID}/diff/1/2/day/3`);
    expect(STATISTIC_PATHS.rows({ ...request, output: 'a/b' })).toMatch(/\/3\/a%2Fb$/);
    expect(STATISTIC_PATHS.info(UUID)).toBe(`jdev/sps/getStatisticInfo/${UUID}`);
    expect(STATISTIC_PATHS.month(UUID, '202402')).toBe(`binstatisticdata/${UUID}/202402`);
  });

  it('tell since when a group is recorded', () => {
    const infos = [{ group: 2, activeSince: 1_661_990_400 }];
    expect(parseStatisticInfo([{ id: 2, activeSince: 1_661_990_400 }, { id: 3 }])).toEqual(infos);
    expect(parseStatisticInfo(JSON.stringify(formatStatisticInfo(infos)))).toEqual(infos);
    expectFailure('ERR_LOXONE_ANSWER_MALFORMED', () => parseStatisticInfo('0'));
  });
});
