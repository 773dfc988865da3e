import type { HouseholdRequest } from '../request.js';
import { covers } from './calls.js';

const CLOSED = { position: { about: 1, within: 0.02 } } as const;
const OPEN = { position: { about: 0, within: 0.02 } } as const;

function at(position: number): { readonly position: { about: number; within: number } } {
  return { position: { about: position, within: 0.03 } };
}

/** What is asked of the blinds of the demo house. */
export const DEMO_COVERS: readonly HouseholdRequest[] = [
  {
    says: 'Close the kitchen blinds.',
    calls: covers('Kitchen Blinds', 'close'),
    after: { 'Kitchen Blinds': CLOSED },
  },
  {
    says: 'Open the kitchen blinds again.',
    calls: covers('Kitchen Blinds', 'open'),
    before: { 'Kitchen Blinds': { position: 1 } },
    after: { 'Kitchen Blinds': OPEN },
  },
  {
    says: 'South blinds half way.',
    calls: covers('South Blinds', 'position', { position: 50 }),
    after: { 'South Blinds': at(0.5) },
  },
  {
    says: 'Slats in the study to 30 percent.',
    calls: covers('Study Blinds', 'slats', { slats: 30 }),
    after: { 'Study Blinds': { shadePosition: { about: 0.3, within: 0.05 } } },
  },
  {
    says: 'Close everything in the living room.',
    calls: covers([{ room: 'Living Room', all: true }], 'close'),
    after: { 'South Blinds': CLOSED, 'West Blinds': CLOSED, 'Living Room Curtains': CLOSED },
  },
  {
    says: 'Ouvre les stores de la chambre.',
    calls: covers('Bedroom Blinds', 'open'),
    before: { 'Bedroom Blinds': { position: 1 } },
    after: { 'Bedroom Blinds': OPEN },
  },
  {
    says: 'Doe de rolluiken van de logeerkamer dicht.',
    calls: covers('Guest Room Shutter', 'close'),
    after: { 'Guest Room Shutter': CLOSED },
  },
  {
    says: "Put the children's shutter a third down.",
    calls: covers("Children's Shutter", 'position', { position: 33 }),
    after: { "Children's Shutter": at(0.33) },
  },
  { says: 'Open the garage.', calls: covers('Garage Door', 'open'), fails: 'not_supported' },
  {
    says: 'Blinds to minus five.',
    calls: covers('Study Blinds', 'position', { position: -5 }),
    fails: 'out_of_range',
  },
  {
    says: 'Let the south blinds follow the sun again.',
    calls: covers('South Blinds', 'auto'),
    after: { 'South Blinds': { autoActive: 1 } },
  },
  {
    says: 'What would happen if you closed all blinds upstairs?',
    before: { 'Bedroom Blinds': { position: 0 } },
    calls: covers('Bedroom Blinds', 'close', { dry_run: true }),
    after: { 'Bedroom Blinds': OPEN },
    answers: [/Dry run, nothing was sent/, /Bedroom Blinds/],
  },
];

/** What is asked of the shutters of the German house. */
export const GERMAN_COVERS: readonly HouseholdRequest[] = [
  {
    says: 'Rollladen in der Küche runter',
    calls: covers('Rollladen Küche', 'close'),
    after: { 'Rollladen Küche': CLOSED },
  },
  {
    says: 'Rolladen Kueche wieder hoch',
    calls: covers('Rolladen Kueche', 'open'),
    before: { 'Rollladen Küche': { position: 1 } },
    after: { 'Rollladen Küche': OPEN },
  },
  {
    says: 'Im Büro bitte Lamellen auf 40 Prozent',
    calls: covers('Raffstore Büro', 'slats', { slats: 40 }),
    after: { 'Raffstore Büro': { shadePosition: { about: 0.4, within: 0.05 } } },
  },
  {
    says: 'Jalousie im Büro zu',
    calls: covers('Jalousie Büro', 'close'),
    after: { 'Raffstore Büro': CLOSED },
  },
  {
    says: 'Rollläden im Wohnzimmer halb runter',
    calls: covers([{ room: 'Wohnzimmer', all: true }], 'position', { position: 50 }),
    after: { 'Rollladen Süd': at(0.5), 'Rollladen West': at(0.5) },
  },
  {
    says: 'Rollladen im Wohnzimmer auf',
    calls: covers('Rollladen Wohnzimmer', 'open'),
    fails: 'ambiguous_device',
  },
  {
    says: 'Alle Rollläden im ersten Stock zu',
    calls: covers([{ floor: '1. Stock', all: true }], 'close'),
    after: { 'Rollladen Schlafzimmer': CLOSED, 'Rollladen Kinderzimmer': CLOSED },
  },
  {
    says: 'Alle Rollläden hoch',
    calls: covers('Alle Rollläden', 'open'),
    before: { 'Rollladen Süd': { position: 1 }, 'Rollladen Küche': { position: 1 } },
    after: { 'Rollladen Süd': OPEN, 'Rollladen Küche': OPEN },
  },
  {
    says: 'Fahr die Markise aus.',
    calls: covers('Markise', 'position', { position: 100 }),
    after: { Markise: CLOSED },
  },
  {
    says: 'Alles dicht im Keller',
    calls: covers([{ room: 'KG Keller', all: true }], 'close'),
    fails: 'nothing_selected',
  },
];

/** What is asked of the blinds of the Czech flat. */
export const CZECH_COVERS: readonly HouseholdRequest[] = [
  {
    says: 'Zatáhni žaluzie v kuchyni.',
    calls: covers('zaluzie kuchyn', 'close'),
    after: { 'Žaluzie kuchyň': CLOSED },
  },
  {
    says: 'Vytáhni žaluzie v ložnici.',
    calls: covers('Žaluzie ložnice', 'open'),
    before: { 'Žaluzie ložnice': { position: 1 } },
    after: { 'Žaluzie ložnice': OPEN },
  },
  {
    says: 'Žaluzie na jihu do poloviny.',
    calls: covers('Žaluzie jih', 'position', { position: 50 }),
    after: { 'Žaluzie jih': at(0.5) },
  },
  {
    says: 'Lamely v kuchyni na dvacet procent.',
    calls: covers('Žaluzie kuchyň', 'slats', { slats: 20 }),
    after: { 'Žaluzie kuchyň': { shadePosition: { about: 0.2, within: 0.05 } } },
  },
  {
    says: 'Zavři všechno v obýváku.',
    calls: covers([{ room: 'obyvaci pokoj', all: true }], 'close'),
    after: { 'Žaluzie jih': CLOSED, 'Žaluzie západ': CLOSED },
  },
  {
    says: 'Zatáhni žaluzii v obýváku.',
    calls: covers('žaluzie [Obývací pokoj]', 'close'),
    fails: 'ambiguous_device',
  },
  {
    says: 'Vytáhni centrálně.',
    calls: covers('Centrál stínění', 'open'),
    before: { 'Žaluzie jih': { position: 1 }, 'Žaluzie kuchyň': { position: 1 } },
    after: { 'Žaluzie jih': OPEN, 'Žaluzie kuchyň': OPEN },
  },
];
