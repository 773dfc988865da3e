import { createFakeClock } from '@gatehouse/mcp-auth-testing';
import { describe, expect, it, vi } from 'vitest';
import { systemSchedule, wakeAt } from '../../src/node/schedule.js';
import { manualSchedule } from '../support/manual-schedule.js';

const DAY = 86_400_000;

describe('wakeAt', () => {
  it('runs once, when the clock has reached the time', () => {
    const clock = createFakeClock(0);
    const { schedule, delays, runNext } = manualSchedule();
    const wake = vi.fn();
    wakeAt(5000, clock, schedule, wake);
    expect(delays()).toEqual([5000]);
    clock.set(5000);
    runNext();
    expect(delays()).toEqual([0]);
    runNext();
    expect(wake).toHaveBeenCalledOnce();
    expect(delays()).toEqual([]);
  });

  it('sleeps in portions that a timer can count', () => {
    const clock = createFakeClock(0);
    const { schedule, delays, runNext } = manualSchedule();
    const wake = vi.fn();
    wakeAt(60 * DAY, clock, schedule, wake);
    for (const expected of [2 ** 31 - 1, 2 ** 31 - 1, 60 * DAY - 2 * (2 ** 31 - 1)]) {
      expect(delays()).toEqual([expected]);
      clock.advance(expected);
      runNext();
    }
    expect(wake).not.toHaveBeenCalled();
    runNext();
    expect(wake).toHaveBeenCalledOnce();
  });

  it('sleeps on when the clock was set back', () => {
    const clock = createFakeClock(10_000);
    const { schedule, delays, runNext } = manualSchedule();
    const wake = vi.fn();
    wakeAt(15_000, clock, schedule, wake);
    clock.set(9000);
    runNext();
    expect(delays()).toEqual([6000]);
    expect(wake).not.toHaveBeenCalled();
  });

  it('wakes at once for a time that is over, but not before it returns', () => {
    const { schedule, runNext } = manualSchedule();
    const wake = vi.fn();
    wakeAt(5, createFakeClock(10), schedule, wake);
    expect(wake).not.toHaveBeenCalled();
    runNext();
    expect(wake).toHaveBeenCalledOnce();
  });

  it('can be taken back, also after it slept on', () => {
    const clock = createFakeClock(0);
    const { schedule, delays, runNext } = manualSchedule();
    const cancel = wakeAt(60 * DAY, clock, schedule, () => undefined);
    runNext();
    cancel();
    expect(delays()).toEqual([]);
  });
});

describe('systemSchedule', () => {
  it('runs what it is given, and not what was taken back', async () => {
    const taken = vi.fn();
    systemSchedule(taken, 0)();
    await new Promise<void>((resolve) => systemSchedule(resolve, 1));
    expect(taken).not.toHaveBeenCalled();
  });
});
