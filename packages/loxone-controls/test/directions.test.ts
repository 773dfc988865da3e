import { describe, expect, it } from 'vitest';
import { checkCommand, decodeState, matchWire } from '../src/index.js';
import { target } from './homes.js';

/** The same number means the opposite on a blind and on a gate (protocol reference §5.3). */
describe('blinds count towards closed', () => {
  it.each([
    [0, 0, 'open'],
    [0.25, 25, '25 % closed'],
    [0.4, 40, '40 % closed'],
    [1, 100, 'closed'],
  ])('position %d is %d %%: %s', (wire, value, text) => {
    expect(decodeState('Jalousie', 'position', wire)).toEqual({ value, unit: '%', text });
  });

  it('the slats too', () => {
    expect(decodeState('Jalousie', 'shadePosition', 1).text).toBe('slats closed');
    expect(decodeState('Jalousie', 'shadePosition', 0).text).toBe('slats open');
    expect(decodeState('Jalousie', 'shadePosition', 0.5).text).toBe('slats 50 % closed');
  });

  it('states run from 0 to 1, commands from 0 to 100', () => {
    expect(decodeState('Jalousie', 'targetPosition', 0.07)).toMatchObject({ value: 7 });
    const check = checkCommand(target('Jalousie'), 'set-position', { position: 100 });
    expect(check).toMatchObject({ command: { wire: 'manualPosition/100' } });
  });

  it.each([
    ['open', 'FullUp'],
    ['close', 'FullDown'],
  ])('%s is %s', (command, wire) => {
    for (const type of ['Jalousie', 'CentralJalousie']) {
      expect(checkCommand(target(type), command, {})).toMatchObject({ command: { wire } });
    }
  });

  it('what the commands take is what the states show', () => {
    const matched = matchWire('Jalousie', 'manualPosBlind/30/100');
    expect(matched?.args).toEqual({ position: 30, tilt: 100 });
    expect(decodeState('Jalousie', 'position', 0.3).value).toBe(30);
  });

  it('the cover of a pool is like a blind', () => {
    expect(decodeState('PoolController', 'coverPosition', 1).text).toBe('closed');
    expect(decodeState('PoolController', 'coverPosition', 0).text).toBe('open');
  });
});

describe.each(['Gate', 'Window'])('%s counts towards open', (type) => {
  it.each([
    [0, 0, 'closed'],
    [0.4, 40, '40 % open'],
    [1, 100, 'open'],
  ])('position %d is %d %%: %s', (wire, value, text) => {
    expect(decodeState(type, 'position', wire)).toEqual({ value, unit: '%', text });
  });
});

describe('which way it moves', () => {
  it.each([
    ['Gate', 'active'],
    ['Window', 'direction'],
  ])('%s %s: -1 closing, 1 opening', (type, state) => {
    expect(decodeState(type, state, -1).text).toBe('closing');
    expect(decodeState(type, state, 0).text).toBe('standing');
    expect(decodeState(type, state, 1).text).toBe('opening');
  });

  it('a window goes to a position counted towards open', () => {
    const check = checkCommand(target('Window'), 'set-position', { position: 100 });
    expect(check).toMatchObject({ command: { wire: 'moveToPosition/100' } });
    expect(checkCommand(target('Window'), 'open', {})).toMatchObject({
      command: { wire: 'fullopen' },
    });
  });
});

describe('values that are easily taken the wrong way round', () => {
  it('an energy monitor is online at 0', () => {
    expect(decodeState('Fronius', 'online', 0).text).toBe('online');
    expect(decodeState('Fronius', 'online', 1).text).toBe('offline');
  });

  it('an alarm’s flag says that motion detectors are left out; its command, that they count', () => {
    expect(decodeState('Alarm', 'disabledMove', 1).text).toBe('without motion detectors');
    expect(matchWire('Alarm', 'dismv/0')?.args).toEqual({ motion: 'without' });
    expect(matchWire('Alarm', 'on/1')?.args).toEqual({ motion: 'with' });
  });

  it('a timed switch is on for good at -1', () => {
    expect(decodeState('TimedSwitch', 'deactivationDelay', -1).text).toBe('on permanently');
    expect(decodeState('TimedSwitch', 'deactivationDelay', 0).text).toBe('off');
    expect(decodeState('TimedSwitch', 'deactivationDelay', 90).text).toBe('on for 90 s');
  });

  it('right is up and left is down on the wire', () => {
    expect(matchWire('LeftRightDigital', 'PulseUp')?.command.name).toBe('pulse-right');
    expect(matchWire('LeftRightDigital', 'PulseDown')?.command.name).toBe('pulse-left');
    expect(matchWire('UpDownDigital', 'PulseUp')?.command.name).toBe('pulse-up');
  });

  it('an alarm clock is switched on by 0', () => {
    const check = checkCommand(target('AlarmClock'), 'set-enabled', { state: 'on' });
    expect(check).toMatchObject({ command: { wire: 'setActive/0' } });
    expect(matchWire('AlarmClock', 'setActive/1')?.args).toEqual({ state: 'off' });
  });

  it('a central light controller is switched off by reset', () => {
    const check = checkCommand(target('CentralLightController'), 'off', {});
    expect(check).toMatchObject({ command: { wire: 'reset' } });
  });
});
