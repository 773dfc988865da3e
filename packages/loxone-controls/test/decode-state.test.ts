import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CONTROL_TYPES, decodeState } from '../src/index.js';
import { MANY_RUNS } from './support/many-runs.js';

const states = CONTROL_TYPES.flatMap((entry) =>
  entry.states.map((state) => ({ type: entry.type, name: state.name, kind: state.kind })),
);

describe('a number', () => {
  it('comes as a number or as text', () => {
    expect(decodeState('IRoomControllerV2', 'tempActual', 21.5)).toEqual({
      value: 21.5,
      unit: '°C',
      text: '21.5 °C',
    });
    expect(decodeState('IRoomControllerV2', 'tempActual', '21.500').value).toBe(21.5);
  });

  it.each([undefined, '', '  ', 'abc', Number.NaN, 'NaN', Number.POSITIVE_INFINITY, '21.5°'])(
    'is null for %j, and keeps its unit',
    (raw) => {
      expect(decodeState('IRoomControllerV2', 'tempActual', raw)).toEqual({
        value: null,
        unit: '°C',
      });
    },
  );

  it('is scaled without dust', () => {
    for (let percent = 0; percent <= 100; percent += 1) {
      expect(decodeState('Jalousie', 'position', percent / 100).value).toBe(percent);
    }
  });

  it('is shown with one place in words, three before a unit', () => {
    expect(decodeState('Jalousie', 'position', 1 / 3)).toMatchObject({ text: '33.3 % closed' });
    expect(decodeState('EnergyManager2', 'Gpwr', -1.23456)).toMatchObject({
      value: -1.23456,
      text: '-1.235 kW',
    });
  });

  it('has no words where the catalog has neither unit nor words', () => {
    expect(decodeState('Wallbox2', 'priority', 1)).toEqual({ value: 1 });
  });
});

describe('a sentinel', () => {
  it.each([
    ['IRoomControllerV2', 'actualOutdoorTemp', -1000],
    ['IRoomControllerV2', 'averageOutdoorTemp', '-1000'],
    ['ClimateController', 'actualOutdoorTemp', -1000],
    ['Wallbox2', 'pricePerkWh', -1337],
    ['WallboxManager', 'priceEco', -1337],
  ])('%s %s %j means there is none', (type, name, raw) => {
    expect(decodeState(type, name, raw)).toMatchObject({ value: null });
    expect(decodeState(type, name, raw)).not.toHaveProperty('text');
  });

  it('means nothing elsewhere', () => {
    expect(decodeState('InfoOnlyAnalog', 'value', -1000).value).toBe(-1000);
    expect(decodeState('IRoomControllerV2', 'tempActual', -1000).value).toBe(-1000);
  });
});

describe('a flag', () => {
  it.each([
    [1, true, 'on'],
    [0, false, 'off'],
    ['1', true, 'on'],
    ['0.000', false, 'off'],
    [255, true, 'on'],
    [0.5, true, 'on'],
    [-0, false, 'off'],
  ])('%j is %s: %s', (raw, value, text) => {
    expect(decodeState('Switch', 'active', raw)).toEqual({ value, text });
  });

  it.each([undefined, '', Number.NaN, 'on'])('%j is null', (raw) => {
    expect(decodeState('Switch', 'active', raw)).toEqual({ value: null });
  });
});

describe('a text', () => {
  it('is kept, without the padding of the table', () => {
    expect(decodeState('InfoOnlyText', 'text', 'Alles gut\0\0\0')).toEqual({ value: 'Alles gut' });
    expect(decodeState('InfoOnlyText', 'text', '')).toEqual({ value: '' });
  });

  it('that came as a number is text', () => {
    expect(decodeState('InfoOnlyText', 'text', 5)).toEqual({ value: '5' });
  });

  it('is null while nothing has come', () => {
    expect(decodeState('InfoOnlyText', 'text', undefined)).toEqual({ value: null });
  });
});

describe('JSON', () => {
  it.each([
    ['[2]', [2]],
    ['{"locked":1,"reason":"Service"}', { locked: 1, reason: 'Service' }],
    ['[778]\0', [778]],
    ['0', 0],
    ['null', null],
  ])('%j is parsed', (raw, value) => {
    expect(decodeState('LightControllerV2', 'activeMoods', raw)).toEqual({ value });
  });

  it.each(['', '[', '{"a":', 'undefined', 'NaN', "{'a':1}", undefined])('%j is null', (raw) => {
    expect(decodeState('LightControllerV2', 'moodList', raw)).toEqual({ value: null });
  });

  it('is what the lock of any control says', () => {
    expect(decodeState('FutureThing', 'jLocked', '{"locked":2}').value).toEqual({ locked: 2 });
    expect(decodeState('Switch', 'jLocked', '').value).toBeNull();
  });
});

describe('what the catalog does not know', () => {
  it.each([
    [3.5, 3.5],
    ['text\0', 'text'],
    ['7', '7'],
    [Number.NaN, null],
    [undefined, null],
  ])('keeps its value: %j', (raw, value) => {
    expect(decodeState('FutureThing', 'whatever', raw)).toEqual({ value });
    expect(decodeState('Switch', 'newState', raw)).toEqual({ value });
  });
});

describe('numbered states', () => {
  it('are decoded like their kind', () => {
    expect(decodeState('SolarPumpController', 'bufferState3', 1).text).toBe('heating');
    expect(decodeState('IRoomController', 'temperatures[2]', 19)).toMatchObject({ unit: '°C' });
    expect(decodeState('PowerUnit', 'CP7', 0.25).text).toBe('0.25 kW');
  });
});

describe('with the control’s details', () => {
  it.each([
    ['%.1f°', 21.52, '21.5°', '°'],
    ['%.0f %%', 39.6, '40 %', '%'],
    ['%.3fkW', 1.5, '1.500kW', 'kW'],
    ['%.1f / 10', 3, '3.0 / 10', '/ 10'],
    ['after %.1f h', 2, 'after 2.0 h', 'h'],
    ['%d min', 12.9, '12 min', 'min'],
    ['%.2f', 5, '5.00', undefined],
    ['%s', 5.25, '5.25', undefined],
  ])('a format %j shows %d as %j', (format, raw, text, unit) => {
    const decoded = decodeState('InfoOnlyAnalog', 'value', raw, { details: { format } });
    expect([decoded.value, decoded.text, decoded.unit]).toEqual([raw, text, unit]);
  });

  it.each(['', 42, null, ['%.1f']])('a format that is none (%j) does nothing', (format) => {
    expect(decodeState('InfoOnlyAnalog', 'value', 2, { details: { format } })).toEqual({
      value: 2,
    });
  });

  it('a format without a number is shown as it is', () => {
    const details = { format: 'ready' };
    expect(decodeState('InfoOnlyAnalog', 'value', 2, { details }).text).toBe('ready');
  });

  it('the words are those of the control', () => {
    const details = { text: { on: 'Tür offen', off: 'Tür zu' } };
    expect(decodeState('InfoOnlyDigital', 'active', 1, { details }).text).toBe('Tür offen');
    expect(decodeState('InfoOnlyDigital', 'active', 0, { details }).text).toBe('Tür zu');
    expect(decodeState('Daytimer', 'value', 1, { details }).text).toBe('Tür offen');
  });

  it('empty words are none', () => {
    const details = { text: { on: '', off: '' } };
    expect(decodeState('InfoOnlyDigital', 'active', 1, { details }).text).toBe('on');
  });

  it('an output has its name, and none too', () => {
    const details = { outputs: { '1': 'Economy', '2': 'Party' }, allOff: 'Normal' };
    expect(decodeState('Radio', 'activeOutput', 2, { details }).text).toBe('Party');
    expect(decodeState('Radio', 'activeOutput', 0, { details }).text).toBe('Normal');
    expect(decodeState('Radio', 'activeOutput', 9, { details }).text).toBe('output 9');
    expect(decodeState('Radio', 'activeOutput', 0).text).toBe('none');
    expect(decodeState('Radio', 'activeOutput', 0, { details: { allOff: '' } }).text).toBe('none');
  });

  it('names stand in lists and in objects of objects as well', () => {
    const modes = [{ id: 2, name: 'Boost' }];
    expect(decodeState('Ventilation', 'mode', 2, { details: { modes } }).text).toBe('Boost');
    const modeList = { '4': { name: 'Television' } };
    expect(decodeState('Remote', 'mode', 4, { details: { modeList } }).text).toBe('Television');
  });
});

describe('in a house that measures in °F', () => {
  const fahrenheit = { temperatureUnit: '°F' } as const;

  it('temperatures say so', () => {
    expect(decodeState('IRoomControllerV2', 'tempActual', 70, fahrenheit)).toEqual({
      value: 70,
      unit: '°F',
      text: '70 °F',
    });
  });

  it('a bare degree sign is a temperature', () => {
    const context = { ...fahrenheit, details: { format: '%.0f°' } };
    expect(decodeState('InfoOnlyAnalog', 'value', 70, context)).toMatchObject({ unit: '°F' });
  });

  it('other units stay', () => {
    expect(decodeState('Dimmer', 'position', 40, fahrenheit).unit).toBe('%');
  });
});

describe('a point in time', () => {
  it.each([
    ['PresenceDetector', 'activeSince', 282_415_064, '2017-12-13 16:37:44'],
    ['Alarm', 'armedAt', 1_513_183_064, '2017-12-13T16:37:44Z'],
    ['NfcCodeTouch', 'historyDate', 1_513_183_064_000, '2017-12-13T16:37:44Z'],
    ['Alarm', 'armedAt', 0, 'none'],
    ['ClimateControllerUS', 'fanTimerUntil', -1, 'without end'],
    ['AcControl', 'pauseUntil', -1, 'without end'],
    ['AcControl', 'pauseUntil', 0, 'none'],
    ['NfcCodeTouch', 'historyDate', 1e300, 'none'],
  ])('%s %s %d is %s', (type, name, raw, text) => {
    expect(decodeState(type, name, raw)).toEqual({ value: raw, text });
  });
});

describe('whatever a Miniserver pushes', () => {
  const raw = fc.option(fc.oneof(fc.double(), fc.string({ unit: 'binary' }), fc.json()), {
    nil: undefined,
  });

  it('decodeState answers with a value that JSON can hold', MANY_RUNS, () => {
    fc.assert(
      fc.property(fc.constantFrom(...states), raw, ({ type, name }, pushed) => {
        const { value, text } = decodeState(type, name, pushed);
        expect(
          value === null || ['number', 'boolean', 'string', 'object'].includes(typeof value),
        ).toBe(true);
        expect(typeof value !== 'number' || Number.isFinite(value)).toBe(true);
        expect(text === undefined || text.length > 0).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  it('no details can make it fail', MANY_RUNS, () => {
    const keys = ['format', 'actualFormat', 'text', 'outputs', 'allOff', 'modes', 'modeList'];
    const details = fc.dictionary(fc.constantFrom(...keys), fc.jsonValue());
    fc.assert(
      fc.property(fc.constantFrom(...states), raw, details, ({ type, name }, pushed, found) => {
        expect(decodeState(type, name, pushed, { details: found })).toHaveProperty('value');
      }),
      { numRuns: 2000 },
    );
  });

  it('words do not depend on anything but the number', () => {
    for (const { type, name } of states.filter((state) => state.kind === 'number')) {
      expect(decodeState(type, name, '1')).toEqual(decodeState(type, name, 1));
    }
  });
});
