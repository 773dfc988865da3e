import {
  type CalendarEntry,
  formatCalendar,
  parseCalendar,
  type Structure,
} from '@gatehouse/loxone-protocol';
import { uuidFrom } from '../uuid-from.js';
import { type CalendarDay, holdsOn } from './calendar-rules.js';

const HEATING = 10;
const COOLING = 11;
const FIRST_WEEKDAY_MODE = 3;

/** Names of what follows the kind of an entry in a command, in their order (reference §6.4). */
const ATTRIBUTES: readonly (readonly string[])[] = [
  ['startMonth', 'startDay'],
  ['easterOffset'],
  ['startYear', 'startMonth', 'startDay'],
  ['startYear', 'startMonth', 'startDay', 'endYear', 'endMonth', 'endDay'],
  ['startMonth', 'startDay', 'endMonth', 'endDay'],
  ['startMonth', 'weekDay', 'weekDayInMonth'],
];
/** Of each attribute the lowest and the highest number. */
const RANGES: Readonly<Record<string, readonly [number, number]>> = {
  startYear: [2009, 2100],
  endYear: [2009, 2100],
  startMonth: [1, 13],
  endMonth: [1, 12],
  startDay: [1, 31],
  endDay: [1, 31],
  easterOffset: [-200, 250],
  weekDay: [0, 6],
  weekDayInMonth: [0, 5],
};

/** On which days which operating mode begins: holidays, vacations, heating and cooling period. */
export class HouseCalendar {
  readonly #modes: Readonly<Record<string, unknown>>;
  #entries: readonly CalendarEntry[];
  #created = 0;

  constructor(structure: Structure) {
    this.#modes = structure.operatingModes;
    const { other } = structure.msInfo;
    this.#entries = [
      ...periodEntry('Heating period', HEATING, other.heatPeriodStart, other.heatPeriodEnd),
      ...periodEntry('Cooling period', COOLING, other.coolPeriodStart, other.coolPeriodEnd),
    ];
  }

  /** The value of `calendargetentries`. */
  entries(): unknown {
    return formatCalendar(this.#entries);
  }

  /** `10-15/04-15`; empty where the house has no such period. */
  period(which: 'heat' | 'cool'): string {
    const mode = which === 'heat' ? HEATING : COOLING;
    const entry = this.#entries.find(
      ({ operatingMode, kind }) => operatingMode === mode && kind === 'yearly-span',
    );
    if (entry?.kind !== 'yearly-span') return '';
    const { startMonth, startDay, endMonth, endDay } = entry;
    return `${two(startMonth)}-${two(startDay)}/${two(endMonth)}-${two(endDay)}`;
  }

  /** The operating mode of a day: that of the first entry that holds, else the weekday's. */
  modeOn(day: CalendarDay): number {
    const entry = this.#entries.find(
      (candidate) => candidate.operatingMode < HEATING && holdsOn(candidate, day),
    );
    return entry?.operatingMode ?? FIRST_WEEKDAY_MODE + day.weekday;
  }

  /** `{name}/{mode}/{kind}/{attributes…}`. @returns Whether it is an entry. */
  create(args: readonly string[]): boolean {
    this.#created += 1;
    const uuid = uuidFrom(`calendar/${this.#created}/${args.join('/')}`);
    const entry = this.#read(uuid, args);
    if (entry === undefined) return false;
    this.#entries = [...this.#entries, entry];
    return true;
  }

  /** `{uuid}/{name}/{mode}/{kind}/{attributes…}`. @returns False for an unknown uuid, too. */
  update([uuid = '', ...args]: readonly string[]): boolean {
    const entry = this.#has(uuid) ? this.#read(uuid, args) : undefined;
    if (entry === undefined) return false;
    this.#entries = this.#entries.map((other) => (other.uuid === uuid ? entry : other));
    return true;
  }

  /** @returns False for an unknown uuid. */
  delete(uuid: string): boolean {
    if (!this.#has(uuid)) return false;
    this.#entries = this.#entries.filter((entry) => entry.uuid !== uuid);
    return true;
  }

  #has(uuid: string): boolean {
    return this.#entries.some((entry) => entry.uuid === uuid);
  }

  #read(
    uuid: string,
    [name = '', mode = '', kind = '', ...values]: readonly string[],
  ): CalendarEntry | undefined {
    const names = /^[0-5]$/.test(kind) ? (ATTRIBUTES[Number(kind)] ?? []) : [];
    const isMode = /^-?\d+$/.test(mode) && Object.hasOwn(this.#modes, mode);
    if (name === '' || !isMode || names.length === 0 || names.length !== values.length) {
      return undefined;
    }
    const attributes = names.map((attribute, index) => [attribute, Number(values[index])] as const);
    if (!attributes.every(([attribute, value]) => isPossible(attribute, value))) return undefined;
    const [entry] = parseCalendar([
      {
        uuid,
        name,
        operatingMode: Number(mode),
        calMode: Number(kind),
        ...Object.fromEntries(attributes),
      },
    ]);
    return entry;
  }
}

function isPossible(attribute: string, value: number): boolean {
  const [low, high] = RANGES[attribute] ?? [0, 0];
  return Number.isInteger(value) && value >= low && value <= high;
}

/** `MM-DD` to `MM-DD`, as the structure file has them. */
function periodEntry(
  name: string,
  operatingMode: number,
  start: unknown,
  end: unknown,
): readonly CalendarEntry[] {
  const [startMonth, startDay] = String(start ?? '')
    .split('-')
    .map(Number);
  const [endMonth, endDay] = String(end ?? '')
    .split('-')
    .map(Number);
  const numbers = { startMonth, startDay, endMonth, endDay };
  const uuid = uuidFrom(`calendar/${name}`);
  return parseCalendar([{ uuid, name, operatingMode, calMode: 4, ...numbers }]);
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
