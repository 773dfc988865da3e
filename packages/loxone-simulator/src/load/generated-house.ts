import { uuidFrom } from '../uuid-from.js';

/** Types of a generated house, with the states of each; they take turns. */
const TYPES: readonly {
  readonly type: string;
  readonly category: string;
  readonly states: readonly string[];
  readonly details?: Readonly<Record<string, unknown>>;
}[] = [
  { type: 'Switch', category: 'lights', states: ['active'] },
  { type: 'Dimmer', category: 'lights', states: ['position', 'min', 'max', 'step'] },
  {
    type: 'InfoOnlyAnalog',
    category: 'undefined',
    states: ['value'],
    details: { format: '%.1f°' },
  },
  { type: 'InfoOnlyDigital', category: 'undefined', states: ['active'] },
  {
    type: 'Jalousie',
    category: 'shading',
    states: [
      'up',
      'down',
      'position',
      'shadePosition',
      'safetyActive',
      'autoAllowed',
      'autoActive',
    ],
    details: { isAutomatic: true, animation: 0 },
  },
  { type: 'Pushbutton', category: 'undefined', states: ['active'] },
  { type: 'PresenceDetector', category: 'undefined', states: ['active', 'locked'] },
  {
    type: 'Meter',
    category: 'undefined',
    states: ['actual', 'total'],
    details: { actualFormat: '%.2f kW', totalFormat: '%.1f kWh', type: 'unidirectional' },
  },
  {
    type: 'TimedSwitch',
    category: 'lights',
    states: ['deactivationDelay', 'deactivationDelayTotal'],
  },
  { type: 'TextState', category: 'undefined', states: ['textAndIcon'] },
];

const CONTROLS_PER_ROOM = 25;
const CATEGORIES = ['lights', 'shading', 'undefined'] as const;

/**
 * A house of any size for measurements, shaped like LoxAPP3.json: many types in turn, 25 controls in
 * each room, always the same ids for the same size.
 *
 * @param controls - How many, from 1 on.
 */
export function createGeneratedHouse(controls: number): unknown {
  if (!Number.isInteger(controls) || controls < 1) {
    throw new RangeError('controls must be a whole number from 1 on');
  }
  const rooms = Math.ceil(controls / CONTROLS_PER_ROOM);
  return {
    lastModified: '2025-01-01 00:00:00',
    msInfo: {
      serialNr: '504F94F00D00',
      msName: 'Generated House',
      projectName: `${controls} controls`,
      miniserverType: 2,
      tempUnit: 0,
      latitude: 48.2,
      longitude: 14.4,
      currentUser: { name: 'load', uuid: uuidFrom('load/user'), isAdmin: true, userRights: 2047 },
    },
    globalStates: { operatingMode: uuidFrom('load/operatingMode') },
    operatingModes: {},
    rooms: Object.fromEntries(Array.from({ length: rooms }, (_, index) => room(index))),
    cats: Object.fromEntries(CATEGORIES.map(category)),
    controls: Object.fromEntries(Array.from({ length: controls }, (_, index) => control(index))),
    weatherServer: {},
    times: {},
    messageCenter: {},
  };
}

function room(index: number): readonly [string, unknown] {
  const uuid = uuidFrom(`load/room/${index}`);
  const name = `Room ${index + 1}`;
  return [uuid, { uuid, name, image: '', defaultRating: 0, isFavorite: false, type: 0 }];
}

function category(type: (typeof CATEGORIES)[number]): readonly [string, unknown] {
  const uuid = uuidFrom(`load/cat/${type}`);
  return [
    uuid,
    { uuid, name: type, image: '', defaultRating: 0, isFavorite: false, type, color: '#69C350' },
  ];
}

function control(index: number): readonly [string, unknown] {
  const kind = TYPES[index % TYPES.length];
  const uuidAction = uuidFrom(`load/control/${index}`);
  const { type = '', category: cat = '', states = [], details = {} } = kind ?? {};
  return [
    uuidAction,
    {
      name: `${type} ${index + 1}`,
      type,
      uuidAction,
      room: uuidFrom(`load/room/${Math.floor(index / CONTROLS_PER_ROOM)}`),
      cat: uuidFrom(`load/cat/${cat}`),
      defaultRating: 0,
      isFavorite: false,
      isSecured: false,
      details,
      states: Object.fromEntries(
        states.map((state) => [state, uuidFrom(`load/control/${index}/${state}`)]),
      ),
    },
  ];
}
