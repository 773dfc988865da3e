import type { ArgumentSpec, ControlType, StateSpec } from '../types.js';
import {
  admin,
  choiceArg,
  control,
  flag,
  instant,
  json,
  listArg,
  main,
  number,
  numberArg,
  patternArg,
  percentArg,
  request,
  textArg,
} from './builders.js';
import { EXAMPLE_UUID, UUID } from './common.js';

const KW = { unit: 'kW' };

const KWH = { unit: 'kWh' };

const POWER = { formatFromDetails: 'actualFormat' };

const TOTAL = { formatFromDetails: 'totalFormat' };

/** What a meter counts; electricity chargers have the same states. */
export const METER_STATES: readonly StateSpec[] = [
  main(number('actual', 'What flows now; below 0 it flows back, or a storage is charged.', POWER)),
  main(number('total', 'What was counted in all.', TOTAL)),
  number('totalDay', 'What was counted today.', TOTAL),
  number('totalWeek', 'What was counted this week.', TOTAL),
  number('totalMonth', 'What was counted this month.', TOTAL),
  number('totalYear', 'What was counted this year.', TOTAL),
  number('totalNeg', 'What was counted in the other direction in all.', TOTAL),
  number('totalNegDay', 'What was counted in the other direction today.', TOTAL),
  number('totalNegWeek', 'What was counted in the other direction this week.', TOTAL),
  number('totalNegMonth', 'What was counted in the other direction this month.', TOTAL),
  number('totalNegYear', 'What was counted in the other direction this year.', TOTAL),
  number('storage', 'How full the storage is.', { formatFromDetails: 'storageFormat' }),
];

/** Nodes of an energy tree. */
export const NODES: ArgumentSpec = listArg(
  'nodes',
  'Uuids of nodes, as details.nodes has them, with spaces between them.',
  UUID,
  ';',
  { example: EXAMPLE_UUID },
);

const LOAD_ID: ArgumentSpec = textArg('load', 'Id of the load, as the state loads has it.', 60);

/** Meters and energy management (protocol reference §5.7). */
export const ENERGY: readonly ControlType[] = [
  {
    type: 'Meter',
    family: 'energy',
    label: 'meter',
    capabilities: [],
    states: METER_STATES,
    commands: [admin('reset', 'reset', 'Sets its counts to zero.', ['total'])],
  },
  {
    type: 'EFM',
    family: 'energy',
    label: 'energy flow monitor',
    capabilities: [],
    states: [
      main(number('Gpwr', 'Power from the grid; below 0 it is fed in.', POWER)),
      main(number('Ppwr', 'Power that is produced.', POWER)),
      number('Spwr', 'Power from the storage; below 0 it is charged.', POWER),
      number('selfConsumption', 'How much of the production is used in the house.'),
      number('Pri', 'Price of energy from the grid.'),
      number('Pre', 'Price of energy that is fed in.'),
      number('CO2', 'Carbon dioxide of energy from the grid.'),
      number('actual', 'Power at the node of this number; details.nodes name the states.', {
        ...POWER,
        indexed: true,
      }),
    ],
    commands: [],
    requests: [
      request(
        'node-value',
        'getNodeValue/{span}/{nodes}',
        'Power or energy at some nodes, as JSON.',
        [
          choiceArg('span', 'Power now, or energy of a span of time.', {
            actual: 'actual',
            day: 'day',
            week: 'week',
            month: 'month',
            year: 'year',
            lifetime: 'lifetime',
          }),
          NODES,
        ],
      ),
      request('view', 'get/{view}', 'One of its views, as JSON.', [
        patternArg('view', 'Name of the view.', '[A-Za-z0-9_-]{1,40}', 'overview'),
      ]),
    ],
  },
  {
    type: 'EnergyManager',
    family: 'energy',
    label: 'energy manager (first generation)',
    capabilities: [],
    states: [
      main(number('currentPower', 'Power from the grid; below 0 it is fed in.', KW)),
      number('currentBat', 'The battery, as the block reports it.'),
      json(
        'loads',
        'Its loads: `[{id, isActive, isPreparing, activeUntil, isWaitingforActivation, isPermanentOn}]`.',
      ),
    ],
    commands: [
      control(
        'trigger',
        'trigger/{load}',
        'Starts a load for its shortest time.',
        ['loads'],
        [LOAD_ID],
      ),
      control('turn-on', 'turnOn/{load}', 'Switches a load on.', ['loads'], [LOAD_ID]),
      control('turn-off', 'turnOff/{load}', 'Switches a load off.', ['loads'], [LOAD_ID]),
    ],
  },
  {
    type: 'EnergyManager2',
    family: 'energy',
    label: 'energy manager',
    capabilities: [],
    states: [
      main(number('Gpwr', 'Power from the grid; below 0 it is fed in.', KW)),
      main(number('Ppwr', 'Power that is produced.', KW)),
      number('Spwr', 'Power from the storage; below 0 it is charged.', KW),
      number('Ssoc', 'How full the storage is.', { unit: '%' }),
      number('MinSoc', 'How full the storage is before loads are switched on.', { unit: '%' }),
      number('MaxSpwr', 'Greatest power for charging the storage.', KW),
      json(
        'loads',
        'Its loads: `[{id, name, uuid, prio, pwr, active, activatedManually, deactivatedManually, minimumActiveUntil}]`.',
      ),
    ],
    commands: [
      control('activate-load', '{load}/activate', 'Switches a load on.', ['loads'], [LOAD_ID]),
      control('deactivate-load', '{load}/deactivate', 'Switches a load off.', ['loads'], [LOAD_ID]),
      control(
        'automate-load',
        '{load}/automatic',
        'Leaves a load to the manager.',
        ['loads'],
        [LOAD_ID],
      ),
      control(
        'set-min-soc',
        'setMinSoc/{charge}',
        'Sets how full the storage is before loads are switched on.',
        ['MinSoc'],
        [percentArg('charge', 'How full.')],
      ),
      control(
        'set-max-storage-power',
        'setMaxSpwr/{power}',
        'Sets the greatest power for charging the storage.',
        ['MaxSpwr'],
        [numberArg('power', 'Power.', { min: 0, max: 1000, unit: 'kW' })],
      ),
      control('manage', 'manage', 'Lets it decide anew.', ['loads']),
      control(
        'set-order',
        'order/{loads}',
        'Sets the order in which loads are switched on.',
        ['loads'],
        [
          listArg('loads', 'Uuids of all loads, with spaces between them.', UUID, ',', {
            example: EXAMPLE_UUID,
          }),
        ],
      ),
    ],
    requests: [
      request(
        'storage-settings',
        'getStorageSettingDescriptions',
        'What the settings of the storage mean, as JSON.',
      ),
    ],
  },
  {
    type: 'Fronius',
    family: 'energy',
    label: 'energy monitor',
    capabilities: [],
    states: [
      main(number('prodCurr', 'Power that is produced.', KW)),
      main(number('gridCurr', 'Power from the grid; below 0 it is fed in.', KW)),
      number('consCurr', 'Power that is used.', KW),
      number('batteryCurr', 'Power from the battery; below 0 it is charged.', KW),
      number('stateOfCharge', 'How full the battery is.', { unit: '%' }),
      number('prodCurrDay', 'Energy produced today.', KWH),
      number('prodCurrMonth', 'Energy produced this month.', KWH),
      number('prodCurrYear', 'Energy produced this year.', KWH),
      number('prodTotal', 'Energy produced in all.', KWH),
      number('consCurrDay', 'Energy used today.', KWH),
      number('earningsDay', 'Earnings of today.'),
      number('earningsMonth', 'Earnings of this month.'),
      number('earningsYear', 'Earnings of this year.'),
      number('earningsTotal', 'Earnings in all.'),
      number('priceDelivery', 'Price of energy that is fed in.'),
      number('priceConsumption', 'Price of energy from the grid.'),
      number('co2Factor', 'Carbon dioxide saved for each kilowatt-hour.'),
      number('generatorType', 'Kind of plant, 0 to 2.'),
      number('mode', 'Bits of what the plant can report.'),
      number('online', 'Whether it reports; 0 is online here.', {
        values: { '0': 'online', '1': 'offline' },
      }),
    ],
    commands: [],
  },
  {
    type: 'LoadManager',
    family: 'energy',
    label: 'load manager',
    capabilities: [],
    states: [
      main(number('currentPower', 'Power that is used.', KW)),
      main(
        flag('maxPowerExceeded', 'Whether more is used than allowed.', [
          'within the limit',
          'over the limit',
        ]),
      ),
      number('peakOverloadPower', 'Power of the present peak or overload.', KW),
      number('maxTp', 'Its limit MaxTp.', KW),
      number('maxPower', 'Power that is allowed.', KW),
      number('availablePower', 'Power that is left.', KW),
      number('lockedLoads', 'Bits of the loads that are switched off.', {
        values: { '0': 'none' },
      }),
      number('statusLoads', 'Bits of the loads that are on.', { values: { '0': 'none' } }),
    ],
    commands: [],
  },
  {
    type: 'PowerUnit',
    family: 'energy',
    label: 'power supply',
    capabilities: [],
    states: [
      main(number('outputPower', 'Power that it gives.', KW)),
      main(number('batteryStateOfCharge', 'How full its battery is.', { unit: '%' })),
      number('CP', 'Power of the output of this number.', { ...KW, indexed: true }),
      number('fuse', 'Bits of the outputs whose fuse has tripped.', {
        values: { '0': 'none tripped' },
      }),
      instant('supplyTimeRemaining', 'Until when the battery lasts.', 'unix'),
      number('deviceInfo', 'Bits of the device state.'),
    ],
    commands: [],
  },
  {
    type: 'SpotPriceOptimizer',
    family: 'energy',
    label: 'spot price optimizer',
    capabilities: [],
    states: [
      main(flag('active', 'Whether energy is cheap enough now.', ['off', 'on'])),
      main(number('current', 'Price now.', { formatFromDetails: 'format' })),
      number('demand', 'How long it must be on within the period.'),
      number('period', 'How long the period is.'),
      number('minRuntime', 'How long it stays on at least.'),
      number('manualMax', 'Price up to which it is always on.', { formatFromDetails: 'format' }),
      number('forecastsTimestamp', 'When the forecast was made.'),
      instant('cycleFrom', 'When the period began.', 'loxone'),
      instant('cycleUntil', 'When the period ends.', 'loxone'),
    ],
    commands: [
      control(
        'start',
        'start/{demand}/{period}',
        'Looks for the cheapest hours of a period.',
        ['demand', 'period', 'cycleUntil'],
        [
          numberArg('demand', 'How long it must be on.', { min: 0, max: 168, unit: 'h' }),
          numberArg('period', 'Within how long.', { min: 0, max: 168, unit: 'h' }),
        ],
      ),
      control('cancel', 'cancel', 'Cancels the period.', ['active', 'cycleUntil']),
    ],
    requests: [
      request(
        'forecasts',
        'getForecasts',
        'Prices to come, as JSON: `[{u, v, s, e, planned?}]`, unit, value, start and end.',
      ),
    ],
  },
];
