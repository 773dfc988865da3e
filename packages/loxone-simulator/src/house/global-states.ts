import { isUuid, type Structure } from '@gatehouse/loxone-protocol';
import type { Environment } from '../physics/environment.js';
import { plausibleState } from '../physics/plausible.js';
import { type StateStore, textContent, valueContent } from './state-store.js';

const FIRST_WEEKDAY_MODE = 3;

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
  #utcOffset: number | undefined;
  #day = '';

  constructor(structure: Structure, states: StateStore, environment: Environment) {
    this.#structure = structure;
    this.#states = states;
    this.#environment = environment;
  }

  initialise(now: number): void {
    this.tick(now);
    for (const [name, text] of Object.entries(TEXTS)) this.#putFirst(name, text);
    this.#putFirst('hasInternet', 1);
    for (const name of Object.keys(this.#structure.globalStates)) this.#putFirst(name, 0);
    this.#initialiseOthers();
  }

  tick(now: number): void {
    const { text, weekday, utcOffsetMinutes } = this.#environment.localTime(now);
    const day = text.slice(0, 10);
    if (day !== this.#day) {
      const { sunrise, sunset } = this.#environment.sunTimes(now);
      this.#put('operatingMode', FIRST_WEEKDAY_MODE + weekday);
      this.#put('sunrise', sunrise);
      this.#put('sunset', sunset);
    }
    // The box tells its time only when its clock jumps, not every second.
    if (utcOffsetMinutes !== this.#utcOffset) {
      this.#put('miniserverTime', `${text} ${formatOffset(utcOffsetMinutes)}`);
    }
    this.#day = day;
    this.#utcOffset = utcOffsetMinutes;
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
