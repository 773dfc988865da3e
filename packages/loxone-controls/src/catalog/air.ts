import type { ArgumentSpec, ControlType } from '../types.js';
import {
  admin,
  control,
  flag,
  indexArg,
  instant,
  json,
  main,
  number,
  numberArg,
  percentArg,
  request,
  secondsArg,
  text,
  textArg,
} from './builders.js';
import { WITHOUT_END } from './common.js';

const DEGREES = { unit: '°C' };

const PERCENT = { unit: '%' };

const TARGET: ArgumentSpec = numberArg('temperature', 'Temperature.', {
  min: 5,
  max: 104,
  unit: '°C',
  rangeFromStates: { min: 'minTemp', max: 'maxTemp' },
});

const SPEED: ArgumentSpec = indexArg('speed', 'Number of the speed, from 1.', 1, 99, {
  choicesFromDetails: 'fanspeed',
});

const DIRECTION: ArgumentSpec = indexArg('direction', 'Number of the direction, from 1.', 1, 99, {
  choicesFromDetails: 'airflow',
});

const ID: ArgumentSpec = indexArg('id', 'Its number.', 0, 99);

const NAME: ArgumentSpec = textArg('name', 'Its new name.', 60);

/** Air conditioners and ventilation (protocol reference §5.4). */
export const AIR: readonly ControlType[] = [
  {
    type: 'AcControl',
    family: 'climate',
    label: 'air conditioner',
    capabilities: ['switchable'],
    states: [
      main(flag('status', 'Whether it is on.', ['off', 'on'])),
      main(number('targetTemperature', 'Temperature that is aimed at.', DEGREES)),
      number('temperature', 'Temperature in the room.', DEGREES),
      number('mode', 'How it works.', {
        values: {
          '1': 'automatic',
          '2': 'heating',
          '3': 'cooling',
          '4': 'drying',
          '5': 'fan only',
        },
        wordsFromDetails: ['modes'],
      }),
      number('fan', 'Speed of the fan.', { wordsFromDetails: ['fanspeeds', 'fanspeed'] }),
      number('ventMode', 'Direction of the air.', { wordsFromDetails: ['airflows', 'airflow'] }),
      json('operatingmodes', 'The modes that it has.'),
      json('fanspeeds', 'The fan speeds that it has.'),
      json('airflows', 'The air directions that it has.'),
      number('minTemp', 'Least temperature that can be set.', DEGREES),
      number('maxTemp', 'Greatest temperature that can be set.', DEGREES),
      instant('pauseUntil', 'Until when it pauses.', 'unix', WITHOUT_END),
      number(
        'pauseReason',
        'Bits: 1 timer, 2 window, 4 load shedding, 8 silent time, 16 and 32 prohibited, 64 and 128 another unit works in the other mode.',
        { values: { '0': 'not paused' } },
      ),
      number('pauseTime', 'How long a pause lasts.', { unit: 's' }),
      number('silentMode', 'Silent mode.', { values: { '0': 'off' } }),
      json(
        'override',
        'What overrides its automatic: `{mode, fanspeed, airflow, target, until}`, or 0.',
      ),
      json('settings', 'Its settings.'),
      number('defaultFan', 'Fan speed that it starts with.'),
    ],
    commands: [
      control('on', 'on', 'Switches it on.', ['status']),
      control('off', 'off', 'Switches it off.', ['status']),
      control('toggle', 'toggle', 'Switches it over.', ['status']),
      control(
        'set-target',
        'setTarget/{temperature}',
        'Sets the temperature that is aimed at.',
        ['targetTemperature'],
        [TARGET],
      ),
      control(
        'set-mode',
        'setMode/{mode}',
        'Chooses how it works.',
        ['mode', 'override'],
        [
          indexArg('mode', '1 automatic, 2 heating, 3 cooling, 4 drying, 5 fan only.', 1, 99, {
            choicesFromDetails: 'modes',
          }),
        ],
      ),
      control(
        'set-fan',
        'setFan/{speed}',
        'Sets the speed of the fan.',
        ['fan', 'override'],
        [SPEED],
      ),
      control(
        'set-air-direction',
        'setAirDir/{direction}',
        'Sets the direction of the air.',
        ['ventMode', 'override'],
        [DIRECTION],
      ),
      control('stop-override', 'setoverride/0', 'Returns to its automatic.', ['override']),
      control(
        'start-override',
        'setoverride/{seconds}/{mode}/{speed}/{direction}/{temperature}',
        'Overrides its automatic for a while; 0 leaves a setting as it is.',
        ['override', 'mode', 'fan', 'ventMode', 'targetTemperature'],
        [
          secondsArg('seconds', 'How long.', 1),
          indexArg('mode', 'As for set-mode.', 0, 99),
          indexArg('speed', 'As for set-fan.', 0, 99),
          indexArg('direction', 'As for set-air-direction.', 0, 99),
          {
            name: 'temperature',
            kind: 'number',
            meaning: 'Temperature.',
            min: 0,
            max: 104,
            unit: '°C',
          },
        ],
      ),
      control(
        'set-default-fan',
        'setdefaultfanspeed/{speed}',
        'Sets the fan speed that it starts with.',
        ['defaultFan', 'settings'],
        [SPEED],
      ),
      control(
        'set-default-air-direction',
        'setdefaultairflow/{direction}',
        'Sets the direction of the air that it starts with.',
        ['settings'],
        [DIRECTION],
      ),
      control(
        'set-default-target',
        'setdefaulttargettemp/{temperature}',
        'Sets the temperature that it starts with.',
        ['settings'],
        [TARGET],
      ),
      control(
        'set-automatic-fan',
        'SetAutomaticModeFanSpeed/{speed}',
        'Sets the fan speed of automatic mode.',
        ['settings'],
        [SPEED],
      ),
      admin(
        'rename-mode',
        'setmodename/{id}/{name}',
        'Renames a mode.',
        ['operatingmodes'],
        [ID, NAME],
      ),
      admin(
        'rename-air-direction',
        'setairflowname/{id}/{name}',
        'Renames a direction of the air.',
        ['airflows'],
        [ID, NAME],
      ),
      admin(
        'rename-fan-speed',
        'setfanspeedname/{id}/{name}',
        'Renames a fan speed.',
        ['fanspeeds'],
        [ID, NAME],
      ),
      control(
        'start-pause',
        'startpause/{seconds}',
        'Pauses it.',
        ['pauseUntil', 'pauseReason'],
        [secondsArg('seconds', 'How long.', 1)],
      ),
      control('cancel-pause', 'cancelpause', 'Ends the pause.', ['pauseUntil', 'pauseReason']),
      control(
        'set-silent-mode',
        'setsilentmode/{mode}',
        'Chooses the silent mode.',
        ['silentMode'],
        [indexArg('mode', 'Number of the mode; 0 is off.', 0, 9)],
      ),
    ],
    requests: [request('all-settings', 'GetSettings', 'Its settings, as JSON.')],
  },
  {
    type: 'Ventilation',
    family: 'climate',
    label: 'ventilation',
    capabilities: [],
    states: [
      main(number('speed', 'How strongly it ventilates.', { ...PERCENT, values: { '0': 'off' } })),
      main(
        number('mode', 'Id of its mode, as details.modes has it.', { wordsFromDetails: ['modes'] }),
      ),
      number('ventReason', 'Why it ventilates as it does.', {
        values: {
          '0': 'basic',
          '1': 'increased',
          '4': 'stopped',
          '5': 'open window',
          '6': 'turbo',
          '7': 'manual',
          '8': 'exhaust',
          '9': 'sleep',
          '10': 'frost protection',
        },
      }),
      number('temperatureSupport', 'Whether it helps the room controllers.', {
        values: { '-1': 'cooling', '0': 'no', '1': 'heating' },
      }),
      number('activeTimerProfile', 'Place of the running timer profile.', {
        values: { '-1': 'manual', '-2': 'none', '-3': 'being edited' },
      }),
      instant('overwriteUntil', 'Until when a timer runs.', 'unix'),
      text('stoppedBy', 'What has stopped it.'),
      json('controlInfo', 'A note on it: `{level, title?, desc, link?, action?}`.'),
      number('presenceMin', 'Least speed while somebody is there.', PERCENT),
      number('presenceMax', 'Greatest speed while somebody is there.', PERCENT),
      number('absenceMin', 'Least speed while nobody is there.', PERCENT),
      number('absenceMax', 'Greatest speed while nobody is there.', PERCENT),
      number('humidityIndoor', 'Humidity inside.', PERCENT),
      flag('presence', 'Whether somebody is there.', ['nobody there', 'somebody there']),
      number('frostTemp', 'Temperature of the frost protection.', DEGREES),
    ],
    commands: [
      control(
        'start-timer',
        'setTimer/{seconds}/{speed}/{mode}/{profile}',
        'Ventilates in a mode for a while.',
        ['overwriteUntil', 'activeTimerProfile', 'speed'],
        [
          secondsArg('seconds', 'How long.', 1),
          percentArg('speed', 'How strongly.'),
          indexArg('mode', 'An id of details.modes.', 0, 99, { choicesFromDetails: 'modes' }),
          indexArg('profile', 'Place of the profile in details.timerProfiles; -1 is none.', -1, 99),
        ],
      ),
      control('stop-timer', 'setTimer/0', 'Ends the timer.', [
        'overwriteUntil',
        'activeTimerProfile',
        'speed',
      ]),
      control(
        'set-presence-min',
        'setPresenceMin/{speed}',
        'Sets the least speed while somebody is there.',
        ['presenceMin'],
        [percentArg('speed', 'Speed.')],
      ),
      control(
        'set-presence-max',
        'setPresenceMax/{speed}',
        'Sets the greatest speed while somebody is there.',
        ['presenceMax'],
        [percentArg('speed', 'Speed.')],
      ),
      control(
        'set-absence-min',
        'setAbsenceMin/{speed}',
        'Sets the least speed while nobody is there.',
        ['absenceMin'],
        [percentArg('speed', 'Speed.')],
      ),
      control(
        'set-absence-max',
        'setAbsenceMax/{speed}',
        'Sets the greatest speed while nobody is there.',
        ['absenceMax'],
        [percentArg('speed', 'Speed.')],
      ),
      control(
        'acknowledge-filter-change',
        'ackFilterChange',
        'Records that the filter was changed.',
        ['controlInfo'],
      ),
    ],
  },
];
