import {
  type CalendarEntry,
  type DaytimerEvent,
  decodeScheduleValue,
  parseCalendar,
  parseSeasonPeriod,
  type ScheduleValue,
  type SeasonPeriod,
  type Structure,
} from '@gatehouse/loxone-protocol';
import { askValue, type HouseLink } from './house-link.js';

/** An operating mode of the house. */
export interface OperatingMode {
  /** May be negative: alarm, party, … */
  readonly id: number;
  /** In the language of the house; the number where it has no name. */
  readonly name: string;
}

/** A rule of the calendar with the name of its mode. */
export interface PlannedMode {
  readonly entry: CalendarEntry;
  readonly mode: OperatingMode;
}

/** When the house may be heated and cooled; absent where it has no such period. */
export interface Seasons {
  readonly heating?: SeasonPeriod;
  readonly cooling?: SeasonPeriod;
}

/** One period of a schedule. */
export interface SchedulePeriod {
  readonly mode: OperatingMode;
  /** Minutes since midnight. */
  readonly from: number;
  /** Minutes since midnight, at most 1440. */
  readonly to: number;
  readonly needActivate: boolean;
  readonly value: number;
  /** What the value means in the schedule of an intelligent room controller. */
  readonly climate?: ScheduleValue;
}

/** The schedule of a daytimer. */
export interface Schedule {
  readonly defaultValue: number;
  readonly periods: readonly SchedulePeriod[];
}

/** The mode with this number. */
export function operatingMode(structure: Structure, id: number): OperatingMode {
  return { id, name: structure.operatingModes[String(id)] ?? String(id) };
}

/**
 * Reads when which mode begins by itself (protocol reference §6.4).
 *
 * @throws LoxoneError when the Miniserver refuses, answers something else, or the connection fails.
 */
export async function fetchPlannedModes(
  link: HouseLink,
  structure: Structure,
): Promise<readonly PlannedMode[]> {
  const value = await askValue(link, 'the calendar', 'jdev/sps/calendargetentries');
  return parseCalendar(value).map((entry) => ({
    entry,
    mode: operatingMode(structure, entry.operatingMode),
  }));
}

/**
 * Reads when the house is heated and cooled.
 *
 * @throws LoxoneError when the Miniserver refuses or the connection fails.
 */
export async function fetchSeasons(link: HouseLink): Promise<Seasons> {
  const ask = async (which: 'heat' | 'cool'): Promise<SeasonPeriod | undefined> =>
    parseSeasonPeriod(
      await askValue(link, `the ${which}ing period`, `jdev/sps/calendarget${which}period`),
    );
  const heating = await ask('heat');
  const cooling = await ask('cool');
  return {
    ...(heating !== undefined && { heating }),
    ...(cooling !== undefined && { cooling }),
  };
}

/**
 * Says what the state of a daytimer holds.
 *
 * @param controlType - Type of the control: schedules of intelligent room controllers pack more into
 * a value than its number.
 */
export function readSchedule(
  event: DaytimerEvent,
  structure: Structure,
  controlType: string,
): Schedule {
  const packed = /^IR(?:CV2|oomControllerV2)/i.test(controlType);
  return {
    defaultValue: event.defaultValue,
    periods: event.entries.map(({ mode, ...entry }) => {
      const climate = packed ? decodeScheduleValue(entry.value) : undefined;
      return {
        ...entry,
        mode: operatingMode(structure, mode),
        ...(climate !== undefined && { climate }),
      };
    }),
  };
}
