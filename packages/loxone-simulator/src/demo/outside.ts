import type { ControlPlan } from './builder.js';
import { lightController, sensor, shade } from './furniture.js';

/** Terrace, garden and the way in. */
export const OUTSIDE: readonly ControlPlan[] = [
  {
    type: 'Gate',
    name: 'Driveway Gate',
    room: 'Garden',
    category: 'Access',
    secured: true,
    details: { animation: 1 },
  },
  lightController('Garden', 'Garden Lighting', [
    ['dimmed', 'Path'],
    ['switched', 'Pond'],
    ['color', 'Trees'],
  ]),
  {
    type: 'Irrigation',
    name: 'Garden Irrigation',
    room: 'Garden',
    category: 'Appliances',
    parts: [{ suffix: 'tracker', type: 'Tracker', name: 'Watering' }],
  },
  sensor('Garden', 'Soil Moisture', '%.0f%%'),
  sensor('Garden', 'Outdoor Temperature', '%.1f°'),
  sensor('Garden', 'Outdoor Brightness', '%.0flx'),
  sensor('Garden', 'Wind Speed', '%.1fkm/h'),
  shade('Terrace', 'Awning', 1),
  { type: 'Switch', name: 'Terrace Socket', room: 'Terrace', category: 'Appliances' },
  {
    type: 'UpDownDigital',
    name: 'Terrace Screen',
    room: 'Terrace',
    category: 'Shading',
  },
];
