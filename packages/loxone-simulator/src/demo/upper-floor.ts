import type { ControlPlan } from './builder.js';
import { audioZone, blinds, climate, lightController, sensor, shade } from './furniture.js';

const MAIN_BEDROOM: readonly ControlPlan[] = [
  // The kitchen has one of the same name: asking for it must ask back.
  { type: 'Dimmer', name: 'Ceiling Light', room: 'Main Bedroom', category: 'Lighting' },
  { type: 'Dimmer', name: 'Bedroom Light', room: 'Main Bedroom', category: 'Lighting' },
  lightController('Main Bedroom', 'Bedroom Lighting', [
    ['dimmed', 'Bedside Left'],
    ['dimmed', 'Bedside Right'],
    ['color', 'Headboard'],
  ]),
  blinds('Main Bedroom', 'Bedroom Blinds'),
  climate('Main Bedroom'),
  audioZone('Main Bedroom', 3),
  {
    type: 'AlarmClock',
    name: 'Alarm Clock',
    room: 'Main Bedroom',
    category: 'Appliances',
    details: { hasNightLight: false },
  },
  {
    type: 'Window',
    name: 'Roof Window',
    room: 'Main Bedroom',
    category: 'Shading',
  },
];

const OTHER_ROOMS: readonly ControlPlan[] = [
  {
    type: 'TimedSwitch',
    name: 'Landing Light',
    room: 'Landing',
    category: 'Lighting',
    details: { isStairwayLs: true },
  },
  lightController("Children's Room", 'Play Lighting', [
    ['dimmed', 'Ceiling'],
    ['color', 'Night Light'],
  ]),
  shade("Children's Room", "Children's Shutter", 1),
  climate("Children's Room"),
  {
    type: 'Daytimer',
    name: 'Night Light Plan',
    room: "Children's Room",
    category: 'Lighting',
    details: { analog: false, text: { on: 'On', off: 'Off' } },
  },
  { type: 'Switch', name: 'Reading Lamp', room: 'Guest Room', category: 'Lighting' },
  shade('Guest Room', 'Guest Room Shutter', 1),
  {
    type: 'ValueSelector',
    name: 'Guest Room Radiator',
    room: 'Guest Room',
    category: 'Climate',
    details: { format: '%.0f%%', increaseOnly: false },
  },
  lightController('Bathroom', 'Bathroom Lighting', [
    ['white', 'Mirror'],
    ['dimmed', 'Ceiling'],
    ['switched', 'Shower'],
  ]),
  climate('Bathroom'),
  { type: 'Switch', name: 'Towel Radiator', room: 'Bathroom', category: 'Climate' },
  sensor('Bathroom', 'Bathroom Humidity', '%.0f%%'),
  {
    type: 'Window',
    name: 'Bathroom Window',
    room: 'Bathroom',
    category: 'Shading',
  },
];

/** Bedrooms, bathroom and landing. */
export const UPPER_FLOOR: readonly ControlPlan[] = [...MAIN_BEDROOM, ...OTHER_ROOMS];
