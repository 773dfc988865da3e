import type { ArgumentSpec, ControlType } from '../types.js';
import {
  choiceArg,
  control,
  flag,
  indexArg,
  main,
  number,
  secondsArg,
  temperatureArg,
} from './builders.js';

const DEGREES = { unit: '°C' };

const TEMPERATURE_NAMES = {
  '0': 'economy',
  '1': 'comfort heating',
  '2': 'comfort cooling',
  '3': 'empty house',
  '4': 'heat protection',
  '5': 'increased heat',
  '6': 'party',
  '7': 'manual',
};

const TEMPERATURE_ID: ArgumentSpec = choiceArg('kind', 'Which of its temperatures.', {
  economy: '0',
  'comfort-heating': '1',
  'comfort-cooling': '2',
  'empty-house': '3',
  'heat-protection': '4',
  increased: '5',
  party: '6',
  manual: '7',
});

const SERVICE_MODES = {
  '0': 'off',
  '1': 'heating and cooling off',
  '2': 'heating on, cooling off',
  '3': 'heating off, cooling on',
  '4': 'heating and cooling on',
};

/** The room controller of the first generation (protocol reference §5.4). */
export const ROOM_CONTROLLER_V1: ControlType = {
  type: 'IRoomController',
  family: 'climate',
  label: 'room controller (first generation)',
  capabilities: [],
  states: [
    main(number('tempActual', 'Temperature in the room.', DEGREES)),
    main(number('tempTarget', 'Temperature that is aimed at.', DEGREES)),
    flag('error', 'Whether its sensor is faulty.', ['no fault', 'fault']),
    number('mode', 'How it works.', {
      values: {
        '0': 'automatic',
        '1': 'automatic, now heating',
        '2': 'automatic, now cooling',
        '3': 'automatic heating',
        '4': 'automatic cooling',
        '5': 'manual heating',
        '6': 'manual cooling',
      },
    }),
    number('serviceMode', 'Service mode.', { values: SERVICE_MODES }),
    number('currHeatTempIx', 'Which temperature heating follows.', { values: TEMPERATURE_NAMES }),
    number('currCoolTempIx', 'Which temperature cooling follows.', { values: TEMPERATURE_NAMES }),
    number('override', 'Time that the timer has left.', { unit: 's' }),
    number('overrideTotal', 'Time that the timer was set to.', { unit: 's' }),
    number('manualMode', 'What manual mode follows.', {
      values: { '0': 'off', '1': 'comfort', '2': 'economy', '3': 'timer', '4': 'presence' },
    }),
    flag('openWindow', 'Whether a window is open.', ['windows closed', 'window open']),
    flag('movement', 'Whether somebody is there.', ['nobody there', 'somebody there']),
    number('temperatures', 'Its temperatures, in the order of their ids.', {
      ...DEGREES,
      indexed: true,
    }),
    flag('stop', 'Whether heating and cooling are stopped.', ['running', 'stopped']),
    flag('isPreparing', 'Whether it prepares the next temperature.', [
      'not preparing',
      'preparing',
    ]),
    number('valveHeat', 'How far the heating valve is open.', { unit: '%' }),
    number('valveCool', 'How far the cooling valve is open.', { unit: '%' }),
  ],
  commands: [
    control(
      'set-mode',
      'mode/{mode}',
      'Chooses how it works.',
      ['mode'],
      [
        choiceArg('mode', 'How it works.', {
          auto: '0',
          'auto-heat': '3',
          'auto-cool': '4',
          'manual-heat': '5',
          'manual-cool': '6',
        }),
      ],
    ),
    control(
      'set-service-mode',
      'service/{mode}',
      'Chooses the service mode.',
      ['serviceMode'],
      [indexArg('mode', '0 off, 1 all off, 2 heating on, 3 cooling on, 4 all on.', 0, 4)],
    ),
    control(
      'start-timer',
      'starttimer/{kind}/{seconds}',
      'Keeps the room at one of its temperatures for a while.',
      ['override', 'overrideTotal', 'tempTarget'],
      [TEMPERATURE_ID, secondsArg('seconds', 'How long.', 1, 31_536_000)],
    ),
    control('stop-timer', 'stoptimer', 'Ends the timer.', ['override', 'tempTarget']),
    control(
      'set-temperature',
      'settemp/{kind}/{temperature}',
      'Sets one of its temperatures; economy and protection temperatures may be offsets.',
      ['temperatures', 'tempTarget'],
      [
        TEMPERATURE_ID,
        temperatureArg('temperature', 'Temperature, or offset from comfort.', -40, 104),
      ],
    ),
  ],
};
