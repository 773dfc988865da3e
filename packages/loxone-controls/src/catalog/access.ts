import type { ArgumentSpec, CommandSpec, ControlType } from '../types.js';
import {
  access,
  admin,
  choiceArg,
  control,
  flag,
  indexArg,
  instant,
  json,
  listArg,
  main,
  number,
  numberArg,
  percentArg,
  request,
  switchArg,
  text,
  textArg,
} from './builders.js';

const OPEN_SHARE = {
  unit: '%',
  scale: 100,
  values: { '0': 'closed', '1': 'open' },
  words: '{value} % open',
};

const DIRECTION = { values: { '-1': 'closing', '0': 'standing', '1': 'opening' } };

const GATE_MOVED = ['active', 'position'];

const WINDOW_MOVED = ['direction', 'position', 'targetPosition'];

/** A motor that opens a way into the house is `access` in every direction, closing included. */
function windowCommands(affects: readonly string[]): readonly CommandSpec[] {
  return [
    access('open', 'fullopen', 'Opens it all the way.', affects),
    access('close', 'fullclose', 'Closes it all the way.', affects),
    access('stop', 'stop', 'Stops it where it is.', affects),
    access('set-position', 'moveToPosition/{position}', 'Moves it to a position.', affects, [
      percentArg('position', '0 is closed, 100 is open.'),
    ]),
    access('open-slightly', 'slightlyOpen', 'Opens it a little, to air.', affects),
    access(
      'jog-open',
      'open/on',
      'Starts opening it, as long as the button is held; jog-open-end ends it.',
      affects,
    ),
    access('jog-open-end', 'open/off', 'Ends jog-open.', affects),
    access(
      'jog-close',
      'close/on',
      'Starts closing it, as long as the button is held; jog-close-end ends it.',
      affects,
    ),
    access('jog-close-end', 'close/off', 'Ends jog-close.', affects),
  ];
}

const SIDE: ArgumentSpec = choiceArg('side', 'Video for the house or for outside.', {
  intern: '0',
  extern: '1',
});

const RATE: ArgumentSpec = indexArg(
  'rate',
  'Place of the rate in details.optionsFramerate.',
  0,
  99,
);

const RESOLUTION: ArgumentSpec = indexArg(
  'resolution',
  'Place of the resolution in details.optionsResolution.',
  0,
  99,
);

const CODE = textArg('code', 'Id of the code (never the code itself).', 40);

/**
 * Gates, window motors and door stations (protocol reference §5.3, §5.5). Here 1 and 100 % mean
 * open, the other way round than blinds.
 */
export const ACCESS: readonly ControlType[] = [
  {
    type: 'Gate',
    family: 'access',
    label: 'gate',
    capabilities: ['stoppable'],
    states: [
      main(number('position', 'How far it is open: 0 % is closed, 100 % is open.', OPEN_SHARE)),
      main(number('active', 'Which way it is moving.', DIRECTION)),
      flag('preventOpen', 'Whether opening is blocked.', ['may open', 'opening blocked']),
      flag('preventClose', 'Whether closing is blocked.', ['may close', 'closing blocked']),
    ],
    commands: [
      access('open', 'open', 'Opens it.', GATE_MOVED),
      access('close', 'close', 'Closes it.', GATE_MOVED),
      access('stop', 'stop', 'Stops it where it is.', GATE_MOVED),
      access(
        'open-partially',
        'partiallyOpen',
        'Opens it to its partial position (firmware 14.2 and newer).',
        GATE_MOVED,
      ),
      access(
        'force-open',
        'forceOpen',
        'Opens it although opening is blocked (firmware 12.1 and newer).',
        GATE_MOVED,
      ),
      access(
        'force-close',
        'forceClose',
        'Closes it although closing is blocked (firmware 12.1 and newer).',
        GATE_MOVED,
      ),
    ],
  },
  {
    type: 'CentralGate',
    family: 'access',
    label: 'central gate control',
    capabilities: ['stoppable', 'central'],
    states: [],
    commands: [
      access('open', 'open', 'Opens all its gates.', []),
      access('close', 'close', 'Closes all its gates.', []),
      access('stop', 'stop', 'Stops all its gates.', []),
    ],
  },
  {
    type: 'Window',
    family: 'access',
    label: 'window motor',
    capabilities: ['positionable', 'stoppable'],
    states: [
      main(number('position', 'How far it is open: 0 % is closed, 100 % is open.', OPEN_SHARE)),
      main(number('direction', 'Which way it is moving.', DIRECTION)),
      number('targetPosition', 'Where it is going: 0 % is closed, 100 % is open.', OPEN_SHARE),
      text('lockedReason', 'Why it is locked; empty when free.'),
      number('type', 'How the window opens, 0 to 5.'),
    ],
    commands: windowCommands(WINDOW_MOVED),
  },
  {
    type: 'CentralWindow',
    family: 'access',
    label: 'central window control',
    capabilities: ['positionable', 'stoppable', 'central'],
    states: [],
    commands: [
      ...windowCommands([]),
      access('toggle', 'toggle', 'Opens all its windows, or closes them if they are open.', []),
      access('protect', 'protection', 'Brings all its windows into the protected position.', []),
    ],
  },
  {
    type: 'Intercom',
    family: 'access',
    label: 'door station',
    capabilities: [],
    partRisk: 'access',
    states: [
      main(flag('bell', 'Whether somebody is ringing.', ['silent', 'ringing'])),
      text('lastBellEvents', 'When the bell rang, as `YYYYMMDDHHMMSS`, separated by `|`.'),
      text('lastBellTimestamp', 'When the bell last rang.'),
      text('version', 'Version of the door station.'),
    ],
    commands: [control('answer', 'answer', 'Ends the ringing, as picking up does.', ['bell'])],
  },
  {
    type: 'IntercomV2',
    family: 'access',
    label: 'door station',
    capabilities: [],
    partRisk: 'access',
    states: [
      main(flag('bell', 'Whether somebody is ringing.', ['silent', 'ringing'])),
      main(flag('muted', 'Whether the bell is muted.', ['not muted', 'muted'])),
      text('address', 'Where the door station can be reached.'),
      json('answers', 'The texts that it can speak.'),
      number('deviceState', 'State of the door station, 0 to 3.'),
      number('videoSettingsIntern', 'Frame rate and resolution in the house, 16 bits each.'),
      number('videoSettingsExtern', 'Frame rate and resolution from outside, 16 bits each.'),
    ],
    commands: [
      control('answer', 'answer', 'Ends the ringing, as picking up does.', ['bell']),
      control(
        'speak-answer',
        'playTts/{answer}',
        'Speaks one of its texts at the door.',
        [],
        [indexArg('answer', 'Place of the text in answers, from 0.', 0, 99)],
      ),
      control(
        'set-mute',
        'mute/{state}',
        'Mutes the bell, or ends that.',
        ['muted'],
        [switchArg('state', 'Whether it is muted.')],
      ),
      admin(
        'set-answers',
        'setAnswers/{answers}',
        'Replaces the texts that it can speak.',
        ['answers'],
        [
          listArg('answers', 'The texts, with | between them.', undefined, '/', {
            example: 'Please wait|Nobody is home',
          }),
        ],
      ),
      admin(
        'set-video',
        'setvideosettings/{side}/{rate}/{resolution}',
        'Sets frame rate and resolution of its video.',
        ['videoSettingsIntern', 'videoSettingsExtern'],
        [SIDE, RATE, RESOLUTION],
      ),
      admin(
        'set-frame-rate',
        'setframerate/{side}/{rate}',
        'Sets the frame rate of its video.',
        ['videoSettingsIntern', 'videoSettingsExtern'],
        [SIDE, RATE],
      ),
      admin(
        'set-resolution',
        'setresolution/{side}/{resolution}',
        'Sets the resolution of its video.',
        ['videoSettingsIntern', 'videoSettingsExtern'],
        [SIDE, RESOLUTION],
      ),
      admin(
        'set-bell-images',
        'setnumberbellimages/{count}',
        'Sets how many pictures it keeps.',
        [],
        [numberArg('count', 'How many.', { min: 0, max: 999, integer: true })],
      ),
    ],
    requests: [request('bell-images', 'getnumberbellimages', 'How many pictures it keeps.')],
  },
  {
    type: 'NfcCodeTouch',
    family: 'access',
    label: 'code keypad',
    capabilities: [],
    partRisk: 'access',
    states: [
      main(instant('historyDate', 'When it was last used.', 'unix-ms')),
      instant('codeDate', 'When its codes last changed.', 'unix-ms'),
      number('deviceState', 'Bits of the device state.'),
      json('nfcLearnResult', 'Result of learning a tag.'),
      number('keyPadAuthType', 'How it authenticates.'),
    ],
    commands: [
      access(
        'open-output',
        'output/{output}',
        'Switches one of its outputs, mostly a door opener.',
        ['historyDate'],
        [indexArg('output', 'Number of the output.', 1, 6)],
      ),
      admin('activate-code', 'code/activate/{code}', 'Makes a code valid.', ['codeDate'], [CODE]),
      admin(
        'deactivate-code',
        'code/deactivate/{code}',
        'Makes a code invalid.',
        ['codeDate'],
        [CODE],
      ),
      admin('delete-code', 'code/delete/{code}', 'Deletes a code.', ['codeDate'], [CODE]),
      admin('start-learning', 'nfc/startlearn', 'Waits for a new tag.', [
        'nfcLearnResult',
        'deviceState',
      ]),
      admin('stop-learning', 'nfc/stoplearn', 'Stops waiting for a new tag.', [
        'nfcLearnResult',
        'deviceState',
      ]),
    ],
    requests: [
      request('history', 'history', 'Who used it when, as JSON.', [], 'admin'),
      request('codes', 'codes', 'Its codes by name and validity, as JSON.', [], 'admin'),
    ],
  },
];
