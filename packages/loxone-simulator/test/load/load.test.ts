import { connect as connectTcp } from 'node:net';
import { parseStructure } from '@gatehouse/loxone-protocol';
import { describe, expect, it } from 'vitest';
import { createGeneratedHouse, startLoad } from '../../src/index.js';
import { subscribe } from '../support/logins.js';
import { ManualTime } from '../support/manual-time.js';
import { start } from '../support/simulators.js';
import { readTables } from '../support/tables.js';

describe('a generated house', () => {
  it('has as many controls as asked for, of many types, in rooms, with states of their own', () => {
    for (const count of [1, 24, 25, 26, 5000]) {
      const { controls, rooms, cats } = parseStructure(createGeneratedHouse(count));
      const all = Object.values(controls);
      expect(all).toHaveLength(count);
      expect(Object.keys(rooms)).toHaveLength(Math.ceil(count / 25));
      for (const { room = '', cat = '' } of all) {
        expect(rooms[room]).toBeDefined();
        expect(cats[cat]).toBeDefined();
      }
      const states = all.flatMap((control) => Object.values(control.states).flat());
      expect(new Set(states).size).toBe(states.length);
      expect(new Set(all.map(({ type }) => type)).size).toBe(Math.min(count, 10));
    }
  });

  it('is always the same for the same size, and none for no size', () => {
    expect(createGeneratedHouse(40)).toEqual(createGeneratedHouse(40));
    for (const count of [0, -1, 1.5, Number.NaN]) {
      expect(() => createGeneratedHouse(count)).toThrow(RangeError);
    }
  });
});

describe('load', () => {
  async function loaded(controls: number, eventsPerSecond: number) {
    const time = new ManualTime('2025-06-01T10:00:00Z');
    const { clock, timers } = time;
    const simulator = await start({
      structure: createGeneratedHouse(controls),
      physics: false,
      clock,
      timers,
    });
    const load = startLoad({ house: simulator.house, eventsPerSecond, clock, timers });
    return { time, simulator, load };
  }

  it('keeps its rate by the clock', async () => {
    const { time, load } = await loaded(50, 20_000);
    time.advance(1000);
    expect(load.changes()).toBe(20_000);
    time.advance(500);
    expect(load.changes()).toBe(30_000);
    load.stop();
    time.advance(1000);
    expect(load.changes()).toBe(30_000);
  });

  it('keeps a slow rate too', async () => {
    const { time, load } = await loaded(5, 3);
    time.advance(10_000);
    expect(load.changes()).toBe(30);
  });

  it('makes up for late timers, but not for all of a long pause', async () => {
    const { simulator } = await loaded(50, 1);
    let now = 0;
    let pace = (): void => expect.unreachable('no timer');
    const load = startLoad({
      house: simulator.house,
      eventsPerSecond: 1000,
      clock: { now: () => now },
      timers: {
        after: () => () => undefined,
        every: (_, run) => {
          pace = run;
          return () => undefined;
        },
      },
    });
    now += 700;
    pace();
    expect(load.changes()).toBe(700);
    // A laptop that slept for an hour.
    now += 3_600_000;
    pace();
    expect(load.changes()).toBe(1700);
    now += 10;
    pace();
    expect(load.changes()).toBe(1710);
  });

  it('each change reaches a client, many in one table', async () => {
    const { time, simulator, load } = await loaded(2000, 20_000);
    const talk = await subscribe(simulator);
    const { values: dump } = await readTables(talk.socket);
    expect(dump.size).toBeGreaterThan(4000);
    time.advance(200);
    const { values, kinds } = await readTables(talk.socket);
    load.stop();
    expect(load.changes()).toBe(4000);
    expect(new Set(values.values()).size).toBe(values.size);
    // One table for each twenty milliseconds; the last changes are still to come.
    expect(kinds.length).toBeLessThanOrEqual(10);
    expect(values.size).toBeGreaterThanOrEqual(3400);
    time.advance(20);
    const { values: last } = await readTables(talk.socket);
    expect(new Set([...values.keys(), ...last.keys()]).size).toBe(4000);
  });

  it('what many clients hear is the same', async () => {
    const { time, simulator } = await loaded(100, 1000);
    const talks = await Promise.all(Array.from({ length: 5 }, () => subscribe(simulator)));
    await Promise.all(talks.map(({ socket }) => readTables(socket)));
    time.advance(100);
    const heard = await Promise.all(talks.map(({ socket }) => readTables(socket)));
    for (const { values } of heard) expect(values).toEqual(heard[0]?.values);
    expect(heard[0]?.values.size).toBeGreaterThan(50);
  });

  it('wants a rate, and states to change', async () => {
    const { simulator } = await loaded(5, 1);
    for (const eventsPerSecond of [0, -1, Number.NaN]) {
      expect(() => startLoad({ house: simulator.house, eventsPerSecond })).toThrow(RangeError);
    }
    const house = { ...simulator.house, states: () => new Map([['a', 'only text']]) };
    expect(() => startLoad({ house, eventsPerSecond: 1 })).toThrow(RangeError);
  });

  it('a client that reads nothing is cut, and the others hear on', async () => {
    const time = new ManualTime('2025-06-01T10:00:00Z');
    const { clock, timers } = time;
    const simulator = await start({
      structure: createGeneratedHouse(2000),
      physics: false,
      clock,
      timers,
      maxUnreadBytes: 256 * 1024,
    });
    const slow = await subscribe(simulator);
    const quick = await subscribe(simulator);
    await Promise.all([readTables(slow.socket), readTables(quick.socket)]);
    slow.socket.pause();
    const load = startLoad({ house: simulator.house, eventsPerSecond: 100_000, clock, timers });
    await expect
      .poll(
        async () => {
          time.advance(100);
          await readTables(quick.socket);
          return simulator.connections();
        },
        { timeout: 20_000, interval: 1 },
      )
      .toBe(1);
    load.stop();
    expect(quick.socket.isOpen).toBe(true);
    slow.socket.terminate();
  });
});

it('a connection that never says a word costs nothing', async () => {
  const simulator = await start();
  const socket = connectTcp(simulator.port, '127.0.0.1');
  await new Promise<void>((resolve) => socket.once('connect', () => resolve()));
  expect(simulator.connections()).toBe(0);
  socket.destroy();
});
