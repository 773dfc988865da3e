/** Uuids of the little house; each in Loxone's form. */
export const ID = {
  kitchen: '10000000-0000-0001-ffff000000000001',
  bath: '10000000-0000-0002-ffff000000000001',
  lights: '10000000-0000-0003-ffff000000000001',
  shading: '10000000-0000-0004-ffff000000000001',
  lamp: '20000000-0000-0001-ffff000000000001',
  lampActive: '30000000-0000-0001-ffff000000000001',
  dimmer: '20000000-0000-0002-ffff000000000001',
  dimmerPosition: '30000000-0000-0002-ffff000000000001',
  controller: '20000000-0000-0003-ffff000000000001',
  moods: '30000000-0000-0003-ffff000000000001',
  moodList: '30000000-0000-0004-ffff000000000001',
  circuitActive: '30000000-0000-0005-ffff000000000001',
  blind: '20000000-0000-0004-ffff000000000001',
  blindUp: '30000000-0000-0006-ffff000000000001',
  blindDown: '30000000-0000-0007-ffff000000000001',
  blindPosition: '30000000-0000-0008-ffff000000000001',
  safe: '20000000-0000-0005-ffff000000000001',
  safeActive: '30000000-0000-0009-ffff000000000001',
  thermostat: '20000000-0000-0006-ffff000000000001',
  warm: '30000000-0000-000a-ffff000000000001',
  cool: '30000000-0000-000b-ffff000000000001',
  hidden: '20000000-0000-0007-ffff000000000001',
  buttons: '20000000-0000-0008-ffff000000000001',
  timer: '20000000-0000-0009-ffff000000000001',
  timerEntries: '30000000-0000-000c-ffff000000000001',
  central: '20000000-0000-000b-ffff000000000001',
  securedCentral: '20000000-0000-000c-ffff000000000001',
  twin: '20000000-0000-000a-ffff000000000001',
} as const;

/** A part of the light controller: parts have ids with a suffix. */
export const CIRCUIT: string = `${ID.controller}/AI1`;

function group(uuid: string, name: string, type?: string): Record<string, unknown> {
  return { uuid, name, image: '', defaultRating: 0, isFavorite: false, ...(type && { type }) };
}

function control(
  uuidAction: string,
  name: string,
  type: string,
  more: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  return {
    uuidAction,
    name,
    type,
    room: ID.kitchen,
    cat: ID.lights,
    defaultRating: 0,
    isFavorite: false,
    isSecured: false,
    states: {},
    ...more,
  };
}

/** A structure file with one control of each kind that the client treats specially. */
export function littleHouse(version: string = '2024-01-01 10:00:00'): Record<string, unknown> {
  const circuit = {
    uuidAction: CIRCUIT,
    name: 'Counter',
    type: 'Switch',
    isFavorite: false,
    isSecured: false,
    states: { active: ID.circuitActive },
  };
  const controls = [
    control(ID.lamp, 'Lamp', 'Switch', { isFavorite: true, states: { active: ID.lampActive } }),
    control(ID.twin, 'Lamp again', 'Switch', {
      room: ID.bath,
      states: { active: ID.lampActive },
    }),
    control(ID.dimmer, 'Dimmer', 'Dimmer', { states: { position: ID.dimmerPosition } }),
    control(ID.controller, 'Lights', 'LightControllerV2', {
      states: { activeMoods: ID.moods, moodList: ID.moodList },
      subControls: { [CIRCUIT]: circuit },
    }),
    control(ID.blind, 'Blind', 'Jalousie', {
      room: ID.bath,
      cat: ID.shading,
      states: { up: ID.blindUp, down: ID.blindDown, position: ID.blindPosition },
    }),
    control(ID.safe, 'Safe', 'Switch', { isSecured: true, states: { active: ID.safeActive } }),
    control(ID.thermostat, 'Heating', 'IRoomController', {
      states: { temperatures: [ID.warm, ID.cool] },
    }),
    control(ID.hidden, 'Hidden', '', { states: { active: ID.lampActive } }),
    control(ID.buttons, 'Buttons', 'UpDownDigital'),
    control(ID.central, 'All blinds', 'CentralJalousie', {
      details: { controls: [{ uuid: ID.blind, id: 0 }, { id: 1 }, 'odd'] },
    }),
    control(ID.securedCentral, 'Blinds and safe', 'CentralJalousie', {
      details: { controls: [{ uuid: ID.safe, id: 0 }] },
    }),
    control(ID.timer, 'Schedule', 'Daytimer', {
      states: { entriesAndDefaultValue: ID.timerEntries },
    }),
  ];
  return {
    lastModified: version,
    msInfo: {
      serialNr: '504F94000001',
      msName: 'Little House',
      projectName: 'Test',
      languageCode: 'ENG',
      tempUnit: 0,
    },
    globalStates: {},
    rooms: {
      [ID.kitchen]: group(ID.kitchen, 'Kitchen'),
      [ID.bath]: group(ID.bath, 'Bath'),
    },
    cats: {
      [ID.lights]: group(ID.lights, 'Lights', 'lights'),
      [ID.shading]: group(ID.shading, 'Shading', 'shading'),
    },
    controls: Object.fromEntries(controls.map((entry) => [String(entry.uuidAction), entry])),
  };
}
