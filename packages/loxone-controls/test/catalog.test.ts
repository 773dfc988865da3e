import { describe, expect, it } from 'vitest';
import { COMMON_STATES, LOCK_COMMANDS } from '../src/catalog/common.js';
import { stateSpec } from '../src/catalog.js';
import { CONTROL_TYPES, controlType, familyOf, mainStates } from '../src/index.js';
import type { ArgumentSpec, CommandSpec, StateSpec } from '../src/types.js';
import { placeholders } from '../src/wire.js';

const KEBAB = /^[a-z]+(?:-[a-z]+)*$/;

const UNITS = ['%', '°C', '°', 's', 'ms', 'h', 'mm', 'kW', 'kWh', 'ppm', 'K'];

function sentence(text: string): boolean {
  return /^[A-Z0-9-]/.test(text) && /[.]$/.test(text) && !text.includes('\n');
}

function templates(command: CommandSpec): readonly string[] {
  return [command.wire, ...(command.aliases ?? [])];
}

const commands = [
  ...CONTROL_TYPES.flatMap((entry) =>
    entry.commands.map((command) => ({ type: entry.type, command })),
  ),
  ...LOCK_COMMANDS.map((command) => ({ type: 'Switch', command })),
];

const states = [
  ...CONTROL_TYPES.flatMap((entry) => entry.states.map((state) => ({ type: entry.type, state }))),
  ...COMMON_STATES.map((state) => ({ type: '', state })),
];

const args = commands.flatMap(({ type, command }) =>
  command.args.map((arg) => ({ type, command: command.name, arg })),
);

/** Lists what breaks a rule, so that a failure names it. */
function offenders<T>(
  items: readonly T[],
  breaks: (item: T) => boolean,
  name: (item: T) => string,
) {
  return items.filter(breaks).map(name);
}

function badCommands(breaks: (command: CommandSpec, type: string) => boolean): string[] {
  return offenders(
    commands,
    ({ command, type }) => breaks(command, type),
    ({ command, type }) => `${type}.${command.name}`,
  );
}

function badStates(breaks: (state: StateSpec) => boolean): string[] {
  return offenders(
    states,
    ({ state }) => breaks(state),
    ({ state, type }) => `${type}.${state.name}`,
  );
}

function badArguments(breaks: (arg: ArgumentSpec) => boolean): string[] {
  return offenders(
    args,
    ({ arg }) => breaks(arg),
    ({ arg, type, command }) => `${type}.${command}.${arg.name}`,
  );
}

function repeated(names: readonly string[]): string[] {
  return names.filter((name, index) => names.indexOf(name) !== index);
}

describe('the catalog as a whole', () => {
  it('knows what dominates real houses', () => {
    const wanted =
      'Switch Pushbutton TimedSwitch Dimmer EIBDimmer Slider UpDownAnalog LeftRightAnalog ValueSelector Radio ' +
      'LightControllerV2 LightController ColorPickerV2 Colorpicker Jalousie Gate Window IRoomControllerV2 ' +
      'IRoomController IRCV2Daytimer IRCDaytimer Daytimer Alarm Tracker SmokeAlarm InfoOnlyAnalog InfoOnlyDigital ' +
      'InfoOnlyText TextState TextInput Meter EFM Wallbox2 PresenceDetector WindowMonitor AudioZone AudioZoneV2 ' +
      'Intercom IntercomV2 NfcCodeTouch AlarmClock Webpage CentralLightController CentralJalousie CentralGate ' +
      'CentralWindow CentralAlarm CentralAudioZone';
    expect(wanted.split(' ').filter((type) => controlType(type) === undefined)).toEqual([]);
  });

  it('has every type once', () => {
    expect(repeated(CONTROL_TYPES.map((entry) => entry.type))).toEqual([]);
  });

  it('labels every type in lower case, without an article', () => {
    const bad = CONTROL_TYPES.filter(
      ({ label }) => !/^(?:[a-z]|RGB|KNX|HVAC)/.test(label) || /^(?:a|the) /.test(label),
    );
    expect(bad.map((entry) => entry.type)).toEqual([]);
  });

  it('marks one or two main states where a type has states, never more', () => {
    const bad = CONTROL_TYPES.filter((entry) => {
      const count = mainStates(entry.type).length;
      return count > 2 || (entry.states.length > 0 && count === 0);
    });
    expect(bad.map((entry) => entry.type)).toEqual([]);
  });
});

describe('states', () => {
  it('stand once in their type', () => {
    const bad = CONTROL_TYPES.filter(
      (entry) => repeated(entry.states.map((state) => state.name)).length > 0,
    );
    expect(bad.map((entry) => entry.type)).toEqual([]);
  });

  it('say what they mean in a sentence', () => {
    expect(badStates((state) => !sentence(state.meaning))).toEqual([]);
  });

  it('use known units', () => {
    expect(badStates((state) => state.unit !== undefined && !UNITS.includes(state.unit))).toEqual(
      [],
    );
  });

  it('are scaled only as numbers, and then to percent', () => {
    expect(
      badStates(
        (state) =>
          state.scale !== undefined &&
          (state.kind !== 'number' || state.scale !== 100 || state.unit !== '%'),
      ),
    ).toEqual([]);
  });

  it('have words for both values of a flag, and those differ', () => {
    expect(
      badStates(
        (state) =>
          state.kind === 'boolean' &&
          (!state.values?.['0'] || !state.values['1'] || state.values['0'] === state.values['1']),
      ),
    ).toEqual([]);
  });

  it('have words that differ for different values', () => {
    expect(badStates((state) => repeated(Object.values(state.values ?? {})).length > 0)).toEqual(
      [],
    );
  });

  it('have words only for numbers, and a place for the number in them', () => {
    const textual = badStates(
      (state) =>
        (state.kind === 'text' || state.kind === 'json') &&
        (state.values ?? state.words ?? state.scale ?? state.instant) !== undefined,
    );
    const placeless = badStates((state) => state.words?.includes('{value}') === false);
    expect([textual, placeless]).toEqual([[], []]);
  });

  it('have words for whole numbers', () => {
    expect(
      badStates((state) => Object.keys(state.values ?? {}).some((key) => !/^-?\d+$/.test(key))),
    ).toEqual([]);
  });
});

describe('commands', () => {
  it('stand once in their type, by name and by wire form', () => {
    const bad = CONTROL_TYPES.filter((entry) => {
      const names = repeated(entry.commands.map((command) => command.name));
      // One template may stand twice if the choices tell the commands apart: round-trip.test.ts.
      const fixed = entry.commands.filter((command) => command.args.length === 0);
      const wires = repeated(fixed.flatMap(templates).map((wire) => wire.toLowerCase()));
      return names.length + wires.length > 0;
    });
    expect(bad.map((entry) => entry.type)).toEqual([]);
  });

  it('have kebab-case names', () => {
    expect(badCommands((command) => !KEBAB.test(command.name))).toEqual([]);
  });

  it('say what they do in a sentence', () => {
    expect(badCommands((command) => !sentence(command.meaning))).toEqual([]);
  });

  it('have a place on the wire for every argument, and no other places', () => {
    expect(
      badCommands((command) => {
        const names = command.args.map((arg) => arg.name).sort();
        return templates(command).some(
          (wire) => placeholders(wire).toSorted().join() !== names.join(),
        );
      }),
    ).toEqual([]);
  });

  it('have wire forms that are a path tail', () => {
    const braces = /\{[a-zA-Z]+\}/g;
    expect(
      badCommands((command) =>
        templates(command).some((wire) => {
          const literal = wire.replace(braces, 'x');
          return !/^[\w=(),./-]+$/.test(literal) || /^\/|\/$/.test(literal);
        }),
      ),
    ).toEqual([]);
  });

  it('affect states that their type has', () => {
    expect(
      badCommands((command, type) =>
        command.affects.some((name) => stateSpec(type, name) === undefined),
      ),
    ).toEqual([]);
  });

  it('affect a state wherever the type has any that could show it', () => {
    const silent = badCommands((command) => command.affects.length === 0);
    // What a colour light stores as a favourite is shown by its app only.
    const stateless = silent.filter((name) => controlType(name.split('.')[0] ?? '')?.states.length);
    expect(stateless).toEqual([
      'ColorPickerV2.set-favorite-color',
      'ColorPickerV2.set-favorite-sequence',
      'AudioZoneV2.next',
      'AudioZoneV2.previous',
      'AudioZoneV2.speak',
      'AudioZoneV2.speak-at-volume',
      'Remote.press-button',
      'Remote.hold-button',
      'Remote.release-button',
      'Remote.press-digit',
      'Remote.enter-number',
      'IntercomV2.speak-answer',
      'IntercomV2.set-bell-images',
    ]);
  });
});

describe('arguments', () => {
  it('stand once in their command', () => {
    expect(
      badCommands((command) => repeated(command.args.map((arg) => arg.name)).length > 0),
    ).toEqual([]);
  });

  it('have kebab-case names and say what they mean', () => {
    expect(badArguments((arg) => !KEBAB.test(arg.name) || !sentence(arg.meaning))).toEqual([]);
  });

  it('have a range as numbers: their own, or the control’s', () => {
    expect(
      badArguments(
        (arg) =>
          arg.kind === 'number' &&
          (arg.min === undefined || arg.max === undefined) &&
          (arg.rangeFromDetails ?? arg.rangeFromStates) === undefined,
      ),
    ).toEqual([]);
    expect(
      badArguments((arg) => arg.kind === 'number' && (arg.min ?? 0) >= (arg.max ?? Infinity)),
    ).toEqual([]);
  });

  it('take ranges from states that the type has', () => {
    const bad = args.filter(({ type, arg }) => {
      const source = arg.kind === 'number' ? arg.rangeFromStates : undefined;
      return [source?.min, source?.max].some(
        (name) => name !== undefined && stateSpec(type, name) === undefined,
      );
    });
    expect(bad).toEqual([]);
  });

  it('have at least two choices that differ on the wire', () => {
    expect(
      badArguments((arg) => {
        const wires = arg.kind === 'choice' ? Object.values(arg.choices) : ['a', 'b'];
        return wires.length < 2 || repeated(wires.map((wire) => wire.toLowerCase())).length > 0;
      }),
    ).toEqual([]);
  });

  it('have kebab-case choices', () => {
    expect(
      badArguments(
        (arg) =>
          arg.kind === 'choice' && Object.keys(arg.choices).some((word) => !KEBAB.test(word)),
      ),
    ).toEqual([]);
  });

  it('show an example where they have a shape, and it fits', () => {
    const bad = badArguments((arg) => {
      if (arg.kind !== 'text' || (arg.pattern ?? arg.joinedBy) === undefined) return false;
      const expression = new RegExp(`^(?:${arg.pattern ?? '.+'})$`);
      const items = arg.pattern === undefined ? [arg.example] : arg.example?.split(' ');
      return !items?.every((item) => item !== undefined && expression.test(item));
    });
    expect(bad).toEqual([]);
  });

  it('have shapes that admit nothing which is unsafe in a path', () => {
    for (const { arg, type } of args) {
      if (arg.kind !== 'text' || arg.pattern === undefined) continue;
      const expression = new RegExp(`^(?:${arg.pattern})$`);
      for (const unsafe of ['/', '..', '.', '', ' ', '%2F', '?', '#', '\n', 'a\n', '\u0000', 'ä']) {
        expect(expression.test(unsafe), `${type} ${arg.name} ${unsafe}`).toBe(false);
      }
    }
  });

  it('limit free text', () => {
    const limit = (arg: ArgumentSpec): number =>
      arg.kind === 'text' && (arg.joinedBy !== undefined || arg.json === true) ? 4000 : 500;
    expect(badArguments((arg) => arg.kind === 'text' && !(arg.maxLength <= limit(arg)))).toEqual(
      [],
    );
  });
});

describe('capabilities', () => {
  function withCapability(name: string) {
    return CONTROL_TYPES.filter((entry) => entry.capabilities.some((other) => other === name));
  }

  it.each([
    ['switchable', ['on', 'off']],
    ['dimmable', []],
    ['positionable', ['set-position', 'open', 'close']],
    ['tiltable', ['set-tilt']],
    ['stoppable', ['stop']],
    ['colorable', ['set-color']],
  ])('%s promises the commands %j', (capability, promised) => {
    const entries = withCapability(capability);
    const bad = entries.filter(
      (entry) => !promised.every((name) => entry.commands.some((command) => command.name === name)),
    );
    expect(entries.length).toBeGreaterThan(0);
    expect(bad.map((entry) => entry.type)).toEqual([]);
  });

  it('dimmable promises an argument brightness', () => {
    const bad = withCapability('dimmable').filter(
      (entry) =>
        !entry.commands.some((command) => command.args.some((arg) => arg.name === 'brightness')),
    );
    expect(bad.map((entry) => entry.type)).toEqual([]);
  });

  it('central belongs to the types that are called so, and to no other', () => {
    expect(withCapability('central').map((entry) => entry.type)).toEqual(
      CONTROL_TYPES.map((entry) => entry.type).filter((type) => type.startsWith('Central')),
    );
  });
});

describe('controlType', () => {
  it('folds the documented aliases', () => {
    expect(controlType('ACControl')?.type).toBe('AcControl');
    expect(controlType('WindowCentral')?.type).toBe('CentralWindow');
  });

  it('tells types apart that differ in case only', () => {
    expect(controlType('Colorpicker')?.type).toBe('Colorpicker');
    expect(controlType('ColorPicker')).toBeUndefined();
    expect(controlType('switch')).toBeUndefined();
  });

  it.each(['', 'constructor', '__proto__', 'NoSuchType'])('does not know %j', (type) => {
    expect(controlType(type)).toBeUndefined();
    expect(mainStates(type)).toEqual([]);
  });
});

describe('familyOf', () => {
  it('is that of a known type, whatever its category', () => {
    expect(familyOf('Jalousie', { type: 'lights' })).toBe('covers');
    expect(familyOf('ACControl')).toBe('climate');
  });

  it.each([
    ['lights', 'lights'],
    ['shading', 'covers'],
    ['indoortemperature', 'climate'],
    ['media', 'media'],
    ['undefined', 'information'],
    ['constructor', 'information'],
  ])('follows the category %s of an unknown type: %s', (category, family) => {
    expect(familyOf('FutureThing', { type: category })).toBe(family);
  });

  it('is information without a category', () => {
    expect(familyOf('FutureThing')).toBe('information');
  });
});

describe('stateSpec', () => {
  it.each(['actual0', 'actual17', 'actual[3]', 'actual.3'])(
    'finds the numbered state %s',
    (name) => {
      expect(stateSpec('EFM', name)?.name).toBe('actual');
    },
  );

  it('does not cut numbers off states that are not numbered', () => {
    expect(stateSpec('IRoomControllerV2', 'co2')?.unit).toBe('ppm');
    expect(stateSpec('EFM', 'Gpwr1')).toBeUndefined();
  });

  it('finds the common states in every type, known or not', () => {
    expect(stateSpec('Switch', 'jLocked')?.kind).toBe('json');
    expect(stateSpec('FutureThing', 'jLocked')?.kind).toBe('json');
    expect(stateSpec('FutureThing', 'active')).toBeUndefined();
  });
});
