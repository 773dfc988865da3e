import type { ControlType } from '../types.js';
import {
  admin,
  choiceArg,
  control,
  indexArg,
  listArg,
  main,
  number,
  numberArg,
  percentArg,
  text,
  textArg,
} from './builders.js';
import { EXAMPLE_UUID, MEMBERS, UUID } from './common.js';

const SCENE = indexArg('scene', 'Number of the scene: 0 all off, 9 all on.', 0, 9);

/** Dimmers, first-generation light controllers and central lights (protocol reference §5.2). */
export const LIGHTS: readonly ControlType[] = [
  {
    type: 'Dimmer',
    family: 'lights',
    label: 'dimmer',
    capabilities: ['switchable', 'dimmable'],
    states: [
      main(number('position', 'Brightness: 0 is off.', { unit: '%', values: { '0': 'off' } })),
      number('min', 'Least brightness that can be set.', { unit: '%' }),
      number('max', 'Greatest brightness that can be set.', { unit: '%' }),
      number('step', 'Step of the brightness.', { unit: '%' }),
    ],
    commands: [
      control('on', 'on', 'Switches it on at the last brightness.', ['position']),
      control('off', 'off', 'Switches it off.', ['position']),
      control(
        'set-brightness',
        '{brightness}',
        'Sets the brightness.',
        ['position'],
        [
          numberArg('brightness', 'Brightness.', {
            min: 0,
            max: 100,
            unit: '%',
            rangeFromStates: { min: 'min', max: 'max' },
          }),
        ],
      ),
    ],
  },
  {
    type: 'EIBDimmer',
    family: 'lights',
    label: 'KNX dimmer',
    capabilities: ['switchable', 'dimmable'],
    states: [
      main(number('position', 'Brightness: 0 is off.', { unit: '%', values: { '0': 'off' } })),
    ],
    commands: [
      control('on', 'on', 'Switches it on.', ['position']),
      control('off', 'off', 'Switches it off.', ['position']),
      control(
        'set-brightness',
        '{brightness}',
        'Sets the brightness.',
        ['position'],
        [percentArg('brightness', 'Brightness.')],
      ),
    ],
  },
  {
    type: 'LightController',
    family: 'lights',
    label: 'light controller (first generation)',
    capabilities: ['switchable', 'moods'],
    states: [
      main(
        number('activeScene', 'Number of the active scene.', {
          values: { '0': 'all off', '9': 'all on' },
          words: 'scene {value}',
        }),
      ),
      text('sceneList', 'The scenes by number: `1="Bright",2="Evening"`.'),
    ],
    commands: [
      control('on', 'on', 'Switches all lights on (scene 9).', ['activeScene']),
      control('off', 'off', 'Switches all lights off (scene 0).', ['activeScene']),
      control('set-scene', '{scene}', 'Activates a scene.', ['activeScene'], [SCENE]),
      control('next-scene', 'plus', 'Goes to the next scene.', ['activeScene']),
      control('previous-scene', 'minus', 'Goes to the previous scene.', ['activeScene']),
      admin(
        'learn-scene',
        '{scene}/learn/{name}',
        'Stores the present light as this scene, replacing what it was.',
        ['sceneList'],
        [SCENE, textArg('name', 'Name of the scene.', 120)],
      ),
      admin('delete-scene', '{scene}/delete', 'Deletes a scene.', ['sceneList'], [SCENE]),
    ],
  },
  {
    type: 'LightsceneRGB',
    family: 'lights',
    label: 'RGB scene controller',
    capabilities: ['switchable', 'moods'],
    states: [
      main(
        number('activeScene', 'Number of the active scene.', {
          values: { '0': 'all off', '9': 'all on' },
          words: 'scene {value}',
        }),
      ),
      main(text('color', 'The colour: `hsv(hue,saturation,brightness)`.')),
    ],
    commands: [
      control('on', 'on', 'Switches it on.', ['activeScene', 'color']),
      control('off', 'off', 'Switches it off.', ['activeScene', 'color']),
      control('set-scene', '{scene}', 'Activates a scene.', ['activeScene', 'color'], [SCENE]),
      admin(
        'learn-scene',
        '{scene}/learn',
        'Stores the present colour as this scene, replacing what it was.',
        ['activeScene'],
        [SCENE],
      ),
    ],
  },
  {
    type: 'CentralLightController',
    family: 'lights',
    label: 'central light control',
    capabilities: ['switchable', 'central'],
    states: [],
    commands: [
      control('on', 'on', 'Switches on the lights of all its members.', []),
      control('off', 'reset', 'Switches off the lights of all its members.', []),
      control(
        'set-moods',
        'setMoods/{moods}',
        'Activates one mood on each of some members.',
        [],
        [
          listArg(
            'moods',
            'Items of member id:mood id, with spaces between them; members as in details.controls.',
            String.raw`${UUID}:\d{1,4}`,
            ',',
            { membersFromDetails: 'controls', example: `${EXAMPLE_UUID}:3` },
          ),
        ],
      ),
      control(
        'switch-members',
        'selectedcontrols/{controls}/{command}',
        'Switches some of its members.',
        [],
        [MEMBERS, choiceArg('command', 'On or off.', { on: 'on', off: 'reset' })],
      ),
    ],
  },
];
