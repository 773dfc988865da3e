import {
  ACTIVITY_DAY_MS,
  ACTIVITY_HOUR_MS,
  ACTIVITY_SPAN_MS,
  type ActivityCount,
  createMemoryActivityStore,
  emptyLatencies,
  latencyBucket,
} from '@gatehouse/core';
import { describe, expect, it } from 'vitest';
import { activityOf } from '../../src/admin/activity-series.js';
import { openAdminStage } from './support/admin-stage.js';

const START = Date.UTC(2026, 10, 20);

function count(at: number, more: Partial<ActivityCount> = {}, latency = 10): ActivityCount {
  const latencies = emptyLatencies();
  const requests = more.requests ?? 1;
  latencies[latencyBucket(latency)] = requests - (more.denied ?? 0);
  return {
    at,
    spanMs: ACTIVITY_SPAN_MS,
    principalId: 'lmcp_admin_001',
    act: 'tool:loxone_search',
    requests,
    denied: 0,
    failed: 0,
    latencies,
    ...more,
  };
}

const question = {
  from: START,
  to: START + ACTIVITY_DAY_MS,
  by: 'key',
  labelOf: () => undefined,
} as const;

describe('activity over time', () => {
  it('is summed up by key, by tool and in all, and nothing is lost', () => {
    const counts = [
      count(START, { requests: 3, denied: 1 }),
      count(START, { act: 'tool:loxone_get_state', requests: 2, failed: 1 }),
      count(START + ACTIVITY_HOUR_MS, { principalId: 'lmcp_monitor_001', requests: 5 }),
    ];
    const byKey = activityOf(counts, question);
    expect(byKey.total).toMatchObject({ requests: 10, denied: 1, failed: 1 });
    expect(
      byKey.series.map(({ name, points }) => [name, points.map((one) => one.requests)]),
    ).toEqual([
      ['lmcp_admin_001', [5]],
      ['lmcp_monitor_001', [5]],
    ]);
    expect(byKey.all.map(({ requests }) => requests)).toEqual([5, 5]);
    const byTool = activityOf(counts, { ...question, by: 'tool' });
    expect(byTool.series.map(({ name }) => name)).toEqual([
      'tool:loxone_search',
      'tool:loxone_get_state',
    ]);
  });

  it('has percentiles of all together, which are not those of the parts', () => {
    const counts = [
      count(START, { requests: 99 }, 1),
      count(START, { principalId: 'other', requests: 1 }, 20_000),
    ];
    const { all, series } = activityOf(counts, question);
    expect(all[0]?.p95).toBeLessThanOrEqual(1);
    expect(series[1]?.points[0]?.p50).toBeGreaterThan(10_000);
  });

  it('has no latency where nothing was answered', () => {
    const [point] = activityOf([count(START, { requests: 1, denied: 1 })], question).all;
    expect(point).toEqual({ at: START, requests: 1, denied: 1, failed: 0 });
  });

  it.each([
    [3_600_000, ACTIVITY_SPAN_MS],
    [ACTIVITY_DAY_MS, 2 * ACTIVITY_SPAN_MS],
    [7 * ACTIVITY_DAY_MS, ACTIVITY_HOUR_MS],
    [30 * ACTIVITY_DAY_MS, 6 * ACTIVITY_HOUR_MS],
    [3_650 * ACTIVITY_DAY_MS, 19 * ACTIVITY_DAY_MS],
  ])('has at most 200 points in %d ms', (length, bucketMs) => {
    const to = START + length;
    const step = Math.max(
      ACTIVITY_SPAN_MS,
      Math.floor(length / 3_000 / ACTIVITY_SPAN_MS) * ACTIVITY_SPAN_MS,
    );
    const counts: ActivityCount[] = [];
    for (let at = START; at < to; at += step) counts.push(count(at));
    const activity = activityOf(counts, { ...question, to });
    expect(activity.bucketMs).toBe(bucketMs);
    expect(activity.all.length).toBeLessThanOrEqual(200);
    const sum = activity.all.reduce((total, { requests }) => total + requests, 0);
    expect(sum).toBe(counts.length);
    for (const { at } of activity.all) expect(at % bucketMs).toBe(0);
  });

  it('parts no hour that was rolled up', () => {
    const counts = [count(START, { spanMs: ACTIVITY_HOUR_MS })];
    const activity = activityOf(counts, { ...question, to: START + 2 * ACTIVITY_HOUR_MS });
    expect(activity.bucketMs).toBe(ACTIVITY_HOUR_MS);
  });
});

describe('GET /admin/api/activity', () => {
  it('tells of the last day, with names of keys for those who may see them', async () => {
    const activity = createMemoryActivityStore();
    const stage = await openAdminStage({ parts: { activity } });
    const { id } = await stage.keyOf('monitor', { name: 'Wall <b>' });
    const at = stage.clock.now() - ACTIVITY_HOUR_MS;
    await activity.add([
      count(at, { principalId: id }),
      count(at, { principalId: 'other', act: 'rest:devices' }),
      count(at - 2 * ACTIVITY_DAY_MS, { principalId: id }),
    ]);
    const owner = await stage.signInAs('admin');
    const { body } = await owner.get('/activity');
    expect(body.total.requests).toBe(2);
    expect(body.series[0]).toMatchObject({ name: id, label: 'Wall <b>' });
    expect((await owner.get(`/activity?key=${id}`)).body.total.requests).toBe(1);
    expect((await owner.get('/activity?tool=rest:devices')).body.total.requests).toBe(1);
    const byTool = (await owner.get('/activity?by=tool')).body.series;
    expect(byTool).toMatchObject([
      { name: 'rest:devices' },
      { name: 'tool:loxone_search', label: 'loxone_search' },
    ]);
    const other = await stage.signInAs('custom', { permissions: ['admin:activity'] });
    expect((await other.get('/activity')).body.series[0]).not.toHaveProperty('label');
    await stage.close();
  });

  it('is empty where nothing is counted, and takes no time that ends before it begins', async () => {
    const stage = await openAdminStage();
    const owner = await stage.signInAs('admin');
    expect((await owner.get('/activity')).body).toMatchObject({ series: [], all: [] });
    for (const query of ['from=2&to=1', 'from=5&to=5', 'from=x', 'by=day']) {
      expect((await owner.get(`/activity?${query}`)).status).toBe(400);
    }
    await stage.close();
  });
});
