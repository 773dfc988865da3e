import { controlType, matchWire } from '@gatehouse/loxone-controls';
import { isUuid } from '@gatehouse/loxone-protocol';
import { describe, expect, it } from 'vitest';
import { House } from '../../src/house/house.js';
import { subscribe } from '../support/logins.js';
import { ManualTime } from '../support/manual-time.js';
import {
  HAS_SHARED_DATA,
  readShared,
  SHARED_DATA,
  structureFiles,
} from '../support/shared-data.js';
import { get, start } from '../support/simulators.js';
import { readTables } from '../support/tables.js';

interface CapturedEvent {
  readonly uuid: string;
  readonly state: string | null;
}

function houseOf(path: string): { house: House; time: ManualTime } {
  const time = new ManualTime('2025-06-04T10:00:00Z');
  return {
    time,
    house: new House(readShared(path), { clock: time.clock, utcOffsetMinutes: 60 }),
  };
}

describe.skipIf(!HAS_SHARED_DATA)(`${SHARED_DATA}: structure files of real houses`, () => {
  it.each(structureFiles())('%s gets a state for every uuid in it', (path) => {
    const { house } = houseOf(path);
    let states = 0;
    for (const control of house.controls()) {
      for (const uuid of Object.values(control.description.states).flat()) {
        expect(isUuid(uuid), uuid).toBe(true);
        expect(house.states.has(uuid), `${control.type}: ${uuid}`).toBe(true);
        states += 1;
      }
    }
    for (const uuid of Object.values(house.structure.globalStates).flat()) {
      expect(house.states.has(uuid), uuid).toBe(true);
    }
    expect(states).toBeGreaterThan(3);
  });

  it.each(structureFiles())('%s starts the same way each time', (path) => {
    expect([...houseOf(path).house.states.entries()]).toEqual([
      ...houseOf(path).house.states.entries(),
    ]);
  });

  it.each(structureFiles())('%s lives for a day and takes every command of the catalog', (path) => {
    const { house, time } = houseOf(path);
    for (const control of house.controls()) {
      for (const { wire } of controlType(control.type)?.commands ?? []) {
        const tail = wire.replace(/\{\w+\}/g, '1');
        const { code } = house.execute(`${control.id}/${tail}`, { secured: true });
        expect(code, `${control.type} ${tail}`).toBe(200);
        expect(matchWire(control.type, tail) ?? tail).toBeDefined();
      }
    }
    for (let minute = 0; minute < 24 * 60; minute += 10) {
      time.advance(600_000);
      house.tick(600);
    }
    for (const [uuid, content] of house.states.entries()) {
      if (content.kind === 'value') expect(Number.isFinite(content.value), uuid).toBe(true);
    }
  });

  it.each(structureFiles())('%s is served as it is, and its dump is the house', async (path) => {
    const time = new ManualTime('2025-06-04T10:00:00Z');
    const structure = readShared(path);
    const simulator = await start({ structure, clock: time.clock, timers: time.timers });
    const talk = await subscribe(simulator);
    const { values, texts, daytimers, weather } = await readTables(talk.socket);
    for (const [uuid, value] of [...values, ...texts]) {
      expect(simulator.house.state(uuid)).toBe(value);
    }
    const { house } = houseOf(path);
    expect(values.size + texts.size + daytimers.size + weather.size).toBe(house.states.size);
    const served = JSON.parse((await get(simulator, 'data/LoxAPP3.json')).body);
    // A file of a real box is served to the letter; placeholders for uuids are replaced.
    if (!/__uuid__|state-/.test(JSON.stringify(structure))) expect(served).toEqual(structure);
    expect(Object.keys(served.controls)).toHaveLength(
      Object.keys((structure as { controls: object }).controls).length,
    );
  });

  it('sends each state in the same table as the box of which a dump was captured', () => {
    const { house } = houseOf('structure/loxone-java_LoxAPP3.json');
    const { valueEvents, textEvents } = readShared('vectors/loxone-java_event_tables.json') as {
      valueEvents: readonly CapturedEvent[];
      textEvents: readonly CapturedEvent[];
    };
    // Some uuids of the dump do not stand in the file.
    const known = (events: readonly CapturedEvent[]): readonly CapturedEvent[] =>
      events.filter(({ state }) => state !== null);
    const kinds = (events: readonly CapturedEvent[]): readonly string[] =>
      events.map(({ uuid, state }) => `${state} ${house.states.get(uuid)?.kind ?? 'missing'}`);
    const values = known(valueEvents);
    const texts = known(textEvents);
    expect(values.length + texts.length).toBeGreaterThan(50);
    expect(kinds(values)).toEqual(values.map(({ state }) => `${state} value`));
    expect(kinds(texts)).toEqual(texts.map(({ state }) => `${state} text`));
  });

  it('names operating mode, sunrise and sunset in the order of magnitude of that dump', () => {
    const time = new ManualTime('2017-12-13T15:37:44Z');
    const structure = readShared('structure/loxone-java_LoxAPP3.json');
    const house = new House(structure, { clock: time.clock, utcOffsetMinutes: 60 });
    const global = (name: string): number => {
      const content = house.states.get(String(house.structure.globalStates[name]));
      return content?.kind === 'value' ? content.value : Number.NaN;
    };
    // Captured on a Wednesday in December in central Europe.
    expect(global('operatingMode')).toBe(5);
    expect(Math.abs(global('sunrise') - 461)).toBeLessThan(30);
    expect(Math.abs(global('sunset') - 952)).toBeLessThan(30);
  });
});
