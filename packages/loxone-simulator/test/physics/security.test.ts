import { describe, expect, it } from 'vitest';
import { Bench, benchFor, idOf } from '../support/bench.js';

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

describe('Alarm that something trips', () => {
  const STATES = ['armed', 'level', 'nextLevel', 'nextLevelAt', 'sensors', 'startTime'];

  function armed(tail = 'on/1'): Bench {
    const bench = new Bench([
      {
        type: 'Alarm',
        states: STATES,
        parts: { sensors: { type: 'Tracker', name: 'History', states: ['entries'] } },
      },
      { type: 'Window', name: 'Roof Window' },
      { type: 'PresenceDetector', name: 'Hall' },
    ]);
    bench.send('Alarm', tail);
    bench.wait(1);
    return bench;
  }
  const level = (bench: Bench): number => bench.number('Alarm', 'level');

  it('leaves time to disarm, then goes from level to level', () => {
    const bench = armed();
    bench.send('Roof Window', 'fullopen');
    bench.wait(2);
    const now = Math.floor(bench.house.now() / 1000);
    expect(level(bench)).toBe(0);
    expect(bench.number('Alarm', 'nextLevel')).toBe(1);
    expect(bench.number('Alarm', 'nextLevelAt') - now).toBeGreaterThan(25);
    expect(bench.text('Alarm', 'sensors')).toBe('Roof Window');
    expect(bench.text('Alarm', 'startTime')).toMatch(/^2025-06-04 10:00:0\d$/);
    expect(bench.text('Alarm/sensors', 'entries')).toContain('Roof Window');
    const levels = new Set<number>();
    for (let second = 0; second < 200; second += 1) {
      bench.wait(1);
      levels.add(level(bench));
    }
    expect([...levels]).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect([bench.number('Alarm', 'nextLevel'), bench.number('Alarm', 'nextLevelAt')]).toEqual([
      0, 0,
    ]);
  });

  it('comes to the same level in one long step', () => {
    const bench = armed();
    bench.send('Roof Window', 'fullopen');
    bench.wait(2);
    const entry = bench.number('Alarm', 'nextLevelAt') - Math.floor(bench.house.now() / 1000);
    bench.wait(entry);
    expect(level(bench)).toBe(1);
    // Three levels follow within this one step.
    bench.jump(30);
    expect(level(bench)).toBe(4);
    bench.jump(300);
    expect(level(bench)).toBe(6);
  });

  it('is ended by quit, stays armed, and trips again only by something new', () => {
    const bench = armed();
    bench.send('Roof Window', 'fullopen');
    bench.wait(60);
    expect(level(bench)).toBeGreaterThan(0);
    bench.send('Alarm', 'quit');
    expect([
      level(bench),
      bench.number('Alarm', 'nextLevel'),
      bench.number('Alarm', 'armed'),
    ]).toEqual([0, 0, 1]);
    expect(bench.text('Alarm', 'sensors')).toBe('');
    bench.wait(60);
    expect(level(bench)).toBe(0);
    bench.control('Hall').set('active', 1);
    bench.house.tick(0);
    expect(bench.number('Alarm', 'nextLevel')).toBe(1);
  });

  it('does not look at movement when it is armed without, nor at all when it is not armed', () => {
    for (const tail of ['on/0', 'off']) {
      const bench = armed(tail);
      bench.control('Hall').set('active', 1);
      bench.house.tick(0);
      expect(bench.number('Alarm', 'nextLevel'), tail).toBe(0);
    }
  });

  it('takes what was open when it was armed for known', () => {
    const bench = armed('off');
    bench.send('Roof Window', 'fullopen');
    bench.wait(30);
    bench.send('Alarm', 'on');
    bench.wait(30);
    expect(bench.number('Alarm', 'nextLevel')).toBe(0);
  });

  it('means that nobody is at home', () => {
    const bench = armed();
    const seen = new Set<number>();
    for (let minute = 0; minute < 600; minute += 5) {
      bench.jump(300);
      seen.add(bench.number('Hall', 'active'));
    }
    expect([...seen]).toEqual([0]);
  });
});

describe('WindowMonitor', () => {
  it('follows the windows that are controls', () => {
    const windows = [
      { name: 'Roof', uuid: idOf('Roof Window') },
      { name: 'Cellar' },
      { name: 'Door', uuid: idOf('Door') },
    ];
    const bench = new Bench([
      {
        type: 'WindowMonitor',
        details: { windows },
        states: ['windowStates', 'numOpen', 'numTilted', 'numClosed'],
      },
      { type: 'Window', name: 'Roof Window' },
      { type: 'InfoOnlyDigital', name: 'Door' },
    ]);
    const states = (): readonly string[] => bench.text('WindowMonitor', 'windowStates').split(',');
    bench.send('Roof Window', 'slightlyOpen');
    bench.wait(15);
    expect([states()[0], states()[2]]).toEqual(['2', '1']);
    bench.send('Roof Window', 'fullopen');
    bench.control('Door').set('active', 1);
    bench.wait(30);
    expect([states()[0], states()[2]]).toEqual(['4', '4']);
    expect(bench.number('WindowMonitor', 'numOpen')).toBe(2);
    bench.send('Roof Window', 'fullclose');
    bench.wait(30);
    expect(bench.number('WindowMonitor', 'numOpen')).toBe(1);
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
