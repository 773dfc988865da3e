/** The time zone of a house, as far as anybody knows it. */
export interface HouseTimeZone {
  /** @returns IANA name. */
  name(): string;
}

/** What decides about it. */
export interface TimeZoneFacts {
  /** IANA name that the owner has set. */
  readonly configured?: string | undefined;
  /** IANA name of the machine's own zone. */
  readonly machine: string;
  /** Seconds that the house says it is ahead of UTC; `undefined` while it has not said it. */
  readonly offset: () => number | undefined;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

const HOUR = 3600;
const HALF_YEAR_MS = 182 * 86_400_000;

/**
 * A Miniserver tells how far its clock is ahead of UTC now, but not by which rules. So the machine's
 * zone is taken where it agrees, as both mostly stand in the same house; else a zone of just that
 * offset, which is wrong by an hour in the other half of the year. The owner can name the right one.
 *
 * @throws RangeError when the platform does not know `configured`.
 */
export function houseTimeZone(facts: TimeZoneFacts): HouseTimeZone {
  const { configured, machine, offset, now } = facts;
  if (configured !== undefined) {
    offsetOf(configured, 0);
    return { name: () => configured };
  }
  const found = new Map<number, string>();
  return {
    name() {
      const told = offset();
      if (told === undefined || offsetOf(machine, now()) === told) return machine;
      const zone = found.get(told) ?? zoneWithout(told, now());
      found.set(told, zone);
      return zone;
    },
  };
}

/** A zone that is always this far ahead of UTC. */
function zoneWithout(offset: number, now: number): string {
  if (offset === 0) return 'UTC';
  // The names of POSIX count the other way round.
  const hours = -offset / HOUR;
  if (Number.isInteger(hours) && hours >= -14 && hours <= 12) {
    return `Etc/GMT${hours > 0 ? '+' : ''}${hours}`;
  }
  const isLikeIt = (zone: string): boolean =>
    [now, now + HALF_YEAR_MS].every((at) => offsetOf(zone, at) === offset);
  return Intl.supportedValuesOf('timeZone').find(isLikeIt) ?? 'UTC';
}

/** Seconds that a zone is ahead of UTC; `GMT+05:30` as the platform writes it. */
function offsetOf(zone: string, at: number): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    timeZoneName: 'longOffset',
  }).formatToParts(at);
  const text = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign, hours = '0', minutes = '0'] = /([+-])(\d\d):(\d\d)/.exec(text) ?? [];
  const seconds = Number(hours) * HOUR + Number(minutes) * 60;
  return sign === '-' ? -seconds : seconds;
}
