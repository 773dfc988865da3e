import {
  type ArgumentSpec,
  CONTROL_TYPES,
  type CommandSpec,
  type ControlType,
} from '@gatehouse/loxone-controls';
import { describe, expect, it } from 'vitest';
import { PHYSICS } from '../../src/physics/registry.js';
import { Bench } from '../support/bench.js';

/**
 * The catalog writes commands, the physics reads them: two people's understanding of the protocol
 * reference, set against each other.
 */
const DETAILS: Readonly<Record<string, unknown>> = {
  min: 0,
  max: 100,
  step: 1,
  allOff: 'None',
  outputs: { '1': 'One', '2': 'Two' },
  animation: 0,
  isAutomatic: true,
  loads: [{ id: 1, name: 'Hot Water' }],
};

function sample(argument: ArgumentSpec): string {
  switch (argument.kind) {
    case 'text':
      return encodeURIComponent('Some text');
    case 'choice':
      return Object.values(argument.choices)[0] ?? '';
    case 'number': {
      const low = argument.min ?? 0;
      const value = Math.max(low, Math.min(1, argument.max ?? 1));
      return String(argument.integer ? Math.ceil(value) : value);
    }
  }
}

function wireOf(command: CommandSpec): string {
  return command.args.reduce(
    (wire, argument) => wire.replace(`{${argument.name}}`, sample(argument)),
    command.wire,
  );
}

/** Commands whose arguments must fit this very control. */
const SPECIAL: Readonly<Record<string, string>> = {
  'LightControllerV2 move-additional-mood': 'moveAdditionalMood/3/0',
  'IRoomControllerV2 override-until': 'override/0/999999999',
  'EnergyManager trigger': 'trigger/1',
  'EnergyManager turn-on': 'turnOn/1',
  'EnergyManager turn-off': 'turnOff/1',
  'EnergyManager2 activate-load': '1/activate',
  'EnergyManager2 deactivate-load': '1/deactivate',
  'EnergyManager2 automate-load': '1/automatic',
};

function benchOf({ type, states }: ControlType): Bench {
  return new Bench([
    {
      type,
      name: 'It',
      details: DETAILS,
      states: states.map(({ name }) => name),
      parts: { AI1: { type: 'Dimmer', name: 'Lamp' } },
    },
  ]);
}

describe.each(CONTROL_TYPES.map((type) => [type.type, type] as const))(
  'catalog: %s',
  (name, type) => {
    it('starts with a state for each that the catalog lists', () => {
      const { house } = benchOf(type);
      const control = [...house.controls()][0];
      for (const state of type.states) {
        const content = house.states.get(control?.uuids(state.name)[0] ?? '');
        expect(content, state.name).toBeDefined();
        const text = state.kind === 'text' || state.kind === 'json';
        const kinds = content?.kind === 'daytimers' ? ['daytimers'] : [text ? 'text' : 'value'];
        expect(kinds, `${state.name} is ${state.kind}`).toContain(content?.kind);
      }
    });

    if (type.commands.length > 0) {
      it.each(type.commands.map((command) => [command.name, command] as const))(
        'takes %s',
        (_, command) => {
          const bench = benchOf(type);
          const wire = SPECIAL[`${name} ${command.name}`] ?? wireOf(command);
          const { code, value } = bench.house.execute(`${bench.control('It').id}/${wire}`, {
            secured: true,
          });
          expect([code, value], wire).toEqual([200, '1']);
        },
      );
    }
  },
);

describe('physics', () => {
  it('is written for types that the catalog knows', () => {
    const known = new Set(CONTROL_TYPES.map(({ type }) => type));
    const aliases = new Set(['WindowCentral']);
    expect(Object.keys(PHYSICS).filter((type) => !known.has(type) && !aliases.has(type))).toEqual(
      [],
    );
  });
});
