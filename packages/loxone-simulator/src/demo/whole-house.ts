import { type ControlPlan, demoId, members } from './builder.js';
import { scene } from './furniture.js';

const TRACKER = {
  suffix: 'sensors',
  type: 'Tracker',
  name: 'History',
  details: { maxEntries: 50 },
} as const;

const CENTRALS: readonly ControlPlan[] = [
  {
    type: 'CentralLightController',
    name: 'All Lights',
    room: 'Whole House',
    category: 'Lighting',
    states: [],
    details: {
      controls: members(
        ['Entrance Hall', 'Hall Lighting'],
        ['Kitchen', 'Worktop Lighting'],
        ['Living Room', 'Living Room Lighting'],
        ['Study', 'Study Lighting'],
        ['Main Bedroom', 'Bedroom Lighting'],
        ["Children's Room", 'Play Lighting'],
        ['Bathroom', 'Bathroom Lighting'],
        ['Garden', 'Garden Lighting'],
      ),
    },
  },
  {
    type: 'CentralJalousie',
    name: 'All Blinds',
    room: 'Whole House',
    category: 'Shading',
    states: [],
    details: {
      controls: members(
        ['Kitchen', 'Kitchen Blinds'],
        ['Living Room', 'South Blinds'],
        ['Living Room', 'West Blinds'],
        ['Study', 'Study Blinds'],
        ['Main Bedroom', 'Bedroom Blinds'],
        ["Children's Room", "Children's Shutter"],
        ['Guest Room', 'Guest Room Shutter'],
      ),
    },
  },
  {
    type: 'CentralWindow',
    name: 'All Windows',
    room: 'Whole House',
    category: 'Shading',
    states: [],
    details: {
      controls: members(['Main Bedroom', 'Roof Window'], ['Bathroom', 'Bathroom Window']),
    },
  },
  {
    type: 'CentralGate',
    name: 'All Gates',
    room: 'Whole House',
    category: 'Access',
    states: [],
    details: { controls: members(['Garage', 'Garage Door'], ['Garden', 'Driveway Gate']) },
  },
  {
    type: 'CentralAudioZone',
    name: 'All Audio',
    room: 'Whole House',
    category: 'Music',
    states: [],
    details: {
      controls: members(
        ['Kitchen', 'Kitchen Audio'],
        ['Living Room', 'Living Room Audio'],
        ['Main Bedroom', 'Main Bedroom Audio'],
      ),
    },
  },
];

const SECURITY: readonly ControlPlan[] = [
  {
    type: 'Alarm',
    name: 'Burglar Alarm',
    room: 'Whole House',
    category: 'Security',
    details: { alert: true, presenceConnected: true },
    parts: [TRACKER],
  },
  {
    type: 'SmokeAlarm',
    name: 'Smoke and Water Alarm',
    room: 'Whole House',
    category: 'Security',
    details: { hasAcousticAlarm: true, availableAlarms: 3 },
    parts: [TRACKER],
  },
  {
    type: 'WindowMonitor',
    name: 'Windows and Doors',
    room: 'Whole House',
    category: 'Security',
    details: {
      windows: [
        { name: 'Front door', room: 'Entrance Hall', installPlace: 'Door' },
        { name: 'Kitchen window', room: 'Kitchen', installPlace: 'Frame' },
        { name: 'Terrace door', room: 'Living Room', installPlace: 'Door' },
        { name: 'Roof window', uuid: demoId('Main Bedroom', 'Roof Window'), room: 'Main Bedroom' },
        { name: 'Bathroom window', room: 'Bathroom', installPlace: 'Frame' },
      ],
    },
  },
];

const EVERYDAY: readonly ControlPlan[] = [
  scene('Leave Home'),
  scene('Good Night'),
  scene('Movie Time'),
  { type: 'Switch', name: 'Holiday Mode', room: 'Whole House', category: 'Scenes' },
  { type: 'TextState', name: 'House Status', room: 'Whole House', category: 'Sensors' },
  {
    type: 'InfoOnlyText',
    name: 'Heating Firmware Version',
    room: 'Whole House',
    category: 'Sensors',
    details: { format: '%s' },
  },
  {
    type: 'TextInput',
    name: 'Note on the Display',
    room: 'Whole House',
    category: 'Appliances',
    details: { format: '%s' },
  },
  {
    type: 'Sequential',
    name: 'Holiday Lights Sequence',
    room: 'Whole House',
    category: 'Scenes',
    details: {
      sequences: [
        { id: 1, name: 'Round the house' },
        { id: 2, name: 'Garden first' },
      ],
    },
  },
  {
    type: 'Webpage',
    name: 'House Manual',
    room: 'Whole House',
    category: 'Appliances',
    states: [],
    details: { url: 'http://manual.example/', urlHd: 'http://manual.example/' },
  },
];

/** Centrals, alarms, scenes and what belongs to no room. */
export const WHOLE_HOUSE: readonly ControlPlan[] = [...CENTRALS, ...SECURITY, ...EVERYDAY];
