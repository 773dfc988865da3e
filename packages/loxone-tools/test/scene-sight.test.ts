import type { Principal } from '@gatehouse/core';
import { describe, expect, it } from 'vitest';
import { createCompletions } from '../src/completions/completions.js';
import { createLoxoneTools } from '../src/index.js';
import type { SceneStep } from '../src/ports/scenes.js';
import { createLoxonePrompts } from '../src/prompts/loxone-prompts.js';
import { createLoxoneResources } from '../src/resources/loxone-resources.js';
import type { ToolContext } from '../src/tool.js';
import { admin, authorize, limitedTo, operator } from './support/authorize.js';
import { everythingIn } from './support/call.js';
import { control, room } from './support/controls.js';
import { FakeHome } from './support/fake-home.js';
import { memoryScenes } from './support/memory-scenes.js';

const KITCHEN = room('Kitchen', 'room-k');
const LIVING = room('Living', 'room-l');
const moods = JSON.stringify([{ id: 1, name: 'Evening' }]);
const film = JSON.stringify([{ id: 1, name: 'Film' }]);
const CONTROLS = [
  control({ id: 'k', name: 'Kitchen light', type: 'LightControllerV2', room: KITCHEN }),
  control({ id: 'lamp', name: 'Table lamp', type: 'Dimmer', room: KITCHEN }),
  control({
    id: 'group',
    name: 'All lamps',
    type: 'CentralLightController',
    room: KITCHEN,
    details: { controls: [{ uuid: 'k' }, { uuid: 'l' }] },
  }),
  control({ id: 'l', name: 'Living light', type: 'LightControllerV2', room: LIVING }),
  control({ id: 'zebra', name: 'Zebra', type: 'Dimmer', room: LIVING }),
];
const tools = createLoxoneTools({ optIn: ['loxone_manage_scenes'] });
const resources = createLoxoneResources({ tools });
const completions = createCompletions({
  prompts: createLoxonePrompts({ tools, resources }),
  resources,
});

const cook = limitedTo({ rooms: ['room-k'] });
const lampOnly = limitedTo({ devices: ['lamp'] });
/** An administrator of one room is limited too. */
const chef: Principal = { ...cook, id: 'lmcp_chef_001', role: 'admin' };

function contextOf(principal: Principal, steps: readonly SceneStep[], by: string): ToolContext {
  const home = new FakeHome(CONTROLS, {
    k: { activeMoods: '[1]', moodList: moods },
    l: { activeMoods: '[1]', moodList: film },
  });
  const scene = { id: 'hush', name: 'Hush', steps, createdBy: by, revision: '1' };
  return { home, principal, authorize, scenes: memoryScenes([scene]) };
}

const lights = (target: unknown): SceneStep => ({
  tool: 'loxone_control_lights',
  args: { targets: [target], action: 'off' },
});
const batch = (...steps: readonly SceneStep[]): SceneStep => ({
  tool: 'loxone_batch',
  args: { steps },
});
const scene = (args: Record<string, unknown>): SceneStep => ({
  tool: 'loxone_activate_scene',
  args,
});

const SCENE = resources.definitions.find(({ name }) => name === 'scene')?.pattern.template ?? '';

/** Each way in which a saved scene can show that it is there. */
async function traces(
  principal: Principal,
  steps: readonly SceneStep[],
  by = 'somebody',
): Promise<readonly string[]> {
  const context = contextOf(principal, steps, by);
  const list = await resources.read('loxone://scenes', context);
  const one = await resources.read('loxone://scenes/hush', context);
  const offers = await completions.complete(
    {
      of: { kind: 'resource', uriTemplate: SCENE },
      argument: 'id',
      typed: '',
      given: {},
    },
    context,
  );
  const run = (name: string, args: Record<string, unknown>) =>
    tools.find((tool) => tool.name === name)?.run(args, context);
  const known = await run('loxone_activate_scene', { scene: 'nothing like it' });
  const managed = await run('loxone_manage_scenes', { action: 'list' });
  const shown = {
    list: JSON.stringify(list),
    resource: JSON.stringify(one),
    completion: JSON.stringify(offers),
    tool: known === undefined ? '' : everythingIn(known),
    management: managed === undefined ? '' : everythingIn(managed),
  };
  return Object.entries(shown).flatMap(([where, text]) => (/hush/i.test(text) ? [where] : []));
}

const EVERYWHERE = ['list', 'resource', 'completion', 'tool', 'management'];

/** What a scene does, and whether a key for the kitchen may know of it. */
const STEPS: readonly (readonly [string, readonly SceneStep[], boolean])[] = [
  ['a device', [lights('Table lamp')], true],
  ['a device elsewhere', [lights('Zebra')], false],
  ['a misspelt device elsewhere', [lights('Zebrra')], false],
  ['devices here and elsewhere', [lights('lamp'), lights('zebra')], false],
  ['a room', [lights({ room: 'Kitchen', all: true })], true],
  ['another room', [lights({ room: 'Living', all: true })], false],
  ['a kind', [lights({ family: 'lights', all: true })], false],
  ['a floor', [lights({ floor: 'ground floor', all: true })], false],
  ['everything', [lights({ all: true })], false],
  ['a group that reaches beyond', [lights('All lamps')], false],
  ['a batch here', [batch(lights('lamp'))], true],
  ['a batch elsewhere', [batch(lights('lamp'), lights('zebra'))], false],
  ['a batch of a kind', [batch(lights({ family: 'lights', all: true }))], false],
  ['a batch in a batch', [batch(batch(batch(lights('zebra'))))], false],
  ['a batch of nothing', [{ tool: 'loxone_batch', args: {} }], false],
  ['waiting for a device', [{ tool: 'loxone_wait_for', args: { target: 'lamp' } }], true],
  ['waiting elsewhere', [{ tool: 'loxone_wait_for', args: { target: 'zebra' } }], false],
  ['a mood of a room', [scene({ scene: 'Evening', room: 'Kitchen' })], true],
  ['a mood', [scene({ scene: 'Evening' })], true],
  ['a mood elsewhere', [scene({ scene: 'Film' })], false],
  ['a mood of another room', [scene({ scene: 'Film', room: 'Living' })], false],
  ['no device at all', [{ tool: 'loxone_admin', args: { action: 'reboot' } }], false],
  ['what cannot be read', [{ tool: 't', args: { targets: 'lamp' } }], false],
  ['nothing', [], true],
];

describe('a saved scene', () => {
  it.each(STEPS)('of %s', async (_of, steps, isSeen) => {
    const expected = isSeen ? EVERYWHERE : [];
    expect(await traces(cook, steps)).toEqual(expected);
    expect(await traces(chef, steps)).toEqual(expected);
  });

  it.each(STEPS)('of %s is there for whoever sees the whole house', async (_of, steps) => {
    expect(await traces(admin, steps)).toEqual(EVERYWHERE);
    expect(await traces(operator, steps)).toEqual(EVERYWHERE);
  });

  it('of a room is none of a key for one device in it', async () => {
    expect(await traces(lampOnly, [lights('lamp')])).toEqual(EVERYWHERE);
    expect(await traces(lampOnly, [lights({ room: 'Kitchen', all: true })])).toEqual([]);
  });

  it('is there for whoever saved it', async () => {
    const mine = [lights({ family: 'lights', all: true })];
    expect(await traces(cook, mine, cook.id)).toEqual(EVERYWHERE);
  });
});
