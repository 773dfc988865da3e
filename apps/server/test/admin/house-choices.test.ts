import type { HouseCommand } from '@gatehouse/admin-ui/wire';
import type { HomeControl } from '@gatehouse/loxone-controls';
import { describe, expect, it } from 'vitest';
import { offeredCommands } from '../../src/admin/house-commands.js';
import { settingsOf } from '../../src/admin/house-values.js';
import { FakeHome } from '../rest/support/fake-home.js';
import { control, KITCHEN } from '../rest/support/small-house.js';

type Wire = Readonly<Record<string, number | string>>;

/** A device of a house that has nothing else. */
class Device {
  readonly #home: FakeHome;
  readonly #control: HomeControl;

  constructor(type: string, details: Readonly<Record<string, unknown>>, wire: Wire) {
    this.#control = control({ id: 'c', name: 'Device', type, room: KITCHEN, details });
    this.#home = new FakeHome([this.#control], { c: wire });
  }

  get commands(): readonly HouseCommand[] {
    return offeredCommands(this.#control, this.#home.states('c'), () => true);
  }

  get values(): Readonly<Record<string, number | string>> {
    return settingsOf(this.#control, this.#home.states('c'));
  }

  command(name: string): HouseCommand | undefined {
    return this.commands.find((one) => one.name === name);
  }
}

const MOODS = JSON.stringify([
  { id: 3, name: 'Abend' },
  { id: 778, name: 'Aus' },
  { id: 5, name: '<img src=x onerror=alert(1)>' },
]);

function lightsAt(activeMoods: string, moodList = MOODS): Device {
  return new Device('LightControllerV2', {}, { activeMoods, moodList });
}

function radioAt(activeOutput: number, outputs: unknown = { '1': 'Party', '2': 'Dinner' }): Device {
  return new Device('Radio', { outputs, allOff: 'None' }, { activeOutput });
}

describe('moods', () => {
  it('are offered by the names that the Miniserver reports, to set, to add and to remove', () => {
    const lights = lightsAt('[3]');
    expect(lights.command('set-mood')).toEqual({
      name: 'set-mood',
      label: 'Mood',
      risk: 'control',
      argument: {
        name: 'mood',
        choices: [
          { value: 3, text: 'Abend' },
          { value: 778, text: 'Aus' },
          { value: 5, text: '<img src=x onerror=alert(1)>' },
        ],
      },
    });
    expect(lights.command('add-mood')?.label).toBe('Add mood');
    expect(lights.command('remove-mood')).toBeDefined();
  });

  it('are marked where one alone is active', () => {
    expect(lightsAt('[3]').values).toEqual({ 'set-mood': 3 });
    expect(lightsAt('[3,5]').values).toEqual({});
    expect(lightsAt('[]').values).toEqual({});
  });

  it.each(['', '[]', 'broken', '[{"id":"3","name":7}]'])(
    'are not offered where none are known: %j',
    (moodList) => {
      const lights = lightsAt('[3]', moodList);
      expect(lights.command('set-mood')).toBeUndefined();
      expect(lights.command('next-mood')).toBeDefined();
    },
  );

  it('of the first generation are the scenes', () => {
    const wire = { activeScene: 2, sceneList: '1="Hell",2="Film"' };
    const lights = new Device('LightController', {}, wire);
    expect(lights.command('set-scene')?.argument).toEqual({
      name: 'scene',
      choices: [
        { value: 1, text: 'Hell' },
        { value: 2, text: 'Film' },
      ],
    });
    expect(lights.values).toMatchObject({ 'set-scene': 2 });
  });

  it('that change places or names are nothing for this page', () => {
    const names = lightsAt('[3]').commands.map(({ name }) => name);
    expect(names).not.toContain('move-mood');
    expect(names).not.toContain('delete-mood');
    expect(names).not.toContain('learn-mood');
  });
});

describe('what a device has names for in its own details', () => {
  it('is offered: outputs of radio buttons', () => {
    const radio = radioAt(2);
    expect(radio.command('select')).toEqual({
      name: 'select',
      label: 'Output',
      risk: 'control',
      argument: {
        name: 'output',
        choices: [
          { value: 1, text: 'Party' },
          { value: 2, text: 'Dinner' },
        ],
      },
    });
    expect(radio.values).toEqual({ select: 2 });
    expect(radioAt(0).values).toEqual({});
  });

  it('is not offered where the command would not take it', () => {
    const choices = radioAt(1, { '0': 'Zero', '1': 'One', '17': 'Beyond' }).command('select');
    expect(choices?.argument).toMatchObject({ choices: [{ value: 1, text: 'One' }] });
  });

  it.each([[{}], [null], ['One'], [{ '1': '' }]])(
    'is no slider where there are none: %j',
    (outputs) => {
      expect(radioAt(1, outputs).command('select')).toBeUndefined();
    },
  );

  it('stops where nobody would look for a name any more', () => {
    const moods = Array.from({ length: 500 }, (_, at) => ({ id: at + 1, name: `Mood ${at}` }));
    const { argument } = lightsAt('[1]', JSON.stringify(moods)).command('set-mood') ?? {};
    expect(argument !== undefined && 'choices' in argument && argument.choices).toHaveLength(60);
  });
});

describe('words of the catalog', () => {
  const climate = new Device('IRoomControllerV2', {}, { operatingMode: 4, tempTarget: 21 });

  it('are offered, and say how it is set', () => {
    const mode = climate.command('set-operating-mode');
    expect(mode).toMatchObject({ label: 'Operating mode' });
    expect(mode?.argument).toMatchObject({ name: 'mode' });
    expect(mode?.argument).toHaveProperty('choices.1', {
      value: 'auto-heat-cool',
      text: 'auto heat cool',
    });
    expect(climate.values).toMatchObject({ 'set-operating-mode': 'manual-heat' });
  });

  it('say nothing of a state that counts something else', () => {
    const lights = new Device('LightControllerV2', {}, { presence: 1 });
    expect(lights.command('set-presence')).toBeDefined();
    expect(lights.values).toEqual({});
  });
});

it('offers no slider for a number that tells which', () => {
  const zone = new Device('AudioZoneV2', {}, { volume: 25 });
  expect(zone.command('play-favorite')).toBeUndefined();
  expect(zone.command('set-volume')?.argument).toMatchObject({ min: 0, max: 100 });
  expect(zone.values).toMatchObject({ 'set-volume': 25 });
});
