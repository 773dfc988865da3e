import { describe, expect, it, vi } from 'vitest';
import { clockText, daysOf } from '../../src/app/audit/days.js';
import type { AuditEntry } from '../../src/wire/index.js';

vi.hoisted(() => {
  process.env.TZ = 'Europe/Vienna';
});

const NOON = Date.UTC(2026, 10, 21, 11);
const HOUR = 3_600_000;

function entry(sequence: number, at: number): AuditEntry {
  return { sequence, at, type: 'auth.accepted', actor: { id: 'a' }, outcome: 'success' };
}

describe('records by day', () => {
  it('are parted at the reader’s midnight', () => {
    const days = daysOf(
      [
        entry(4, NOON),
        entry(3, NOON - 12 * HOUR),
        entry(2, NOON - 12 * HOUR - 1),
        entry(1, NOON - 48 * HOUR),
      ],
      NOON,
    );
    expect(
      days.map(({ title, records }) => [title, ...records.map((one) => one.sequence)]),
    ).toEqual([
      ['Today', 4, 3],
      ['Yesterday', 2],
      [expect.stringMatching(/^Thursday,? 19 November 2026$/), 1],
    ]);
    expect(days.map(({ key }) => key)).toEqual(['2026-11-21', '2026-11-20', '2026-11-19']);
  });

  it('know yesterday also after a day of 25 hours', () => {
    const monday = Date.UTC(2026, 9, 25, 23, 30);
    const sunday = Date.UTC(2026, 9, 24, 22, 30);
    expect(daysOf([entry(1, sunday)], monday)[0]?.title).toBe('Yesterday');
  });

  it('hold what has no time that exists', () => {
    const [day] = daysOf([entry(1, Number.NaN)], NOON);
    expect(day).toMatchObject({ key: 'unknown', title: 'At an unknown time' });
    expect(clockText(Number.NaN)).toBe('unknown');
  });

  it('are none where there are none', () => {
    expect(daysOf([], NOON)).toEqual([]);
  });
});

it('tells the time of day in the reader’s zone', () => {
  expect(clockText(NOON + 5 * 60_000 + 9000)).toBe('12:05:09');
});
