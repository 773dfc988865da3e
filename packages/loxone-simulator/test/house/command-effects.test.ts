import { CONTROL_TYPES, type CommandSpec, type ControlType } from '@gatehouse/loxone-controls';
import { describe, expect, it } from 'vitest';
import { PHYSICS } from '../../src/physics/registry.js';
import { Bench } from '../support/bench.js';
import { RICH_DETAILS, samplesOf } from '../support/command-samples.js';

/** Commands that are done without any state of the house showing it, each with its reason. */
const WITHOUT_EFFECT: Readonly<Record<string, string>> = {
  ...listed('UpDownDigital', 'up', 'down', 'keys have no states'),
  ...listed('LeftRightDigital', 'left', 'right', 'keys have no states'),
  'AudioZoneV2 next': 'what it plays is known to the audio server only',
  'AudioZoneV2 previous': 'what it plays is known to the audio server only',
  'AudioZoneV2 speak': 'nothing shows an announcement',
  'AudioZoneV2 speak-at-volume': 'nothing shows an announcement',
  'AudioZoneV2 set-presence': 'presence is an input, no state',
  'AudioZoneV2 reset-bluetooth-pairings': 'pairings are no state',
  'IntercomV2 set-bell-images': 'the number of pictures is asked for, no state',
  'IntercomV2 speak-answer': 'nothing shows an announcement',
  'Wallbox2 update-mode': 'modes stand in the structure file',
  'Wallbox2 update-mode-with-price': 'modes stand in the structure file',
};

function listed(type: string, one: string, other: string, why: string): Record<string, string> {
  const names = [one, other].flatMap((way) => [`hold-${way}`, `pulse-${way}`, `release-${way}`]);
  return Object.fromEntries(names.map((name) => [`${type} ${name}`, why]));
}

/** What a central control of a type commands. */
const MEMBERS: Readonly<Record<string, string>> = {
  CentralLightController: 'LightControllerV2',
  CentralJalousie: 'Jalousie',
  CentralGate: 'Gate',
  CentralWindow: 'Window',
  WindowCentral: 'Window',
  CentralAlarm: 'Alarm',
  CentralAudioZone: 'AudioZoneV2',
};

function statesOf(type: string): readonly string[] {
  const known = CONTROL_TYPES.find((candidate) => candidate.type === type)?.states ?? [];
  return known.map(({ name }) => name);
}

function benchOf({ type }: ControlType): Bench {
  const lamp = { type: 'Dimmer', name: 'Lamp', states: statesOf('Dimmer') };
  const parts = type.startsWith('LightController') ? { AI1: lamp } : {};
  const plan = { type: 'IRCV2Daytimer', name: 'Plan', states: statesOf('IRCV2Daytimer') };
  const bench = new Bench([
    {
      type,
      name: 'It',
      details: { ...RICH_DETAILS },
      states: [...statesOf(type), 'jLocked'],
      parts: type === 'IRoomControllerV2' ? { plan } : parts,
    },
    {
      type: MEMBERS[type] ?? 'Switch',
      name: 'Member',
      details: { animation: 0 },
      states: statesOf(MEMBERS[type] ?? 'Switch'),
      parts: MEMBERS[type] === 'LightControllerV2' ? { AI1: lamp } : {},
    },
  ]);
  bench.house.states.takeChanged();
  return bench;
}

/** Whether some state of things exists in which the command changes a state at once. */
function hasEffect(type: ControlType, command: CommandSpec): boolean {
  const others = type.commands.flatMap((other) => samplesOf(type.type, other).slice(0, 3));
  const preparations: readonly ((bench: Bench) => void)[] = [
    () => undefined,
    (bench) => raise(bench, 'It', command.affects),
    (bench) => raise(bench, 'Member', ['level']),
    ...others.map((tail) => (bench: Bench) => void bench.send('It', tail)),
  ];
  return preparations.some((prepare) =>
    samplesOf(type.type, command).some((tail) => {
      const bench = benchOf(type);
      prepare(bench);
      bench.house.states.takeChanged();
      return bench.send('It', tail) && bench.house.states.takeChanged().length > 0;
    }),
  );
}

/** Something happened in the house: somebody rang, an alarm went off. */
function raise(bench: Bench, name: string, states: readonly string[]): void {
  for (const state of states) {
    if (state !== 'entriesAndDefaultValue') bench.control(name).set(state, 1);
  }
}

describe('every command of every type', () => {
  it.each(
    CONTROL_TYPES.filter(({ commands }) => commands.length > 0).map(
      (type) => [type.type, type] as const,
    ),
  )('%s: changes a state, or is listed as one that cannot', (name, type) => {
    const silent = type.commands
      .filter((command) => !hasEffect(type, command))
      .map((command) => `${name} ${command.name}`);
    const known = Object.keys(WITHOUT_EFFECT).filter((key) => key.startsWith(`${name} `));
    expect(silent.sort().join('\n')).toBe(known.sort().join('\n'));
  });

  it('has physics behind it: no type of the catalog is left to guesses', () => {
    const missing = CONTROL_TYPES.map(({ type }) => type).filter((type) => !(type in PHYSICS));
    expect(missing).toEqual([]);
  });
});
