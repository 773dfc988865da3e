import { FineValue } from './fine-value.js';
import { carryOut, type Orders, storesWhole, takes, takesWhole } from './orders.js';
import type { Device, InitialState, Physics, PhysicsTable, WireCommand, World } from './physics.js';
import { WORDS_ON_OFF } from './switch-words.js';

const MAX_KW = 22;
const MIN_KW = 1.4;
const CAR_KWH = 40;
const ONLINE = 1;

/** A charger of the first generation (protocol reference §5.7). */
class CarCharger implements Physics {
  readonly #device: Device;
  readonly #world: World;
  readonly #orders: Orders;
  readonly #energy = new FineValue(2);
  #duration = 0;

  constructor(device: Device, world: World) {
    this.#device = device;
    this.#world = world;
    this.#orders = {
      charge: ({ args: [word = ''] }) => this.#charge(WORDS_ON_OFF[word.toLowerCase()]),
      limitmode: storesWhole(device, 'limitMode', 0, 2),
      limit: takes(0, MAX_KW, (power) => this.#limit(power)),
      profile: takesWhole(0, 9, (profile) => this.#set('currentProfile', profile)),
    };
  }

  initialStates(): Readonly<Record<string, InitialState>> {
    return {
      status: ONLINE,
      charging: 0,
      connected: 1,
      chargingFinished: 0,
      power: 0,
      energySession: 0,
      limitMode: 0,
      currentLimit: 7.4,
      minLimit: MIN_KW,
      maxLimit: MAX_KW,
      chargeDuration: 0,
      profiles: JSON.stringify([{ id: 0, name: 'Default' }]),
      currentProfile: 0,
      jLocked: '',
    };
  }

  command(command: WireCommand): boolean {
    const done = carryOut(this.#orders, command);
    if (done) this.#showPower();
    return done;
  }

  tick(seconds: number): void {
    const device = this.#device;
    this.#showPower();
    const power = device.number('power');
    if (power === 0) return;
    const gained = (power * seconds) / 3600;
    const session = this.#energy.move(device.number('energySession'), () => gained);
    this.#duration += seconds;
    device.set('energySession', Math.min(CAR_KWH, session));
    device.set('chargeDuration', Math.floor(this.#duration));
    if (session < CAR_KWH) return;
    device.set('chargingFinished', 1);
    this.#charge(0);
    this.#showPower();
  }

  #showPower(): void {
    const device = this.#device;
    const charges = device.number('charging') === 1 && device.number('connected') === 1;
    device.set('power', charges ? device.number('currentLimit') : 0);
    this.#world.energy.setLoad(device.id, device.number('power'));
  }

  #charge(on: number | undefined): boolean {
    if (on === undefined) return false;
    if (on === 1) {
      this.#duration = 0;
      this.#device.set('energySession', 0);
      this.#device.set('chargeDuration', 0);
      this.#device.set('chargingFinished', 0);
    }
    return this.#set('charging', on);
  }

  #limit(power: number): boolean {
    return this.#set('currentLimit', power);
  }

  #set(state: string, value: number): boolean {
    this.#device.set(state, value);
    return true;
  }
}

export const CAR_CHARGER_PHYSICS: PhysicsTable = {
  CarCharger: (device, world) => new CarCharger(device, world),
};
