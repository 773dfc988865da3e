import { ACTIVITY_DAY_MS, ACTIVITY_SPAN_MS, createMemoryActivityStore } from '@gatehouse/core';
import { describe, expect, it } from 'vitest';
import type { Outcome, SeenActivity } from '../../src/activity/pending-counts.js';
import {
  type ActivityRecorder,
  type ActivityRecorderOptions,
  createActivityRecorder,
} from '../../src/activity/recorder.js';
import { createFragileStore, type FragileStore } from './support/fragile-store.js';
import { createDice } from './support/random.js';
import { createLines, createManualTime, type ManualTime } from './support/time.js';

const START = Date.UTC(2026, 5, 1, 12, 1);
const SPAN_START = Date.UTC(2026, 5, 1, 12);
const ALWAYS = { from: 0, to: Number.MAX_SAFE_INTEGER };

interface Bench {
  readonly store: FragileStore;
  readonly time: ManualTime;
  readonly lines: string[];
  readonly recorder: ActivityRecorder;
}

function open(options: Partial<ActivityRecorderOptions> = {}): Bench {
  const store = createFragileStore();
  const time = createManualTime(START);
  const { logger, lines } = createLines();
  const { clock, schedule } = time;
  const recorder = createActivityRecorder({ store, clock, schedule, logger, ...options });
  return { store, time, lines, recorder };
}

function seen(changes: Partial<SeenActivity> = {}): SeenActivity {
  return { act: 'tool:a', principalId: 'k', outcome: 'ok', durationMs: 3, ...changes };
}

/** Lets what was started by a timer come to its end: reads wait for their turn. */
async function settled({ recorder }: Bench): Promise<void> {
  await recorder.read(ALWAYS);
  await recorder.read(ALWAYS);
}

describe('a recorder', () => {
  it('counts in memory, and writes every 30 seconds and never per request', async () => {
    const bench = open();
    const { recorder, store, time } = bench;
    for (const outcome of ['ok', 'ok', 'failed', 'denied'] as Outcome[]) {
      recorder.seenRequest(seen({ outcome }));
    }
    recorder.seenRequest(seen({ durationMs: 60_000, principalId: 'other key' }));
    await settled(bench);
    expect(store.asked).toEqual([]);
    expect(time.delays()).toEqual([30_000]);
    time.runNext();
    await settled(bench);
    expect(store.asked[0]).toBe('add 2');
    const where = { at: SPAN_START, spanMs: ACTIVITY_SPAN_MS, act: 'tool:a' };
    expect(await store.all()).toEqual([
      {
        ...where,
        principalId: 'k',
        requests: 4,
        denied: 1,
        failed: 1,
        latencies: [0, 0, 3, ...new Array(12).fill(0)],
      },
      {
        ...where,
        principalId: 'other key',
        requests: 1,
        denied: 0,
        failed: 0,
        latencies: [...new Array(14).fill(0), 1],
      },
    ]);
    expect(time.delays()).toEqual([30_000]);
  });

  it('asks nothing of the store while nothing happens, but to tidy up once an hour', async () => {
    const bench = open();
    for (let ticks = 0; ticks < 121; ticks += 1) {
      bench.time.runNext();
      await settled(bench);
    }
    const first = START + 30_000;
    const second = first + 3_600_000;
    const fine = 8 * ACTIVITY_DAY_MS;
    const kept = 90 * ACTIVITY_DAY_MS;
    expect(bench.store.asked).toEqual([
      `prune ${first - kept}`,
      `rollUp ${first - fine}`,
      `prune ${second - kept}`,
      `rollUp ${second - fine}`,
    ]);
  });

  it('keeps to the retention that it is told', async () => {
    const bench = open({ retention: { fineDays: 1, days: 2 }, flushMs: 1_000 });
    bench.time.runNext();
    await settled(bench);
    const now = START + 1_000;
    expect(bench.store.asked).toEqual([
      `prune ${now - 2 * ACTIVITY_DAY_MS}`,
      `rollUp ${now - ACTIVITY_DAY_MS}`,
    ]);
  });

  it('tidies up again after a clock was set back far', async () => {
    const bench = open();
    bench.time.runNext();
    await settled(bench);
    bench.time.set(START - 5 * ACTIVITY_DAY_MS);
    bench.store.asked.length = 0;
    bench.time.runNext();
    await settled(bench);
    expect(bench.store.asked).toHaveLength(2);
  });

  it('counts each request in the span in which it ends, also when the clock goes back', async () => {
    const { recorder, store, time } = open();
    for (const minutes of [0, 5, 0, 4, 3.99]) {
      time.set(START + minutes * 60_000);
      recorder.seenRequest(seen());
    }
    await recorder.flush();
    expect((await store.all()).map(({ at, requests }) => [at - SPAN_START, requests])).toEqual([
      [0, 3],
      [ACTIVITY_SPAN_MS, 2],
    ]);
  });

  it('reads what is stored and what is not, as one', async () => {
    const { recorder, store } = open();
    recorder.seenRequest(seen());
    await recorder.flush();
    recorder.seenRequest(seen({ outcome: 'failed' }));
    recorder.seenRequest(seen({ act: 'tool:b' }));
    expect((await recorder.read(ALWAYS)).map(({ act, requests }) => [act, requests])).toEqual([
      ['tool:a', 2],
      ['tool:b', 1],
    ]);
    expect(await recorder.read({ ...ALWAYS, act: 'tool:b' })).toHaveLength(1);
    expect(await recorder.read({ from: 0, to: SPAN_START })).toEqual([]);
    expect(store.asked).toEqual(['add 1']);
  });

  it('writes at its close, once, and counts nothing afterwards', async () => {
    const { recorder, store, time } = open();
    recorder.seenRequest(seen());
    await Promise.all([recorder.close(), recorder.close()]);
    recorder.seenRequest(seen());
    expect(store.asked).toEqual(['add 1', 'close']);
    expect((await store.all())[0]?.requests).toBe(1);
    expect(time.delays()).toEqual([]);
  });

  it('works with the clock and the timers of the machine, and does not keep the process alive', async () => {
    const store = createMemoryActivityStore();
    const recorder = createActivityRecorder({ store });
    recorder.seenRequest(seen());
    expect(await recorder.read(ALWAYS)).toHaveLength(1);
    await recorder.close();
  });

  it.each<[string, Partial<ActivityRecorderOptions>]>([
    ['flushMs', { flushMs: 0 }],
    ['maxCounts', { maxCounts: 0.5 }],
    ['retention.fineDays', { retention: { fineDays: 0 } }],
    ['retention.days', { retention: { fineDays: 10, days: 9 } }],
  ])('names %s when it is wrong', (name, wrong) => {
    expect(() => open(wrong)).toThrow(RangeError);
    expect(() => open(wrong)).toThrow(name);
  });
});

describe('a recorder whose store fails', () => {
  it('keeps the counts, says so once, and writes all of them later', async () => {
    const bench = open();
    const { recorder, store, time, lines } = bench;
    store.broken = true;
    for (let ticks = 0; ticks < 5; ticks += 1) {
      recorder.seenRequest(seen());
      time.runNext();
      await settled(bench);
    }
    expect((await recorder.read(ALWAYS)).map(({ requests }) => requests)).toEqual([5]);
    expect(lines.filter((line) => line.includes('cannot be written'))).toEqual([
      'error: activity cannot be written; it is kept in memory and tried again ' +
        '{"location":"fragile","problem":"ERR_MCPAUTH_STORE_UNAVAILABLE"}',
    ]);
    store.broken = false;
    recorder.seenRequest(seen());
    time.runNext();
    await settled(bench);
    expect((await store.all()).map(({ requests }) => requests)).toEqual([6]);
    store.broken = true;
    recorder.seenRequest(seen());
    time.runNext();
    await settled(bench);
    expect(lines.filter((line) => line.includes('activity cannot be written'))).toHaveLength(2);
  });

  it('drops what needs more room than there is, says so once, and counts on what has room', async () => {
    const bench = open({ maxCounts: 3 });
    const { recorder, store, lines } = bench;
    store.broken = true;
    for (let key = 0; key < 5; key += 1) recorder.seenRequest(seen({ principalId: `key${key}` }));
    await expect(recorder.flush()).rejects.toMatchObject({ code: 'ERR_MCPAUTH_STORE_UNAVAILABLE' });
    recorder.seenRequest(seen({ principalId: 'key9' }));
    expect(lines).toEqual([
      'error: too much activity is unwritten; some is not counted {"maxCounts":3}',
    ]);
    store.broken = false;
    await recorder.flush();
    recorder.seenRequest(seen({ principalId: 'key9' }));
    await recorder.flush();
    const counted = (await store.all()).map(({ principalId, requests }) => [principalId, requests]);
    expect(counted).toEqual(['key0', 'key1', 'key2', 'key9'].map((key) => [key, 1]));
  });

  it('ends all the same, and says what is lost', async () => {
    const { recorder, store, lines } = open();
    recorder.seenRequest(seen());
    store.broken = true;
    await expect(recorder.close()).rejects.toThrow('The disk is full');
    expect(lines[0]).toContain('the last counts of activity could not be written');
  });

  it('loses nothing and counts nothing twice, whenever it fails', async () => {
    const dice = createDice(7);
    const { recorder, store, time } = open();
    let counted = 0;
    for (let step = 0; step < 400; step += 1) {
      store.broken = dice.under(3) === 0;
      time.set(time.clock.now() + dice.under(40_000));
      if (dice.under(4) === 0) await recorder.flush().catch(() => undefined);
      const outcome = dice.of(['ok', 'denied', 'failed']);
      recorder.seenRequest(seen({ outcome, principalId: `key${dice.under(3)}` }));
      counted += 1;
      const all = await recorder.read(ALWAYS);
      expect(all.reduce((sum, { requests }) => sum + requests, 0)).toBe(counted);
    }
    store.broken = false;
    await recorder.close();
    expect((await store.all()).reduce((sum, { requests }) => sum + requests, 0)).toBe(counted);
  });
});

describe('names from outside', () => {
  it('are cleaned and cut, and too many of them are counted together', async () => {
    const { recorder, store } = open();
    const long = 'x'.repeat(1_000_000);
    recorder.seenRequest(seen({ act: long }));
    recorder.seenRequest(seen({ act: `${long}y`, principalId: 'a\nb' }));
    recorder.seenRequest(seen({ act: long }));
    for (let index = 0; index < 600; index += 1) {
      recorder.seenRequest(seen({ act: `made up ${index}` }));
    }
    await recorder.flush();
    const all = await store.all();
    expect(all).toHaveLength(501);
    const cut = all.filter(({ act }) => act === 'x'.repeat(100));
    expect(cut.map(({ principalId, requests }) => [principalId, requests])).toEqual([
      ['a\ufffdb', 1],
      ['k', 2],
    ]);
    expect(all.find(({ act }) => act === 'other')).toMatchObject({ requests: 102 });
  });
});
