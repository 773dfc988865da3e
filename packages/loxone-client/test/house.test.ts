import { parseStructure } from '@gatehouse/loxone-protocol';
import { describe, expect, it } from 'vitest';
import { buildHouse, type House } from '../src/house.js';
import { CIRCUIT, ID, littleHouse } from './support/house-file.js';

function build(change: (file: Record<string, unknown>) => void = () => undefined): House {
  const file = littleHouse();
  change(file);
  return buildHouse(parseStructure(file), '15.0.0.0', 'version text');
}

describe('buildHouse', () => {
  it('tells about the house', () => {
    expect(build().info).toEqual({
      name: 'Little House',
      serial: '504F94000001',
      projectName: 'Test',
      language: 'ENG',
      firmware: '15.0.0.0',
      temperatureUnit: '°C',
      structureVersion: 'version text',
    });
    const sparse = build((file) => {
      file.msInfo = { serialNr: '1', msName: 'Bare', tempUnit: 1 };
    });
    expect(sparse.info).toEqual({
      name: 'Bare',
      serial: '1',
      firmware: '15.0.0.0',
      temperatureUnit: '°F',
      structureVersion: 'version text',
    });
  });

  it('lists rooms and categories', () => {
    const { rooms, categories } = build();
    expect(rooms).toEqual([
      { id: ID.kitchen, name: 'Kitchen' },
      { id: ID.bath, name: 'Bath' },
    ]);
    expect(categories).toEqual([
      { id: ID.lights, name: 'Lights', type: 'lights' },
      { id: ID.shading, name: 'Shading', type: 'shading' },
    ]);
  });

  it('puts parts beside their controls; they inherit room and category', () => {
    const { byId } = build();
    expect(byId.get(CIRCUIT)).toEqual({
      id: CIRCUIT,
      name: 'Counter',
      type: 'Switch',
      family: 'switches',
      // Of a circuit that the owner files under lights.
      capabilities: ['light', 'switchable'],
      room: { id: ID.kitchen, name: 'Kitchen' },
      category: { id: ID.lights, name: 'Lights', type: 'lights' },
      parent: ID.controller,
      parentType: 'LightControllerV2',
      secured: false,
      favorite: false,
      details: {},
      states: { active: ID.circuitActive },
    });
  });

  it('says what this very control can do', () => {
    const { byId } = build((file) => {
      Object.assign(file.controls as object, {
        meter: {
          uuidAction: 'meter',
          name: 'Meter',
          type: 'Meter',
          isSecured: true,
          details: { jLockable: true },
          statistic: { frequency: 1, outputs: [] },
        },
        counter: {
          uuidAction: 'counter',
          name: 'New',
          type: 'Meter',
          statisticV2: { groups: [1] },
        },
        awning: {
          uuidAction: 'awning',
          name: 'Awning',
          type: 'Jalousie',
          details: { animation: 6 },
        },
      });
    });
    const of = (id: string): string | undefined => byId.get(id)?.capabilities.join(' ');
    expect(of('meter')).toBe('secured lockable hasStatistics');
    expect(of('counter')).toBe('hasStatistics');
    expect(of('awning')).not.toContain('tiltable');
    expect(of(ID.securedCentral)).toBe('stoppable automatic central secured');
    expect(of(ID.central)).toBe('stoppable automatic central');
  });

  it('takes the family of an unknown type from its category', () => {
    const house = build((file) => {
      Object.assign(file.controls as object, {
        strange: { uuidAction: 'strange', name: 'Strange', type: 'FromTheFuture', cat: ID.shading },
        stranger: { uuidAction: 'stranger', name: 'Stranger', type: 'FromTheFuture' },
      });
    });
    expect(house.byId.get('strange')).toMatchObject({ family: 'covers', capabilities: [] });
    expect(house.byId.get('stranger')).toMatchObject({ family: 'information' });
    expect(house.byId.get('stranger')).not.toHaveProperty('room');
  });

  it('leaves out what is meant to be hidden', () => {
    const house = build();
    expect(house.byId.has(ID.hidden)).toBe(false);
    expect(house.slotsAt.get(ID.lampActive)?.map(({ control }) => control.name)).not.toContain(
      'Hidden',
    );
  });

  it('passes security on to parts', () => {
    const house = build((file) => {
      const controls = file.controls as Record<string, Record<string, unknown>>;
      const controller = controls[ID.controller];
      if (controller !== undefined) controller.isSecured = true;
    });
    expect(house.byId.get(CIRCUIT)?.secured).toBe(true);
    expect(house.byId.get(ID.lamp)?.secured).toBe(false);
  });

  it('asks for the password of a central control when a member needs it', () => {
    const { byId, controls } = build();
    expect(byId.get(ID.securedCentral)?.secured).toBe(true);
    expect(byId.get(ID.central)?.secured).toBe(false);
    expect(controls.find(({ id }) => id === ID.securedCentral)?.secured).toBe(true);
  });

  it('finds every state that a uuid carries', () => {
    const { slotsAt } = build();
    expect(slotsAt.get(ID.lampActive)?.map(({ control, name }) => [control.id, name])).toEqual([
      [ID.lamp, 'active'],
      [ID.twin, 'active'],
    ]);
  });

  it('numbers the members of a list of states', () => {
    const { slotsOf } = build();
    expect(slotsOf.get(ID.thermostat)?.map(({ name, uuid }) => [name, uuid])).toEqual([
      ['temperatures[0]', ID.warm],
      ['temperatures[1]', ID.cool],
    ]);
    expect(slotsOf.get(ID.buttons)).toEqual([]);
  });

  it('keeps the first of two controls with one id', () => {
    const house = build((file) => {
      Object.assign(file.controls as object, {
        copy: { uuidAction: ID.lamp, name: 'Copy', type: 'Dimmer' },
      });
    });
    expect(house.byId.get(ID.lamp)?.name).toBe('Lamp');
    expect(house.controls.filter(({ id }) => id === ID.lamp)).toHaveLength(1);
  });

  it('keeps details as they came', () => {
    const details = { format: '%.1f°', nested: { deep: [1] } };
    const house = build((file) => {
      const controls = file.controls as Record<string, Record<string, unknown>>;
      const lamp = controls[ID.lamp];
      if (lamp !== undefined) lamp.details = details;
    });
    expect(house.byId.get(ID.lamp)?.details).toEqual(details);
  });
});
