import { describe, expect, it } from 'vitest';
import { checkCommand } from '../src/index.js';
import { known, target } from './homes.js';

/** The wire form, or the message of the problem. */
function outcome(...parameters: Parameters<typeof checkCommand>): string {
  const check = checkCommand(...parameters);
  return check.ok ? check.command.wire : check.problem.message;
}

describe('a command that is right', () => {
  it('comes with its wire form, its risk and the states that confirm it', () => {
    expect(checkCommand(target('Jalousie'), 'set-position', { position: 40 })).toEqual({
      ok: true,
      command: {
        wire: 'manualPosition/40',
        risk: 'control',
        affects: ['up', 'down', 'position', 'targetPosition'],
      },
    });
  });

  it('may belong to an alias of a type', () => {
    expect(outcome(target('ACControl'), 'set-target', { temperature: 21.5 })).toBe(
      'setTarget/21.5',
    );
  });

  it('takes several arguments in any order', () => {
    const args = { brightness: 50, hue: 120, saturation: 100 };
    expect(outcome(target('ColorPickerV2'), 'set-color', args)).toBe('hsv(120,100,50)');
  });

  it('is not confused by names that every object has', () => {
    expect(checkCommand(target('Switch'), 'constructor', {})).toMatchObject({
      problem: { code: 'unknown-command' },
    });
    const choices = { mode: 'constructor' };
    expect(checkCommand(target('IRoomControllerV2'), 'override', choices)).toMatchObject({
      problem: { code: 'not-a-choice' },
    });
    const inherited: Record<string, number> = Object.create({ position: 4 });
    expect(checkCommand(target('Jalousie'), 'set-position', inherited)).toMatchObject({
      problem: { code: 'missing-argument', argument: 'position' },
    });
  });
});

describe('an unknown command', () => {
  it('is answered with what is possible', () => {
    expect(checkCommand(target('Switch'), 'open', {})).toEqual({
      ok: false,
      problem: {
        code: 'unknown-command',
        message: 'My Switch has no command "open"; possible: on, off',
        commands: ['on', 'off'],
      },
    });
  });

  it('of a type without commands says that it can only be read', () => {
    expect(outcome(target('InfoOnlyAnalog'), 'on', {})).toBe(
      'My InfoOnlyAnalog has no command "on"; it can only be read',
    );
  });

  it('of a type that the catalog does not know says so', () => {
    expect(outcome(target('FutureThing'), 'on', {})).toBe(
      'My FutureThing has no command "on"; its type FutureThing is not in the catalog, so it can only be read',
    );
  });

  it('is shortened and quoted in the message', () => {
    const message = outcome(target('Switch'), `on"\n${'x'.repeat(500)}`, {});
    expect(message.length).toBeLessThan(120);
    expect(message).not.toContain('\n');
  });

  it('is told by case: names are exact', () => {
    expect(outcome(target('Switch'), 'On', {})).toContain('no command');
  });
});

describe('locking', () => {
  const lockable = target('Switch', { details: { jLockable: true } });

  it('is possible where the control says so, and is for admins', () => {
    expect(checkCommand(lockable, 'lock', { reason: 'Käse & Wein' })).toEqual({
      ok: true,
      command: {
        wire: 'lockcontrol/1/K%C3%A4se%20%26%20Wein',
        risk: 'admin',
        affects: ['jLocked'],
      },
    });
    expect(outcome(lockable, 'unlock', {})).toBe('unlockcontrol');
    expect(outcome(lockable, 'nonsense', {})).toContain('possible: on, off, lock, unlock');
  });

  it('is not possible elsewhere', () => {
    expect(outcome(target('Switch'), 'lock', { reason: 'x' })).toContain('no command "lock"');
  });

  it('cannot be had through free text, encoded or not', () => {
    const input = target('TextInput');
    for (const text of ['unlockcontrol', 'UnlockControl', 'lockcontrol/1/x', 'lockcontrol/1/ä']) {
      expect(checkCommand(input, 'set-text', { text })).toMatchObject({
        ok: false,
        problem: { code: 'out-of-range', argument: 'text' },
      });
    }
    expect(outcome(input, 'set-text', { text: 'unlockcontrol now' })).toBe('unlockcontrol%20now');
  });
});

describe('a secured control', () => {
  it('takes no command from here', () => {
    expect(checkCommand(target('Gate', { secured: true }), 'open', {})).toEqual({
      ok: false,
      problem: {
        code: 'secured',
        message: 'My Gate needs the visualisation password, so it cannot be commanded from here',
      },
    });
  });

  it('still tells an unknown command apart', () => {
    expect(outcome(target('Gate', { secured: true }), 'fly', {})).toContain('possible: open');
  });
});

describe('argument names', () => {
  it('that are missing are named with their meaning', () => {
    expect(checkCommand(target('Jalousie'), 'set-position', {})).toEqual({
      ok: false,
      problem: {
        code: 'missing-argument',
        message: 'set-position needs position: 0 is open (up), 100 is closed (down).',
        argument: 'position',
      },
    });
  });

  it('that are unknown are answered with the known ones', () => {
    expect(checkCommand(target('Jalousie'), 'set-position', { position: 4, speed: 2 })).toEqual({
      ok: false,
      problem: {
        code: 'unknown-argument',
        message: 'set-position takes position, not "speed"',
        argument: 'speed',
      },
    });
    expect(outcome(target('Switch'), 'on', { level: 3 })).toBe(
      'on takes no arguments, not "level"',
    );
  });
});

describe('a number', () => {
  function brightness(value: number | string): string {
    return outcome(target('EIBDimmer'), 'set-brightness', { brightness: value });
  }

  it.each([
    [0, '0'],
    [100, '100'],
    [-0, '0'],
    [33.3, '33.3'],
    [0.1 + 0.2, '0.3'],
    [1e-7, '0'],
    ['40', '40'],
    [' 40.50 ', '40.5'],
    ['+7', '7'],
    ['007', '7'],
    ['.5', '0.5'],
    ['5.', '5'],
  ])('%j is sent as %s', (value, wire) => {
    expect(brightness(value)).toBe(wire);
  });

  it.each([
    [150, '150'],
    [-1, '-1'],
    [100.000001, '100.000001'],
    [Number.NaN, 'NaN'],
    [Number.POSITIVE_INFINITY, 'Infinity'],
    [Number.NEGATIVE_INFINITY, '-Infinity'],
    ['150', '"150"'],
    ['6,5', '"6,5"'],
    ['1e2', '"1e2"'],
    ['0x10', '"0x10"'],
    ['NaN', '"NaN"'],
    ['Infinity', '"Infinity"'],
    ['', '""'],
    [' ', '" "'],
    ['.', '"."'],
    ['50%', '"50%"'],
    ['4 0', '"4 0"'],
    ['--5', '"--5"'],
    ['５', '"５"'],
    ['bright', '"bright"'],
  ])('%j is refused, with the range and what was given', (value, got) => {
    expect(brightness(value)).toBe(`brightness must be between 0 and 100, got ${got}`);
  });

  it('out of range is reported as data too', () => {
    expect(checkCommand(target('EIBDimmer'), 'set-brightness', { brightness: 150 })).toMatchObject({
      problem: { code: 'out-of-range', argument: 'brightness', min: 0, max: 100 },
    });
  });

  it('that must be whole is refused with a fraction', () => {
    expect(outcome(target('LightControllerV2'), 'set-mood', { mood: 1.5 })).toBe(
      'mood must be a whole number, got 1.5',
    );
  });

  it('is shortened in the message', () => {
    expect(brightness('9'.repeat(400)).length).toBeLessThan(110);
  });
});

describe('a range of the control’s own', () => {
  it('comes from details', () => {
    const slider = target('Slider', { details: { min: 0, max: 11, step: 0.1 } });
    expect(outcome(slider, 'set-value', { value: 11 })).toBe('11');
    expect(outcome(slider, 'set-value', { value: 11.1 })).toBe(
      'value must be between 0 and 11, got 11.1',
    );
  });

  it('comes from states', () => {
    const dimmer = target('Dimmer');
    const states = known({ min: 10, max: 80 });
    expect(outcome(dimmer, 'set-brightness', { brightness: 10 }, states)).toBe('10');
    expect(outcome(dimmer, 'set-brightness', { brightness: 9 }, states)).toBe(
      'brightness must be between 10 and 80, got 9',
    );
  });

  it('only narrows: it does not widen the catalog’s', () => {
    const states = known({ min: -5, max: 1000 });
    expect(outcome(target('Dimmer'), 'set-brightness', { brightness: 150 }, states)).toBe(
      'brightness must be between 0 and 100, got 150',
    );
  });

  it('may have one end only', () => {
    const zone = target('AudioZone');
    expect(outcome(zone, 'set-volume', { volume: 61 }, known({ maxVolume: 60 }))).toBe(
      'volume must be between 0 and 60, got 61',
    );
  });

  it.each([
    ['nothing known', {}],
    ['not reported yet', { min: null, max: null }],
    ['both zero, as before the first report', { min: 0, max: 0 }],
    ['upside down', { min: 90, max: 10 }],
  ])('is not believed when there is %s', (_, values) => {
    expect(outcome(target('Dimmer'), 'set-brightness', { brightness: 50 }, known(values))).toBe(
      '50',
    );
  });

  it.each([{ min: '0', max: '11' }, { min: Number.NaN, max: 5 }, {}])(
    'is not believed where details are %j',
    (details) => {
      const slider = target('Slider', { details });
      expect(outcome(slider, 'set-value', { value: 4 })).toBe('4');
    },
  );

  it('leaves a number without any range finite', () => {
    expect(outcome(target('Slider'), 'set-value', { value: -123456.789 })).toBe('-123456.789');
    expect(outcome(target('Slider'), 'set-value', { value: 1e13 })).toContain('must be between');
  });

  it('narrows colour temperatures to what the lamp can', () => {
    const lamp = target('ColorPickerV2', { details: { minKelvin: 2700, maxKelvin: 6500 } });
    const args = { brightness: 80, kelvin: 2000 };
    expect(outcome(lamp, 'set-color-temperature', args)).toBe(
      'kelvin must be between 2700 and 6500, got 2000',
    );
  });
});

describe('numbers that details list', () => {
  const outputs = { '1': 'Economy', '2': 'Party', '7': 'Alarm' };

  it('are the only possible ones', () => {
    const radio = target('Radio', { details: { outputs } });
    expect(outcome(radio, 'select', { output: 7 })).toBe('7');
    expect(checkCommand(radio, 'select', { output: 3 })).toEqual({
      ok: false,
      problem: {
        code: 'not-a-choice',
        message: 'output must be one of 1, 2, 7, got 3',
        argument: 'output',
        choices: ['1', '2', '7'],
      },
    });
  });

  it('may be listed with ids', () => {
    const sequences = [{ id: 1, name: 'Morning' }, { id: 4, name: 'Night' }, 'broken', null];
    const controller = target('Sequential', { details: { sequences } });
    expect(outcome(controller, 'start', { sequence: 4 })).toBe('triggerSequence/4');
    expect(outcome(controller, 'start', { sequence: 2 })).toContain('one of 1, 4');
  });

  it('do not matter where details are silent', () => {
    expect(outcome(target('Radio'), 'select', { output: 3 })).toBe('3');
  });
});

describe('a choice', () => {
  it('is one of its words', () => {
    const room = target('IRoomControllerV2');
    expect(outcome(room, 'override', { mode: 'building-protection' })).toBe('override/2');
    expect(checkCommand(room, 'override', { mode: '2' })).toMatchObject({
      problem: {
        code: 'not-a-choice',
        argument: 'mode',
        choices: ['eco', 'comfort', 'building-protection', 'manual', 'off'],
      },
    });
  });
});

describe('text', () => {
  function send(text: string | number): string {
    return outcome(target('TextInput'), 'set-text', { text });
  }

  it.each([
    ['Grüße', 'Gr%C3%BC%C3%9Fe'],
    ['a/b', 'a%2Fb'],
    ['100 %', '100%20%25'],
    ['a?b#c', 'a%3Fb%23c'],
    ['🏠', '%F0%9F%8F%A0'],
    ['...', '...'],
    [42, '42'],
  ])('%j is sent as %s', (text, wire) => {
    expect(send(text)).toBe(wire);
  });

  it.each(['', 'x'.repeat(501)])('of the wrong length is refused', (text) => {
    expect(send(text)).toBe(`text must be 1 to 500 characters long, got ${text.length}`);
  });

  it('is counted in characters', () => {
    expect(send('🏠'.repeat(500))).toContain('%F0');
    expect(send('🏠'.repeat(501))).toContain('got 501');
  });

  it.each(['a\nb', 'a\u0000', '\u007f', '\ud800', '.', '..'])('%j is refused', (text) => {
    expect(send(text)).toContain('text must be ordinary text on one line');
  });
});
