import { uuidFrom } from '../uuid-from.js';
import { buildControl, type ControlPlan, categoryId, roomId } from './builder.js';
import { ENERGY } from './energy.js';
import { GROUND_FLOOR } from './ground-floor.js';
import { OUTSIDE } from './outside.js';
import { DEMO_CATEGORIES, DEMO_ROOMS } from './rooms.js';
import { UPPER_FLOOR } from './upper-floor.js';
import { WEATHER_SERVER } from './weather-server.js';
import { WHOLE_HOUSE } from './whole-house.js';

const LAST_MODIFIED = '2025-03-21 18:30:00';
const SERIAL = '504F94DE3000';

const GLOBAL_STATES = [
  'operatingMode',
  'sunrise',
  'sunset',
  'pastTasks',
  'plannedTasks',
  'notifications',
  'modifications',
  'favColorSequences',
  'favColors',
  'miniserverTime',
  'liveSearch',
  'userSettings',
  'userSettingsTs',
  'cloudservice',
  'trustVersion',
  'propsVersion',
  'hasInternet',
] as const;

const OPERATING_MODES = {
  '0': 'Holiday',
  '1': 'Vacation',
  '2': 'Day off',
  '3': 'Monday',
  '4': 'Tuesday',
  '5': 'Wednesday',
  '6': 'Thursday',
  '7': 'Friday',
  '8': 'Saturday',
  '9': 'Sunday',
  '10': 'Heating period',
  '11': 'Cooling period',
  '-1': 'Alarm',
  '-2': 'Presence simulation',
  '-3': 'Building protection',
  '-4': 'Increased heating',
  '-5': 'Party',
  '-6': 'Absent',
} as const;

const PLANS: readonly ControlPlan[] = [
  ...GROUND_FLOOR,
  ...UPPER_FLOOR,
  ...OUTSIDE,
  ...ENERGY,
  ...WHOLE_HOUSE,
];

/**
 * A house on two floors with a garden, shaped like LoxAPP3.json: lamps, blinds, climate, music,
 * alarms, energy and more in 16 rooms. Two rooms have a "Ceiling Light"; the front door and the
 * driveway gate ask for the visualisation password.
 *
 * @returns A fresh copy each time, always with the same ids.
 */
export function createDemoHouse(): unknown {
  return structuredClone({
    lastModified: LAST_MODIFIED,
    msInfo: msInfo(),
    globalStates: byName(GLOBAL_STATES, (name) => uuidFrom(`demo/global/${name}`)),
    operatingModes: OPERATING_MODES,
    rooms: Object.fromEntries(DEMO_ROOMS.map((name) => [roomId(name), room(name)])),
    cats: Object.fromEntries(CATEGORY_NAMES.map((name) => [categoryId(name), category(name)])),
    controls: Object.fromEntries(PLANS.map(buildControl)),
    weatherServer: WEATHER_SERVER,
    times: {
      '268': { id: 268, name: 'Month', analog: true },
      '270': { id: 270, name: 'Weekday', analog: true },
      '272': { id: 272, name: 'Minutes since midnight', analog: true },
    },
    caller: {},
    mailer: {},
    autopilot: {},
    messageCenter: {
      [uuidFrom('demo/messages')]: {
        name: 'Message Centre',
        uuidAction: uuidFrom('demo/messages'),
        states: { changed: uuidFrom('demo/messages/changed') },
      },
    },
    mediaServer: {},
  });
}

const CATEGORY_NAMES = Object.keys(DEMO_CATEGORIES).filter(isCategory);

function isCategory(name: string): name is keyof typeof DEMO_CATEGORIES {
  return Object.hasOwn(DEMO_CATEGORIES, name);
}

function msInfo(): unknown {
  return {
    serialNr: SERIAL,
    msName: 'Gatehouse Demo',
    projectName: 'Gatehouse Demo House',
    localUrl: '127.0.0.1',
    remoteUrl: '',
    hostname: '',
    tempUnit: 0,
    currency: '€',
    squareMeasure: 'm²',
    location: 'Demo Town',
    latitude: 48.2,
    longitude: 14.4,
    altitude: 290,
    languageCode: 'ENG',
    heatPeriodStart: '10-01',
    heatPeriodEnd: '04-30',
    coolPeriodStart: '05-01',
    coolPeriodEnd: '09-30',
    catTitle: 'Category',
    roomTitle: 'Room',
    miniserverType: 2,
    deviceMonitor: uuidFrom('demo/device-monitor'),
    sortByRating: false,
    currentUser: {
      name: 'demo',
      uuid: uuidFrom('demo/user'),
      isAdmin: true,
      changePassword: true,
      userRights: 4294967295,
    },
  };
}

function room(name: (typeof DEMO_ROOMS)[number]): unknown {
  return { uuid: roomId(name), name, image: '', defaultRating: 0, isFavorite: false, type: 0 };
}

function category(name: keyof typeof DEMO_CATEGORIES): unknown {
  return {
    uuid: categoryId(name),
    name,
    image: '',
    defaultRating: 0,
    isFavorite: false,
    type: DEMO_CATEGORIES[name],
    color: '#69C350',
  };
}

function byName<Value>(
  names: readonly string[],
  make: (name: string) => Value,
): Readonly<Record<string, Value>> {
  return Object.fromEntries(names.map((name) => [name, make(name)]));
}
