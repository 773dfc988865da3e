import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stateSpec } from '../src/catalog.js';
import type { DescribeContext, HomeState } from '../src/index.js';
import { CONTROL_TYPES, decodeState, describeControl } from '../src/index.js';
import { SENTENCES } from '../src/sentences/index.js';
import { MANY_RUNS } from './support/many-runs.js';

type Wire = Readonly<Record<string, number | string | undefined>>;

/** States as the Miniserver pushes them, decoded. */
function decoded(type: string, wire: Wire, details = {}): readonly HomeState[] {
  return Object.entries(wire).map(([name, raw]) => ({
    name,
    ...decodeState(type, name, raw, { details }),
  }));
}

function told(type: string, wire: Wire, details = {}, context: DescribeContext = {}): string {
  return describeControl({ type, details }, decoded(type, wire, details), context);
}

const MOODS = JSON.stringify([
  { id: 1, name: 'Evening' },
  { id: 2, name: 'Reading' },
  { id: 778, name: 'Off' },
]);

const ZONES = { '1': 'Bright', '3': 'TV' };

describe('lights', () => {
  const master = { masterValue: 'L/masterValue' };
  const statesOf = (position: number): DescribeContext => ({
    statesOf: (id) => (id === 'L/masterValue' ? decoded('Dimmer', { position }) : []),
  });

  it.each([
    ['[1]', 'on, 60 % bright, mood Evening'],
    ['[1,2]', 'on, 60 % bright, moods Evening and Reading'],
    ['[777]', 'on, 60 % bright, mood all bright'],
    ['[99]', 'on, 60 % bright, mood 99'],
  ])('with the moods %s are %s', (activeMoods, sentence) => {
    const wire = { activeMoods, moodList: MOODS };
    expect(told('LightControllerV2', wire, master, statesOf(60))).toBe(sentence);
  });

  it.each(['[]', '[778]', '[0]'])('with the moods %s are off', (activeMoods) => {
    const wire = { activeMoods, moodList: MOODS, activeMoodsNum: 778 };
    expect(told('LightControllerV2', wire, master, statesOf(0))).toBe('off');
    expect(told('LightControllerV2', wire, master, statesOf(60))).toBe('off');
  });

  it('leave brightness out where no master says it', () => {
    const wire = { activeMoods: '[1]', moodList: MOODS };
    expect(told('LightControllerV2', wire)).toBe('on, mood Evening');
    expect(told('LightControllerV2', wire, master)).toBe('on, mood Evening');
  });

  it.each([
    ['Dimmer', { position: 0 }, 'off'],
    ['Dimmer', { position: 60 }, 'on, 60 % bright'],
    ['EIBDimmer', { position: 33.333 }, 'on, 33.333 % bright'],
    ['ColorPickerV2', { color: 'hsv(0,0,0)' }, 'off'],
    ['ColorPickerV2', { color: 'hsv(120,100,50)' }, 'on, 50 % bright, green'],
    ['ColorPickerV2', { color: 'hsv(355,80,50)' }, 'on, 50 % bright, red'],
    ['ColorPickerV2', { color: 'hsv(0,5,50)' }, 'on, 50 % bright, white'],
    ['ColorPickerV2', { color: 'temp(60,2700)' }, 'on, 60 % bright, warm white 2700 K'],
    ['ColorPickerV2', { color: 'temp(60,6500)' }, 'on, 60 % bright, cold white 6500 K'],
    ['ColorPickerV2', { color: 'daylight(40)' }, 'on, 40 % bright, daylight'],
    [
      'ColorPickerV2',
      { color: 'hsv(240,100,9)', sequenceColorIdx: 1 },
      'on, 9 % bright, blue, in a sequence of colours',
    ],
    ['ColorPickerV2', { color: 'hsv(240,100,9)', sequenceColorIdx: -1 }, 'on, 9 % bright, blue'],
    ['ColorPickerV2', { color: 'rgb(1)' }, 'nothing to report'],
    ['Colorpicker', { color: 'lumitech(80,4000)' }, 'on, 80 % bright, neutral white 4000 K'],
    ['LightController', { activeScene: 0 }, 'off'],
    ['LightController', { activeScene: 9 }, 'all on'],
    ['LightController', { activeScene: 2, sceneList: '1="Bright",2="Film"' }, 'on, scene Film'],
    ['LightController', { activeScene: 4, sceneList: '1="Bright"' }, 'on, scene 4'],
  ])('%s %j: %s', (type, wire: Wire, sentence) => {
    expect(told(type, wire)).toBe(sentence);
  });
});

describe('covers and ways into the house', () => {
  it.each([
    [{ position: 0.4, shadePosition: 0.5 }, 'shading 40 %, slats half open'],
    [{ position: 0, shadePosition: 0 }, 'open, slats open'],
    [{ position: 1, shadePosition: 1 }, 'closed, slats closed'],
    [{ position: 1, shadePosition: 0.3 }, 'closed, slats 30 % closed'],
    [{ position: 0.2, down: 1, up: 0 }, 'shading 20 %, moving down'],
    [{ position: 0.2, up: 1 }, 'shading 20 %, moving up'],
    [{ position: 1, autoActive: 1 }, 'closed, follows the sun'],
    [{ position: 0, safetyActive: 1, infoText: 'Wind' }, 'open, held by a safety input, Wind'],
    [{ position: 0, locked: 1, jLocked: '{"locked":1}' }, 'open, locked'],
    [{ position: 0, deviceState: 1 }, 'open, motor offline'],
  ])('a blind %j: %s', (wire, sentence) => {
    expect(told('Jalousie', wire)).toBe(sentence);
  });

  it('only blinds have slats', () => {
    const wire = { position: 0.4, shadePosition: 0.5 };
    expect(told('Jalousie', wire, { animation: 0 })).toBe('shading 40 %, slats half open');
    expect(told('Jalousie', wire, { animation: 1 })).toBe('shading 40 %');
  });

  it.each([
    ['Gate', { position: 0, active: 0 }, 'closed'],
    ['Gate', { position: 1, active: 0 }, 'open'],
    ['Gate', { position: 0.4, active: -1 }, '40 % open, closing'],
    ['Gate', { position: 0, preventOpen: 1 }, 'closed, opening blocked'],
    ['Window', { position: 0.4, direction: 1 }, '40 % open, opening'],
    ['Window', { position: 0, lockedReason: 'Rain' }, 'closed, locked (Rain)'],
    ['WindowMonitor', { numOpen: 2, numTilted: 1, numOffline: 0 }, '2 open, 1 tilted'],
    ['WindowMonitor', { numOpen: 0, numTilted: 0, numClosed: 9 }, 'all closed'],
    ['Intercom', { bell: 1 }, 'ringing'],
    ['IntercomV2', { bell: 0, muted: 1 }, 'nobody at the door, bell muted'],
    ['NfcCodeTouch', { historyDate: 0 }, 'never used'],
    ['CentralGate', {}, 'nothing to report'],
  ])('%s %j: %s', (type, wire: Wire, sentence) => {
    expect(told(type, wire)).toBe(sentence);
  });

  it('a central control says on how many it acts', () => {
    expect(told('CentralJalousie', {}, { controls: [{}, {}] })).toBe('acts on 2 controls');
    expect(told('CentralJalousie', {}, { controls: [{}] })).toBe('acts on 1 control');
    const free = { jLocked: '', events: undefined };
    expect(told('CentralJalousie', free, { controls: [{}, {}] })).toBe('acts on 2 controls');
    const locked = { jLocked: '{"locked":2,"reason":"Storm"}' };
    expect(told('CentralJalousie', locked)).toBe('locked by the logic (Storm)');
  });
});

describe('climate', () => {
  it.each([
    [{ tempActual: 21.5, tempTarget: 22, currentMode: 1 }, '21.5 °C, target 22 °C, heating'],
    [{ tempActual: 22.5, tempTarget: 22, currentMode: 1 }, '22.5 °C, target 22 °C'],
    [{ tempActual: 25, tempTarget: 24, currentMode: 2 }, '25 °C, target 24 °C, cooling'],
    [{ tempActual: 20, tempTarget: 24, currentMode: -1 }, '20 °C, target 24 °C'],
    [{ tempActual: 20, tempTarget: 18, activeMode: 0 }, '20 °C, target 18 °C, eco'],
    [{ tempActual: 20, tempTarget: 18, activeMode: 1 }, '20 °C, target 18 °C'],
    [{ tempActual: 20, openWindow: 1, prepareState: 1 }, '20 °C, preheating, window open'],
  ])('a room %j: %s', (wire, sentence) => {
    expect(told('IRoomControllerV2', wire)).toBe(sentence);
  });

  it('speaks the unit of the house', () => {
    const states = [
      {
        name: 'tempActual',
        ...decodeState('Heatmixer', 'tempActual', 70, { temperatureUnit: '°F' }),
      },
    ];
    expect(describeControl({ type: 'Heatmixer', details: {} }, states)).toBe('70 °F');
  });

  it.each([
    [
      'IRoomController',
      { tempActual: 20, tempTarget: 21, mode: 1 },
      '20 °C, target 21 °C, heating',
    ],
    ['ClimateController', { currentMode: 2, averageOutdoorTemp: -1000 }, 'cooling'],
    ['ClimateController', { currentMode: 1, averageOutdoorTemp: -3 }, 'heating, -3 °C outside'],
    ['ClimateControllerUS', { mode: 0, stage: 0, fan: 1 }, 'off, fan on'],
    ['AcControl', { status: 1, mode: 3, temperature: 26 }, 'on, cooling, 26 °C'],
    [
      'AcControl',
      { status: 0, mode: 3, pauseReason: 3 },
      'off, paused by a timer and paused by an open window',
    ],
    ['ACControl', { status: 0, mode: 3 }, 'off'],
    ['Ventilation', { speed: 40, ventReason: 5 }, 'ventilating at 40 %, window open'],
    ['Ventilation', { speed: 0, mode: 2 }, 'off'],
    [
      'SolarPumpController',
      { collectorTemp: 60, bufferTemp0: 50 },
      'collector 60 °C, buffer 50 °C',
    ],
  ])('%s %j: %s', (type, wire: Wire, sentence) => {
    expect(told(type, wire)).toBe(sentence);
  });
});

describe('security', () => {
  it.each([
    ['Alarm', { armed: 1, disabledMove: 0, level: 0 }, 'armed, away'],
    ['Alarm', { armed: 1, disabledMove: 1, level: 0 }, 'armed, at home (without motion detectors)'],
    ['Alarm', { armed: 0, disabledMove: 1, level: 0 }, 'disarmed'],
    ['Alarm', { armed: 0, armedDelay: 30 }, 'disarmed, arms in 30 s'],
    [
      'Alarm',
      { armed: 1, disabledMove: 0, level: 5, sensors: 'Door|Hall' },
      'external alarm, armed, away, set off by Door|Hall',
    ],
    ['SmokeAlarm', { level: 0, alarmCause: 0, acousticAlarm: 0 }, 'no alarm'],
    [
      'SmokeAlarm',
      { level: 2, alarmCause: 3, acousticAlarm: 1 },
      'main alarm, smoke and water, sounding',
    ],
    ['SmokeAlarm', { level: 0, timeServiceMode: 600 }, 'no alarm, service mode for 10 min'],
    ['AlarmChain', { activeAlarmType: 0 }, 'no alarm'],
    ['AlarmChain', { activeAlarmType: 6, activeAlarmText: 'Fire' }, 'alarm and urgent alarm, Fire'],
    ['AalEmergency', { status: 1 }, 'alarm'],
    ['AalSmartAlarm', { alarmLevel: 1, alarmCause: 'Fall' }, 'first level, set off by Fall'],
    ['MailBox', { mailReceived: 1, packetReceived: 1 }, 'mail, parcel'],
    ['MailBox', { mailReceived: 0, packetReceived: 0 }, 'empty'],
    ['PresenceDetector', { active: 1, locked: 1 }, 'somebody there, locked'],
  ])('%s %j: %s', (type, wire: Wire, sentence) => {
    expect(told(type, wire)).toBe(sentence);
  });
});

describe('everything else', () => {
  it.each([
    ['Switch', { active: 1 }, 'on'],
    ['Switch', { active: 1, lockedOn: 1 }, 'on, held on'],
    ['Switch', { active: 0, jLocked: '{"locked":1,"reason":"Paint"}' }, 'off, locked (Paint)'],
    ['TimedSwitch', { deactivationDelay: 0 }, 'off'],
    ['TimedSwitch', { deactivationDelay: -1 }, 'on permanently'],
    ['TimedSwitch', { deactivationDelay: 90 }, 'on for 90 s'],
    ['TimedSwitch', { deactivationDelay: 4800 }, 'on for 1 h 20 min'],
    ['TextInput', { text: 'Hello' }, 'Hello'],
    ['TextInput', { text: '' }, 'nothing to report'],
    ['PulseAt', { isActive: 0, startTime: 25_200 }, 'off, pulses at 07:00'],
    ['Sequential', { activeSequence: 0 }, 'no sequence runs'],
    ['AudioZone', { playState: 2, songName: 'Song', volume: 20 }, 'playing, Song, volume 20 %'],
    ['AudioZone', { playState: 0, songName: 'Song', volume: 20 }, 'stopped, volume 20 %'],
    ['AudioZoneV2', { power: 0, playState: 0, volume: 20 }, 'off, stopped, volume 20 %'],
    ['Remote', { active: 0, mode: 0 }, 'off'],
    [
      'EnergyManager2',
      { Ppwr: 3.2, Gpwr: -1, Ssoc: 80 },
      'production 3.2 kW, grid -1 kW, storage 80 % full',
    ],
    ['EnergyManager2', { loads: '[{"active":true},{"active":false}]' }, '1 of 2 loads on'],
    ['EnergyManager', { loads: '[{"isActive":1},{"isActive":0}]' }, '1 of 2 loads on'],
    ['Fronius', { prodCurr: 1, online: 0 }, 'production 1 kW'],
    ['Fronius', { prodCurr: 1, online: 1 }, 'production 1 kW, offline'],
    ['Wallbox2', { connected: 0, active: 0, enabled: 1 }, 'no car'],
    ['Wallbox2', { connected: 1, active: 1, enabled: 1 }, 'car connected, charging'],
    [
      'Wallbox2',
      { connected: 1, active: 0, enabled: 0 },
      'car connected, not charging, charging not allowed',
    ],
    ['InfoOnlyAnalog', { value: 3, error: 1 }, 'value not valid'],
    ['InfoOnlyDigital', { active: 1 }, 'on'],
    ['Tracker', { entries: 'a|b|c' }, '3 entries'],
    ['Irrigation', { currentZone: -1, rainActive: 1 }, 'off, rain'],
    ['Irrigation', { currentZone: 2 }, 'watering zone 2'],
    ['Sauna', { active: 0, tempActual: 20, tempTarget: 90, doorClosed: 0 }, 'off, 20 °C'],
    ['Sauna', { active: 1, tempActual: 70, tempTarget: 90 }, 'on, 70 °C, target 90 °C'],
    ['PoolController', { tempActual: 28, coverPosition: 1 }, 'water 28 °C, cover closed'],
    ['AlarmClock', { isEnabled: 0, nextEntryTime: 5 }, 'off'],
    ['AlarmClock', { isEnabled: 1, nextEntryTime: 0 }, 'no alarm set'],
    ['Webpage', {}, 'nothing to report'],
  ])('%s %j: %s', (type, wire: Wire, sentence) => {
    expect(told(type, wire)).toBe(sentence);
  });

  it('uses the names and formats that the control brings', () => {
    expect(told('Radio', { activeOutput: 3 }, { outputs: ZONES })).toBe('TV');
    expect(told('Radio', { activeOutput: 0 }, { outputs: ZONES, allOff: 'Nothing' })).toBe(
      'Nothing',
    );
    expect(told('InfoOnlyAnalog', { value: 12.345 }, { format: '%.1f hPa' })).toBe('12.3 hPa');
    expect(told('InfoOnlyDigital', { active: 0 }, { text: { on: 'rain', off: 'dry' } })).toBe(
      'dry',
    );
    const details = { actualFormat: '%.2f kW', totalFormat: '%.0f kWh' };
    expect(told('Meter', { actual: 1.5, total: 900 }, details)).toBe('1.50 kW now, 900 kWh in all');
    const status = { '1': { name: 'Closed' }, '2': { name: 'Open' } };
    expect(told('StatusMonitor', { inputStates: '1,1,2,255' }, { status })).toBe(
      '2 × Closed, 1 × Open and 1 × not configured',
    );
  });
});

describe('what is not known', () => {
  it('is said to be not reported yet', () => {
    for (const { type, states } of CONTROL_TYPES.filter((entry) => entry.states.length > 0)) {
      const wire = Object.fromEntries(states.map(({ name }) => [name, undefined]));
      expect(told(type, wire), type).toBe('not reported yet');
    }
  });

  it('of an unknown type is shown raw', () => {
    expect(told('FutureThing', { foo: 3, bar: 'x', baz: 0.5, more: 1 })).toBe(
      'foo 3, bar x, baz 0.5',
    );
    expect(told('FutureThing', { foo: undefined })).toBe('not reported yet');
    expect(told('FutureThing', {})).toBe('nothing to report');
    expect(told('constructor', { foo: 1 })).toBe('foo 1');
  });

  it('takes one line only', () => {
    expect(told('InfoOnlyText', { text: 'a\nb\u0000\u202ec' })).toBe('a b c');
    expect(told('InfoOnlyText', { text: 'x'.repeat(5000) }).length).toBeLessThan(100);
  });
});

describe('the sentences', () => {
  it('are there for every type that has states', () => {
    const missing = CONTROL_TYPES.filter(
      ({ type, states }) => states.length > 0 && !SENTENCES.has(type),
    );
    expect(missing.map(({ type }) => type)).toEqual([]);
  });

  it('are for types of the catalog, and speak of states that these have', () => {
    const wrong = [...SENTENCES].flatMap(([type, { phrases }]) =>
      phrases
        .filter(({ part }) => part === undefined)
        .flatMap(({ state, when }) => [state, ...(when?.state === undefined ? [] : [when.state])])
        .filter((name) => stateSpec(type, name) === undefined)
        .map((name) => `${type}.${name}`),
    );
    expect(wrong).toEqual([]);
  });

  it('speak of all main states', () => {
    const silent = CONTROL_TYPES.flatMap(({ type, states }) =>
      states
        .filter(
          ({ main, name }) =>
            main && !SENTENCES.get(type)?.phrases.some(({ state }) => state === name),
        )
        .map(({ name }) => `${type}.${name}`),
    );
    expect(silent).toEqual(['LightsceneRGB.color']);
  });

  it('have words only for values that can come', () => {
    const wrong = [...SENTENCES].flatMap(([type, { phrases }]) =>
      phrases.flatMap(({ state, part, words = {} }) => {
        const flag = part === undefined && stateSpec(type, state)?.kind === 'boolean';
        const keys = Object.keys(words);
        const fits = (key: string): boolean => (flag ? /^(true|false)$/ : /^-?\d+$/).test(key);
        return keys.every(fits) ? [] : [`${type}.${state}`];
      }),
    );
    expect(wrong).toEqual([]);
  });
});

describe('whatever the values', () => {
  const type = fc.constantFrom(
    ...CONTROL_TYPES.map((entry) => entry.type),
    'FutureThing',
    '__proto__',
  );
  const numbers = fc.oneof(
    fc.double(),
    fc.integer(),
    fc.constantFrom(Number.NaN, Infinity, -Infinity, -1000, -1337, 1e308, -0, 2 ** 53, 778),
  );
  const texts = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.json(),
    fc.constantFrom('[', '{', 'hsv(', 'hsv(a,b,c)', '{"locked":2}', '[{"id":1}]', '1="a', '\u0000'),
  );
  const wire = fc.oneof(numbers, texts, fc.constant(undefined));
  const details = fc.oneof(
    fc.constant({}),
    fc.dictionary(
      fc.constantFrom('outputs', 'status', 'controls', 'masterValue', 'animation', 'format'),
      fc.jsonValue(),
    ),
  );

  function expectSentence(sentence: string): void {
    expect(sentence).not.toBe('');
    expect(sentence).not.toMatch(
      /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Surrogate}]|undefined|NaN|\{text\}|\[object/u,
    );
  }

  it('pushed by a Miniserver, there is a sentence on one line', MANY_RUNS, () => {
    fc.assert(
      fc.property(
        type,
        fc.array(wire, { minLength: 8, maxLength: 8 }),
        details,
        (name, values, own) => {
          const states = CONTROL_TYPES.find((entry) => entry.type === name)?.states ?? [
            { name: 'x' },
          ];
          const pushed = Object.fromEntries(
            states.map((state, at) => [state.name, values[at % 8]]),
          );
          // A text that the house itself wrote may hold any word.
          const clean = told(name, pushed, own).replaceAll(/undefined|NaN|\{text\}|\[object/g, '');
          expectSentence(clean === '' ? 'x' : clean);
        },
      ),
      { numRuns: 800 },
    );
  });

  it('even such as no decoder makes, it answers', MANY_RUNS, () => {
    const value = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom(Number.NaN, Infinity),
    ) as fc.Arbitrary<never>;
    fc.assert(
      fc.property(
        type,
        fc.array(value, { minLength: 8, maxLength: 8 }),
        details,
        (name, values, own) => {
          const specs = CONTROL_TYPES.find((entry) => entry.type === name)?.states ?? [];
          const states = specs.map((spec, at) => ({
            name: spec.name,
            value: values[at % 8] ?? null,
          }));
          const statesOf = (): readonly HomeState[] => states;
          const sentence = describeControl({ type: name, details: own }, states, { statesOf });
          expect(sentence).not.toBe('');
          expect(sentence).not.toMatch(/\n/);
        },
      ),
      { numRuns: 600 },
    );
  });

  it('numbers alone never show as nonsense', MANY_RUNS, () => {
    fc.assert(
      fc.property(type, fc.array(numbers, { minLength: 8, maxLength: 8 }), (name, values) => {
        const states = (CONTROL_TYPES.find((entry) => entry.type === name)?.states ?? []).filter(
          ({ kind }) => kind === 'number' || kind === 'boolean',
        );
        const pushed = Object.fromEntries(states.map((state, at) => [state.name, values[at % 8]]));
        expectSentence(told(name, pushed));
      }),
      { numRuns: 600 },
    );
  });
});
