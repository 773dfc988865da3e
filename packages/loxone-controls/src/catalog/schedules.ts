import type { CommandSpec, ControlType, StateSpec } from '../types.js';
import { control, flag, json, main, number, numberArg, secondsArg, text } from './builders.js';
import { scheduleCommands } from './common.js';

const SCHEDULE: readonly StateSpec[] = [
  main(
    number('value', 'What the schedule says now.', {
      wordsFromDetails: ['text'],
      formatFromDetails: 'format',
    }),
  ),
  number('mode', 'Operating mode of the house that the schedule follows now, by its id.'),
  number('override', 'Time that the timer has left.', { unit: 's' }),
  json('entriesAndDefaultValue', 'The schedule: its entries and what holds outside of them.'),
  text('modeList', 'The operating modes that it has entries for: `0:mode=3;name="Monday",…`.'),
  flag('resetActive', 'Whether an input resets it.'),
  flag('needsActivation', 'Whether an entry waits to be confirmed.', [
    'nothing to confirm',
    'waits to be confirmed',
  ]),
];

/** IRCv2 packs a temperature and what is allowed into one number, so values reach far. */
const VALUE = numberArg(
  'value',
  'What holds meanwhile: 0 or 1, a value, or for a room controller a mode or temperature id.',
  {
    min: -1_000_000,
    max: 4_294_967_295,
  },
);

const CHANGED = ['entriesAndDefaultValue', 'modeList', 'value'];

function schedule(
  type: string,
  label: string,
  family: ControlType['family'],
  more: readonly CommandSpec[] = [],
): ControlType {
  return {
    type,
    family,
    label,
    capabilities: [],
    states: SCHEDULE,
    commands: [
      control('confirm', 'pulse', 'Confirms an entry that waits for it.', [
        'value',
        'needsActivation',
      ]),
      control(
        'start-override',
        'startOverride/{value}/{seconds}',
        'Overrides the schedule for a while.',
        ['value', 'override'],
        [VALUE, secondsArg('seconds', 'How long.', 1, 31_536_000)],
      ),
      control('stop-override', 'stopOverride', 'Returns to the schedule.', ['value', 'override']),
      control(
        'set-default',
        'default/{value}',
        'Sets what holds outside of the entries.',
        ['entriesAndDefaultValue', 'value'],
        [VALUE],
      ),
      ...scheduleCommands(CHANGED),
      ...more,
    ],
  };
}

/** Schedules, alone or as parts of room and pool controllers (protocol reference §5.4). */
export const SCHEDULES: readonly ControlType[] = [
  schedule('Daytimer', 'schedule', 'switches'),
  schedule(
    'IRCDaytimer',
    'room controller schedule (first generation)',
    'climate',
    scheduleCommands(CHANGED, 'c'),
  ),
  schedule('IRCV2Daytimer', 'room controller schedule', 'climate'),
  schedule('PoolDaytimer', 'pool schedule', 'appliances'),
];
