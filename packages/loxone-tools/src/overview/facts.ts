import type { HomeState, LoxoneHome } from '@gatehouse/loxone-controls';
import type { HouseEntry } from '../house/house-entry.js';
import { closedShare, isOn } from '../state/condition.js';
import { stateValue } from '../state/state-value.js';

/** What of a control belongs on a map of the house. */
export interface Facts {
  readonly entry: HouseEntry;
  /** A light, a switch or a player that is on. */
  readonly isOn: boolean;
  /** A blind that is not closed altogether shades less than it can. */
  readonly isUp: boolean;
  /** A door, gate or window that is open, however little. */
  readonly isOpen: boolean;
  readonly isMoving: boolean;
  readonly isAlarming: boolean;
  /** In the unit of the house. */
  readonly temperature: number | undefined;
}

/** A motor that stops a little short is closed all the same. */
const CLOSED_FROM = 99;

/** States that are greater than 0 while there is an alarm, by any of the types that have one. */
const ALARMS = ['level', 'alarmLevel', 'activeAlarmType'] as const;

/** `status` of an emergency call: 2 is being reset, 3 is disabled. */
const CALLS_FOR_HELP = 1;

/** States that are not 0 or false while a motor runs. */
const MOTIONS = ['up', 'down', 'direction'] as const;

/** A playing zone: `playState` 2 (protocol reference, audio zones). */
const PLAYING = 2;

/** Reads the states of one control once, and not at all where they cannot belong on the map. */
export function factsOf(entry: HouseEntry, home: Pick<LoxoneHome, 'states'>): Facts {
  const { control, families } = entry;
  const states = isOnMap(entry) ? home.states(control.id) : [];
  const closed = closedShare(control, states);
  const isCover = control.family === 'covers';
  return {
    entry,
    isOn: families.some((family) => SWITCHED.has(family)) && isRunning(entry, states),
    isUp: isCover && closed !== undefined && closed < CLOSED_FROM,
    isOpen: isOpening(entry, states, closed),
    isMoving: isInMotion(entry, states),
    isAlarming: control.family === 'security' && isAlarm(states),
    temperature: temperatureOf(entry, states),
  };
}

const SWITCHED: ReadonlySet<string> = new Set(['lights', 'switches', 'media', 'appliances']);

/** Families of which something else than "on" is told. */
const TOLD: ReadonlySet<string> = new Set(['covers', 'access', 'security', 'climate']);

/** Most of a large house is sensors, and decoding what they report costs most of an overview. */
function isOnMap({ control, families }: HouseEntry): boolean {
  return (
    TOLD.has(control.family) ||
    control.type === WINDOWS ||
    families.some((family) => SWITCHED.has(family))
  );
}

/** Counts open windows, whatever family it is of. */
const WINDOWS = 'WindowMonitor';

function isRunning({ control }: HouseEntry, states: readonly HomeState[]): boolean {
  if (control.family === 'media') return stateValue(states, 'playState') === PLAYING;
  return isOn(control, states) === true;
}

function isOpening(
  { control }: HouseEntry,
  states: readonly HomeState[],
  closed: number | undefined,
): boolean {
  if (control.type === WINDOWS) {
    return isRaised(states, 'numOpen') || isRaised(states, 'numTilted');
  }
  return control.family === 'access' && closed !== undefined && closed < CLOSED_FROM;
}

function isInMotion({ control }: HouseEntry, states: readonly HomeState[]): boolean {
  if (control.family !== 'covers' && control.family !== 'access') return false;
  const gate = control.type === 'Gate' ? stateValue(states, 'active') : 0;
  return (
    (typeof gate === 'number' && gate !== 0) ||
    MOTIONS.some((name) => {
      const value = stateValue(states, name);
      return value === true || (typeof value === 'number' && value !== 0);
    })
  );
}

function isAlarm(states: readonly HomeState[]): boolean {
  const call = stateValue(states, 'status') === CALLS_FOR_HELP;
  return call || ALARMS.some((name) => isRaised(states, name));
}

function isRaised(states: readonly HomeState[], name: string): boolean {
  const value = stateValue(states, name);
  return typeof value === 'number' && value > 0;
}

function temperatureOf({ control }: HouseEntry, states: readonly HomeState[]): number | undefined {
  if (control.family !== 'climate') return undefined;
  const actual = stateValue(states, 'tempActual');
  return typeof actual === 'number' ? Math.round(actual * 10) / 10 : undefined;
}
