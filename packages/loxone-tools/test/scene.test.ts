import type { HomeControl } from '@gatehouse/loxone-controls';
import { describe, expect, it } from 'vitest';
import { createLoxoneTools } from '../src/index.js';
import type { SavedScene, SceneStore } from '../src/ports/scenes.js';
import { admin, limitedTo, monitor, operator } from './support/authorize.js';
import { type CallOptions, call, errorOf, everythingIn, outcomesOf } from './support/call.js';
import { asking, person } from './support/consent.js';
import { control, room } from './support/controls.js';
import { FakeHome } from './support/fake-home.js';
import { memoryScenes } from './support/memory-scenes.js';

const SCENE = 'loxone_activate_scene';
const MANAGE = 'loxone_manage_scenes';
const KITCHEN = room('Kitchen', 'room-k');
const LIVING = room('Living', 'room-l');
const tools = createLoxoneTools({ optIn: ['loxone_manage_scenes'] });

const moods = (...names: readonly string[]) =>
  JSON.stringify(names.map((name, at) => ({ id: at + 1, name })));

const CONTROLS: readonly HomeControl[] = [
  control({ id: 'k', name: 'Kitchen light', type: 'LightControllerV2', room: KITCHEN }),
  control({ id: 'l', name: 'Living light', type: 'LightControllerV2', room: LIVING }),
  control({ id: 'old', name: 'Old light', type: 'LightController', room: LIVING }),
  control({
    id: 'seq',
    name: 'Party machine',
    type: 'Sequential',
    room: LIVING,
    details: { sequences: [{ id: 2, name: 'Fireworks' }] },
  }),
  control({
    id: 'button',
    name: 'Bedtime',
    type: 'Pushbutton',
    room: LIVING,
    details: { type: 511 },
  }),
  control({ id: 'bell', name: 'Bell', type: 'Pushbutton', room: LIVING }),
  control({
    id: 'central',
    name: 'All lamps',
    type: 'CentralLightController',
    room: LIVING,
    details: { controls: [{ uuid: 'lamp' }] },
  }),
  control({ id: 'lamp', name: 'Lamp', type: 'Dimmer', room: LIVING }),
  control({ id: 'gate', name: 'Gate', type: 'Gate', room: room('Yard', 'room-y') }),
];

function house(): FakeHome {
  const home = new FakeHome(CONTROLS, {
    k: { activeMoods: '[1]', moodList: moods('Bright', 'Evening', 'Cook') },
    l: { activeMoods: '[1]', moodList: moods('Evening', 'Film') },
    old: { activeScene: 0, sceneList: '1="Film",2="Late"' },
    lamp: { position: 0 },
  });
  home.react = ({ command, args = {} }, { id }) => {
    if (id === 'central') {
      home.set('lamp', { position: command === 'on' ? 100 : 0 });
      return { outcome: 'unchanged', waitedMs: 0 };
    }
    switch (command) {
      case 'set-mood':
        return { activeMoods: `[${args.mood}]` };
      case 'set-scene':
        return { activeScene: Number(args.scene) };
      case 'start':
        return { activeSequence: Number(args.sequence) };
      case 'pulse':
        return { active: 1 };
      case 'on':
        return { position: 80 };
      case 'open':
        return { position: 1 };
      default:
        return {};
    }
  };
  return home;
}

function sent(home: FakeHome): readonly string[] {
  return home.executed.map(({ request }) =>
    [request.control, request.command, ...Object.values(request.args ?? {})].join(' '),
  );
}

async function activate(
  args: Record<string, unknown>,
  options: Partial<CallOptions> = {},
): Promise<{ home: FakeHome; result: Awaited<ReturnType<typeof call>> }> {
  const home = (options.home as FakeHome | undefined) ?? house();
  const result = await call(SCENE, args, { tools, ...options, home });
  return { home, result };
}

describe('a mood', () => {
  it('is activated wherever the house has it, by the id that it has there', async () => {
    const { home, result } = await activate({ scene: 'evening' });
    expect(sent(home)).toEqual(['k set-mood 2', 'l set-mood 1']);
    expect(outcomesOf(result)).toEqual({ k: 'changed', l: 'already' });
  });

  it('is activated in one room only', async () => {
    const { home } = await activate({ scene: 'Evening', room: 'living' });
    expect(sent(home)).toEqual(['l set-mood 1']);
  });

  it('is one of a first-generation controller too', async () => {
    const { home } = await activate({ scene: 'Film' });
    expect(sent(home).toSorted()).toEqual(['l set-mood 2', 'old set-scene 1']);
  });

  it('is offered by name when none is known', async () => {
    const { home, result } = await activate({ scene: 'Disco', room: 'Kitchen' });
    expect(errorOf(result)).toMatchObject({ code: 'nothing_selected' });
    expect(errorOf(result)?.hint).toBe('There are: Bright, Evening, Cook.');
    expect(home.executed).toEqual([]);
  });

  it('of an unknown room is an error', async () => {
    const { result } = await activate({ scene: 'Evening', room: 'Attic' });
    expect(errorOf(result)?.code).toBe('unknown_room');
  });

  it('is only listed by a dry run', async () => {
    const { home, result } = await activate({ scene: 'Evening', dry_run: true });
    expect(result.text).toContain('Kitchen light [Kitchen]: would be sent set-mood mood 2');
    expect(home.executed).toEqual([]);
  });

  it('is activated only where the caller may, and leaves no trace of elsewhere', async () => {
    const principal = limitedTo({ rooms: ['room-k'] });
    const { home, result } = await activate({ scene: 'Evening' }, { principal });
    expect(sent(home)).toEqual(['k set-mood 2']);
    expect(everythingIn(result)).not.toMatch(/living/i);
    const none = await activate({ scene: 'Film' }, { principal });
    expect(everythingIn(none.result)).not.toMatch(/living|film|late|fireworks/i);
  });
});

describe('a device that stands for a scene', () => {
  it.each([
    [{ scene: 'Fireworks' }, 'seq start 2'],
    [{ scene: 'Bedtime' }, 'button pulse'],
    [{ scene: 'All lamps', command: 'on' }, 'central on'],
    [{ scene: 'Party machine', command: 'stop' }, 'seq stop'],
  ])('%j is %s', async (args, expected) => {
    expect(sent((await activate(args)).home)).toEqual([expected]);
  });

  it('needs a command where it has several', async () => {
    const { result } = await activate({ scene: 'All lamps' });
    expect(errorOf(result)).toMatchObject({ code: 'invalid_argument' });
    expect(result.text).toContain('on; off');
  });

  it('is no button for anything else', async () => {
    expect(errorOf((await activate({ scene: 'Bell' })).result)?.code).toBe('nothing_selected');
  });

  it('takes no command where it is a mood', async () => {
    const { home, result } = await activate({ scene: 'Film', command: 'on' });
    expect(errorOf(result)?.code).toBe('invalid_argument');
    expect(home.executed).toEqual([]);
  });
});

describe('an output of radio buttons', () => {
  const radio = (id: string, outputs: Record<string, string>, place = LIVING) =>
    control({ id, name: `Radio ${id}`, type: 'Radio', room: place, details: { outputs } });
  const radios = (...more: readonly HomeControl[]) => {
    const home = new FakeHome(
      [radio('r', { '1': 'Fernsehen', '2': 'Lesen' }), ...more, ...CONTROLS],
      { r: { activeOutput: 0 }, l: { activeMoods: '[1]', moodList: moods('Evening', 'Film') } },
    );
    home.react = ({ args = {} }) => ({ activeOutput: Number(args.output) });
    return home;
  };

  it.each(['Lesen', 'lesen', 'LESEN'])('is chosen by its name: %j', async (scene) => {
    const { home, result } = await activate({ scene }, { home: radios() });
    expect(sent(home)).toEqual(['r select 2']);
    expect(outcomesOf(result)).toEqual({ r: 'changed' });
  });

  it('is one of the names that are offered', async () => {
    const { result } = await activate({ scene: 'Disco' }, { home: radios() });
    expect(errorOf(result)?.hint).toContain('Fernsehen, Lesen');
  });

  it('is asked about where several have it, and found in its room', async () => {
    const home = radios(radio('k', { '4': 'Lesen' }, KITCHEN));
    const { result } = await activate({ scene: 'Lesen' }, { home });
    expect(errorOf(result)).toMatchObject({ code: 'ambiguous_device' });
    expect(errorOf(result)?.candidates).toEqual([
      { id: 'k', label: 'Radio k [Kitchen]' },
      { id: 'r', label: 'Radio r [Living]' },
    ]);
    expect(home.executed).toEqual([]);
    await activate({ scene: 'Lesen', room: 'Kitchen' }, { home });
    expect(sent(home)).toEqual(['k select 4']);
  });

  it('is told from a mood of its name by the kind, and both are named', async () => {
    const home = radios(radio('f', { '1': 'Film' }));
    const { result } = await activate({ scene: 'Film' }, { home });
    expect(errorOf(result)).toMatchObject({ code: 'ambiguous_device' });
    expect(errorOf(result)?.candidates).toEqual([
      { id: 'l', label: 'Living light [Living]' },
      { id: 'f', label: 'Radio f [Living]' },
    ]);
    await activate({ scene: 'Film', kind: 'device' }, { home });
    expect(sent(home)).toEqual(['f select 1']);
  });

  it('is not there for who does not see it', async () => {
    const principal = limitedTo({ rooms: ['room-k'] });
    const { result } = await activate({ scene: 'Lesen' }, { home: radios(), principal });
    expect(errorOf(result)?.code).toBe('nothing_selected');
    expect(everythingIn(result)).not.toMatch(/lesen|fernsehen/i);
  });

  it('is nothing without a name', async () => {
    const home = radios(radio('x', { '1': '', '2': '  ' }));
    expect((await activate({ scene: '' }, { home })).result.isError).toBe(true);
    expect(home.executed).toEqual([]);
  });
});

const step = (target: string, command: string, tool = 'loxone_control_device') => ({
  tool,
  args: { targets: [target], command },
});

function saved(more: Partial<SavedScene> = {}): SceneStore {
  const base: SavedScene = {
    id: 'movie',
    name: 'Movie night',
    steps: [
      { tool: SCENE, args: { scene: 'Film' } },
      { ...step('Lamp', 'on'), delayMs: 0 },
    ],
    createdBy: admin.id,
    revision: '1',
  };
  return memoryScenes([{ ...base, ...more }]);
}

describe('a saved scene', () => {
  it('is run by name or id, step by step', async () => {
    for (const scene of ['Movie night', 'movie night', 'movie']) {
      const { home, result } = await activate({ scene }, { ports: { scenes: saved() } });
      expect(sent(home).toSorted()).toEqual(['l set-mood 2', 'lamp on', 'old set-scene 1']);
      expect(result.text).toContain('2 of 2 steps done.');
    }
  });

  it('has its kind said where a mood is called alike', async () => {
    const ports = { scenes: saved({ name: 'Evening' }) };
    const { home, result } = await activate({ scene: 'Evening' }, { ports });
    expect(errorOf(result)).toMatchObject({ code: 'ambiguous_device' });
    expect(result.text).toContain('mood, saved');
    expect(home.executed).toEqual([]);
    const kind = await activate({ scene: 'Evening', kind: 'mood' }, { ports });
    expect(sent(kind.home)).toEqual(['k set-mood 2', 'l set-mood 1']);
  });

  it('is agreed to once, as a whole', async () => {
    const scenes = saved({
      steps: [step('Lamp', 'on'), step('Gate', 'open', 'loxone_control_access')],
    });
    const who = person();
    const options = { principal: admin, authorize: asking({ access: 'confirm' }) };
    const ports = { scenes, consent: who.ask };
    const { home } = await activate({ scene: 'movie' }, { ...options, ports });
    expect(sent(home)).toEqual(['lamp on', 'gate open']);
    expect(who.asked).toMatchObject([{ tool: SCENE, risk: 'access' }]);
    expect(who.asked[0]?.effects).toHaveLength(2);
    const no = person({ given: false, code: 'declined' });
    const refused = await activate(
      { scene: 'movie' },
      { ...options, ports: { scenes, consent: no.ask } },
    );
    expect(refused.home.executed).toEqual([]);
  });

  it('is agreed to with the batch that it is a step of', async () => {
    const scenes = saved({ steps: [step('Gate', 'open', 'loxone_control_access')] });
    const who = person();
    const home = house();
    const result = await call(
      'loxone_batch',
      { steps: [{ tool: SCENE, args: { scene: 'movie' } }, step('Lamp', 'on')] },
      {
        home,
        tools,
        principal: admin,
        authorize: asking({ access: 'confirm' }),
        ports: { scenes, consent: who.ask },
      },
    );
    expect(result.isError).toBeUndefined();
    expect(sent(home)).toEqual(['gate open', 'lamp on']);
    expect(who.asked.map(({ tool }) => tool)).toEqual(['loxone_batch']);
  });

  it('runs with the rights of who runs it', async () => {
    const scenes = saved({ steps: [step('Gate', 'open', 'loxone_control_access')] });
    const { home, result } = await activate(
      { scene: 'movie' },
      { principal: operator, ports: { scenes } },
    );
    expect(result.isError).toBe(true);
    expect(home.executed).toEqual([]);
  });

  it('does not run itself', async () => {
    const scenes = saved({ steps: [{ tool: SCENE, args: { scene: 'movie', kind: 'saved' } }] });
    const { home, result } = await activate(
      { scene: 'movie' },
      { principal: admin, ports: { scenes } },
    );
    expect(errorOf(result)?.code).toBe('nothing_selected');
    expect(home.executed).toEqual([]);
  });

  it('does not exist for who does not see all of its devices', async () => {
    const principal = limitedTo({ rooms: ['room-k'] });
    const real = await activate({ scene: 'movie' }, { principal, ports: { scenes: saved() } });
    const none = await activate(
      { scene: 'movie' },
      { principal, ports: { scenes: memoryScenes([]) } },
    );
    expect(real.result).toEqual(none.result);
  });

  it('does not stand in the way of moods when its store fails', async () => {
    const scenes: SceneStore = {
      ...memoryScenes([]),
      list: () => Promise.reject(new TypeError('broken')),
    };
    const { home } = await activate({ scene: 'Cook' }, { ports: { scenes } });
    expect(sent(home)).toEqual(['k set-mood 3']);
  });
});

describe('the operating mode', () => {
  it('is found, and is told to be no command', async () => {
    const data = { modes: () => ({ all: [{ id: 3, name: 'Holiday' }] }) };
    const { home, result } = await activate(
      { scene: 'holiday' },
      { ports: { data: data as never } },
    );
    expect(errorOf(result)?.code).toBe('not_supported');
    expect(result.text).toContain('loxone_admin');
    expect(home.executed).toEqual([]);
  });
});

describe('loxone_manage_scenes', () => {
  const manage = (
    args: Record<string, unknown>,
    scenes: SceneStore,
    more: Partial<CallOptions> = {},
  ) => call(MANAGE, args, { home: house(), tools, ports: { scenes }, ...more });
  const steps = [step('Lamp', 'on'), { delay_ms: 500 }, { ...step('Lamp', 'off'), delay_ms: 200 }];

  it('saves what was tried, lists, shows and deletes it', async () => {
    const scenes = memoryScenes([]);
    const home = house();
    const save = { action: 'save', scene: 'Kino Überraschung!', steps };
    const done = await manage(save, scenes, { home });
    expect(done.structured.scenes).toEqual([
      { id: 'kino-uberraschung', name: 'Kino Überraschung!', step_count: 2 },
    ]);
    expect(home.executed).toEqual([]);
    expect((await scenes.get('kino-uberraschung'))?.steps).toEqual([
      { tool: 'loxone_control_device', args: { targets: ['Lamp'], command: 'on' } },
      { tool: 'loxone_control_device', args: { targets: ['Lamp'], command: 'off' }, delayMs: 700 },
    ]);
    expect((await manage({ action: 'list' }, scenes)).text).toContain('2 steps');
    const show = await manage({ action: 'show', scene: 'kino uberraschung' }, scenes);
    expect(JSON.stringify(show.structured)).toContain('"delayMs":700');
    await manage({ action: 'delete', scene: 'kino-uberraschung' }, scenes);
    expect(await scenes.list()).toEqual([]);
  });

  it('saves nothing that would not work', async () => {
    for (const bad of [
      step('Nobody', 'on'),
      step('Lamp', 'fly'),
      { tool: 'loxone_batch', args: {} },
    ]) {
      const scenes = memoryScenes([]);
      const result = await manage({ action: 'save', scene: 'X', steps: [bad] }, scenes);
      expect(result.isError).toBe(true);
      expect(await scenes.list()).toEqual([]);
    }
  });

  it('lets nobody plant what they may not do', async () => {
    const scenes = memoryScenes([]);
    const gate = [step('Gate', 'open', 'loxone_control_access')];
    const result = await manage({ action: 'save', scene: 'X', steps: gate }, scenes);
    expect(errorOf(result)?.code).toBe('not_allowed');
    expect(await scenes.list()).toEqual([]);
    expect((await manage({ action: 'list' }, scenes, { principal: monitor })).isError).toBe(true);
  });

  it('lets only who saved a scene, or an administrator, change it', async () => {
    const scenes = saved({ steps: [step('Lamp', 'on')] });
    for (const args of [
      { action: 'save', scene: 'Movie night', steps },
      { action: 'delete', scene: 'Movie night' },
    ]) {
      expect(errorOf(await manage(args, scenes))?.code).toBe('not_allowed');
    }
    expect((await scenes.get('movie'))?.revision).toBe('1');
    const own = await manage({ action: 'save', scene: 'movie', steps }, scenes, {
      principal: admin,
    });
    expect(own.isError).toBeUndefined();
    expect((await scenes.get('movie'))?.steps).toHaveLength(2);
  });

  it('changes nothing in a dry run', async () => {
    const scenes = saved();
    const asAdmin = { principal: admin };
    await manage({ action: 'delete', scene: 'movie', dry_run: true }, scenes, asAdmin);
    await manage({ action: 'save', scene: 'New', steps, dry_run: true }, scenes, asAdmin);
    expect((await scenes.list()).map(({ id }) => id)).toEqual(['movie']);
  });

  it('shows nobody scenes of devices that they do not see', async () => {
    const principal = limitedTo({ rooms: ['room-k'] });
    const result = await manage({ action: 'list' }, saved(), { principal });
    expect(result.structured.scenes).toEqual([]);
    const show = await manage({ action: 'show', scene: 'movie' }, saved(), { principal });
    expect(everythingIn(show)).not.toMatch(/lamp|film/i);
  });

  it('says so where no scenes are kept, or their store fails', async () => {
    const none = await call(MANAGE, { action: 'list' }, { home: house(), tools });
    expect(errorOf(none)?.code).toBe('not_supported');
    const broken: SceneStore = { ...saved(), list: () => Promise.reject(new TypeError('secret')) };
    const failed = await manage({ action: 'list' }, broken);
    expect(errorOf(failed)?.code).toBe('refused');
    expect(everythingIn(failed)).not.toContain('secret');
  });
});
