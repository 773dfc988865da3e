import type { ArgumentSpec, ControlType } from '../types.js';
import {
  choiceArg,
  control,
  flag,
  json,
  main,
  number,
  numberArg,
  temperatureArg,
} from './builders.js';
import { scheduleCommands, UNTIL } from './common.js';

const DEGREES = { unit: '°C' };

/** A Miniserver without an outdoor sensor reports -1000. */
const OUTDOOR = { unit: '°C', absent: [-1000] };

const TEMPERATURE: ArgumentSpec = temperatureArg('temperature', 'Temperature.', 5, 104);

/** Wide enough for a house in °F. */
const OFFSET: ArgumentSpec = temperatureArg(
  'offset',
  'How far from the comfort temperature.',
  -40,
  40,
);

const BOUNDARY: ArgumentSpec = temperatureArg(
  'temperature',
  'Average temperature outside.',
  -40,
  120,
);

const MODE: ArgumentSpec = choiceArg('mode', 'What the room is kept at.', {
  eco: '0',
  comfort: '1',
  'building-protection': '2',
  manual: '3',
  off: '4',
});

const OPERATING_MODES = {
  '-1': 'off',
  '0': 'automatic, heating and cooling',
  '1': 'automatic, heating',
  '2': 'automatic, cooling',
  '3': 'manual, heating and cooling',
  '4': 'manual, heating',
  '5': 'manual, cooling',
};

const OVERRIDDEN = ['overrideEntries', 'overrideReason', 'activeMode', 'tempTarget'];

/** The room controller (protocol reference §5.4). */
export const ROOM_CONTROLLER: ControlType = {
  type: 'IRoomControllerV2',
  family: 'climate',
  label: 'room controller',
  capabilities: [],
  states: [
    main(number('tempActual', 'Temperature in the room.', DEGREES)),
    main(number('tempTarget', 'Temperature that is aimed at.', DEGREES)),
    number('activeMode', 'What the room is kept at.', {
      values: {
        '0': 'eco',
        '1': 'comfort',
        '2': 'building protection',
        '3': 'manual',
        '4': 'off',
      },
    }),
    number('operatingMode', 'How it works.', { values: OPERATING_MODES }),
    number('currentMode', 'How it works now.', { values: OPERATING_MODES }),
    json(
      'overrideEntries',
      'What overrides the schedule: `[{start, end, reason, source, isTimer}]`.',
    ),
    number('overrideReason', 'Why the schedule is overridden.', {
      values: {
        '0': 'not overridden',
        '1': 'presence',
        '2': 'open window',
        '3': 'comfort',
        '4': 'eco',
        '5': 'eco plus',
        '6': 'preheating',
        '7': 'precooling',
        '8': 'a source',
      },
    }),
    number('prepareState', 'Whether it prepares the next temperature.', {
      values: { '-1': 'cooling down', '0': 'not preparing', '1': 'heating up' },
    }),
    number('comfortTemperature', 'Comfort temperature for heating.', DEGREES),
    number('comfortTemperatureCool', 'Comfort temperature for cooling.', DEGREES),
    number('comfortTolerance', 'How far the temperature may be off.', DEGREES),
    number('comfortTemperatureOffset', 'What is added to the comfort temperature.', DEGREES),
    number('absentMinOffset', 'How much colder it may get in eco mode.', DEGREES),
    number('absentMaxOffset', 'How much warmer it may get in eco mode.', DEGREES),
    number('frostProtectTemperature', 'Temperature below which the building is heated.', DEGREES),
    number('heatProtectTemperature', 'Temperature above which the building is cooled.', DEGREES),
    number(
      'shadingHeatTemp',
      'Temperature above which shading keeps the sun out while heating.',
      DEGREES,
    ),
    number(
      'shadingCoolTemp',
      'Temperature above which shading keeps the sun out while cooling.',
      DEGREES,
    ),
    number('shadingOut', 'What it asks of the shading.'),
    flag('openWindow', 'Whether a window is open.', ['windows closed', 'window open']),
    number('excessEnergyTempOffset', 'What is added when there is energy to spare.', DEGREES),
    number('temperatureBoundaryInfo', 'Which outdoor temperature limits apply.'),
    number('actualOutdoorTemp', 'Temperature outside.', OUTDOOR),
    number('averageOutdoorTemp', 'Average temperature outside.', OUTDOOR),
    number('useOutdoor', 'Whether the temperature outside decides between heating and cooling.'),
    number('capabilities', 'Bits: 1 heats, 2 cools, 4 shades, 8 ventilates, 32 cools passively.'),
    number('co2', 'Carbon dioxide in the room.', { unit: 'ppm' }),
    number('humidityActual', 'Humidity in the room.', { unit: '%' }),
  ],
  commands: [
    control(
      'override',
      'override/{mode}',
      'Keeps the room at a mode until it is ended.',
      OVERRIDDEN,
      [MODE],
    ),
    control(
      'override-until',
      'override/{mode}/{until}',
      'Keeps the room at a mode until a point in time.',
      OVERRIDDEN,
      [MODE, UNTIL],
    ),
    control(
      'override-temperature',
      'override/3//{temperature}',
      'Keeps the room at a temperature until it is ended.',
      OVERRIDDEN,
      [TEMPERATURE],
    ),
    control(
      'override-temperature-until',
      'override/3/{until}/{temperature}',
      'Keeps the room at a temperature until a point in time.',
      OVERRIDDEN,
      [UNTIL, TEMPERATURE],
    ),
    control('stop-override', 'stopOverride', 'Returns to the schedule.', OVERRIDDEN),
    control(
      'set-comfort-mode-temperature',
      'setComfortModeTemp/{temperature}',
      'Changes the comfort temperature until the schedule changes next.',
      ['tempTarget', 'comfortTemperatureOffset', 'overrideEntries'],
      [TEMPERATURE],
    ),
    control(
      'set-comfort-temperature',
      'setComfortTemperature/{temperature}',
      'Sets the comfort temperature for heating.',
      ['comfortTemperature', 'tempTarget'],
      [TEMPERATURE],
    ),
    control(
      'set-comfort-temperature-cool',
      'setComfortTemperatureCool/{temperature}',
      'Sets the comfort temperature for cooling.',
      ['comfortTemperatureCool', 'tempTarget'],
      [TEMPERATURE],
    ),
    control(
      'set-comfort-tolerance',
      'setComfortTolerance/{tolerance}',
      'Sets how far the temperature may be off.',
      ['comfortTolerance'],
      [numberArg('tolerance', 'How far.', { min: 0.5, max: 3, unit: '°C' })],
    ),
    control(
      'set-manual-temperature',
      'setManualTemperature/{temperature}',
      'Sets the temperature of manual mode.',
      ['tempTarget'],
      [TEMPERATURE],
    ),
    control(
      'set-absent-min-offset',
      'setAbsentMinTemperature/{offset}',
      'Sets how much colder it may get in eco mode.',
      ['absentMinOffset', 'tempTarget'],
      [OFFSET],
    ),
    control(
      'set-absent-max-offset',
      'setAbsentMaxTemperature/{offset}',
      'Sets how much warmer it may get in eco mode.',
      ['absentMaxOffset', 'tempTarget'],
      [OFFSET],
    ),
    control(
      'set-operating-mode',
      'setOperatingMode/{mode}',
      'Chooses how it works.',
      ['operatingMode', 'currentMode'],
      [
        choiceArg('mode', 'How it works.', {
          off: '-1',
          'auto-heat-cool': '0',
          'auto-heat': '1',
          'auto-cool': '2',
          'manual-heat-cool': '3',
          'manual-heat': '4',
          'manual-cool': '5',
        }),
      ],
    ),
    control(
      'set-shading-temperature-heat',
      'setshadingtemperatureheat/{temperature}',
      'Sets above which temperature shading helps while heating.',
      ['shadingHeatTemp'],
      [TEMPERATURE],
    ),
    control(
      'set-shading-temperature-cool',
      'setshadingtemperaturecool/{temperature}',
      'Sets above which temperature shading helps while cooling.',
      ['shadingCoolTemp'],
      [TEMPERATURE],
    ),
    control(
      'set-heating-boundary',
      'setHeatingBoundary/{temperature}',
      'Sets below which average temperature outside it heats.',
      ['temperatureBoundaryInfo'],
      [BOUNDARY],
    ),
    control(
      'set-cooling-boundary',
      'setCoolingBoundary/{temperature}',
      'Sets above which average temperature outside it cools.',
      ['temperatureBoundaryInfo'],
      [BOUNDARY],
    ),
    control(
      'activate-presence-schedule',
      'activatePresenceSchedule',
      'Follows the presence schedule.',
      OVERRIDDEN,
    ),
    ...scheduleCommands(['activeMode', 'tempTarget']),
  ],
};
