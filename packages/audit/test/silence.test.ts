import { describe, expect, it } from 'vitest';
import { awaitAnswer } from '../src/silence.js';
import type { Schedule } from '../src/types.js';
import { createManualTimers } from './support.js';

describe('waiting for an answer', () => {
  it('ends after the whole time, not before, and only once', () => {
    const timers = createManualTimers();
    let silent = 0;
    awaitAnswer(timers.schedule, 5_000, () => {
      silent += 1;
    });
    for (let part = 1; part < 50; part += 1) expect(timers.fire(100)).toBe(1);
    expect(silent).toBe(0);
    expect(timers.fire(100)).toBe(1);
    expect(silent).toBe(1);
    expect(timers.delays()).toEqual([]);
  });

  it('ends with the answer, at whatever time it comes', () => {
    for (const before of [0, 1, 49]) {
      const timers = createManualTimers();
      let silent = 0;
      const answered = awaitAnswer(timers.schedule, 5_000, () => {
        silent += 1;
      });
      for (let part = 0; part < before; part += 1) timers.fire(100);
      answered();
      expect([timers.delays(), silent]).toEqual([[], 0]);
    }
  });

  it('has no parts that no timer can measure', () => {
    const timers = createManualTimers();
    let silent = 0;
    awaitAnswer(timers.schedule, 3, () => {
      silent += 1;
    });
    for (let part = 0; part < 3; part += 1) expect(timers.fire(1)).toBe(1);
    expect(silent).toBe(1);
  });

  it('hears an answer that comes while the process can hardly run', async () => {
    // Every timer is late by any length of time: all that counts is how often it fired.
    const late: Schedule = (run) => {
      const timer = setImmediate(run);
      return () => clearImmediate(timer);
    };
    const heard = await new Promise<string>((resolve) => {
      const answered = awaitAnswer(late, 5_000, () => resolve('silence'));
      const steps = (left: number): void => {
        if (left > 0) setImmediate(() => steps(left - 1));
        else {
          answered();
          resolve('answer');
        }
      };
      steps(20);
    });
    expect(heard).toBe('answer');
  });
});
