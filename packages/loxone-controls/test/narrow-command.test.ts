import { describe, expect, it } from 'vitest';
import type { CommandSpec, HomeState } from '../src/index.js';
import { CONTROL_TYPES, controlType, namedValues, narrowCommand } from '../src/index.js';

function command(type: string, name: string): CommandSpec {
  const spec = controlType(type)?.commands.find((one) => one.name === name);
  if (spec === undefined) throw new TypeError(`no ${name} of ${type}`);
  return spec;
}

describe('a command as one control takes it', () => {
  const slider = command('Slider', 'set-value');

  it('has the range that the details say', () => {
    const { args } = narrowCommand(slider, { details: { min: 5, max: 30 } }, []);
    expect(args[0]).toMatchObject({ min: 5, max: 30 });
  });

  it('has the range that the states say', () => {
    const states: readonly HomeState[] = [
      { name: 'min', value: 10 },
      { name: 'max', value: 80 },
    ];
    const dim = narrowCommand(command('Dimmer', 'set-brightness'), { details: {} }, states);
    expect(dim.args[0]).toMatchObject({ min: 10, max: 80 });
  });

  it('has no range where nothing says one', () => {
    const { args } = narrowCommand(slider, { details: {} }, []);
    expect(args[0]).not.toHaveProperty('min');
    expect(args[0]).not.toHaveProperty('max');
  });

  it('never has a wider range than the catalog gives it', () => {
    for (const { commands } of CONTROL_TYPES) {
      for (const spec of commands) {
        const details = { min: -1e6, max: 1e6 };
        narrowCommand(spec, { details }, []).args.forEach((arg, at) => {
          const own = spec.args[at];
          if (arg.kind !== 'number' || own?.kind !== 'number') return;
          if (own.min !== undefined) expect(arg.min).toBeGreaterThanOrEqual(own.min);
          if (own.max !== undefined) expect(arg.max).toBeLessThanOrEqual(own.max);
        });
      }
    }
  });
});

describe('the values that a control names', () => {
  it('are its outputs, with their ids', () => {
    const details = { outputs: { '1': 'Party', '2': 'Cleaning' }, allOff: 'Off' };
    const values = namedValues({ type: 'Radio', details });
    expect(values.get('outputs')).toEqual([
      { id: '1', name: 'Party' },
      { id: '2', name: 'Cleaning' },
    ]);
  });

  it.each(['Radio', 'Dimmer', 'NeverHeardOf'])('are none where %s has no lists', (type) => {
    expect([...namedValues({ type, details: {} })]).toEqual([]);
  });
});
