import type { CommandRequest, HomeControl } from '@gatehouse/loxone-controls';
import { category, control, room } from './controls.js';
import { FakeHome, type WireStates } from './fake-home.js';

export const KITCHEN = room('Küche');
export const LIVING = room('Living room');
const LIGHTING = category('Lighting', 'lights');
const SHADING = category('Shading', 'shading');
const OTHER = category('Devices', 'undefined');

const MOODS = JSON.stringify([
  { id: 1, name: 'Bright' },
  { id: 2, name: 'Evening' },
  { id: 777, name: 'All on', static: true },
  { id: 778, name: 'Off', static: true },
]);

export const ceiling: HomeControl = control({
  id: 'ceiling',
  name: 'Ceiling',
  type: 'LightControllerV2',
  room: KITCHEN,
  category: LIGHTING,
  details: { masterValue: 'ceiling/masterValue' },
});

/** A small house with one of everything that matters to the tools. */
export const CONTROLS: readonly HomeControl[] = [
  ceiling,
  control({ id: 'ceiling/masterValue', name: 'Master', type: 'Dimmer', parent: ceiling }),
  control({ id: 'ceiling/AI1', name: 'Spots', type: 'Dimmer', parent: ceiling }),
  control({ id: 'ceiling/AI2', name: 'Strip', type: 'ColorPickerV2', parent: ceiling }),
  control({ id: 'ceiling/AI3', name: 'Hood', type: 'Switch', parent: ceiling }),
  control({ id: 'table', name: 'Table lamp', type: 'Dimmer', room: KITCHEN, category: LIGHTING }),
  control({ id: 'oven', name: 'Oven lamp', type: 'Switch', room: KITCHEN, category: LIGHTING }),
  control({ id: 'coffee', name: 'Coffee', type: 'Switch', room: KITCHEN, category: OTHER }),
  control({ id: 'blind', name: 'Blind', type: 'Jalousie', room: KITCHEN, category: SHADING }),
  control({
    id: 'curtain',
    name: 'Curtain',
    type: 'Jalousie',
    room: LIVING,
    category: SHADING,
    details: { animation: 2 },
  }),
  control({ id: 'floor', name: 'Floor lamp', type: 'Dimmer', room: LIVING, category: LIGHTING }),
  control({ id: 'sofa', name: 'Sofa', type: 'LightController', room: LIVING, category: LIGHTING }),
  control({ id: 'sofa/AI1', name: 'Glow', type: 'Colorpicker', room: LIVING, category: LIGHTING }),
  control({ id: 'spare', name: 'Spots', type: 'Dimmer', room: LIVING, category: LIGHTING }),
  control({
    id: 'all-lights',
    name: 'All lights',
    type: 'CentralLightController',
    room: LIVING,
    category: LIGHTING,
    details: { controls: [{ uuid: 'table' }, { uuid: 'floor' }] },
  }),
  control({
    id: 'all-blinds',
    name: 'All blinds',
    type: 'CentralJalousie',
    room: LIVING,
    category: SHADING,
    details: { controls: [{ uuid: 'blind' }, { uuid: 'curtain' }] },
  }),
  control({ id: 'gate', name: 'Garage', type: 'Gate', room: room('Outside') }),
  control({ id: 'safe', name: 'Safe lamp', type: 'Dimmer', room: room('Cellar'), secured: true }),
  control({ id: 'temperature', name: 'Temperature', type: 'InfoOnlyAnalog', room: KITCHEN }),
  control({ id: 'mystery', name: 'Mystery', type: 'NeverHeardOf', category: LIGHTING }),
];

const WIRE: WireStates = {
  ceiling: { activeMoods: '[2]', activeMoodsNum: 2, moodList: MOODS },
  'ceiling/masterValue': { position: 40, min: 0, max: 100, step: 1 },
  'ceiling/AI1': { position: 35, min: 0, max: 100, step: 1 },
  'ceiling/AI2': { color: 'hsv(120,50,80)' },
  'ceiling/AI3': { active: 0 },
  table: { position: 0, min: 0, max: 100, step: 1 },
  oven: { active: 1 },
  coffee: { active: 0 },
  blind: { position: 0.4, shadePosition: 0, up: 0, down: 0 },
  curtain: { position: 1, up: 0, down: 0 },
  floor: { position: 60, min: 10, max: 80, step: 1 },
  sofa: { activeScene: 1, sceneList: '1="Bright",2="Film"' },
  'sofa/AI1': { color: 'hsv(10,90,50)' },
  gate: { position: 0, active: 0 },
  temperature: { value: 21.456 },
};

/** A house that does what it is told, at once. */
export function testHouse(controls: readonly HomeControl[] = CONTROLS): FakeHome {
  const home = new FakeHome(controls, WIRE);
  home.react = (request) => {
    const { command, control: id } = request;
    if (id === 'all-lights') return obey(home, ['table', 'floor'], request);
    if (id === 'all-blinds') return obey(home, ['blind', 'curtain'], request);
    return effectOf(command, request);
  };
  return home;
}

function obey(
  home: FakeHome,
  members: readonly string[],
  request: CommandRequest,
): { outcome: 'unchanged'; waitedMs: number } {
  for (const member of members) {
    const type = home.control(member)?.type;
    const command = type === 'Dimmer' && request.command === 'on' ? 'dim-on' : request.command;
    home.set(member, type === 'Dimmer' && command === 'off' ? { position: 0 } : effectOf(command, request));
  }
  return { outcome: 'unchanged', waitedMs: 0 };
}

/** Simple physics, by the catalog's command names. */
function effectOf(
  command: string,
  { control: id, args = {} }: CommandRequest,
): Readonly<Record<string, number | string>> {
  const isSwitch = ['oven', 'coffee', 'ceiling/AI3'].includes(id);
  const isController = id === 'ceiling';
  switch (command) {
    case 'on':
      return isSwitch ? { active: 1 } : { position: 100 };
    case 'dim-on':
      return { position: 80 };
    case 'off':
      if (isController) return { activeMoods: '[778]', activeMoodsNum: 778 };
      return isSwitch ? { active: 0 } : { position: 0 };
    case 'set-brightness':
      return { position: Number(args.brightness) };
    case 'set-mood':
      return { activeMoods: `[${args.mood}]`, activeMoodsNum: Number(args.mood) };
    case 'set-scene':
      return { activeScene: Number(args.scene) };
    case 'open':
      return { up: 1 };
    case 'close':
      return { down: 1 };
    case 'stop':
      return { up: 0, down: 0 };
    case 'set-position':
      return { position: Number(args.position) / 100 };
    case 'set-tilt':
      return { shadePosition: Number(args.tilt) / 100 };
    case 'set-color':
      return { color: `hsv(${args.hue},${args.saturation},${args.brightness})` };
    default:
      return {};
  }
}
