import { LoxoneError, parseAnswer, parseStructure } from '@gatehouse/loxone-protocol';
import { type Simulator, startSimulator } from '@gatehouse/loxone-simulator';
import { afterEach, describe, expect, it } from 'vitest';
import { readHistory } from '../../src/data/history.js';
import type { HouseLink } from '../../src/data/house-link.js';
import { fetchMessages, messageCenterOf } from '../../src/data/messages.js';
import { fetchPlannedModes, fetchSeasons } from '../../src/data/operating-modes.js';
import { recordedGroups } from '../../src/data/recorded-series.js';
import { fetchSystemInfo } from '../../src/data/system-info.js';
import { fixedOffset } from '../../src/data/wall-clock.js';

const USER = 'admin';
const PASSWORD = 'correct horse';
const NEVER_MS = 2 ** 31 - 1;
const HOUR = 3600;

let simulator: Simulator | undefined;

afterEach(async () => {
  await simulator?.stop();
});

/** Over HTTP, which answers the same commands as a socket (protocol reference §1.3). */
function httpLink(url: string): HouseLink {
  const authorization = `Basic ${Buffer.from(`${USER}:${PASSWORD}`).toString('base64')}`;
  const get = (path: string): Promise<Response> =>
    fetch(`${url}/${path}`, { headers: { authorization } });
  return {
    command: async (path) => parseAnswer(await (await get(path)).text()),
    file: async (path) => {
      const response = await get(path);
      const bytes = new Uint8Array(await response.arrayBuffer());
      if (response.status === 200) return bytes;
      const details = { code: response.status, control: 'a file' };
      throw new LoxoneError('ERR_LOXONE_COMMAND_FAILED', 'refused', details);
    },
  };
}

describe('data of the simulated house', () => {
  it('is read as it is served', async () => {
    simulator = await startSimulator({ user: USER, password: PASSWORD, tickMs: NEVER_MS });
    const link = httpLink(simulator.url);
    const structure = parseStructure(
      JSON.parse(Buffer.from(await link.file('data/LoxAPP3.json')).toString('utf8')),
    );
    const controls = Object.values(structure.controls);
    const now = Math.floor(Date.now() / 1000);
    const query = { from: now - 48 * HOUR, to: now, resolution: 'hour' } as const;
    const recorders = controls.filter((control) => recordedGroups(control) !== undefined);
    expect(recorders.length).toBeGreaterThan(0);
    for (const control of recorders) {
      const history = await readHistory(link, control, query, { clock: fixedOffset(0) });
      expect(history.length).toBeGreaterThan(0);
      for (const { points } of history) {
        expect(points.length).toBeGreaterThan(0);
        const times = points.map(({ time }) => time);
        expect(times).toEqual(Array.from(new Set(times)).sort((a, b) => a - b));
      }
    }
    expect(await fetchSystemInfo(link)).toMatchObject({ state: 'running' });
    expect(Array.isArray(await fetchPlannedModes(link, structure))).toBe(true);
    expect(await fetchSeasons(link)).toBeTypeOf('object');
    const center = messageCenterOf(structure);
    if (center !== undefined) {
      expect(await fetchMessages(link, center)).toHaveProperty('entries');
    }
  });
});
