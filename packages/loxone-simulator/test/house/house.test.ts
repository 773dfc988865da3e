import { parseSecuredDetails } from '@gatehouse/loxone-protocol';
import { describe, expect, it } from 'vitest';
import { House } from '../../src/house/house.js';
import { uuidFrom } from '../../src/uuid-from.js';
import { Bench, benchFor, GLOBAL_STATES, idOf, structureOf } from '../support/bench.js';
import { ManualTime } from '../support/manual-time.js';

const ANYBODY = { secured: false };
const WITH_PASSWORD = { secured: true };

describe('commands for any control', () => {
  it('answer 404 for an unknown control and "0" for an unknown command', () => {
    const { house } = benchFor('Switch');
    expect(house.execute(`${idOf('Nothing')}/on`, ANYBODY)).toEqual({ code: 404, value: '0' });
    expect(house.execute('', ANYBODY).code).toBe(404);
    expect(house.execute(`${idOf('Switch')}/explode`, ANYBODY)).toEqual({ code: 200, value: '0' });
  });

  it('reach parts by their suffix, also percent-encoded', () => {
    const bench = new Bench([
      { type: 'LightControllerV2', parts: { AI1: { type: 'Dimmer', name: 'Lamp' } } },
    ]);
    const id = idOf('LightControllerV2');
    expect(bench.house.execute(`${id}/AI1/40`, ANYBODY).value).toBe('1');
    expect(bench.number('LightControllerV2/AI1', 'position')).toBe(40);
    expect(bench.house.execute(`${id}%2FAI1/50`, ANYBODY).value).toBe('1');
    expect(bench.number('LightControllerV2/AI1', 'position')).toBe(50);
  });

  it('read the state as the box prints it', () => {
    const bench = benchFor('InfoOnlyAnalog', {
      details: { format: '%.1f°' },
      states: ['value', 'error'],
    });
    bench.control('InfoOnlyAnalog').set('value', 21.456);
    const id = idOf('InfoOnlyAnalog');
    expect(bench.house.execute(`${id}/state`, ANYBODY).value).toBe('21.5°');
    expect(bench.house.execute(id, ANYBODY).value).toBe('21.5°');
    expect(bench.house.execute(`${id}/all`, ANYBODY)).toEqual({
      code: 200,
      value: '21.5°',
      extra: {
        output0: { name: 'value', nr: 1, value: 21.456 },
        output1: { name: 'error', nr: 2, value: 0 },
      },
    });
    const humidity = benchFor('InfoOnlyAnalog', {
      details: { format: '%.0f%%' },
      states: ['value'],
    });
    humidity.control('InfoOnlyAnalog').set('value', 47.6);
    expect(humidity.house.execute(`${id}/state`, ANYBODY).value).toBe('48%');
    expect(benchFor('Webpage').house.execute(`${idOf('Webpage')}/state`, ANYBODY).value).toBe('0');
  });

  it('lock a control that can be locked, and free it again', () => {
    const bench = benchFor('Switch', {
      details: { jLockable: true },
      states: ['active', 'jLocked'],
    });
    expect(bench.send('Switch', `lockcontrol/1/${encodeURIComponent('Paint is wet')}`)).toBe(true);
    expect(bench.json('Switch', 'jLocked')).toEqual({ locked: 1, reason: 'Paint is wet' });
    expect(bench.send('Switch', 'on')).toBe(false);
    expect(bench.number('Switch', 'active')).toBe(0);
    expect(bench.send('Switch', 'unlockcontrol')).toBe(true);
    expect(bench.text('Switch', 'jLocked')).toBe('');
    expect(bench.send('Switch', 'on')).toBe(true);
    expect(bench.send('Switch', 'lockcontrol/2')).toBe(false);
    expect(benchFor('Switch').send('Switch', 'lockcontrol/1/x')).toBe(false);
    expect(benchFor('Switch').send('Switch', 'unlockcontrol')).toBe(false);
  });

  it('give notes, history and secured details where there are any', () => {
    const bench = benchFor('Switch', { more: { hasControlNotes: true, securedDetails: true } });
    const ask = (tail: string) => bench.house.execute(`${idOf('Switch')}/${tail}`, ANYBODY);
    expect(ask('controlnotes').value).toContain('Switch');
    expect(ask('gethistory').value).toEqual([]);
    expect(parseSecuredDetails(ask('securedDetails').value).video?.alertImage).toBe('/camera');
    const plain = benchFor('Switch').house.execute(`${idOf('Switch')}/securedDetails`, ANYBODY);
    expect(plain.code).toBe(404);
  });
});

describe('secured controls', () => {
  it('need the visualisation password, their parts too', () => {
    const bench = new Bench([
      { type: 'Gate', secured: true, parts: { AQ1: { type: 'Pushbutton', name: 'Key' } } },
    ]);
    for (const path of [`${idOf('Gate')}/open`, `${idOf('Gate')}/AQ1/pulse`]) {
      expect(bench.house.execute(path, ANYBODY)).toEqual({ code: 403, value: '0' });
      expect(bench.house.execute(path, WITH_PASSWORD).value).toBe('1');
    }
    expect(bench.house.execute(`${idOf('Gate')}/state`, ANYBODY).code).toBe(200);
  });

  it('make a central control as secured as they are', () => {
    const controls = [{ uuid: idOf('Gate'), id: 0 }];
    const bench = new Bench([
      { type: 'CentralGate', details: { controls } },
      { type: 'Gate', secured: true },
    ]);
    expect(bench.house.execute(`${idOf('CentralGate')}/open`, ANYBODY).code).toBe(403);
    expect(bench.house.execute(`${idOf('CentralGate')}/open`, WITH_PASSWORD).value).toBe('1');
    bench.wait(1);
    expect(bench.number('Gate', 'position')).toBeGreaterThan(0);
  });
});

describe('states', () => {
  it('shared by several controls stay one state', () => {
    const structure = structureOf({ type: 'Switch', name: 'One' }, { type: 'Switch', name: 'Two' });
    const shared = uuidFrom('shared');
    const controls = structure.controls as Record<string, { states: Record<string, string> }>;
    for (const control of Object.values(controls)) control.states = { active: shared };
    const { clock } = new ManualTime(0);
    const house = new House(structure, { clock });
    house.execute(`${idOf('One')}/on`, ANYBODY);
    expect(house.find(idOf('Two'))?.number('active')).toBe(1);
    expect(house.states.size).toBe(1 + Object.keys(GLOBAL_STATES).length);
  });

  it('may stand in arrays, each with a value of its own', () => {
    const structure = structureOf({ type: 'IRoomController' });
    const controls = structure.controls as Record<string, { states: Record<string, unknown> }>;
    const uuids = Array.from({ length: 10 }, (_, index) => uuidFrom(`temperature ${index}`));
    const [control] = Object.values(controls);
    if (control) control.states = { temperatures: uuids };
    const house = new House(structure, { clock: new ManualTime(0).clock });
    const values = uuids.map((uuid) => house.states.get(uuid));
    expect(values.slice(0, 3)).toEqual([19, 21.5, 24].map((value) => ({ kind: 'value', value })));
    expect(values.at(9)).toEqual({ kind: 'value', value: 0 });
  });

  it('of types that nobody knows are zeros and empty texts', () => {
    const bench = benchFor('FluxCompensator', { states: ['gigawatts', 'infoText', 'entryList'] });
    expect(bench.number('FluxCompensator', 'gigawatts')).toBe(0);
    expect(bench.text('FluxCompensator', 'infoText')).toBe('');
    expect(bench.text('FluxCompensator', 'entryList')).toBe('{}');
    expect(bench.send('FluxCompensator', 'on')).toBe(false);
  });

  it('change only when they change', () => {
    let calls = 0;
    const structure = structureOf({ type: 'Switch', states: ['active'] });
    const house = new House(structure, {
      clock: new ManualTime(0).clock,
      onChange: () => {
        calls += 1;
      },
    });
    house.states.takeChanged();
    const before = calls;
    house.execute(`${idOf('Switch')}/off`, ANYBODY);
    expect(calls).toBe(before);
    house.execute(`${idOf('Switch')}/on`, ANYBODY);
    expect(calls).toBe(before + 1);
    expect(house.states.takeChanged()).toHaveLength(1);
    expect(house.states.takeChanged()).toHaveLength(0);
  });
});

describe('time in the house', () => {
  const GLOBALS = [
    'operatingMode',
    'sunrise',
    'sunset',
    'miniserverTime',
    'notifications',
    'hasInternet',
  ];

  function houseAt(start: string, utcOffsetMinutes?: number): { house: House; time: ManualTime } {
    const time = new ManualTime(start);
    const globalStates = Object.fromEntries(GLOBALS.map((name) => [name, uuidFrom(name)]));
    const weatherServer = {
      states: { actual: uuidFrom('actual'), forecast: uuidFrom('forecast') },
    };
    const structure = { ...structureOf(), globalStates, weatherServer };
    const offset = utcOffsetMinutes === undefined ? {} : { utcOffsetMinutes };
    return { time, house: new House(structure, { clock: time.clock, ...offset }) };
  }
  const read = (house: House, name: string): unknown => {
    const content = house.states.get(uuidFrom(name));
    if (content?.kind === 'value') return content.value;
    return content?.kind === 'text' ? content.text : undefined;
  };

  it('has an operating mode for each weekday', () => {
    const { house, time } = houseAt('2025-06-02T12:00:00Z', 0);
    const modes = Array.from({ length: 8 }, () => {
      const mode = read(house, 'operatingMode');
      time.advance(86_400_000);
      house.tick(86_400);
      return mode;
    });
    expect(modes).toEqual([3, 4, 5, 6, 7, 8, 9, 3]);
  });

  it('tells sunrise and sunset in minutes since midnight, by the season', () => {
    const summer = houseAt('2025-06-21T12:00:00Z', 120).house;
    const winter = houseAt('2025-12-21T12:00:00Z', 60).house;
    // In Linz: 5:03 and 21:09 in summer, 7:52 and 16:09 in winter.
    expect(Math.abs(Number(read(summer, 'sunrise')) - 303)).toBeLessThan(15);
    expect(Math.abs(Number(read(summer, 'sunset')) - 1269)).toBeLessThan(15);
    expect(Math.abs(Number(read(winter, 'sunrise')) - 472)).toBeLessThan(15);
    expect(Math.abs(Number(read(winter, 'sunset')) - 969)).toBeLessThan(15);
  });

  it('tells its clock once, with its distance from UTC', () => {
    const east = houseAt('2025-06-21T12:00:00Z', 90);
    expect(read(east.house, 'miniserverTime')).toBe('2025-06-21 13:30:00 +01:30:00');
    east.time.advance(60_000);
    east.house.tick(60);
    expect(read(east.house, 'miniserverTime')).toBe('2025-06-21 13:30:00 +01:30:00');
    const west = houseAt('2025-06-21T12:00:00Z', -210);
    expect(read(west.house, 'miniserverTime')).toBe('2025-06-21 08:30:00 -03:30:00');
  });

  it('lives by the time zone of the machine unless it is told another', () => {
    const { house } = houseAt('2025-06-21T12:00:00Z');
    const offset = -new Date('2025-06-21T12:00:00Z').getTimezoneOffset();
    expect(house.environment.localTime(Date.parse('2025-06-21T12:00:00Z')).utcOffsetMinutes).toBe(
      offset,
    );
  });

  it('reports the weather now and for four days, anew every hour', () => {
    const { house, time } = houseAt('2025-06-21T12:10:00Z', 0);
    const report = (name: string) => {
      const content = house.states.get(uuidFrom(name));
      if (content?.kind !== 'weather') throw new TypeError(`${name} is no weather`);
      return content.report;
    };
    expect(report('actual').entries).toHaveLength(1);
    expect(report('forecast').entries).toHaveLength(96);
    const [first, second] = report('forecast').entries;
    expect(Number(second?.timestamp) - Number(first?.timestamp)).toBe(3600);
    for (const entry of report('forecast').entries) {
      expect(entry.temperature).toBeGreaterThan(-5);
      expect(entry.temperature).toBeLessThan(35);
      expect(entry.relativeHumidity).toBeLessThanOrEqual(99);
      expect(entry.weatherType).toBeGreaterThan(0);
      expect(entry.solarRadiation).toBeGreaterThanOrEqual(0);
    }
    const before = report('actual').lastUpdate;
    time.advance(49 * 60_000);
    house.tick(49 * 60);
    expect(report('actual').lastUpdate).toBe(before);
    time.advance(60_000);
    house.tick(60);
    expect(report('actual').lastUpdate).toBe(before + 3000);
  });
});
