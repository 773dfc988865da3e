import { describe, expect, it } from 'vitest';
import { CONTROL_TYPES, checkCommand, controlType } from '../src/index.js';
import { target } from './homes.js';

function risksOf(type: string): ReadonlySet<string> {
  return new Set(controlType(type)?.commands.map((command) => command.risk));
}

function riskOf(type: string, command: string): string | undefined {
  return controlType(type)?.commands.find((spec) => spec.name === command)?.risk;
}

describe('risk', () => {
  it.each([
    'Gate',
    'CentralGate',
    'Window',
    'CentralWindow',
    'Alarm',
    'CentralAlarm',
    'SmokeAlarm',
  ])('of every command of %s is access', (type) => {
    expect([...risksOf(type)]).toEqual(['access']);
  });

  it.each([
    'Switch',
    'Dimmer',
    'ColorPickerV2',
    'CentralJalousie',
    'CentralLightController',
    'AudioZone',
    'ClimateControllerUS',
  ])('of every command of %s is control', (type) => {
    expect([...risksOf(type)]).toEqual(['control']);
  });

  it('of opening a door with a keypad is access, of managing its codes admin', () => {
    expect(riskOf('NfcCodeTouch', 'open-output')).toBe('access');
    expect(riskOf('NfcCodeTouch', 'activate-code')).toBe('admin');
    expect(riskOf('NfcCodeTouch', 'delete-code')).toBe('admin');
  });

  it.each([
    ['LightControllerV2', 'learn-mood'],
    ['LightControllerV2', 'delete-mood'],
    ['LightController', 'learn-scene'],
    ['Meter', 'reset'],
    ['Hourcounter', 'reset-all'],
    ['PoolController', 'drain'],
    ['Daytimer', 'set-schedule'],
    ['IRoomControllerV2', 'set-schedule'],
    ['IRCDaytimer', 'set-cooling-schedule-modes'],
    ['Jalousie', 'adjust-end-positions'],
    ['Jalousie', 'move-while-adjusting'],
    ['LightControllerV2', 'set-circuit-names'],
    ['IntercomV2', 'set-answers'],
    ['AcControl', 'rename-mode'],
    ['Wallbox2', 'update-mode-with-price'],
  ])('of %s %s is admin: it cannot be taken back', (type, command) => {
    expect(riskOf(type, command)).toBe('admin');
  });

  it('of answering the bell is control: no door opens', () => {
    expect(riskOf('Intercom', 'answer')).toBe('control');
  });

  it('is never lower than access in the access family, but for the bell', () => {
    const low = CONTROL_TYPES.filter((entry) => entry.family === 'access').flatMap((entry) =>
      entry.commands
        .filter((command) => command.risk === 'control')
        .map((command) => `${entry.type}.${command.name}`),
    );
    expect(low).toEqual([
      'Intercom.answer',
      'IntercomV2.answer',
      'IntercomV2.speak-answer',
      'IntercomV2.set-mute',
    ]);
  });

  it.each(['Intercom', 'IntercomV2', 'NfcCodeTouch'])(
    'of a push-button that is part of %s is access: it opens the door',
    (parentType) => {
      const check = checkCommand(target('Pushbutton', { parentType }), 'pulse', {});
      expect(check).toMatchObject({ ok: true, command: { wire: 'pulse', risk: 'access' } });
    },
  );

  it('of a part of anything else is its own', () => {
    const part = target('Switch', { parentType: 'LightControllerV2' });
    expect(checkCommand(part, 'on', {})).toMatchObject({ command: { risk: 'control' } });
    const orphan = target('Switch', { parentType: 'FutureThing' });
    expect(checkCommand(orphan, 'on', {})).toMatchObject({ command: { risk: 'control' } });
  });

  it('is not lowered by the parent', () => {
    const details = { jLockable: true };
    const part = target('Pushbutton', { parentType: 'Intercom', details });
    expect(checkCommand(part, 'unlock', {})).toMatchObject({ command: { risk: 'admin' } });
  });
});
