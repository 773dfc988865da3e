import { CONTROL_TYPES, type CommandSpec, commandsOf } from '@gatehouse/loxone-controls';
import { describe, expect, it } from 'vitest';
import { createLoxoneTools } from '../src/index.js';
import { admin, operator } from './support/authorize.js';
import { call, devicesOf, errorOf } from './support/call.js';
import { control, room } from './support/controls.js';
import { FakeHome } from './support/fake-home.js';
import { sampleOf } from './support/sample-arguments.js';

const tools = createLoxoneTools({ optIn: ['loxone_admin'] });
const HALL = room('Hall');

/** A house with one control of a type, which can take all of its commands. */
function only(type: string): FakeHome {
  const plain = control({ id: 'it', name: 'It', type, details: { jLockable: true } });
  const samples = commandsOf(plain).map((spec) => sampleOf(spec).details);
  const details = Object.assign({ jLockable: true }, ...samples);
  const home = new FakeHome([control({ id: 'it', name: 'It', type, room: HALL, details })]);
  home.react = () => ({ outcome: 'unchanged', waitedMs: 0 });
  return home;
}

/** The call that an assistant makes for a command. */
function callFor(
  { risk, name, args }: CommandSpec,
  sample: object,
): [string, Record<string, unknown>] {
  const wish = {
    targets: ['it'],
    command: name,
    ...(args.length > 0 && { args: sample }),
    wait_ms: 0,
  };
  switch (risk) {
    case 'control':
      return ['loxone_control_device', wish];
    case 'access':
      return ['loxone_control_access', wish];
    case 'admin':
      return ['loxone_admin', { action: 'command', ...wish }];
  }
}

const TYPES = CONTROL_TYPES.map(({ type }) => type);

describe('every type of the catalog', () => {
  it.each(TYPES)('%s takes each of its commands through the tool for its risk', async (type) => {
    const [it] = only(type).controls();
    for (const spec of it === undefined ? [] : commandsOf(it)) {
      const { args } = sampleOf(spec);
      const [tool, wish] = callFor(spec, args);
      const home = only(type);
      const result = await call(tool, wish, { home, tools, principal: admin });
      expect(
        home.executed.map(({ request }) => request),
        `${spec.name}: ${result.text}`,
      ).toEqual([{ control: 'it', command: spec.name, args }]);
      expect(result.isError, result.text).toBeUndefined();
    }
  });

  it.each(TYPES)('%s takes no command through the tool for a lower risk', async (type) => {
    const [it] = only(type).controls();
    for (const spec of it === undefined ? [] : commandsOf(it)) {
      const { args } = sampleOf(spec);
      const wish = { targets: ['it'], command: spec.name, args };
      const lower = { control: [], access: ['device'], admin: ['device', 'access'] }[spec.risk];
      for (const tool of lower) {
        const home = only(type);
        const name = `loxone_control_${tool}`;
        const result = await call(name, wish, { home, tools, principal: admin });
        expect(errorOf(result)?.code, `${name} ${spec.name}`).toBe('not_supported');
        expect(home.executed).toEqual([]);
      }
    }
  });

  it.each(TYPES)('%s answers a wrong command with those that there are', async (type) => {
    const home = only(type);
    const [it] = home.controls();
    const wish = { targets: ['it'], command: 'no-such-command' };
    const result = await call('loxone_control_device', wish, { home, tools, principal: operator });
    expect(errorOf(result)?.code).toBe('not_supported');
    const possible = (it === undefined ? [] : commandsOf(it)).filter(
      ({ risk }) => risk === 'control',
    );
    if (possible.length > 0) expect(result.text).toContain(possible[0]?.name);
  });

  it.each(TYPES)('%s is readable', async (type) => {
    const home = only(type);
    const result = await call('loxone_get_state', { targets: ['it'] }, { home, tools });
    expect(result.isError).toBeUndefined();
    expect(devicesOf(result)).toHaveLength(1);
  });
});
