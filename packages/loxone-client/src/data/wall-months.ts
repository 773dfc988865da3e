import { formatWallTime, type LoxoneSeconds } from '@gatehouse/loxone-protocol';

/** Nobody charts longer than that; the oldest months are left out. */
const MAX_MONTHS = 240;

/**
 * The months that a span touches, oldest first: `202402`.
 *
 * @param from - By the clock of the house.
 * @param to - By the clock of the house, included.
 */
export function monthsBetween(from: LoxoneSeconds, to: LoxoneSeconds): readonly string[] {
  const last = monthNumber(to);
  const first = Math.max(monthNumber(Math.max(0, from)), last - MAX_MONTHS + 1);
  const months: string[] = [];
  for (let month = first; month <= last; month += 1) {
    months.push(`${Math.floor(month / 12)}${String((month % 12) + 1).padStart(2, '0')}`);
  }
  return months;
}

function monthNumber(wall: LoxoneSeconds): number {
  const [year, month] = formatWallTime(wall).split('-').map(Number);
  return (year ?? 0) * 12 + (month ?? 1) - 1;
}
