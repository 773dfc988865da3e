import { FineValue } from './fine-value.js';
import { clamp, round, wave } from './noise.js';
import type { Device, InitialState, Physics, PhysicsTable, World } from './physics.js';

const WAIT = 0;
const HEATING = 1;
const OK = 3;
const BUFFERS = 5;
const BUFFER_TARGET = 60;

/** Mixes hot water to a temperature; it is only shown. */
class HeatMixer implements Physics {
  readonly #device: Device;
  readonly #world: World;

  constructor(device: Device, world: World) {
    this.#device = device;
    this.#world = world;
  }

  initialStates(): Readonly<Record<string, InitialState>> {
    return { tempTarget: this.#target(), tempActual: this.#target(), jLocked: '' };
  }

  command(): boolean {
    return false;
  }

  tick(): void {
    const drift = 0.8 * wave(this.#world.now(), 1500, this.#device.id);
    this.#device.set('tempTarget', this.#target());
    this.#device.set('tempActual', round(this.#target() + drift, 1));
  }

  /** The colder it is outside, the hotter the water. */
  #target(): number {
    const outdoor = this.#world.environment.outdoorTemperature(this.#world.now());
    return round(clamp(42 - 0.8 * outdoor, 22, 60), 0);
  }
}

/** Solar collectors that heat buffers one after the other (protocol reference §5.4). */
class SolarPumpController implements Physics {
  readonly #device: Device;
  readonly #world: World;
  readonly #temperatures = Array.from({ length: BUFFERS }, () => new FineValue(1));

  constructor(device: Device, world: World) {
    this.#device = device;
    this.#world = world;
  }

  initialStates(): Readonly<Record<string, InitialState>> {
    const buffers = Array.from({ length: BUFFERS }, (_, index) => [
      [`bufferTemp${index}`, 48 - 3 * index] as const,
      [`bufferState${index}`, WAIT] as const,
    ]);
    return {
      ...Object.fromEntries(buffers.flat()),
      bufferTemp: 48,
      bufferState: WAIT,
      collectorTemp: this.#collector(),
      logicOverride: 0,
      heatOverload: 0,
      jLocked: '',
    };
  }

  command(): boolean {
    return false;
  }

  tick(seconds: number): void {
    const collector = this.#collector();
    this.#device.set('collectorTemp', collector);
    this.#device.set('heatOverload', collector > 110 ? 1 : 0);
    for (const [index, temperature] of this.#temperatures.entries()) {
      this.#buffer(index, temperature, collector, seconds);
    }
  }

  #buffer(index: number, temperature: FineValue, collector: number, seconds: number): void {
    const device = this.#device;
    const state = `bufferTemp${index}`;
    const before = device.number(state);
    const heats = collector > before + 6 && before < BUFFER_TARGET;
    const goal = heats ? Math.min(collector - 3, BUFFER_TARGET) : 22;
    const constant = heats ? 3 * 3600 : 48 * 3600;
    const change = 1 - Math.exp(-seconds / constant);
    device.set(
      state,
      temperature.move(before, (fine) => (goal - fine) * change),
    );
    device.set(`bufferState${index}`, heats ? HEATING : before >= BUFFER_TARGET - 2 ? OK : WAIT);
  }

  #collector(): number {
    const { environment } = this.#world;
    const now = this.#world.now();
    const sun = environment.sun(now) * (1 - 0.8 * environment.clouds(now));
    return round(environment.outdoorTemperature(now) + 75 * sun, 1);
  }
}

export const HEAT_SOURCE_PHYSICS: PhysicsTable = {
  Heatmixer: (device, world) => new HeatMixer(device, world),
  SolarPumpController: (device, world) => new SolarPumpController(device, world),
};
