import type { HouseholdRequest } from '../request.js';
import { access, batch, covers, device, lights, scene } from './calls.js';

/** Everything else of the demo house. */
export const DEMO_DEVICES: readonly HouseholdRequest[] = [
  {
    says: 'Start the coffee machine.',
    calls: device('Coffee Machine', 'on'),
    before: { 'Coffee Machine': { active: 0 } },
    after: { 'Coffee Machine': { active: 1 } },
  },
  {
    says: 'Printer off.',
    calls: device('printer', 'off'),
    before: { Printer: { active: 1 } },
    after: { Printer: { active: 0 } },
  },
  {
    says: 'Fireplace fan to 45.',
    calls: device('Fireplace Fan', 'set-value', { value: 45 }),
    after: { 'Fireplace Fan': { value: 45 } },
  },
  {
    says: 'Fireplace fan to 400.',
    calls: device('Fireplace Fan', 'set-value', { value: 400 }),
    fails: 'out_of_range',
  },
  {
    says: 'Let the coffee machine dance.',
    calls: device('Coffee Machine', 'dance'),
    fails: 'not_supported',
  },
  {
    says: 'We have guests for dinner.',
    calls: device('Dinner Scene', 'select', { output: 2 }),
    after: { 'Dinner Scene': { activeOutput: 2 } },
  },
  {
    says: 'Water the garden.',
    calls: device('Garden Irrigation', 'start'),
    after: { 'Garden Irrigation': { currentZone: { not: -1 } } },
  },
  {
    says: 'We are on holiday.',
    calls: device('Holiday Mode', 'on'),
    after: { 'Holiday Mode': { active: 1 } },
  },
  {
    says: 'Warm towels, please.',
    calls: device('Towel Radiator', 'on'),
    after: { 'Towel Radiator': { active: 1 } },
  },
  {
    says: 'Open the garage with the device tool.',
    calls: device('Garage Door', 'open'),
    fails: 'not_supported',
  },
  {
    says: 'Open the garage door.',
    calls: access('Garage Door', 'open'),
    after: { 'Garage Door': { position: { about: 1, within: 0.05 } } },
  },
  {
    says: 'And close it again.',
    calls: access('Garage Door', 'close'),
    before: { 'Garage Door': { position: 1 } },
    after: { 'Garage Door': { position: { about: 0, within: 0.05 } } },
  },
  {
    says: 'Arm the alarm, we stay at home.',
    calls: access('Burglar Alarm', 'arm', { motion: 'without' }),
    after: { 'Burglar Alarm': { armed: 1 } },
  },
  {
    says: 'Disarm the alarm.',
    calls: [...access('Burglar Alarm', 'arm'), ...access('Burglar Alarm', 'disarm')],
    after: { 'Burglar Alarm': { armed: 0 } },
  },
  {
    says: 'Goodnight: lights off in the living room, blinds down, then the alarm.',
    calls: batch(
      ...lights([{ room: 'Living Room', all: true }], 'off'),
      ...covers([{ room: 'Living Room', all: true }], 'close'),
      ...access('Burglar Alarm', 'arm'),
    ),
    after: {
      'South Blinds': { position: { about: 1, within: 0.02 } },
      'Burglar Alarm': { armed: 1 },
    },
  },
];

/** Everything else of the German house. */
export const GERMAN_DEVICES: readonly HouseholdRequest[] = [
  {
    says: 'Waschmaschine an',
    calls: device('Waschmaschine', 'on'),
    after: { Waschmaschine: { active: 1 } },
  },
  {
    says: 'Teichpumpe aus',
    calls: device('teichpumpe', 'off'),
    before: { Teichpumpe: { active: 1 } },
    after: { Teichpumpe: { active: 0 } },
  },
  {
    says: 'Lüfter auf 60',
    calls: device('Luefterdrehzahl', 'set-value', { value: 60 }),
    after: { Lüfterdrehzahl: { value: 60 } },
  },
  {
    says: 'Wir schauen fern',
    calls: device('Wohnszene', 'select', { output: 1 }),
    after: { Wohnszene: { activeOutput: 1 } },
  },
  {
    says: 'Szene Lesen',
    calls: scene('Lesen'),
    after: { Wohnszene: { activeOutput: 2 } },
  },
  {
    says: 'Garagentor auf',
    calls: access('Garagentor', 'open'),
    after: { Garagentor: { position: { about: 1, within: 0.05 } } },
  },
  {
    says: 'Mach den Swimmingpool an',
    calls: device('Swimmingpool', 'on'),
    fails: 'unknown_device',
  },
  {
    says: 'Wir gehen: Licht aus, Rollläden zu',
    calls: batch(
      ...lights('Kellerlicht', 'off'),
      ...lights('Gartenstrahler', 'off'),
      ...covers('Rollladen Küche', 'close'),
    ),
    before: { Kellerlicht: { active: 1 }, Gartenstrahler: { active: 1 } },
    after: {
      Kellerlicht: { active: 0 },
      Gartenstrahler: { active: 0 },
      'Rollladen Küche': { position: { about: 1, within: 0.02 } },
    },
  },
];

/** Everything else of the Czech flat. */
export const CZECH_DEVICES: readonly HouseholdRequest[] = [
  {
    says: 'Zapni větrák v koupelně.',
    calls: device('Větrák', 'on'),
    after: { Větrák: { active: 1 } },
  },
  {
    says: 'Vypni zásuvku v kuchyni.',
    calls: device('zasuvka', 'off'),
    before: { Zásuvka: { active: 1 } },
    after: { Zásuvka: { active: 0 } },
  },
  {
    says: 'Ventilaci na čtyřicet.',
    calls: device('Výkon ventilace', 'set-value', { value: 40 }),
    after: { 'Výkon ventilace': { value: 40 } },
  },
  {
    says: 'Ventilaci na čtyři sta.',
    calls: device('Výkon ventilace', 'set-value', { value: 400 }),
    fails: 'out_of_range',
  },
  {
    says: 'Dobrou noc.',
    calls: batch(
      ...lights([{ all: true }], 'off'),
      ...covers([{ room: 'Ložnice', all: true }], 'close'),
    ),
    before: { 'Světlo [Předsíň]': { active: 1 } },
    after: {
      'Světlo [Předsíň]': { active: 0 },
      'Žaluzie ložnice': { position: { about: 1, within: 0.02 } },
    },
  },
];
