import { formatMessageList, type MessageEntry, type Structure } from '@gatehouse/loxone-protocol';
import type { Environment } from '../physics/environment.js';
import { fraction, pick } from '../physics/noise.js';
import { uuidFrom } from '../uuid-from.js';
import type { CommandResult } from './generic-commands.js';
import { type StateStore, valueContent } from './state-store.js';

const DONE: CommandResult = { code: 200, value: '1' };
const NOT_DONE: CommandResult = { code: 200, value: '0' };
const KEPT = 50;
const HOUR = 3600;
const DEVICES = [
  'Window Contact Bathroom',
  'Weather Station',
  'Water Sensor Air',
  'Touch Pure Hall',
] as const;

/** A kind of event that befalls devices now and then. */
interface Mishap {
  readonly eventId: number;
  readonly severity: NonNullable<MessageEntry['severity']>;
  readonly title: string;
  readonly text: string;
  /** Share of the days on which it happens. */
  readonly days: number;
  /** How long it lasts, in seconds. */
  readonly seconds: number;
}

const MISHAPS: readonly Mishap[] = [
  {
    eventId: 1121,
    severity: 'error',
    title: 'Device offline',
    text: 'The device cannot be reached.',
    days: 0.5,
    seconds: HOUR,
  },
  {
    eventId: 1030,
    severity: 'warning',
    title: 'Low battery',
    text: 'The battery should be changed.',
    days: 0.2,
    seconds: 20 * HOUR,
  },
];

/** What a mishap tells the house, apart from the entry it leaves. */
export type Notify = (title: string, message: string, level: 1 | 2 | 3) => void;

/**
 * The message centre of a house: devices fall silent and come back, batteries run low. What happens
 * on a day is told from the day alone, so that every run agrees.
 */
export class Messages {
  readonly #centers: readonly { readonly id: string; readonly changed: string | undefined }[];
  readonly #states: StateStore;
  readonly #environment: Environment;
  readonly #notify: Notify;
  #entries: readonly MessageEntry[] = [];
  #before: number;

  constructor(
    structure: Structure,
    house: {
      readonly states: StateStore;
      readonly environment: Environment;
      readonly notify: Notify;
    },
    now: number,
  ) {
    this.#centers = Object.values(structure.messageCenter).map(({ uuidAction, states }) => ({
      id: uuidAction,
      changed: typeof states.changed === 'string' ? states.changed : undefined,
    }));
    this.#states = house.states;
    this.#environment = house.environment;
    this.#notify = house.notify;
    this.#before = now;
  }

  /** Lets happen what was due since the last time, and end what is over. */
  tick(now: number): void {
    const before = this.#before;
    this.#before = now;
    if (this.#centers.length === 0) return;
    for (const mishap of MISHAPS) {
      const at = this.#momentOf(mishap, now);
      if (at !== undefined && before < at && at <= now) this.#happen(mishap, Math.floor(at / 1000));
    }
    this.#end(Math.floor(now / 1000));
  }

  /** A command to a message centre; `undefined` when the id is none of them. */
  command(
    id: string,
    word: string,
    args: readonly string[],
    now: number,
  ): CommandResult | undefined {
    if (!this.#centers.some((center) => center.id === id)) return undefined;
    switch (word.toLowerCase()) {
      case 'getentries':
        return {
          code: 200,
          value: formatMessageList({ isLimitedUser: false, entries: this.#entries }),
        };
      case 'confirm':
        return this.#mark(args[0], now, (entry, at) => ({
          ...entry,
          confirmedAt: at,
          readAt: entry.readAt ?? at,
        }));
      case 'read':
        return this.#mark(args[0], now, (entry, at) => ({ ...entry, readAt: at }));
      default:
        return NOT_DONE;
    }
  }

  #mark(
    id: string | undefined,
    now: number,
    change: (entry: MessageEntry, at: number) => MessageEntry,
  ): CommandResult {
    if (!this.#entries.some((entry) => entry.id === id)) return NOT_DONE;
    const at = Math.floor(now / 1000);
    this.#change(at, (entry) => (entry.id === id ? change(entry, at) : entry));
    return DONE;
  }

  #happen(mishap: Mishap, at: number): void {
    const device = pick(`${mishap.eventId}/${at}`, DEVICES);
    const source = uuidFrom(`device/${device}`);
    this.#entries = [
      {
        id: uuidFrom(`message/${mishap.eventId}/${at}`),
        eventId: mishap.eventId,
        severity: mishap.severity,
        title: mishap.title,
        description: mishap.text,
        affectedName: device,
        affectedUuids: [source],
        source,
        timestamps: [at],
        isHistoric: false,
        isVisuLocked: false,
      },
      ...this.#entries,
    ].slice(0, KEPT);
    this.#touch(at);
    this.#notify(mishap.title, `${device}: ${mishap.text}`, mishap.severity === 'error' ? 3 : 2);
  }

  #end(now: number): void {
    const isOver = (entry: MessageEntry): boolean => {
      const lasts = MISHAPS.find(({ eventId }) => eventId === entry.eventId)?.seconds ?? HOUR;
      return !entry.isHistoric && (entry.timestamps[0] ?? now) + lasts <= now;
    };
    if (!this.#entries.some(isOver)) return;
    this.#change(now, (entry) =>
      isOver(entry) ? { ...entry, isHistoric: true, historicSince: now } : entry,
    );
  }

  #change(at: number, change: (entry: MessageEntry) => MessageEntry): void {
    this.#entries = this.#entries.map(change);
    this.#touch(at);
  }

  #touch(at: number): void {
    for (const { changed } of this.#centers) {
      if (changed !== undefined) this.#states.put(changed, valueContent(at));
    }
  }

  /** The moment of the day of `now` at which it happens; none on most days. */
  #momentOf(mishap: Mishap, now: number): number | undefined {
    const { minutes, text } = this.#environment.localTime(now);
    const seed = `${mishap.eventId}/${text.slice(0, 10)}`;
    if (fraction(seed) >= mishap.days) return undefined;
    const at = Math.floor(1440 * fraction(`${seed}/minute`));
    return Math.floor(now - (minutes - at) * 60_000);
  }
}
