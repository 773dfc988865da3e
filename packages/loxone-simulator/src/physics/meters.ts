import { FineValue } from './fine-value.js';
import { fraction, round, wave } from './noise.js';
import type { Device, InitialState, Physics, PhysicsTable, WireCommand, World } from './physics.js';

const SPANS = ['Day', 'Week', 'Month', 'Year'] as const;
const SPAN_DAYS = { Day: 0.4, Week: 3, Month: 15, Year: 160 } as const;
const SECONDS_PER_HOUR = 3600;
/** With more of them, every total of every meter would change each second. */
const TOTAL_DIGITS = 2;

/** How long the meters of the house have been counting. */
const LIVED_DAYS = 1500;

/** kWh that a meter counts on an ordinary day. */
export function energyPerDay(id: string): number {
  return 3 + 9 * fraction(id);
}

/** What a meter measures, told by its name and `details.type`. */
export type Measured = 'production' | 'battery' | 'grid' | 'consumption' | 'load' | 'flow';

/**
 * An energy meter: `actual` follows the balance of the house, totals integrate it. What counts
 * backwards (delivery, charging) goes to `totalNeg`.
 */
class Meter implements Physics {
  readonly #device: Device;
  readonly #world: World;
  readonly #measured: Measured;
  readonly #totals = new Map<string, FineValue>();
  #seen = -1;
  #day = '';

  constructor(device: Device, world: World) {
    this.#device = device;
    this.#world = world;
    this.#measured = measuredBy(device);
  }

  initialStates(): Readonly<Record<string, InitialState>> {
    if (this.#measured === 'load') this.#world.energy.setLoad(this.#device.id, this.#own());
    const perDay = energyPerDay(this.#device.id);
    const spans = SPANS.flatMap((span) => [
      [`total${span}`, round(perDay * SPAN_DAYS[span], 2)] as const,
      [`totalNeg${span}`, round(perDay * SPAN_DAYS[span] * 0.6, 2)] as const,
    ]);
    return {
      ...Object.fromEntries(spans),
      actual: this.#power(),
      total: round(perDay * LIVED_DAYS, 2),
      totalNeg: round(perDay * LIVED_DAYS * 0.6, 2),
      storage: this.#world.energy.flow().charge,
      jLocked: '',
    };
  }

  command({ word }: WireCommand): boolean {
    if (word !== 'reset') return false;
    for (const direction of ['total', 'totalNeg']) {
      this.#device.set(direction, 0);
      for (const span of SPANS) this.#device.set(`${direction}${span}`, 0);
    }
    return true;
  }

  /** What a meter counts is what it shows, for as long as it shows it. */
  tick(seconds: number): void {
    this.#turnOver();
    this.#count(seconds);
    if (this.#measured === 'load') this.#world.energy.setLoad(this.#device.id, this.#own());
  }

  settle(): void {
    const { version } = this.#world.energy;
    if (version === this.#seen) return;
    this.#seen = version;
    this.#device.set('actual', this.#power());
    if (this.#measured === 'battery') {
      this.#device.set('storage', this.#world.energy.flow().charge);
    }
  }

  /** At midnight the day begins anew, on Mondays the week, and so on. */
  #turnOver(): void {
    const { text, weekday, month, day } = this.#world.environment.localTime(this.#world.now());
    const today = text.slice(0, 10);
    const before = this.#day;
    this.#day = today;
    if (before === '' || before === today) return;
    const begins = {
      Day: true,
      Week: weekday === 0,
      Month: day === 1,
      Year: day === 1 && month === 1,
    };
    for (const span of SPANS.filter((name) => begins[name])) {
      for (const state of [`total${span}`, `totalNeg${span}`]) this.#device.set(state, 0);
    }
  }

  #count(seconds: number): void {
    const amount = (this.#device.number('actual') * seconds) / SECONDS_PER_HOUR;
    const direction = amount < 0 ? 'totalNeg' : 'total';
    for (const state of [direction, ...SPANS.map((span) => `${direction}${span}`)]) {
      if (!this.#device.has(state)) continue;
      const total = this.#totals.get(state) ?? new FineValue(TOTAL_DIGITS);
      this.#totals.set(state, total);
      const shown = this.#device.number(state);
      this.#device.set(
        state,
        total.move(shown, () => Math.abs(amount)),
      );
    }
  }

  #power(): number {
    const { energy } = this.#world;
    switch (this.#measured) {
      case 'load':
        return energy.load(this.#device.id);
      case 'flow':
        return this.#own();
      default:
        return energy.flow()[this.#measured];
    }
  }

  /** What it measures where that is no part of the house's balance, or a part of its own. */
  #own(): number {
    const wobble = (period: number): number =>
      Math.max(0, wave(this.#world.now(), period, this.#device.id));
    return this.#measured === 'flow'
      ? round(6 + 5 * wobble(1200), 1)
      : round(0.05 + 0.6 * wobble(2400), 2);
  }
}

export function measuredBy(device: Pick<Device, 'name' | 'details'>): Measured {
  const name = device.name.toLowerCase();
  if (device.details.type === 'storage' || /battery|storage|speicher/.test(name)) return 'battery';
  if (/\bpv\b|solar|photovolt|roof|production/.test(name)) return 'production';
  if (device.details.type === 'bidirectional' || /grid|mains|netz/.test(name)) return 'grid';
  if (/house|home|total|consumption/.test(name)) return 'consumption';
  return /water|gas|wasser/.test(name) ? 'flow' : 'load';
}

export const METER_PHYSICS: PhysicsTable = {
  Meter: (device, world) => new Meter(device, world),
};
