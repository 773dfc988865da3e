import { CONTROL_TYPES, controlType, familyOf } from '@gatehouse/loxone-controls';
import { isUuid, parseStructure, type StructureControl } from '@gatehouse/loxone-protocol';
import { describe, expect, it } from 'vitest';
import { House } from '../../src/house/house.js';
import { createDemoHouse } from '../../src/index.js';
import { memberIds } from '../../src/physics/centrals.js';
import { ManualTime } from '../support/manual-time.js';

const structure = parseStructure(createDemoHouse());
const controls = Object.values(structure.controls);
const parts = controls.flatMap(({ subControls }) => Object.values(subControls));

function named(name: string): readonly StructureControl[] {
  return controls.filter((control) => control.name === name);
}

describe('the demo house', () => {
  it('has more than 60 controls in 16 rooms, each of a type that the catalog knows', () => {
    expect(controls.length).toBeGreaterThan(60);
    expect(Object.keys(structure.rooms)).toHaveLength(16);
    for (const control of [...controls, ...parts]) {
      expect(controlType(control.type), `${control.name} is a ${control.type}`).toBeDefined();
    }
  });

  it('has something of every family', () => {
    const families = new Set(controls.map(({ type }) => familyOf(type)));
    const all = new Set(CONTROL_TYPES.map(({ family }) => family));
    expect([...all].filter((family) => !families.has(family))).toEqual([]);
  });

  it('is always the same, and a fresh copy each time', () => {
    expect(createDemoHouse()).toEqual(createDemoHouse());
    expect(createDemoHouse()).not.toBe(createDemoHouse());
    expect(named('Front Door')[0]?.uuidAction).toBe('790a8ead-f1fb-b9a0-ffff77de8c056962');
  });

  it('has ids in the form of Loxone, and none twice', () => {
    const ids = [
      ...controls.map(({ uuidAction }) => uuidAction),
      ...[...controls, ...parts].flatMap(({ states }) => Object.values(states).flat()),
      ...Object.values(structure.globalStates).flat(),
      ...Object.keys(structure.rooms),
      ...Object.keys(structure.cats),
    ];
    for (const id of ids) expect(isUuid(id), id).toBe(true);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('puts every control into a room and a category that exist', () => {
    for (const { name, room, cat } of controls) {
      expect(structure.rooms[room ?? ''], name).toBeDefined();
      expect(structure.cats[cat ?? ''], name).toBeDefined();
    }
  });

  it('has the same name in two rooms, and a secured door and gate', () => {
    const rooms = named('Ceiling Light').map(({ room }) => structure.rooms[room ?? '']?.name);
    expect(rooms).toEqual(['Kitchen', 'Main Bedroom']);
    const secured = controls.filter(({ isSecured }) => isSecured).map(({ name }) => name);
    expect(secured).toEqual(['Front Door', 'Driveway Gate']);
  });

  it('has what documents speak of: a bedroom light that can be dimmed, and blinds', () => {
    const [light, ...more] = named('Bedroom Light');
    expect([light?.type, structure.rooms[light?.room ?? '']?.name]).toEqual([
      'Dimmer',
      'Main Bedroom',
    ]);
    expect([more.length, named('Bedroom Blinds').length]).toEqual([0, 1]);
  });

  it('has centrals whose members exist', () => {
    const centrals = controls.filter(({ type }) => type.startsWith('Central'));
    expect(centrals).toHaveLength(5);
    for (const { name, details } of centrals) {
      expect(memberIds(details).length, name).toBeGreaterThan(1);
      for (const id of memberIds(details)) expect(structure.controls[id], name).toBeDefined();
    }
  });

  it('has operating modes, global states, weather and messages', () => {
    expect(structure.operatingModes['3']).toBe('Monday');
    expect(Object.keys(structure.globalStates)).toContain('miniserverTime');
    expect(structure.weatherServer?.states).toHaveProperty('forecast');
    expect(Object.values(structure.messageCenter)).toHaveLength(1);
    expect(structure.msInfo).toMatchObject({ serialNr: '504F94DE3000', tempUnit: 0 });
  });

  it('lives: within a quarter of an hour dozens of its values move by themselves', () => {
    const time = new ManualTime('2025-06-04T10:00:00Z');
    const house = new House(createDemoHouse(), { clock: time.clock, utcOffsetMinutes: 0 });
    const moved = new Set<string>();
    for (let minute = 0; minute < 15; minute += 1) {
      time.advance(60_000);
      house.tick(60);
      for (const [uuid] of house.states.takeChanged()) moved.add(uuid);
    }
    expect(moved.size).toBeGreaterThan(40);
    expect(moved.size).toBeLessThan(house.states.size / 2);
  });
});

describe('the first hour of the demo house', () => {
  const time = new ManualTime('2025-06-04T10:00:00Z');
  const house = new House(createDemoHouse(), { clock: time.clock, utcOffsetMinutes: 120 });
  const first = (type: string, state: string): readonly (number | string)[] =>
    Array.from(house.controls())
      .filter((control) => control.type === type && control.has(state))
      .map((control) => control.text(state) || control.number(state));

  it.each([
    ['IRoomControllerV2', 'tempActual', 18, 25],
    ['IRoomControllerV2', 'tempTarget', 18, 25],
    ['IRoomControllerV2', 'humidityActual', 30, 60],
    ['IRoomControllerV2', 'co2', 400, 1200],
    ['Jalousie', 'position', 0, 1],
    ['Gate', 'position', 0, 0],
    ['Dimmer', 'max', 100, 100],
    ['AudioZoneV2', 'volume', 1, 60],
    ['Meter', 'actual', -12, 12],
    ['Meter', 'total', 1, 20_000],
    ['Alarm', 'armed', 0, 0],
    ['ValueSelector', 'max', 100, 100],
  ])('%s has a believable %s', (type, state, low, high) => {
    const values = first(type, state).map(Number);
    expect(values.length).toBeGreaterThan(0);
    for (const value of values) {
      expect(value).toBeGreaterThanOrEqual(low);
      expect(value).toBeLessThanOrEqual(high);
    }
  });

  it.each([
    ['LightControllerV2', 'moodList'],
    ['LightControllerV2', 'activeMoods'],
    ['LightControllerV2', 'favoriteMoods'],
    ['LightControllerV2', 'circuitNames'],
    ['LightControllerV2', 'daylightConfig'],
    ['IRoomControllerV2', 'overrideEntries'],
    ['Irrigation', 'zones'],
    ['Wallbox2', 'session'],
    ['EnergyManager2', 'loads'],
    ['AlarmClock', 'entryList'],
    ['TextState', 'iconAndColor'],
  ])('%s has %s in JSON', (type, state) => {
    const texts = first(type, state).map(String);
    expect(texts.length).toBeGreaterThan(0);
    for (const text of texts) expect(() => JSON.parse(text), text).not.toThrow();
  });

  it('begins in the dark, closed and disarmed', () => {
    expect(new Set(first('LightControllerV2', 'activeMoods'))).toEqual(new Set(['[778]']));
    expect(new Set(first('Switch', 'active'))).toEqual(new Set([0]));
    expect(new Set(first('Dimmer', 'position'))).toEqual(new Set([0]));
  });
});
