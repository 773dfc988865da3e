import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hueOfName, kelvinOfName } from '../src/lights/color-names.js';
import { parseColor } from '../src/lights/parse-color.js';
import { call, errorOf, outcomesOf } from './support/call.js';
import { control, room } from './support/controls.js';
import { FakeHome } from './support/fake-home.js';
import { MANY_RUNS } from './support/many-runs.js';

const LIGHTS = 'loxone_control_lights';

describe('a colour', () => {
  // Hue, saturation and brightness of the CSS colour keywords, by the formulas of CSS Color 4 §8.
  it.each([
    ['#ff0000', 0, 100, 100],
    ['#f00', 0, 100, 100],
    ['#00FF00', 120, 100, 100],
    ['#0000ff', 240, 100, 100],
    ['#ffffff', 0, 0, 100],
    ['#000000', 0, 0, 0],
    ['#808080', 0, 0, 50],
    ['#ff8800', 32, 100, 100],
    ['#4682b4', 207, 61, 71],
    ['#ff0080', 330, 100, 100],
    ['800080', 300, 100, 50],
    ['rgb(255, 165, 0)', 39, 100, 100],
    ['hsv(200, 40, 60)', 200, 40, 60],
  ])('%s is hsv(%i,%i,%i)', (text, hue, saturation, brightness) => {
    expect(parseColor(text)).toEqual({ kind: 'hue', hue, saturation, brightness });
  });

  it('need not say how bright', () => {
    expect(parseColor('hsv(200,40)')).toEqual({ kind: 'hue', hue: 200, saturation: 40 });
    expect(parseColor('red')).toEqual({ kind: 'hue', hue: 0, saturation: 100 });
  });

  it.each([
    ['2700K', 2700, false],
    ['4000 k', 4000, false],
    ['5500 Kelvin', 5500, false],
    ['warm white', 2700, true],
    ['Warmweiß', 2700, true],
    ['kaltweiss', 6500, true],
    ['studená bílá', 6500, true],
    ['white', 4000, true],
    ['biały', 4000, true],
  ])('%s is white of %i K', (text, kelvin, roughly) => {
    expect(parseColor(text)).toEqual({ kind: 'white', kelvin, roughly });
  });

  it.each([
    ['red', 'Rot', 'ROUGE', 'rosso', 'rojo', 'rood', 'červená', 'czerwony'],
    ['green', 'grün', 'gruen', 'grun', 'vert', 'verde', 'groen', 'zelena', 'zielony'],
    ['blue', 'blau', 'bleu', 'blu', 'azul', 'blauw', 'modrá', 'niebieski'],
    ['yellow', 'gelb', 'jaune', 'giallo', 'amarillo', 'geel', 'žlutá', 'zolty', 'żółty'],
    ['purple', 'lila', 'violett', 'viola', 'morado', 'paars', 'fialová', 'fioletowy'],
    ['pink', 'rosa', 'rose', 'roze', 'růžová', 'rozowy'],
    ['turquoise', 'Türkis', 'tuerkis', 'turquesa', 'tyrkysová'],
  ])('is one in all languages: %s', (...names) => {
    const [first, ...others] = names.map(hueOfName);
    expect(first).toBeDefined();
    for (const other of others) expect(other).toEqual(first);
  });

  it('has one meaning in each name', () => {
    expect(kelvinOfName('red')).toBeUndefined();
    expect(hueOfName('white')).toBeUndefined();
    expect(hueOfName('')).toBeUndefined();
  });

  it.each([
    '',
    'x',
    '#12345',
    '#gggggg',
    'hsv(400,10,10)',
    'hsv(10,101,10)',
    'hsv(10,10,101)',
    'rgb(256,0,0)',
    '270K',
    'temp(10,20)',
    'hsv(1,2,3)/../x',
  ])('is not %j', (text) => {
    expect(parseColor(text)).toBeUndefined();
  });

  it('stays within its ranges, whatever it is read from', MANY_RUNS, () => {
    const channel = fc.integer({ min: 0, max: 255 });
    fc.assert(
      fc.property(channel, channel, channel, (red, green, blue) => {
        const color = parseColor(`rgb(${red},${green},${blue})`);
        if (color?.kind !== 'hue') throw new TypeError('every rgb is a hue');
        expect(color.hue).toBeGreaterThanOrEqual(0);
        expect(color.hue).toBeLessThan(360);
        expect(color.saturation).toBeLessThanOrEqual(100);
        expect(color.brightness).toBeLessThanOrEqual(100);
        const hex = [red, green, blue].map((one) => one.toString(16).padStart(2, '0')).join('');
        expect(parseColor(`#${hex}`)).toEqual(color);
      }),
    );
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(() => parseColor(text)).not.toThrow();
      }),
    );
  });
});

const STUDY = room('Study');
const whole = control({
  id: 'whole',
  name: 'Study light',
  type: 'LightControllerV2',
  room: STUDY,
  details: { masterValue: 'whole/masterValue', masterColor: 'whole/masterColor' },
});

const CONTROLS = [
  whole,
  control({ id: 'whole/masterValue', name: 'Master', type: 'Dimmer', parent: whole }),
  control({ id: 'whole/masterColor', name: 'Master colour', type: 'ColorPickerV2', parent: whole }),
  control({
    id: 'rgb',
    name: 'Strip',
    type: 'ColorPickerV2',
    room: STUDY,
    details: { pickerType: 'Rgb' },
  }),
  control({
    id: 'white',
    name: 'Panel',
    type: 'ColorPickerV2',
    room: STUDY,
    details: { pickerType: 'TunableWhite', minKelvin: 3000, maxKelvin: 5000 },
  }),
  control({ id: 'old', name: 'Glow', type: 'Colorpicker', room: STUDY }),
  control({ id: 'dim', name: 'Lamp', type: 'Dimmer', room: STUDY }),
  control({ id: 'central', name: 'All', type: 'CentralLightController', room: STUDY }),
];

function house(): FakeHome {
  return new FakeHome(CONTROLS, {
    whole: { activeMoods: '[778]', moodList: '[]' },
    'whole/masterValue': { position: 40, min: 0, max: 100 },
    'whole/masterColor': { color: 'hsv(0,0,0)' },
    rgb: { color: 'hsv(10,20,30)' },
    white: { color: 'temp(60,4000)' },
    old: { color: 'lumitech(50,3000)' },
    dim: { position: 50, min: 10, max: 90 },
  });
}

const sent = (home: FakeHome) =>
  home.executed.map(({ request }) => [request.control, request.command, request.args]);

describe('a light that is given a colour', () => {
  it.each([
    ['rgb', { color: 'blue' }, 'set-color', { hue: 240, saturation: 100, brightness: 30 }],
    [
      'rgb',
      { color: 'blue', brightness: 80 },
      'set-color',
      { hue: 240, saturation: 100, brightness: 80 },
    ],
    ['rgb', { color: '#800000' }, 'set-color', { hue: 0, saturation: 100, brightness: 50 }],
    ['rgb', { color: 'warm white' }, 'set-color', { hue: 35, saturation: 40, brightness: 30 }],
    ['white', { color: '4500K' }, 'set-color-temperature', { brightness: 60, kelvin: 4500 }],
    ['white', { color: 'warmweiß' }, 'set-color-temperature', { brightness: 60, kelvin: 3000 }],
    ['white', { color: 'kaltweiß' }, 'set-color-temperature', { brightness: 60, kelvin: 5000 }],
    ['old', { color: '2700K' }, 'set-color-temperature', { brightness: 50, kelvin: 2700 }],
    ['old', { color: 'red' }, 'set-color', { hue: 0, saturation: 100, brightness: 50 }],
  ])('is sent for %s %j: %s', async (id, wish, command, args) => {
    const home = house();
    await call(LIGHTS, { targets: [id], action: 'color', ...wish }, { home });
    expect(sent(home)).toEqual([[id, command, args]]);
  });

  it('is lit at full when it was off, and coloured by its master', async () => {
    const home = house();
    await call(LIGHTS, { targets: ['whole'], action: 'color', color: 'red' }, { home });
    expect(sent(home)).toEqual([
      ['whole/masterColor', 'set-color', { hue: 0, saturation: 100, brightness: 100 }],
    ]);
  });

  it('need not be told again what it is already', async () => {
    const home = house();
    const args = { targets: ['white'], action: 'color', color: '4000K' };
    expect(outcomesOf(await call(LIGHTS, args, { home }))).toEqual({ white: 'already' });
    const other = { ...args, color: '4400K' };
    expect(outcomesOf(await call(LIGHTS, other, { home }))).toEqual({ white: 'unchanged' });
  });

  it.each([
    ['rgb', { color: '2700K' }, 'no colour temperature'],
    ['white', { color: 'red' }, 'white light'],
    ['dim', { color: 'red' }, 'takes no colour'],
    ['white', { color: '6000K' }, 'between 3000 and 5000'],
  ])('refuses %s %j', async (id, wish, message) => {
    const home = house();
    const result = await call(LIGHTS, { targets: [id], action: 'color', ...wish }, { home });
    expect(errorOf(result)?.message).toContain(message);
    expect(sent(home)).toEqual([]);
  });

  it('is not given a colour that nobody knows', async () => {
    const home = house();
    const args = { targets: ['rgb'], action: 'color', color: 'octarine' };
    expect(errorOf(await call(LIGHTS, args, { home }))).toMatchObject({
      code: 'invalid_argument',
      message: 'color is not known.',
    });
  });
});

describe('brighter and darker', () => {
  it.each([
    ['dim', { action: 'brighter' }, 'dim', 'set-brightness', { brightness: 70 }],
    ['dim', { action: 'brighter', brightness: 60 }, 'dim', 'set-brightness', { brightness: 90 }],
    ['dim', { action: 'darker', brightness: 10 }, 'dim', 'set-brightness', { brightness: 40 }],
    ['dim', { action: 'darker', brightness: 60 }, 'dim', 'off', {}],
    [
      'whole',
      { action: 'brighter', brightness: 5 },
      'whole/masterValue',
      'set-brightness',
      { brightness: 45 },
    ],
    ['rgb', { action: 'darker', brightness: 10 }, 'rgb', 'set-brightness', { brightness: 20 }],
    [
      'old',
      { action: 'brighter', brightness: 5 },
      'old',
      'set-color-temperature',
      { brightness: 55, kelvin: 3000 },
    ],
  ])('%s %j goes from where it is', async (id, wish, commanded, command, args) => {
    const home = house();
    await call(LIGHTS, { targets: [id], ...wish }, { home });
    expect(sent(home)).toEqual([[commanded, command, args]]);
  });

  it('start from nowhere while the brightness is not known', async () => {
    const home = new FakeHome(CONTROLS);
    const result = await call(LIGHTS, { targets: ['dim'], action: 'brighter' }, { home });
    expect(errorOf(result)?.message).toContain('not known');
    const toggled = await call(LIGHTS, { targets: ['dim'], action: 'toggle' }, { home });
    expect(errorOf(toggled)?.message).toContain('not known');
    expect(sent(home)).toEqual([]);
  });

  it('are not for what has no brightness', async () => {
    const home = house();
    const result = await call(LIGHTS, { targets: ['central'], action: 'brighter' }, { home });
    expect(errorOf(result)?.code).toBe('not_supported');
  });
});
