import type { ArgumentSpec, ControlType } from '../types.js';
import {
  admin,
  choiceArg,
  control,
  flag,
  indexArg,
  instant,
  json,
  main,
  number,
  switchArg,
  temperatureArg,
  text,
} from './builders.js';
import { UNTIL, WITHOUT_END } from './common.js';

const DEGREES = { unit: '°C' };

const OUTDOOR = { unit: '°C', absent: [-1000] };

const PERCENT = { unit: '%' };

const BOUNDARY: ArgumentSpec = temperatureArg(
  'temperature',
  'Average temperature outside.',
  -40,
  120,
);

const SERVICE_MODE: ArgumentSpec = indexArg('mode', 'Number of the service mode; 0 is off.', 0, 4);

/** What heats and cools the house (protocol reference §5.4). */
export const CLIMATE: readonly ControlType[] = [
  {
    type: 'ClimateController',
    family: 'climate',
    label: 'climate controller',
    capabilities: [],
    states: [
      main(
        number('currentMode', 'What it does now.', {
          values: {
            '0': 'neither heating nor cooling',
            '1': 'heating',
            '2': 'cooling',
            '3': 'boost heating',
            '4': 'boost cooling',
            '5': 'service',
            '6': 'external',
          },
        }),
      ),
      number('autoMode', 'What it may do by itself.', {
        values: {
          '-1': 'off',
          '0': 'heating and cooling',
          '1': 'heating only',
          '2': 'cooling only',
        },
      }),
      number('currentAutomatic', 'How it decides between heating and cooling.'),
      json(
        'controls',
        'What the rooms ask for: `[{uuid, demand}]`, demand -1 cooling, 0 nothing, 1 heating.',
      ),
      number('temperatureBoundaryInfo', 'Which outdoor temperature limits apply.'),
      number('heatingTempBoundary', 'Average temperature outside below which it heats.', DEGREES),
      number('coolingTempBoundary', 'Average temperature outside above which it cools.', DEGREES),
      number('actualOutdoorTemp', 'Temperature outside.', OUTDOOR),
      number('averageOutdoorTemp', 'Average temperature outside.', OUTDOOR),
      number('overwriteReason', 'Why it does not follow its automatic, 0 to 4.', {
        values: { '0': 'it does' },
      }),
      text('infoText', 'Why it is locked.'),
      number('serviceMode', 'Service mode.', { values: { '0': 'off' } }),
      instant('nextMaintenance', 'When maintenance is due.', 'unix'),
      flag('ventilation', 'Whether it ventilates.', ['not ventilating', 'ventilating']),
      flag('excessEnergy', 'Whether there is energy to spare.'),
      number('standbyReason', 'Why it rests, 0 to 3.', { values: { '0': 'it does not' } }),
    ],
    commands: [
      control(
        'set-auto-mode',
        'autoMode/{mode}',
        'Chooses what it may do by itself.',
        ['autoMode', 'currentMode'],
        [
          choiceArg('mode', 'What it may do.', {
            off: '-1',
            'heat-cool': '0',
            heat: '1',
            cool: '2',
          }),
        ],
      ),
      control(
        'set-service-mode',
        'setServiceMode/{mode}',
        'Chooses the service mode.',
        ['serviceMode'],
        [SERVICE_MODE],
      ),
      control(
        'set-ventilation',
        'ventilation/{state}',
        'Switches ventilation.',
        ['ventilation'],
        [switchArg('state', 'On or off.')],
      ),
      control(
        'set-heating-boundary',
        'setHeatingBoundary/{temperature}',
        'Sets below which average temperature outside it heats.',
        ['heatingTempBoundary'],
        [BOUNDARY],
      ),
      control(
        'set-cooling-boundary',
        'setCoolingBoundary/{temperature}',
        'Sets above which average temperature outside it cools.',
        ['coolingTempBoundary'],
        [BOUNDARY],
      ),
      admin('reset-maintenance', 'resetMaintenance', 'Records a maintenance.', ['nextMaintenance']),
    ],
  },
  {
    type: 'ClimateControllerUS',
    family: 'climate',
    label: 'HVAC controller',
    capabilities: [],
    states: [
      main(
        number('mode', 'How it works, 0 to 3.', { values: { '0': 'off' }, words: 'mode {value}' }),
      ),
      json('controls', 'What the rooms ask for.'),
      number('currentStatus', 'Bits of what it does now.', { values: { '0': 'idle' } }),
      number('stage', 'Stage of heating or cooling, 0 to 2.'),
      flag('fan', 'Whether the fan runs.', ['fan off', 'fan on']),
      instant('fanTimerUntil', 'Until when the fan runs.', 'loxone', WITHOUT_END),
      instant('modeTimerUntil', 'Until when the mode is overridden.', 'loxone', WITHOUT_END),
      instant('emergencyTimerUntil', 'Until when emergency heat runs.', 'loxone', WITHOUT_END),
      flag('emergencyOverride', 'Whether emergency heat is on.', [
        'emergency heat off',
        'emergency heat on',
      ]),
      number('humidity', 'Humidity.', PERCENT),
      number('actualOutdoorTemp', 'Temperature outside.', OUTDOOR),
      number('minimumTempCooling', 'Temperature outside below which it does not cool.', DEGREES),
      number('maximumTempHeating', 'Temperature outside above which it does not heat.', DEGREES),
      number('threshold', 'Demand from which it starts.', PERCENT),
      number('demandHeat', 'Demand for heat.', PERCENT),
      number('demandCool', 'Demand for cold.', PERCENT),
      number('serviceMode', 'Service mode.', { values: { '0': 'off' } }),
    ],
    commands: [
      control(
        'set-mode',
        'setMode/{mode}',
        'Chooses how it works.',
        ['mode'],
        [indexArg('mode', 'Number of the mode; 0 is off.', 0, 3)],
      ),
      control(
        'set-ventilation',
        'ventilation/{state}',
        'Switches the fan.',
        ['fan'],
        [switchArg('state', 'On or off.')],
      ),
      control(
        'set-emergency-heat',
        'useEmergency/{state}',
        'Switches emergency heat.',
        ['emergencyOverride'],
        [switchArg('state', 'On or off.')],
      ),
      control(
        'start-mode-timer',
        'startmodetimer/{mode}/{until}/{after}',
        'Works in a mode until a point in time.',
        ['modeTimerUntil', 'mode'],
        [
          indexArg('mode', 'Number of the mode; 0 is off.', 0, 3),
          UNTIL,
          indexArg('after', 'Number of the mode that follows.', 0, 3),
        ],
      ),
      control(
        'start-ventilation-timer',
        'startVentilationTimer/{until}',
        'Runs the fan until a point in time.',
        ['fanTimerUntil', 'fan'],
        [UNTIL],
      ),
      control(
        'start-emergency-timer',
        'startEmergencyTimer/{until}',
        'Runs emergency heat until a point in time.',
        ['emergencyTimerUntil', 'emergencyOverride'],
        [UNTIL],
      ),
      control(
        'set-minimum-cooling-temperature',
        'setMinimumTempCooling/{temperature}',
        'Sets below which temperature outside it does not cool.',
        ['minimumTempCooling'],
        [BOUNDARY],
      ),
      control(
        'set-maximum-heating-temperature',
        'setMaximumTempHeating/{temperature}',
        'Sets above which temperature outside it does not heat.',
        ['maximumTempHeating'],
        [BOUNDARY],
      ),
      control(
        'set-service-mode',
        'setServiceMode/{mode}',
        'Chooses the service mode.',
        ['serviceMode'],
        [SERVICE_MODE],
      ),
    ],
  },
  {
    type: 'Heatmixer',
    family: 'climate',
    label: 'heating mixer',
    capabilities: [],
    states: [
      main(number('tempActual', 'Temperature of the flow.', DEGREES)),
      main(number('tempTarget', 'Temperature that is aimed at.', DEGREES)),
    ],
    commands: [],
  },
  {
    type: 'SolarPumpController',
    family: 'climate',
    label: 'solar pump controller',
    capabilities: [],
    states: [
      main(number('collectorTemp', 'Temperature of the collector.', DEGREES)),
      number('bufferTemp', 'Temperature of the buffer of this number.', {
        ...DEGREES,
        indexed: true,
      }),
      number('bufferState', 'What the buffer of this number does.', {
        indexed: true,
        values: { '0': 'waiting', '1': 'heating', '2': 'cooling', '3': 'warm enough' },
      }),
      flag('logicOverride', 'Whether the logic overrides it.'),
      flag('heatOverload', 'Whether the collector is too hot.'),
    ],
    commands: [],
  },
];
