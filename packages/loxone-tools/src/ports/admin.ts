import type { DataReply } from './house-data.js';

/** A day by the calendar of the house. */
export interface CalendarDay {
  readonly year: number;
  /** 1–12. */
  readonly month: number;
  /** 1–31. */
  readonly day: number;
}

/** An operating mode on some days, as the calendar of the Miniserver keeps it. */
export interface PlannedDays {
  readonly name: string;
  /** Id of the mode. */
  readonly mode: number;
  readonly from: CalendarDay;
  /** Included. */
  readonly to: CalendarDay;
}

/** What of a house only its administrator does. */
export interface HouseAdmin {
  /** Restarts the Miniserver; its answer is the last that comes for a minute or more. */
  reboot(): Promise<DataReply<undefined>>;
  /** Enters a mode into the calendar. */
  planMode(days: PlannedDays): Promise<DataReply<undefined>>;
}
