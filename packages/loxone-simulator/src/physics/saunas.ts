import { countDown } from './countdowns.js';
import { FineValue } from './fine-value.js';
import { carryOut, type Orders, sets, storesWhole, takes } from './orders.js';
import type { Device, InitialState, Physics, PhysicsTable, WireCommand } from './physics.js';

const OFF_MODE = 0;
const MANUAL_FINNISH = 1;
const MODES = 7;
const COLD = 22;
const MAX_TARGET = 110;
const WARMING_SECONDS = 1500;
const COOLING_SECONDS = 5400;
const TIMER_SECONDS = 900;

/** A sauna heats up to its target, and cools down when it is off (protocol reference §5.9). */
class Sauna implements Physics {
  readonly #device: Device;
  readonly #orders: Orders;
  readonly #temperature = new FineValue(1);
  readonly #bench = new FineValue(1);
  readonly #humidity = new FineValue(0);

  constructor(device: Device) {
    this.#device = device;
    this.#orders = {
      on: () => this.#mode(device.number('mode') || MANUAL_FINNISH),
      off: () => this.#mode(OFF_MODE),
      fanon: sets(device, { fan: 1 }),
      fanoff: sets(device, { fan: 0 }),
      temp: takes(0, MAX_TARGET, (target) => this.#target(target)),
      ontemp: takes(0, MAX_TARGET, (target) => this.#target(target) && this.#mode(MANUAL_FINNISH)),
      humidity: takes(0, 100, (humidity) => {
        device.set('humidityTarget', humidity);
        return true;
      }),
      mode: (command) =>
        storesWhole(device, 'mode', 0, MODES - 1)(command) && this.#mode(device.number('mode')),
      pulse: () => this.#mode((device.number('mode') + 1) % MODES),
      starttimer: () => this.#startTimer(),
    };
  }

  initialStates(): Readonly<Record<string, InitialState>> {
    return {
      active: 0,
      power: 0,
      fan: 0,
      drying: 0,
      doorClosed: 1,
      presence: 0,
      error: 0,
      lessWater: 0,
      saunaError: 0,
      tempActual: COLD,
      tempBench: COLD,
      tempTarget: 80,
      timer: 0,
      timerTotal: TIMER_SECONDS,
      humidityActual: 40,
      humidityTarget: 20,
      mode: OFF_MODE,
      jLocked: '',
    };
  }

  command(command: WireCommand): boolean {
    return carryOut(this.#orders, command);
  }

  tick(seconds: number): void {
    const device = this.#device;
    countDown(device, 'timer', seconds);
    const hot = device.number('active') === 1;
    const goal = hot ? device.number('tempTarget') : COLD;
    const part = 1 - Math.exp(-seconds / (hot ? WARMING_SECONDS : COOLING_SECONDS));
    const towards = (value: number) => (fine: number) => (value - fine) * part;
    device.set('tempActual', this.#temperature.move(device.number('tempActual'), towards(goal)));
    const bench = hot ? goal - 0.15 * (goal - COLD) : COLD;
    device.set('tempBench', this.#bench.move(device.number('tempBench'), towards(bench)));
    const damp = hot ? device.number('humidityTarget') : 40;
    device.set(
      'humidityActual',
      this.#humidity.move(device.number('humidityActual'), towards(damp)),
    );
    device.set('power', hot ? (device.number('tempActual') < goal - 1 ? 100 : 40) : 0);
  }

  #mode(mode: number): boolean {
    this.#device.set('mode', mode);
    this.#device.set('active', mode === OFF_MODE ? 0 : 1);
    return true;
  }

  #target(target: number): boolean {
    this.#device.set('tempTarget', target);
    return true;
  }

  #startTimer(): boolean {
    this.#device.set('timer', this.#device.number('timerTotal'));
    return true;
  }
}

export const SAUNA_PHYSICS: PhysicsTable = {
  Sauna: (device) => new Sauna(device),
};
