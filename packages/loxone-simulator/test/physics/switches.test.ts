import { describe, expect, it } from 'vitest';
import { benchFor } from '../support/bench.js';

describe('Switch', () => {
  it('goes on and off, in any spelling', () => {
    const bench = benchFor('Switch');
    expect(bench.send('Switch', 'On')).toBe(true);
    expect(bench.number('Switch', 'active')).toBe(1);
    expect(bench.send('Switch', 'off')).toBe(true);
    expect(bench.number('Switch', 'active')).toBe(0);
    expect(bench.send('Switch', 'explode')).toBe(false);
  });

  it('cannot be switched off while it is locked on', () => {
    const bench = benchFor('Switch', { states: ['active', 'lockedOn'] });
    bench.send('Switch', 'on');
    bench.control('Switch').set('lockedOn', 1);
    expect(bench.send('Switch', 'off')).toBe(false);
    expect(bench.number('Switch', 'active')).toBe(1);
  });
});

describe('Pushbutton', () => {
  it('is active for a moment after a pulse', () => {
    const bench = benchFor('Pushbutton');
    bench.send('Pushbutton', 'pulse');
    expect(bench.number('Pushbutton', 'active')).toBe(1);
    bench.wait(1);
    expect(bench.number('Pushbutton', 'active')).toBe(0);
  });

  it('stays active while it is held', () => {
    const bench = benchFor('Pushbutton');
    bench.send('Pushbutton', 'on');
    bench.wait(30);
    expect(bench.number('Pushbutton', 'active')).toBe(1);
    bench.send('Pushbutton', 'off');
    expect(bench.number('Pushbutton', 'active')).toBe(0);
    expect(bench.send('Pushbutton', 'toggle')).toBe(false);
  });
});

describe('TimedSwitch', () => {
  const delay = (bench: ReturnType<typeof benchFor>): number =>
    bench.number('TimedSwitch', 'deactivationDelay');

  it('counts down every second after a pulse, and goes off', () => {
    const bench = benchFor('TimedSwitch', { details: { isStairwayLs: true } });
    bench.send('TimedSwitch', 'pulse');
    expect(delay(bench)).toBe(180);
    bench.wait(1);
    expect(delay(bench)).toBe(179);
    bench.wait(179);
    expect(delay(bench)).toBe(0);
  });

  it('of a stairway starts again with a pulse, and ignores one while permanent', () => {
    const bench = benchFor('TimedSwitch', { details: { isStairwayLs: true } });
    bench.send('TimedSwitch', 'pulse');
    bench.wait(100);
    bench.send('TimedSwitch', 'pulse');
    expect(delay(bench)).toBe(180);
    bench.send('TimedSwitch', 'on');
    bench.wait(500);
    bench.send('TimedSwitch', 'pulse');
    expect(delay(bench)).toBe(-1);
  });

  it('of a comfort switch goes off with a pulse', () => {
    const bench = benchFor('TimedSwitch', { details: { isStairwayLs: false } });
    bench.send('TimedSwitch', 'pulse');
    bench.send('TimedSwitch', 'pulse');
    expect(delay(bench)).toBe(0);
    bench.send('TimedSwitch', 'on');
    bench.send('TimedSwitch', 'pulse');
    expect(delay(bench)).toBe(0);
    bench.send('TimedSwitch', 'on');
    bench.send('TimedSwitch', 'off');
    expect(delay(bench)).toBe(0);
    expect(bench.send('TimedSwitch', 'later')).toBe(false);
  });
});
