import type { CommandRequest, HomeControl, HomeRoom } from '@gatehouse/loxone-controls';
import { category, control, room } from './controls.js';
import { FakeHome, type WireStates } from './fake-home.js';

export const KITCHEN: HomeRoom = room('Küche');
export const LIVING: HomeRoom = room('Living room');
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

type Wire = Readonly<Record<string, number | string>>;

/** A house that does what it is told, at once. */
export function testHouse(controls: readonly HomeControl[] = CONTROLS): FakeHome {
  const home = new FakeHome(controls, WIRE);
  home.react = (request, commanded) => {
    const members = MEMBERS[commanded.id];
    if (members === undefined) return EFFECTS[request.command]?.(request, commanded) ?? {};
    for (const member of members) home.set(member, memberEffect(request.command));
    return { outcome: 'unchanged', waitedMs: 0 };
  };
  return home;
}

const MEMBERS: Readonly<Record<string, readonly string[]>> = {
  'all-lights': ['table', 'floor'],
  'all-blinds': ['blind', 'curtain'],
};

function memberEffect(command: string): Wire {
  const effects: Readonly<Record<string, Wire>> = {
    on: { position: 80 },
    off: { position: 0 },
    open: { up: 1, down: 0 },
    close: { up: 0, down: 1 },
    stop: { up: 0, down: 0 },
  };
  return effects[command] ?? {};
}

/** Simple physics, by the catalog's command names. */
const EFFECTS: Readonly<Record<string, (request: CommandRequest, control: HomeControl) => Wire>> = {
  on: (_request, { type }) => (type === 'Switch' ? { active: 1 } : { position: 80 }),
  off: (_request, { type }) => {
    if (type === 'LightControllerV2') return { activeMoods: '[778]', activeMoodsNum: 778 };
    return type === 'Switch' ? { active: 0 } : { position: 0 };
  },
  'set-brightness': ({ args }) => ({ position: Number(args?.brightness) }),
  'set-mood': ({ args }) => ({
    activeMoods: `[${args?.mood}]`,
    activeMoodsNum: Number(args?.mood),
  }),
  'set-scene': ({ args }) => ({ activeScene: Number(args?.scene) }),
  open: () => ({ up: 1 }),
  close: () => ({ down: 1 }),
  stop: () => ({ up: 0, down: 0 }),
  'set-position': ({ args }) => ({ position: Number(args?.position) / 100 }),
  'set-tilt': ({ args }) => ({ shadePosition: Number(args?.tilt) / 100 }),
  'set-color': ({ args }) => ({
    color: `hsv(${args?.hue},${args?.saturation},${args?.brightness})`,
  }),
};
