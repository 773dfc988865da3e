import { describe, expect, it } from 'vitest';
import { login } from './support/logins.js';
import { ManualTime } from './support/manual-time.js';
import { parse } from './support/raw-socket.js';
import { CREDENTIALS, get, start } from './support/simulators.js';

const NOW = '2025-06-04T10:20:00Z';
const UNIX = Date.parse(NOW) / 1000;
const DAY = 86_400;

function options(): Parameters<typeof start>[0] {
  const time = new ManualTime(NOW);
  return { clock: time.clock, timers: time.timers, utcOffsetMinutes: 120 };
}

/** Rows of a timestamp and some doubles. */
function rowsOf(bytes: Buffer, columns: number): { at: number; values: number[] }[] {
  const size = 4 + columns * 8;
  expect(bytes.length % size).toBe(0);
  return Array.from({ length: bytes.length / size }, (_, row) => ({
    at: bytes.readUInt32LE(row * size),
    values: Array.from({ length: columns }, (__, column) =>
      bytes.readDoubleLE(row * size + 4 + column * 8),
    ),
  }));
}

async function fetchBytes(
  url: string,
): Promise<{ status: number; bytes: Buffer; type: string | null }> {
  const response = await fetch(url, { headers: CREDENTIALS });
  const bytes = Buffer.from(await response.arrayBuffer());
  return { status: response.status, bytes, type: response.headers.get('content-type') };
}

describe('statistics of the second generation', () => {
  it('tell since when they are recorded', async () => {
    const simulator = await start(options());
    const meter = simulator.house.control('Solar Production');
    const { body } = await get(simulator, `jdev/sps/getStatisticInfo/${meter?.id}`);
    const activeSince = UNIX - (UNIX % 3600) - 3 * 365 * DAY;
    expect(parse(body).value).toEqual([
      { id: 1, activeSince },
      { id: 2, activeSince },
    ]);
    expect((await get(simulator, 'jdev/sps/getStatisticInfo/nothing')).status).toBe(404);
  });

  it('come in binary rows over HTTP, bounds included, none from the future', async () => {
    const simulator = await start(options());
    const meter = simulator.house.control('Solar Production');
    // Midnight in the house, which is two hours ahead of UTC.
    const from = UNIX - (UNIX % DAY) - 2 * DAY - 7200;
    const base = `${simulator.url}/dev/sps/getStatistic/${meter?.id}`;
    const { bytes, type } = await fetchBytes(`${base}/raw/${from}/${UNIX + 5 * DAY}/hour/2`);
    const rows = rowsOf(bytes, 1);
    expect(type).toContain('application/octet-stream');
    expect(rows[0]?.at).toBe(from);
    expect(rows.map(({ at }) => at)).toEqual(rows.map((_, index) => from + index * 3600));
    expect(rows.at(-1)?.at).toBeLessThanOrEqual(UNIX);
    const totals = rows.map(({ values }) => Number(values[0]));
    expect(totals).toEqual([...totals].sort((a, b) => a - b));
    expect(totals.at(-1)).toBeLessThanOrEqual(Number(meter?.state('total')));
    const diff = rowsOf((await fetchBytes(`${base}/diff/${from}/${UNIX}/day/2/total`)).bytes, 1);
    expect(diff).toHaveLength(3);
    expect(diff[0]?.values[0]).toBeCloseTo(Number(totals[24]) - Number(totals[0]), 2);
  });

  it('come as a binary file over the socket', async () => {
    const simulator = await start(options());
    const { talk } = await login(simulator);
    const meter = simulator.house.control('Grid');
    talk.socket.send(`dev/sps/getStatistic/${meter?.id}/raw/${UNIX - DAY}/${UNIX}/all/1`);
    const { kind, payload, length } = await talk.socket.message();
    expect([kind, payload?.binary, payload?.bytes.length]).toEqual([1, true, length]);
    const rows = rowsOf(payload?.bytes ?? Buffer.alloc(0), 1);
    expect(rows.length).toBeGreaterThan(96);
    expect(rows.at(-1)).toEqual({ at: UNIX, values: [meter?.state('actual')] });
  });

  it('are not found where there are none', async () => {
    const simulator = await start(options());
    const meter = simulator.house.control('Grid')?.id;
    const lamp = simulator.house.control('Garage Light')?.id;
    for (const path of [
      `${lamp}/raw/0/1/hour/1`,
      `${meter}/raw/0/1/hour/9`,
      `${meter}/raw/0/1/century/1`,
      `${meter}/cooked/0/1/hour/1`,
      `${meter}/raw/0/1/hour/1/nothing`,
      'nothing/raw/0/1/hour/1',
      '',
    ]) {
      const { status } = await fetchBytes(`${simulator.url}/dev/sps/getStatistic/${path}`);
      expect(status, path).toBe(404);
    }
  });
});

describe('statistics of the first generation', () => {
  it('come by month or day, stamped by the clock of the house', async () => {
    const simulator = await start(options());
    const sensor = simulator.house.control('Outdoor Temperature')?.id;
    const base = `${simulator.url}/binstatisticdata/${sensor}`;
    const day = rowsOf((await fetchBytes(`${base}/20250603`)).bytes, 1);
    expect(day.length).toBeGreaterThan(100);
    const midnight = Date.UTC(2025, 5, 3) / 1000 - 1_230_768_000;
    expect(day[0]?.at).toBe(midnight);
    expect(day.at(-1)?.at).toBeGreaterThan(midnight + 23 * 3600);
    expect(day.at(-1)?.at).toBeLessThan(midnight + DAY);
    const month = rowsOf((await fetchBytes(`${base}/202505`)).bytes, 1);
    expect(month.length).toBeGreaterThan(25 * day.length);
    const today = rowsOf((await fetchBytes(`${base}/20250604`)).bytes, 1);
    const outdoor = simulator.house.control('Outdoor Temperature');
    expect(today.at(-1)?.values).toEqual([outdoor?.state('value')]);
    expect((await fetchBytes(`${base}/202512`)).bytes).toHaveLength(0);
    expect((await fetchBytes(`${base}/soon`)).status).toBe(404);
    const lamp = simulator.house.control('Garage Light')?.id;
    expect((await fetchBytes(`${simulator.url}/binstatisticdata/${lamp}/202505`)).status).toBe(404);
  });

  it('come as XML, as a file of the memory card, and in a catalogue', async () => {
    const simulator = await start(options());
    const sensor = simulator.house.control('Outdoor Temperature')?.id;
    const before = await get(simulator, 'jdev/sps/getstatsdate');
    expect(parse(before.body).value).toBe('');
    for (const path of [
      `statisticdata.xml/${sensor}/202505`,
      `stats/statisticdata.xml/${sensor}/202505`,
    ]) {
      const { body, status } = await get(simulator, path);
      expect([status, body.includes('<S T="2025-05-01 00:00:00" V="')], path).toEqual([200, true]);
    }
    for (const path of [`stats/${sensor}.202505`, `dev/fsget//stats/${sensor}.202505`]) {
      const { bytes } = await fetchBytes(`${simulator.url}/${path}`);
      expect([bytes.readUInt32LE(0), bytes.length > 10_000], path).toEqual([0x80000001, true]);
    }
    for (const path of ['stats/statistics.json', `statistics.json/${sensor}`]) {
      expect((await get(simulator, path)).body, path).toContain('Outdoor Temperature');
    }
    const { body } = await get(simulator, 'jdev/sps/getstatsdate');
    expect(parse(body).value).toBe('2025-06-04 12:20:00');
    for (const path of ['stats/nothing', 'stats/', `statisticdata.xml/nothing/202505`]) {
      expect((await get(simulator, path)).status, path).toBe(404);
    }
  });
});
