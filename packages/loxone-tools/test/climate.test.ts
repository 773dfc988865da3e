import type { HomeInfo } from '@gatehouse/loxone-controls';
import { describe, expect, it } from 'vitest';
import type { ToolResult } from '../src/index.js';
import type { HouseData } from '../src/ports/house-data.js';
import { admin } from './support/authorize.js';
import { errorOf, itemsOf, NOW, outcomesOf, TOOLS } from './support/call.js';
import { control, room } from './support/controls.js';
import { FakeHome, type WireStates } from './support/fake-home.js';

const CLIMATE = 'loxone_set_climate';
const BATH = room('Bath');

const CONTROLS = [
  control({ id: 'v2', name: 'Bath heating', type: 'IRoomControllerV2', room: BATH }),
  control({ id: 'v1', name: 'Old heating', type: 'IRoomController', room: BATH }),
  control({
    id: 'ac',
    name: 'Cooler',
    type: 'AcControl',
    room: BATH,
    details: { modes: { '1': 'Automatik', '2': 'Heizen', '3': 'Kalt' } },
  }),
  control({
    id: 'air',
    name: 'Air',
    type: 'Ventilation',
    room: BATH,
    details: {
      modes: [
        { id: 2, name: 'Exchange' },
        { id: 3, name: 'Sleep' },
      ],
    },
  }),
  control({ id: 'all', name: 'Heat pump', type: 'ClimateController', room: BATH }),
  control({ id: 'us', name: 'HVAC', type: 'ClimateControllerUS', room: BATH }),
  control({ id: 'plan', name: 'Plan', type: 'IRCV2Daytimer', room: BATH }),
  control({ id: 'old-plan', name: 'Old plan', type: 'IRCDaytimer', room: BATH }),
  control({ id: 'sauna', name: 'Sauna', type: 'Sauna', room: BATH }),
  control({ id: 'mixer', name: 'Mixer', type: 'Heatmixer', room: BATH }),
  control({ id: 'lamp', name: 'Lamp', type: 'Dimmer', room: BATH }),
];

const WIRE: WireStates = {
  v2: {
    activeMode: 1,
    operatingMode: 0,
    currentMode: 1,
    overrideReason: 0,
    tempActual: 20.5,
    tempTarget: 21,
    comfortTemperature: 21,
    comfortTemperatureCool: 25,
  },
  v1: {
    mode: 1,
    serviceMode: 0,
    currHeatTempIx: 1,
    currCoolTempIx: 2,
    override: 0,
    tempTarget: 21,
    tempActual: 20,
  },
  ac: { status: 1, mode: 1, fan: 2, targetTemperature: 22, pauseUntil: 0, pauseReason: 0 },
  air: { speed: 30, mode: 2, activeTimerProfile: -2 },
  all: { autoMode: 0, currentMode: 1, ventilation: 0 },
  us: { mode: 3, fan: 0, emergencyOverride: 0 },
  sauna: { active: 0, tempTarget: 70, fan: 0, mode: 0 },
};

/** What each command does to the states, as far as these tests look. */
const EFFECTS: Readonly<
  Record<string, (args: Readonly<Record<string, string | number>>) => Record<string, number>>
> = {
  'set-comfort-temperature': ({ temperature }) => ({
    comfortTemperature: Number(temperature),
    tempTarget: Number(temperature),
  }),
  'override-temperature': ({ temperature }) => ({ tempTarget: Number(temperature) }),
  'set-operating-mode': () => ({ operatingMode: 2 }),
};

function house(wire: WireStates = {}): FakeHome {
  const states = Object.fromEntries(
    Object.entries(WIRE).map(([id, own]) => [id, { ...own, ...wire[id] }]),
  );
  const home = new FakeHome(CONTROLS, states);
  home.react = ({ command, args }) => EFFECTS[command]?.(args ?? {}) ?? {};
  return home;
}

/** A house whose owner has told where it stands. */
const VIENNA = { timeZone: () => 'Europe/Vienna' } as HouseData;

async function set(
  args: Record<string, unknown>,
  home: FakeHome = house(),
  data: HouseData | undefined = undefined,
): Promise<{ readonly result: ToolResult; readonly sent: readonly unknown[] }> {
  const tool = TOOLS.find(({ name }) => name === CLIMATE);
  if (tool === undefined) throw new TypeError('no such tool');
  const authorize = () => ({ allow: true }) as const;
  const ports = { home, principal: admin, authorize, ...(data !== undefined && { data }) };
  const result = await tool.run(args, ports);
  const sent = home.executed.map(({ request }) => [request.command, request.args]);
  return { result, sent };
}

/** Seconds since 2009 that the clock of Vienna shows `seconds` after the tests' now, in January. */
function inVienna(seconds: number): number {
  return NOW / 1000 + seconds + 3600 - Date.UTC(2009, 0, 1) / 1000;
}

describe('loxone_set_climate', () => {
  it.each([
    ['v2', { action: 'temperature', temperature: 22 }, 'set-comfort-temperature', [22]],
    ['v2', { action: 'comfort_temperature', temperature: 22 }, 'set-comfort-temperature', [22]],
    ['v2', { action: 'mode', mode: 'cooling' }, 'set-operating-mode', ['auto-cool']],
    ['v2', { action: 'mode', mode: 'Heizen' }, 'set-operating-mode', ['auto-heat']],
    ['v2', { action: 'mode', mode: 'manual' }, 'set-operating-mode', ['manual-heat-cool']],
    ['v2', { action: 'mode', mode: 'auto' }, 'set-operating-mode', ['auto-heat-cool']],
    ['v2', { action: 'mode', mode: 'off' }, 'set-operating-mode', ['off']],
    ['v2', { action: 'off' }, 'set-operating-mode', ['off']],
    ['v2', { action: 'mode', mode: 'eco' }, 'override', ['eco']],
    ['v2', { action: 'mode', mode: 'Komfort' }, 'override', ['comfort']],
    ['v2', { action: 'mode', mode: 'frost protection' }, 'override', ['building-protection']],
    ['v2', { action: 'resume' }, 'stop-override', []],
    ['v1', { action: 'temperature', temperature: 22 }, 'set-temperature', ['comfort-heating', 22]],
    ['v1', { action: 'mode', mode: 'heating' }, 'set-mode', ['auto-heat']],
    ['v1', { action: 'mode', mode: 'auto' }, 'set-mode', ['auto']],
    ['v1', { action: 'mode', mode: 'manual' }, 'set-mode', ['manual-heat']],
    ['v1', { action: 'mode', mode: 'off' }, 'set-service-mode', [1]],
    ['v1', { action: 'mode', mode: 'eco', duration_s: 600 }, 'start-timer', ['economy', 600]],
    ['v1', { action: 'mode', mode: 'boost', duration_s: 60 }, 'start-timer', ['increased', 60]],
    ['v1', { action: 'resume' }, 'stop-timer', []],
    ['ac', { action: 'on' }, 'on', []],
    ['ac', { action: 'off' }, 'off', []],
    ['ac', { action: 'off', duration_s: 600 }, 'start-pause', [600]],
    ['ac', { action: 'temperature', temperature: 20 }, 'set-target', [20]],
    [
      'ac',
      { action: 'temperature', temperature: 20, duration_s: 60 },
      'start-override',
      [0, 0, 0, 20, 60],
    ],
    ['ac', { action: 'mode', mode: 'kalt' }, 'set-mode', [3]],
    ['ac', { action: 'mode', mode: 'heating' }, 'set-mode', [2]],
    ['ac', { action: 'mode', mode: 'off' }, 'off', []],
    ['ac', { action: 'ventilation', speed: 4 }, 'set-fan', [4]],
    ['ac', { action: 'resume' }, 'stop-override', []],
    ['air', { action: 'ventilation', speed: 80, duration_s: 900 }, 'start-timer', [900, 80, 2, -1]],
    ['air', { action: 'mode', mode: 'sleep', duration_s: 900 }, 'start-timer', [900, 30, 3, -1]],
    ['air', { action: 'mode', mode: 'boost', duration_s: 900 }, 'start-timer', [900, 100, 2, -1]],
    ['air', { action: 'off', duration_s: 900 }, 'start-timer', [900, 0, 2, -1]],
    ['air', { action: 'resume' }, 'stop-timer', []],
    ['all', { action: 'mode', mode: 'heating' }, 'set-auto-mode', ['heat']],
    ['all', { action: 'off' }, 'set-auto-mode', ['off']],
    ['all', { action: 'ventilation', speed: 'on' }, 'set-ventilation', ['on']],
    ['us', { action: 'mode', mode: 'cool' }, 'set-mode', [2]],
    ['us', { action: 'mode', mode: 1 }, 'set-mode', [1]],
    ['us', { action: 'mode', mode: 'boost' }, 'set-emergency-heat', ['on']],
    ['us', { action: 'ventilation', speed: 'off' }, 'set-ventilation', ['off']],
    ['plan', { action: 'mode', mode: 'eco', duration_s: 60 }, 'start-override', [0, 60]],
    ['plan', { action: 'mode', mode: 2, duration_s: 60 }, 'start-override', [2, 60]],
    ['plan', { action: 'resume' }, 'stop-override', []],
    ['old-plan', { action: 'mode', mode: 'boost', duration_s: 60 }, 'start-override', [5, 60]],
    ['sauna', { action: 'on' }, 'on', []],
    ['sauna', { action: 'on', temperature: 85 }, 'on-with-temperature', [85]],
    ['sauna', { action: 'off' }, 'off', []],
    ['sauna', { action: 'temperature', temperature: 85 }, 'set-temperature', [85]],
    ['sauna', { action: 'ventilation', speed: 'on' }, 'fan-on', []],
    ['sauna', { action: 'mode', mode: 2 }, 'set-mode', [2]],
  ] as const)('gives %s for %j the command %s', async (id, wish, command, args) => {
    const { sent } = await set({ targets: [id], ...wish });
    expect(sent).toHaveLength(1);
    const [[name, values]] = sent as [[string, object]];
    expect(name).toBe(command);
    expect(Object.values(values).map(String).sort()).toEqual([...args].map(String).sort());
  });

  it('says what is aimed at now, and what was before', async () => {
    const { result } = await set({ targets: ['v2'], action: 'temperature', temperature: 22.5 });
    expect(outcomesOf(result)).toEqual({ v2: 'changed' });
    expect(result.text).toContain('target 22.5 °C');
    expect(result.text).toContain('tempTarget was 21 °C');
  });

  it('changes the temperature that counts now: comfort, by hand, or against the schedule', async () => {
    const wish = { targets: ['v2'], action: 'temperature', temperature: 22 };
    const byHand = await set(wish, house({ v2: { operatingMode: 3, activeMode: 3 } }));
    expect(byHand.sent).toEqual([['set-manual-temperature', { temperature: 22 }]]);
    const inEco = await set(wish, house({ v2: { activeMode: 0, tempTarget: 18 } }));
    expect(inEco.sent).toEqual([['override-temperature', { temperature: 22 }]]);
    const cooling = await set(wish, house({ v2: { currentMode: 2 } }));
    expect(cooling.sent).toEqual([['set-comfort-temperature-cool', { temperature: 22 }]]);
    const both = await set(wish, house({ v2: { currentMode: 0, tempTarget: 25 } }));
    expect(both.sent).toEqual([['set-comfort-temperature-cool', { temperature: 22 }]]);
    const off = await set(wish, house({ v2: { operatingMode: -1 } }));
    expect(off.sent).toEqual([]);
    expect(errorOf(off.result)?.message).toContain('it is off');
  });

  it('ends what overrides the automatic when the automatic is wanted', async () => {
    const wish = { targets: ['v2'], action: 'mode', mode: 'auto' };
    const { sent } = await set(wish, house({ v2: { overrideReason: 8 } }));
    expect(sent).toEqual([['stop-override', {}]]);
    const timer = await set({ ...wish, targets: ['v1'] }, house({ v1: { override: 60 } }));
    expect(timer.sent).toEqual([['stop-timer', {}]]);
    const service = await set({ ...wish, targets: ['v1'] }, house({ v1: { serviceMode: 1 } }));
    expect(service.sent).toEqual([['set-service-mode', { mode: 0 }]]);
    const paused = await set(
      { targets: ['ac'], action: 'resume' },
      house({ ac: { pauseReason: 1 } }),
    );
    expect(paused.sent).toEqual([['cancel-pause', {}]]);
  });

  it('does not touch a temperature that depends on comfort', async () => {
    const home = house({ v1: { currHeatTempIx: 0 } });
    const { result, sent } = await set(
      { targets: ['v1'], action: 'temperature', temperature: 22 },
      home,
    );
    expect(sent).toEqual([]);
    expect(errorOf(result)?.code).toBe('not_supported');
    expect(errorOf(result)?.hint).toContain('comfort');
  });

  it.each([
    [{ action: 'temperature', temperature: 23, duration_s: 3600 }, 'override-temperature-until'],
    [{ action: 'mode', mode: 'eco', duration_s: 3600 }, 'override-until'],
    [{ action: 'off', duration_s: 3600 }, 'override-until'],
  ])('ends %j by the clock of the house', async (wish, command) => {
    const { sent } = await set({ targets: ['v2'], ...wish }, house(), VIENNA);
    expect(sent).toMatchObject([[command, { until: inVienna(3600) }]]);
  });

  it.each([
    [{ action: 'mode', mode: 'cooling', duration_s: 60 }, 'start-mode-timer'],
    [{ action: 'mode', mode: 'boost', duration_s: 60 }, 'start-emergency-timer'],
    [{ action: 'ventilation', speed: 'on', duration_s: 60 }, 'start-ventilation-timer'],
  ])('ends %j of the American controller too', async (wish, command) => {
    const { sent } = await set({ targets: ['us'], ...wish }, house(), VIENNA);
    expect(sent).toMatchObject([[command, { until: inVienna(60) }]]);
  });

  it('ends nothing by a clock that nobody knows', async () => {
    const wish = { targets: ['v2'], action: 'mode', mode: 'eco', duration_s: 60 };
    const { result, sent } = await set(wish);
    expect(sent).toEqual([]);
    expect(errorOf(result)?.message).toContain('time zone');
  });

  it.each([
    ['v2', { action: 'temperature', temperature: 4 }],
    ['v2', { action: 'temperature', temperature: 36 }],
    ['v2', { action: 'comfort_temperature', temperature: 80 }],
    ['v1', { action: 'temperature', temperature: 72 }],
    ['ac', { action: 'temperature', temperature: 70 }],
    ['sauna', { action: 'temperature', temperature: 150 }],
  ])('refuses %s %j', async (id, wish) => {
    const { result, sent } = await set({ targets: [id], ...wish });
    expect(errorOf(result)).toMatchObject({ code: 'out_of_range' });
    expect(errorOf(result)?.message).toMatch(/5–35 °C|20–110 °C/);
    expect(sent).toEqual([]);
  });

  it('takes what an air conditioner itself says of its range', async () => {
    const home = house({ ac: { minTemp: 16, maxTemp: 40 } });
    const wish = { targets: ['ac'], action: 'temperature' };
    expect((await set({ ...wish, temperature: 38 }, home)).sent).toHaveLength(1);
    const { result } = await set(
      { ...wish, temperature: 41 },
      house({ ac: { minTemp: 16, maxTemp: 40 } }),
    );
    expect(errorOf(result)?.code).toBe('out_of_range');
    expect(errorOf(result)?.message).toContain('between 16 and 40');
  });

  it('counts in °F where the house does', async () => {
    const home = house();
    const info = home.info();
    home.info = (): HomeInfo => ({ ...info, temperatureUnit: '°F' });
    const wish = { targets: ['v2'], action: 'temperature' };
    expect((await set({ ...wish, temperature: 70 }, home)).sent).toHaveLength(1);
    const { result } = await set({ ...wish, temperature: 21 }, home);
    expect(errorOf(result)?.message).toContain('41–95 °F');
    expect(errorOf(result)?.hint).toContain('°F');
  });

  it.each([
    ['v1', { action: 'temperature', temperature: 21, duration_s: 60 }, 'by name'],
    ['v1', { action: 'mode', mode: 'eco' }, 'only for a while'],
    ['v1', { action: 'mode', mode: 'heating', duration_s: 60 }, 'for a while'],
    ['v1', { action: 'mode', mode: 'drying' }, 'no such mode'],
    ['v1', { action: 'ventilation', speed: 1 }, 'does not take'],
    ['v2', { action: 'mode', mode: 'drying' }, 'no mode'],
    ['v2', { action: 'mode', mode: 'auto', duration_s: 60 }, 'for a while'],
    ['v2', { action: 'on' }, 'does not take'],
    ['ac', { action: 'on', temperature: 20 }, 'does not take'],
    ['ac', { action: 'comfort_temperature', temperature: 20 }, 'does not take'],
    ['air', { action: 'ventilation', speed: 50 }, 'only for a while'],
    ['air', { action: 'ventilation', speed: 'fast', duration_s: 5 }, 'percentage'],
    ['air', { action: 'temperature', temperature: 20 }, 'does not take'],
    ['all', { action: 'temperature', temperature: 20 }, 'does not take'],
    ['all', { action: 'mode', mode: 'eco' }, 'no such mode'],
    ['all', { action: 'ventilation', speed: 40 }, 'on and off'],
    ['us', { action: 'mode', mode: 'eco' }, 'no such mode'],
    ['us', { action: 'resume' }, 'nothing was set'],
    ['plan', { action: 'mode', mode: 'boost', duration_s: 60 }, 'no such mode'],
    ['plan', { action: 'mode', mode: 'eco' }, 'only for a while'],
    ['plan', { action: 'temperature', temperature: 20 }, 'does not take'],
    ['sauna', { action: 'mode', mode: 'finnish' }, 'numbers'],
    ['sauna', { action: 'ventilation', speed: 3 }, 'on and off'],
    ['mixer', { action: 'on' }, 'takes no commands'],
  ])('does not guess for %s what %j would be', async (id, wish, message) => {
    const { result, sent } = await set({ targets: [id], ...wish });
    expect(errorOf(result)?.code).toBe('not_supported');
    expect(errorOf(result)?.message).toContain(message);
    expect(sent).toEqual([]);
  });

  it('names the modes that there are', async () => {
    const { result } = await set({ targets: ['air'], action: 'mode', mode: 'x', duration_s: 5 });
    expect(errorOf(result)?.hint).toBe('Pass a name or number of: Exchange (2), Sleep (3).');
  });

  it('leaves out of a group what acts beyond it, and skips what cannot', async () => {
    const group = { targets: [{ room: 'Bath', all: true }], action: 'temperature' };
    const { result } = await set({ ...group, temperature: 22 });
    expect(
      itemsOf(result)
        .map(({ id }) => id)
        .sort(),
    ).toEqual(['ac', 'air', 'mixer', 'old-plan', 'plan', 'v1', 'v2']);
    expect(outcomesOf(result)).toMatchObject({ v2: 'changed', air: 'skipped', mixer: 'skipped' });
  });

  it.each([
    [{ targets: ['v2'], action: 'temperature' }, 'action temperature needs temperature.'],
    [{ targets: ['v2'], action: 'mode' }, 'action mode needs mode.'],
    [
      { targets: ['v2'], action: 'resume', temperature: 20 },
      'temperature goes with action temperature, comfort_temperature, on only.',
    ],
    [
      { targets: ['v2'], action: 'mode', mode: 'eco', duration_s: 0 },
      'duration_s: must be 1–2592000.',
    ],
  ])('refuses %j', async (args, message) => {
    const { result, sent } = await set(args);
    expect(errorOf(result)?.message).toBe(message);
    expect(sent).toEqual([]);
  });

  it('sends a lamp to the tool for lights', async () => {
    const { result } = await set({ targets: ['lamp'], action: 'off' });
    expect(errorOf(result)?.hint).toContain('loxone_control_lights');
  });
});
