import { createLoxoneClient, type LoxoneClient } from '@gatehouse/loxone-client';
import { CONTROL_TYPES } from '@gatehouse/loxone-controls';
import { AdjustableTime, type Simulator, startSimulator } from '@gatehouse/loxone-simulator';
import { createLoxoneTools, type ToolResult } from '@gatehouse/loxone-tools';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createHouseData } from '../../src/house/house-data.js';
import { type BuiltControl, buildHouse } from './support/built-house.js';

const USER = 'admin';
const PASSWORD = 'correct horse';

/** Lights, blinds, climate and music: families that have a tool of their own. */
const TOOL_OF_FAMILY: Readonly<Record<string, string>> = {
  lights: 'loxone_control_lights',
  covers: 'loxone_control_covers',
  climate: 'loxone_set_climate',
  media: 'loxone_control_media',
};

const HOUSE: readonly BuiltControl[] = [
  { name: 'Dimmer', type: 'Dimmer' },
  { name: 'EIBDimmer', type: 'EIBDimmer' },
  { name: 'LightController', type: 'LightController' },
  {
    name: 'LightControllerV2',
    type: 'LightControllerV2',
    parts: {
      masterValue: 'Dimmer',
      masterColor: 'ColorPickerV2',
      AI1: 'Dimmer',
      AI2: 'ColorPickerV2',
    },
  },
  { name: 'LightsceneRGB', type: 'LightsceneRGB' },
  { name: 'CentralLightController', type: 'CentralLightController', moves: ['LightControllerV2'] },
  { name: 'ColorPickerV2', type: 'ColorPickerV2' },
  { name: 'Colorpicker', type: 'Colorpicker' },
  { name: 'Stairs', type: 'TimedSwitch' },
  { name: 'Jalousie', type: 'Jalousie', details: { animation: 0 } },
  { name: 'Awning', type: 'Jalousie', details: { animation: 6 } },
  { name: 'CentralJalousie', type: 'CentralJalousie', moves: ['Jalousie'] },
  { name: 'IRoomControllerV2', type: 'IRoomControllerV2' },
  { name: 'IRoomController', type: 'IRoomController', lists: { temperatures: 8 } },
  { name: 'IRCV2Daytimer', type: 'IRCV2Daytimer' },
  { name: 'IRCDaytimer', type: 'IRCDaytimer' },
  { name: 'AcControl', type: 'AcControl' },
  { name: 'Ventilation', type: 'Ventilation', details: { modes: [{ id: 2, name: 'Exchange' }] } },
  { name: 'ClimateController', type: 'ClimateController' },
  { name: 'ClimateControllerUS', type: 'ClimateControllerUS' },
  { name: 'Sauna', type: 'Sauna' },
  { name: 'AudioZone', type: 'AudioZone' },
  { name: 'AudioZoneV2', type: 'AudioZoneV2' },
  { name: 'CentralAudioZone', type: 'CentralAudioZone', moves: ['AudioZoneV2'] },
  { name: 'Remote', type: 'Remote', details: { modeList: { '3': { name: 'Cinema' } } } },
];

/** A call, and what the house must then hold: `Name.state`, or nothing where no state shows it. */
type Step = readonly [wish: Readonly<Record<string, unknown>>, Readonly<Record<string, unknown>>];

const percent = (action: string, brightness: number) => ({ action, brightness });

const DIMMER = (name: string): readonly Step[] => [
  [percent('brightness', 40), { [`${name}.position`]: 40 }],
  [percent('brighter', 15), { [`${name}.position`]: 55 }],
  [{ action: 'darker' }, { [`${name}.position`]: 35 }],
  [{ action: 'toggle' }, { [`${name}.position`]: 0 }],
  [{ action: 'on' }, { [`${name}.position`]: 35 }],
  [{ action: 'off' }, { [`${name}.position`]: 0 }],
];

const COLORED = (name: string, white: string): readonly Step[] => [
  [{ action: 'color', color: '#ff0000' }, { [`${name}.color`]: 'hsv(0,100,100)' }],
  [{ action: 'color', color: 'grün', brightness: 30 }, { [`${name}.color`]: 'hsv(120,100,30)' }],
  [percent('brightness', 60), { [`${name}.color`]: 'hsv(120,100,60)' }],
  [percent('brighter', 10), { [`${name}.color`]: 'hsv(120,100,70)' }],
  [{ action: 'color', color: '3000K' }, { [`${name}.color`]: `${white}(70,3000)` }],
  [{ action: 'off' }, { [`${name}.color`]: `${white}(0,3000)` }],
];

const STEPS: Readonly<Record<string, readonly Step[]>> = {
  Dimmer: DIMMER('Dimmer'),
  EIBDimmer: DIMMER('EIBDimmer'),
  LightController: [
    [{ action: 'on' }, { 'LightController.activeScene': 9 }],
    [{ action: 'off' }, { 'LightController.activeScene': 0 }],
  ],
  LightControllerV2: [
    [{ action: 'on' }, { 'LightControllerV2.activeMoods': '[777]' }],
    [{ action: 'off' }, { 'LightControllerV2.activeMoods': '[778]' }],
    [{ action: 'mood', mood: 777 }, { 'LightControllerV2.activeMoods': '[777]' }],
    [{ action: 'toggle' }, { 'LightControllerV2.activeMoods': '[778]' }],
    [{ action: 'mood', mood: 'Evening' }, { 'LightControllerV2.activeMoods': '[1]' }],
    [{ action: 'add_mood', mood: 2 }, { 'LightControllerV2.activeMoods': '[1,2]' }],
    [{ action: 'remove_mood', mood: 'Evening' }, { 'LightControllerV2.activeMoods': '[2]' }],
    [{ action: 'next_mood' }, { 'LightControllerV2.activeMoods': '[777]' }],
    [{ action: 'previous_mood' }, { 'LightControllerV2.activeMoods': '[2]' }],
    [percent('brightness', 50), { 'masterValue.position': 50 }],
    [{ action: 'color', color: 'blau' }, {}],
  ],
  LightsceneRGB: [
    [{ action: 'mood', mood: 3 }, { 'LightsceneRGB.activeScene': 3 }],
    [{ action: 'off' }, { 'LightsceneRGB.activeScene': 0 }],
    [{ action: 'on' }, { 'LightsceneRGB.activeScene': 9 }],
  ],
  CentralLightController: [
    [{ action: 'off' }, { 'LightControllerV2.activeMoods': '[778]' }],
    [{ action: 'on' }, { 'LightControllerV2.activeMoods': '[777]' }],
    [{ action: 'mood', mood: 778 }, { 'LightControllerV2.activeMoods': '[778]' }],
  ],
  ColorPickerV2: COLORED('ColorPickerV2', 'temp'),
  Colorpicker: COLORED('Colorpicker', 'lumitech'),
  Stairs: [
    [{ action: 'pulse' }, {}],
    [{ action: 'on' }, { 'Stairs.deactivationDelay': -1 }],
    [{ action: 'off' }, { 'Stairs.deactivationDelay': 0 }],
  ],
  Jalousie: [
    [{ action: 'close' }, { 'Jalousie.targetPosition': 1, 'Jalousie.down': 1 }],
    [{ action: 'stop' }, { 'Jalousie.down': 0 }],
    [{ action: 'position', position: 40 }, { 'Jalousie.targetPosition': 0.4 }],
    [{ action: 'stop' }, {}],
    [{ action: 'slats', slats: 70 }, { 'Jalousie.targetPositionLamelle': 0.7 }],
    [{ action: 'stop' }, {}],
    [
      { action: 'position', position: 80, slats: 20 },
      { 'Jalousie.targetPosition': 0.8, 'Jalousie.targetPositionLamelle': 0.2 },
    ],
    [{ action: 'stop' }, {}],
    [{ action: 'shade' }, { 'Jalousie.targetPosition': 1, 'Jalousie.targetPositionLamelle': 0 }],
    [{ action: 'stop' }, {}],
    [{ action: 'down' }, { 'Jalousie.targetPosition': 1 }],
    [{ action: 'stop' }, {}],
    [{ action: 'auto' }, { 'Jalousie.autoActive': 1 }],
    [{ action: 'auto_off' }, { 'Jalousie.autoActive': 0 }],
  ],
  Awning: [
    [{ action: 'down' }, { 'Awning.targetPosition': 1 }],
    [{ action: 'up' }, { 'Awning.targetPosition': 0 }],
    [{ action: 'open' }, { 'Awning.targetPosition': 1, 'Awning.down': 1 }],
    [{ action: 'stop' }, { 'Awning.down': 0 }],
    [{ action: 'position', position: 60 }, { 'Awning.targetPosition': 0.6 }],
    [{ action: 'stop' }, {}],
  ],
  CentralJalousie: [
    [{ action: 'close' }, { 'Jalousie.targetPosition': 1 }],
    [{ action: 'stop' }, { 'Jalousie.down': 0 }],
    [{ action: 'auto' }, { 'Jalousie.autoActive': 1 }],
    [{ action: 'auto_off' }, { 'Jalousie.autoActive': 0 }],
    [{ action: 'shade' }, { 'Jalousie.targetPosition': 1, 'Jalousie.targetPositionLamelle': 0 }],
    [{ action: 'stop' }, {}],
  ],
  IRoomControllerV2: [
    [
      { action: 'temperature', temperature: 24 },
      { 'IRoomControllerV2.comfortTemperature': 24, 'IRoomControllerV2.tempTarget': 24 },
    ],
    [{ action: 'comfort_temperature', temperature: 22 }, { 'IRoomControllerV2.tempTarget': 22 }],
    [{ action: 'mode', mode: 'eco' }, { 'IRoomControllerV2.activeMode': 0 }],
    [{ action: 'temperature', temperature: 23 }, { 'IRoomControllerV2.tempTarget': 23 }],
    [{ action: 'resume' }, { 'IRoomControllerV2.overrideReason': 0 }],
    [{ action: 'mode', mode: 'comfort', duration_s: 3600 }, { 'IRoomControllerV2.activeMode': 1 }],
    [{ action: 'mode', mode: 'auto' }, { 'IRoomControllerV2.overrideReason': 0 }],
    [{ action: 'mode', mode: 'cooling' }, { 'IRoomControllerV2.operatingMode': 2 }],
    [{ action: 'mode', mode: 'manual' }, { 'IRoomControllerV2.operatingMode': 3 }],
    [{ action: 'temperature', temperature: 19 }, { 'IRoomControllerV2.tempTarget': 19 }],
    [
      { action: 'temperature', temperature: 25, duration_s: 600 },
      { 'IRoomControllerV2.tempTarget': 25 },
    ],
    [{ action: 'mode', mode: 'building_protection' }, { 'IRoomControllerV2.activeMode': 2 }],
    [{ action: 'resume' }, { 'IRoomControllerV2.overrideReason': 0 }],
    [{ action: 'off' }, { 'IRoomControllerV2.operatingMode': -1 }],
  ],
  IRoomController: [
    [{ action: 'temperature', temperature: 23 }, { 'IRoomController.tempTarget': 23 }],
    [{ action: 'comfort_temperature', temperature: 20.5 }, { 'IRoomController.tempTarget': 20.5 }],
    [{ action: 'mode', mode: 'eco', duration_s: 600 }, { 'IRoomController.currHeatTempIx': 0 }],
    [{ action: 'resume' }, { 'IRoomController.override': 0 }],
    [{ action: 'mode', mode: 'cooling' }, { 'IRoomController.mode': 4 }],
    [{ action: 'mode', mode: 'auto' }, { 'IRoomController.mode': 0 }],
    [{ action: 'off' }, { 'IRoomController.serviceMode': 1 }],
    [{ action: 'mode', mode: 'auto' }, { 'IRoomController.serviceMode': 0 }],
  ],
  IRCV2Daytimer: [
    [{ action: 'mode', mode: 'building_protection', duration_s: 60 }, { 'IRCV2Daytimer.value': 2 }],
    [{ action: 'resume' }, { 'IRCV2Daytimer.override': 0 }],
  ],
  IRCDaytimer: [
    [{ action: 'mode', mode: 'boost', duration_s: 60 }, { 'IRCDaytimer.value': 5 }],
    [{ action: 'resume' }, { 'IRCDaytimer.override': 0 }],
  ],
  AcControl: [
    [{ action: 'on' }, { 'AcControl.status': 1 }],
    [{ action: 'temperature', temperature: 19 }, { 'AcControl.targetTemperature': 19 }],
    [{ action: 'mode', mode: 'Kühlen' }, { 'AcControl.mode': 3 }],
    [{ action: 'ventilation', speed: 'high' }, { 'AcControl.fan': 5 }],
    [
      { action: 'temperature', temperature: 26, duration_s: 600 },
      { 'AcControl.targetTemperature': 26 },
    ],
    [{ action: 'resume' }, { 'AcControl.override': '0' }],
    [{ action: 'off', duration_s: 600 }, { 'AcControl.pauseReason': 1 }],
    [{ action: 'resume' }, { 'AcControl.pauseReason': 0 }],
    [{ action: 'off' }, { 'AcControl.status': 0 }],
  ],
  Ventilation: [
    [{ action: 'ventilation', speed: 85, duration_s: 600 }, { 'Ventilation.speed': 85 }],
    [{ action: 'mode', mode: 'boost', duration_s: 600 }, { 'Ventilation.speed': 100 }],
    [{ action: 'off', duration_s: 600 }, { 'Ventilation.speed': 0 }],
    [{ action: 'resume' }, { 'Ventilation.overwriteUntil': 0 }],
  ],
  ClimateController: [
    [{ action: 'mode', mode: 'cooling' }, { 'ClimateController.autoMode': 2 }],
    [{ action: 'off' }, { 'ClimateController.autoMode': -1 }],
    [{ action: 'ventilation', speed: 'on' }, { 'ClimateController.ventilation': 1 }],
  ],
  ClimateControllerUS: [
    [{ action: 'mode', mode: 'heating' }, { 'ClimateControllerUS.mode': 1 }],
    [{ action: 'mode', mode: 'boost' }, { 'ClimateControllerUS.emergencyOverride': 1 }],
    [{ action: 'resume' }, { 'ClimateControllerUS.emergencyOverride': 0 }],
    [{ action: 'ventilation', speed: 'on' }, { 'ClimateControllerUS.fan': 1 }],
    [{ action: 'mode', mode: 'cooling', duration_s: 600 }, { 'ClimateControllerUS.mode': 2 }],
  ],
  Sauna: [
    [
      { action: 'on', temperature: 90 },
      { 'Sauna.active': 1, 'Sauna.tempTarget': 90 },
    ],
    [{ action: 'temperature', temperature: 75 }, { 'Sauna.tempTarget': 75 }],
    [{ action: 'ventilation', speed: 'on' }, { 'Sauna.fan': 1 }],
    [{ action: 'off' }, { 'Sauna.active': 0 }],
  ],
  AudioZone: [
    [{ action: 'play' }, { 'AudioZone.playState': 2 }],
    [{ action: 'next' }, { 'AudioZone.queueIndex': 1 }],
    [{ action: 'previous' }, { 'AudioZone.queueIndex': 0 }],
    [{ action: 'toggle' }, { 'AudioZone.playState': 1 }],
    [{ action: 'volume', volume: 33 }, { 'AudioZone.volume': 33 }],
    [{ action: 'volume_up' }, { 'AudioZone.volume': 36 }],
    [{ action: 'volume_down', volume: 6 }, { 'AudioZone.volume': 30 }],
    [{ action: 'mute' }, { 'AudioZone.volume': 0 }],
    [{ action: 'unmute' }, { 'AudioZone.volume': 25 }],
    [{ action: 'source', source: 4 }, { 'AudioZone.source': 4 }],
    [{ action: 'shuffle', value: 'on' }, { 'AudioZone.shuffle': 1 }],
    [{ action: 'repeat', value: 'title' }, { 'AudioZone.repeat': 3 }],
    [{ action: 'stop' }, { 'AudioZone.playState': 0 }],
    [{ action: 'on' }, { 'AudioZone.power': 1 }],
    [{ action: 'off' }, { 'AudioZone.power': 0 }],
  ],
  AudioZoneV2: [
    [{ action: 'play' }, { 'AudioZoneV2.playState': 2 }],
    [{ action: 'pause' }, { 'AudioZoneV2.playState': 1 }],
    [{ action: 'source', source: 2 }, { 'AudioZoneV2.playState': 2 }],
    [{ action: 'volume', volume: 90 }, { 'AudioZoneV2.volume': 90 }],
    [{ action: 'volume_down' }, { 'AudioZoneV2.volume': 87 }],
    [{ action: 'volume', volume: 20 }, { 'AudioZoneV2.volume': 20 }],
    [{ action: 'announce', text: 'Dinner is ready' }, {}],
    [{ action: 'next' }, {}],
    [{ action: 'stop' }, { 'AudioZoneV2.playState': 1 }],
  ],
  CentralAudioZone: [
    [{ action: 'play' }, { 'AudioZoneV2.playState': 2 }],
    [{ action: 'volume_up' }, { 'AudioZoneV2.volume': 23 }],
    [{ action: 'volume_down' }, { 'AudioZoneV2.volume': 20 }],
    [{ action: 'pause' }, { 'AudioZoneV2.playState': 1 }],
  ],
  Remote: [
    [{ action: 'source', source: 'cinema' }, { 'Remote.mode': 3 }],
    [{ action: 'off' }, { 'Remote.active': 0 }],
    [{ action: 'on' }, { 'Remote.active': 1 }],
    [{ action: 'mute' }, {}],
  ],
};

let simulator: Simulator;
let client: LoxoneClient;

beforeAll(async () => {
  simulator = await startSimulator({
    clock: time.clock,
    user: USER,
    password: PASSWORD,
    structure: buildHouse(HOUSE),
    timeZone: 'Europe/Vienna',
    // The house stands still unless it is told something.
    tickMs: 2 ** 31 - 1,
  });
  client = createLoxoneClient({
    host: `127.0.0.1:${simulator.port}`,
    user: USER,
    password: PASSWORD,
  });
  client.start();
  await client.whenLive(AbortSignal.timeout(20_000));
});

afterAll(async () => {
  await client.stop();
  await simulator.stop();
});

/** By day, whenever it is run: at night the schedules keep rooms at rest. */
const time = new AdjustableTime();
time.advance(Date.UTC(2031, 5, 18, 12) - time.clock.now());
const tools = createLoxoneTools({ clock: time.clock });

async function run(name: string, args: Record<string, unknown>): Promise<ToolResult> {
  const tool = tools.find((one) => one.name === name);
  if (tool === undefined) throw new TypeError(`no tool ${name}`);
  return tool.run(args, {
    home: client.home,
    principal: { id: 'p', kind: 'key', name: 'P', role: 'admin', scopes: [], revision: '1' },
    authorize: () => ({ allow: true }),
    data: createHouseData(client, { timeZone: 'Europe/Vienna' }),
  });
}

/** `Name.state` as the simulator itself holds it. */
function held(path: string): unknown {
  const [name = '', state = ''] = path.split('.');
  return simulator.house.control(name)?.state(state);
}

/** Blinds do not arrive while the house stands still, and a central control waits for that. */
function waitFor(name: string): number {
  return name === 'CentralJalousie' ? 2000 : 10_000;
}

function toolFor(name: string): string {
  const type = HOUSE.find((control) => control.name === name)?.type;
  if (type === 'TimedSwitch') return 'loxone_control_lights';
  if (type === 'Sauna') return 'loxone_set_climate';
  const family = CONTROL_TYPES.find((entry) => entry.type === type)?.family ?? '';
  return TOOL_OF_FAMILY[family] ?? '';
}

describe('every light, cover, climate and music type of the catalog', () => {
  it('is in the house and is walked, where it takes commands at all', () => {
    const walked = new Set(HOUSE.filter(({ name }) => name in STEPS).map(({ type }) => type));
    const wanted = CONTROL_TYPES.filter(
      ({ family, commands }) => family in TOOL_OF_FAMILY && commands.length > 0,
    );
    expect(wanted.length).toBeGreaterThanOrEqual(19);
    expect(wanted.map(({ type }) => type).filter((type) => !walked.has(type))).toEqual([]);
  });

  it.each(Object.values(TOOL_OF_FAMILY))('every action of %s is walked', (tool) => {
    const { action } = tools.find(({ name }) => name === tool)?.inputSchema.shape ?? {};
    const walked = Object.entries(STEPS)
      .filter(([name]) => toolFor(name) === tool)
      .flatMap(([, steps]) => steps.map(([wish]) => wish.action));
    expect(action).toBeInstanceOf(z.ZodEnum);
    const all: readonly unknown[] = action instanceof z.ZodEnum ? action.options : [];
    expect(all.filter((one) => !walked.includes(one))).toEqual([]);
  });

  it.each(Object.keys(STEPS))('%s does what its tool is asked', async (name) => {
    for (const [wish, expected] of STEPS[name] ?? []) {
      const before = simulator.commands.length;
      const result = await run(toolFor(name), { targets: [name], ...wish, wait_ms: waitFor(name) });
      const what = `${name} ${JSON.stringify(wish)}: ${result.text}`;
      expect(result.isError, what).toBeUndefined();
      expect(simulator.commands.length, what).toBeGreaterThan(before);
      for (const [path, value] of Object.entries(expected)) {
        expect(held(path), `${path} after ${what}`).toEqual(value);
      }
    }
  });
});
