import { unixNow } from './countdowns.js';
import type { Device, World } from './physics.js';

/** Seconds until each level is reached: the first leaves time to disarm when coming home. */
const DELAYS = [30, 10, 10, 10, 60, 60] as const;
const KEPT_EVENTS = 50;
const NONE = 0;

/** What an alarm does once something tripped it: one level after the other until it is ended. */
export class AlarmStages {
  readonly #device: Device;
  readonly #world: World;

  constructor(device: Device, world: World) {
    this.#device = device;
    this.#world = world;
  }

  /** Something moved, or was opened. The first thing begins the alarm, all are noted. */
  trip(sensor: string): void {
    const device = this.#device;
    const { text } = this.#world.environment.localTime(this.#world.now());
    const known = device.text('sensors');
    if (!known.split('|').includes(sensor)) {
      device.set('sensors', known === '' ? sensor : `${known}|${sensor}`);
    }
    this.#track(`${text} ${sensor}`);
    if (device.number('nextLevel') !== NONE || device.number('level') !== NONE) return;
    device.set('startTime', text);
    this.#announce(1);
  }

  tick(): void {
    const device = this.#device;
    // After a long step several levels may be due at once.
    while (device.number('nextLevel') !== NONE && this.#secondsLeft() <= 0) {
      const level = device.number('nextLevel');
      device.set('level', level);
      this.#announce(level + 1, device.number('nextLevelAt'));
    }
    const left = device.number('nextLevel') === NONE ? 0 : this.#secondsLeft();
    device.set('nextLevelDelay', Math.max(0, left));
  }

  /** Ends the alarm; what tripped it stays in the tracker. */
  end(): void {
    for (const state of ['level', 'nextLevel', 'nextLevelDelay', 'nextLevelAt']) {
      this.#device.set(state, NONE);
    }
    this.#device.set('nextLevelDelayTotal', NONE);
    this.#device.set('startTime', '');
    this.#device.set('sensors', '');
  }

  #announce(level: number, from: number = unixNow(this.#world)): void {
    const device = this.#device;
    const delay = DELAYS[level - 1];
    device.set('nextLevel', delay === undefined ? NONE : level);
    device.set('nextLevelAt', delay === undefined ? NONE : from + delay);
    device.set('nextLevelDelayTotal', delay ?? NONE);
    device.set('nextLevelDelay', delay ?? NONE);
  }

  #secondsLeft(): number {
    return this.#device.number('nextLevelAt') - unixNow(this.#world);
  }

  #track(entry: string): void {
    const tracker = this.#device.parts.find((part) => part.type === 'Tracker');
    if (tracker === undefined) return;
    const entries = tracker.text('entries').split('|').filter(Boolean);
    tracker.set('entries', [entry, ...entries].slice(0, KEPT_EVENTS).join('|'));
  }
}
