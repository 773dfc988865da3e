import type { HouseholdRequest } from '../request.js';

const LIGHTS = 'loxone_control_lights';

function lights(
  targets: readonly unknown[],
  action: string,
  more: object = {},
): HouseholdRequest['calls'] {
  return [{ tool: LIGHTS, args: { targets, action, ...more } }];
}

/** What is asked of the lamps of the demo house. */
export const DEMO_LIGHTS: readonly HouseholdRequest[] = [
  {
    says: 'Turn on the ceiling light in the kitchen.',
    calls: lights(['Ceiling Light [Kitchen]'], 'on'),
    before: { 'Ceiling Light [Kitchen]': { position: 0 } },
    after: { 'Ceiling Light [Kitchen]': { position: { not: 0 } } },
  },
  {
    says: 'Ceiling light off, please.',
    calls: lights(['Ceiling Light'], 'off'),
    fails: 'ambiguous_device',
  },
  {
    says: 'Dim the dining table to 30 percent.',
    calls: lights(['Dining Table'], 'brightness', { brightness: 30 }),
    after: { 'Dining Table': { position: { about: 30, within: 1 } } },
  },
  {
    says: 'Make the garage bright.',
    calls: lights(['Garage Light'], 'on'),
    before: { 'Garage Light': { active: 0 } },
    after: { 'Garage Light': { active: 1 } },
  },
  {
    says: 'Please put out the reading lamp.',
    calls: lights(['reading lamp'], 'off'),
    before: { 'Reading Lamp': { active: 1 } },
    after: { 'Reading Lamp': { active: 0 } },
  },
  {
    says: 'Switch on the mirror in the hall.',
    calls: lights(['Mirror [Hall Lighting]'], 'on'),
    after: { Mirror: { active: 1 } },
  },
  {
    says: 'I said lightning in the garaje',
    calls: lights(['Garaje Ligt'], 'on'),
    fails: 'unknown_device',
  },
  {
    says: 'Turn the TV into a disco.',
    calls: lights(['Television'], 'on'),
    fails: 'not_supported',
  },
  {
    says: 'All lights in the living room off.',
    calls: lights([{ room: 'Living Room', all: true }], 'off'),
    after: { 'Window Sill': { active: 0 } },
  },
];

/** What is asked of the lamps of the German house. */
export const GERMAN_LIGHTS: readonly HouseholdRequest[] = [
  {
    says: 'Mach den Gartenstrahler an.',
    calls: lights(['Gartenstrahler'], 'on'),
    after: { Gartenstrahler: { active: 1 } },
  },
  {
    says: 'Deckenlicht im Schlafzimmer auf zwanzig Prozent',
    calls: lights(['Deckenlicht [OG Schlafzimmer]'], 'brightness', { brightness: 20 }),
    after: { 'Deckenlicht [OG Schlafzimmer]': { position: { about: 20, within: 1 } } },
  },
  {
    says: 'Licht aus im Keller',
    calls: lights(['Kellerlicht'], 'off'),
    before: { Kellerlicht: { active: 1 } },
    after: { Kellerlicht: { active: 0 } },
  },
  {
    says: 'Kuechenlicht aus',
    calls: lights(['Kuechenlicht'], 'off'),
    after: { Esstisch: { active: 0 } },
  },
  {
    says: 'Mach das Deckenlicht aus',
    calls: lights(['Deckenlicht'], 'off'),
    fails: 'ambiguous_device',
  },
];

/** What is asked of the lamps of the Czech flat. */
export const CZECH_LIGHTS: readonly HouseholdRequest[] = [
  {
    says: 'Rozsviť v koupelně.',
    calls: lights(['Světlo [Koupelna]'], 'on'),
    after: { 'Světlo [Koupelna]': { active: 1 } },
  },
  {
    says: 'Zhasni v předsíni.',
    calls: lights(['svetlo [predsin]'], 'off'),
    before: { 'Světlo [Předsíň]': { active: 1 } },
    after: { 'Světlo [Předsíň]': { active: 0 } },
  },
  {
    says: 'Noční lampu na deset procent.',
    calls: lights(['nocni lampa'], 'brightness', { brightness: 10 }),
    after: { 'Noční lampa': { position: { about: 10, within: 1 } } },
  },
  {
    says: 'Zhasni světlo.',
    calls: lights(['Světlo'], 'off'),
    fails: 'ambiguous_device',
  },
];
