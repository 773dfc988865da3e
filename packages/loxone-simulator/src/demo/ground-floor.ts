import type { ControlPlan } from './builder.js';
import {
  audioZone,
  blinds,
  climate,
  contact,
  lightController,
  sensor,
  shade,
} from './furniture.js';

const ENTRANCE: readonly ControlPlan[] = [
  lightController('Entrance Hall', 'Hall Lighting', [
    ['dimmed', 'Ceiling Spots'],
    ['switched', 'Mirror'],
    ['white', 'Stairs'],
  ]),
  {
    type: 'PresenceDetector',
    name: 'Hall Presence',
    room: 'Entrance Hall',
    category: 'Sensors',
    details: { maxEntries: 100, parameterConnections: 0 },
  },
  {
    // The door is the one thing indoors that asks for the visualisation password.
    type: 'Pushbutton',
    name: 'Front Door',
    room: 'Entrance Hall',
    category: 'Access',
    secured: true,
    details: { hasHistory: true },
  },
  {
    type: 'Intercom',
    name: 'Doorbell',
    room: 'Entrance Hall',
    category: 'Access',
    details: { deviceType: 0, showBellImage: false },
    parts: [{ suffix: 'AQ1', type: 'Pushbutton', name: 'Door Opener' }],
    more: { securedDetails: true },
  },
  {
    type: 'NfcCodeTouch',
    name: 'Code Touch',
    room: 'Entrance Hall',
    category: 'Access',
    details: { place: 'Front door', accessOutputs: { q1: 'Front Door', q2: 'Garage Door' } },
  },
  {
    type: 'MailBox',
    name: 'Letter Box',
    room: 'Entrance Hall',
    category: 'Access',
    details: { deviceType: 0 },
    parts: [{ suffix: 'tracker', type: 'Tracker', name: 'Deliveries' }],
  },
];

const KITCHEN: readonly ControlPlan[] = [
  {
    type: 'Dimmer',
    name: 'Ceiling Light',
    room: 'Kitchen',
    category: 'Lighting',
  },
  lightController('Kitchen', 'Worktop Lighting', [
    ['white', 'Worktop'],
    ['dimmed', 'Island'],
    ['switched', 'Extractor Hood'],
  ]),
  blinds('Kitchen', 'Kitchen Blinds'),
  { type: 'Switch', name: 'Coffee Machine', room: 'Kitchen', category: 'Appliances' },
  climate('Kitchen'),
  audioZone('Kitchen', 1),
  sensor('Kitchen', 'Kitchen CO2', '%.0fppm'),
];

const DINING_ROOM: readonly ControlPlan[] = [
  { type: 'Dimmer', name: 'Dining Table', room: 'Dining Room', category: 'Lighting' },
  shade('Dining Room', 'Dining Room Curtains', 2),
  {
    type: 'Radio',
    name: 'Dinner Scene',
    room: 'Dining Room',
    category: 'Scenes',
    details: { allOff: 'None', outputs: { '1': 'Everyday', '2': 'Guests', '4': 'Candlelight' } },
  },
];

const LIVING_ROOM: readonly ControlPlan[] = [
  lightController('Living Room', 'Living Room Lighting', [
    ['dimmed', 'Ceiling'],
    ['white', 'Sofa'],
    ['color', 'Shelves'],
    ['switched', 'Window Sill'],
  ]),
  blinds('Living Room', 'South Blinds'),
  blinds('Living Room', 'West Blinds'),
  shade('Living Room', 'Living Room Curtains', 2),
  climate('Living Room'),
  audioZone('Living Room', 2),
  {
    type: 'Slider',
    name: 'Fireplace Fan',
    room: 'Living Room',
    category: 'Appliances',
    details: { format: '%.0f%%', min: 0, max: 100, step: 5 },
  },
  {
    type: 'Remote',
    name: 'Television',
    room: 'Living Room',
    category: 'Music',
    details: { favoritePad: 0, modeList: { '1': { name: 'TV' }, '2': { name: 'Console' } } },
  },
];

const STUDY: readonly ControlPlan[] = [
  lightController('Study', 'Study Lighting', [
    ['white', 'Desk'],
    ['dimmed', 'Ceiling'],
  ]),
  blinds('Study', 'Study Blinds'),
  climate('Study'),
  {
    type: 'Switch',
    name: 'Printer',
    room: 'Study',
    category: 'Appliances',
  },
];

const SERVICE_ROOMS: readonly ControlPlan[] = [
  {
    type: 'TimedSwitch',
    name: 'Guest Bathroom Light',
    room: 'Guest Bathroom',
    category: 'Lighting',
    details: { isStairwayLs: true },
  },
  {
    type: 'TimedSwitch',
    name: 'Guest Bathroom Fan',
    room: 'Guest Bathroom',
    category: 'Climate',
    details: { isStairwayLs: false },
  },
  { type: 'Switch', name: 'Washing Machine', room: 'Utility Room', category: 'Appliances' },
  {
    type: 'Ventilation',
    name: 'Ventilation Unit',
    room: 'Utility Room',
    category: 'Climate',
    details: {
      type: 0,
      modes: [
        { id: 1, name: 'Exhaust' },
        { id: 2, name: 'Heat recovery' },
      ],
      timerProfiles: [],
    },
  },
  contact('Utility Room', 'Water Leak', 'Leak', 'Dry'),
  sensor('Utility Room', 'Hot Water Temperature', '%.1f°'),
  {
    type: 'Hourcounter',
    name: 'Filter Hours',
    room: 'Utility Room',
    category: 'Appliances',
  },
  {
    type: 'Gate',
    name: 'Garage Door',
    room: 'Garage',
    category: 'Access',
    details: { animation: 0 },
  },
  { type: 'Switch', name: 'Garage Light', room: 'Garage', category: 'Lighting' },
];

/** Hall, kitchen, dining, living, study, bath, utility and garage. */
export const GROUND_FLOOR: readonly ControlPlan[] = [
  ...ENTRANCE,
  ...KITCHEN,
  ...DINING_ROOM,
  ...LIVING_ROOM,
  ...STUDY,
  ...SERVICE_ROOMS,
];
