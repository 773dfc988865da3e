import type { ControlType } from '../types.js';
import {
  admin,
  choiceArg,
  control,
  indexArg,
  json,
  jsonArg,
  main,
  number,
  textArg,
} from './builders.js';

/** Installers number moods from 1; the Miniserver adds 777 (all bright) and 778 (off). */
const MOOD = indexArg(
  'mood',
  'Id of the mood, as moodList has it; 777 all bright, 778 off.',
  1,
  9999,
);

const NAME = textArg('name', 'Name of the mood.', 120);

const INDEX = indexArg('index', 'New place in the list, from 0.', 0, 999);

const CHANGED = ['activeMoods', 'activeMoodsNum'];

/** The light controller with moods (protocol reference §5.2). */
export const LIGHT_CONTROLLER: ControlType = {
  type: 'LightControllerV2',
  family: 'lights',
  label: 'light controller',
  capabilities: ['moods'],
  states: [
    main(json('activeMoods', 'Ids of the active moods, for example [3]; [778] is off.')),
    number(
      'activeMoodsNum',
      'The active moods as one number, for the logic; activeMoods says more.',
    ),
    json(
      'moodList',
      'The moods: `[{id, name, shortName?, static, used, t5}]`; used is bits, 1 movement, 2 T5 button, 4 alarm clock, 8 presence.',
    ),
    json('favoriteMoods', 'Ids of the moods that are shown first.'),
    json('additionalMoods', 'Ids of the other moods.'),
    json('circuitNames', 'Names of the circuits by circuit id.'),
    json(
      'daylightConfig',
      'How daylight circuits follow the day: `{from, until, mode, type}`, mode 0 by the sun, 1 own times.',
    ),
    number(
      'presence',
      'Bits: 1 the presence input, 2 presence from the app, 4 presence is in use.',
    ),
  ],
  commands: [
    control('off', 'changeTo/0', 'Switches all its lights off.', CHANGED),
    control('set-mood', 'changeTo/{mood}', 'Activates this mood alone.', CHANGED, [MOOD]),
    control(
      'add-mood',
      'addMood/{mood}',
      'Activates this mood beside those that are active.',
      CHANGED,
      [MOOD],
    ),
    control(
      'remove-mood',
      'removeMood/{mood}',
      'Deactivates this mood and leaves the others.',
      CHANGED,
      [MOOD],
    ),
    control('next-mood', 'plus', 'Goes to the next mood.', CHANGED),
    control('previous-mood', 'minus', 'Goes to the previous mood.', CHANGED),
    control(
      'set-presence',
      'presence/{state}',
      'Reports presence to the controller, or its end.',
      ['presence'],
      [choiceArg('state', 'Whether somebody is there.', { on: 'on', off: 'off' })],
    ),
    control(
      'add-favorite-mood',
      'addToFavoriteMood/{mood}',
      'Makes a mood a favourite.',
      ['favoriteMoods', 'additionalMoods'],
      [MOOD],
    ),
    control(
      'remove-favorite-mood',
      'removeFromFavoriteMood/{mood}',
      'Makes a mood an ordinary one.',
      ['favoriteMoods', 'additionalMoods'],
      [MOOD],
    ),
    control(
      'move-mood',
      'moveMood/{mood}/{index}',
      'Moves a mood within the list.',
      ['moodList'],
      [MOOD, INDEX],
    ),
    control(
      'move-favorite-mood',
      'moveFavoriteMood/{mood}/{index}',
      'Moves a mood within the favourites.',
      ['favoriteMoods'],
      [MOOD, INDEX],
    ),
    control(
      'move-additional-mood',
      'moveAdditionalMood/{mood}/{index}',
      'Moves a mood within the other moods.',
      ['additionalMoods'],
      [MOOD, INDEX],
    ),
    admin(
      'learn-mood',
      'learn/{mood}/{name}',
      'Stores the present light as this mood, replacing what it was.',
      ['moodList'],
      [MOOD, NAME],
    ),
    admin(
      'rename-mood',
      'setmoodname/{mood}/{name}',
      'Renames a mood.',
      ['moodList'],
      [MOOD, NAME],
    ),
    admin(
      'rename-mood-shortly',
      'setmoodshortname/{mood}/{name}',
      'Sets the short name of a mood.',
      ['moodList'],
      [MOOD, NAME],
    ),
    admin(
      'renumber-mood',
      'setmoodid/{mood}/{id}',
      'Gives a mood another id; ids below 8 are those of the T5 buttons.',
      ['moodList'],
      [MOOD, indexArg('id', 'New id of the mood.', 1, 9999)],
    ),
    admin(
      'set-circuit-names',
      'setcircuitnames/{names}',
      'Names its circuits.',
      ['circuitNames'],
      [jsonArg('names', 'JSON: circuit id to name, as circuitNames has it.')],
    ),
    admin(
      'set-daylight-config',
      'setdaylightconfig/{config}',
      'Sets how daylight circuits follow the day.',
      ['daylightConfig'],
      [jsonArg('config', 'JSON, as daylightConfig has it.')],
    ),
    admin('delete-mood', 'delete/{mood}', 'Deletes a mood.', ['moodList'], [MOOD]),
  ],
  partCommands: [
    admin(
      'rename-circuit',
      'setName/{name}',
      'Renames the circuit.',
      [],
      [textArg('name', 'Name of the circuit.', 120)],
    ),
  ],
};
