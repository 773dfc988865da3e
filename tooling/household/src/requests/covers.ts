import type { HouseholdRequest } from '../request.js';

const COVERS = 'loxone_control_covers';

function covers(
  targets: readonly unknown[],
  action: string,
  more: object = {},
): HouseholdRequest['calls'] {
  return [{ tool: COVERS, args: { targets, action, ...more } }];
}

const CLOSED = { position: { about: 1, within: 0.02 } } as const;
const OPEN = { position: { about: 0, within: 0.02 } } as const;

/** What is asked of the blinds of the demo house. */
export const DEMO_COVERS: readonly HouseholdRequest[] = [
  {
    says: 'Close the kitchen blinds.',
    calls: covers(['Kitchen Blinds'], 'close'),
    after: { 'Kitchen Blinds': CLOSED },
  },
  {
    says: 'Open the kitchen blinds again.',
    calls: covers(['Kitchen Blinds'], 'open'),
    before: { 'Kitchen Blinds': { position: 1 } },
    after: { 'Kitchen Blinds': OPEN },
  },
  {
    says: 'South blinds half way.',
    calls: covers(['South Blinds'], 'position', { position: 50 }),
    after: { 'South Blinds': { position: { about: 0.5, within: 0.03 } } },
  },
  {
    says: 'Close everything in the living room.',
    calls: covers([{ room: 'Living Room', all: true }], 'close'),
    after: { 'South Blinds': CLOSED, 'West Blinds': CLOSED, 'Living Room Curtains': CLOSED },
  },
];

/** What is asked of the shutters of the German house. */
export const GERMAN_COVERS: readonly HouseholdRequest[] = [
  {
    says: 'Rollladen in der Küche runter',
    calls: covers(['Rollladen Küche'], 'close'),
    after: { 'Rollladen Küche': CLOSED },
  },
  {
    says: 'Im Büro bitte Lamellen auf 40 Prozent',
    calls: covers(['Raffstore Büro'], 'slats', { slats: 40 }),
    after: { 'Raffstore Büro': { shadePosition: { about: 0.4, within: 0.05 } } },
  },
];

/** What is asked of the blinds of the Czech flat. */
export const CZECH_COVERS: readonly HouseholdRequest[] = [
  {
    says: 'Zatáhni žaluzie v kuchyni.',
    calls: covers(['zaluzie kuchyn'], 'close'),
    after: { 'Žaluzie kuchyň': CLOSED },
  },
  {
    says: 'Vytáhni žaluzie v ložnici.',
    calls: covers(['Žaluzie ložnice'], 'open'),
    before: { 'Žaluzie ložnice': { position: 1 } },
    after: { 'Žaluzie ložnice': OPEN },
  },
];
