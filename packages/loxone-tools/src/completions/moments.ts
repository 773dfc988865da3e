const DAY_MS = 86_400_000;

/** The last twelve months, newest first: `2026-01`. */
export function months(now: number): readonly string[] {
  const at = new Date(now);
  return Array.from({ length: 12 }, (_, back) =>
    new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() - back, 1)).toISOString().slice(0, 7),
  );
}

/** Points in time that a history is asked from: an hour ago to a year ago, ISO 8601. */
export function instants(now: number): readonly string[] {
  const ago = [DAY_MS / 24, DAY_MS, 7 * DAY_MS, 30 * DAY_MS, 365 * DAY_MS];
  return ago.map((ms) => new Date(now - ms).toISOString().replace(/\.\d{3}Z$/, 'Z'));
}

/** The next thirty days: `2026-01-31`. */
export function dates(now: number): readonly string[] {
  return Array.from({ length: 30 }, (_, at) =>
    new Date(now + at * DAY_MS).toISOString().slice(0, 10),
  );
}

/** Every half hour: `06:30`. */
export function times(): readonly string[] {
  return Array.from({ length: 48 }, (_, at) => {
    const hour = String(Math.floor(at / 2)).padStart(2, '0');
    return `${hour}:${at % 2 === 0 ? '00' : '30'}`;
  });
}
