import { describe, expect, it, vi } from 'vitest';
import { timeTicks } from '../../src/app/activity/time-axis.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** The reader's zone is the process's here. */
vi.hoisted(() => {
  process.env.TZ = 'Europe/Vienna';
});

function labels(from: number, to: number, most: number): readonly string[] {
  return timeTicks(from, to, most).map(({ label }) => label);
}

describe('marks of time in Vienna', () => {
  const noon = Date.UTC(2026, 10, 21, 11);

  it('stand at round hours, and name the day at midnight', () => {
    expect(labels(noon, noon + DAY, 8)).toEqual([
      '12:00',
      '15:00',
      '18:00',
      '21:00',
      '22 Nov',
      '03:00',
      '06:00',
      '09:00',
      '12:00',
    ]);
  });

  it('stand at the hours of the reader, not of UTC', () => {
    const first = timeTicks(noon + 1, noon + DAY, 4)[0];
    expect(first).toEqual({ at: Date.UTC(2026, 10, 21, 17), label: '18:00' });
  });

  it('stand at midnights for a week', () => {
    const ticks = timeTicks(noon, noon + 7 * DAY, 7);
    expect(ticks.map(({ label }) => label)).toEqual(
      ['22', '23', '24', '25', '26', '27', '28'].map((day) => `${day} Nov`),
    );
    for (const { at } of ticks) expect(new Date(at).getUTCHours()).toBe(23);
  });

  it('stand at Mondays where a month has little room', () => {
    const ticks = timeTicks(noon, noon + 30 * DAY, 5);
    expect(ticks.map(({ label }) => label)).toEqual([
      '23 Nov',
      '30 Nov',
      '7 Dec',
      '14 Dec',
      '21 Dec',
    ]);
    for (const { at } of ticks) expect(new Date(at).getDay()).toBe(1);
  });

  it('stand at round hours on the day the clock goes forward, none twice', () => {
    const midnight = Date.UTC(2026, 2, 28, 23);
    expect(labels(midnight, midnight + 6 * HOUR, 6)).toEqual([
      '29 Mar',
      '01:00',
      '03:00',
      '04:00',
      '05:00',
      '06:00',
      '07:00',
    ]);
  });

  it('stand at round hours after the clock went back', () => {
    const midnight = Date.UTC(2026, 9, 24, 22);
    expect(labels(midnight, midnight + 26 * HOUR, 8)).toEqual([
      '25 Oct',
      '06:00',
      '12:00',
      '18:00',
      '26 Oct',
    ]);
    expect(timeTicks(midnight, midnight + 26 * HOUR, 8)[1]?.at).toBe(midnight + 7 * HOUR);
  });

  it('are none in no time', () => {
    expect(timeTicks(noon + 1, noon + 1, 5)).toEqual([]);
    expect(timeTicks(noon + DAY, noon, 5)).toEqual([]);
  });
});
