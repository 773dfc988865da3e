import type { Device, World } from './physics.js';

/** Sensors that see somebody move; an alarm can be armed without them. */
const MOTION: ReadonlySet<string> = new Set(['PresenceDetector']);
/** State that is above 0 while something is open or moving. */
const WATCHED: Readonly<Record<string, string>> = {
  PresenceDetector: 'active',
  Window: 'position',
  Gate: 'position',
};

/** Watches windows, gates and presence detectors of the house for what was not so before. */
export class AlarmSensors {
  readonly #world: World;
  #sensors: readonly Device[] | undefined;
  #tripped = new Set<string>();

  constructor(world: World) {
    this.#world = world;
  }

  /** What is open or moving now counts as known: only what comes after it trips. */
  reset(): void {
    this.#tripped = new Set(this.#active().map(({ id }) => id));
  }

  /** Names of the sensors that tripped since the last call. */
  newlyTripped(withMotion: boolean): readonly string[] {
    const active = this.#active();
    const fresh = active.filter(
      ({ id, type }) => !this.#tripped.has(id) && (withMotion || !MOTION.has(type)),
    );
    this.#tripped = new Set(active.map(({ id }) => id));
    return fresh.map(({ name }) => name);
  }

  #active(): readonly Device[] {
    this.#sensors ??= [...this.#world.devices()].filter(({ type }) => Object.hasOwn(WATCHED, type));
    return this.#sensors.filter((device) => device.number(WATCHED[device.type] ?? '') > 0);
  }
}
