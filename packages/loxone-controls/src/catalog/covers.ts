import type { ControlType } from '../types.js';
import { control, flag, json, main, number, percentArg, text } from './builders.js';

const JALOUSIE_MOVES = ['up', 'down', 'position', 'targetPosition'];

/** Blinds, shutters and curtains (protocol reference §5.3). Here 1 and 100 % mean closed. */
export const COVERS: readonly ControlType[] = [
  {
    type: 'Jalousie',
    family: 'covers',
    label: 'blind',
    capabilities: ['positionable', 'tiltable', 'stoppable'],
    states: [
      main(
        number('position', 'How far it is down: 0 % is open (up), 100 % is closed (down).', {
          unit: '%',
          scale: 100,
          values: { '0': 'open', '1': 'closed' },
          words: '{value} % closed',
        }),
      ),
      number('shadePosition', 'Tilt of the slats: 0 % is horizontal, 100 % is vertical (closed).', {
        unit: '%',
        scale: 100,
        values: { '0': 'slats horizontal', '1': 'slats closed' },
        words: 'slats {value} % closed',
      }),
      flag('up', 'Whether it is moving up.', ['not moving up', 'moving up']),
      flag('down', 'Whether it is moving down.', ['not moving down', 'moving down']),
      number('targetPosition', 'Where it is going: 0 % is open, 100 % is closed.', {
        unit: '%',
        scale: 100,
      }),
      number('targetPositionLamelle', 'Where the slats are going: 100 % is closed.', {
        unit: '%',
        scale: 100,
      }),
      flag('safetyActive', 'Whether a safety input (wind, frost) holds it.'),
      flag('autoAllowed', 'Whether it may follow the sun by itself.'),
      flag('autoActive', 'Whether it follows the sun by itself now.'),
      flag('locked', 'Whether it is locked against commands.'),
      text('infoText', 'Why it is locked or held.'),
      text('autoInfoText', 'What the automatic does and why.'),
      number('autoState', 'Internal state of the automatic.'),
      number('deviceState', 'The radio motor.', {
        values: { '0': 'no device', '1': 'offline', '2': 'online' },
      }),
      number('adjustingEndPos', 'Bits of the end positions that are being adjusted.'),
      flag('hasEndposition', 'Whether the motor knows its end positions.'),
      number('mode', 'Operating mode of the motor.'),
      number('learningStep', 'Step of the learning run.'),
      json('jLocked', 'Whether the control is locked: `{locked, reason}`; empty when free.'),
    ],
    commands: [
      control('open', 'FullUp', 'Moves it all the way up.', JALOUSIE_MOVES),
      control('close', 'FullDown', 'Moves it all the way down.', JALOUSIE_MOVES),
      control('stop', 'stop', 'Stops it where it is.', ['up', 'down', 'targetPosition']),
      control(
        'set-position',
        'manualPosition/{position}',
        'Moves it to a position.',
        JALOUSIE_MOVES,
        [percentArg('position', '0 is open (up), 100 is closed (down).')],
      ),
    ],
  },
];
