import { decodeWeatherFile, parseCalendar, parseMessageList } from '@gatehouse/loxone-protocol';
import { describe, expect, it } from 'vitest';
import { ManualTime } from '../support/manual-time.js';
import { parse } from '../support/raw-socket.js';
import { CREDENTIALS, get, start } from '../support/simulators.js';

function options(): Parameters<typeof start>[0] {
  const time = new ManualTime('2025-06-04T10:20:00Z');
  return { clock: time.clock, timers: time.timers, utcOffsetMinutes: 120 };
}

describe('what a house is asked over HTTP', () => {
  it('is its calendar, which administrators change', async () => {
    const simulator = await start(options());
    const entries = async (): Promise<ReturnType<typeof parseCalendar>> =>
      parseCalendar(parse((await get(simulator, 'jdev/sps/calendargetentries')).body).value);
    expect(await entries()).toHaveLength(2);
    const periods = await Promise.all(
      ['heat', 'cool'].map((which) => get(simulator, `jdev/sps/calendarget${which}period`)),
    );
    expect(periods.map(({ body }) => parse(body).value)).toEqual(['10-01/04-30', '05-01/09-30']);
    const created = await get(simulator, 'jdev/sps/calendarcreateentry/My%20day/2/0/6/4');
    expect([created.status, parse(created.body).value]).toEqual([200, '1']);
    const entry = (await entries()).at(-1);
    expect(entry).toMatchObject({ name: 'My day', operatingMode: 2, kind: 'yearly-day' });
    await get(simulator, `jdev/sps/calendarupdateentry/${entry?.uuid}/Renamed/2/0/6/5`);
    expect((await entries()).at(-1)).toMatchObject({ name: 'Renamed', startDay: 5 });
    await get(simulator, `jdev/sps/calendardeleteentry/${entry?.uuid}`);
    expect(await entries()).toHaveLength(2);
    const wrong = await get(simulator, 'jdev/sps/calendarcreateentry/My%20day/2/0/6');
    expect(wrong.status).toBe(400);
  });

  it('is its message centre', async () => {
    const simulator = await start(options());
    const { body } = await get(simulator, 'data/LoxAPP3.json');
    const [center] = Object.keys(JSON.parse(body).messageCenter);
    const answer = await get(simulator, `jdev/sps/io/${center}/getEntries/2`);
    expect(parseMessageList(parse(answer.body).value)).toEqual({
      isLimitedUser: false,
      entries: [],
    });
  });

  it('are pictures and the forecast file', async () => {
    const simulator = await start(options());
    const fetchBytes = async (path: string): Promise<Buffer> => {
      const response = await fetch(`${simulator.url}/${path}`, { headers: CREDENTIALS });
      expect(response.status).toBe(200);
      return Buffer.from(await response.arrayBuffer());
    };
    expect(decodeWeatherFile(await fetchBytes('data/weatheru.bin'))).toHaveLength(96);
    expect((await fetchBytes('camera')).subarray(1, 4).toString()).toBe('PNG');
    expect((await fetchBytes('IconsFilled/lamp.svg')).toString()).toContain('<svg');
    const anonymous = await fetch(`${simulator.url}/camera`);
    expect(anonymous.status).toBe(401);
  });
});
