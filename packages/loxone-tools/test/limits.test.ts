import type { Principal } from '@gatehouse/core';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { After } from '../src/command/wait-until.js';
import { createCompletions } from '../src/completions/completions.js';
import { createLoxoneTools } from '../src/loxone-tools.js';
import type { SavedScene, SceneStep } from '../src/ports/scenes.js';
import { createLoxonePrompts } from '../src/prompts/loxone-prompts.js';
import { createInstructions } from '../src/resources/instructions.js';
import { createLoxoneResources } from '../src/resources/loxone-resources.js';
import type { ToolContext, ToolDefinition } from '../src/tool.js';
import { admin, authorize, limitedTo, monitor, operator } from './support/authorize.js';
import { NOW } from './support/call.js';
import { control, room } from './support/controls.js';
import { fakeData } from './support/fake-data.js';
import type { FakeHome } from './support/fake-home.js';
import { CONTROLS, testHouse } from './support/house.js';
import { memoryScenes } from './support/memory-scenes.js';

/**
 * A limited key must learn and do the same, whatever is hidden from it. Two houses that have the same
 * kitchen and nothing else in common are asked everything that the registry offers, and every answer
 * is compared: names, numbers, errors, suggestions.
 */
const cook = limitedTo({ rooms: ['Küche'] });
const SEEN = CONTROLS.filter(({ room }) => room?.name === 'Küche');
const HIDDEN = CONTROLS.filter(({ room }) => room?.name !== 'Küche');

const clock = { now: () => NOW };
/** Waiting is over at once: nothing here depends on how long it takes. */
const after: After = (_ms, callback) => {
  const waiting = setImmediate(callback);
  return () => clearImmediate(waiting);
};
const TOOLS = createLoxoneTools({ clock, after });
const resources = createLoxoneResources({ clock, tools: TOOLS });
const prompts = createLoxonePrompts({ tools: TOOLS, resources });
const completions = createCompletions({ prompts, resources, clock });
const instructionsFor = createInstructions(TOOLS);

function records(ids: readonly string[]): Parameters<typeof fakeData>[0] {
  const output = { output: '0', title: 'Value', unit: '°C', accumulated: false };
  const points = [[NOW - 3_600_000, 21]] as const;
  return { records: Object.fromEntries(ids.map((id) => [id, [{ ...output, points }]])) };
}

function contextIn(home: FakeHome, principal: Principal): ToolContext {
  const controls = home.controls();
  return {
    home,
    principal,
    authorize,
    data: fakeData(records(controls.map(({ id }) => id))),
    journal: {
      since: 0,
      read: () =>
        controls.map(({ id }, at) => ({
          // Numbers tell how much happened: only their order is the same in both houses.
          sequence: CONTROLS.findIndex((control) => control.id === id),
          at: NOW - 1000 * (at + 1),
          control: id,
          state: 'active',
          before: 0,
          value: 1,
        })),
    },
    scenes: memoryScenes(home.control('floor') === undefined ? [] : HIDDEN_SCENES),
  };
}

/** What the whole house keeps beside, and what must be as if it were not. */
const HIDDEN_SCENES: readonly SavedScene[] = [
  ['Secret device', { tool: 'loxone_control_lights', args: { targets: ['floor'] } }],
  ['Secret kind', { tool: 'loxone_control_lights', args: { targets: [{ all: true }] } }],
  [
    'Secret batch',
    {
      tool: 'loxone_batch',
      args: { steps: [{ tool: 'loxone_control_lights', args: { targets: ['floor'] } }] },
    },
  ],
].map(([name, step], at) => ({
  id: `secret-${at}`,
  name: name as string,
  steps: [step as SceneStep],
  createdBy: admin.id,
  revision: '1',
}));

/** The only thing that is hidden in the other house. */
const STRANGER = control({ id: 'q', name: 'Qx', type: 'TextInput', room: room('Wq') });

/** The house as it is, and one that has the same kitchen. */
function houses(): { readonly whole: FakeHome; readonly small: FakeHome } {
  return { whole: testHouse(), small: testHouse([...SEEN, STRANGER]) };
}

/** Both houses, made anew only after something has moved in one of them: an index costs most. */
function sharedHouses(): typeof houses {
  let present = houses();
  return () => {
    const moved = present.whole.executed.length > 0 || present.small.executed.length > 0;
    if (moved) present = houses();
    return present;
  };
}

/** Everything that somebody could name: ids, names, rooms, and what there is not. */
const NAMES = [
  ...new Set([
    ...HIDDEN.map(({ id }) => id),
    ...['Floor lamp', 'Curtain [Living room]', 'All lights', 'Garage', 'Mystery'],
    ...['room-Cellar', 'Cellar', 'Living room', 'Küche'],
    'table',
    'Table lamp',
    'Spots',
    'nothing of this name',
  ]),
].filter((name) => name !== '');

/** Properties that name something in the house. */
const NAMING: Readonly<Record<string, (name: string) => unknown>> = {
  targets: (name) => [name],
  target: (name) => name,
  query: (name) => name,
  scene: (name) => name,
  room: (name) => name,
  steps: (name) => [{ tool: 'loxone_control_lights', args: { targets: [name], action: 'on' } }],
};

interface Property {
  readonly enum?: readonly string[];
  readonly type?: string;
}

/** Arguments for a tool from its own schema: each action, and each property that can name something. */
function argumentsOf(tool: ToolDefinition, name: string): readonly Record<string, unknown>[] {
  const schema = z.toJSONSchema(tool.inputSchema, { io: 'input' });
  const properties = (schema.properties ?? {}) as Record<string, Property>;
  const needed = new Set(schema.required ?? []);
  const actions = properties.action?.enum ?? [];
  const naming = Object.keys(properties).filter((property) => NAMING[property] !== undefined);
  const base: Record<string, unknown> = properties.wait_ms === undefined ? {} : { wait_ms: 0 };
  for (const property of needed) {
    base[property] = NAMING[property]?.(name) ?? filler(property, properties[property]);
  }
  const sets = naming.map((property) => ({ ...base, [property]: NAMING[property]?.(name) }));
  const groups =
    properties.targets === undefined || name !== NAMES[0]
      ? []
      : GROUPS.map((targets) => ({ ...base, targets }));
  const all = sets.length === 0 ? [base] : [...sets, ...groups];
  return actions.length === 0
    ? all
    : all.flatMap((args) => actions.map((action) => ({ ...args, action, ...EXTRA[action] })));
}

const GROUPS = [
  [{ all: true }],
  [{ family: 'lights', all: true }],
  [{ room: 'Living room', all: true }],
  [{ room: 'Küche', all: true }],
];

/** What some actions need beside. */
const EXTRA: Readonly<Record<string, Record<string, unknown>>> = {
  brightness: { brightness: 50 },
  color: { color: 'red' },
  mood: { mood: 'Film' },
  add_mood: { mood: 'Film' },
  remove_mood: { mood: 'Film' },
  position: { position: 50 },
  slats: { slats: 50 },
  temperature: { temperature: 21 },
  mode: { mode: 'heating' },
  volume: { volume: 20 },
};

function filler(property: string, schema: Property | undefined): unknown {
  if (schema?.enum !== undefined) return schema.enum[0];
  if (property === 'command') return 'on';
  if (property === 'condition') return { op: 'eq', value: 1 };
  if (schema?.type === 'number' || schema?.type === 'integer') return 1;
  if (schema?.type === 'array') return [];
  if (schema?.type === 'object') return {};
  return 'on';
}

/** A tool that nothing can be named to is asked the same for each name; once is enough. */
function differing<Value>(values: readonly Value[]): readonly Value[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}

/** Cursors are sums over a whole structure, and differ; they tell nothing. */
function shown(value: unknown): string {
  return (JSON.stringify(value) ?? '').replace(/\d+-[0-9a-f]{8}/g, 'cursor');
}

/** Of all tests that only read. */
const READ_ONLY = sharedHouses();

describe('a limited key', () => {
  it.each(TOOLS)('learns and does through $name the same, whatever is hidden', async (tool) => {
    const present = sharedHouses();
    for (const args of differing(NAMES.flatMap((name) => argumentsOf(tool, name)))) {
      const { whole, small } = present();
      const there = await tool.run(args, contextIn(whole, cook));
      const here = await tool.run(args, contextIn(small, cook));
      expect(shown([args, there])).toBe(shown([args, here]));
      expect(whole.executed).toEqual(small.executed);
    }
  });

  it.each(resources.definitions)('reads $name whatever is hidden', async ({ pattern, name }) => {
    const uris =
      pattern.uri === undefined
        ? NAMES.map((value) =>
            pattern.expand(Object.fromEntries(pattern.variables.map((of) => [of, value]))),
          )
        : [pattern.uri, `${pattern.uri}?limit=2`];
    const { whole, small } = READ_ONLY();
    for (const uri of uris) {
      const there = await resources.read(uri, contextIn(whole, cook));
      const here = await resources.read(uri, contextIn(small, cook));
      expect(shown([name, uri, there])).toBe(shown([name, uri, here]));
    }
  });

  it.each(prompts)('gets $name whatever is hidden', async (prompt) => {
    const { whole, small } = READ_ONLY();
    const named = NAMES.map((name) =>
      Object.fromEntries(prompt.arguments.map((argument) => [argument.name, name])),
    );
    for (const args of differing(named)) {
      const there = await prompt.get(args, contextIn(whole, cook));
      const here = await prompt.get(args, contextIn(small, cook));
      expect(shown([args, there])).toBe(shown([args, here]));
    }
  });

  const variables = [
    ...prompts.flatMap(({ name, arguments: list }) =>
      list.map((argument) => ({ of: { kind: 'prompt', name } as const, argument: argument.name })),
    ),
    ...resources.definitions.flatMap(({ pattern }) =>
      [...pattern.variables, ...pattern.query].map((argument) => ({
        of: { kind: 'resource', uriTemplate: pattern.template } as const,
        argument,
      })),
    ),
  ];

  it.each(variables)('completes $argument of $of whatever is hidden', async (request) => {
    const { whole, small } = READ_ONLY();
    for (const name of ['', 'f', 'Film', 'floor']) {
      for (const given of [{}, { room: 'Living room' }, { room: 'Küche' }, { uuid: 'sofa' }]) {
        const asked = { ...request, typed: name, given };
        const there = await completions.complete(asked, contextIn(whole, cook));
        const here = await completions.complete(asked, contextIn(small, cook));
        expect(there).toEqual(here);
      }
    }
  });

  it('is told the same, whatever is hidden', () => {
    const { whole, small } = READ_ONLY();
    expect(instructionsFor(contextIn(whole, cook))).toBe(instructionsFor(contextIn(small, cook)));
    expect(resources.list(contextIn(whole, cook))).toEqual(resources.list(contextIn(small, cook)));
  });

  it('is not judged by rules that would let everything pass', async () => {
    const { whole, small } = houses();
    const uri = 'loxone://rooms';
    const there = await resources.read(uri, contextIn(whole, operator));
    const here = await resources.read(uri, contextIn(small, operator));
    expect(shown(there)).not.toBe(shown(here));
  });
});

describe('a monitor', () => {
  it.each(TOOLS)('changes nothing through $name', async (tool) => {
    const home = testHouse();
    for (const { id } of CONTROLS) {
      for (const args of argumentsOf(tool, id)) {
        const scenes = memoryScenes([]);
        const result = await tool.run(args, { ...contextIn(home, monitor), scenes });
        if (tool.risk !== 'read') expect(result.isError).toBe(true);
        expect(await scenes.list()).toEqual([]);
      }
    }
    expect(home.executed).toEqual([]);
  });

  it('is refused only what others may do', async () => {
    const home = testHouse();
    for (const tool of TOOLS.filter(({ risk }) => risk === 'control')) {
      for (const { id } of CONTROLS) {
        for (const args of argumentsOf(tool, id)) await tool.run(args, contextIn(home, admin));
      }
    }
    expect(home.executed.length).toBeGreaterThan(20);
  });

  it('changes nothing by reading, asking for prompts and completing', async () => {
    const home = testHouse();
    const context = contextIn(home, monitor);
    for (const { pattern } of resources.definitions) {
      if (pattern.uri !== undefined) await resources.read(pattern.uri, context);
    }
    for (const prompt of prompts) {
      const args = prompt.arguments.map(({ name }) => [name, 'Küche'] as const);
      expect((await prompt.get(Object.fromEntries(args), context)).ok).toBe(true);
    }
    expect(home.executed).toEqual([]);
  });
});
