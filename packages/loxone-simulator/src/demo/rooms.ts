/** Rooms of the demo house: ground floor, upper floor, outside, and the house as a whole. */
export const DEMO_ROOMS = [
  'Entrance Hall',
  'Kitchen',
  'Dining Room',
  'Living Room',
  'Study',
  'Guest Bathroom',
  'Utility Room',
  'Garage',
  'Landing',
  'Main Bedroom',
  "Children's Room",
  'Guest Room',
  'Bathroom',
  'Terrace',
  'Garden',
  'Whole House',
] as const;

/** One of {@link DEMO_ROOMS}. */
export type DemoRoom = (typeof DEMO_ROOMS)[number];

/** Category of the demo house → its type in the structure file. */
export const DEMO_CATEGORIES = {
  Lighting: 'lights',
  Shading: 'shading',
  Climate: 'indoortemperature',
  Music: 'media',
  Access: 'undefined',
  Security: 'undefined',
  Energy: 'undefined',
  Sensors: 'undefined',
  Scenes: 'undefined',
  Appliances: 'undefined',
} as const;

/** A category of the demo house. */
export type DemoCategory = keyof typeof DEMO_CATEGORIES;
