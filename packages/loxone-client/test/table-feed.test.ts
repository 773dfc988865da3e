import {
  encodeDaytimerTable,
  encodeTextTable,
  encodeValueTable,
  encodeWeatherTable,
  MESSAGE_KIND,
  ZERO_UUID,
} from '@gatehouse/loxone-protocol';
import { describe, expect, it } from 'vitest';
import type { StateEvent } from '../src/home-memory.js';
import { SLICE, TableFeed } from '../src/table-feed.js';
import { recordingLogger } from './support/harness.js';
import { ID } from './support/house-file.js';
import { ManualTime, turns } from './support/manual-time.js';

interface Bench {
  readonly feed: TableFeed;
  readonly time: ManualTime;
  readonly slices: { events: readonly StateEvent[]; sequence: number }[];
  readonly logs: string[];
}

function makeBench(): Bench {
  const time = new ManualTime();
  const slices: Bench['slices'] = [];
  const logs: string[] = [];
  const feed = new TableFeed({
    timers: time,
    logger: recordingLogger(logs),
    apply: (events, sequence) => slices.push({ events, sequence }),
  });
  return { feed, time, slices, logs };
}

function uuidOf(index: number): string {
  return `${index.toString(16).padStart(8, '0')}-0000-0000-ffff000000000000`;
}

function valueTable(count: number): Uint8Array {
  return encodeValueTable(
    Array.from({ length: count }, (_, index) => ({ uuid: uuidOf(index), value: index })),
  );
}

function textTable(count: number): Uint8Array {
  return encodeTextTable(
    Array.from({ length: count }, (_, index) => ({
      uuid: uuidOf(index),
      icon: ZERO_UUID,
      text: `text ${index}`,
    })),
  );
}

const { values, texts, daytimers, weather } = MESSAGE_KIND;

describe('TableFeed', () => {
  it('takes a small table at once', () => {
    const { feed, time, slices } = makeBench();
    feed.push(values, valueTable(2), 5);
    expect(slices).toEqual([
      {
        sequence: 5,
        events: [
          { uuid: uuidOf(0), raw: 0 },
          { uuid: uuidOf(1), raw: 1 },
        ],
      },
    ]);
    expect(time.slices).toBe(0);
  });

  it('works 50,000 states off in slices, one for each turn of the event loop', async () => {
    const { feed, time, slices } = makeBench();
    feed.push(values, valueTable(50_000), 1);
    expect(slices).toHaveLength(1);
    await feed.drained();
    expect(slices.every(({ events }) => events.length <= SLICE.values)).toBe(true);
    expect(slices.flatMap(({ events }) => events)).toHaveLength(50_000);
    expect(time.slices).toBeGreaterThanOrEqual(50_000 / SLICE.values - 1);
    expect(slices.at(-1)?.events.at(-1)).toEqual({ uuid: uuidOf(49_999), raw: 49_999 });
  });

  it('lets others run between slices', async () => {
    const { feed, slices } = makeBench();
    feed.push(values, valueTable(SLICE.values * 5), 1);
    const seen = [slices.length];
    while (slices.length < 5) {
      await new Promise((resolve) => setImmediate(resolve));
      seen.push(slices.length);
    }
    expect(seen).toEqual([1, 2, 3, 4, 5]);
  });

  it('slices texts finer', async () => {
    const { feed, slices } = makeBench();
    feed.push(texts, textTable(2 * SLICE.texts + 7), 1);
    await feed.drained();
    expect(SLICE.texts).toBeLessThan(SLICE.values);
    expect(slices.map(({ events }) => events.length)).toEqual([SLICE.texts, SLICE.texts, 7]);
  });

  it('keeps the order of tables', async () => {
    const { feed, slices } = makeBench();
    feed.push(values, valueTable(SLICE.values * 2), 1);
    feed.push(texts, textTable(1), 2);
    feed.push(values, valueTable(1), 3);
    expect(slices).toHaveLength(1);
    await feed.drained();
    expect(slices.map(({ sequence }) => sequence)).toEqual([1, 1, 2, 3]);
  });

  it('reads schedules and weather as objects', () => {
    const { feed, slices } = makeBench();
    const entry = { mode: 3, from: 0, to: 1440, needActivate: false, value: 1 };
    feed.push(
      daytimers,
      encodeDaytimerTable([{ uuid: ID.timerEntries, defaultValue: 2, entries: [entry] }]),
      1,
    );
    feed.push(weather, encodeWeatherTable([{ uuid: ID.warm, lastUpdate: 7, entries: [] }]), 2);
    expect(slices.map(({ events }) => events)).toEqual([
      [{ uuid: ID.timerEntries, raw: { defaultValue: 2, entries: [entry] } }],
      [{ uuid: ID.warm, raw: { lastUpdate: 7, entries: [] } }],
    ]);
  });

  it('takes what is sound of a damaged table, and no half texts', () => {
    const { feed, slices, logs } = makeBench();
    const table = textTable(2);
    feed.push(texts, table.subarray(0, table.length - 6), 1);
    expect(slices.map(({ events }) => events)).toEqual([[{ uuid: uuidOf(0), raw: 'text 0' }]]);
    feed.push(values, valueTable(1).subarray(0, 20), 2);
    expect(slices).toHaveLength(1);
    expect(logs).toHaveLength(2);
    expect(logs[0]).toMatch(/^warn damaged event table .*"table":"texts"/);
  });

  it('ignores what is no table', () => {
    const { feed, slices } = makeBench();
    feed.push(MESSAGE_KIND.file, valueTable(1), 1);
    expect(slices).toEqual([]);
    expect(feed.begun.aborted).toBe(false);
    feed.push(values, new Uint8Array(), 2);
    expect(feed.begun.aborted).toBe(true);
  });

  it('is drained at once when nothing waits', async () => {
    const { feed } = makeBench();
    await feed.drained();
    feed.push(values, valueTable(1), 1);
    await feed.drained();
  });

  it('is drained of what had come, although more comes without end', async () => {
    const { feed, slices } = makeBench();
    feed.push(values, valueTable(SLICE.values * 3), 1);
    let sequence = 1;
    let drained = false;
    const waiting = feed.drained().then(() => {
      drained = true;
    });
    // Twice as much as a slice takes away comes in each turn: the queue is never empty again.
    for (let turn = 0; turn < 50 && !drained; turn += 1) {
      sequence += 1;
      feed.push(values, valueTable(SLICE.values * 2), sequence);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(drained).toBe(true);
    await waiting;
    expect(slices.filter((slice) => slice.sequence === 1)).toHaveLength(3);
    feed.stop();
  });

  it('is drained for each who waits when theirs is done, and not before', async () => {
    const { feed, slices } = makeBench();
    const order: string[] = [];
    feed.push(values, valueTable(SLICE.values + 1), 1);
    const first = feed.drained().then(() => order.push(`first after ${slices.length}`));
    feed.push(values, valueTable(SLICE.values + 1), 2);
    const second = feed.drained().then(() => order.push(`second after ${slices.length}`));
    await Promise.all([first, second]);
    expect(order).toEqual(['first after 2', 'second after 4']);
  });

  it('drops the rest when it is stopped', async () => {
    const { feed, slices } = makeBench();
    feed.push(values, valueTable(SLICE.values * 3), 1);
    const drained = feed.drained();
    feed.stop();
    await drained;
    feed.push(values, valueTable(1), 2);
    await turns();
    expect(slices).toHaveLength(1);
  });
});
