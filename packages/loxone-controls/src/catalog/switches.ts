import type { ControlType } from '../types.js';
import { control, flag, indexArg, instant, main, number, secondsArg } from './builders.js';
import { UNTIL } from './common.js';

const ON = main(flag('active', 'Whether it is on.', ['off', 'on']));

/** Two directions of one button pair: the wire calls right "up" and left "down". */
function buttonPair(type: string, label: string, up: string, down: string): ControlType {
  return {
    type,
    family: 'switches',
    label,
    capabilities: [],
    states: [],
    commands: [
      control(`pulse-${up}`, 'PulseUp', `Presses ${up} once.`, []),
      control(`hold-${up}`, 'UpOn', `Presses ${up} and holds it; release-${up} ends it.`, []),
      control(`release-${up}`, 'UpOff', `Releases ${up}.`, []),
      control(`pulse-${down}`, 'PulseDown', `Presses ${down} once.`, []),
      control(
        `hold-${down}`,
        'DownOn',
        `Presses ${down} and holds it; release-${down} ends it.`,
        [],
      ),
      control(`release-${down}`, 'DownOff', `Releases ${down}.`, []),
    ],
  };
}

/** Switches, buttons and selectors (protocol reference §5.1). */
export const SWITCHES: readonly ControlType[] = [
  {
    type: 'Switch',
    family: 'switches',
    label: 'switch',
    capabilities: ['switchable'],
    states: [ON, flag('lockedOn', 'Whether it is held on and cannot be switched off.')],
    commands: [
      control('on', 'on', 'Switches it on.', ['active']),
      control('off', 'off', 'Switches it off.', ['active']),
    ],
  },
  {
    type: 'Pushbutton',
    family: 'switches',
    label: 'push-button',
    capabilities: [],
    states: [
      main(flag('active', 'Whether it is pressed, or what it switches is on.', ['off', 'on'])),
    ],
    commands: [
      control('pulse', 'pulse', 'Presses it once.', ['active']),
      control('hold', 'on', 'Presses it and holds it; release ends it.', ['active']),
      control('release', 'off', 'Releases it.', ['active']),
    ],
  },
  {
    type: 'TimedSwitch',
    family: 'switches',
    label: 'timed switch',
    capabilities: ['switchable'],
    states: [
      main(
        number('deactivationDelay', 'Seconds until it switches off: 0 it is off, -1 it stays on.', {
          unit: 's',
          values: { '0': 'off', '-1': 'on permanently' },
          words: 'on for {value} s',
        }),
      ),
      number('deactivationDelayTotal', 'How long it stays on after a pulse.', { unit: 's' }),
    ],
    commands: [
      control('on', 'on', 'Switches it on until it is switched off.', ['deactivationDelay']),
      control('off', 'off', 'Switches it off.', ['deactivationDelay']),
      control(
        'pulse',
        'pulse',
        'Switches it on for its time; while it is counting, a stairwell light starts anew and a comfort switch goes off.',
        ['deactivationDelay'],
      ),
    ],
  },
  buttonPair('UpDownDigital', 'up and down buttons', 'up', 'down'),
  buttonPair('LeftRightDigital', 'left and right buttons', 'right', 'left'),
  {
    type: 'Radio',
    family: 'switches',
    label: 'radio buttons',
    capabilities: [],
    states: [
      main(
        number('activeOutput', 'Number of the chosen output: 0 is none.', {
          values: { '0': 'none' },
          words: 'output {value}',
          wordsFromDetails: ['outputs', 'allOff'],
        }),
      ),
    ],
    commands: [
      control(
        'select',
        '{output}',
        'Chooses an output.',
        ['activeOutput'],
        [
          indexArg('output', 'Number of the output, as details.outputs has it.', 1, 16, {
            choicesFromDetails: 'outputs',
          }),
        ],
      ),
      control('reset', 'reset', 'Chooses none.', ['activeOutput']),
      control('next', 'next', 'Chooses the next output.', ['activeOutput']),
      control('previous', 'prev', 'Chooses the previous output.', ['activeOutput']),
    ],
  },
  {
    type: 'PulseAt',
    family: 'switches',
    label: 'time pulse',
    capabilities: [],
    states: [
      main(flag('isActive', 'Whether the pulse is on.', ['off', 'on'])),
      number('startTime', 'When it pulses, in seconds after midnight.', { unit: 's' }),
      instant('oneTimePulseDate', 'When it pulses once.', 'loxone'),
      number('pulseDuration', 'How long the pulse is.', { unit: 's' }),
      number('type', 'On which days it pulses, by an id of details.types.', {
        wordsFromDetails: ['types'],
      }),
    ],
    commands: [
      control('pulse', 'pulse', 'Pulses now.', ['isActive']),
      control(
        'set-time',
        'setTime/{time}',
        'Sets when it pulses.',
        ['startTime'],
        [secondsArg('time', 'Seconds after midnight.', 0, 86_399)],
      ),
      control(
        'set-pulse-duration',
        'setPulseDuration/{duration}',
        'Sets how long the pulse is.',
        ['pulseDuration'],
        [secondsArg('duration', 'Length of the pulse.')],
      ),
      control(
        'set-days',
        'setType/{type}',
        'Sets on which days it pulses.',
        ['type'],
        [indexArg('type', 'An id of details.types.', 0, 999, { choicesFromDetails: 'types' })],
      ),
      control('cancel-single-pulse', 'setOneTimePulse/0', 'Cancels the single pulse.', [
        'oneTimePulseDate',
      ]),
      control(
        'set-single-pulse',
        'setOneTimePulse/{until}',
        'Lets it pulse once, at a point in time.',
        ['oneTimePulseDate'],
        [UNTIL],
      ),
    ],
  },
];
