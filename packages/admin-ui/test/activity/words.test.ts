import { describe, expect, it, vi } from 'vitest';
import type { Share } from '../../src/app/activity/timeline.js';
import {
  activityQueryOf,
  latenciesText,
  latencySummary,
  latencyText,
  readChoice,
  requestsSummary,
  requestsText,
  shareText,
  spanText,
  widthText,
  withRest,
  writeChoice,
} from '../../src/app/activity/words.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
vi.hoisted(() => {
  process.env.TZ = 'Europe/Vienna';
});

describe('the choice in the address', () => {
  it.each([
    ['', { period: '24h', by: 'key' }],
    ['period=7d&by=tool', { period: '7d', by: 'tool' }],
    ['key=lmcp_admin_001', { period: '24h', by: 'key', key: 'lmcp_admin_001' }],
    ['by=tool&tool=loxone%3Aa%26b', { period: '24h', by: 'tool', tool: 'loxone:a&b' }],
  ] as const)('%s is read and written back', (search, choice) => {
    expect(readChoice(search)).toEqual(choice);
    expect(readChoice(writeChoice(choice))).toEqual(choice);
  });

  it('counts what makes no sense as not said', () => {
    expect(readChoice('?period=9y&by=moon&key=')).toEqual({ period: '24h', by: 'key' });
    expect(writeChoice({ period: '24h', by: 'key' })).toBe('');
  });

  it('asks for the length of time before now', () => {
    const now = 100 * DAY;
    expect(activityQueryOf({ period: '7d', by: 'tool', key: 'k' }, now)).toEqual({
      from: 93 * DAY,
      to: now,
      by: 'tool',
      key: 'k',
    });
  });
});

describe('numbers in words', () => {
  it.each([
    [undefined, '–'],
    [0, '0 ms'],
    [0.44, '0.4 ms'],
    [9.96, '10 ms'],
    [12.4, '12 ms'],
    [1000, '1 s'],
    [1254, '1.25 s'],
    [90_000, '1.5 min'],
  ])('a latency of %s ms is %s', (ms, text) => {
    expect(latencyText(ms)).toBe(text);
  });

  it.each([
    [0, '0 %'],
    [0.0004, '<0.1 %'],
    [0.031, '3.1 %'],
    [0.126, '13 %'],
    [1, '100 %'],
  ])('a share of %d is %s', (share, text) => {
    expect(shareText(share)).toBe(text);
  });

  it.each([
    [60_000, '1 minute'],
    [900_000, '15 minutes'],
    [HOUR, '1 hour'],
    [6 * HOUR, '6 hours'],
    [DAY, '1 day'],
  ])('%d ms are %s', (ms, text) => {
    expect(widthText(ms)).toBe(text);
  });

  it('a bucket is named in the reader’s time', () => {
    expect(spanText(Date.UTC(2026, 10, 21, 13), HOUR)).toBe('21 Nov, 14:00–15:00');
    expect(spanText(Date.UTC(2026, 10, 20, 23), DAY)).toBe('Sat 21 Nov');
  });
});

describe('a chart in words', () => {
  const at = Date.UTC(2026, 10, 21, 13);
  const quiet = { at, answered: 0, denied: 0, failed: 0 };
  const busy = { at: at + HOUR, answered: 1200, denied: 3, failed: 1, p50: 4, p95: 120 };

  it('says what happened at a moment', () => {
    expect(requestsText(quiet)).toBe('no requests');
    expect(requestsText(busy)).toBe('1,200 answered, 3 denied, 1 failed');
    expect(latenciesText(quiet)).toBe('nothing answered');
    expect(latenciesText(busy)).toBe('half within 4 ms, 95 % within 120 ms');
  });

  it('says what stands out', () => {
    expect(requestsSummary([quiet, busy], HOUR)).toBe(
      '1,204 requests; most, 1,204, at 21 Nov, 15:00–16:00.',
    );
    expect(requestsSummary([quiet], HOUR)).toBe('No requests in this period.');
    expect(requestsSummary([], HOUR)).toBe('No requests in this period.');
    expect(latencySummary([quiet, busy], HOUR)).toBe(
      'Slowest at 21 Nov, 15:00–16:00: half within 4 ms, 95 % within 120 ms.',
    );
    expect(latencySummary([quiet], HOUR)).toBe('Nothing was answered in this period.');
  });
});

describe('too many rows', () => {
  const share = (name: string, requests: number, slowest?: number): Share => ({
    name,
    label: name,
    requests,
    denied: 1,
    failed: 2,
    share: requests / 10,
    course: [requests, 1],
    ...(slowest === undefined ? {} : { slowest }),
  });

  it('have the rest in one', () => {
    const rows = withRest([share('a', 5), share('b', 3, 7), share('c', 2, 9)], 1);
    expect(rows).toEqual([
      share('a', 5),
      {
        name: '',
        label: '2 more',
        requests: 5,
        denied: 2,
        failed: 4,
        share: 0.5,
        slowest: 9,
        course: [5, 2],
      },
    ]);
  });

  it('stay as they are when they are few', () => {
    const rows = [share('a', 5), share('b', 3)];
    expect(withRest(rows, 2)).toBe(rows);
    expect(withRest([share('a', 5), share('b', 3), share('c', 1)], 2)[2]).not.toHaveProperty(
      'slowest',
    );
  });
});
