import { describe, expect, it } from 'vitest';
import { benchFor } from '../support/bench.js';

describe.each(['Slider', 'UpDownAnalog', 'LeftRightAnalog'])('%s', (type) => {
  it('takes numbers within its range and no others', () => {
    const bench = benchFor(type, { details: { min: -5, max: 5, step: 0.5 } });
    expect(bench.number(type, 'value')).toBe(0);
    for (const value of ['-5', '2.5', '5']) {
      expect(bench.send(type, value), value).toBe(true);
      expect(bench.number(type, 'value')).toBe(Number(value));
    }
    for (const value of ['-5.1', '6', '1,5', '', 'NaN', '1e1', '0x1', '1/2']) {
      expect(bench.send(type, value), value).toBe(false);
    }
    expect(bench.number(type, 'value')).toBe(5);
  });
});

describe('ValueSelector', () => {
  it('takes numbers within the range of its states', () => {
    const bench = benchFor('ValueSelector', { states: ['value', 'min', 'max', 'step'] });
    bench.control('ValueSelector').set('max', 50);
    expect(bench.send('ValueSelector', '50')).toBe(true);
    expect(bench.send('ValueSelector', '51')).toBe(false);
    expect(bench.number('ValueSelector', 'value')).toBe(50);
  });
});

describe('UpDownDigital', () => {
  it('takes its keys and nothing else', () => {
    const bench = benchFor('UpDownDigital');
    for (const word of ['UpOn', 'UpOff', 'PulseUp', 'DownOn', 'DownOff', 'PulseDown']) {
      expect(bench.send('UpDownDigital', word), word).toBe(true);
    }
    expect(bench.send('UpDownDigital', 'PulseUpward')).toBe(false);
  });
});

describe('Radio', () => {
  const details = { allOff: 'None', outputs: { '1': 'One', '2': 'Two', '7': 'Seven' } };
  const active = (bench: ReturnType<typeof benchFor>): number =>
    bench.number('Radio', 'activeOutput');

  it('chooses among its outputs, gaps included', () => {
    const bench = benchFor('Radio', { details });
    expect(active(bench)).toBe(0);
    expect(bench.send('Radio', '7')).toBe(true);
    expect(active(bench)).toBe(7);
    expect(bench.send('Radio', '3')).toBe(false);
    expect(bench.send('Radio', 'reset')).toBe(true);
    expect(active(bench)).toBe(0);
  });

  it('goes to the next and the previous one, round and round', () => {
    const bench = benchFor('Radio', { details });
    const seen = ['next', 'next', 'next', 'next', 'prev', 'prev'].map((word) => {
      bench.send('Radio', word);
      return active(bench);
    });
    expect(seen).toEqual([1, 2, 7, 1, 7, 2]);
  });

  it('cannot be reset where "none" has no name', () => {
    const bench = benchFor('Radio', { details: { ...details, allOff: '' } });
    expect(active(bench)).toBe(1);
    expect(bench.send('Radio', 'reset')).toBe(false);
    expect(bench.send('Radio', '0')).toBe(false);
    expect(benchFor('Radio').send('Radio', 'next')).toBe(false);
  });
});

describe('TextInput', () => {
  it('takes any text, percent-encoded or not', () => {
    const bench = benchFor('TextInput');
    expect(bench.send('TextInput', encodeURIComponent('Grüße / 100 %'))).toBe(true);
    expect(bench.text('TextInput', 'text')).toBe('Grüße / 100 %');
    bench.send('TextInput', 'half %E0 done');
    expect(bench.text('TextInput', 'text')).toBe('half %E0 done');
  });
});

describe('Sequential', () => {
  it('runs a sequence, and none with 0', () => {
    const bench = benchFor('Sequential');
    expect(bench.send('Sequential', 'triggerSequence/2')).toBe(true);
    expect(bench.number('Sequential', 'activeSequence')).toBe(2);
    bench.send('Sequential', 'triggerSequence/0');
    expect(bench.number('Sequential', 'activeSequence')).toBe(0);
    expect(bench.send('Sequential', 'triggerSequence')).toBe(false);
  });
});
