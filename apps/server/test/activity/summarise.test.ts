import type { ActivityCount } from '@gatehouse/core';
import { ACTIVITY_HOUR_MS, ACTIVITY_SPAN_MS, emptyLatencies } from '@gatehouse/core';
import { describe, expect, it } from 'vitest';
import {
  type ActivitySummary,
  type SummaryOptions,
  summarise,
} from '../../src/activity/summarise.js';
import { createDice, type Dice } from './support/random.js';

const START = Date.UTC(2026, 5, 1);
const HOUR = ACTIVITY_HOUR_MS;
const DAY = 24 * HOUR;

function count(changes: Partial<ActivityCount> = {}): ActivityCount {
  const latencies = emptyLatencies();
  latencies[4] = 1;
  return {
    at: START,
    spanMs: ACTIVITY_SPAN_MS,
    principalId: 'lmcp_admin_001',
    act: 'tool:a',
    requests: 1,
    denied: 0,
    failed: 0,
    latencies,
    ...changes,
  };
}

const OPTIONS: SummaryOptions = { from: START, to: START + DAY, points: 300, by: 'key' };

describe('summarise', () => {
  it('has nothing to say of nothing', () => {
    expect(summarise([], OPTIONS)).toEqual({
      from: START,
      to: START + DAY,
      bucketMs: ACTIVITY_SPAN_MS,
      series: [],
      all: [],
      total: { requests: 0, denied: 0, failed: 0 },
    });
  });

  it('makes a line for each key or each tool, and one of all', () => {
    const counts = [
      count({ at: START + HOUR, act: 'tool:b' }),
      count({ denied: 1, latencies: emptyLatencies() }),
      count({ principalId: 'lmcp_operator_001', act: 'tool:b', requests: 3, failed: 2 }),
    ];
    const byKey = summarise(counts, OPTIONS);
    expect(byKey.series).toEqual([
      {
        name: 'lmcp_operator_001',
        points: [{ at: START, requests: 3, denied: 0, failed: 2, p50: 20, p95: 20 }],
      },
      {
        name: 'lmcp_admin_001',
        points: [
          { at: START, requests: 1, denied: 1, failed: 0 },
          { at: START + HOUR, requests: 1, denied: 0, failed: 0, p50: 20, p95: 20 },
        ],
      },
    ]);
    expect(byKey.all.map(({ requests }) => requests)).toEqual([4, 1]);
    expect(byKey.total).toEqual({ requests: 5, denied: 1, failed: 2, p50: 15, p95: 20 });
    const byTool = summarise(counts, { ...OPTIONS, by: 'tool' });
    expect(byTool.series.map(({ name }) => name)).toEqual(['tool:b', 'tool:a']);
  });

  it.each([
    [HOUR, 12, 5],
    [HOUR, 11, 10],
    [DAY, 300, 5],
    [DAY, 100, 15],
    [DAY, 60, 30],
    [DAY, 24, 60],
    [7 * DAY, 100, 120],
    [30 * DAY, 100, 720],
    [90 * DAY, 100, 1440],
    [90 * DAY, 60, 2880],
    [400 * DAY, 50, 9 * 1440],
  ])('draws %d ms with %d points in steps of %d minutes', (length, points, minutes) => {
    // From a multiple of nine days on, so that all steps fit.
    const from = Math.floor(START / (9 * DAY)) * 9 * DAY;
    const summary = summarise([], { ...OPTIONS, from, to: from + length, points });
    expect(summary.bucketMs / 60_000).toBe(minutes);
  });

  it('draws no point that is narrower than an hour which was rolled up', () => {
    const hour = count({ spanMs: HOUR });
    const options = { ...OPTIONS, to: START + HOUR };
    expect(summarise([count()], options).bucketMs).toBe(ACTIVITY_SPAN_MS);
    expect(summarise([count(), hour], options).bucketMs).toBe(HOUR);
  });

  it('begins and ends with whole buckets, and counts nothing that begins outside', () => {
    const from = START + 100_000;
    const counts = [count(), count({ at: START + ACTIVITY_SPAN_MS }), count({ at: START + HOUR })];
    const summary = summarise(counts, { ...OPTIONS, from, to: START + HOUR - 1 });
    expect([summary.from, summary.to]).toEqual([START, START + HOUR]);
    expect(summary.total.requests).toBe(1);
  });

  it('keeps the busiest apart and counts the rest together, with what was other before', () => {
    const counts = Array.from({ length: 6 }, (_, index) =>
      count({ principalId: `key${index}`, requests: 10 + index }),
    );
    const other = count({ principalId: 'other', requests: 100 });
    const names = (some: readonly ActivityCount[]): string[] =>
      summarise(some, { ...OPTIONS, maxSeries: 3 }).series.map(
        ({ name, points }) => `${name} ${points.map(({ requests }) => requests)}`,
      );
    expect(names(counts.slice(0, 3))).toEqual(['key2 12', 'key1 11', 'key0 10']);
    expect(names(counts)).toEqual(['key5 15', 'key4 14', 'other 46']);
    expect(names([other, ...counts.slice(0, 2)])).toEqual(['key1 11', 'key0 10', 'other 100']);
    expect(names([other, ...counts])).toEqual(['key5 15', 'key4 14', 'other 146']);
  });

  it.each<[string, Partial<SummaryOptions>]>([
    ['from', { from: -1 }],
    ['from', { from: Number.NaN }],
    ['to', { to: START }],
    ['to', { to: Number.POSITIVE_INFINITY }],
    ['points', { points: 1 }],
    ['points', { points: 2.5 }],
    ['maxSeries', { maxSeries: 1 }],
  ])('names %s when it is wrong', (name, wrong) => {
    expect(() => summarise([], { ...OPTIONS, ...wrong })).toThrow(RangeError);
    expect(() => summarise([], { ...OPTIONS, ...wrong })).toThrow(name);
  });

  it('loses no count and invents none, in any number of points and series', () => {
    const dice = createDice(6);
    for (let run = 0; run < 300; run += 1) {
      const counts = Array.from({ length: dice.under(40) }, () => anyCount(dice));
      const from = START - DAY + dice.under(2 * DAY);
      const to = from + 1 + dice.under(3 * DAY);
      const points = 2 + dice.under(400);
      const maxSeries = 2 + dice.under(4);
      const options = { from, to, points, maxSeries, by: dice.of(['key', 'tool']) };
      assertNothingLost(counts, options, summarise(counts, options));
    }
  });
});

function anyCount(dice: Dice): ActivityCount {
  return count({
    at: START + dice.under(400) * ACTIVITY_SPAN_MS,
    principalId: dice.of(['a', 'b', 'c', 'd', 'other']),
    act: dice.of(['tool:a', 'rest:b', 'other']),
    requests: dice.under(50),
    denied: dice.under(9),
    failed: dice.under(9),
  });
}

function assertNothingLost(
  counts: readonly ActivityCount[],
  { from, to, points, maxSeries }: Required<SummaryOptions>,
  summary: ActivitySummary,
): void {
  const inside = counts.filter(({ at }) => at >= from && at < to);
  expect(summary.series.length).toBeLessThanOrEqual(maxSeries);
  expect((summary.to - summary.from) / summary.bucketMs).toBeLessThanOrEqual(points);
  for (const field of ['requests', 'denied', 'failed'] as const) {
    const sumOf = (some: readonly { readonly [Field in typeof field]: number }[]): number =>
      some.reduce((sum, one) => sum + one[field], 0);
    const expected = sumOf(inside);
    expect(summary.total[field]).toBe(expected);
    expect(sumOf(summary.all)).toBe(expected);
    expect(sumOf(summary.series.flatMap(({ points: line }) => line))).toBe(expected);
  }
  for (const { points: line } of summary.series) {
    const times = line.map(({ at }) => at);
    expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
    expect(times.every((at) => at % summary.bucketMs === 0)).toBe(true);
  }
}
