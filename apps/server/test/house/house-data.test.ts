import { createLoxoneClient, type LoxoneClient } from '@gatehouse/loxone-client';
import { createDemoHouse, type Simulator, startSimulator } from '@gatehouse/loxone-simulator';
import type { DataReply, HouseData } from '@gatehouse/loxone-tools';
import { afterEach, describe, expect, it } from 'vitest';
import { createHouseData, type HouseDataOptions } from '../../src/house/house-data.js';
import { houseMessage, installedDevices } from '../../src/house/house-records.js';

const USER = 'admin';
const PASSWORD = 'correct horse';
/** The house stands still. */
const NEVER_MS = 2 ** 31 - 1;
const HOUR = 3_600_000;

let simulator: Simulator | undefined;
let client: LoxoneClient | undefined;

afterEach(async () => {
  await client?.stop();
  await simulator?.stop();
});

interface House {
  readonly simulator: Simulator;
  readonly client: LoxoneClient;
  readonly data: HouseData;
  /** Id of a control of the demo house. */
  id(name: string): string;
  /** Commands that arrived since the last time. */
  asked(): readonly string[];
}

async function open(
  house: Partial<Parameters<typeof startSimulator>[0]> = {},
  options: HouseDataOptions = {},
  login: { user: string; password: string } = { user: USER, password: PASSWORD },
): Promise<House> {
  const box = await startSimulator({
    user: USER,
    password: PASSWORD,
    tickMs: NEVER_MS,
    timeZone: 'Europe/Vienna',
    ...house,
  });
  simulator = box;
  const live = createLoxoneClient({
    host: `127.0.0.1:${box.port}`,
    visuPassword: PASSWORD,
    ...login,
  });
  client = live;
  live.start();
  await live.whenLive(AbortSignal.timeout(20_000));
  let seen = box.commands.length;
  return {
    simulator: box,
    client: live,
    data: createHouseData(live, options),
    id(name) {
      const found = live.home.controls().find((control) => control.name === name);
      if (found === undefined) throw new TypeError(`the demo house has no ${name}`);
      return found.id;
    },
    asked() {
      const since = box.commands.slice(seen).map(({ command }) => command);
      seen = box.commands.length;
      return since.filter((command) => !command.startsWith('keepalive'));
    },
  };
}

function answerOf<Value>(reply: DataReply<Value>): Value {
  if (!reply.ok) throw new TypeError(`no value: ${reply.code} ${reply.message}`);
  return reply.value;
}

describe('what of a house is answered from memory', () => {
  it('is its modes, the current one included', async () => {
    const { data, client: live, simulator: box, asked } = await open();
    const { all, current } = data.modes();
    expect(all.length).toBeGreaterThan(3);
    expect(all).toContainEqual(current);
    const uuid = String(live.facts.structure()?.globalStates.operatingMode);
    const other = all.find(({ id }) => id !== current?.id);
    const told = new Promise<void>((resolve) => {
      const check = (): void => {
        if (data.modes().current?.id === other?.id) resolve();
        else setTimeout(check, 5);
      };
      check();
    });
    box.house.set(uuid, other?.id ?? 0);
    await told;
    expect(data.modes().current).toEqual(other);
    expect(asked()).toEqual([]);
  });

  it('is what each control records, with units, in both generations', async () => {
    const { data, id, asked } = await open();
    expect(data.recorded(id('Grid'))).toEqual([
      { output: 'actual', title: 'Power', unit: 'kW', accumulated: false },
      { output: 'total', title: 'Energy', unit: 'kWh', accumulated: true },
    ]);
    const sensor = client?.home.controls().find(({ type }) => type === 'InfoOnlyAnalog');
    const [output] = data.recorded(sensor?.id ?? '');
    expect(output).toMatchObject({ output: '0', title: sensor?.name, accumulated: false });
    expect(output?.unit).not.toBe('');
    expect(data.recorded('nothing')).toEqual([]);
    expect(data.hasLog(id('Front Door'))).toBe(true);
    expect(data.hasLog(id('Grid'))).toBe(false);
    expect(data.hasLog('nothing')).toBe(false);
    expect(asked()).toEqual([]);
  });

  it('is the weather, with units, as soon as the house has pushed it', async () => {
    const { data, asked } = await open();
    const { now, hours, updatedAt } = answerOf(await data.weather());
    expect(now?.temperature.unit).toBe('°');
    expect(now?.windSpeed.unit).toBe('km/h');
    expect(now?.description).toMatch(/\w/);
    expect(hours).toHaveLength(96);
    expect((hours[1]?.at ?? 0) - (hours[0]?.at ?? 0)).toBe(HOUR);
    expect(Math.abs((updatedAt ?? 0) - Date.now())).toBeLessThan(2 * HOUR);
    expect(asked()).toEqual([]);
  });

  it('is asked for where the house has not pushed it', async () => {
    const { client: live, asked } = await open();
    const silent = { ...live.facts, forecast: () => undefined };
    const data = createHouseData({ facts: silent, link: live.link });
    expect(answerOf(await data.weather()).hours.length).toBeGreaterThan(24);
    expect(asked()).toEqual(['data/weatheru.bin']);
  });
});

describe('what of a house is asked for', () => {
  it('is what was recorded, once per question', async () => {
    const { data, id, asked } = await open();
    const to = Math.floor(Date.now() / HOUR) * HOUR;
    const query = { control: id('Grid'), output: 'total', from: to - 24 * HOUR, to } as const;
    const [energy, ...others] = answerOf(await data.history({ ...query, resolution: 'hour' }));
    expect(others).toEqual([]);
    expect(energy).toMatchObject({ title: 'Energy', unit: 'kWh', accumulated: true });
    expect(energy?.points.length).toBeGreaterThan(20);
    for (const [at] of energy?.points ?? []) {
      expect(at).toBeGreaterThanOrEqual(query.from);
      expect(at).toBeLessThanOrEqual(to);
    }
    expect(asked()).toHaveLength(1);
    const all = answerOf(
      await data.history({ control: id('Grid'), from: to - HOUR, to, resolution: 'raw' }),
    );
    expect(all.map(({ title }) => title)).toEqual(['Power', 'Energy']);
  });

  it('says so where nothing is recorded, and asks nobody', async () => {
    const { data, id, asked } = await open();
    for (const control of [id('Front Door'), 'nothing']) {
      expect(await data.history({ control, from: 0, to: 1, resolution: 'raw' })).toMatchObject({
        ok: false,
        code: 'unsupported',
      });
    }
    expect(asked()).toEqual([]);
  });

  it('ends early when the call does', async () => {
    const { data, id } = await open();
    const reply = await data.history({
      control: id('Grid'),
      from: 0,
      to: 1,
      resolution: 'raw',
      signal: AbortSignal.abort(),
    });
    expect(reply).toMatchObject({ ok: false, code: 'failed' });
  });

  it('is its devices, without branches and what is only planned', async () => {
    const { data } = await open();
    expect(answerOf(await data.devices())).toMatchObject([
      { kind: expect.stringMatching(/\w/), firmware: '14.5.12.7', batteryWeak: false },
    ]);
    const status = [
      {
        kind: 'TreeBranch',
        attributes: {},
        children: [
          {
            kind: 'TreeDevice',
            type: 'Touch Tree',
            name: 'Touch',
            place: 'Hall',
            serial: 'B0',
            online: false,
            battery: 127,
            attributes: { Signal: '-58' },
            children: [],
          },
          { kind: 'TreeDevice', dummy: true, attributes: {}, children: [] },
          {
            kind: 'AirDevice',
            battery: 9,
            batteryWeak: true,
            errors: 3,
            attributes: {},
            children: [],
          },
        ],
      },
    ];
    expect(installedDevices(status)).toEqual([
      {
        kind: 'Touch Tree',
        name: 'Touch',
        place: 'Hall',
        serial: 'B0',
        online: false,
        batteryWeak: false,
        signal: '-58',
      },
      { kind: 'AirDevice', battery: 9, batteryWeak: true, errors: 3 },
    ]);
  });

  it('is how the Miniserver is', async () => {
    const { data } = await open();
    expect(answerOf(await data.system())).toMatchObject({
      firmware: '14.5.12.7',
      state: 'running',
      cpu: expect.any(Number),
      memoryTotalKb: expect.any(Number),
      localTime: expect.stringMatching(/\d/),
    });
  });

  it('is the log of a control that keeps one, newest first', async () => {
    const { data, id, client: live } = await open();
    const door = id('Front Door');
    expect(answerOf(await data.controlLog(door))).toEqual([]);
    const { outcome } = await live.home.execute({ control: door, command: 'pulse' });
    expect(outcome).not.toBe('invalid');
    const log = answerOf(await data.controlLog(door));
    expect(log).toEqual([
      { at: expect.any(Number), what: 'pulse', by: expect.stringMatching(/\w/) },
    ]);
    expect(Math.abs((log[0]?.at ?? 0) - Date.now())).toBeLessThan(60_000);
    expect(live.home.control(door)?.secured).toBe(true);
    expect(await data.controlLog(id('Grid'))).toMatchObject({ ok: false, code: 'unsupported' });
  });

  it('is its messages', async () => {
    const { data } = await open();
    expect(answerOf(await data.messages())).toEqual([]);
    const message = {
      id: 'm',
      severity: 'warning',
      title: 'Low battery',
      description: 'Change it.<br/>Soon.',
      affectedName: 'Touch',
      source: 's',
      affectedUuids: ['a'],
      timestamps: [10, 30, 20],
      isHistoric: true,
      isVisuLocked: false,
    } as const;
    expect(houseMessage(message)).toEqual({
      id: 'm',
      severity: 'warning',
      title: 'Low battery',
      description: 'Change it. Soon.',
      affected: 'Touch',
      about: ['s', 'a'],
      at: 30_000,
      past: true,
    });
    expect(houseMessage({ ...message, timestamps: [] })).not.toHaveProperty('at');
  });
});

describe('what cannot be answered', () => {
  it('is offline without a connection', async () => {
    const { data, id, client: live } = await open();
    const grid = id('Grid');
    await live.stop();
    const query = { control: grid, from: 0, to: 1, resolution: 'raw' } as const;
    for (const reply of [
      await data.devices(),
      await data.system(),
      await data.messages(),
      await data.history(query),
    ]) {
      expect(reply).toEqual({
        ok: false,
        code: 'offline',
        message: 'There is no live connection to the Miniserver.',
      });
    }
    expect(answerOf(await data.weather()).hours).toHaveLength(96);
  });

  it('is unsupported before the house is known, and where it has no such thing', async () => {
    const known = { facts: { structure: () => undefined, operatingMode: () => undefined } };
    const before = createHouseData({
      facts: {
        ...known.facts,
        weather: () => undefined,
        forecast: () => undefined,
        utcOffset: () => undefined,
      },
      link: {
        command: () => Promise.reject(new TypeError('asked')),
        file: () => Promise.reject(new TypeError('asked')),
      },
    });
    expect(before.modes()).toEqual({ all: [] });
    expect(before.currency()).toBeUndefined();
    expect(before.recorded('x')).toEqual([]);
    expect(await before.weather()).toMatchObject({ code: 'unsupported' });
    expect(await before.messages()).toMatchObject({ code: 'unsupported' });
  });

  it('is refused to a user without rights, in words', async () => {
    const guest = { user: 'guest', password: 'guest password' };
    const { data } = await open(
      { users: [{ name: guest.user, password: guest.password }] },
      {},
      guest,
    );
    const reply = await data.devices();
    expect(reply).toMatchObject({ ok: false, code: 'refused' });
    expect(JSON.stringify(reply)).not.toContain(guest.password);
  });

  it('throws on what is a defect of ours', async () => {
    const { client: live } = await open();
    const broken = createHouseData({
      facts: live.facts,
      link: {
        command: () => Promise.reject(new TypeError('defect')),
        file: () => Promise.reject(new TypeError('defect')),
      },
    });
    await expect(broken.devices()).rejects.toThrow('defect');
  });
});

describe('the money of the house', () => {
  it('is what the structure file says', async () => {
    const structure = createDemoHouse() as { msInfo: Record<string, unknown> };
    const { data } = await open({
      structure: { ...structure, msInfo: { ...structure.msInfo, currency: 'Kč' } },
    });
    expect(data.currency()).toBe('Kč');
  });
});
