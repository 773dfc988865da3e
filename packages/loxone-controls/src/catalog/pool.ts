import type { ArgumentSpec, CommandSpec, ControlType } from '../types.js';
import {
  admin,
  control,
  flag,
  indexArg,
  listArg,
  main,
  number,
  numberArg,
  secondsArg,
  switchArg,
  temperatureArg,
} from './builders.js';

const DEGREES = { unit: '°C' };

const SECONDS = { unit: 's' };

const STATE: ArgumentSpec = switchArg('state', 'On or off.');

const DURATION: ArgumentSpec = secondsArg('seconds', 'How long.');

const STEPS = {
  delay: 'waits between steps',
  filter: 'filters',
  backwash: 'backwashes',
  rinse: 'rinses',
  circulate: 'circulates',
  drain: 'drains',
};

function setTime([step, does]: readonly [string, string]): CommandSpec {
  const wire = `${step}Time/{seconds}`;
  return control(
    `set-${step}-time`,
    wire,
    `Sets how long it ${does}.`,
    [`${step}Time`],
    [DURATION],
  );
}

/** A swimming pool (protocol reference §5.9). Its cover counts towards closed, like a blind. */
export const POOL: ControlType = {
  type: 'PoolController',
  family: 'appliances',
  label: 'pool controller',
  capabilities: [],
  states: [
    main(number('tempActual', 'Temperature of the water.', DEGREES)),
    main(
      number('currentCycle', 'Which cycle runs now, 0 to 4.', {
        values: { '0': 'no cycle' },
        words: 'cycle {value}',
      }),
    ),
    number('tempTarget', 'Temperature that is aimed at.', DEGREES),
    number('currentOpMode', 'Operating mode, 0 to 2.'),
    number('currentTempMode', 'Temperature mode, 0 to 5.'),
    number('waterLevel', 'Level of the water.'),
    number('custom', 'Measured value of its own of this number.', { indexed: true }),
    flag('heatingApproved', 'Whether heating is allowed.', ['not allowed', 'allowed']),
    flag('coolingApproved', 'Whether cooling is allowed.', ['not allowed', 'allowed']),
    flag('ecoActive', 'Whether it saves energy.', ['off', 'on']),
    number('swimmingMachine', 'Strength of the swimming machine.', { values: { '0': 'off' } }),
    number('coverPosition', 'How far the cover is closed: 0 % is open, 100 % is closed.', {
      unit: '%',
      scale: 100,
      values: { '0': 'open', '1': 'closed' },
      words: '{value} % closed',
    }),
    flag('coverOpening', 'Whether the cover is opening.', ['not opening', 'opening']),
    flag('coverClosing', 'Whether the cover is closing.', ['not closing', 'closing']),
    number('remainingTime', 'How long the cycle goes on.', SECONDS),
    number('valvePosition', 'Position of the valve, -1 to 6.'),
    flag('pump', 'Whether the pump runs.', ['pump off', 'pump on']),
    flag('drainValve', 'Whether the drain is open.', ['drain closed', 'drain open']),
    number('delayTime', 'How long it waits between steps.', SECONDS),
    number('filterTime', 'How long it filters.', SECONDS),
    number('backwashTime', 'How long it backwashes.', SECONDS),
    number('rinseTime', 'How long it rinses.', SECONDS),
    number('circulateTime', 'How long it circulates.', SECONDS),
    number('drainTime', 'How long it drains.', SECONDS),
    number('error', 'Number of the fault.', { values: { '0': 'no fault' } }),
    flag('cycleAbortable', 'Whether the cycle can be aborted.'),
  ],
  commands: [
    control('open-cover', 'coverOpen', 'Opens the cover.', ['coverOpening', 'coverPosition']),
    control('close-cover', 'coverClose', 'Closes the cover.', ['coverClosing', 'coverPosition']),
    control(
      'set-operating-mode',
      'operatingMode/{mode}',
      'Chooses the operating mode.',
      ['currentOpMode'],
      [indexArg('mode', 'Number of the mode.', 0, 2)],
    ),
    control(
      'set-temperature-mode',
      'tempMode/{mode}',
      'Chooses the temperature mode.',
      ['currentTempMode', 'tempTarget'],
      [indexArg('mode', 'Number of the mode.', 0, 5)],
    ),
    control('set-eco', 'eco/{state}', 'Saves energy, or not.', ['ecoActive'], [STATE]),
    control(
      'set-temperature',
      'targetTemp/{temperature}',
      'Sets the temperature that is aimed at.',
      ['tempTarget'],
      [temperatureArg('temperature', 'Temperature.', 0, 113)],
    ),
    control(
      'set-swimming-machine',
      'swimmingMachine/{strength}',
      'Sets the swimming machine; 0 is off.',
      ['swimmingMachine'],
      [numberArg('strength', 'Strength.', { min: 0, max: 100 })],
    ),
    control('filter', 'filter', 'Filters.', ['currentCycle', 'remainingTime']),
    control('backwash', 'backwash', 'Backwashes the filter.', ['currentCycle', 'remainingTime']),
    control('circulate', 'circulate', 'Circulates the water.', ['currentCycle', 'remainingTime']),
    control(
      'start-cycle',
      'startCycle/{cycle}/{times}',
      'Starts a cycle with times of its own.',
      ['currentCycle', 'remainingTime'],
      [
        indexArg('cycle', 'Number of the cycle.', 1, 4),
        listArg(
          'times',
          'Seconds of its steps, with spaces between them.',
          String.raw`\d{1,5}`,
          '/',
          { example: '600 120' },
        ),
      ],
    ),
    control(
      'set-disabled',
      'disable/{state}',
      'Disables the controller.',
      ['currentOpMode'],
      [STATE],
    ),
    control('skip-delay', 'skipDelay', 'Goes on without waiting.', [
      'currentCycle',
      'remainingTime',
    ]),
    control('acknowledge', 'ackError', 'Acknowledges the fault.', ['error']),
    control(
      'allow-heating',
      'approveHeating/{state}',
      'Allows heating, or forbids it.',
      ['heatingApproved'],
      [STATE],
    ),
    control(
      'allow-cooling',
      'approveCooling/{state}',
      'Allows cooling, or forbids it.',
      ['coolingApproved'],
      [STATE],
    ),
    control('set-pump', 'pump/{state}', 'Switches the pump, in service mode.', ['pump'], [STATE]),
    ...Object.entries(STEPS).map(setTime),
    admin('drain', 'drain', 'Drains the pool.', ['currentCycle', 'drainValve']),
    admin(
      'set-drain-valve',
      'drainValve/{state}',
      'Opens the drain, or closes it, in service mode.',
      ['drainValve'],
      [switchArg('state', 'Whether it is open.')],
    ),
    admin(
      'set-valve',
      'valvePos/{position}',
      'Sets the valve, in service mode.',
      ['valvePosition'],
      [indexArg('position', 'Position.', 0, 5)],
    ),
    admin('reset', 'reset', 'Resets the controller.', ['currentCycle', 'error']),
  ],
};
