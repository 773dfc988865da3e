import type { Principal } from '@gatehouse/core';
import { describe, expect, it } from 'vitest';
import { type CompletionRequest, createCompletions } from '../src/completions/completions.js';
import { type Completion, matching } from '../src/completions/match.js';
import { dates, instants, months, times } from '../src/completions/moments.js';
import { createLoxonePrompts } from '../src/prompts/loxone-prompts.js';
import { createLoxoneResources } from '../src/resources/loxone-resources.js';
import type { ResourceContext } from '../src/resources/resource.js';
import { admin, authorize, limitedTo } from './support/authorize.js';
import { NOW, TOOLS } from './support/call.js';
import { control, room } from './support/controls.js';
import { fakeData } from './support/fake-data.js';
import { FakeHome } from './support/fake-home.js';
import { CONTROLS, testHouse } from './support/house.js';

const resources = createLoxoneResources({ clock: { now: () => NOW }, tools: TOOLS });
const prompts = createLoxonePrompts({ tools: TOOLS, resources });
const completions = createCompletions({ prompts, resources, clock: { now: () => NOW } });
const cook = limitedTo({ rooms: ['Küche'] });

interface Given {
  readonly principal?: Principal;
  readonly home?: FakeHome;
  readonly ports?: Partial<ResourceContext>;
}

function complete(
  request: CompletionRequest,
  { principal = admin, home = testHouse(), ports = {} }: Given = {},
): Promise<Completion> {
  return completions.complete(request, { home, principal, authorize, ...ports });
}

async function values(
  of: readonly [kind: 'prompt' | 'resource', name: string, argument: string],
  typed: string,
  options: Given & { readonly given?: Record<string, string> } = {},
): Promise<readonly string[]> {
  const [kind, name, argument] = of;
  const { given, ...rest } = options;
  const found = await complete(
    {
      of: kind === 'prompt' ? { kind, name } : { kind, uriTemplate: templateOf(name) },
      argument,
      typed,
      ...(given !== undefined && { given }),
    },
    rest,
  );
  return found.values;
}

function templateOf(name: string): string {
  const template = resources.definitions.find((one) => one.name === name)?.pattern.template;
  if (template === undefined) throw new TypeError(`no resource ${name}`);
  return template;
}

describe('matching', () => {
  it('puts beginnings before words and words before what lies within', () => {
    const offers = ['Marble table', 'Table lamp', 'Portable', 'Chair'].map((value) => ({ value }));
    expect(matching(offers, 'tab').values).toEqual(['Table lamp', 'Marble table', 'Portable']);
  });

  it.each(['kuche', 'Kueche', 'KÜ', 'küch'])('folds %s', (typed) => {
    expect(matching([{ value: 'Küche' }, { value: 'Bad' }], typed).values).toEqual(['Küche']);
  });

  it('offers everything for nothing, and nothing for marks only', () => {
    expect(matching([{ value: 'A' }, { value: 'B' }], '').total).toBe(2);
    expect(matching([{ value: 'A' }], '?!').total).toBe(0);
  });

  it('finds an id by the name behind it, each once', () => {
    const offers = [
      { value: '1', also: 'Lamp' },
      { value: '1', also: 'Lamp two' },
    ];
    expect(matching(offers, 'lamp')).toEqual({ values: ['1'], total: 1, hasMore: false });
  });

  it('gives at most a hundred and says that there are more', () => {
    const offers = Array.from({ length: 101 }, (_, at) => ({ value: `v${at}` }));
    expect(matching(offers, 'v')).toMatchObject({ total: 101, hasMore: true });
    expect(matching(offers, 'v').values).toHaveLength(100);
    expect(matching(offers.slice(1), 'v').hasMore).toBe(false);
  });
});

describe('every argument and variable', () => {
  const asked = [
    ...prompts.flatMap((prompt) =>
      prompt.arguments.map(
        (argument) => ['prompt', prompt.name, argument.name, argument.values] as const,
      ),
    ),
    ...resources.definitions.flatMap(({ name, pattern }) =>
      [...pattern.variables, ...pattern.query].map(
        (variable) => ['resource', name, variable, undefined] as const,
      ),
    ),
  ];

  it.each(asked)('%s %s %s has values, or is free text', async (kind, name, argument, of) => {
    const modes = () => ({ all: [{ id: 1, name: 'Holiday' }] });
    const data = fakeData({
      records: {
        table: [{ output: 'total', title: 'E', unit: 'kWh', accumulated: true, points: [] }],
      },
    });
    const found = await values([kind, name, argument], '', {
      ports: { data: { ...data, modes } },
      ...(argument === 'output' && { given: { uuid: 'table' } }),
    });
    const isFree = of === 'text' || argument === 'cursor';
    expect(found.length > 0).toBe(!isFree);
  });

  it.each(asked)('%s %s %s shows a limited key nothing hidden', async (kind, name, argument) => {
    for (const typed of ['', 'f', 'g', 'living', 'all', 'curtain', 'safe']) {
      const found = await values([kind, name, argument], typed, { principal: cook });
      for (const { id, name: hidden, room: place, type } of CONTROLS) {
        if (place?.name === 'Küche') continue;
        expect(found).not.toContain(id);
        expect(
          found.filter((value) => value.startsWith(`${hidden} [`) && hidden !== 'Spots'),
        ).toEqual([]);
        if (argument === 'type' && !['Dimmer', 'Jalousie', 'Switch'].includes(type)) {
          expect(found).not.toContain(type);
        }
      }
      expect(found.join()).not.toMatch(/Living room|Cellar|Outside|Film/);
    }
  });
});

describe('arguments that were given already', () => {
  it('narrow devices to the room', async () => {
    const inKitchen = await values(['prompt', 'explain_room', 'device'], '', {
      given: { room: 'kueche' },
    });
    expect(inKitchen).toContain('Table lamp [Küche]');
    expect(inKitchen).not.toContain('Floor lamp [Living room]');
    expect(await values(['prompt', 'explain_room', 'device'], 'floor')).toEqual([
      'Floor lamp [Living room]',
    ]);
    const nowhere = { given: { room: 'Nowhere' } };
    expect(await values(['prompt', 'explain_room', 'device'], '', nowhere)).toEqual([]);
  });

  it('narrow moods to the room and to the device', async () => {
    const of = ['prompt', 'make_home_cozy', 'mood'] as const;
    expect(await values(of, '')).toEqual(expect.arrayContaining(['Evening', 'Film']));
    expect(await values(of, '', { given: { room: 'Küche' } })).not.toContain('Film');
    expect(await values(of, '', { given: { target: 'Sofa' } })).toEqual(['Bright', 'Film']);
    expect(await values(of, '', { given: { target: 'Sofa' }, principal: cook })).toEqual([]);
  });
});

describe('values', () => {
  it('are ids where a URI needs them, found by name', async () => {
    expect(await values(['resource', 'control', 'uuid'], 'table')).toEqual(['table']);
    expect(await values(['resource', 'control-state', 'uuid'], 'ceil')).toContain('ceiling/AI1');
  });

  it('are ids for rooms of the same name', async () => {
    const home = new FakeHome([
      control({ id: 'a', name: 'A', type: 'Switch', room: room('Bath', 'one') }),
      control({ id: 'b', name: 'B', type: 'Switch', room: room('Bath', 'two') }),
    ]);
    expect(await values(['resource', 'room', 'room'], 'bath', { home })).toEqual(['one', 'two']);
  });

  it('complete the last of several', async () => {
    const of = ['prompt', 'optimize_comfort_zone', 'target_rooms'] as const;
    expect(await values(of, 'Küche, liv')).toEqual(['Küche, Living room']);
    expect(await values(['resource', 'rooms', 'fields'], 'id,na')).toEqual(['id,name']);
  });

  it('are the modes of the house', async () => {
    const modes = () => ({ all: [{ id: 3, name: 'Holiday' }] });
    const found = await values(['prompt', 'vacation_mode', 'mode'], 'hol', {
      ports: { data: { modes } as never },
    });
    expect(found).toEqual(['Holiday']);
    expect(await values(['prompt', 'vacation_mode', 'mode'], '')).toEqual([]);
  });

  it('are none for what nobody knows', async () => {
    const request = { argument: 'room', typed: '' };
    const none = { values: [], total: 0, hasMore: false };
    expect(await complete({ ...request, of: { kind: 'prompt', name: 'nonsense' } })).toEqual(none);
    const of = { kind: 'resource', uriTemplate: 'loxone://x/{room}' } as const;
    expect(await complete({ ...request, of })).toEqual(none);
    const wrong = { kind: 'resource', uriTemplate: templateOf('control') } as const;
    expect(await complete({ ...request, of: wrong })).toEqual(none);
  });
});

describe('moments', () => {
  const now = Date.UTC(2026, 0, 31, 12);

  it('are the last months, the next days, and half hours', () => {
    expect(months(now).slice(0, 3)).toEqual(['2026-01', '2025-12', '2025-11']);
    expect(dates(now).slice(0, 2)).toEqual(['2026-01-31', '2026-02-01']);
    expect(instants(now)[1]).toBe('2026-01-30T12:00:00Z');
    expect([times()[0], times()[13], times()[47]]).toEqual(['00:00', '06:30', '23:30']);
  });
});
