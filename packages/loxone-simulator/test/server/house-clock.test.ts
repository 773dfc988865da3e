import { describe, expect, it } from 'vitest';
import type { Simulator, SimulatorOptions } from '../../src/index.js';
import { ManualTime } from '../support/manual-time.js';
import { get, start } from '../support/simulators.js';

async function houseAt(moment: string, options: Partial<SimulatorOptions>) {
  const time = new ManualTime(moment);
  const simulator = await start({ clock: time.clock, timers: time.timers, ...options });
  return { time, simulator };
}

async function told(simulator: Simulator, path: string): Promise<string> {
  const answer = JSON.parse((await get(simulator, path)).body) as { LL: { value: string } };
  return answer.LL.value;
}

/** Date, time, seconds that the house is ahead of UTC. */
async function clockOf(simulator: Simulator): Promise<string> {
  const [date, time, offset] = await Promise.all(
    ['jdev/sys/date', 'jdev/sys/time', 'jdev/cfg/timezoneoffset'].map((path) =>
      told(simulator, path),
    ),
  );
  return `${date} ${time} ${offset}`;
}

async function miniserverTime(simulator: Simulator): Promise<unknown> {
  const file = JSON.parse((await get(simulator, 'data/LoxAPP3.json')).body) as {
    globalStates: Record<string, string>;
  };
  return simulator.house.state(file.globalStates.miniserverTime ?? '');
}

describe('the clock of the box', () => {
  it.each([
    ['2025-01-15T22:59:58Z', 'Europe/Vienna', '2025-01-15 23:59:58 3600'],
    ['2025-07-15T22:59:58Z', 'Europe/Vienna', '2025-07-16 00:59:58 7200'],
    ['2025-07-15T22:59:58Z', 'Asia/Kolkata', '2025-07-16 04:29:58 19800'],
    ['2025-01-15T01:00:00Z', 'America/St_Johns', '2025-01-14 21:30:00 -12600'],
    ['2025-01-15T01:00:00Z', 'UTC', '2025-01-15 01:00:00 0'],
  ])('at %s in %s shows %s', async (moment, timeZone, shown) => {
    const { simulator } = await houseAt(moment, { timeZone });
    expect(await clockOf(simulator)).toBe(shown);
  });

  it('goes by fixed minutes where both are given', async () => {
    const { simulator } = await houseAt('2025-01-15T01:00:00Z', {
      timeZone: 'Asia/Tokyo',
      utcOffsetMinutes: 60,
    });
    expect(await clockOf(simulator)).toBe('2025-01-15 02:00:00 3600');
  });

  it('changes with the clocks of the zone, and tells of it', async () => {
    const { time, simulator } = await houseAt('2025-03-30T00:59:50Z', {
      timeZone: 'Europe/Vienna',
    });
    expect(await miniserverTime(simulator)).toBe('2025-03-30 01:59:50 +01:00:00');
    time.advance(9000);
    expect(await miniserverTime(simulator)).toBe('2025-03-30 01:59:50 +01:00:00');
    time.advance(1000);
    expect(await miniserverTime(simulator)).toBe('2025-03-30 03:00:00 +02:00:00');
    expect(await clockOf(simulator)).toBe('2025-03-30 03:00:00 7200');
  });

  it('goes as fast as the house does', async () => {
    const { time, simulator } = await houseAt('2025-06-01T10:00:00Z', {
      timeZone: 'UTC',
      speed: 3600,
    });
    time.advance(3000);
    expect(await clockOf(simulator)).toBe('2025-06-01 13:00:00 0');
    // Whoever reckons from what was told last is not far off.
    expect(await miniserverTime(simulator)).toBe('2025-06-01 13:00:00 +00:00:00');
  });

  it('is told again only when it has jumped by a minute', async () => {
    const { time, simulator } = await houseAt('2025-06-01T10:00:00Z', {
      timeZone: 'UTC',
      speed: 11,
    });
    time.advance(5000);
    expect(await miniserverTime(simulator)).toBe('2025-06-01 10:00:00 +00:00:00');
    time.advance(1000);
    expect(await miniserverTime(simulator)).toBe('2025-06-01 10:01:06 +00:00:00');
    time.advance(5000);
    expect(await miniserverTime(simulator)).toBe('2025-06-01 10:01:06 +00:00:00');
    time.advance(1000);
    expect(await miniserverTime(simulator)).toBe('2025-06-01 10:02:12 +00:00:00');
  });

  it('needs a time zone that there is', async () => {
    for (const timeZone of ['', 'Mars/Olympus', 'Europe Vienna']) {
      await expect(start({ timeZone })).rejects.toThrow(/^timeZone must be an IANA name/);
    }
  });
});
