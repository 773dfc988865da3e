import type { HouseholdRequest } from '../request.js';
import { lights } from './calls.js';

function dimmed(percent: number): { readonly position: { about: number; within: number } } {
  return { position: { about: percent, within: 1 } };
}

/** What is asked of the lamps of the demo house. */
export const DEMO_LIGHTS: readonly HouseholdRequest[] = [
  {
    says: 'Turn on the ceiling light in the kitchen.',
    calls: lights('Ceiling Light [Kitchen]', 'on'),
    before: { 'Ceiling Light [Kitchen]': { position: 0 } },
    after: { 'Ceiling Light [Kitchen]': { position: { not: 0 } } },
  },
  {
    says: 'Ceiling light off, please.',
    calls: lights('Ceiling Light', 'off'),
    fails: 'ambiguous_device',
  },
  {
    says: 'Dim the dining table to 30 percent.',
    calls: lights('Dining Table', 'brightness', { brightness: 30 }),
    after: { 'Dining Table': dimmed(30) },
  },
  {
    says: 'A bit brighter at the dining table.',
    before: { 'Dining Table': { position: 30 } },
    calls: lights('Dining Table', 'brighter', { brightness: 15 }),
    after: { 'Dining Table': dimmed(45) },
  },
  {
    says: 'And now darker again.',
    before: { 'Dining Table': { position: 45 } },
    calls: lights('dining table', 'darker'),
    after: { 'Dining Table': dimmed(25) },
  },
  {
    says: 'Make the garage bright.',
    calls: lights('Garage Light', 'on'),
    before: { 'Garage Light': { active: 0 } },
    after: { 'Garage Light': { active: 1 } },
  },
  {
    says: 'Please put out the reading lamp.',
    calls: lights('reading lamp', 'off'),
    before: { 'Reading Lamp': { active: 1 } },
    after: { 'Reading Lamp': { active: 0 } },
  },
  {
    says: 'Just flip the reading lamp.',
    calls: lights('Reading Lamp [Guest Room]', 'toggle'),
    before: { 'Reading Lamp': { active: 0 } },
    after: { 'Reading Lamp': { active: 1 } },
  },
  {
    says: 'Switch on the mirror in the hall.',
    calls: lights('Mirror [Hall Lighting]', 'on'),
    after: { Mirror: { active: 1 } },
  },
  {
    says: 'I said lightning in the garaje',
    calls: lights('Garaje Ligt', 'on'),
    fails: 'unknown_device',
  },
  { says: 'Turn the TV into a disco.', calls: lights('Television', 'on'), fails: 'not_supported' },
  {
    says: 'All lights in the living room off.',
    calls: lights([{ room: 'Living Room', all: true }], 'off'),
    after: { 'Window Sill': { active: 0 } },
  },
  {
    says: 'Éteins la lumière du garage.',
    calls: lights('lumière [Garage]', 'off'),
    before: { 'Garage Light': { active: 1 } },
    after: { 'Garage Light': { active: 0 } },
  },
  {
    says: 'Enciende la luz del garaje.',
    calls: lights('Garage Light', 'on'),
    before: { 'Garage Light': { active: 0 } },
    after: { 'Garage Light': { active: 1 } },
  },
  {
    says: 'Landing light, but only for its time.',
    calls: lights('Landing Light', 'pulse'),
    after: { 'Landing Light': { deactivationDelay: { not: 0 } } },
  },
  {
    says: 'Shelves in red, please.',
    calls: lights('Shelves', 'color', { color: 'red' }),
    after: { Shelves: { color: 'hsv(0,100,100)' } },
  },
  {
    says: 'The sofa light warm, 2700 Kelvin.',
    calls: lights('Sofa', 'color', { color: '2700K', brightness: 60 }),
    after: { Sofa: { color: 'temp(60,2700)' } },
  },
  {
    says: 'Dim the kitchen to 250 percent.',
    calls: lights('Ceiling Light [Kitchen]', 'brightness', { brightness: 250 }),
    fails: 'out_of_range',
  },
  {
    says: 'Dim the garage light to ten percent.',
    calls: lights('Garage Light', 'brightness', { brightness: 10 }),
    fails: 'not_supported',
  },
  {
    says: 'Switch off the lights in the swimming hall.',
    calls: lights([{ room: 'Swimming Hall', all: true }], 'off'),
    fails: 'unknown_room',
  },
];

/** What is asked of the lamps of the German house. */
export const GERMAN_LIGHTS: readonly HouseholdRequest[] = [
  {
    says: 'Mach den Gartenstrahler an.',
    calls: lights('Gartenstrahler', 'on'),
    after: { Gartenstrahler: { active: 1 } },
  },
  {
    says: 'Deckenlicht im Schlafzimmer auf zwanzig Prozent',
    calls: lights('Deckenlicht [OG Schlafzimmer]', 'brightness', { brightness: 20 }),
    after: { 'Deckenlicht [OG Schlafzimmer]': dimmed(20) },
  },
  {
    says: 'Im Kinderzimmer das Deckenlicht auf fünf Prozent',
    calls: lights('Deckenlicht [Kinderzimmer]', 'brightness', { brightness: 5 }),
    after: { 'Deckenlicht [OG Kinderzimmer]': dimmed(5) },
  },
  {
    says: 'Licht aus im Keller',
    calls: lights('Kellerlicht', 'off'),
    before: { Kellerlicht: { active: 1 } },
    after: { Kellerlicht: { active: 0 } },
  },
  {
    says: 'Kuechenlicht aus',
    calls: lights('Kuechenlicht', 'off'),
    after: { Esstisch: { active: 0 } },
  },
  {
    says: 'Licht in der Küche aus',
    calls: lights('Licht Küche', 'off'),
    before: { Esstisch: { active: 1 } },
    after: { Esstisch: { active: 0 } },
  },
  {
    says: 'Mach das Deckenlicht aus',
    calls: lights('Deckenlicht', 'off'),
    fails: 'ambiguous_device',
  },
  {
    says: 'Stehlampe auf 70 Prozent',
    calls: lights('Stehlampe', 'brightness', { brightness: 70 }),
    after: { Stehlampe: dimmed(70) },
  },
  {
    says: 'LED-Band blau',
    calls: lights('LED-Band', 'color', { color: 'blau' }),
    after: { 'LED-Band': { color: 'hsv(240,100,100)' } },
  },
  {
    says: 'Treppenlicht kurz an',
    calls: lights('Treppenlicht', 'pulse'),
    after: { Treppenlicht: { deactivationDelay: { not: 0 } } },
  },
  {
    says: 'Alle Lichter im Obergeschoss aus',
    calls: lights([{ floor: 'Obergeschoss', all: true }], 'off'),
    before: {
      Spiegelleuchte: { active: 1 },
      'Deckenlicht [OG Schlafzimmer]': { position: 40 },
    },
    after: {
      Spiegelleuchte: { active: 0 },
      'Deckenlicht [OG Schlafzimmer]': { position: 0 },
      'Deckenlicht [OG Kinderzimmer]': { position: 0 },
    },
  },
  {
    says: 'Alles aus im Erdgeschoss',
    calls: lights([{ floor: 'EG', all: true }], 'off'),
    before: { Esstisch: { active: 1 } },
    after: { Esstisch: { active: 0 } },
  },
  {
    says: 'Alle Lichter aus',
    calls: lights('Alle Lichter', 'off'),
    before: { Esstisch: { active: 1 } },
    after: { Esstisch: { active: 0 } },
  },
  {
    says: 'Spiegelleuchte an',
    calls: lights('spiegelleuchte', 'on'),
    after: { Spiegelleuchte: { active: 1 } },
  },
];

/** What is asked of the lamps of the Czech flat. */
export const CZECH_LIGHTS: readonly HouseholdRequest[] = [
  {
    says: 'Rozsviť v koupelně.',
    calls: lights('Světlo [Koupelna]', 'on'),
    after: { 'Světlo [Koupelna]': { active: 1 } },
  },
  {
    says: 'Zhasni v předsíni.',
    calls: lights('svetlo [predsin]', 'off'),
    before: { 'Světlo [Předsíň]': { active: 1 } },
    after: { 'Světlo [Předsíň]': { active: 0 } },
  },
  {
    says: 'Světlo v kuchyni na padesát procent.',
    calls: lights('Světlo Kuchyň', 'brightness', { brightness: 50 }),
    after: { 'Světlo [Kuchyň]': dimmed(50) },
  },
  {
    says: 'Noční lampu na deset procent.',
    calls: lights('nocni lampa', 'brightness', { brightness: 10 }),
    after: { 'Noční lampa': dimmed(10) },
  },
  {
    says: 'Ztlum noční lampu.',
    before: { 'Noční lampa': { position: 50 } },
    calls: lights('Noční lampa', 'darker'),
    after: { 'Noční lampa': dimmed(30) },
  },
  { says: 'Zhasni světlo.', calls: lights('Světlo', 'off'), fails: 'ambiguous_device' },
  {
    says: 'Lustr na maximum.',
    calls: lights('Lustr', 'brightness', { brightness: 100 }),
    after: { Lustr: dimmed(100) },
  },
  {
    says: 'Zapni lampičku.',
    calls: lights('Lampička', 'on'),
    after: { Lampička: { active: 1 } },
  },
  {
    says: 'Zhasni všechno v obýváku.',
    calls: lights([{ room: 'Obývací pokoj', all: true }], 'off'),
    before: { Lampička: { active: 1 } },
    after: { Lampička: { active: 0 } },
  },
  {
    says: 'Zhasni celý byt.',
    calls: lights([{ all: true }], 'off'),
    before: { 'Světlo [Koupelna]': { active: 1 }, 'Noční lampa': { position: 20 } },
    after: { 'Světlo [Koupelna]': { active: 0 }, 'Noční lampa': { position: 0 } },
  },
];
