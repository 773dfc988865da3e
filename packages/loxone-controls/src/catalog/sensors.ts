import type { ControlType } from '../types.js';
import { control, flag, instant, main, number, secondsArg, text } from './builders.js';

/** What measures and watches (protocol reference §5.1, §5.3, §5.8). */
export const SENSORS: readonly ControlType[] = [
  {
    type: 'InfoOnlyAnalog',
    family: 'sensors',
    label: 'measured value',
    capabilities: [],
    states: [
      main(number('value', 'The value.', { formatFromDetails: 'format' })),
      flag('error', 'Whether the value is not valid.'),
    ],
    commands: [],
  },
  {
    type: 'InfoOnlyDigital',
    family: 'sensors',
    label: 'digital value',
    capabilities: [],
    states: [main(flag('active', 'The value.', ['off', 'on'], { wordsFromDetails: ['text'] }))],
    commands: [],
  },
  {
    type: 'PresenceDetector',
    family: 'sensors',
    label: 'presence detector',
    capabilities: [],
    states: [
      main(flag('active', 'Whether somebody is there.', ['nobody there', 'somebody there'])),
      instant('activeSince', 'Since when.', 'loxone'),
      flag('locked', 'Whether it is locked.', ['free', 'locked']),
      text('infoText', 'Why it is locked.'),
      number('time', 'How long presence lasts after the last movement.', { unit: 's' }),
    ],
    commands: [
      control(
        'set-overrun',
        'time/{seconds}',
        'Sets how long presence lasts after the last movement.',
        ['time'],
        [secondsArg('seconds', 'How long.')],
      ),
    ],
  },
  {
    type: 'WindowMonitor',
    family: 'sensors',
    label: 'door and window monitor',
    capabilities: [],
    states: [
      main(number('numOpen', 'How many are open; each window counts once, by its worst state.')),
      main(number('numTilted', 'How many are tilted.')),
      number('numClosed', 'How many are closed.'),
      number('numOffline', 'How many do not report.'),
      number('numLocked', 'How many are locked.'),
      number('numUnlocked', 'How many are unlocked.'),
      text(
        'windowStates',
        'One number for each of details.windows, separated by commas, of bits: 1 closed, 2 tilted, 4 open, 8 locked, 16 unlocked; 0 offline.',
      ),
    ],
    commands: [],
  },
];
