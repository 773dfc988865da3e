import type { ArgumentSpec, ControlType } from '../types.js';
import {
  admin,
  choiceArg,
  control,
  flag,
  indexArg,
  json,
  main,
  number,
  numberArg,
  request,
  text,
  textArg,
} from './builders.js';
import { METER_STATES, NODES } from './energy.js';

const KW = { unit: 'kW' };

/** A price is -1337 where none is set. */
const PRICE = { absent: [-1337] };

const MODE = indexArg('mode', 'An id of details.modes, or 99 for manual.', 1, 99);

const LIMIT: ArgumentSpec = numberArg('power', 'Power.', {
  min: 0,
  max: 350,
  unit: 'kW',
  rangeFromDetails: { max: 'max' },
});

const METER_WITHOUT_MAIN = METER_STATES.map(({ main: _, ...state }) => state);

/** Car chargers (protocol reference §5.7). */
export const CHARGING: readonly ControlType[] = [
  {
    type: 'Wallbox2',
    family: 'energy',
    label: 'car charger',
    capabilities: [],
    states: [
      main(flag('active', 'Whether it is charging.', ['not charging', 'charging'])),
      main(flag('connected', 'Whether a car is connected.', ['no car', 'car connected'])),
      flag('enabled', 'Whether charging is allowed.', ['not allowed', 'allowed']),
      flag('loadshed', 'Whether it is held back to shed load.'),
      number('phaseSwitching', 'State of switching between one phase and three.'),
      number('mode', 'Charging mode.', { values: { '99': 'manual' }, wordsFromDetails: ['modes'] }),
      number('limit', 'Greatest power.', KW),
      number('modeUnplug', 'Charging mode after unplugging.', {
        values: { '0': 'unchanged' },
        wordsFromDetails: ['modes'],
      }),
      json('session', 'The session: `{connect, disconnect, start, energy, power, user, price}`.'),
      number('priority', 'Whether it comes first in the load management.'),
      number('pricePerHour', 'Price of an hour.', PRICE),
      number('pricePerkWh', 'Price of a kilowatt-hour.', PRICE),
      number('limitedBy', 'Bits of what limits it.', { values: { '0': 'not limited' } }),
      ...METER_WITHOUT_MAIN,
    ],
    commands: [
      control(
        'allow',
        'allow/{state}',
        'Allows charging, or forbids it.',
        ['enabled', 'active'],
        [choiceArg('state', 'Whether it is allowed.', { on: 'on', off: 'off' })],
      ),
      control(
        'set-mode',
        'setmode/{mode}',
        'Chooses the charging mode.',
        ['mode', 'limit'],
        [MODE],
      ),
      control(
        'set-mode-unplug',
        'modeUnplug/{mode}',
        'Chooses the mode after unplugging; 0 leaves it.',
        ['modeUnplug'],
        [indexArg('mode', 'An id of details.modes, or 0.', 0, 5)],
      ),
      control(
        'set-manual-limit',
        'manualLimit/{power}',
        'Limits the power in manual mode.',
        ['limit', 'mode'],
        [LIMIT],
      ),
      admin(
        'update-mode',
        'updateMode/{mode}/{power}/{name}',
        'Changes power and name of a charging mode.',
        ['limit'],
        [
          indexArg('mode', 'An id of details.modes.', 1, 5),
          LIMIT,
          textArg('name', 'Name of the mode.', 60),
        ],
      ),
      admin(
        'update-mode-with-price',
        'updateMode/{mode}/{power}/{name}/{price}',
        'Changes power, name and price of a charging mode.',
        ['limit', 'pricePerkWh'],
        [
          indexArg('mode', 'An id of details.modes.', 1, 5),
          LIMIT,
          textArg('name', 'Name of the mode.', 60),
          numberArg('price', 'Price of a kilowatt-hour.', { min: 0, max: 1000 }),
        ],
      ),
    ],
  },
  {
    type: 'WallboxManager',
    family: 'energy',
    label: 'car charger manager',
    capabilities: [],
    states: [
      main(number('Cp', 'Power of all its chargers.', KW)),
      main(number('Ap', 'Power that is assigned to its chargers.', KW)),
      number('Pmax', 'Greatest power.', KW),
      number('Peco', 'Power that eco charging may use.', KW),
      number('priceEco', 'Price of energy to spare.', PRICE),
      number('pricePrio', 'Price of charging first.', PRICE),
      number('priceHour', 'Price of an hour.', PRICE),
      number('actual', 'Power at the node of this number.', { ...KW, indexed: true }),
      number(
        'limitedBy',
        'Bits of what limits the node of this number: 1 eco, 2 strand, 4 node above, 8 greatest power.',
        {
          indexed: true,
          values: { '0': 'not limited' },
        },
      ),
    ],
    commands: [],
    requests: [
      request('node-value', 'getNodeValue/{nodes}', 'Power at some nodes, as JSON.', [NODES]),
    ],
  },
  {
    type: 'CarCharger',
    family: 'energy',
    label: 'car charger (first generation)',
    capabilities: [],
    states: [
      main(flag('charging', 'Whether it is charging.', ['not charging', 'charging'])),
      main(flag('connected', 'Whether a car is connected.', ['no car', 'car connected'])),
      number('status', 'State of the charger, 0 to 2.'),
      flag('chargingFinished', 'Whether the car is full.', ['not finished', 'finished']),
      number('power', 'Charging power.', KW),
      number('energySession', 'Energy of this session.', { unit: 'kWh' }),
      number('limitMode', 'What limits it.', {
        values: { '0': 'off', '1': 'manual', '2': 'automatic' },
      }),
      number('currentLimit', 'Limit now.', KW),
      number('minLimit', 'Least limit.', KW),
      number('maxLimit', 'Greatest limit.', KW),
      number('chargeDuration', 'How long it has charged.', { unit: 's' }),
      text('profiles', 'Its profiles.'),
      number('currentProfile', 'Number of the present profile.'),
    ],
    commands: [
      control(
        'charge',
        'charge/{state}',
        'Starts charging, or stops it.',
        ['charging'],
        [choiceArg('state', 'On or off.', { on: 'on', off: 'off' })],
      ),
      control(
        'set-limit-mode',
        'limitMode/{mode}',
        'Chooses what limits it.',
        ['limitMode'],
        [choiceArg('mode', 'What limits it.', { off: '0', manual: '1', automatic: '2' })],
      ),
      control(
        'set-limit',
        'limit/{power}',
        'Sets the limit.',
        ['currentLimit'],
        [
          numberArg('power', 'Power.', {
            min: 0,
            max: 350,
            unit: 'kW',
            rangeFromStates: { min: 'minLimit', max: 'maxLimit' },
          }),
        ],
      ),
      control(
        'select-profile',
        'profile/{profile}',
        'Chooses a profile.',
        ['currentProfile'],
        [indexArg('profile', 'Number of the profile.', 0, 99)],
      ),
    ],
  },
];
