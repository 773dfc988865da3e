import { describe, expect, it } from 'vitest';
import { call, errorOf, outcomesOf } from './support/call.js';
import { control, room } from './support/controls.js';
import { FakeHome } from './support/fake-home.js';

const LIGHTS = 'loxone_control_lights';
const HALL = room('Hall');

const moods = (...names: readonly string[]): string =>
  JSON.stringify(names.map((name, at) => ({ id: at + 1, name })));

const CONTROLS = [
  control({ id: 'a', name: 'Kitchen light', type: 'LightControllerV2', room: HALL }),
  control({ id: 'b', name: 'Bath light', type: 'LightControllerV2', room: HALL }),
  control({ id: 'c', name: 'Cellar light', type: 'LightControllerV2', room: HALL }),
  control({ id: 'v1', name: 'Old light', type: 'LightController', room: HALL }),
  control({ id: 'rgb', name: 'Scene light', type: 'LightsceneRGB', room: HALL }),
  control({ id: 'dim', name: 'Lamp', type: 'Dimmer', room: HALL }),
  control({ id: 'stairs', name: 'Stairs', type: 'TimedSwitch', room: HALL }),
  control({
    id: 'all',
    name: 'All lights',
    type: 'CentralLightController',
    room: HALL,
    details: { controls: [{ uuid: 'a' }, { uuid: 'b' }, { uuid: 'c' }, { uuid: 'dim' }] },
  }),
];

/** Members of a central control are named by their uuids on the wire. */
const A = '0f869a64-0200-0a9b-ffffd4c75dbaf53c';
const B = '0f869a64-0200-0a9c-ffffd4c75dbaf53c';

function house(): FakeHome {
  const home = new FakeHome(CONTROLS, {
    a: { activeMoods: '[1]', moodList: moods('Evening', 'Cooking') },
    b: { activeMoods: '[2]', moodList: moods('Shower', 'Evening') },
    c: { activeMoods: '[1]', moodList: moods('Bright') },
    v1: { activeScene: 2, sceneList: '1="Bright",2="Film"' },
    rgb: { activeScene: 1, color: 'hsv(0,0,0)' },
    stairs: { deactivationDelay: 0 },
  });
  return home;
}

const sent = (home: FakeHome) => home.executed.map(({ request }) => request);

describe('moods of loxone_control_lights', () => {
  it.each([
    ['a', { action: 'add_mood', mood: 'cooking' }, 'add-mood', { mood: 2 }],
    ['a', { action: 'remove_mood', mood: 1 }, 'remove-mood', { mood: 1 }],
    ['a', { action: 'next_mood' }, 'next-mood', {}],
    ['a', { action: 'previous_mood' }, 'previous-mood', {}],
    ['v1', { action: 'next_mood' }, 'next-scene', {}],
    ['v1', { action: 'previous_mood' }, 'previous-scene', {}],
    ['stairs', { action: 'pulse' }, 'pulse', {}],
    ['stairs', { action: 'on' }, 'on', {}],
    ['stairs', { action: 'toggle' }, 'on', {}],
    ['a', { action: 'toggle' }, 'off', {}],
  ])('give %s for %j the command %s', async (id, wish, command, args) => {
    const home = house();
    await call(LIGHTS, { targets: [id], ...wish }, { home });
    expect(sent(home)).toEqual([{ control: id, command, args }]);
  });

  it.each([
    [{ action: 'add_mood', mood: 'cooking' }, { activeMoods: '[1,2]' }],
    [{ action: 'remove_mood', mood: 'evening' }, { activeMoods: '[2]' }],
    [{ action: 'next_mood' }, { activeMoods: '[2]' }],
  ])('are reached by %j', async (wish, wire) => {
    const home = house();
    home.react = () => wire;
    const result = await call(LIGHTS, { targets: ['a'], ...wish }, { home });
    expect(result.text).not.toContain('not (yet)');
    home.react = () => ({ outcome: 'unchanged', waitedMs: 1 });
    const again = await call(LIGHTS, { targets: ['a'], ...wish }, { home });
    expect(outcomesOf(again)).toEqual({
      a: wish.action === 'next_mood' ? 'unchanged' : 'already',
    });
  });

  it.each([
    ['v1', { action: 'add_mood', mood: 1 }, 'does not take add_mood'],
    ['rgb', { action: 'next_mood' }, 'does not take next_mood'],
    ['dim', { action: 'next_mood' }, 'has no moods'],
    ['dim', { action: 'pulse' }, 'no time of its own'],
    ['all', { action: 'mood', mood: 'Disco' }, 'none of its light controllers'],
    ['all', { action: 'next_mood' }, 'has no moods'],
  ])('do not exist for %s %j', async (id, wish, message) => {
    const home = house();
    const result = await call(LIGHTS, { targets: [id], ...wish }, { home });
    expect(errorOf(result)?.code).toBe('not_supported');
    expect(errorOf(result)?.message).toContain(message);
    expect(sent(home)).toEqual([]);
  });

  it('are put by name to all members of a central control that have one of it', async () => {
    const rename = (id: string): string => ({ a: A, b: B })[id] ?? id;
    const named = CONTROLS.map((one) => ({
      ...one,
      id: rename(one.id),
      details: one.id === 'all' ? { controls: [{ uuid: A }, { uuid: B }, { uuid: 'dim' }] } : {},
    }));
    const home = new FakeHome(named, {
      [A]: { activeMoods: '[2]', moodList: moods('Evening', 'Cooking') },
      [B]: { activeMoods: '[1]', moodList: moods('Shower', 'Evening') },
    });
    home.react = () => {
      home.set(A, { activeMoods: '[1]' });
      home.set(B, { activeMoods: '[2]' });
      return { outcome: 'unchanged', waitedMs: 0 };
    };
    const args = { targets: ['all'], action: 'mood', mood: 'evening' };
    const result = await call(LIGHTS, args, { home });
    expect(sent(home)).toEqual([
      { control: 'all', command: 'set-moods', args: { moods: `${A}:1 ${B}:2` } },
    ]);
    expect(outcomesOf(result)).toEqual({ all: 'changed' });
  });
});
