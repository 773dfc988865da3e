import { parseStructure, unixToLoxoneSeconds } from '@gatehouse/loxone-protocol';
import { describe, expect, it } from 'vitest';
import { HomeMemory, type RawState } from '../src/home-memory.js';
import { buildHouse } from '../src/house.js';
import { houseFacts } from '../src/house-facts.js';
import { recordingLogger } from './support/harness.js';
import { littleHouse } from './support/house-file.js';

const MODE = '40000000-0000-0001-ffff000000000001';
const TIME = '40000000-0000-0002-ffff000000000001';
const ACTUAL = '40000000-0000-0003-ffff000000000001';
const FORECAST = '40000000-0000-0004-ffff000000000001';

const ENTRY = {
  timestamp: unixToLoxoneSeconds(1_800_000_000),
  weatherType: 1,
  windDirection: 90,
  solarRadiation: 0,
  relativeHumidity: 50,
  temperature: 12.5,
  perceivedTemperature: 11,
  dewPoint: 3,
  precipitation: 0,
  windSpeed: 4,
  barometricPressure: 1013,
};

function facts() {
  const memory = new HomeMemory({ now: () => 0 }, recordingLogger([]));
  const structure = parseStructure({
    ...littleHouse(),
    globalStates: { operatingMode: MODE, miniserverTime: TIME },
    operatingModes: { '0': 'At home', '3': 'Away' },
    weatherServer: {
      states: { actual: ACTUAL, forecast: FORECAST },
      format: { temperature: '%.1f°' },
      weatherTypeTexts: { '1': 'Clear' },
    },
  });
  return {
    structure,
    read: houseFacts(memory),
    adopt: () => memory.adopt(buildHouse(structure, '14.0.0.0', '1')),
    tell: (uuid: string, raw: RawState) => memory.apply([{ uuid, raw }], 1),
  };
}

describe('what is known of a house beside its controls', () => {
  it('is nothing before the first connection', () => {
    const { read, tell } = facts();
    tell(MODE, 3);
    expect(read.structure()).toBeUndefined();
    expect(read.operatingMode()).toBeUndefined();
    expect(read.weather()).toBeUndefined();
    expect(read.forecast()).toBeUndefined();
    expect(read.utcOffset()).toBeUndefined();
  });

  it('is the structure, as it was read', () => {
    const { read, adopt, structure } = facts();
    adopt();
    expect(read.structure()).toBe(structure);
  });

  it('is the mode of the house, by name where it has one', () => {
    const { read, adopt, tell } = facts();
    adopt();
    expect(read.operatingMode()).toBeUndefined();
    tell(MODE, 3);
    expect(read.operatingMode()).toEqual({ id: 3, name: 'Away' });
    tell(MODE, -2);
    expect(read.operatingMode()).toEqual({ id: -2, name: '-2' });
    tell(MODE, 'odd');
    expect(read.operatingMode()).toBeUndefined();
  });

  it('is how far its clock is ahead', () => {
    const { read, adopt, tell } = facts();
    adopt();
    tell(TIME, '2026-12-13 16:37:44 +01:00:00');
    expect(read.utcOffset()).toBe(3600);
    tell(TIME, 'odd');
    expect(read.utcOffset()).toBeUndefined();
  });

  it('is its weather, with units and words', () => {
    const { read, adopt, tell } = facts();
    adopt();
    const event = { lastUpdate: ENTRY.timestamp, entries: [ENTRY] };
    tell(ACTUAL, event);
    expect(read.forecast()).toBeUndefined();
    tell(FORECAST, { ...event, entries: [ENTRY, ENTRY] });
    expect(read.weather()).toMatchObject({
      updatedAt: 1_800_000_000,
      entries: [
        { time: 1_800_000_000, description: 'Clear', temperature: { value: 12.5, unit: '°' } },
      ],
    });
    expect(read.forecast()?.entries).toHaveLength(2);
    tell(ACTUAL, 5);
    expect(read.weather()).toBeUndefined();
  });
});
