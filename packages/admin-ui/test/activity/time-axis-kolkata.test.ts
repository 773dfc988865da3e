import { describe, expect, it, vi } from 'vitest';
import { timeTicks } from '../../src/app/activity/time-axis.js';

vi.hoisted(() => {
  process.env.TZ = 'Asia/Kolkata';
});

describe('marks of time where the offset is no whole hour', () => {
  it('stand at the reader’s own hours', () => {
    const ticks = timeTicks(Date.UTC(2026, 10, 21), Date.UTC(2026, 10, 21, 12), 4);
    expect(ticks.map(({ label }) => label)).toEqual(['06:00', '09:00', '12:00', '15:00']);
    expect(ticks[0]?.at).toBe(Date.UTC(2026, 10, 21, 0, 30));
  });
});
