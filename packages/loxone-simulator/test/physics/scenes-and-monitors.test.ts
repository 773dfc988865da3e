import { describe, expect, it } from 'vitest';
import { Bench, benchFor, idOf } from '../support/bench.js';

describe('LightsceneRGB', () => {
  const type = 'LightsceneRGB';
  const shown = (bench: Bench): readonly unknown[] => [
    bench.number(type, 'activeScene'),
    bench.text(type, 'color'),
  ];

  it('has a colour for each scene, white for all on, black for off', () => {
    const bench = benchFor(type);
    const after = (tail: string): readonly unknown[] => {
      expect(bench.send(type, tail), tail).toBe(true);
      return shown(bench);
    };
    expect(after('1')).toEqual([1, 'hsv(0,100,100)']);
    expect(after('4')).toEqual([4, 'hsv(120,100,100)']);
    expect(after('8')).toEqual([8, 'hsv(280,100,100)']);
    expect(after('on')).toEqual([9, 'hsv(0,0,100)']);
    expect(after('9')).toEqual([9, 'hsv(0,0,100)']);
    expect(after('off')).toEqual([0, 'hsv(0,0,0)']);
    expect(after('0')).toEqual([0, 'hsv(0,0,0)']);
  });

  it('learns the colour that it shows, but never for off and on', () => {
    const bench = benchFor(type);
    bench.send(type, '4');
    expect(bench.send(type, '2/learn')).toBe(true);
    expect(shown(bench)).toEqual([2, 'hsv(120,100,100)']);
    bench.send(type, 'off');
    bench.send(type, '2');
    expect(shown(bench)).toEqual([2, 'hsv(120,100,100)']);
    for (const wrong of [
      '0/learn',
      '9/learn',
      '1.5/learn',
      '10',
      '-1',
      '1.5',
      '2/forget',
      'disco',
    ]) {
      expect(bench.send(type, wrong), wrong).toBe(false);
    }
    expect(shown(bench)).toEqual([2, 'hsv(120,100,100)']);
  });
});

describe('StatusMonitor', () => {
  const type = 'StatusMonitor';
  const status = { '0': { name: 'Closed' }, '3': { name: 'Open' } };

  function monitor(inputs: readonly unknown[], shown: unknown = status): Bench {
    const switches = ['One', 'Two'].map((name) => ({ type: 'Switch', name }));
    return new Bench([{ type, details: { inputs, status: shown } }, ...switches]);
  }

  const counts = (bench: Bench): readonly number[] =>
    Array.from({ length: 10 }, (_, id) => bench.number(type, `numState${id}`));

  it('shows inputs that are controls, and counts them', () => {
    const bench = monitor([{ uuid: idOf('One') }, { uuid: idOf('Two') }]);
    bench.wait(1);
    expect(bench.text(type, 'inputStates')).toBe('0,0');
    expect(counts(bench)).toEqual([2, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    bench.send('Two', 'on');
    bench.wait(1);
    expect(bench.text(type, 'inputStates')).toBe('0,3');
    expect(counts(bench)).toEqual([1, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
    expect(bench.number(type, 'numDef')).toBe(0);
  });

  it('shows an input that is nowhere in the house always alike', () => {
    const bench = monitor([{ uuid: 'elsewhere' }, 'odd', null]);
    bench.wait(1);
    const before = bench.text(type, 'inputStates');
    expect(before).toMatch(/^[03],[03],[03]$/);
    bench.wait(100);
    expect(bench.text(type, 'inputStates')).toBe(before);
    expect(counts(bench).reduce((sum, count) => sum + count, 0)).toBe(3);
  });

  it.each([[null], [{}], [{ ten: {}, '10': {}, '-1': {} }], ['odd']])(
    'says that nothing is configured where there are no states: %o',
    (shown) => {
      const bench = monitor([{ uuid: 'elsewhere' }, { uuid: 'nowhere' }], shown);
      bench.wait(1);
      expect(bench.text(type, 'inputStates')).toBe('255,255');
      expect(bench.number(type, 'numDef')).toBe(2);
      expect(counts(bench)).toEqual(Array(10).fill(0));
    },
  );

  it('has no inputs, and takes no commands', () => {
    const bench = benchFor(type, { details: { inputs: 'odd' } });
    bench.wait(1);
    expect(bench.text(type, 'inputStates')).toBe('');
    expect(bench.send(type, 'on')).toBe(false);
  });
});

describe('what only leads elsewhere', () => {
  it.each(['Webpage', 'Application', 'SystemScheme', 'MsShortcut'])(
    '%s takes no command',
    (type) => {
      const bench = benchFor(type);
      bench.house.states.takeChanged();
      for (const tail of ['on', 'pulse', '1', '']) expect(bench.send(type, tail), tail).toBe(false);
      bench.jump(3600);
      expect(bench.text(type, 'jLocked')).toBe('');
    },
  );
});
