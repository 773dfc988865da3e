import { clamp, round, wave } from './noise.js';
import { ZoneOffsets } from './zone-offsets.js';

/** Where the house stands, and by which clock its people live. */
export interface Place {
  /** Degrees, north positive. */
  readonly latitude: number;
  /** Degrees, east positive. */
  readonly longitude: number;
  /** Minutes to add to UTC all year. Default: the {@link timeZone}'s. */
  readonly utcOffsetMinutes?: number;
  /** IANA name, for example `Europe/Vienna`. Default: the machine's own. */
  readonly timeZone?: string;
}

/** A moment by the clock on the wall. */
export interface LocalTime {
  readonly year: number;
  /** 1–12. */
  readonly month: number;
  readonly day: number;
  /** 0 Monday – 6 Sunday. */
  readonly weekday: number;
  readonly dayOfYear: number;
  /** Minutes since midnight, with fractions. */
  readonly minutes: number;
  /** `YYYY-MM-DD HH:MM:SS`. */
  readonly text: string;
  readonly utcOffsetMinutes: number;
}

const DAY_MS = 86_400_000;
const RADIANS = Math.PI / 180;

/** Sun, weather and time outside the house: pure functions of the moment, so every run agrees. */
export class Environment {
  readonly #place: Place;
  readonly #zone: ZoneOffsets | undefined;
  #last: { readonly now: number; readonly local: LocalTime } | undefined;

  constructor(place: Place) {
    this.#place = place;
    this.#zone = place.timeZone === undefined ? undefined : new ZoneOffsets(place.timeZone);
  }

  /** Minutes to add to UTC at that moment: changes twice a year where clocks do. */
  utcOffsetMinutes(now: number): number {
    const { utcOffsetMinutes } = this.#place;
    return utcOffsetMinutes ?? this.#zone?.minutesAt(now) ?? -new Date(now).getTimezoneOffset();
  }

  /** Asked for by nearly every control at each step, so that the last answer is kept. */
  localTime(now: number): LocalTime {
    if (this.#last?.now !== now) this.#last = { now, local: this.#localTime(now) };
    return this.#last.local;
  }

  #localTime(now: number): LocalTime {
    const utcOffsetMinutes = this.utcOffsetMinutes(now);
    const local = new Date(now + utcOffsetMinutes * 60_000);
    const year = local.getUTCFullYear();
    const midnight = Date.UTC(year, local.getUTCMonth(), local.getUTCDate());
    return {
      year,
      month: local.getUTCMonth() + 1,
      day: local.getUTCDate(),
      weekday: (local.getUTCDay() + 6) % 7,
      dayOfYear: Math.round((midnight - Date.UTC(year, 0, 1)) / DAY_MS) + 1,
      minutes: (local.getTime() - midnight) / 60_000,
      text: local.toISOString().slice(0, 19).replace('T', ' '),
      utcOffsetMinutes,
    };
  }

  /** Sunrise and sunset of the day in minutes since local midnight (declination only, ±10 min). */
  sunTimes(now: number): { readonly sunrise: number; readonly sunset: number } {
    const { dayOfYear, utcOffsetMinutes } = this.localTime(now);
    const declination = 23.44 * Math.sin((2 * Math.PI * (dayOfYear - 81)) / 365);
    const cosine = clamp(
      -Math.tan(this.#place.latitude * RADIANS) * Math.tan(declination * RADIANS),
      -1,
      1,
    );
    const halfDay = (Math.acos(cosine) / RADIANS) * 4;
    const noon = 720 - this.#place.longitude * 4 + utcOffsetMinutes;
    return { sunrise: Math.round(noon - halfDay), sunset: Math.round(noon + halfDay) };
  }

  /** Height of the sun: 0 at night, 1 at noon. */
  sun(now: number): number {
    const { sunrise, sunset } = this.sunTimes(now);
    const { minutes } = this.localTime(now);
    if (minutes <= sunrise || minutes >= sunset) return 0;
    return Math.sin((Math.PI * (minutes - sunrise)) / (sunset - sunrise));
  }

  /** Share of the sky that is covered, 0–1. */
  clouds(now: number): number {
    return clamp(0.4 + 0.5 * wave(now, 14_400, 'clouds') + 0.1 * wave(now, 240, 'cloud'), 0, 1);
  }

  /** °C: warmer in summer, warmest in the afternoon. */
  outdoorTemperature(now: number): number {
    const { dayOfYear, minutes } = this.localTime(now);
    const season = 10 - 9 * Math.cos((2 * Math.PI * (dayOfYear - 20)) / 365);
    const hour = -4 * Math.cos((2 * Math.PI * (minutes - 180)) / 1440);
    return round(season + hour + 1.5 * wave(now, 7200, 'outdoor'), 1);
  }

  /** % relative humidity. */
  outdoorHumidity(now: number): number {
    return Math.round(clamp(65 - 20 * this.sun(now) + 12 * wave(now, 9000, 'humidity'), 15, 99));
  }

  /** km/h. */
  windSpeed(now: number): number {
    return round(Math.max(0, 9 + 7 * wave(now, 3600, 'wind') + 3 * wave(now, 45, 'gust')), 1);
  }

  /** Degrees from north, where the wind comes from. */
  windDirection(now: number): number {
    return Math.round(240 + 60 * wave(now, 20_000, 'wind direction'));
  }

  /** hPa. */
  pressure(now: number): number {
    return round(1014 + 9 * wave(now, 90_000, 'pressure'), 1);
  }

  /** mm in the hour; most hours are dry. */
  rain(now: number): number {
    return round(Math.max(0, 4 * (wave(now, 40_000, 'rain') - 0.6)), 1);
  }

  /** Lux outside. */
  brightness(now: number): number {
    return Math.round(100_000 * this.sun(now) * (1 - 0.8 * this.clouds(now)));
  }
}
