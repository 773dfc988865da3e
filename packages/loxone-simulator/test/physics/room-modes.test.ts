import { unixToLoxoneSeconds } from '@gatehouse/loxone-protocol';
import { describe, expect, it } from 'vitest';
import { Bench, benchFor } from '../support/bench.js';

const ROOM = 'IRoomControllerV2';
/** Values of `activeMode`. */
const MODE = { economy: 0, comfort: 1, protection: 2, manual: 3, off: 4 } as const;
const DAY = '2025-02-03T10:00:00Z';
const NIGHT = '2025-02-03T23:30:00Z';

/** Temperatures that no two modes share. */
function room(start: string): Bench {
  const bench = benchFor(ROOM, {}, start);
  for (const tail of [
    'setComfortTemperature/22',
    'setAbsentMinTemperature/4',
    'setManualTemperature/19.5',
  ]) {
    expect(bench.send(ROOM, tail), tail).toBe(true);
  }
  return bench;
}

const shown = (bench: Bench): readonly number[] =>
  ['activeMode', 'tempTarget'].map((state) => bench.number(ROOM, state));

function inSeconds(bench: Bench, seconds: number): number {
  return unixToLoxoneSeconds(Math.floor(bench.time.clock.now() / 1000)) + seconds;
}

describe('what a room aims at', () => {
  it.each<[start: string, operating: number, mode: number, target: number]>([
    [DAY, 0, MODE.comfort, 22],
    [DAY, 1, MODE.comfort, 22],
    [DAY, 2, MODE.comfort, 22],
    [DAY, 3, MODE.manual, 19.5],
    [DAY, 4, MODE.manual, 19.5],
    [DAY, 5, MODE.manual, 19.5],
    [NIGHT, 0, MODE.economy, 18],
    [NIGHT, 1, MODE.economy, 18],
    [NIGHT, 3, MODE.manual, 19.5],
  ])('at %s in operating mode %d: mode %d, %d °C', (start, operating, mode, target) => {
    const bench = room(start);
    expect(bench.send(ROOM, `setOperatingMode/${operating}`)).toBe(true);
    expect(shown(bench)).toEqual([mode, target]);
    expect(bench.number(ROOM, 'currentMode')).toBe(operating);
    bench.wait(2);
    expect(shown(bench)).toEqual([mode, target]);
  });

  it.each<[override: string, mode: number, target: number]>([
    ['0', MODE.economy, 18],
    ['1', MODE.comfort, 22],
    ['2', MODE.protection, 8],
    ['3', MODE.manual, 19.5],
    ['0//16', MODE.economy, 16],
    ['3//25.5', MODE.manual, 25.5],
  ])('override/%s over day and night: mode %d, %d °C', (override, mode, target) => {
    for (const start of [DAY, NIGHT]) {
      const bench = room(start);
      const before = shown(bench);
      expect(bench.send(ROOM, `override/${override}`)).toBe(true);
      expect(shown(bench)).toEqual([mode, target]);
      bench.jump(12 * 3600);
      expect(shown(bench)).toEqual([mode, target]);
      bench.jump(12 * 3600);
      bench.send(ROOM, 'stopOverride');
      expect(shown(bench)).toEqual(before);
    }
  });

  it('keeps its last target when it is overridden to off, and heats no more', () => {
    const bench = room(DAY);
    bench.send(ROOM, 'override/4');
    expect(shown(bench)).toEqual([MODE.off, 22]);
    const before = bench.number(ROOM, 'tempActual');
    for (let hour = 0; hour < 24; hour += 1) bench.jump(3600);
    expect(bench.number(ROOM, 'tempActual')).toBeLessThan(before - 2);
  });

  it('an override ends at its second, not before, and holds what was set meanwhile', () => {
    const bench = room(DAY);
    bench.send(ROOM, `override/2/${inSeconds(bench, 90)}`);
    const [entry] = bench.json(ROOM, 'overrideEntries') as { start: number; end: number }[];
    expect((entry?.end ?? 0) - (entry?.start ?? 0)).toBe(90);
    bench.wait(89);
    expect(shown(bench)).toEqual([MODE.protection, 8]);
    bench.send(ROOM, 'setComfortTemperature/23');
    expect(shown(bench)).toEqual([MODE.protection, 8]);
    bench.wait(1);
    expect(shown(bench)).toEqual([MODE.comfort, 23]);
    expect(bench.number(ROOM, 'overrideReason')).toBe(0);
  });

  it('a second override takes the place of the first, end and all', () => {
    const bench = room(DAY);
    bench.send(ROOM, `override/2/${inSeconds(bench, 60)}`);
    bench.send(ROOM, `override/0/${inSeconds(bench, 300)}`);
    expect(bench.json(ROOM, 'overrideEntries')).toHaveLength(1);
    bench.wait(120);
    expect(shown(bench)).toEqual([MODE.economy, 18]);
    bench.wait(180);
    expect(shown(bench)).toEqual([MODE.comfort, 22]);
  });
});

describe('a room with a plan', () => {
  const plan = {
    type: 'IRCV2Daytimer',
    name: 'Plan',
    details: { analog: true },
    states: ['value', 'entriesAndDefaultValue'],
  };

  /** A Wednesday, mode 5. */
  function planned(entries: readonly string[]): Bench {
    const bench = new Bench([{ type: ROOM, parts: { plan } }], '2025-06-04T05:00:00Z');
    bench.send(ROOM, 'setComfortTemperature/22');
    bench.send(ROOM, 'setAbsentMinTemperature/4');
    expect(bench.send(`${ROOM}/plan`, 'default/0')).toBe(true);
    const tail = `set/${entries.length}/${entries.join('/')}`;
    // The room takes it for its plan.
    expect(bench.send(ROOM, tail)).toBe(true);
    bench.wait(1);
    return bench;
  }

  it('follows it hour by hour', () => {
    const bench = planned(['5;360;540;0;1', '5;540;600;0;2', '5;1020;1320;0;1']);
    const modes: number[] = [];
    for (let hour = 5; hour < 24; hour += 1) {
      modes.push(bench.number(ROOM, 'activeMode'));
      bench.jump(3600);
    }
    // From 5 to 23 o'clock; the hours are a second past.
    expect(modes.join('')).toBe('0111200000001111100');
  });

  it('is in comfort where the plan names a temperature instead of a mode', () => {
    const bench = planned(['5;0;1440;0;21.5']);
    expect(shown(bench)).toEqual([MODE.comfort, 22]);
  });

  it('obeys an override of the plan, and one of the room before it', () => {
    const bench = planned(['5;0;1440;0;1']);
    bench.send(`${ROOM}/plan`, 'startOverride/0/600');
    expect(shown(bench)).toEqual([MODE.economy, 18]);
    bench.send(ROOM, 'override/2');
    expect(shown(bench)).toEqual([MODE.protection, 8]);
    bench.send(ROOM, 'stopOverride');
    expect(shown(bench)).toEqual([MODE.economy, 18]);
    bench.jump(600);
    expect(shown(bench)).toEqual([MODE.comfort, 22]);
  });

  it('does not take a plan where it has none', () => {
    expect(benchFor(ROOM).send(ROOM, 'set/1/5;0;1440;0;1')).toBe(false);
    expect(planned(['5;0;1440;0;1']).send(ROOM, 'set/2/5;0;1440;0;1')).toBe(false);
  });
});

describe('the first room controller', () => {
  const V1 = 'IRoomController';
  const states = (bench: Bench): readonly number[] =>
    ['currHeatTempIx', 'tempTarget', 'override', 'manualMode'].map((name) =>
      bench.number(V1, name),
    );

  it.each([
    [0, 19],
    [2, 24],
    [3, 12],
    [4, 30],
    [5, 22.5],
    [6, 22],
    [7, 21],
  ])('shows temperature %d, %d °C, for as long as its timer runs', (index, target) => {
    const bench = benchFor(V1);
    const before = states(bench);
    expect(bench.send(V1, `starttimer/${index}/120`)).toBe(true);
    expect(states(bench)).toEqual([index, target, 120, 3]);
    expect(bench.number(V1, 'overrideTotal')).toBe(120);
    bench.wait(50);
    expect(states(bench)).toEqual([index, target, 70, 3]);
    bench.wait(70);
    expect(states(bench)).toEqual(before);
    bench.send(V1, `starttimer/${index}/120`);
    expect(bench.send(V1, 'stoptimer')).toBe(true);
    expect(states(bench)).toEqual(before);
  });

  it('keeps each temperature by itself; the one that holds is the target at once', () => {
    const bench = benchFor(V1);
    const before = bench.number(V1, 'tempTarget');
    expect(bench.send(V1, 'settemp/0/17')).toBe(true);
    expect(bench.number(V1, 'tempTarget')).toBe(before);
    bench.send(V1, 'starttimer/0/60');
    expect(bench.number(V1, 'tempTarget')).toBe(17);
    bench.send(V1, 'settemp/0/17.5');
    expect(bench.number(V1, 'tempTarget')).toBe(17.5);
    bench.send(V1, 'settemp/1/20');
    bench.send(V1, 'stoptimer');
    expect(bench.number(V1, 'tempTarget')).toBe(20);
  });

  it.each([
    'starttimer/8/60',
    'starttimer/1/0',
    'starttimer/1',
    'settemp/8/20',
    'settemp/1/51',
    'mode/1',
    'service/5',
  ])('refuses %s and changes nothing', (tail) => {
    const bench = benchFor(V1);
    const before = states(bench);
    expect(bench.send(V1, tail)).toBe(false);
    expect(states(bench)).toEqual(before);
  });
});
