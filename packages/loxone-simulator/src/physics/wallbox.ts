import { FineValue } from './fine-value.js';
import { fraction, round } from './noise.js';
import type { Device, InitialState, Physics, PhysicsTable, WireCommand, World } from './physics.js';
import { numberArgument } from './wire-command.js';

const CHARGE_KW = 7.4;
const MAX_KW = 22;
const MANUAL_MODE = 99;
const SECONDS_PER_HOUR = 3600;
const NO_PRICE = -1337;

/** A wall box: charges a connected car while charging is allowed. */
class Wallbox implements Physics {
  readonly #device: Device;
  readonly #world: World;
  readonly #total = new FineValue(2);
  #energy = 0;

  constructor(device: Device, world: World) {
    this.#device = device;
    this.#world = world;
  }

  initialStates(): Readonly<Record<string, InitialState>> {
    return {
      actual: 0,
      total: round(2000 + 900 * fraction(this.#device.id), 2),
      connected: 1,
      enabled: 0,
      active: 0,
      loadshed: 0,
      phaseSwitching: 0,
      mode: 1,
      limit: CHARGE_KW,
      modeUnplug: 1,
      session: this.#session(),
      priority: 0,
      pricePerHour: NO_PRICE,
      pricePerkWh: NO_PRICE,
      limitedBy: 0,
      jLocked: '',
    };
  }

  command(command: WireCommand): boolean {
    const done = this.#obey(command);
    if (done) this.#charge();
    return done;
  }

  /** What it took so far counts before anything changes. */
  tick(seconds: number): void {
    const device = this.#device;
    const kilowattHours = (device.number('actual') * seconds) / SECONDS_PER_HOUR;
    if (kilowattHours > 0) {
      this.#energy += kilowattHours;
      const total = this.#total.move(device.number('total'), () => kilowattHours);
      device.set('total', total);
    }
    this.#charge();
  }

  #obey(command: WireCommand): boolean {
    const value = numberArgument(command, 0, 0) ?? Number.NaN;
    switch (command.word) {
      case 'allow':
        return this.#allow(command.args[0]?.toLowerCase());
      case 'setmode':
        return ((value >= 1 && value <= 5) || value === MANUAL_MODE) && this.#set('mode', value);
      case 'modeunplug':
        return value <= 5 && this.#set('modeUnplug', value);
      case 'manuallimit':
        return value <= MAX_KW && this.#set('limit', value) && this.#set('mode', MANUAL_MODE);
      case 'updatemode':
        return command.args.length >= 3;
      default:
        return false;
    }
  }

  #charge(): void {
    const device = this.#device;
    const charging = device.number('enabled') === 1 && device.number('connected') === 1;
    const power = charging ? round(device.number('limit'), 2) : 0;
    device.set('active', charging ? 1 : 0);
    device.set('actual', power);
    this.#world.energy.setLoad(device.id, power);
    if (charging) device.set('session', this.#session());
  }

  #allow(state: string | undefined): boolean {
    if (state !== 'on' && state !== 'off') return false;
    if (state === 'on') this.#energy = 0;
    return this.#set('enabled', state === 'on' ? 1 : 0);
  }

  #set(state: string, value: number): boolean {
    this.#device.set(state, value);
    return true;
  }

  #session(): string {
    const now = Math.floor(this.#world.now() / 1000);
    const connect = now - (now % 86_400);
    const energy = round(this.#energy, 1);
    const power = this.#device.number('actual');
    return JSON.stringify({ connect, disconnect: 0, start: connect, energy, power, user: '' });
  }
}

export const WALLBOX_PHYSICS: PhysicsTable = {
  Wallbox2: (device, world) => new Wallbox(device, world),
};
