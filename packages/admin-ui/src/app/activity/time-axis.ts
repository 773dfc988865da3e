/** A mark on the axis of time. */
export interface TimeTick {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly label: string;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const HOURS = [1, 2, 3, 6, 12] as const;
const DAYS = [1, 2, 7, 14, 28] as const;

const DAY_LABEL = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' }).format;

/**
 * Marks at round hours or midnights of the reader's own time zone, within the bounds.
 *
 * @param from - Epoch milliseconds, as `to`.
 * @param most - At most about so many: as many as have room.
 */
export function timeTicks(from: number, to: number, most: number): readonly TimeTick[] {
  const rough = (to - from) / Math.max(1, most);
  const hours = HOURS.find((one) => one * HOUR >= rough);
  const days = DAYS.find((one) => one * DAY >= rough) ?? 28;
  const marks = hours === undefined ? dayMarks(from, to, days) : hourMarks(from, to, hours);
  return marks.map((at) => ({ at, label: labelOf(at) }));
}

function hourMarks(from: number, to: number, step: number): readonly number[] {
  const start = new Date(from);
  return marks(from, to, (index) =>
    new Date(start.getFullYear(), start.getMonth(), start.getDate(), index * step).getTime(),
  );
}

function dayMarks(from: number, to: number, step: number): readonly number[] {
  const start = new Date(from);
  // Weeks begin on Mondays.
  const back = step % 7 === 0 ? (start.getDay() + 6) % 7 : 0;
  return marks(from, to, (index) =>
    new Date(
      start.getFullYear(),
      start.getMonth(),
      start.getDate() - back + index * step,
    ).getTime(),
  );
}

/** Wall times that a moved clock leaves out fall onto the next one, which is then kept once. */
function marks(from: number, to: number, nth: (index: number) => number): readonly number[] {
  const found = new Set<number>();
  for (let index = 0, at = nth(0); at <= to; index += 1, at = nth(index)) {
    if (at >= from) found.add(at);
  }
  return [...found];
}

function labelOf(at: number): string {
  const date = new Date(at);
  if (date.getHours() === 0 && date.getMinutes() === 0) return DAY_LABEL(date);
  return `${twoDigits(date.getHours())}:${twoDigits(date.getMinutes())}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
