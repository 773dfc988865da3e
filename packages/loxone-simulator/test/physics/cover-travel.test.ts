import { describe, expect, it } from 'vitest';
import { type Bench, benchFor } from '../support/bench.js';

/** Way of a blind, seconds; its slats take two. */
const TRAVEL = 15;
const FLAGS = ['up', 'down'] as const;

function blind(position: number, slats: number, animation = 0): Bench {
  const bench = benchFor('Jalousie', { details: { animation } });
  bench.control('Jalousie').set('position', position);
  bench.control('Jalousie').set('shadePosition', slats);
  return bench;
}

function read(bench: Bench, type: string, ...states: readonly string[]): readonly number[] {
  return states.map((state) => Math.round(bench.number(type, state) * 1000) / 1000);
}

const blindStates = (bench: Bench): readonly number[] =>
  read(bench, 'Jalousie', 'position', 'shadePosition', ...FLAGS);

describe('a blind', () => {
  it.each<[from: readonly [number, number], command: string, flags: readonly [number, number]]>([
    [[0, 0], 'down', [0, 1]],
    [[0, 0], 'FullDown', [0, 1]],
    [[0, 0], 'shade', [0, 1]],
    [[1, 1], 'up', [1, 0]],
    [[1, 1], 'FullUp', [1, 0]],
    [[0.5, 0], 'manualPosition/80', [0, 1]],
    [[0.5, 0], 'manualPosition/20', [1, 0]],
    [[0.5, 0], 'manualLamelle/100', [0, 1]],
    [[0.5, 1], 'manualLamelle/0', [1, 0]],
    [[0.5, 1], 'manualPosBlind/70/0', [0, 1]],
    [[0.5, 1], 'manualPosBlind/50/0', [1, 0]],
    [[1, 1], 'shade', [1, 0]],
  ])('at %j with %s shows the way at once, before it has moved', (from, command, flags) => {
    const bench = blind(...from);
    expect(bench.send('Jalousie', command)).toBe(true);
    expect(blindStates(bench)).toEqual([...from, ...flags]);
  });

  it.each<[command: string, from: readonly [number, number], to: readonly [number, number]]>([
    ['FullDown', [0, 0], [1, 1]],
    ['FullDown', [0.7, 0.5], [1, 1]],
    ['FullUp', [1, 1], [0, 0]],
    ['FullUp', [0.2, 1], [0, 0]],
    ['shade', [0, 0], [1, 0]],
    ['shade', [1, 1], [1, 0]],
    ['manualPosition/33', [0, 1], [0.33, 1]],
    ['manualLamelle/75', [0.4, 0], [0.4, 0.75]],
    ['manualPosBlind/60/20', [1, 1], [0.6, 0.2]],
    ['manualPosition/100', [1, 0.5], [1, 0.5]],
  ])('%s from %j comes to rest at %j', (command, from, to) => {
    const bench = blind(...from);
    bench.send('Jalousie', command);
    bench.wait(TRAVEL + 5);
    expect(blindStates(bench)).toEqual([...to, 0, 0]);
    expect(read(bench, 'Jalousie', 'targetPosition', 'targetPositionLamelle')).toEqual(to);
  });

  it('tells its position each second, the same way each time', () => {
    const bench = blind(0, 0);
    bench.send('Jalousie', 'FullDown');
    for (let second = 1; second <= TRAVEL; second += 1) {
      bench.wait(1);
      expect(bench.number('Jalousie', 'position')).toBeCloseTo(second / TRAVEL, 9);
      expect(bench.number('Jalousie', 'shadePosition')).toBe(0);
    }
  });

  it.each([1, 4, 7, 11, 14])('stopped after %d seconds stays there and says so', (seconds) => {
    for (const stop of ['stop', 'UpOff', 'DownOff']) {
      const bench = blind(1, 0);
      bench.send('Jalousie', 'up');
      bench.wait(seconds);
      expect(bench.send('Jalousie', stop)).toBe(true);
      const rest = bench.number('Jalousie', 'position');
      expect(rest).toBeCloseTo(1 - seconds / TRAVEL, 9);
      expect(read(bench, 'Jalousie', ...FLAGS)).toEqual([0, 0]);
      expect(bench.number('Jalousie', 'targetPosition')).toBe(rest);
      bench.wait(30);
      expect(bench.number('Jalousie', 'position')).toBe(rest);
    }
  });

  it('turns round on the way, without stopping first', () => {
    const bench = blind(0, 0);
    bench.send('Jalousie', 'FullDown');
    bench.wait(9);
    bench.send('Jalousie', 'manualPosition/20');
    expect(read(bench, 'Jalousie', ...FLAGS)).toEqual([1, 0]);
    bench.wait(6);
    // The slats go on to where they were told before.
    bench.wait(6);
    expect(blindStates(bench)).toEqual([0.2, 1, 0, 0]);
  });

  it.each([1, 2, 3])('of kind %d has no slats to turn', (animation) => {
    const bench = blind(0, 0, animation);
    bench.send('Jalousie', 'manualPosBlind/40/90');
    bench.wait(TRAVEL + 5);
    expect(blindStates(bench)).toEqual([0.4, 0, 0, 0]);
  });

  it('arrives in one long step as in many short ones', () => {
    const short = blind(0, 0);
    const long = blind(0, 0);
    for (const bench of [short, long]) bench.send('Jalousie', 'manualPosBlind/55/40');
    short.wait(60);
    for (let step = 0; step < 3; step += 1) long.jump(20);
    expect(blindStates(long)).toEqual(blindStates(short));
  });
});

describe('a gate', () => {
  const gate = (position: number): Bench => {
    const bench = benchFor('Gate');
    bench.control('Gate').set('position', position);
    return bench;
  };
  const gateStates = (bench: Bench): readonly number[] => read(bench, 'Gate', 'position', 'active');

  it.each<[from: number, command: string, way: -1 | 0 | 1, to: number]>([
    [0, 'open', 1, 1],
    [0.5, 'open', 1, 1],
    [1, 'open', 0, 1],
    [1, 'close', -1, 0],
    [0.5, 'close', -1, 0],
    [0, 'close', 0, 0],
    [0, 'partiallyOpen', 1, 0.3],
    [1, 'partiallyOpen', -1, 0.3],
    [0, 'forceOpen', 1, 1],
    [1, 'forceClose', -1, 0],
    [0.5, 'stop', 0, 0.5],
  ])('at %d with %s goes the way %d and comes to %d', (from, command, way, to) => {
    const bench = gate(from);
    expect(bench.send('Gate', command)).toBe(true);
    expect(gateStates(bench)).toEqual([from, way]);
    bench.wait(20);
    expect(gateStates(bench)).toEqual([to, 0]);
  });

  it.each<[prevented: string, command: string, done: boolean]>([
    ['preventOpen', 'open', false],
    ['preventOpen', 'partiallyOpen', false],
    ['preventOpen', 'close', true],
    ['preventOpen', 'forceOpen', true],
    ['preventClose', 'close', false],
    ['preventClose', 'open', true],
    ['preventClose', 'forceClose', true],
    ['preventClose', 'stop', true],
  ])('with %s: %s is done: %s', (prevented, command, done) => {
    const bench = gate(0.5);
    bench.control('Gate').set(prevented, 1);
    expect(bench.send('Gate', command)).toBe(done);
    if (!done) {
      bench.wait(20);
      expect(gateStates(bench)).toEqual([0.5, 0]);
    }
  });

  it('turns round in the middle', () => {
    const bench = gate(0);
    bench.send('Gate', 'open');
    bench.wait(7);
    expect(bench.send('Gate', 'close')).toBe(true);
    expect(gateStates(bench)).toEqual([0.5, -1]);
    bench.wait(3);
    expect(bench.number('Gate', 'position')).toBeCloseTo(0.5 - 3 / 14, 9);
  });
});

describe('a window', () => {
  it.each<[from: number, command: string, way: -1 | 0 | 1, target: number]>([
    [0, 'fullopen', 1, 1],
    [1, 'fullclose', -1, 0],
    [0, 'slightlyOpen', 1, 0.1],
    [1, 'slightlyOpen', -1, 0.1],
    [0, 'toggle', 1, 1],
    [0.4, 'toggle', -1, 0],
    [0.4, 'moveToPosition/40', 0, 0.4],
    [0.4, 'moveToPosition/0', -1, 0],
    [0.4, 'moveToPosition/100', 1, 1],
    [0.4, 'open/on', 1, 1],
    [0.4, 'close/on', -1, 0],
    [0.4, 'close/off', 0, 0.4],
    [0.4, 'stop', 0, 0.4],
  ])('at %d with %s goes the way %d, to %d', (from, command, way, target) => {
    const bench = benchFor('Window');
    bench.control('Window').set('position', from);
    expect(bench.send('Window', command)).toBe(true);
    expect(read(bench, 'Window', 'position', 'direction', 'targetPosition')).toEqual([
      from,
      way,
      target,
    ]);
    bench.wait(30);
    expect(read(bench, 'Window', 'position', 'direction')).toEqual([target, 0]);
  });
});
