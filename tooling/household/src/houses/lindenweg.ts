import { buildHouse, type ControlPlan, type PartPlan } from '../house-builder.js';

const MOODS_PER_LIGHT: Readonly<Record<string, unknown>> = { movementScene: 2 };

function light(room: string, name: string, circuits: readonly PartPlan[]): ControlPlan {
  return {
    type: 'LightControllerV2',
    name,
    room,
    category: 'lights',
    details: MOODS_PER_LIGHT,
    parts: [{ suffix: 'masterValue', type: 'Dimmer', name: 'Gesamthelligkeit' }, ...circuits],
  };
}

function dimmed(suffix: string, name: string): PartPlan {
  return { suffix, type: 'Dimmer', name };
}

function switched(suffix: string, name: string): PartPlan {
  return { suffix, type: 'Switch', name };
}

function shutter(room: string, name: string, animation = 1): ControlPlan {
  const details = { isAutomatic: true, animation };
  return { type: 'Jalousie', name, room, category: 'shading', details };
}

function heating(room: string): ControlPlan {
  return {
    type: 'IRoomControllerV2',
    name: `Heizung ${room.replace(/^\w+ /, '')}`,
    room,
    category: 'indoortemperature',
    details: {
      format: '%.1f°',
      timerModes: [
        { id: 0, name: 'Sparen' },
        { id: 1, name: 'Komfort' },
        { id: 2, name: 'Gebäudeschutz' },
        { id: 3, name: 'Manuell' },
        { id: 4, name: 'Aus' },
      ],
      connectedInputs: 0,
      possibleCapabilities: 3,
    },
  };
}

const CONTROLS: readonly ControlPlan[] = [
  light('EG Küche', 'Küchenlicht', [dimmed('AI1', 'Arbeitsplatte'), switched('AI2', 'Esstisch')]),
  light('EG Wohnzimmer', 'Wohnzimmerlicht', [
    dimmed('AI1', 'Decke'),
    dimmed('AI2', 'Stehlampe'),
    { suffix: 'AI3', type: 'ColorPickerV2', name: 'LED-Band', details: { pickerType: 'Rgb' } },
  ]),
  { type: 'Switch', name: 'Gartenstrahler', room: 'Außen', category: 'lights' },
  { type: 'Dimmer', name: 'Deckenlicht', room: 'OG Schlafzimmer', category: 'lights' },
  { type: 'Dimmer', name: 'Deckenlicht', room: 'OG Kinderzimmer', category: 'lights' },
  { type: 'Switch', name: 'Spiegelleuchte', room: 'OG Bad', category: 'lights' },
  { type: 'TimedSwitch', name: 'Treppenlicht', room: 'OG Flur', category: 'lights' },
  { type: 'Switch', name: 'Kellerlicht', room: 'KG Keller', category: 'lights' },
  shutter('EG Küche', 'Rollladen Küche'),
  shutter('EG Wohnzimmer', 'Rollladen Süd'),
  shutter('EG Wohnzimmer', 'Rollladen West'),
  shutter('OG Schlafzimmer', 'Rollladen Schlafzimmer'),
  shutter('OG Kinderzimmer', 'Rollladen Kinderzimmer'),
  shutter('EG Büro', 'Raffstore Büro', 0),
  shutter('Außen', 'Markise', 6),
  heating('EG Wohnzimmer'),
  heating('OG Bad'),
  heating('OG Schlafzimmer'),
  {
    type: 'AudioZoneV2',
    name: 'Musik Küche',
    room: 'EG Küche',
    category: 'media',
    details: { playerid: 1, clientType: 0 },
  },
  { type: 'Switch', name: 'Waschmaschine', room: 'KG Keller' },
  { type: 'Switch', name: 'Teichpumpe', room: 'Außen' },
  {
    type: 'Slider',
    name: 'Lüfterdrehzahl',
    room: 'OG Bad',
    details: { format: '%.0f%%', min: 0, max: 100, step: 5 },
  },
  {
    type: 'Radio',
    name: 'Wohnszene',
    room: 'EG Wohnzimmer',
    details: { allOff: 'Aus', outputs: { '1': 'Fernsehen', '2': 'Lesen', '3': 'Besuch' } },
  },
  { type: 'Pushbutton', name: 'Gong', room: 'EG Flur' },
  { type: 'Gate', name: 'Garagentor', room: 'Garage', details: { animation: 0 } },
  { type: 'InfoOnlyAnalog', name: 'Außentemperatur', room: 'Außen', details: { format: '%.1f°' } },
  {
    type: 'InfoOnlyDigital',
    name: 'Terrassentür',
    room: 'EG Wohnzimmer',
    details: { text: { on: 'offen', off: 'zu' } },
  },
  { type: 'TextState', name: 'Hausstatus', room: 'Zentral' },
  {
    type: 'CentralLightController',
    name: 'Alle Lichter',
    room: 'Zentral',
    category: 'lights',
    members: ['Küchenlicht [EG Küche]', 'Wohnzimmerlicht [EG Wohnzimmer]'],
  },
  {
    type: 'CentralJalousie',
    name: 'Alle Rollläden',
    room: 'Zentral',
    category: 'shading',
    members: [
      'Rollladen Küche [EG Küche]',
      'Rollladen Süd [EG Wohnzimmer]',
      'Rollladen West [EG Wohnzimmer]',
    ],
  },
];

/** A German family house whose rooms carry their floor in their names. */
export function lindenweg(): unknown {
  return buildHouse({
    name: 'Lindenweg 7',
    language: 'DEU',
    serial: '504F94A0BEEF',
    controls: CONTROLS,
    operatingModes: { '0': 'Feiertag', '1': 'Urlaub', '-5': 'Party', '-6': 'Abwesend' },
  });
}
