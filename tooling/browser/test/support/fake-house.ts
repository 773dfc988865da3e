import type { HouseCommand, HouseControl, HouseView } from '@gatehouse/admin-ui/wire';
import { HOSTILE } from './hostile.js';

const OWNER = { id: 'lmcp_admin_001', name: 'Owner', role: 'admin' };

function command(name: string, label: string, risk = 'control'): HouseCommand {
  return { name, label, risk };
}

const SWITCH = [command('on', 'On'), command('off', 'Off')];

function dimmer(id: string, name: string, percent: number): HouseControl {
  const argument = { name: 'value', min: 0, max: 100, unit: '%' };
  return {
    id,
    name,
    type: 'Dimmer',
    family: 'lights',
    state: percent === 0 ? 'off' : `on, ${percent} %`,
    commands: [...SWITCH, { name: 'set', label: 'Brightness', risk: 'control', argument }],
    values: { set: percent },
  };
}

function blind(id: string, name: string): HouseControl {
  const argument = { name: 'position', min: 0, max: 100, unit: '%' };
  return {
    id,
    name,
    type: 'Jalousie',
    family: 'shading',
    state: 'shading 40 %, slats half open',
    commands: [
      command('up', 'Up'),
      command('stop', 'Stop'),
      command('down', 'Down'),
      command('shade', 'Shade'),
      command('autoOn', 'Automatic on'),
      command('autoOff', 'Automatic off'),
      { name: 'position', label: 'Position', risk: 'control', argument },
    ],
  };
}

function heating(id: string, name: string): HouseControl {
  const argument = { name: 'temperature', min: 5, max: 30, step: 0.5, unit: '°C' };
  return {
    id,
    name,
    type: 'IRoomControllerV2',
    family: 'climate',
    state: '21.4 °C, target 22.0 °C, heating',
    commands: [{ name: 'target', label: 'Target temperature', risk: 'control', argument }],
    values: { target: 22 },
  };
}

function door(id: string, name: string): HouseControl {
  return {
    id,
    name,
    type: 'Gate',
    family: 'access',
    state: 'closed',
    commands: [command('open', 'Open', 'access'), command('close', 'Close', 'access')],
  };
}

/** A command that takes one of so many names. */
function choice(
  command: string,
  label: string,
  argument: string,
  names: readonly string[],
): HouseCommand {
  const choices = names.map((text, at) => ({ value: at + 1, text }));
  return { name: command, label, risk: 'control', argument: { name: argument, choices } };
}

const MOODS = ['Bright', 'Dinner', 'Film & popcorn', HOSTILE.script];

/** A light controller: its moods are told by name, and may be added to those that are active. */
function moods(id: string, name: string): HouseControl {
  return {
    id,
    name,
    type: 'Light controller',
    family: 'lights',
    state: 'mood Dinner',
    commands: [
      command('off', 'Off'),
      choice('set-mood', 'Mood', 'mood', MOODS),
      choice('add-mood', 'Add mood', 'mood', MOODS),
      choice('remove-mood', 'Remove mood', 'mood', MOODS),
    ],
    values: { 'set-mood': 2 },
  };
}

/** Radio buttons of so many outputs. */
function radio(id: string, name: string, outputs: number): HouseControl {
  const names = Array.from({ length: outputs }, (_, at) => `Programme ${at + 1}`);
  return {
    id,
    name,
    type: 'Radio buttons',
    family: 'switches',
    state: 'none',
    commands: [choice('select', 'Output', 'output', names)],
  };
}

function sensor(id: string, name: string): HouseControl {
  return {
    id,
    name,
    type: 'InfoOnlyAnalog',
    family: 'information',
    state: '612 ppm',
    commands: [],
  };
}

/** A house that fits on a screen or two. */
export function fakeHouse(): HouseView {
  return {
    principal: OWNER,
    phase: 'live',
    rooms: [
      {
        id: 'kitchen',
        name: 'Küche',
        controls: [
          dimmer('lamp', 'Ceiling', 40),
          dimmer('spots', 'Spots over the worktop', 0),
          blind('blind', 'Blind'),
          heating('heat', 'Heating'),
          sensor('air', 'Air quality'),
        ],
      },
      {
        id: 'hall',
        name: 'Hall',
        controls: [door('door', 'Front door'), dimmer('hall', 'Lamp', 0)],
      },
      {
        id: 'living',
        name: 'Lounge',
        controls: [moods('light', 'Lighting'), radio('radio', 'Watering', 12)],
      },
      {
        id: 'evil',
        name: HOSTILE.script,
        controls: [{ ...sensor('evil', HOSTILE.long), state: HOSTILE.image }],
      },
    ],
  };
}

/** What a key that may only look sees of {@link fakeHouse}. */
export function fakeHouseAs(id: string): HouseView {
  const { rooms } = fakeHouse();
  return {
    principal: { id, name: 'Kitchen tablet', role: 'device' },
    phase: 'live',
    rooms: rooms.slice(0, 1),
  };
}

/** A house of so many devices in rooms of 40. */
export function largeHouse(devices: number): HouseView {
  const rooms = Array.from({ length: Math.ceil(devices / 40) }, (_, room) => ({
    id: `room-${room}`,
    name: `Room ${room + 1}`,
    controls: Array.from({ length: Math.min(40, devices - room * 40) }, (__, at) =>
      at % 2 === 0
        ? dimmer(`d-${room}-${at}`, `Lamp ${room * 40 + at}`, at)
        : blind(`d-${room}-${at}`, `Blind ${room * 40 + at}`),
    ),
  }));
  return { principal: OWNER, phase: 'live', rooms };
}
