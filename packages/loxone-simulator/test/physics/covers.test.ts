import { describe, expect, it } from 'vitest';
import { type Bench, benchFor } from '../support/bench.js';

describe('Jalousie', () => {
  const blinds = (): Bench =>
    benchFor('Jalousie', { details: { animation: 0, isAutomatic: true } });
  const read = (bench: Bench): readonly number[] =>
    ['position', 'shadePosition', 'up', 'down'].map((state) => bench.number('Jalousie', state));

  it('travels down over seconds, then turns its slats, then rests', () => {
    const bench = blinds();
    expect(bench.send('Jalousie', 'FullDown')).toBe(true);
    expect(read(bench)).toEqual([0, 0, 0, 1]);
    expect(bench.number('Jalousie', 'targetPosition')).toBe(1);
    const positions: number[] = [];
    for (let second = 0; second < 15; second += 1) {
      bench.wait(1);
      positions.push(bench.number('Jalousie', 'position'));
      expect(bench.number('Jalousie', 'down')).toBe(1);
    }
    expect(positions).toEqual([...positions].sort((a, b) => a - b));
    expect(new Set(positions).size).toBe(15);
    expect(positions.at(-1)).toBe(1);
    bench.wait(5);
    expect(read(bench)).toEqual([1, 1, 0, 0]);
  });

  it('reports its last position before the moving flag falls', () => {
    const bench = benchFor('Jalousie', { details: { animation: 1 } });
    bench.send('Jalousie', 'FullDown');
    bench.wait(15);
    expect(read(bench)).toEqual([1, 0, 0, 1]);
    bench.wait(1);
    expect(read(bench)).toEqual([1, 0, 0, 0]);
  });

  it('stops half way, and goes up again', () => {
    const bench = blinds();
    bench.send('Jalousie', 'down');
    bench.wait(6);
    bench.send('Jalousie', 'stop');
    const [position] = read(bench);
    expect(position).toBeCloseTo(0.4);
    expect(read(bench).slice(2)).toEqual([0, 0]);
    bench.wait(10);
    expect(read(bench)[0]).toBe(position);
    bench.send('Jalousie', 'up');
    expect(read(bench).slice(2)).toEqual([1, 0]);
    bench.send('Jalousie', 'UpOff');
    expect(read(bench).slice(2)).toEqual([0, 0]);
  });

  it('takes positions in percent and keeps states from 0 to 1', () => {
    const bench = blinds();
    bench.send('Jalousie', 'manualPosBlind/40/25');
    expect(bench.number('Jalousie', 'targetPosition')).toBe(0.4);
    expect(bench.number('Jalousie', 'targetPositionLamelle')).toBe(0.25);
    bench.wait(30);
    expect(read(bench)).toEqual([0.4, 0.25, 0, 0]);
    bench.send('Jalousie', 'manualPosition/10');
    bench.wait(30);
    expect(read(bench)[0]).toBe(0.1);
    bench.send('Jalousie', 'manualLamelle/100');
    bench.wait(30);
    expect(read(bench)).toEqual([0.1, 1, 0, 0]);
    for (const tail of ['manualPosition/101', 'manualPosition', 'manualPosBlind//', 'shady']) {
      expect(bench.send('Jalousie', tail), tail).toBe(false);
    }
  });

  it('turns slats only where it has some', () => {
    const bench = benchFor('Jalousie', { details: { animation: 2 } });
    bench.send('Jalousie', 'shade');
    bench.wait(40);
    expect(read(bench)).toEqual([1, 0, 0, 0]);
    expect(bench.send('Jalousie', 'manualLamelle/50')).toBe(true);
    bench.wait(10);
    expect(bench.number('Jalousie', 'shadePosition')).toBe(0);
  });

  it('leaves its automatic when somebody moves it, and takes it up when told', () => {
    const bench = blinds();
    expect(bench.number('Jalousie', 'autoActive')).toBe(1);
    bench.send('Jalousie', 'shade');
    expect(bench.number('Jalousie', 'autoActive')).toBe(0);
    expect(bench.send('Jalousie', 'auto')).toBe(true);
    expect(bench.number('Jalousie', 'autoActive')).toBe(1);
    expect(bench.send('Jalousie', 'NoAuto')).toBe(true);
    bench.control('Jalousie').set('autoAllowed', 0);
    expect(bench.send('Jalousie', 'auto')).toBe(false);
  });

  it('does not move while it is locked', () => {
    const bench = blinds();
    bench.control('Jalousie').set('locked', 1);
    expect(bench.send('Jalousie', 'FullDown')).toBe(false);
    bench.wait(3);
    expect(read(bench)).toEqual([0, 0, 0, 0]);
  });
});

describe('Gate', () => {
  const read = (bench: Bench): readonly number[] => [
    bench.number('Gate', 'position'),
    bench.number('Gate', 'active'),
  ];

  it('opens to 1 and closes to 0, telling the direction', () => {
    const bench = benchFor('Gate');
    bench.send('Gate', 'open');
    expect(read(bench)).toEqual([0, 1]);
    bench.wait(7);
    expect(read(bench)).toEqual([expect.closeTo(0.5), 1]);
    bench.wait(9);
    expect(read(bench)).toEqual([1, 0]);
    bench.send('Gate', 'close');
    expect(read(bench)).toEqual([1, -1]);
    bench.wait(4);
    bench.send('Gate', 'stop');
    expect(read(bench)[1]).toBe(0);
    bench.send('Gate', 'partiallyOpen');
    bench.wait(30);
    expect(read(bench)).toEqual([0.3, 0]);
  });

  it('obeys its safety inputs unless it is forced', () => {
    const bench = benchFor('Gate');
    bench.control('Gate').set('preventOpen', 1);
    expect(bench.send('Gate', 'open')).toBe(false);
    expect(bench.send('Gate', 'partiallyOpen')).toBe(false);
    expect(bench.send('Gate', 'forceOpen')).toBe(true);
    bench.wait(20);
    bench.control('Gate').set('preventClose', 1);
    expect(bench.send('Gate', 'close')).toBe(false);
    expect(bench.send('Gate', 'forceClose')).toBe(true);
    expect(bench.send('Gate', 'explode')).toBe(false);
  });
});

describe('Window', () => {
  const read = (bench: Bench): readonly number[] =>
    ['position', 'direction', 'targetPosition'].map((state) => bench.number('Window', state));

  it('goes to a position and rests', () => {
    const bench = benchFor('Window');
    bench.send('Window', 'moveToPosition/30');
    expect(read(bench)).toEqual([0, 1, 0.3]);
    bench.wait(8);
    expect(read(bench)).toEqual([0.3, 0, 0.3]);
    bench.send('Window', 'slightlyOpen');
    bench.wait(8);
    expect(read(bench)).toEqual([0.1, 0, 0.1]);
  });

  it('moves while a key is held', () => {
    const bench = benchFor('Window');
    bench.send('Window', 'open/on');
    bench.wait(4);
    bench.send('Window', 'open/off');
    expect(read(bench)).toEqual([expect.closeTo(0.2), 0, expect.closeTo(0.2)]);
    bench.send('Window', 'close/on');
    expect(read(bench)[1]).toBe(-1);
    bench.send('Window', 'stop');
    expect(read(bench)[1]).toBe(0);
    bench.send('Window', 'fullopen');
    bench.wait(30);
    expect(read(bench)[0]).toBe(1);
    bench.send('Window', 'fullclose');
    bench.wait(30);
    expect(read(bench)[0]).toBe(0);
    for (const tail of ['open', 'open/wide', 'moveToPosition/200']) {
      expect(bench.send('Window', tail), tail).toBe(false);
    }
  });
});
