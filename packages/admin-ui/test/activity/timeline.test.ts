import { describe, expect, it } from 'vitest';
import { bucketsOf, momentsOf, sharesOf } from '../../src/app/activity/timeline.js';
import type { Activity } from '../../src/wire/index.js';

const HOUR = 3_600_000;
const START = Date.UTC(2026, 10, 21, 8);
const NOTHING = { requests: 0, denied: 0, failed: 0 };

function activity(parts: Partial<Activity> = {}): Activity {
  return {
    from: START + 600_000,
    to: START + 3 * HOUR,
    bucketMs: HOUR,
    series: [],
    all: [],
    total: NOTHING,
    ...parts,
  };
}

describe('the buckets of a period', () => {
  it('begin with the one in which it begins', () => {
    expect(bucketsOf(activity())).toEqual([START, START + HOUR, START + 2 * HOUR]);
  });

  it.each([
    ['no width', { bucketMs: 0 }],
    ['a width that is no number', { bucketMs: Number.NaN }],
    ['an end before its beginning', { to: START - HOUR }],
  ])('are none with %s', (_, parts) => {
    expect(bucketsOf(activity(parts))).toEqual([]);
  });

  it('do not hang the page when their width is absurd', () => {
    expect(bucketsOf(activity({ bucketMs: 1 }))).toHaveLength(5000);
  });
});

describe('what happened, step by step', () => {
  it('has the steps in which nothing happened', () => {
    const all = [{ at: START + HOUR, requests: 10, denied: 2, failed: 1, p50: 4, p95: 20 }];
    expect(momentsOf(activity({ all }))).toEqual([
      { at: START, answered: 0, denied: 0, failed: 0 },
      { at: START + HOUR, answered: 7, denied: 2, failed: 1, p50: 4, p95: 20 },
      { at: START + 2 * HOUR, answered: 0, denied: 0, failed: 0 },
    ]);
  });

  it('never counts less than nothing as answered', () => {
    const all = [{ at: START, requests: 1, denied: 1, failed: 1 }];
    expect(momentsOf(activity({ all }))[0]).toMatchObject({ answered: 0, denied: 1, failed: 1 });
  });
});

describe('the share of each key or tool', () => {
  const point = (at: number, requests: number, p95?: number) => ({
    at,
    requests,
    denied: 1,
    failed: 0,
    ...(p95 === undefined ? {} : { p95 }),
  });
  const series = [
    { name: 'lmcp_monitor_002', points: [point(START, 5)] },
    {
      name: 'lmcp_admin_001',
      label: 'Owner',
      points: [point(START, 5, 80), point(START + 2 * HOUR, 10, 30)],
    },
  ];

  it('is of all requests, the busiest first', () => {
    expect(sharesOf(activity({ series }))).toEqual([
      {
        name: 'lmcp_admin_001',
        label: 'Owner',
        requests: 15,
        denied: 2,
        failed: 0,
        share: 0.75,
        slowest: 80,
        course: [5, 0, 10],
      },
      {
        name: 'lmcp_monitor_002',
        label: 'lmcp_monitor_002',
        requests: 5,
        denied: 1,
        failed: 0,
        share: 0.25,
        course: [5, 0, 0],
      },
    ]);
  });

  it('is nothing where nobody asked', () => {
    const quiet = [{ name: 'a', points: [] }];
    expect(sharesOf(activity({ series: quiet }))[0]).toMatchObject({ share: 0, requests: 0 });
  });
});
