const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const counts = new Intl.NumberFormat('en');
const oneDecimal = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

/** @returns `3 minutes ago`, `in 2 days`, `now`; both are epoch milliseconds. */
export function relativeTime(at: number, now: number): string {
  const distance = at - now;
  const size = Math.abs(distance);
  if (size < 45_000) return distance > 0 ? 'in a moment' : 'just now';
  if (size < 59.5 * MINUTE) return relative.format(Math.round(distance / MINUTE), 'minute');
  if (size < 23.5 * HOUR) return relative.format(Math.round(distance / HOUR), 'hour');
  if (size < 45 * DAY) return relative.format(Math.round(distance / DAY), 'day');
  if (size < 365 * DAY) return relative.format(Math.round(distance / (30.44 * DAY)), 'month');
  return relative.format(Math.round(distance / (365.25 * DAY)), 'year');
}

/** @returns `21 Nov 2026, 14:05:09` in the zone of the browser, or of `timeZone`. */
export function exactTime(at: number, timeZone?: string): string {
  if (!isMoment(at)) return 'unknown';
  return new Intl.DateTimeFormat('en-GB', {
    dateStyle: 'medium',
    timeStyle: 'medium',
    ...(timeZone === undefined ? {} : { timeZone }),
  }).format(at);
}

/** @returns For `<time datetime>`; undefined for what is no moment. */
export function isoTime(at: number): string | undefined {
  return isMoment(at) ? new Date(at).toISOString() : undefined;
}

/** Dates reach 8.64e15 ms to both sides of 1970. */
function isMoment(at: number): boolean {
  return Number.isFinite(at) && Math.abs(at) <= 8.64e15;
}

/** @returns `3 d 4 h`, `12 min`, `40 s`: the two largest units. */
export function duration(ms: number): string {
  const parts: string[] = [];
  let rest = Math.max(0, Math.round(ms / 1000));
  for (const [unit, seconds] of [
    ['d', 86_400],
    ['h', 3600],
    ['min', 60],
    ['s', 1],
  ] as const) {
    const count = Math.floor(rest / seconds);
    rest -= count * seconds;
    if (count > 0) parts.push(`${count} ${unit}`);
    else if (parts.length > 0) break;
  }
  return parts.slice(0, 2).join(' ') || '0 s';
}

/** @returns `1,234`. */
export function count(value: number): string {
  return counts.format(value);
}

/** @returns `1 key`, `2 keys`. */
export function plural(value: number, one: string, many: string = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** @returns `84.2 MiB`. */
export function bytes(value: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let size = value;
  let unit = 0;
  while (size >= 1024 && unit < units.length - 1) {
    size /= 1024;
    unit += 1;
  }
  return `${oneDecimal.format(size)} ${units[unit]}`;
}

/** @returns `not-yet-valid` → `Not yet valid`. */
export function inWords(code: string): string {
  return code.replaceAll(/[-_]/g, ' ').replace(/^./u, (first) => first.toUpperCase());
}
