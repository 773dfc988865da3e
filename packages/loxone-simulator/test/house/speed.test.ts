import { describe, expect, it } from 'vitest';
import { createDemoHouse } from '../../src/demo/demo-house.js';
import { House } from '../../src/house/house.js';
import { HouseTime } from '../../src/house/house-time.js';
import { ManualTime } from '../support/manual-time.js';

const HOUR = 3600;
const COMMANDS = [
  ['Jalousie', 'FullDown'],
  ['Gate', 'open'],
  ['Window', 'moveToPosition/40'],
  ['TimedSwitch', 'pulse'],
  ['IRoomControllerV2', 'override/3//25'],
  ['Wallbox2', 'allow/on'],
  ['Irrigation', 'startForce'],
  ['AudioZoneV2', 'play'],
  ['LightControllerV2', 'changeTo/2'],
  ['Alarm', 'delayedon'],
] as const;

/** A house after an hour in steps of this length. */
function afterAnHour(step: number): ReadonlyMap<string, number> {
  const time = new ManualTime('2025-06-04T10:00:00Z');
  const house = new House(createDemoHouse(), { clock: time.clock, utcOffsetMinutes: 120 });
  for (const control of house.controls()) {
    for (const [type, tail] of COMMANDS) {
      if (control.type === type) house.execute(`${control.id}/${tail}`, { secured: true });
    }
  }
  for (let passed = 0; passed < HOUR; passed += step) {
    time.advance(step * 1000);
    house.tick(step);
  }
  const states = new Map<string, number>();
  for (const control of house.controls()) {
    for (const state of Object.keys(control.description.states)) {
      states.set(`${control.type} ${control.name} ${state}`, control.number(state));
    }
  }
  return states;
}

describe('an hour', () => {
  const slow = afterAnHour(1);

  it.each([60, 600])('in steps of %d seconds comes to the same as in steps of one', (step) => {
    const fast = afterAnHour(step);
    expect([...fast.keys()]).toEqual([...slow.keys()]);
    const apart = [...slow].filter(([state, value]) => {
      const tolerance = /temp|humidity/i.test(state) ? 0.3 : /total|energy/i.test(state) ? 0.1 : 1;
      return (
        Math.abs(value - (fast.get(state) ?? Number.NaN)) >
        Math.max(tolerance, Math.abs(value) * 0.01)
      );
    });
    expect(apart.map(([state, value]) => `${state}: ${value} or ${fast.get(state)}`)).toEqual([]);
  });
});

describe('time in the house', () => {
  it('is the clock, until more time passes than the clock says', () => {
    const time = new ManualTime(1_000_000);
    const house = new HouseTime(time.clock);
    time.advance(1000);
    house.pass(1, () => undefined);
    expect(house.now()).toBe(1_001_000);
    time.advance(1000);
    house.pass(60, () => undefined);
    expect(house.now()).toBe(1_061_000);
    time.advance(500);
    expect(house.now()).toBe(1_061_500);
    house.pass(0.5, () => undefined);
    expect(house.now()).toBe(1_061_500);
  });

  it('moves along step by step, and the steps are as long as all of it', () => {
    const time = new ManualTime(0);
    const house = new HouseTime(time.clock);
    const moments: number[] = [];
    let passed = 0;
    time.advance(95_000);
    house.pass(95, (seconds) => {
      passed += seconds;
      moments.push(house.now());
    });
    expect(passed).toBeCloseTo(95, 9);
    expect(moments).toHaveLength(4);
    expect(moments.at(-1)).toBe(95_000);
    expect(moments).toEqual([...moments].sort((a, b) => a - b));
  });

  it('takes few steps for a year, and one for no time at all', () => {
    const house = new HouseTime(new ManualTime(0).clock);
    let steps = 0;
    house.pass(365 * 86_400, () => {
      steps += 1;
    });
    expect(steps).toBe(720);
    house.pass(0, () => {
      steps += 1;
    });
    expect(steps).toBe(721);
  });

  it('never goes back when the clock is set back', () => {
    const time = new ManualTime(1_000_000);
    const house = new HouseTime(time.clock);
    house.pass(10, () => undefined);
    const before = house.now();
    time.advance(0);
    house.pass(0, () => undefined);
    expect(house.now()).toBe(before);
  });
});
