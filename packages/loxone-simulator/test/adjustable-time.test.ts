import { describe, expect, it } from 'vitest';
import { AdjustableTime } from '../src/index.js';
import { ManualTime } from './support/manual-time.js';

function setUp(): { base: ManualTime; time: AdjustableTime; log: (string | number)[] } {
  const base = new ManualTime(1000);
  return { base, time: new AdjustableTime(base.clock, base.timers), log: [] };
}

describe('a clock that can be put forward', () => {
  it('goes on by itself, from where it was put', () => {
    const { base, time } = setUp();
    base.advance(10);
    expect(time.clock.now()).toBe(1010);
    time.advance(500);
    expect(time.clock.now()).toBe(1510);
    base.advance(5);
    expect(time.clock.now()).toBe(1515);
  });

  it('timers fall due by themselves', () => {
    const { base, time, log } = setUp();
    time.timers.after(30, () => log.push('b'));
    time.timers.after(20, () => log.push('a'));
    base.advance(19);
    expect(log).toEqual([]);
    base.advance(1);
    expect(log).toEqual(['a']);
    base.advance(100);
    expect(log).toEqual(['a', 'b']);
  });

  it('what is passed over happens in its order, each at its time', () => {
    const { time, log } = setUp();
    time.timers.after(50, () => log.push('after', time.clock.now()));
    time.timers.every(30, () => log.push('every', time.clock.now()));
    time.advance(70);
    expect(log).toEqual(['every', 1030, 'after', 1050, 'every', 1060]);
    expect(time.clock.now()).toBe(1070);
  });

  it('a timer that is set on the way falls due on the way', () => {
    const { time, log } = setUp();
    time.timers.after(10, () => time.timers.after(10, () => log.push(time.clock.now())));
    time.advance(25);
    expect(log).toEqual([1020]);
  });

  it('after a jump, timers wait for what is left only', () => {
    const { base, time, log } = setUp();
    time.timers.after(100, () => log.push(time.clock.now()));
    time.advance(60);
    base.advance(39);
    expect(log).toEqual([]);
    base.advance(1);
    expect(log).toEqual([1100]);
  });

  it('what is cancelled does not happen, also when it is cancelled by another', () => {
    const { base, time, log } = setUp();
    const cancel = time.timers.after(20, () => log.push('never'));
    time.timers.after(10, cancel);
    const stop = time.timers.every(5, () => log.push('tick'));
    time.advance(12);
    stop();
    time.advance(50);
    base.advance(50);
    expect(log).toEqual(['tick', 'tick']);
  });

  it('cannot be set back', () => {
    const { time } = setUp();
    expect(() => time.advance(-1)).toThrow(RangeError);
    expect(() => time.advance(Number.NaN)).toThrow(RangeError);
  });
});
