const QUARTER_MS = 900_000;
const KEPT = 4096;
const OFFSET = /GMT(?:([+-])(\d\d):(\d\d))?/;

/** What a time zone adds to UTC, moment by moment. Zones change on quarters of hours only. */
export class ZoneOffsets {
  readonly #format: Intl.DateTimeFormat;
  readonly #known = new Map<number, number>();

  /** @throws RangeError for a name that is no time zone. */
  constructor(timeZone: string) {
    this.#format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  }

  /** @param now - Epoch milliseconds. */
  minutesAt(now: number): number {
    const quarter = Math.floor(now / QUARTER_MS);
    const known = this.#known.get(quarter);
    if (known !== undefined) return known;
    const minutes = this.#ask(quarter * QUARTER_MS);
    if (this.#known.size >= KEPT) this.#known.clear();
    this.#known.set(quarter, minutes);
    return minutes;
  }

  #ask(now: number): number {
    const parts = this.#format.formatToParts(now);
    const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
    const [, sign = '+', hours = '0', minutes = '0'] = OFFSET.exec(name) ?? [];
    const size = Number(hours) * 60 + Number(minutes);
    return sign === '-' ? -size : size;
  }
}
