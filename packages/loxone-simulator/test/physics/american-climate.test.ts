import { unixToLoxoneSeconds } from '@gatehouse/loxone-protocol';
import { describe, expect, it } from 'vitest';
import { Bench, benchFor, idOf } from '../support/bench.js';

const US = 'ClimateControllerUS';
const WINTER = '2025-01-15T06:00:00Z';
const SUMMER = '2025-07-20T15:00:00Z';

/** Seconds since 2009, so long after the bench's clock. */
function later(bench: Bench, seconds: number): number {
  return unixToLoxoneSeconds(Math.floor(bench.time.clock.now() / 1000)) + seconds;
}

function demand(bench: Bench): readonly number[] {
  return ['demandHeat', 'demandCool'].map((state) => bench.number(US, state));
}

describe(US, () => {
  it('heats in winter and cools in summer, never both', () => {
    const winter = benchFor(US, {}, WINTER);
    winter.wait(1);
    expect(demand(winter)[0]).toBeGreaterThan(20);
    expect(demand(winter)[1]).toBe(0);
    expect(winter.number(US, 'currentStatus')).toBe(1);
    const summer = benchFor(US, {}, SUMMER);
    summer.wait(1);
    expect(demand(summer)[0]).toBe(0);
    expect(demand(summer)[1]).toBeGreaterThan(20);
    expect(summer.number(US, 'currentStatus')).toBe(2);
  });

  it.each([
    ['off', 0, [false, false]],
    ['heating only', 1, [true, false]],
    ['cooling only', 2, [false, false]],
    ['both', 3, [true, false]],
  ] as const)('%s, in winter', (_what, mode, expected) => {
    const bench = benchFor(US, {}, WINTER);
    expect(bench.send(US, `setMode/${mode}`)).toBe(true);
    expect(demand(bench).map((value) => value > 0)).toEqual(expected);
  });

  it('heats rather than cools where both boundaries would have it', () => {
    const bench = benchFor(US);
    expect(bench.send(US, 'setMaximumTempHeating/50')).toBe(true);
    expect(bench.send(US, 'setMinimumTempCooling/-50')).toBe(true);
    expect(demand(bench)[0]).toBeGreaterThan(20);
    expect(demand(bench)[1]).toBe(0);
  });

  it('asks for a stage by how much is needed, for none below the threshold', () => {
    const bench = benchFor(US, {}, WINTER);
    const outdoor = bench.number(US, 'actualOutdoorTemp');
    const stageAt = (degrees: number): number => {
      expect(bench.send(US, `setMaximumTempHeating/${outdoor + degrees}`)).toBe(true);
      return bench.number(US, 'stage');
    };
    expect([2, 5, 15, 50 - outdoor].map(stageAt)).toEqual([0, 1, 2, 2]);
    expect(bench.number(US, 'demandHeat')).toBe(100);
    expect(stageAt(2)).toBe(0);
    expect(bench.number(US, 'currentStatus')).toBe(0);
  });

  it.each([
    ['startVentilationTimer', 'fan', 'fanTimerUntil'],
    ['startEmergencyTimer', 'emergencyOverride', 'emergencyTimerUntil'],
  ])('%s runs until its time, for ever, or not at all', (command, state, until) => {
    const bench = benchFor(US);
    const end = later(bench, 60);
    expect(bench.send(US, `${command}/${end}`)).toBe(true);
    expect([bench.number(US, state), bench.number(US, until)]).toEqual([1, end]);
    bench.wait(59);
    expect(bench.number(US, state)).toBe(1);
    bench.wait(1);
    expect([bench.number(US, state), bench.number(US, until)]).toEqual([0, 0]);

    expect(bench.send(US, `${command}/-1`)).toBe(true);
    bench.jump(30 * 86_400);
    expect([bench.number(US, state), bench.number(US, until)]).toEqual([1, -1]);
    expect(bench.send(US, `${command}/0`)).toBe(true);
    expect(bench.number(US, state)).toBe(0);
    expect(bench.send(US, `${command}/${later(bench, -1)}`)).toBe(false);
    expect(bench.send(US, `${command}/soon`)).toBe(false);
  });

  it('holds a mode until its time and takes up another one then', () => {
    const bench = benchFor(US);
    expect(bench.send(US, `startModeTimer/2/${later(bench, 30)}/1`)).toBe(true);
    expect(bench.number(US, 'mode')).toBe(2);
    bench.wait(29);
    expect(bench.number(US, 'mode')).toBe(2);
    bench.wait(1);
    expect([bench.number(US, 'mode'), bench.number(US, 'modeTimerUntil')]).toEqual([1, 0]);
    for (const wrong of ['4/0/1', '2/0/4', '2/0', `2/${later(bench, -5)}/1`, '/0/1']) {
      expect(bench.send(US, `startModeTimer/${wrong}`), wrong).toBe(false);
    }
  });

  it.each([
    ['setMode', 'mode', [0, 3], ['4', '-1', '1.5', '', 'x', '1/2']],
    ['ventilation', 'fan', [0, 1], ['2', '0.5']],
    ['useEmergency', 'emergencyOverride', [0, 1], ['2']],
    ['setMinimumTempCooling', 'minimumTempCooling', [-50, 21.5, 50], ['51', '-50.1']],
    ['setMaximumTempHeating', 'maximumTempHeating', [-50, 17.5, 50], ['51', '-50.1']],
    ['setServiceMode', 'serviceMode', [0, 9], ['10', '-1']],
  ] as const)('%s stores what is within reason', (command, state, good, bad) => {
    const bench = benchFor(US);
    for (const value of good) {
      expect(bench.send(US, `${command}/${value}`), String(value)).toBe(true);
      expect(bench.number(US, state)).toBe(value);
    }
    for (const value of bad) {
      expect(bench.send(US, `${command}/${value}`), value).toBe(false);
      expect(bench.number(US, state)).toBe(good.at(-1));
    }
  });
});

describe('what rooms ask of a central climate control', () => {
  it.each([US, 'ClimateController'])('%s lists each room with its wish', (type) => {
    const rooms = ['Warm', 'Cold', 'Right'].map((name) => ({ type: 'IRoomController', name }));
    const controls = [
      ...['Warm', 'Cold', 'Right'].map((name) => ({ uuid: idOf(name) })),
      idOf('Cold'),
      { uuid: 'nothing' },
      7,
    ];
    const bench = new Bench([{ type, name: 'It', details: { controls } }, ...rooms]);
    const temperatures = { Warm: [20, 24], Cold: [22, 18], Right: [21, 21.2] } as const;
    for (const [name, [target, actual]] of Object.entries(temperatures)) {
      bench.control(name).set('tempTarget', target);
      bench.control(name).set('tempActual', actual);
    }
    bench.send('It', 'ventilation/1');
    expect(bench.json('It', 'controls')).toEqual([
      { uuid: idOf('Warm'), demand: -1 },
      { uuid: idOf('Cold'), demand: 1 },
      { uuid: idOf('Right'), demand: 0 },
      { uuid: idOf('Cold'), demand: 1 },
    ]);
  });

  it('ClimateController follows the weather, as far as its automatic and its service allow', () => {
    const type = 'ClimateController';
    const bench = benchFor(type, {}, WINTER);
    const modes = (): readonly number[] =>
      ['currentMode', 'currentAutomatic'].map((state) => bench.number(type, state));
    bench.wait(1);
    expect(modes()).toEqual([1, 1]);
    const after = (command: string): readonly number[] => {
      expect(bench.send(type, command), command).toBe(true);
      return modes();
    };
    expect(after('autoMode/2')).toEqual([0, 1]);
    expect(after('autoMode/-1')).toEqual([0, 1]);
    expect(after('autoMode/1')).toEqual([1, 1]);
    expect(after('setServiceMode/3')).toEqual([5, 1]);
    expect(after('setServiceMode/0')).toEqual([1, 1]);
    expect(after('setHeatingBoundary/-50')).toEqual([0, 0]);
    expect(after('setCoolingBoundary/-50')).toEqual([0, 2]);
    expect(after('autoMode/0')).toEqual([2, 2]);
    const before = bench.number(type, 'nextMaintenance');
    expect(bench.send(type, 'resetMaintenance/1')).toBe(false);
    expect(bench.send(type, 'resetMaintenance')).toBe(true);
    expect(bench.number(type, 'nextMaintenance') - before).toBe(90 * 86_400 + 1);
  });
});
