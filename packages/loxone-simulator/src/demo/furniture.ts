import type { ControlPlan, PartPlan } from './builder.js';
import { demoId } from './builder.js';
import type { DemoRoom } from './rooms.js';

/** A lamp circuit of a light controller: what kind of lamp, and what it is called. */
export type CircuitPlan = readonly [kind: 'dimmed' | 'switched' | 'white' | 'color', name: string];

/** A light controller with its circuits and, where there are coloured ones, a master colour. */
export function lightController(
  room: DemoRoom,
  name: string,
  circuits: readonly CircuitPlan[],
): ControlPlan {
  const id = demoId(room, name);
  const colored = circuits.some(([kind]) => kind === 'color' || kind === 'white');
  const masters: PartPlan[] = [
    { suffix: 'masterValue', type: 'Dimmer', name: 'Master Brightness' },
    ...(colored
      ? [{ suffix: 'masterColor', type: 'ColorPickerV2', name: 'Master Colour', details: COLORED }]
      : []),
  ];
  return {
    type: 'LightControllerV2',
    name,
    room,
    category: 'Lighting',
    favorite: room === 'Living Room',
    rating: 3,
    details: {
      masterValue: `${id}/masterValue`,
      ...(colored && { masterColor: `${id}/masterColor` }),
      movementScene: 3,
    },
    parts: [...masters, ...circuits.map(circuit)],
  };
}

const COLORED = { pickerType: 'Rgb' } as const;
const WHITE = { pickerType: 'TunableWhite', minKelvin: 2700, maxKelvin: 6500 } as const;

function circuit([kind, name]: CircuitPlan, index: number): PartPlan {
  const suffix = `AI${index + 1}`;
  switch (kind) {
    case 'dimmed':
      return { suffix, type: 'Dimmer', name };
    case 'switched':
      return { suffix, type: 'Switch', name };
    case 'white':
      return { suffix, type: 'ColorPickerV2', name, details: WHITE };
    case 'color':
      return { suffix, type: 'ColorPickerV2', name, details: COLORED };
  }
}

/** Outside blinds with slats. */
export function blinds(room: DemoRoom, name: string): ControlPlan {
  const details = { isAutomatic: true, animation: 0 };
  return { type: 'Jalousie', name, room, category: 'Shading', details };
}

/** A shutter, awning or curtain: it has no slats. `animation` as in protocol reference §5.3. */
export function shade(room: DemoRoom, name: string, animation: 1 | 2 | 4 | 5): ControlPlan {
  const details = { isAutomatic: false, animation };
  return { type: 'Jalousie', name, room, category: 'Shading', details };
}

/** Heating and cooling of a room, with its weekly plan. */
export function climate(room: DemoRoom): ControlPlan {
  return {
    type: 'IRoomControllerV2',
    name: `${room} Climate`,
    room,
    category: 'Climate',
    rating: 2,
    details: {
      format: '%.1f°',
      timerModes: [
        { id: 0, name: 'Economy' },
        { id: 1, name: 'Comfort' },
        { id: 2, name: 'Building protection' },
        { id: 3, name: 'Manual' },
        { id: 4, name: 'Off' },
      ],
      connectedInputs: 0,
      possibleCapabilities: 3,
      SingleComfortTemperature: false,
      linkedAcControls: [],
    },
    parts: [
      {
        suffix: 'IRCV2Daytimer',
        type: 'IRCV2Daytimer',
        name: 'Heating and Cooling Plan',
        details: { analog: true, format: '%.1f°' },
      },
    ],
  };
}

/** A temperature, humidity, brightness, … that is only shown. */
export function sensor(room: DemoRoom, name: string, format: string): ControlPlan {
  const statistic = {
    frequency: 9,
    outputs: [{ id: 0, name, format, uuid: `${demoId(room, name)}`, visuType: 0 }],
  };
  return {
    type: 'InfoOnlyAnalog',
    name,
    room,
    category: 'Sensors',
    details: { format },
    more: { statistic },
  };
}

/** A contact that is only shown, with the words for both of its states. */
export function contact(room: DemoRoom, name: string, on: string, off: string): ControlPlan {
  return {
    type: 'InfoOnlyDigital',
    name,
    room,
    category: 'Sensors',
    details: { text: { on, off }, color: { on: '#E73246', off: '#69C350' } },
  };
}

/** Music in a room. */
export function audioZone(room: DemoRoom, playerid: number): ControlPlan {
  return {
    type: 'AudioZoneV2',
    name: `${room} Audio`,
    room,
    category: 'Music',
    details: { server: demoId('Utility Room', 'Audioserver'), playerid, clientType: 0 },
  };
}

/** A push-button that starts a scene. */
export function scene(name: string): ControlPlan {
  return {
    type: 'Pushbutton',
    name,
    room: 'Whole House',
    category: 'Scenes',
    favorite: true,
    details: { type: 511 },
  };
}
