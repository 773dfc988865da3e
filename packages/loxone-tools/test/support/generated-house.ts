import type { HomeControl } from '@gatehouse/loxone-controls';
import { category, control, room } from './controls.js';
import { FakeHome, type WireStates } from './fake-home.js';

const KINDS = [
  'Küche',
  'Wohnzimmer',
  'Schlafzimmer',
  'Bad',
  'Kinderzimmer',
  'Flur',
  'Büro',
  'Gästezimmer',
];
const FLOORS = ['EG', '1. OG', '2. OG', 'DG', 'KG'];

/** What stands in a room, by Loxone type and name. */
const DEVICES: readonly (readonly [type: string, name: string])[] = [
  ['LightControllerV2', 'Lichtsteuerung'],
  ['Jalousie', 'Raffstore links'],
  ['Jalousie', 'Raffstore rechts'],
  ['IRoomControllerV2', 'Intelligente Raumregelung'],
  ['Dimmer', 'Leselampe'],
  ['Switch', 'Steckdose'],
  ['InfoOnlyDigital', 'Fensterkontakt'],
  ['InfoOnlyAnalog', 'Luftfeuchte'],
  ['AudioZoneV2', 'Musik'],
  ['PresenceDetector', 'Präsenz'],
];

const WIRE: Readonly<Record<string, Readonly<Record<string, number | string>>>> = {
  LightControllerV2: {
    activeMoods: '[1]',
    activeMoodsNum: 1,
    moodList: '[{"id":1,"name":"Abendstimmung"},{"id":778,"name":"Aus"}]',
  },
  Jalousie: { position: 0.4, shadePosition: 0.5, up: 0, down: 1 },
  IRoomControllerV2: { tempActual: 21.5, tempTarget: 22, activeMode: 1, operatingMode: 0 },
  Dimmer: { position: 45 },
  Switch: { active: 1 },
  InfoOnlyDigital: { active: 1 },
  InfoOnlyAnalog: { value: 47.3 },
  AudioZoneV2: { playState: 2, volume: 20 },
  PresenceDetector: { active: 1 },
  Meter: { actual: 1.234, total: 4567.8 },
  Gate: { position: 0.5, active: 1 },
  SmokeAlarm: { level: 1, alarmCause: 1 },
};

/** A busy house of so many controls: everything is on, open or moving, the longest an overview gets. */
export function generatedHouse(size: number): FakeHome {
  const controls = [
    control({ id: 'meter', name: 'Stromzähler Netz', type: 'Meter', room: room('Technikraum KG') }),
    control({ id: 'gate', name: 'Garagentor', type: 'Gate', room: room('Garage') }),
    control({ id: 'smoke', name: 'Rauchwarnzentrale', type: 'SmokeAlarm' }),
    ...Array.from({ length: size - 3 }, (_, at) => generated(at)),
  ];
  const wire: WireStates = Object.fromEntries(
    controls.map(({ id, type }) => [id, WIRE[type] ?? {}]),
  );
  return new FakeHome(controls, wire);
}

function generated(at: number): HomeControl {
  const [type, name] = DEVICES[at % DEVICES.length] ?? ['Switch', 'Steckdose'];
  const number = Math.floor(at / DEVICES.length);
  const kind = KINDS[number % KINDS.length] ?? '';
  const floor = FLOORS[Math.floor(number / KINDS.length) % FLOORS.length] ?? '';
  const wing = Math.floor(number / KINDS.length / FLOORS.length);
  const place = `${kind} ${floor}${wing === 0 ? '' : ` Haus ${wing + 1}`}`;
  const lighting = type === 'Dimmer' ? 'lights' : 'undefined';
  return control({
    id: `1c8b2764-0060-3732-fffffd5438c1${String(at).padStart(4, '0')}`,
    name,
    type,
    room: room(place),
    category: category(type, lighting),
  });
}
