import { describe, expect, it } from 'vitest';
import { Bench, benchFor } from '../support/bench.js';

/** Seconds after something tripped the alarm at which each level is reached. */
const REACHED = [30, 40, 50, 60, 120, 180] as const;

function tripped(): Bench {
  const bench = new Bench([
    { type: 'Alarm', parts: { log: { type: 'Tracker', name: 'Log', states: ['entries'] } } },
    { type: 'PresenceDetector', name: 'Hall' },
    { type: 'Window', name: 'Attic' },
  ]);
  bench.send('Alarm', 'on/1');
  bench.control('Hall').set('active', 1);
  bench.house.tick(0);
  return bench;
}

function alarm(bench: Bench, ...states: readonly string[]): readonly number[] {
  return states.map((state) => bench.number('Alarm', state));
}

describe('an alarm that was tripped', () => {
  it.each(REACHED.map((second, index) => [index + 1, second] as const))(
    'reaches level %d in second %d, and tells how long it takes to the next',
    (level, second) => {
      const bench = tripped();
      bench.wait(second - 1);
      expect(alarm(bench, 'level', 'nextLevel', 'nextLevelDelay')).toEqual([level - 1, level, 1]);
      bench.wait(1);
      const next = REACHED[level];
      const delay = next === undefined ? 0 : next - second;
      const now = Math.floor(bench.house.now() / 1000);
      expect(
        alarm(bench, 'level', 'nextLevel', 'nextLevelDelay', 'nextLevelDelayTotal', 'nextLevelAt'),
      ).toEqual([level, next === undefined ? 0 : level + 1, delay, delay, delay && now + delay]);
    },
  );

  it.each<[command: string, second: number, armed: number]>([
    ['off', 10, 0],
    ['off', 45, 0],
    ['quit', 10, 1],
    ['quit', 45, 1],
    ['quit', 200, 1],
  ])('is ended by %s in second %d; armed afterwards: %d', (command, second, armed) => {
    const bench = tripped();
    bench.wait(second);
    expect(bench.send('Alarm', command)).toBe(true);
    bench.wait(60);
    expect(alarm(bench, 'armed', 'level', 'nextLevel', 'nextLevelAt', 'nextLevelDelay')).toEqual([
      armed,
      0,
      0,
      0,
      0,
    ]);
    expect([bench.text('Alarm', 'sensors'), bench.text('Alarm', 'startTime')]).toEqual(['', '']);
    // What it was stays to be read.
    expect(bench.text('Alarm/log', 'entries')).toContain('Hall');
  });

  it('notes what else happens, once each, and keeps its pace', () => {
    const bench = tripped();
    bench.wait(20);
    bench.send('Attic', 'fullopen');
    bench.wait(10);
    expect(bench.text('Alarm', 'sensors')).toBe('Hall|Attic');
    expect(alarm(bench, 'level')).toEqual([1]);
    expect(bench.text('Alarm/log', 'entries').split('|')).toHaveLength(2);
  });
});

describe('an alarm that is armed later', () => {
  it.each<[command: string, disabledMove: number]>([
    ['delayedon', 0],
    ['delayedon/0', 1],
    ['delayedon/1', 0],
  ])('%s counts down by the second; movement left out: %d', (command, disabledMove) => {
    const bench = benchFor('Alarm');
    bench.send('Alarm', command);
    for (let left = 30; left > 0; left -= 1) {
      expect(alarm(bench, 'armed', 'armedDelay')).toEqual([0, left]);
      bench.wait(1);
    }
    expect(alarm(bench, 'armed', 'armedDelay', 'armedAt', 'disabledMove')).toEqual([
      1,
      0,
      0,
      disabledMove,
    ]);
  });

  it('does not look at anything until it is armed', () => {
    const bench = new Bench([{ type: 'Alarm' }, { type: 'Window', name: 'Attic' }]);
    bench.send('Alarm', 'delayedon/1');
    bench.wait(5);
    bench.send('Attic', 'moveToPosition/50');
    bench.wait(60);
    expect(alarm(bench, 'armed', 'nextLevel')).toEqual([1, 0]);
  });
});

describe('a smoke alarm in service', () => {
  it.each<[seconds: number, shown: number, later: number]>([
    [0, 0, 0],
    [1, 99_999, 99_999],
    [60, 60, 30],
    [20, 20, 0],
  ])('servicemode/%d shows %d, and %d half a minute later', (seconds, shown, later) => {
    const bench = benchFor('SmokeAlarm');
    expect(bench.send('SmokeAlarm', `servicemode/${seconds}`)).toBe(true);
    expect(bench.number('SmokeAlarm', 'timeServiceMode')).toBe(shown);
    bench.wait(30);
    expect(bench.number('SmokeAlarm', 'timeServiceMode')).toBe(later);
  });
});
