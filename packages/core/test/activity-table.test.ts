import { describe, expect, it } from 'vitest';
import {
  ACTIVITY_DAY_MS,
  ACTIVITY_SPAN_MS,
  type ActivityCount,
  ActivityTable,
  createMemoryActivityStore,
  emptyLatencies,
} from '../src/index.js';

const ALWAYS = { from: 0, to: Number.MAX_SAFE_INTEGER };

function count(span: number, act: string): ActivityCount {
  const where = { at: span * ACTIVITY_SPAN_MS, spanMs: ACTIVITY_SPAN_MS, principalId: 'k', act };
  return { ...where, requests: 1, denied: 0, failed: 0, latencies: emptyLatencies() };
}

describe('a table of activity', () => {
  it('knows how many counts it holds, whatever was done to it', () => {
    const table = new ActivityTable();
    const sizes = [
      () => table.add([count(0, 'a'), count(0, 'b'), count(1, 'a'), count(0, 'a')]),
      () => table.rollUp(ACTIVITY_DAY_MS),
      () => table.add([count(288, 'a'), count(288, 'b')]),
      () => table.prune(ACTIVITY_DAY_MS),
    ].map((step) => {
      step();
      return [table.size, table.read(ALWAYS).length];
    });
    expect(sizes).toEqual([3, 2, 4, 2].map((size) => [size, size]));
  });

  it('says whether a roll-up found anything to sum up', () => {
    const table = new ActivityTable();
    table.add([count(0, 'a')]);
    const days = [0, ACTIVITY_DAY_MS - 1, ACTIVITY_DAY_MS, ACTIVITY_DAY_MS];
    expect(days.map((before) => table.rollUp(before))).toEqual([false, false, true, false]);
  });

  it.each([0, 0.5, Number.NaN])('refuses a bound of %d pairs', (maxPairs) => {
    expect(() => new ActivityTable(maxPairs)).toThrow('maxPairs');
  });
});

describe('a store of activity in memory', () => {
  it('forgets the oldest spans, and no more of them than it must', async () => {
    const store = createMemoryActivityStore({ maxCounts: 4 });
    await store.add([count(2, 'a'), count(0, 'a'), count(1, 'a'), count(1, 'b')]);
    expect(await store.read(ALWAYS)).toHaveLength(4);
    await store.add([count(3, 'a')]);
    const spans = (await store.read(ALWAYS)).map(({ at }) => at / ACTIVITY_SPAN_MS);
    expect(spans).toEqual([1, 1, 2, 3]);
    await store.add([count(3, 'b')]);
    const left = (await store.read(ALWAYS)).map(({ at }) => at / ACTIVITY_SPAN_MS);
    expect(left).toEqual([2, 3, 3]);
  });

  it.each([0, 1.5])('refuses a bound of %d counts', (maxCounts) => {
    expect(() => createMemoryActivityStore({ maxCounts })).toThrow('maxCounts');
  });
});
