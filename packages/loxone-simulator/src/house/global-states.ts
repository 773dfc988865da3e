import { isUuid, type Structure } from '@gatehouse/loxone-protocol';
import type { Environment } from '../physics/environment.js';
import type { FavoriteList } from '../physics/physics.js';
import { plausibleState } from '../physics/plausible.js';
import { uuidFrom } from '../uuid-from.js';
import type { HouseCalendar } from './calendar.js';
import { type StateStore, textContent, valueContent } from './state-store.js';

const SYSTEM_NOTIFICATION = 10;
/** Who reckons on from the last time that was told is wrong by less than this. */
const JUMP_MS = 60_000;

/**
 * States of the house itself that start as texts. `notifications` and `modifications` start as the
 * number 0 and become texts with the first of them (protocol reference §3.8).
 */
const TEXTS: Readonly<Record<string, string>> = {
  favColors: '["hsv(25,96,50)","hsv(210,80,60)","temp(100,4000)","temp(40,2700)"]',
  favColorSequences: '[]',
  pastTasks: '[]',
  plannedTasks: '[]',
  liveSearch: '',
  userSettings: '',
};

/** Operating mode, sun times and clock of the house, and whatever else is global (§4.3). */
export class GlobalStates {
  readonly #structure: Structure;
  readonly #states: StateStore;
  readonly #environment: Environment;
  readonly #calendar: HouseCalendar;
  #notified = 0;
  #toldAhead = 0;
  #utcOffset: number | undefined;
  #day = '';

  constructor(
    structure: Structure,
    states: StateStore,
    { environment, calendar }: { environment: Environment; calendar: HouseCalendar },
  ) {
    this.#structure = structure;
    this.#states = states;
    this.#environment = environment;
    this.#calendar = calendar;
  }

  initialise(now: number): void {
    this.tick(now);
    for (const [name, text] of Object.entries(TEXTS)) this.#putFirst(name, text);
    this.#putFirst('hasInternet', 1);
    for (const name of Object.keys(this.#structure.globalStates)) this.#putFirst(name, 0);
    this.#initialiseOthers();
  }

  tick(now: number): void {
    const { text, utcOffsetMinutes } = this.#environment.localTime(now);
    const day = text.slice(0, 10);
    if (day !== this.#day) {
      const { sunrise, sunset } = this.#environment.sunTimes(now);
      this.showOperatingMode(now);
      this.#put('sunrise', sunrise);
      this.#put('sunset', sunset);
    }
    // The box tells its time only when its clock jumps, not every second.
    if (utcOffsetMinutes !== this.#utcOffset) this.#tellTime(now);
    this.#day = day;
    this.#utcOffset = utcOffsetMinutes;
  }

  /** @param ahead - By how much the house is ahead of the clock, in milliseconds. */
  tellJump(now: number, ahead: number): void {
    if (Math.abs(ahead - this.#toldAhead) < JUMP_MS) return;
    this.#toldAhead = ahead;
    this.#tellTime(now);
  }

  /** The mode that the calendar has for the day; it changes at midnight, or with the calendar. */
  showOperatingMode(now: number): void {
    this.#put('operatingMode', this.#calendar.modeOn(this.#environment.localTime(now)));
  }

  /** Tells everybody (protocol reference §4.3). @param level - 1 information, 2 error, 3 of the system. */
  notify(now: number, title: string, message: string, level: 1 | 2 | 3): void {
    this.#notified += 1;
    const uid = uuidFrom(`notification/${now}/${this.#notified}`);
    const ts = Math.floor(now / 1000);
    const text = { uid, ts, type: SYSTEM_NOTIFICATION, title, message, data: { lvl: level } };
    this.#put('notifications', JSON.stringify(text));
  }

  /** Places of the list that are left empty hold `null`. */
  keepFavorite(list: FavoriteList, place: number, favorite: unknown): void {
    const content = this.#states.get(this.#uuid(list) ?? '');
    const kept: unknown = content?.kind === 'text' ? JSON.parse(content.text || '[]') : [];
    const favorites = Array.isArray(kept) ? kept : [];
    const length = Math.max(favorites.length, place + 1);
    this.#put(
      list,
      JSON.stringify(
        Array.from({ length }, (_, at) => (at === place ? favorite : (favorites[at] ?? null))),
      ),
    );
  }

  /** Message centres, automatic rules and media servers have states outside all controls. */
  #initialiseOthers(): void {
    const { messageCenter, other } = this.#structure;
    for (const group of [messageCenter, other.autopilot, other.mediaServer]) {
      for (const [name, uuid] of statesIn(group)) {
        if (isUuid(uuid) && !this.#states.has(uuid)) {
          const value = plausibleState('', name);
          this.#states.put(
            uuid,
            typeof value === 'number' ? valueContent(value) : textContent(value),
          );
        }
      }
    }
  }

  #tellTime(now: number): void {
    const { text, utcOffsetMinutes } = this.#environment.localTime(now);
    this.#put('miniserverTime', `${text} ${formatOffset(utcOffsetMinutes)}`);
  }

  #putFirst(name: string, value: number | string): void {
    const uuid = this.#uuid(name);
    if (uuid !== undefined && !this.#states.has(uuid)) this.#put(name, value);
  }

  #put(name: string, value: number | string): void {
    const uuid = this.#uuid(name);
    if (uuid === undefined) return;
    this.#states.put(uuid, typeof value === 'number' ? valueContent(value) : textContent(value));
  }

  #uuid(name: string): string | undefined {
    const uuid = this.#structure.globalStates[name];
    return typeof uuid === 'string' && isUuid(uuid) ? uuid : undefined;
  }
}

/** `+01:00:00` */
function formatOffset(minutes: number): string {
  const whole = Math.abs(minutes);
  const hours = String(Math.floor(whole / 60)).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${hours}:${String(whole % 60).padStart(2, '0')}:00`;
}

/** The `states` of each entry of a group that the structure file keys by uuid. */
function statesIn(group: unknown): readonly (readonly [string, string])[] {
  return objectValues(group).flatMap((entry) =>
    typeof entry === 'object' && entry !== null && 'states' in entry
      ? objectEntries(entry.states).filter(
          (pair): pair is [string, string] => typeof pair[1] === 'string',
        )
      : [],
  );
}

function objectValues(value: unknown): readonly unknown[] {
  return objectEntries(value).map(([, entry]) => entry);
}

function objectEntries(value: unknown): readonly (readonly [string, unknown])[] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}
