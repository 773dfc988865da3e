import { inflateSync } from 'node:zlib';
import {
  decodeWeatherFile,
  parseHistory,
  parseMessageList,
  unixToLoxoneSeconds,
} from '@gatehouse/loxone-protocol';
import { describe, expect, it } from 'vitest';
import { createDemoHouse } from '../../src/demo/demo-house.js';
import { House } from '../../src/house/house.js';
import { cameraPng, iconSvg } from '../../src/house/pictures.js';
import { Bench } from '../support/bench.js';
import { ManualTime } from '../support/manual-time.js';

const START = '2025-06-04T00:00:00Z';

function lived(): {
  house: House;
  pass(seconds: number): void;
  center: string;
  changed(): unknown;
} {
  const time = new ManualTime(START);
  // Without its controls, so that weeks pass quickly.
  const structure = { ...(createDemoHouse() as object), controls: {} };
  const house = new House(structure, { clock: time.clock, utcOffsetMinutes: 0 });
  const [center] = Object.values(house.structure.messageCenter);
  return {
    house,
    pass: (seconds) => {
      time.advance(seconds * 1000);
      house.tick(seconds);
    },
    center: center?.uuidAction ?? '',
    changed: () => {
      const content = house.states.get(String(center?.states.changed));
      return content?.kind === 'value' ? content.value : undefined;
    },
  };
}

describe('the message centre', () => {
  const ask = (home: ReturnType<typeof lived>): ReturnType<typeof parseMessageList> =>
    parseMessageList(home.house.execute(`${home.center}/getEntries/2`, { secured: false }).value);

  it('fills with what happens, tells when it changed, and notifies', () => {
    const home = lived();
    expect(ask(home).entries).toEqual([]);
    const changes = new Set<unknown>();
    for (let hour = 0; hour < 24 * 14; hour += 1) {
      home.pass(3600);
      changes.add(home.changed());
    }
    const { entries } = ask(home);
    expect(entries.length).toBeGreaterThan(3);
    expect(new Set(entries.map(({ title }) => title))).toEqual(
      new Set(['Device offline', 'Low battery']),
    );
    expect(changes.size).toBeGreaterThan(entries.length);
    const times = entries.map(({ timestamps }) => timestamps[0] ?? 0);
    expect(times).toEqual([...times].sort((a, b) => b - a));
    const content = home.house.states.get(String(home.house.structure.globalStates.notifications));
    const { type, ts, data } = JSON.parse(content?.kind === 'text' ? content.text : '{}');
    expect([type, Math.abs(ts - (times[0] ?? 0)) < 3600, data.lvl > 1]).toEqual([10, true, true]);
  });

  it('ends what is over, and remembers since when', () => {
    const home = lived();
    home.pass(14 * 86_400);
    const offline = ask(home).entries.filter(({ title }) => title === 'Device offline');
    const over = offline.filter(({ isHistoric }) => isHistoric);
    expect(over.length).toBeGreaterThan(0);
    for (const { timestamps, historicSince } of over) {
      expect(historicSince).toBeGreaterThanOrEqual((timestamps[0] ?? 0) + 3600);
    }
  });

  it('is read and confirmed', () => {
    const home = lived();
    home.pass(14 * 86_400);
    const [entry] = ask(home).entries;
    const send = (tail: string): unknown =>
      home.house.execute(`${home.center}/${tail}`, { secured: false }).value;
    expect(send(`read/${entry?.id}`)).toBe('1');
    const now = home.house.now() / 1000;
    expect(ask(home).entries[0]).toMatchObject({ readAt: now });
    expect(home.changed()).toBe(now);
    expect(send(`confirm/${entry?.id}`)).toBe('1');
    expect(ask(home).entries[0]).toMatchObject({ readAt: now, confirmedAt: now });
    expect(send('confirm/nothing')).toBe('0');
    expect(send('explode')).toBe('0');
  });

  it('says the same in every run', () => {
    const [one, other] = [lived(), lived()];
    for (const home of [one, other]) home.pass(10 * 86_400);
    expect(ask(one)).toEqual(ask(other));
  });
});

describe('the forecast file', () => {
  it('has 96 hours that agree with the weather of the house', () => {
    const { house } = lived();
    const rows = decodeWeatherFile(house.weatherFile());
    expect(rows).toHaveLength(96);
    expect(rows[0]?.timestamp).toBe(unixToLoxoneSeconds(Date.parse(START) / 1000));
    const noon = rows.find((_, hour) => hour === 12);
    const at = Date.parse('2025-06-04T12:00:00Z');
    expect(noon?.temperature).toBe(house.environment.outdoorTemperature(at));
    expect(noon?.uvIndex).toBeGreaterThan(0);
    expect(rows[0]?.radiation).toBe(0);
    for (const row of rows) {
      expect(row.lowClouds >= 0 && row.lowClouds <= 100).toBe(true);
      expect(row.precipitation > 0 ? row.precipitationProbability > 50 : true).toBe(true);
    }
  });
});

describe('pictures', () => {
  it('of the camera are PNG, brighter by day', () => {
    const brightness = (light: number): number => {
      const png = Buffer.from(cameraPng(light));
      expect([...png.subarray(0, 8)]).toEqual([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]);
      expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([160, 120]);
      // The closing chunk is the same in every PNG, its checksum included.
      expect(png.subarray(-12).toString('hex')).toBe('0000000049454e44ae426082');
      const length = png.readUInt32BE(33);
      const lines = inflateSync(png.subarray(41, 41 + length));
      expect(lines).toHaveLength(120 * 481);
      return lines.reduce((sum, part) => sum + part, 0);
    };
    expect(brightness(1)).toBeGreaterThan(3 * brightness(0));
  });

  it('of icons are SVG, one for each name', () => {
    expect(iconSvg('lamp')).toMatch(/^<svg .*<\/svg>$/);
    expect(iconSvg('lamp')).not.toBe(iconSvg('door'));
  });
});

describe('the history of a control', () => {
  it('holds what was done, newest first, and only where it is kept', () => {
    const bench = new Bench([
      { type: 'Switch', name: 'Kept', details: { hasHistory: 1 } },
      { type: 'Switch', name: 'Other' },
    ]);
    const history = (name: string): ReturnType<typeof parseHistory> =>
      parseHistory(
        bench.house.execute(`${bench.control(name).id}/gethistory`, { secured: true }).value,
      );
    bench.send('Kept', 'on');
    bench.jump(60);
    bench.send('Kept', 'off');
    bench.send('Kept', 'explode');
    bench.send('Other', 'on');
    expect(history('Kept').map(({ what, time }) => [what, time])).toEqual([
      ['off', bench.house.now() / 1000],
      ['on', bench.house.now() / 1000 - 60],
    ]);
    expect(history('Other')).toEqual([]);
    for (let count = 0; count < 120; count += 1) bench.send('Kept', 'on');
    expect(history('Kept')).toHaveLength(100);
  });
});
