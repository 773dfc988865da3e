import {
  type LoxoneSeconds,
  loxoneToUnixSeconds,
  unixToLoxoneSeconds,
} from '@gatehouse/loxone-protocol';

/** How the clock of the house relates to the time of the world. */
export interface WallClock {
  /** Seconds that the clock of the house is ahead of UTC at a unix time. */
  offsetAt(unix: number): number;
}

const DAY = 86_400;
const OFFSET = /([+-])(\d{1,2}):(\d\d)(?::(\d\d))?\s*$/;
const MAX_CACHED_DAYS = 4000;
const MAX_OFFSET = 18 * 3600;

/** A clock without daylight saving time. @param seconds - How far it is ahead of UTC. */
export function fixedOffset(seconds: number): WallClock {
  return { offsetAt: () => seconds };
}

/**
 * A clock of an IANA time zone.
 *
 * @param zone - `Europe/Vienna`.
 * @throws RangeError when the platform does not know the zone.
 */
export function zoneClock(zone: string): WallClock {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const measured = (unix: number): number => measureOffset(format, unix);
  const days = new Map<number, number | undefined>();
  return {
    // Asking the platform takes microseconds, and recorded values come by the thousand: a day
    // that begins and ends with the same offset has it all along.
    offsetAt(unix) {
      const day = Math.floor(unix / DAY);
      if (!days.has(day)) {
        const start = measured(day * DAY);
        if (days.size >= MAX_CACHED_DAYS) days.clear();
        days.set(day, start === measured((day + 1) * DAY) ? start : undefined);
      }
      return days.get(day) ?? measured(unix);
    },
  };
}

/**
 * Reads how far the house is ahead of UTC: from its global state `miniserverTime`
 * (`2017-12-13 16:37:44 +01:00:00`) or from `jdev/cfg/timezoneoffset` in seconds.
 *
 * @returns `undefined` for anything else.
 */
export function parseUtcOffset(value: unknown): number | undefined {
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string') return undefined;
  const [, sign, hours, minutes, seconds = '0'] = OFFSET.exec(text) ?? [];
  const whole = /^\s*[+-]?\d{1,6}\s*$/.test(text) ? Number(text) : undefined;
  const clock = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  const offset = whole ?? (sign === '-' ? -clock : clock);
  return Math.abs(offset) <= MAX_OFFSET ? offset : undefined;
}

/** What the clock of the house shows at a unix time, in seconds since 2009-01-01 00:00:00 there. */
export function toWall(clock: WallClock, unix: number): LoxoneSeconds {
  return unixToLoxoneSeconds(unix + clock.offsetAt(unix));
}

/**
 * The unix time at which the clock of the house showed a time.
 *
 * @param after - Where the clock shows a time twice, in autumn: the first that is later than this.
 * A time that it never shows, in spring, is taken as if the clock had not been moved yet.
 */
export function fromWall(
  clock: WallClock,
  wall: LoxoneSeconds,
  after: number = Number.NEGATIVE_INFINITY,
): number {
  const local = loxoneToUnixSeconds(wall);
  const earlier = clock.offsetAt(local - DAY);
  const later = clock.offsetAt(local + DAY);
  const candidates = [local - earlier, local - later].sort((a, b) => a - b);
  const shown = candidates.filter((unix) => unix + clock.offsetAt(unix) === local);
  return shown.find((unix) => unix > after) ?? shown.at(-1) ?? local - earlier;
}

function measureOffset(format: Intl.DateTimeFormat, unix: number): number {
  const fields = new Map<string, number>();
  for (const { type, value } of format.formatToParts(unix * 1000)) fields.set(type, Number(value));
  const of = (type: string): number => fields.get(type) ?? 0;
  const local = Date.UTC(
    of('year'),
    of('month') - 1,
    of('day'),
    of('hour'),
    of('minute'),
    of('second'),
  );
  return Math.round(local / 1000 - Math.floor(unix));
}
