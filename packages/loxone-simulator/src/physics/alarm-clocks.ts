import { unixToLoxoneSeconds } from '@gatehouse/loxone-protocol';
import { countDown, unixNow } from './countdowns.js';
import { acknowledges, carryOut, type Orders, stores, takes, takesWhole } from './orders.js';
import type { Device, InitialState, Physics, PhysicsTable, WireCommand, World } from './physics.js';
import { parseNumber } from './wire-command.js';

const NONE = -1;
const FIRST_WEEKDAY_MODE = 3;
const DAYS = 7;
const DAY_SECONDS = 86_400;
const MAX_DURATION = 7200;
const ONLINE = 2;

interface AlarmEntry {
  readonly name: string;
  readonly isActive: boolean;
  /** Seconds after midnight. */
  readonly alarmTime: number;
  /** Operating modes in which it rings; every day when {@link daily}. */
  readonly modes: readonly number[];
  readonly nightLight: boolean;
  readonly daily: boolean;
}

interface NextRing {
  readonly id: number;
  /** Unix seconds. */
  readonly at: number;
  readonly mode: number;
}

/** Rings at the times of its entries until somebody gets up (protocol reference §5.9). */
class AlarmClock implements Physics {
  readonly #device: Device;
  readonly #world: World;
  readonly #orders: Orders;
  readonly #entries = new Map<number, AlarmEntry>();
  #sound: Readonly<Record<string, number>> = { sound: 1, volume: 40, sloping: 1 };
  #settings: Readonly<Record<string, number>> = {
    beepUsed: 1,
    brightActive: 80,
    brightInactive: 20,
  };
  #next: NextRing | undefined;
  #enabled = true;

  constructor(device: Device, world: World) {
    this.#device = device;
    this.#world = world;
    const modes = Array.from({ length: 5 }, (_, day) => FIRST_WEEKDAY_MODE + day);
    this.#entries.set(0, {
      name: 'Workday',
      isActive: true,
      alarmTime: 6.5 * 3600,
      modes,
      nightLight: false,
      daily: false,
    });
    this.#orders = this.#makeOrders();
  }

  initialStates(): Readonly<Record<string, InitialState>> {
    this.#next = this.#findNext();
    return {
      isEnabled: 1,
      isAlarmActive: 0,
      confirmationNeeded: 0,
      entryList: this.#list(),
      currentEntry: NONE,
      nextEntry: this.#next?.id ?? NONE,
      nextEntryMode: this.#next?.mode ?? 0,
      nextEntryTime: this.#next === undefined ? 0 : unixToLoxoneSeconds(this.#next.at),
      ringingTime: 0,
      ringDuration: 600,
      prepareDuration: 900,
      snoozeTime: 0,
      snoozeDuration: 300,
      deviceState: ONLINE,
      deviceSettings: JSON.stringify(this.#settings),
      wakeAlarmSoundSettings: JSON.stringify(this.#sound),
      jLocked: '',
    };
  }

  command(command: WireCommand): boolean {
    return carryOut(this.#orders, command);
  }

  tick(seconds: number): void {
    const device = this.#device;
    if (countDown(device, 'ringingTime', seconds)) this.#silence();
    if (countDown(device, 'snoozeTime', seconds)) this.#ring();
    if (this.#next === undefined || unixNow(this.#world) < this.#next.at) return;
    device.set('currentEntry', this.#next.id);
    this.#ring();
    this.#showNext();
  }

  #makeOrders(): Orders {
    const device = this.#device;
    return {
      snooze: ({ args }) => args.length === 0 && this.#snooze(),
      dismiss: ({ args }) => args.length === 0 && this.#dismiss(),
      entrylist: ({ args: [verb = '', ...rest] }) => this.#edit(verb.toLowerCase(), rest),
      setprepduration: stores(device, 'prepareDuration', 0, MAX_DURATION),
      setringduration: stores(device, 'ringDuration', 0, MAX_DURATION),
      setsnoozeduration: stores(device, 'snoozeDuration', 60, MAX_DURATION),
      setbeepon: this.#setting('beepUsed', 1),
      setbrightnessinactive: this.#setting('brightInactive', 100),
      setbrightnessactive: this.#setting('brightActive', 100),
      setwakealarmsound: this.#soundOf('sound', 9999),
      setwakealarmvolume: this.#soundOf('volume', 100),
      setwakealarmslopingon: this.#soundOf('sloping', 1),
      // The other way round on the wire: 1 switches it off.
      setactive: takesWhole(0, 1, (off) => this.#enable(1 - off)),
      getsettings: acknowledges(),
    };
  }

  #enable(enabled: number): boolean {
    this.#enabled = enabled === 1;
    this.#device.set('isEnabled', enabled);
    return this.#showNext();
  }

  #setting(name: string, high: number): Orders[string] {
    return takes(0, high, (value) => {
      this.#settings = { ...this.#settings, [name]: value };
      this.#device.set('deviceSettings', JSON.stringify(this.#settings));
      return true;
    });
  }

  #soundOf(name: string, high: number): Orders[string] {
    return takes(0, high, (value) => {
      this.#sound = { ...this.#sound, [name]: value };
      this.#device.set('wakeAlarmSoundSettings', JSON.stringify(this.#sound));
      return true;
    });
  }

  #edit(verb: string, args: readonly string[]): boolean {
    const id = parseNumber(args[0]);
    if (id === undefined || !Number.isInteger(id) || id < 0) return false;
    if (verb === 'delete')
      return args.length === 1 && this.#entries.delete(id) && this.#showEntries();
    const entry = verb === 'put' ? readEntry(args.slice(1)) : undefined;
    if (entry === undefined) return false;
    this.#entries.set(id, entry);
    return this.#showEntries();
  }

  #showEntries(): boolean {
    this.#device.set('entryList', this.#list());
    return this.#showNext();
  }

  #showNext(): boolean {
    this.#next = this.#findNext();
    const device = this.#device;
    device.set('nextEntry', this.#next?.id ?? NONE);
    device.set('nextEntryMode', this.#next?.mode ?? 0);
    device.set('nextEntryTime', this.#next === undefined ? 0 : unixToLoxoneSeconds(this.#next.at));
    return true;
  }

  #findNext(): NextRing | undefined {
    if (!this.#enabled) return undefined;
    const candidates = Array.from(this.#entries, ([id, entry]) => this.#nextOf(id, entry));
    return candidates
      .filter((next) => next !== undefined)
      .sort((a, b) => a.at - b.at || a.id - b.id)[0];
  }

  #nextOf(id: number, entry: AlarmEntry): NextRing | undefined {
    if (!entry.isActive) return undefined;
    const now = unixNow(this.#world);
    for (let ahead = 0; ahead <= DAYS; ahead += 1) {
      const { midnight, mode } = this.#day(ahead);
      const at = midnight + entry.alarmTime;
      if (at > now && (entry.daily || entry.modes.includes(mode))) return { id, at, mode };
    }
    return undefined;
  }

  /** Midnight of a day to come, found from its noon so that a change of clocks does no harm. */
  #day(ahead: number): { readonly midnight: number; readonly mode: number } {
    const { environment } = this.#world;
    const today = environment.localTime(this.#world.now()).minutes * 60;
    const noon = this.#world.now() + (ahead * DAY_SECONDS + DAY_SECONDS / 2 - today) * 1000;
    const { weekday, minutes } = environment.localTime(noon);
    return {
      midnight: Math.round(noon / 1000 - minutes * 60),
      mode: FIRST_WEEKDAY_MODE + weekday,
    };
  }

  #ring(): void {
    const device = this.#device;
    device.set('isAlarmActive', 1);
    device.set('confirmationNeeded', 1);
    device.set('snoozeTime', 0);
    device.set('ringingTime', device.number('ringDuration'));
  }

  #snooze(): boolean {
    this.#device.set('snoozeTime', this.#device.number('snoozeDuration'));
    this.#device.set('isAlarmActive', 0);
    this.#device.set('ringingTime', 0);
    return true;
  }

  #dismiss(): boolean {
    this.#device.set('snoozeTime', 0);
    return this.#silence();
  }

  #silence(): boolean {
    const device = this.#device;
    device.set('isAlarmActive', 0);
    device.set('confirmationNeeded', 0);
    device.set('ringingTime', 0);
    device.set('currentEntry', NONE);
    return true;
  }

  #list(): string {
    return JSON.stringify(Object.fromEntries(this.#entries));
  }
}

/** `{name}/{seconds}/{active}/{modes or daily}` */
function readEntry([name = '', time, active, modes = '']: readonly string[]):
  | AlarmEntry
  | undefined {
  const alarmTime = parseNumber(time);
  if (name === '' || alarmTime === undefined || alarmTime < 0 || alarmTime >= DAY_SECONDS) {
    return undefined;
  }
  const numbers = modes === 'daily' ? [] : modes.split(',').map((mode) => parseNumber(mode));
  if (!numbers.every((mode) => mode !== undefined)) return undefined;
  return {
    name,
    isActive: active === '1' || active === 'true',
    alarmTime,
    modes: numbers,
    nightLight: false,
    daily: modes === 'daily',
  };
}

export const ALARM_CLOCK_PHYSICS: PhysicsTable = {
  AlarmClock: (device, world) => new AlarmClock(device, world),
};
