import { buildHouse, type ControlPlan } from '../house-builder.js';

function blind(room: string, name: string): ControlPlan {
  const details = { isAutomatic: true, animation: 0 };
  return { type: 'Jalousie', name, room, category: 'shading', details };
}

const CONTROLS: readonly ControlPlan[] = [
  {
    type: 'LightControllerV2',
    name: 'Osvětlení obýváku',
    room: 'Obývací pokoj',
    category: 'lights',
    details: { movementScene: 2 },
    parts: [
      { suffix: 'masterValue', type: 'Dimmer', name: 'Celkový jas' },
      { suffix: 'AI1', type: 'Dimmer', name: 'Lustr' },
      { suffix: 'AI2', type: 'Switch', name: 'Lampička' },
    ],
  },
  { type: 'Dimmer', name: 'Světlo', room: 'Kuchyň', category: 'lights' },
  { type: 'Switch', name: 'Světlo', room: 'Koupelna', category: 'lights' },
  { type: 'Switch', name: 'Světlo', room: 'Předsíň', category: 'lights' },
  { type: 'Dimmer', name: 'Noční lampa', room: 'Ložnice', category: 'lights' },
  blind('Obývací pokoj', 'Žaluzie jih'),
  blind('Obývací pokoj', 'Žaluzie západ'),
  blind('Kuchyň', 'Žaluzie kuchyň'),
  blind('Ložnice', 'Žaluzie ložnice'),
  {
    type: 'IRoomControllerV2',
    name: 'Topení',
    room: 'Obývací pokoj',
    category: 'indoortemperature',
    details: {
      format: '%.1f°',
      timerModes: [
        { id: 0, name: 'Úsporný' },
        { id: 1, name: 'Komfort' },
        { id: 2, name: 'Ochrana' },
        { id: 3, name: 'Ruční' },
        { id: 4, name: 'Vypnuto' },
      ],
      connectedInputs: 0,
      possibleCapabilities: 3,
    },
  },
  {
    type: 'AudioZoneV2',
    name: 'Hudba',
    room: 'Obývací pokoj',
    category: 'media',
    details: { playerid: 3, clientType: 0 },
  },
  { type: 'Switch', name: 'Větrák', room: 'Koupelna' },
  { type: 'Switch', name: 'Zásuvka', room: 'Kuchyň' },
  {
    type: 'Slider',
    name: 'Výkon ventilace',
    room: 'Koupelna',
    details: { format: '%.0f%%', min: 0, max: 100, step: 10 },
  },
  {
    type: 'InfoOnlyAnalog',
    name: 'Venkovní teplota',
    room: 'Balkón',
    details: { format: '%.1f°' },
  },
  {
    type: 'CentralJalousie',
    name: 'Centrál stínění',
    room: 'Byt',
    category: 'shading',
    members: ['Žaluzie jih [Obývací pokoj]', 'Žaluzie kuchyň [Kuchyň]'],
  },
  { type: 'Pushbutton', name: 'Odchod', room: 'Předsíň' },
];

/** A Czech flat: short names that only their rooms tell apart. */
export function byt(): unknown {
  return buildHouse({
    name: 'Byt Vinohrady',
    language: 'CSY',
    serial: '504F94A0CAFE',
    controls: CONTROLS,
    operatingModes: { '0': 'Svátek', '1': 'Dovolená', '-6': 'Nepřítomnost' },
  });
}
