import { unixToLoxoneSeconds } from '@gatehouse/loxone-protocol';
import { describe, expect, it } from 'vitest';
import { type Bench, benchFor } from '../support/bench.js';

const ROOM = 'IRoomControllerV2';
const COMFORT = 1;

describe(ROOM, () => {
  const number = (bench: Bench, state: string): number => bench.number(ROOM, state);

  it('is in comfort by day and in economy at night', () => {
    const bench = benchFor(ROOM, {}, '2025-02-03T10:00:00Z');
    bench.wait(1);
    expect(number(bench, 'activeMode')).toBe(COMFORT);
    expect(number(bench, 'tempTarget')).toBe(number(bench, 'comfortTemperature'));
    bench.jump(13 * 3600);
    expect(number(bench, 'activeMode')).toBe(0);
    const { comfortTemperature, absentMinOffset } = {
      comfortTemperature: number(bench, 'comfortTemperature'),
      absentMinOffset: number(bench, 'absentMinOffset'),
    };
    expect(number(bench, 'tempTarget')).toBe(comfortTemperature - absentMinOffset);
  });

  it('warms towards its target within hours, in steps of a tenth', () => {
    const bench = benchFor(ROOM, {}, '2025-02-03T07:00:00Z');
    bench.send(ROOM, 'setComfortTemperature/24.5');
    expect(number(bench, 'tempTarget')).toBe(24.5);
    const before = number(bench, 'tempActual');
    for (let minute = 0; minute < 180; minute += 1) bench.jump(60);
    const after = number(bench, 'tempActual');
    expect(after).toBeGreaterThan(before + 1);
    expect(Math.abs(after - 24.5)).toBeLessThan(1.5);
    expect(Math.round(after * 10) / 10).toBe(after);
  });

  it('drifts although nobody does anything', () => {
    const bench = benchFor(ROOM, {}, '2025-02-03T10:00:00Z');
    const seen = new Set<number>();
    for (let minute = 0; minute < 120; minute += 1) {
      bench.jump(60);
      seen.add(number(bench, 'tempActual'));
    }
    expect(seen.size).toBeGreaterThan(3);
  });

  it('cools down towards the outside once it is off', () => {
    const bench = benchFor(ROOM, {}, '2025-02-03T10:00:00Z');
    bench.send(ROOM, 'setOperatingMode/-1');
    expect(number(bench, 'activeMode')).toBe(4);
    const before = number(bench, 'tempActual');
    for (let hour = 0; hour < 30; hour += 1) bench.jump(3600);
    expect(number(bench, 'tempActual')).toBeLessThan(before - 3);
  });

  it('is overridden until a time, or for good, with a temperature of its own', () => {
    const bench = benchFor(ROOM, {}, '2025-02-03T10:00:00Z');
    const until = unixToLoxoneSeconds(bench.time.clock.now() / 1000) + 600;
    expect(bench.send(ROOM, `override/0/${until}`)).toBe(true);
    expect(number(bench, 'activeMode')).toBe(0);
    expect(bench.json(ROOM, 'overrideEntries')).toMatchObject([{ isTimer: true, reason: 0 }]);
    bench.jump(601);
    expect(number(bench, 'activeMode')).toBe(COMFORT);
    expect(bench.json(ROOM, 'overrideEntries')).toEqual([]);

    expect(bench.send(ROOM, 'override/3//22.5')).toBe(true);
    expect([number(bench, 'activeMode'), number(bench, 'tempTarget')]).toEqual([3, 22.5]);
    bench.jump(86_400);
    expect(number(bench, 'activeMode')).toBe(3);
    expect(bench.send(ROOM, 'stopOverride')).toBe(true);
    expect(number(bench, 'overrideReason')).toBe(0);
  });

  it('holds its own temperature in the manual modes', () => {
    const bench = benchFor(ROOM);
    bench.send(ROOM, 'setOperatingMode/3');
    bench.send(ROOM, 'setManualTemperature/18');
    expect([number(bench, 'activeMode'), number(bench, 'tempTarget')]).toEqual([3, 18]);
    bench.send(ROOM, 'override/2');
    expect(number(bench, 'tempTarget')).toBe(number(bench, 'frostProtectTemperature'));
  });

  it.each([
    'setComfortTemperature/80',
    'setComfortTolerance/5',
    'setOperatingMode/9',
    'override/7',
    'override',
    'override/1/soon',
    'override/1/1',
    'override/1//warm',
    'explode',
  ])('refuses %s', (tail) => {
    expect(benchFor(ROOM).send(ROOM, tail)).toBe(false);
  });
});

describe('IRoomController of the first generation', () => {
  const V1 = 'IRoomController';
  const states = ['tempTarget', 'tempActual', 'override', 'manualMode', 'currHeatTempIx'];

  it('has its temperatures in an array, and a timer that counts down', () => {
    const bench = benchFor(V1, { states });
    expect(bench.number(V1, 'temperatures', 1)).toBe(21.5);
    expect(bench.number(V1, 'temperatures', 6)).toBe(22);
    expect(bench.send(V1, 'starttimer/6/60')).toBe(true);
    expect([bench.number(V1, 'tempTarget'), bench.number(V1, 'manualMode')]).toEqual([22, 3]);
    bench.wait(59);
    expect(bench.number(V1, 'override')).toBe(1);
    bench.wait(1);
    expect([bench.number(V1, 'tempTarget'), bench.number(V1, 'manualMode')]).toEqual([21.5, 0]);
  });

  it('changes modes and temperatures within reason', () => {
    const bench = benchFor(V1, { states });
    expect(bench.send(V1, 'settemp/1/23')).toBe(true);
    expect(bench.number(V1, 'tempTarget')).toBe(23);
    expect(bench.send(V1, 'mode/5')).toBe(true);
    expect(bench.number(V1, 'mode')).toBe(5);
    expect(bench.send(V1, 'service/4')).toBe(true);
    bench.send(V1, 'starttimer/0/60');
    expect(bench.send(V1, 'stoptimer')).toBe(true);
    expect(bench.number(V1, 'override')).toBe(0);
    for (const tail of ['mode/1', 'service/9', 'settemp/9/20', 'starttimer/1/0', 'explode']) {
      expect(bench.send(V1, tail), tail).toBe(false);
    }
  });
});

describe('Daytimer', () => {
  const TIMER = 'Daytimer';
  const states = ['value', 'mode', 'override', 'entriesAndDefaultValue'];
  const value = (bench: Bench): number => bench.number(TIMER, 'value');

  it('follows its week', () => {
    // A Wednesday; the morning span of working days begins at 6:30.
    const bench = benchFor(TIMER, { states }, '2025-06-04T06:29:00Z');
    expect([value(bench), bench.number(TIMER, 'mode')]).toEqual([0, 5]);
    bench.jump(60);
    expect(value(bench)).toBe(1);
    bench.jump(2 * 3600);
    expect(value(bench)).toBe(0);
  });

  it('is overridden for a while', () => {
    const bench = benchFor(TIMER, { states }, '2025-06-04T12:00:00Z');
    expect(bench.send(TIMER, 'startOverride/1/90')).toBe(true);
    expect([value(bench), bench.number(TIMER, 'override')]).toEqual([1, 90]);
    bench.wait(90);
    expect([value(bench), bench.number(TIMER, 'override')]).toEqual([0, 0]);
    bench.send(TIMER, 'startOverride/1/90');
    bench.send(TIMER, 'stopOverride');
    expect(value(bench)).toBe(0);
  });

  it('takes another plan and another default', () => {
    const bench = benchFor(TIMER, { states, details: { analog: true } }, '2025-06-04T12:00:00Z');
    expect(bench.send(TIMER, 'default/0.5')).toBe(true);
    expect(value(bench)).toBe(0.5);
    expect(bench.send(TIMER, 'set/2/5;600;900;0;21.5/6;0;1440;1;18')).toBe(true);
    expect(value(bench)).toBe(21.5);
    const { entries } = bench.control(TIMER).schedule('entriesAndDefaultValue');
    expect(entries[1]).toEqual({ mode: 6, from: 0, to: 1440, needActivate: true, value: 18 });
    for (const tail of [
      'set/1',
      'set/1/5;1;2',
      'set/2/5;1;2;0;1',
      'set/1/5;0;1441;0;1',
      'default/x',
      'explode',
    ]) {
      expect(bench.send(TIMER, tail), tail).toBe(false);
    }
  });
});
