import type { ControlType, StateSpec } from '../types.js';
import {
  admin,
  choiceArg,
  control,
  indexArg,
  json,
  main,
  number,
  numberArg,
  textArg,
} from './builders.js';

const BRIGHTNESS: StateSpec = main(
  number('position', 'Brightness: 0 is off.', { unit: '%', values: { '0': 'off' } }),
);

const MOOD = indexArg('mood', 'Id of the mood, as moodList has it; 778 is off.', 0, 9999);

const MOOD_STATES = ['activeMoods', 'activeMoodsNum'];

/** Lamps and what steers them (protocol reference §5.2). */
export const LIGHTS: readonly ControlType[] = [
  {
    type: 'Dimmer',
    family: 'lights',
    label: 'dimmer',
    capabilities: ['switchable', 'dimmable'],
    states: [
      BRIGHTNESS,
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
    type: 'LightControllerV2',
    family: 'lights',
    label: 'light controller',
    capabilities: ['switchable', 'moods'],
    states: [
      main(json('activeMoods', 'Ids of the active moods: [778] is off.')),
      number('activeMoodsNum', 'How many moods are active, or the id of the only one.'),
      json('moodList', 'The moods: `[{id, name, shortName?, static, used, t5}]`.'),
      json('favoriteMoods', 'Ids of the moods shown first.'),
      json('additionalMoods', 'Ids of the other moods.'),
      json('circuitNames', 'Names of the circuits, by circuit id.'),
      json('daylightConfig', 'How daylight circuits follow the day: `{from, until, mode, type}`.'),
      number('presence', 'Bits: 1 the presence input, 2 the app, 4 presence is in use.'),
    ],
    commands: [
      control('set-mood', 'changeTo/{mood}', 'Activates this mood alone.', MOOD_STATES, [MOOD]),
      control(
        'add-mood',
        'addMood/{mood}',
        'Activates this mood beside those that are active.',
        MOOD_STATES,
        [MOOD],
      ),
      control('remove-mood', 'removeMood/{mood}', 'Deactivates this mood.', MOOD_STATES, [MOOD]),
      control('next-mood', 'plus', 'Goes to the next mood.', MOOD_STATES),
      control('previous-mood', 'minus', 'Goes to the previous mood.', MOOD_STATES),
      control(
        'set-presence',
        'presence/{state}',
        'Reports presence to the controller, or its end.',
        ['presence'],
        [choiceArg('state', 'Whether somebody is there.', { on: 'on', off: 'off' })],
      ),
      admin(
        'learn-mood',
        'learn/{mood}/{name}',
        'Stores the present light as this mood, replacing what it was.',
        ['moodList'],
        [MOOD, textArg('name', 'Name of the mood.', 120)],
      ),
      admin('delete-mood', 'delete/{mood}', 'Deletes this mood.', ['moodList'], [MOOD]),
    ],
  },
];
