import { CONTROL_TYPES, type ControlType } from '@gatehouse/loxone-controls';
import { describe, expect, it } from 'vitest';
import { PHYSICS } from '../../src/physics/registry.js';
import { Bench } from '../support/bench.js';
import { RICH_DETAILS, samplesOf } from '../support/command-samples.js';

/**
 * The catalog writes commands, the physics reads them: two people's understanding of the protocol
 * reference, set against each other.
 */
function benchOf({ type, states }: ControlType): Bench {
  return new Bench([
    {
      type,
      name: 'It',
      details: { ...RICH_DETAILS },
      states: states.map(({ name }) => name),
      parts: {
        AI1: { type: 'Dimmer', name: 'Lamp' },
        plan: { type: 'IRCV2Daytimer', name: 'Plan' },
      },
    },
    { type: 'LightControllerV2', name: 'Member' },
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
          const [wire = ''] = samplesOf(name, command);
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
