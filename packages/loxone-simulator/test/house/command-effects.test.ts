import { CONTROL_TYPES, type CommandSpec, type ControlType } from '@gatehouse/loxone-controls';
import { describe, expect, it } from 'vitest';
import { PHYSICS } from '../../src/physics/registry.js';
import { Bench } from '../support/bench.js';
import { RICH_DETAILS, samplesOf } from '../support/command-samples.js';

/** Commands that are done without any state of the house showing it, each with its reason. */
const WITHOUT_EFFECT: Readonly<Record<string, string>> = {
  'ColorPickerV2 set-favorite': 'favourites of a circuit are no state',
};

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
  for (const before of [undefined, ...others]) {
    for (const tail of samplesOf(type.type, command)) {
      const bench = benchOf(type);
      if (before !== undefined) bench.send('It', before);
      bench.house.states.takeChanged();
      if (bench.send('It', tail) && bench.house.states.takeChanged().length > 0) return true;
    }
  }
  return false;
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
    const listed = Object.keys(WITHOUT_EFFECT).filter((key) => key.startsWith(`${name} `));
    expect(silent.sort()).toEqual(listed.sort());
  });

  it('has physics behind it: no type of the catalog is left to guesses', () => {
    const missing = CONTROL_TYPES.map(({ type }) => type).filter((type) => !(type in PHYSICS));
    expect(missing).toEqual([]);
  });
});
