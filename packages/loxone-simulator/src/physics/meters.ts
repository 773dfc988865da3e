import { type PowerFlow, powerFlow } from './energy-model.js';
import { FineValue } from './fine-value.js';
import { fraction, round, wave } from './noise.js';
import type { Device, InitialState, Physics, PhysicsTable, WireCommand, World } from './physics.js';

const SPANS = ['Day', 'Week', 'Month', 'Year'] as const;
const SPAN_DAYS = { Day: 0.4, Week: 3, Month: 15, Year: 160 } as const;
const SECONDS_PER_HOUR = 3600;
const UPDATE_SECONDS = 5;
/** With more of them, every total of every meter would change each second. */
const TOTAL_DIGITS = 2;

/** What a meter measures, told by its name and `details.type`. */
type Measured = 'production' | 'battery' | 'grid' | 'consumption' | 'load' | 'flow';

/**
 * An energy meter: `actual` follows the balance of the house, totals integrate it. What counts
 * backwards (delivery, charging) goes to `totalNeg`.
 */
class Meter implements Physics {
  readonly #device: Device;
  readonly #world: World;
  readonly #measured: Measured;
  readonly #totals = new Map<string, FineValue>();
  #since = 0;

  constructor(device: Device, world: World) {
    this.#device = device;
    this.#world = world;
    this.#measured = measuredBy(device);
  }

  initialStates(): Readonly<Record<string, InitialState>> {
    const seed = fraction(this.#device.id);
    const perDay = 3 + 9 * seed;
    const spans = SPANS.flatMap((span) => [
      [`total${span}`, round(perDay * SPAN_DAYS[span], 2)] as const,
      [`totalNeg${span}`, round(perDay * SPAN_DAYS[span] * 0.6, 2)] as const,
    ]);
    return {
      ...Object.fromEntries(spans),
      actual: this.#power(),
      total: round(perDay * 800, 2),
      totalNeg: round(perDay * 480, 2),
      storage: this.#flow().charge,
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

  tick(seconds: number): void {
    this.#count(seconds);
    this.#since += seconds;
    if (this.#since < UPDATE_SECONDS) return;
    this.#since = 0;
    this.#device.set('actual', this.#power());
    if (this.#measured === 'battery') this.#device.set('storage', this.#flow().charge);
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
    const now = this.#world.now();
    switch (this.#measured) {
      case 'load':
        return round(0.05 + 0.6 * Math.max(0, wave(now, 2400, this.#device.id)), 2);
      case 'flow':
        return round(6 + 5 * Math.max(0, wave(now, 1200, this.#device.id)), 1);
      default:
        return this.#flow()[this.#measured];
    }
  }

  #flow(): PowerFlow {
    return powerFlow(this.#world.environment, this.#world.now());
  }
}

function measuredBy(device: Device): Measured {
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
