import { CONTROL_TYPES, controlType } from '@gatehouse/loxone-controls';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { admin } from './support/authorize.js';
import { call, errorOf, itemsOf, TOOLS } from './support/call.js';
import { control, room } from './support/controls.js';
import { FakeHome } from './support/fake-home.js';
import { MANY_RUNS } from './support/many-runs.js';

const TOOL_OF_FAMILY: Readonly<Record<string, string>> = {
  lights: 'loxone_control_lights',
  covers: 'loxone_control_covers',
  climate: 'loxone_set_climate',
  media: 'loxone_control_media',
};

const HALL = room('Hall');

/** Types that take commands, and the tool of their family. */
const PAIRS: readonly (readonly [type: string, tool: string])[] = CONTROL_TYPES.flatMap(
  ({ type, family, commands }) => {
    const tool = TOOL_OF_FAMILY[family];
    return tool === undefined || commands.length === 0 ? [] : [[type, tool] as const];
  },
);

function actionsOf(tool: string): readonly string[] {
  const action = TOOLS.find(({ name }) => name === tool)?.inputSchema.shape.action;
  if (!(action instanceof z.ZodEnum)) throw new TypeError(`${tool} has no actions`);
  return action.options.map(String);
}

/** All that any action needs; each call takes of it what its action takes. */
const ARGUMENTS: Readonly<Record<string, unknown>> = {
  brightness: 40,
  color: 'red',
  mood: 3,
  position: 30,
  slats: 60,
  temperature: 21,
  mode: 'auto',
  speed: 'on',
  volume: 30,
  source: 2,
  value: 'on',
  text: 'Dinner',
};

/** A house with one control of a type, and states that are as plain as can be. */
function only(type: string): FakeHome {
  const it = control({ id: 'it', name: 'It', type, room: HALL });
  const states = controlType(type)?.states.map(({ name, kind }) => [name, plain(kind)] as const);
  const home = new FakeHome([it], { it: Object.fromEntries(states ?? []) });
  home.react = () => ({ outcome: 'refused', code: 500, message: 'only to see what was sent' });
  return home;
}

function plain(kind: string): number | string {
  if (kind === 'text') return '';
  return kind === 'json' ? '[1]' : 20;
}

/** Calls an action with what it takes: an argument too many is taken away. */
async function tryAction(
  home: FakeHome,
  tool: string,
  action: string,
  more: Readonly<Record<string, unknown>>,
): Promise<void> {
  let args = { targets: ['it'], action, ...ARGUMENTS, ...more } as Record<string, unknown>;
  for (let tries = 0; tries < 20; tries += 1) {
    const result = await call(tool, args, { home, principal: admin });
    const stray = /^(\w+) goes with/.exec(errorOf(result)?.message ?? '')?.[1];
    const unknown = /Unrecognized keys?: (.*)/.exec(errorOf(result)?.message ?? '')?.[1] ?? '';
    const keys = [...unknown.matchAll(/"(\w+)"/g)].map(([, key]) => key);
    const surplus = stray === undefined ? keys : [stray];
    if (surplus.length === 0) return;
    args = Object.fromEntries(Object.entries(args).filter(([name]) => !surplus.includes(name)));
  }
}

describe('every type with a tool of its own', () => {
  it('is counted', () => {
    expect(PAIRS.length).toBeGreaterThanOrEqual(20);
  });

  it.each(PAIRS)('%s takes commands of the catalog from %s', async (type, tool) => {
    const home = only(type);
    for (const action of actionsOf(tool)) {
      await tryAction(home, tool, action, {});
      await tryAction(home, tool, action, { mode: 'eco', duration_s: 600 });
    }
    const sent = home.executed.map(({ request }) => request.command);
    const known = controlType(type)?.commands.map(({ name }) => name) ?? [];
    expect(new Set(sent).size, `${type}: ${sent.join(', ')}`).toBeGreaterThanOrEqual(2);
    expect(sent.filter((command) => !known.includes(command))).toEqual([]);
  });

  it.each(
    CONTROL_TYPES.filter(({ family }) => !(family in TOOL_OF_FAMILY)).map(({ type }) => type),
  )('%s is no climate and no music', async (type) => {
    const home = only(type);
    const wish = { targets: ['it'], action: 'off' };
    const music = await call('loxone_control_media', wish, { home, principal: admin });
    expect(errorOf(music)?.code).toBe('not_supported');
    expect(music.text).toContain(type);
    if (type !== 'Sauna') {
      const climate = await call('loxone_set_climate', wish, { home, principal: admin });
      expect(errorOf(climate)?.code).toBe('not_supported');
    }
    expect(home.executed).toEqual([]);
  });
});

describe('whatever is asked, and whatever the house has reported', () => {
  const wire = fc.oneof(
    fc.double({ noNaN: true }),
    fc.integer({ min: -5, max: 100 }),
    fc.string({ maxLength: 20 }),
    fc.constantFrom('[1,2]', '{"a":[{"id":1,"name":"x"}]}', 'hsv(1,2,3)', 'temp(5,3000)', ''),
  );
  const optional = <Value>(arbitrary: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> =>
    fc.option(arbitrary, { nil: undefined, freq: 3 });
  const word = fc.constantFrom('auto', 'eco', 'heating', 'boost', 'on', 'off', 'x', '3', 2, 0);
  const wishes = fc.record({
    brightness: optional(fc.integer({ min: -1, max: 101 })),
    color: optional(fc.constantFrom('red', '2700K', '#123456', 'nothing')),
    mood: optional(word),
    position: optional(fc.integer({ min: 0, max: 100 })),
    slats: optional(fc.integer({ min: 0, max: 100 })),
    temperature: optional(fc.double({ min: -20, max: 120, noNaN: true })),
    mode: optional(word),
    speed: optional(word),
    duration_s: optional(fc.integer({ min: 0, max: 100_000 })),
    volume: optional(fc.integer({ min: 0, max: 100 })),
    source: optional(word),
    value: optional(fc.constantFrom('on', 'off', 'all', 'title')),
    text: optional(fc.string({ maxLength: 30 })),
  });

  it('there is an answer, and only what the catalog allows is sent', MANY_RUNS, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...PAIRS),
        fc.nat(),
        wishes,
        fc.array(wire, { minLength: 6, maxLength: 6 }),
        async ([type, tool], at, wish, values) => {
          const home = only(type);
          const states = Object.keys(home.control('it')?.states ?? {});
          home.set('it', Object.fromEntries(states.map((name, i) => [name, values[i % 6] ?? 0])));
          const actions = actionsOf(tool);
          const action = actions[at % actions.length];
          const shape = TOOLS.find(({ name }) => name === tool)?.inputSchema.shape ?? {};
          const own = Object.entries(wish).filter(
            ([name, value]) => name in shape && value !== undefined,
          );
          const args = { targets: ['it'], action, ...Object.fromEntries(own) };
          const result = await call(tool, args, { home, principal: admin });
          for (const item of itemsOf(result)) expect(item.detail).not.toContain('not sent:');
          for (const { request } of home.executed) {
            const { temperature, volume } = request.args ?? {};
            const asked = own.map(([, value]) => value);
            if (temperature !== undefined && temperature !== 0)
              expect(asked).toContain(temperature);
            // Louder than 80 % only by a number that somebody gave.
            if (Number(volume) > 80) expect([...asked, ...values]).toContain(Number(volume));
          }
        },
      ),
      { numRuns: 400 },
    );
  });
});
