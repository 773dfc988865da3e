import type { ControlType } from '../types.js';
import {
  admin,
  choiceArg,
  control,
  flag,
  indexArg,
  main,
  number,
  percentArg,
  switchArg,
  text,
} from './builders.js';
import { MEMBERS } from './common.js';

const MOVED = ['up', 'down', 'position', 'targetPosition'];

const TILTED = ['up', 'down', 'shadePosition', 'targetPositionLamelle'];

/** Every percentage of a blind counts towards closed; the wire's states run from 0 to 1. */
const CLOSED_SHARE = { unit: '%', scale: 100 };

/**
 * Blinds, shutters and curtains (protocol reference §5.3). Here 1 and 100 % mean closed, the other
 * way round than gates and windows.
 */
export const COVERS: readonly ControlType[] = [
  {
    type: 'Jalousie',
    family: 'covers',
    label: 'blind',
    capabilities: ['positionable', 'tiltable', 'stoppable'],
    states: [
      main(
        number('position', 'How far it is down: 0 % is open (up), 100 % is closed (down).', {
          ...CLOSED_SHARE,
          values: { '0': 'open', '1': 'closed' },
          words: '{value} % closed',
        }),
      ),
      number('shadePosition', 'Tilt of the slats: 0 % is horizontal, 100 % is vertical (closed).', {
        ...CLOSED_SHARE,
        values: { '0': 'slats open', '1': 'slats closed' },
        words: 'slats {value} % closed',
      }),
      flag('up', 'Whether it is moving up.', ['not moving up', 'moving up']),
      flag('down', 'Whether it is moving down.', ['not moving down', 'moving down']),
      number(
        'targetPosition',
        'Where it is going: 0 % is open (up), 100 % is closed (down).',
        CLOSED_SHARE,
      ),
      number(
        'targetPositionLamelle',
        'Where the slats are going: 0 % is horizontal, 100 % is closed.',
        CLOSED_SHARE,
      ),
      flag('safetyActive', 'Whether a safety input (wind, frost) holds it.'),
      flag('autoAllowed', 'Whether it may follow the sun by itself.'),
      flag('autoActive', 'Whether it follows the sun by itself now.'),
      flag('locked', 'Whether it takes no commands.', ['free', 'locked']),
      text('infoText', 'Why it is locked or held.'),
      text('autoInfoText', 'What the automatic does and why.'),
      number('autoState', 'State of the automatic, as a number.'),
      number('deviceState', 'The radio motor.', {
        values: { '0': 'none', '1': 'offline', '2': 'online' },
      }),
      number('adjustingEndPos', 'Bits of the end positions that are being adjusted: 1 down, 2 up.'),
      flag('hasEndposition', 'Whether the motor knows its end positions.'),
      number('mode', 'Mode of the motor.'),
      number('learningStep', "Step of the motor's learning run."),
    ],
    commands: [
      control('open', 'FullUp', 'Moves it all the way up.', MOVED),
      control('close', 'FullDown', 'Moves it all the way down.', MOVED),
      control('stop', 'stop', 'Stops it where it is.', ['up', 'down', 'targetPosition']),
      control('set-position', 'manualPosition/{position}', 'Moves it to a position.', MOVED, [
        percentArg('position', '0 is open (up), 100 is closed (down).'),
      ]),
      control('set-tilt', 'manualLamelle/{tilt}', 'Turns the slats.', TILTED, [
        percentArg('tilt', '0 is horizontal, 100 is vertical (closed).'),
      ]),
      control(
        'set-position-and-tilt',
        'manualPosBlind/{position}/{tilt}',
        'Moves it to a position and turns the slats there.',
        [...MOVED, 'shadePosition', 'targetPositionLamelle'],
        [
          percentArg('position', '0 is open (up), 100 is closed (down).'),
          percentArg('tilt', '0 is horizontal, 100 is vertical (closed).'),
        ],
      ),
      control('shade', 'shade', 'Moves it to its shading position.', [...MOVED, 'shadePosition']),
      control('enable-automatic', 'auto', 'Lets it follow the sun by itself.', [
        'autoActive',
        'autoAllowed',
      ]),
      control('disable-automatic', 'NoAuto', 'Stops it from following the sun by itself.', [
        'autoActive',
        'autoAllowed',
      ]),
      control(
        'jog-up',
        'up',
        'Starts moving it up, as long as the button is held; jog-up-end ends it.',
        MOVED,
      ),
      control('jog-up-end', 'UpOff', 'Ends jog-up.', ['up']),
      control(
        'jog-down',
        'down',
        'Starts moving it down, as long as the button is held; jog-down-end ends it.',
        MOVED,
      ),
      control('jog-down-end', 'DownOff', 'Ends jog-down.', ['down']),
      admin(
        'adjust-end-positions',
        'setAdjustingEndPos/{state}',
        'Begins or ends adjusting the end positions; to be repeated every 5 s, it ends after 15 s.',
        ['adjustingEndPos'],
        [switchArg('state', 'Whether they are being adjusted.')],
      ),
      admin(
        'move-while-adjusting',
        'endPosAdjustment/{directions}',
        'Moves the motor while its end positions are adjusted; to be repeated every 200 ms, it ends after 600 ms.',
        ['adjustingEndPos', 'up', 'down'],
        [indexArg('directions', 'Bits: 1 down, 2 up; 0 stops.', 0, 3)],
      ),
    ],
  },
  {
    type: 'CentralJalousie',
    family: 'covers',
    label: 'central blind control',
    capabilities: ['stoppable', 'central'],
    states: [],
    commands: [
      control('open', 'FullUp', 'Moves all its blinds all the way up.', []),
      control('close', 'FullDown', 'Moves all its blinds all the way down.', []),
      control('stop', 'stop', 'Stops all its blinds.', []),
      control('shade', 'shade', 'Moves all its blinds to their shading positions.', []),
      control('enable-automatic', 'auto', 'Lets all its blinds follow the sun by themselves.', []),
      control('disable-automatic', 'NoAuto', 'Stops all its blinds from following the sun.', []),
      control(
        'move-members',
        'selectedcontrols/{controls}/{command}',
        'Moves some of its blinds.',
        [],
        [
          MEMBERS,
          choiceArg('command', 'What they do.', {
            open: 'FullUp',
            close: 'FullDown',
            stop: 'stop',
            shade: 'shade',
            'enable-automatic': 'auto',
            'disable-automatic': 'NoAuto',
          }),
        ],
      ),
    ],
  },
];
