/** A mark on the axis of time. */
export interface TimeTick {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly label: string;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Distances between marks that people read at a glance. */
const STEPS: readonly number[] = [
  MINUTE,
  5 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  3 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
  2 * DAY,
  7 * DAY,
];
/** And in months, where weeks are too many. */
const MONTH_STEPS: readonly number[] = [1, 2, 3, 6, 12, 24, 60, 120, 600, 1200];

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/**
 * Marks at round times of a time zone, within the bounds.
 *
 * @param from - Epoch milliseconds, as `to`.
 * @param count - At most about so many.
 */
export function timeTicks(
  from: number,
  to: number,
  count: number,
  timeZone: string,
): readonly TimeTick[] {
  const zone = createZone(timeZone);
  const rough = (to - from) / Math.max(1, count);
  const step = STEPS.find((one) => one >= rough);
  const times =
    step === undefined ? monthTimes(from, to, rough, zone) : stepTimes(from, to, step, zone);
  return times.map((at) => ({ at, label: labelOf(zone.wall(at), step) }));
}

/** Wall time is kept as the epoch milliseconds at which UTC would show it. */
interface Zone {
  wall(at: number): number;
  /** The first time at which the zone shows this, or showed it before its clock was moved. */
  real(wall: number): number;
}

function createZone(timeZone: string): Zone {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const wall = (at: number): number => {
    const fields = new Map(
      format.formatToParts(at).map(({ type, value }) => [type, Number(value)]),
    );
    const field = (name: Intl.DateTimeFormatPartTypes): number => fields.get(name) ?? 0;
    return Date.UTC(
      field('year'),
      field('month') - 1,
      field('day'),
      field('hour'),
      field('minute'),
      field('second'),
    );
  };
  return {
    wall,
    real(shown) {
      const guesses = [shown - DAY, shown + DAY].map((near) => shown - (wall(near) - near));
      return guesses.sort((a, b) => a - b).find((at) => wall(at) === shown) ?? guesses[0] ?? shown;
    },
  };
}

function stepTimes(from: number, to: number, step: number, zone: Zone): readonly number[] {
  const last = zone.wall(to) + DAY;
  const times: number[] = [];
  for (let wall = Math.floor(zone.wall(from) / step) * step; wall <= last; wall += step) {
    const at = zone.real(wall);
    if (at >= from && at <= to && at !== times.at(-1)) times.push(at);
  }
  return times;
}

function monthTimes(from: number, to: number, rough: number, zone: Zone): readonly number[] {
  const step = MONTH_STEPS.find((months) => months * 28 * DAY >= rough) ?? 1200;
  const start = new Date(zone.wall(from));
  const first = Math.floor((start.getUTCFullYear() * 12 + start.getUTCMonth()) / step) * step;
  const times: number[] = [];
  for (let month = first; ; month += step) {
    const at = zone.real(Date.UTC(Math.floor(month / 12), month % 12, 1));
    if (at > to || !Number.isFinite(at)) return times;
    if (at >= from) times.push(at);
  }
}

function labelOf(wall: number, step: number | undefined): string {
  const date = new Date(wall);
  const month = MONTHS[date.getUTCMonth()] ?? '';
  if (step === undefined) return `${month} ${date.getUTCFullYear()}`;
  const day = `${date.getUTCDate()} ${month}`;
  if (step >= DAY || wall % DAY === 0) return day;
  return date.toISOString().slice(11, 16);
}
