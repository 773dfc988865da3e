import { encodeText, encodeWeatherFile } from '@gatehouse/loxone-protocol';
import { describe, expect, it } from 'vitest';
import {
  fetchControlHistory,
  fetchControlNotes,
  fetchNodeValues,
  fetchSecuredDetails,
} from '../../src/data/control-records.js';
import { fetchDevices } from '../../src/data/device-health.js';
import { fetchCameraImage, fetchIcon } from '../../src/data/images.js';
import { fetchMessages, messageCenterOf } from '../../src/data/messages.js';
import {
  fetchPlannedModes,
  fetchSeasons,
  operatingMode,
  readSchedule,
} from '../../src/data/operating-modes.js';
import { showNumber } from '../../src/data/printf-format.js';
import { fetchSystemInfo, testSdCard } from '../../src/data/system-info.js';
import { fetchForecast, readWeather } from '../../src/data/weather.js';
import { fakeLink, houseWith, refusal } from './support/fake-link.js';

const ID = '0f869a64-0200-0a9b-ffffd4c75dbaf53c';
const { structure } = houseWith({});
const server = structure.weatherServer ?? {
  states: {},
  format: {},
  weatherTypeTexts: {},
  other: {},
};

describe('weather', () => {
  const weather = {
    timestamp: 3600,
    weatherType: 1,
    windDirection: 180,
    relativeHumidity: 65,
    temperature: 22.54,
    perceivedTemperature: 21,
    dewPoint: 15,
    precipitation: 0,
    windSpeed: 5.5,
    barometricPressure: 1013.25,
  };
  const expected = {
    time: 1_230_771_600,
    type: 1,
    description: 'Clear',
    solarRadiation: 500,
    temperature: { value: 22.54, unit: '°', text: '22.5°' },
    windSpeed: { value: 5.5, unit: 'km/h', text: '6 km/h' },
    relativeHumidity: { value: 65, unit: '%', text: '65%' },
  };

  it('is told in the units and words of the house', () => {
    const event = { uuid: ID, lastUpdate: 0, entries: [{ ...weather, solarRadiation: 500 }] };
    expect(readWeather(event, server)).toMatchObject({
      updatedAt: 1_230_768_000,
      entries: [expected],
    });
    const odd = { ...event, entries: [{ ...weather, solarRadiation: 0, weatherType: 99 }] };
    expect(readWeather(odd, server).entries[0]).not.toHaveProperty('description');
  });

  it('is kept as a file', async () => {
    const more = {
      uvIndex: 1,
      lowClouds: 0,
      midClouds: 0,
      highClouds: 0,
      precipitationProbability: 0,
    };
    const row = { ...weather, ...more, radiation: 500, snowFraction: 0, cape: 0 };
    const link = fakeLink({ files: { 'data/weatheru.bin': encodeWeatherFile([row]) } });
    expect(await fetchForecast(link, server)).toMatchObject([expected]);
  });

  it.each([
    ['%.1f°', '21.5°', '°'],
    ['%.0f%%', '21%', '%'],
    ['%d lx', '21 lx', 'lx'],
    ['%.2f', '21.46', ''],
    ['kWh', '21.456kWh', 'kWh'],
    ['%.1f %.1f', '21.5 ', ''],
    ['<v.1>', '21.456<v.1>', '<v.1>'],
  ])('is shown by %s', (format, text, unit) => {
    expect(showNumber(21.456, format)).toEqual({ value: 21.456, unit, text });
  });
});

describe('messages', () => {
  it('come from the message centre', async () => {
    const center = messageCenterOf(structure);
    expect(center).toMatchObject({ name: 'Messages' });
    if (center === undefined) return;
    const value = { isLimitedUser: false, entries: [{ entryUuid: 'e', title: 't' }] };
    const link = fakeLink({ values: { 'jdev/sps/io/m-action/getEntries/2': value } });
    expect(await fetchMessages(link, center)).toMatchObject({ entries: [{ id: 'e' }] });
    await expect(fetchMessages(fakeLink({}), center)).rejects.toMatchObject({
      code: 'ERR_LOXONE_COMMAND_FAILED',
      message: 'The Miniserver refused the messages with code 404.',
    });
  });
});

describe('operating modes', () => {
  it('have names', () => {
    expect(operatingMode(structure, -5)).toEqual({ id: -5, name: 'Party' });
    expect(operatingMode(structure, 77)).toEqual({ id: 77, name: '77' });
  });

  it('are planned', async () => {
    const entries = [{ name: 'n', operatingMode: 0, calMode: 1, easterOffset: 1 }];
    const link = fakeLink({ values: { 'jdev/sps/calendargetentries': JSON.stringify(entries) } });
    expect(await fetchPlannedModes(link, structure)).toEqual([
      {
        entry: { name: 'n', operatingMode: 0, kind: 'easter', easterOffset: 1 },
        mode: { id: 0, name: 'Holiday' },
      },
    ]);
  });

  it('follow the seasons', async () => {
    const link = fakeLink({
      values: {
        'jdev/sps/calendargetheatperiod': '10-15/04-15',
        'jdev/sps/calendargetcoolperiod': '',
      },
    });
    expect(await fetchSeasons(link)).toEqual({
      heating: { startMonth: 10, startDay: 15, endMonth: 4, endDay: 15 },
    });
  });

  it('choose periods of a schedule', () => {
    const event = {
      uuid: ID,
      defaultValue: 18,
      entries: [{ mode: 0, from: 360, to: 480, needActivate: false, value: 57_648 }],
    };
    const period = { mode: { id: 0, name: 'Holiday' }, from: 360, to: 480, value: 57_648 };
    const plain = readSchedule(event, structure, 'Daytimer');
    expect(plain).toMatchObject({ defaultValue: 18, periods: [period] });
    expect(plain.periods[0]).not.toHaveProperty('climate');
    expect(readSchedule(event, structure, 'IRCV2Daytimer').periods).toMatchObject([
      { ...period, climate: { kind: 'temperature', temperature: 22.5 } },
    ]);
  });
});

describe('devices', () => {
  it('are judged', async () => {
    const text = `<Status><Miniserver><Extension Name="e" Online="true">
      <TreeBranch Errors="3"/><TreeBranch Errors="0"/>
      <AirDevice Name="a" Online="false"/><AirDevice Name="b" Online="true" Battery="14"/>
      <AirDevice Name="c" Online="true" Battery="127"/><AirDevice Name="d" BattWeak="true" Battery="90"/>
      <AirDevice Name="p" Online="false" Battery="1" DummyDev="true"/></Extension></Miniserver></Status>`;
    const link = fakeLink({ files: { 'data/status': encodeText(text) } });
    const { health } = await fetchDevices(link);
    const names = (list: readonly { readonly name?: string }[]) => list.map(({ name }) => name);
    expect(health.devices).toBe(4);
    expect(names(health.offline)).toEqual(['a']);
    expect(names(health.weakBattery)).toEqual(['b', 'd']);
    expect(health.withErrors).toMatchObject([{ errors: 3 }]);
    expect(names(health.dummies)).toEqual(['p']);
  });
});

describe('system information', () => {
  it('is what is told', async () => {
    const link = fakeLink({
      values: {
        'jdev/cfg/version': '14.5.12.7',
        'jdev/sps/state': '5',
        'jdev/sys/cpu': '39%',
        'jdev/sys/heap': '352880/1016404kB',
        'jdev/sys/numtasks': 46,
        'jdev/sys/time': '',
      },
    });
    expect(await fetchSystemInfo(link)).toEqual({
      firmware: '14.5.12.7',
      state: 'running',
      cpu: 39,
      heap: { usedKb: 352_880, totalKb: 1_016_404 },
      tasks: 46,
    });
  });

  it('tests the memory card', async () => {
    const link = fakeLink({
      values: { 'jdev/sys/sdtest': 'SD Performance: Read: 540kB/s, No error' },
    });
    expect(await testSdCard(link)).toEqual({ healthy: true, readKbPerSecond: 540 });
  });
});

describe('pictures', () => {
  const png = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0);

  it.each([
    ['image/png', png],
    ['image/jpeg', Uint8Array.of(0xff, 0xd8, 0xff, 0xe0)],
    ['image/gif', encodeText('GIF89a')],
    ['image/webp', encodeText('RIFF1234WEBPVP8 ')],
    ['image/bmp', encodeText('BM1234')],
    ['image/svg+xml', encodeText('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ['image/svg+xml', encodeText('\u{feff}<?xml version="1.0"?>\n<!-- x -->\n<svg>')],
  ])('are recognised as %s', async (contentType, bytes) => {
    const link = fakeLink({ files: { [`camimage/${ID}/20240229120000`]: bytes } });
    expect(await fetchCameraImage(link, ID, '20240229120000')).toEqual({ contentType, bytes });
  });

  it.each([
    ['a page', encodeText('<html><svg></html>')],
    ['nothing', new Uint8Array()],
    ['a flood', new Uint8Array(8 * 1024 * 1024 + 1)],
  ])('are not %s', async (_, bytes) => {
    const link = fakeLink({ files: { [`camimage/${ID}/20240229120000`]: bytes } });
    await expect(fetchCameraImage(link, ID, '20240229120000')).rejects.toMatchObject({
      code: 'ERR_LOXONE_ANSWER_MALFORMED',
    });
  });

  it('are icons, drawn or of pixels', async () => {
    const link = fakeLink({
      files: { [`${ID}.png`]: png, 'IconsFilled/light.svg': encodeText('<svg>') },
    });
    expect(await fetchIcon(link, ID)).toMatchObject({ contentType: 'image/png' });
    expect(await fetchIcon(link, 'IconsFilled/light.svg')).toMatchObject({
      contentType: 'image/svg+xml',
    });
    expect(link.asked).toEqual([`${ID}.svg`, `${ID}.png`, 'IconsFilled/light.svg']);
    const failing = { ...fakeLink({}), file: () => Promise.reject(refusal(403)) };
    await expect(fetchIcon(failing, ID)).rejects.toMatchObject({ details: { code: 403 } });
  });

  it.each(['jdev/sys/reboot', '../x.svg', 'a//b.svg', 'a/./b.svg', ''])(
    'are not asked for as %j',
    async (icon) => {
      const link = fakeLink({});
      await expect(fetchIcon(link, icon)).rejects.toThrow(RangeError);
      expect(link.asked).toEqual([]);
    },
  );

  it('of a camera have a time', async () => {
    await expect(fetchCameraImage(fakeLink({}), ID, '../reboot')).rejects.toThrow(RangeError);
  });
});

describe('records of a control', () => {
  it('are its history and notes', async () => {
    const link = fakeLink({
      values: {
        [`jdev/sps/io/${ID}/gethistory`]: [{ ts: 1, what: 'On' }],
        [`jdev/sps/io/${ID}/controlnotes`]: 'Filter',
      },
    });
    expect(await fetchControlHistory(link, ID)).toEqual([{ time: 1, what: 'On', impacts: [] }]);
    expect(await fetchControlNotes(link, ID)).toBe('Filter');
  });

  it('are secured details, encrypted', async () => {
    const link = fakeLink({
      values: { [`jdev/sps/io/${ID}/securedDetails`]: '{"audioInfo":{"host":"h"}}' },
    });
    expect(await fetchSecuredDetails(link, ID)).toEqual({ audio: { host: 'h' } });
    expect(link.asked).toEqual([`encrypted jdev/sps/io/${ID}/securedDetails`]);
  });

  it('are values of energy nodes', async () => {
    const link = fakeLink({ values: { [`jdev/sps/io/${ID}/getNodeValue/day/a;b`]: '1;2' } });
    expect(await fetchNodeValues(link, ID, 'day', ['a', 'b'])).toEqual(
      new Map([
        ['a', 1],
        ['b', 2],
      ]),
    );
    expect(await fetchNodeValues(link, ID, 'day', [])).toEqual(new Map());
    expect(link.asked).toHaveLength(1);
  });
});
