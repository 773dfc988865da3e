import { describe, expect, it } from 'vitest';
import type { CapabilitySource } from '../src/index.js';
import { CONTROL_TYPES, capabilitiesOf, familyOf } from '../src/index.js';

/** What a control of a type can do, with details and more of its own. */
function of(type: string, details: CapabilitySource['details'] = {}, more: object = {}) {
  return capabilitiesOf({ type, details, secured: false, family: familyOf(type), ...more });
}

const LIGHTS = { id: 'c', name: 'Lamps', type: 'lights' };

describe('capabilitiesOf', () => {
  it.each([
    ['Switch', 'switchable'],
    ['Dimmer', 'light switchable dimmable'],
    ['LightControllerV2', 'light moods'],
    ['Slider', 'settable'],
    ['TextInput', 'settable'],
    ['Radio', 'selectable'],
    ['Pushbutton', 'pulsable'],
    ['UpDownDigital', 'pulsable'],
    ['TimedSwitch', 'switchable pulsable timed'],
    ['Jalousie', 'positionable tiltable stoppable automatic'],
    ['CentralJalousie', 'stoppable automatic central'],
    ['Window', 'positionable stoppable'],
    ['Gate', 'stoppable'],
    ['AudioZoneV2', 'playable volume'],
    ['CentralAudioZone', 'playable volume central'],
    ['Alarm', 'armable acknowledgeable'],
    ['SmokeAlarm', 'acknowledgeable'],
    ['Wallbox2', 'selectable chargeable'],
    ['CarCharger', 'selectable chargeable'],
    ['Daytimer', 'schedulable'],
    ['IRoomController', 'selectable targetTemperature'],
    ['IRoomControllerV2', 'targetTemperature schedulable'],
    ['AcControl', 'switchable selectable targetTemperature'],
    ['ACControl', 'switchable selectable targetTemperature'],
    ['Sauna', 'switchable selectable targetTemperature'],
    ['InfoOnlyAnalog', 'readOnly'],
    ['Webpage', 'readOnly'],
    ['FutureThing', ''],
    ['constructor', ''],
  ])('of a %s without details: %s', (type, wanted) => {
    expect(of(type).join(' ')).toBe(wanted);
  });

  it.each([
    ['Rgb', ['colorable'], ['tunableWhite']],
    ['Lumitech', ['colorable', 'tunableWhite'], []],
    ['TunableWhite', ['tunableWhite'], ['colorable']],
    [undefined, ['colorable', 'tunableWhite'], []],
  ])('of a colour light of the kind %s', (pickerType, has, lacks) => {
    for (const type of ['ColorPickerV2', 'Colorpicker']) {
      const found = of(type, pickerType === undefined ? {} : { pickerType });
      expect(found).toEqual(expect.arrayContaining(has));
      expect(found.filter((one) => lacks.some((other) => other === one))).toEqual([]);
    }
  });

  it('of a cover follow its kind: only blinds have slats', () => {
    expect(of('Jalousie', { animation: 0 })).toContain('tiltable');
    for (const animation of [1, 2, 3, 4]) {
      expect(of('Jalousie', { animation })).not.toContain('tiltable');
      expect(of('Jalousie', { animation })).toContain('positionable');
    }
    expect(of('Jalousie', { isAutomatic: false })).not.toContain('automatic');
    expect(of('Jalousie', { isAutomatic: true })).toContain('automatic');
  });

  it('of a light controller hold its master', () => {
    expect(of('LightControllerV2', { masterValue: 'x/masterValue' })).toContain('dimmable');
    expect(of('Switch', { masterValue: 'x/masterValue' })).not.toContain('dimmable');
  });

  it('of a room controller hold what it is built for', () => {
    expect(of('IRoomControllerV2', { possibleCapabilities: 1 })).toContain('heats');
    expect(of('IRoomControllerV2', { possibleCapabilities: 1 })).not.toContain('cools');
    expect(of('IRoomControllerV2', { possibleCapabilities: 6 })).toContain('cools');
    expect(of('IRoomControllerV2', { possibleCapabilities: 6 })).not.toContain('heats');
    expect(of('Switch', { possibleCapabilities: 3 })).toEqual(['switchable']);
  });

  it.each(['Switch', 'TimedSwitch'])('of a %s that is filed under lights: a light', (type) => {
    expect(of(type, { isStairwayLs: true }, { category: LIGHTS })).toContain('light');
    expect(of(type, { isStairwayLs: true })).not.toContain('light');
    const other = { category: { ...LIGHTS, type: 'shading' } };
    expect(of(type, {}, other)).not.toContain('light');
  });

  it('make no light of what is filed under lights and cannot be switched', () => {
    for (const type of ['Pushbutton', 'InfoOnlyDigital', 'AudioZone', 'Gate']) {
      expect(of(type, {}, { category: LIGHTS })).not.toContain('light');
    }
  });

  it('follow what any control says of itself, also of an unknown type', () => {
    for (const type of ['Switch', 'FutureThing']) {
      expect(of(type, { jLockable: true })).toContain('lockable');
      expect(of(type, { jLockable: false })).not.toContain('lockable');
      expect(of(type, { hasHistory: 1 })).toContain('hasHistory');
      expect(of(type, { hasHistory: true })).toContain('hasHistory');
      expect(of(type, { hasHistory: 0 })).not.toContain('hasHistory');
      expect(of(type, {}, { secured: true })).toContain('secured');
      expect(of(type)).not.toContain('secured');
    }
  });

  it('know of statistics of both generations', () => {
    const statistic = { frequency: 1, outputs: [] };
    const statisticV2 = { groups: [{ id: 1 }] };
    expect(of('Meter', {}, { statistic })).toContain('hasStatistics');
    expect(of('Meter', {}, { statisticV2 })).toContain('hasStatistics');
    for (const none of [undefined, null, {}, 'x', 1]) {
      expect(of('Meter', {}, { statistic: none })).not.toContain('hasStatistics');
    }
  });

  it('of every type begin with those of the catalog, each once', () => {
    for (const { type, capabilities } of CONTROL_TYPES) {
      const found = of(type);
      expect(found, type).toEqual(expect.arrayContaining([...capabilities]));
      expect(new Set(found).size, type).toBe(found.length);
    }
  });

  it('name every type without commands read-only, and no other', () => {
    const readOnly = CONTROL_TYPES.filter(({ type }) => of(type).includes('readOnly'));
    expect(readOnly).toEqual(CONTROL_TYPES.filter(({ commands }) => commands.length === 0));
  });
});
