import { describe, expect, it } from 'vitest';
import { type Bench, benchFor } from '../support/bench.js';

describe('Alarm', () => {
  const number = (bench: Bench, state: string): number => bench.number('Alarm', state);

  it('arms at once, with or without the motion detectors', () => {
    const bench = benchFor('Alarm');
    expect(bench.send('Alarm', 'on/0')).toBe(true);
    expect([number(bench, 'armed'), number(bench, 'disabledMove')]).toEqual([1, 1]);
    expect(bench.send('Alarm', 'dismv/1')).toBe(true);
    expect(number(bench, 'disabledMove')).toBe(0);
    expect(bench.send('Alarm', 'off')).toBe(true);
    expect(number(bench, 'armed')).toBe(0);
    for (const tail of ['on/2', 'dismv', 'delayedon/x', 'explode']) {
      expect(bench.send('Alarm', tail), tail).toBe(false);
    }
  });

  it('arms after a delay that counts down, and tells the moment in advance', () => {
    const bench = benchFor('Alarm');
    bench.send('Alarm', 'delayedon');
    const now = Math.floor(bench.time.clock.now() / 1000);
    expect(number(bench, 'armedAt')).toBe(now + 30);
    expect(number(bench, 'armed')).toBe(0);
    bench.wait(10);
    expect(number(bench, 'armedDelay')).toBe(20);
    bench.wait(20);
    expect([number(bench, 'armed'), number(bench, 'armedAt')]).toEqual([1, 0]);
  });

  it('can be called off while it waits', () => {
    const bench = benchFor('Alarm');
    bench.send('Alarm', 'delayedon/1');
    bench.wait(5);
    bench.send('Alarm', 'off');
    bench.wait(60);
    expect(number(bench, 'armed')).toBe(0);
  });

  it('is silenced by quit and stays armed', () => {
    const bench = benchFor('Alarm', { states: ['level', 'armed', 'startTime'] });
    bench.send('Alarm', 'on');
    bench.control('Alarm').set('level', 3);
    bench.send('Alarm', 'quit');
    expect([number(bench, 'level'), number(bench, 'armed')]).toEqual([0, 1]);
  });
});

describe('SmokeAlarm', () => {
  const number = (bench: Bench, state: string): number => bench.number('SmokeAlarm', state);

  it('rings for half a minute in a drill', () => {
    const bench = benchFor('SmokeAlarm');
    bench.send('SmokeAlarm', 'startDrill');
    expect(['level', 'testAlarm', 'acousticAlarm'].map((state) => number(bench, state))).toEqual([
      2, 1, 1,
    ]);
    expect(bench.text('SmokeAlarm', 'startTime')).toBe('2025-06-04 10:00:00');
    bench.send('SmokeAlarm', 'mute');
    expect([number(bench, 'acousticAlarm'), number(bench, 'areAlarmSignalsOff')]).toEqual([0, 1]);
    bench.wait(30);
    expect(
      ['level', 'testAlarm', 'areAlarmSignalsOff'].map((state) => number(bench, state)),
    ).toEqual([0, 0, 0]);
  });

  it.each(['confirm', 'quit'])('is ended by %s', (tail) => {
    const bench = benchFor('SmokeAlarm');
    bench.send('SmokeAlarm', 'startDrill');
    expect(bench.send('SmokeAlarm', tail)).toBe(true);
    expect(number(bench, 'level')).toBe(0);
  });

  it('goes into service for a time or for ever', () => {
    const bench = benchFor('SmokeAlarm');
    bench.send('SmokeAlarm', 'servicemode/1');
    bench.wait(3);
    expect(number(bench, 'timeServiceMode')).toBe(99_999);
    bench.send('SmokeAlarm', 'servicemode/20');
    bench.wait(3);
    expect(number(bench, 'timeServiceMode')).toBe(17);
    bench.send('SmokeAlarm', 'servicemode/0');
    expect(number(bench, 'timeServiceMode')).toBe(0);
    expect(bench.send('SmokeAlarm', 'servicemode')).toBe(false);
    expect(bench.send('SmokeAlarm', 'explode')).toBe(false);
  });
});

describe('sensors of the house', () => {
  it('PresenceDetector sees people come and go, and keeps its overrun', () => {
    const bench = benchFor('PresenceDetector');
    const seen = new Set<number>();
    for (let minute = 0; minute < 120; minute += 1) {
      bench.jump(60);
      seen.add(bench.number('PresenceDetector', 'active'));
      const since = bench.number('PresenceDetector', 'activeSince');
      expect(since > 0).toBe(bench.number('PresenceDetector', 'active') === 1);
    }
    expect(seen).toEqual(new Set([0, 1]));
    expect(bench.send('PresenceDetector', 'time/120')).toBe(true);
    expect(bench.number('PresenceDetector', 'time')).toBe(120);
    expect(bench.send('PresenceDetector', '60')).toBe(true);
    expect(bench.send('PresenceDetector', 'time/-1')).toBe(false);
    const locked = benchFor('PresenceDetector', { details: { parameterConnections: 1 } });
    expect(locked.send('PresenceDetector', 'time/120')).toBe(false);
  });

  it('WindowMonitor counts every window once, by the worst of it', () => {
    const windows = Array.from({ length: 6 }, (_, index) => ({ name: `Window ${index}` }));
    const bench = benchFor('WindowMonitor', { details: { windows } });
    const counts = (): readonly number[] =>
      ['numOpen', 'numTilted', 'numClosed', 'numOffline', 'numLocked', 'numUnlocked'].map((state) =>
        bench.number('WindowMonitor', state),
      );
    expect(bench.text('WindowMonitor', 'windowStates').split(',')).toHaveLength(6);
    expect(counts().reduce((sum, count) => sum + count, 0)).toBe(6);
    bench.control('WindowMonitor').set('windowStates', '4,6,2,1,0,9');
    bench.wait(1);
    expect(counts()).toEqual([2, 1, 1, 1, 1, 0]);
    expect(bench.send('WindowMonitor', 'open')).toBe(false);
  });

  it('InfoOnly controls take no commands', () => {
    for (const type of [
      'InfoOnlyAnalog',
      'InfoOnlyDigital',
      'InfoOnlyText',
      'TextState',
      'Tracker',
    ]) {
      expect(benchFor(type).send(type, 'on'), type).toBe(false);
    }
  });
});
