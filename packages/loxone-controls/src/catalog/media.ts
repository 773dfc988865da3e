import type { ArgumentSpec, CommandSpec, ControlType, StateSpec } from '../types.js';
import {
  admin,
  choiceArg,
  control,
  flag,
  indexArg,
  json,
  listArg,
  main,
  number,
  numberArg,
  percentArg,
  secondsArg,
  switchArg,
  text,
  textArg,
} from './builders.js';

const PLAY_STATE: StateSpec = main(
  number('playState', 'Whether it plays.', {
    values: { '-1': 'unknown', '0': 'stopped', '1': 'paused', '2': 'playing' },
  }),
);

const PERCENT = { unit: '%' };

const VOLUME: ArgumentSpec = numberArg('volume', 'Volume.', {
  min: 0,
  max: 100,
  unit: '%',
  rangeFromStates: { max: 'maxVolume' },
});

const EVENT_VOLUMES = ['alarm', 'bell', 'buzzer', 'tts', 'default', 'master'] as const;

const PLAYBACK: readonly CommandSpec[] = [
  control('play', 'play', 'Plays.', ['playState']),
  control('pause', 'pause', 'Pauses.', ['playState']),
];

const SET_VOLUME: CommandSpec = control(
  'set-volume',
  'volume/{volume}',
  'Sets the volume.',
  ['volume'],
  [VOLUME],
);

function setEventVolume(event: (typeof EVENT_VOLUMES)[number]): CommandSpec {
  const state = event === 'master' ? 'mastervolume' : `${event}Volume`;
  return control(
    `set-${event}-volume`,
    `${event}volume/{volume}`,
    `Sets the ${event} volume.`,
    [state],
    [percentArg('volume', 'Volume.')],
  );
}

/** Music of both generations (protocol reference §5.6). */
export const MEDIA: readonly ControlType[] = [
  {
    type: 'AudioZone',
    family: 'media',
    label: 'music zone (Music Server)',
    capabilities: ['switchable'],
    states: [
      PLAY_STATE,
      main(number('volume', 'Volume.', PERCENT)),
      number('serverState', 'State of the music server, -3 to 2.', { values: { '2': 'online' } }),
      number('clientState', 'State of the player.'),
      flag('power', 'Whether the zone is on.', ['off', 'on']),
      number('maxVolume', 'Greatest volume that can be set.', PERCENT),
      number('volumeStep', 'Step of the volume.', PERCENT),
      number('defaultVolume', 'Volume that it starts with.', PERCENT),
      number('alarmVolume', 'Volume of alarms.', PERCENT),
      number('bellVolume', 'Volume of the bell.', PERCENT),
      number('buzzerVolume', 'Volume of the alarm clock.', PERCENT),
      number('ttsVolume', 'Volume of spoken text.', PERCENT),
      number('mastervolume', 'Volume of the group.', PERCENT),
      flag('shuffle', 'Whether titles are shuffled.', ['in order', 'shuffled']),
      number('repeat', 'What is repeated.', {
        values: { '-1': 'unknown', '0': 'nothing', '1': 'all', '3': 'this title' },
      }),
      json('sourceList', 'The sources that can be chosen.'),
      number('source', 'The chosen source.'),
      text('songName', 'Title.'),
      text('album', 'Album.'),
      text('artist', 'Artist.'),
      text('station', 'Radio station.'),
      text('genre', 'Genre.'),
      text('cover', 'Where the cover picture is.'),
      number('duration', 'Length of the title.', { unit: 's', values: { '-1': 'a stream' } }),
      number('progress', 'How far the title has played.', { unit: 's' }),
      number('queueIndex', 'Place in the queue.'),
      flag('enableAirPlay', 'Whether AirPlay is allowed.', ['not allowed', 'allowed']),
      flag('enableSpotifyConnect', 'Whether Spotify Connect is allowed.', [
        'not allowed',
        'allowed',
      ]),
      text('equalizerSettings', 'The equaliser, as a list of numbers.'),
    ],
    commands: [
      control('on', 'on', 'Switches the zone on.', ['power', 'playState']),
      control('off', 'off', 'Switches the zone off.', ['power', 'playState']),
      ...PLAYBACK,
      control('next', 'next', 'Goes to the next title.', ['songName', 'queueIndex']),
      control('previous', 'prev', 'Goes to the previous title.', ['songName', 'queueIndex']),
      SET_VOLUME,
      control(
        'change-volume',
        'volstep/{step}',
        'Makes it louder, or softer below 0.',
        ['volume'],
        [numberArg('step', 'By how much.', { min: -100, max: 100, integer: true, unit: '%' })],
      ),
      control(
        'seek',
        'progress/{seconds}',
        'Goes to a point of the title.',
        ['progress'],
        [secondsArg('seconds', 'Seconds from its beginning.')],
      ),
      control('toggle-shuffle', 'shuffle', 'Switches shuffling over.', ['shuffle']),
      control(
        'set-repeat',
        'repeat/{what}',
        'Chooses what is repeated.',
        ['repeat'],
        [choiceArg('what', 'What.', { nothing: '0', all: '1', title: '3' })],
      ),
      control(
        'select-source',
        'source/{source}',
        'Chooses a source.',
        ['source'],
        [indexArg('source', 'Number of the source.', 1, 8)],
      ),
      control(
        'set-server-power',
        'svpower/{state}',
        'Switches the music server.',
        ['serverState'],
        [choiceArg('state', 'On or off.', { on: 'on', off: 'off' })],
      ),
      ...EVENT_VOLUMES.map(setEventVolume),
      control(
        'set-equalizer',
        'equalizersettings/{bands}',
        'Sets the equaliser.',
        ['equalizerSettings'],
        [
          listArg(
            'bands',
            'A number for each band as in equalizerSettings, with spaces between them.',
            String.raw`-?\d{1,3}(?:\.\d{1,2})?`,
            ',',
            { example: '0 3 -2.5' },
          ),
        ],
      ),
      control(
        'allow-airplay',
        'enableairplay/{state}',
        'Allows AirPlay, or forbids it.',
        ['enableAirPlay'],
        [switchArg('state', 'Whether it is allowed.')],
      ),
      control(
        'allow-spotify-connect',
        'enablespotifyconnect/{state}',
        'Allows Spotify Connect, or forbids it.',
        ['enableSpotifyConnect'],
        [switchArg('state', 'Whether it is allowed.')],
      ),
    ],
  },
  {
    type: 'AudioZoneV2',
    family: 'media',
    label: 'music zone',
    capabilities: [],
    states: [
      PLAY_STATE,
      main(number('volume', 'Volume.', PERCENT)),
      number('serverState', 'State of the Audioserver, -5 to 2.', { values: { '2': 'online' } }),
      number('clientState', 'State of the player.'),
      flag('power', 'Whether the zone is on.', ['off', 'on']),
      number('volumeStep', 'Step of the volume.', PERCENT),
      number('maxVolume', 'Greatest volume that can be set.', PERCENT),
      number('defaultVolume', 'Volume that it starts with.', PERCENT),
      number('alarmVolume', 'Volume of alarms.', PERCENT),
      number('bellVolume', 'Volume of the bell.', PERCENT),
      number('buzzerVolume', 'Volume of the alarm clock.', PERCENT),
      number('ttsVolume', 'Volume of spoken text.', PERCENT),
      number('presenceFrom', 'From when presence starts the music.'),
      number('presenceTo', 'Until when presence starts the music.'),
      flag('isLocked', 'Whether it is locked.', ['free', 'locked']),
      flag('bluetooth', 'Whether it can be found by Bluetooth.', ['off', 'on']),
    ],
    commands: [
      ...PLAYBACK,
      control('next', 'next', 'Goes to the next title.', []),
      control('previous', 'prev', 'Goes to the previous title.', []),
      SET_VOLUME,
      control('volume-up', 'volUp', 'Makes it louder by one step.', ['volume']),
      control('volume-down', 'volDown', 'Makes it softer by one step.', ['volume']),
      control('speak', 'tts/{text}', 'Speaks a text.', [], [textArg('text', 'The text.', 500)]),
      control(
        'speak-at-volume',
        'tts/{text}/{volume}',
        'Speaks a text at a volume.',
        [],
        [textArg('text', 'The text.', 500), percentArg('volume', 'Volume.')],
      ),
      control(
        'play-favorite',
        'playZoneFav/{favorite}',
        'Plays a favourite of the zone.',
        ['playState'],
        [indexArg('favorite', 'Id of the favourite.', 0, 9999)],
      ),
      control(
        'set-bluetooth',
        'bluetooth/{state}',
        'Lets it be found by Bluetooth, or not.',
        ['bluetooth'],
        [switchArg('state', 'On or off.')],
      ),
      control(
        'set-presence',
        'presence/{state}',
        'Reports presence to the zone, or its end.',
        ['playState'],
        [choiceArg('state', 'Whether somebody is there.', { on: 'on', off: 'off' })],
      ),
      admin(
        'reset-bluetooth-pairings',
        'resetbluetoothpairings',
        'Forgets all Bluetooth devices.',
        ['bluetooth'],
      ),
    ],
  },
  {
    type: 'CentralAudioZone',
    family: 'media',
    label: 'central music control',
    capabilities: ['central'],
    states: [],
    commands: [
      control('play', 'play', 'Plays in all its zones.', []),
      control('pause', 'pause', 'Pauses all its zones.', []),
      control('volume-up', 'volup', 'Makes all its zones louder.', []),
      control('volume-down', 'voldown', 'Makes all its zones softer.', []),
    ],
  },
];
