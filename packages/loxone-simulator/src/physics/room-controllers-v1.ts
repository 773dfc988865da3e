import { FineValue } from './fine-value.js';
import { fraction, round, wave } from './noise.js';
import type { Device, InitialState, Physics, PhysicsTable, WireCommand, World } from './physics.js';
import { numberArgument } from './wire-command.js';

/** Economy, comfort heat, comfort cool, empty house, heat protection, increased, party, manual. */
const TEMPERATURES = [19, 21.5, 24, 12, 30, 22.5, 22, 21] as const;
const COMFORT_HEAT = 1;
const TIMER_MODE = 3;

/** The first room controller: temperatures by id, modes, and a timer (protocol reference §5.4). */
class RoomControllerV1 implements Physics {
  readonly #device: Device;
  readonly #world: World;
  readonly #temperature = new FineValue(1);

  constructor(device: Device, world: World) {
    this.#device = device;
    this.#world = world;
  }

  initialStates(): Readonly<Record<string, InitialState>> {
    return {
      tempTarget: TEMPERATURES[COMFORT_HEAT],
      tempActual: round(20.8 + fraction(this.#device.id), 1),
      error: 0,
      mode: 0,
      serviceMode: 0,
      currHeatTempIx: COMFORT_HEAT,
      currCoolTempIx: 2,
      override: 0,
      overrideTotal: 0,
      manualMode: 0,
      openWindow: 0,
      temperatures: TEMPERATURES,
      stop: 0,
      isPreparing: 0,
      valveHeat: 30,
      valveCool: 0,
      jLocked: '',
    };
  }

  command(command: WireCommand): boolean {
    switch (command.word) {
      case 'mode':
        return this.#store(command, 'mode', [0, 3, 4, 5, 6]);
      case 'service':
        return this.#store(command, 'serviceMode', [0, 1, 2, 3, 4]);
      case 'settemp':
        return this.#setTemperature(command);
      case 'starttimer':
        return this.#startTimer(command);
      case 'stoptimer':
        return this.#show(COMFORT_HEAT, 0, 0);
      default:
        return false;
    }
  }

  tick(seconds: number): void {
    const device = this.#device;
    const left = device.number('override');
    if (left > 0) {
      device.set('override', Math.max(0, Math.ceil(left - seconds)));
      if (left <= seconds) this.#show(COMFORT_HEAT, 0, 0);
    }
    const near = device.number('tempTarget') - 0.3 + 0.4 * wave(this.#world.now(), 1800, device.id);
    const actual = this.#temperature.move(
      device.number('tempActual'),
      (now) => (near - now) * Math.min(1, seconds / 900),
    );
    device.set('tempActual', actual);
  }

  #store(command: WireCommand, state: string, allowed: readonly number[]): boolean {
    const value = numberArgument(command, 0);
    if (value === undefined || !allowed.includes(value)) return false;
    this.#device.set(state, value);
    return true;
  }

  #setTemperature(command: WireCommand): boolean {
    const index = numberArgument(command, 0, 0, TEMPERATURES.length - 1);
    const value = numberArgument(command, 1, 0, 50);
    if (index === undefined || value === undefined) return false;
    this.#device.set('temperatures', value, index);
    if (index === this.#device.number('currHeatTempIx')) this.#device.set('tempTarget', value);
    return true;
  }

  #startTimer(command: WireCommand): boolean {
    const index = numberArgument(command, 0, 0, TEMPERATURES.length - 1);
    const seconds = numberArgument(command, 1, 1);
    return index !== undefined && seconds !== undefined && this.#show(index, seconds, TIMER_MODE);
  }

  #show(index: number, seconds: number, manualMode: number): boolean {
    const device = this.#device;
    device.set('currHeatTempIx', index);
    device.set('tempTarget', device.number('temperatures', index));
    device.set('override', seconds);
    device.set('overrideTotal', seconds);
    device.set('manualMode', manualMode);
    return true;
  }
}

export const ROOM_CONTROLLER_V1_PHYSICS: PhysicsTable = {
  IRoomController: (device, world) => new RoomControllerV1(device, world),
};
