import { describe, expect, it } from 'vitest';
import { type Bench, benchFor } from '../support/bench.js';

function unixNow(bench: Bench): number {
  return Math.floor(bench.time.clock.now() / 1000);
}

describe('AalEmergency', () => {
  const type = 'AalEmergency';
  const shown = (bench: Bench): readonly number[] =>
    ['status', 'disableEndTime'].map((state) => bench.number(type, state));

  it('calls until somebody quits it', () => {
    const bench = benchFor(type);
    expect(bench.send(type, 'trigger')).toBe(true);
    expect(shown(bench)).toEqual([1, 0]);
    bench.jump(86_400);
    expect(shown(bench)).toEqual([1, 0]);
    expect(bench.send(type, 'quit')).toBe(true);
    expect(shown(bench)).toEqual([0, 0]);
  });

  it('is out of service for a time, to the second, or until it is put back', () => {
    const bench = benchFor(type);
    expect(bench.send(type, 'disable/60')).toBe(true);
    expect(shown(bench)).toEqual([3, unixNow(bench) + 60]);
    bench.wait(59);
    expect(shown(bench)[0]).toBe(3);
    bench.wait(1);
    expect(shown(bench)).toEqual([0, 0]);
    bench.send(type, 'disable/3600');
    expect(bench.send(type, 'disable/0')).toBe(true);
    expect(shown(bench)).toEqual([0, 0]);
    bench.send(type, 'disable/3600');
    bench.send(type, 'trigger');
    expect(shown(bench)).toEqual([1, 0]);
  });

  it('takes no more than a year, and nothing else', () => {
    const bench = benchFor(type);
    for (const wrong of [
      'disable',
      'disable/-1',
      `disable/${366 * 86_400}`,
      'disable/1/2',
      'help',
    ]) {
      expect(bench.send(type, wrong), wrong).toBe(false);
    }
    expect(shown(bench)).toEqual([0, 0]);
  });
});

describe('AalSmartAlarm', () => {
  const type = 'AalSmartAlarm';
  const shown = (bench: Bench): readonly unknown[] => [
    bench.number(type, 'alarmLevel'),
    bench.text(type, 'alarmCause'),
  ];

  it('rings for half a minute in a drill', () => {
    const bench = benchFor(type);
    expect(bench.send(type, 'startDrill')).toBe(true);
    expect(shown(bench)).toEqual([2, 'Drill']);
    bench.wait(29);
    expect(shown(bench)).toEqual([2, 'Drill']);
    bench.wait(1);
    expect(shown(bench)).toEqual([0, '']);
  });

  it('is confirmed before that, and the drill does not come back', () => {
    const bench = benchFor(type);
    bench.send(type, 'startDrill');
    bench.wait(10);
    expect(bench.send(type, 'confirm')).toBe(true);
    expect(shown(bench)).toEqual([0, '']);
    bench.send(type, 'startDrill');
    bench.wait(25);
    expect(shown(bench)).toEqual([2, 'Drill']);
  });

  it('is out of service until a moment, or back at once', () => {
    const bench = benchFor(type);
    const end = (): number => bench.number(type, 'disableEndTime');
    expect(bench.send(type, 'disable/120')).toBe(true);
    expect(end()).toBe(unixNow(bench) + 120);
    bench.wait(120);
    expect(end()).toBe(0);
    bench.send(type, 'disable/120');
    expect(bench.send(type, 'disable/0')).toBe(true);
    expect(end()).toBe(0);
    expect(bench.send(type, 'disable/soon')).toBe(false);
  });
});

describe('AlarmChain', () => {
  const type = 'AlarmChain';

  it('goes on every two minutes, by as many steps as have passed', () => {
    const bench = benchFor(type);
    const next = (): number => bench.number(type, 'nextAlarmLevelAt');
    const first = next();
    bench.jump(119);
    expect([bench.number(type, 'iterationCount'), next()]).toEqual([1, first]);
    bench.wait(1);
    expect([bench.number(type, 'iterationCount'), next()]).toEqual([2, first + 120]);
    bench.jump(600);
    expect([bench.number(type, 'iterationCount'), next()]).toEqual([7, first + 720]);
  });

  it('is over once somebody quits it, and stays over', () => {
    const bench = benchFor(type);
    expect(bench.send(type, 'quit/1')).toBe(false);
    expect(bench.send(type, 'stop')).toBe(false);
    expect(bench.text(type, 'activeAlarmText')).not.toBe('');
    expect(bench.send(type, 'quit')).toBe(true);
    bench.jump(3600);
    for (const state of ['activeAlarmType', 'nextAlarmLevelAt', 'iterationCount']) {
      expect(bench.number(type, state), state).toBe(0);
    }
    expect(bench.text(type, 'activeAlarmText') + bench.text(type, 'nextAlarmText')).toBe('');
  });
});
