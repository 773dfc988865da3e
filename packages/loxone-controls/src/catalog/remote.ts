import type { ControlType } from '../types.js';
import { choiceArg, control, flag, indexArg, main, number } from './builders.js';

/** Buttons that send once. */
const BUTTONS = {
  mute: 'mute',
  play: 'play',
  pause: 'pause',
  stop: 'stop',
  rewind: 'rewind',
  previous: 'previous',
  next: 'next',
  forward: 'forward',
  menu: 'menu',
  info: 'info',
  exit: 'exit',
  guide: 'guide',
  return: 'return',
  ok: 'dirok',
  red: 'btnred',
  green: 'btngreen',
  yellow: 'btnyellow',
  blue: 'btnblue',
};

/** Buttons that go on sending until they are released. */
const HELD_BUTTONS = {
  'volume-up': 'volplus',
  'volume-down': 'volminus',
  'program-up': 'prgplus',
  'program-down': 'prgminus',
  up: 'dirup',
  down: 'dirdown',
  left: 'dirleft',
  right: 'dirright',
};

/** A remote control for television and the like (protocol reference §5.6). */
export const REMOTE: ControlType = {
  type: 'Remote',
  family: 'media',
  label: 'remote control',
  capabilities: ['switchable'],
  states: [
    main(flag('active', 'Whether the devices of its mode are on.', ['off', 'on'])),
    main(
      number('mode', 'Id of its mode, as details.modeList has it.', {
        values: { '0': 'none' },
        wordsFromDetails: ['modeList'],
      }),
    ),
    number('timeout', 'Time until its devices are ready.', { unit: 'ms' }),
  ],
  commands: [
    control('on', 'on', 'Switches the devices of its mode on.', ['active']),
    control('off', 'off', 'Switches the devices of its mode off.', ['active']),
    control('reset', 'reset', 'Leaves its mode and switches all off.', ['mode', 'active']),
    control(
      'select-mode',
      'mode/{mode}',
      'Chooses a mode.',
      ['mode', 'active'],
      [indexArg('mode', 'An id of details.modeList.', 1, 9999, { choicesFromDetails: 'modeList' })],
    ),
    control(
      'press-button',
      '{button}',
      'Presses a button once.',
      [],
      [choiceArg('button', 'Which button.', BUTTONS)],
    ),
    control(
      'hold-button',
      '{button}',
      'Presses a button and holds it; release-button ends it.',
      [],
      [choiceArg('button', 'Which button.', HELD_BUTTONS)],
    ),
    control(
      'release-button',
      '{button}off',
      'Releases a button that is held.',
      [],
      [choiceArg('button', 'Which button.', HELD_BUTTONS)],
    ),
    control(
      'press-digit',
      'num{digit}',
      'Presses a digit.',
      [],
      [indexArg('digit', 'The digit.', 0, 9)],
    ),
    control(
      'enter-number',
      'number/{number}',
      'Enters a number, for example of a programme.',
      [],
      [indexArg('number', 'The number.', 0, 99_999)],
    ),
  ],
};
