import type { HouseholdRequest } from '../request.js';
import { read, search } from './calls.js';

function overview(): HouseholdRequest['calls'] {
  return [{ tool: 'loxone_overview', args: {} }];
}

function describeControl(...targets: readonly string[]): HouseholdRequest['calls'] {
  return [{ tool: 'loxone_describe_control', args: { targets } }];
}

/** What people want to know of the demo house. */
export const DEMO_QUESTIONS: readonly HouseholdRequest[] = [
  { says: 'What rooms do I have?', calls: overview(), answers: [/Living Room/, /Kitchen/] },
  {
    says: 'How warm is it outside?',
    calls: read('Outdoor Temperature'),
    answers: [/Outdoor Temperature \[Garden\]: -?\d+(\.\d+)? ?°/],
  },
  {
    says: 'Is the garage open?',
    before: { 'Garage Door': { position: 0 } },
    calls: read('Garage Door'),
    answers: [/clos/i],
  },
  {
    says: 'Which lights are on?',
    before: { 'Garage Light': { active: 1 } },
    calls: search('', { family: 'lights', state: 'on' }),
    answers: [/Garage Light/],
  },
  { says: 'Wo sind Jalousien?', calls: search('Jalousien'), answers: [/Blinds/] },
  { says: 'Où sont les stores ?', calls: search('stores'), answers: [/Blinds/] },
  { says: 'Gdzie są rolety?', calls: search('rolety'), answers: [/Blinds|Shutter/] },
  { says: 'Dove sono le tapparelle?', calls: search('tapparelle'), answers: [/Blinds|Shutter/] },
  { says: '¿Dónde hay persianas?', calls: search('persianas'), answers: [/Blinds|Shutter/] },
  { says: 'Waar zijn de jaloezieën?', calls: search('jaloezieën'), answers: [/Blinds/] },
  { says: 'Find the cofee machine.', calls: search('cofee machine'), answers: [/Coffee Machine/] },
  {
    says: 'What is there in the study?',
    calls: search('', { room: 'Study' }),
    answers: [/Study Blinds/, /Printer/],
  },
  {
    says: 'What can the fireplace fan do?',
    calls: describeControl('Fireplace Fan'),
    answers: [/set-value/, /100/],
  },
  {
    says: 'What can the front door do, and is it secured?',
    calls: describeControl('Front Door'),
    answers: [/secured|password/i],
  },
  { says: 'How is the unicorn?', calls: read('Unicorn'), fails: 'unknown_device' },
  {
    says: 'Ist der Drucker an?',
    before: { Printer: { active: 1 } },
    calls: read('Printer'),
    answers: [/\bon\b/],
  },
];

/** What people want to know of the German house. */
export const GERMAN_QUESTIONS: readonly HouseholdRequest[] = [
  { says: 'Was gibt es alles?', calls: overview(), answers: [/Küche/, /Wohnzimmer/] },
  {
    says: 'Wie warm ist es draußen?',
    before: { Außentemperatur: { value: -3.5 } },
    calls: read('aussentemperatur'),
    answers: [/-3\.5/],
  },
  {
    says: 'Ist die Terrassentür offen?',
    before: { Terrassentür: { active: 1 } },
    calls: read('Terrassentuer'),
    answers: [/offen/],
  },
  { says: 'Which blinds are there?', calls: search('blinds'), answers: [/Rollladen/] },
  {
    says: 'Welche Lampen sind im Keller?',
    calls: search('Licht Keller'),
    answers: [/Kellerlicht/],
  },
  { says: 'Alles im Erdgeschoss', calls: search('Erdgeschoss'), answers: [/Küche/] },
  { says: 'Wie geht es dem Haus?', calls: read('Hausstatus'), answers: [/Hausstatus/] },
];

/** What people want to know of the Czech flat. */
export const CZECH_QUESTIONS: readonly HouseholdRequest[] = [
  { says: 'Co všechno tu je?', calls: overview(), answers: [/Kuchyň/, /Ložnice/] },
  {
    says: 'Kolik je venku?',
    before: { 'Venkovní teplota': { value: 8.2 } },
    calls: read('venkovni teplota'),
    answers: [/8\.2/],
  },
  {
    says: 'Kde jsou žaluzie?',
    calls: search('žaluzie'),
    answers: [/Žaluzie jih/, /Žaluzie ložnice/],
  },
  { says: 'Where are lights?', calls: search('lights'), answers: [/Světlo/] },
  { says: 'Where are the blinds?', calls: search('blinds'), answers: [/Žaluzie/] },
  {
    says: 'Co je v koupelně?',
    calls: search('', { room: 'Koupelna' }),
    answers: [/Větrák/, /Světlo/],
  },
];
