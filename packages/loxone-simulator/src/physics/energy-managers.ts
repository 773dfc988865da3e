import { powerFlow } from './energy-model.js';
import { fraction, round } from './noise.js';
import type { Device, InitialState, Physics, PhysicsTable, WireCommand, World } from './physics.js';
import { numberArgument } from './wire-command.js';

const UPDATE_SECONDS = 5;
const CHARGE_KW = 7.4;
const MANUAL_MODE = 99;

/** Shows the energy balance of the house: monitor, manager and inverter alike. */
class EnergyBalance implements Physics {
  readonly #device: Device;
  readonly #world: World;
  #since = 0;

  constructor(device: Device, world: World) {
    this.#device = device;
    this.#world = world;
  }

  initialStates(): Readonly<Record<string, InitialState>> {
    return {
      ...this.#balance(),
      Pri: 0.31,
      Pre: 0.08,
      CO2: 0.35,
      MinSoc: 20,
      MaxSpwr: 3.5,
      loads: '[]',
      prodCurrDay: 14.2,
      prodCurrMonth: 312,
      prodCurrYear: 4120,
      prodTotal: 18_240,
      consCurrDay: 9.6,
      earningsDay: 2.1,
      earningsMonth: 44,
      earningsYear: 590,
      earningsTotal: 2610,
      priceDelivery: 0.08,
      priceConsumption: 0.31,
      co2Factor: 0.35,
      generatorType: 0,
      mode: 7,
      online: 0,
      jLocked: '',
    };
  }

  command(command: WireCommand): boolean {
    const value = numberArgument(command, 0, 0);
    if (command.word === 'setminsoc' && value !== undefined && value <= 100) {
      this.#device.set('MinSoc', value);
      return true;
    }
    if (command.word === 'setmaxspwr' && value !== undefined) {
      this.#device.set('MaxSpwr', value);
      return true;
    }
    return /^(manage|order|activate|deactivate|automatic)$/.test(command.word);
  }

  tick(seconds: number): void {
    this.#since += seconds;
    if (this.#since < UPDATE_SECONDS) return;
    this.#since = 0;
    for (const [state, value] of Object.entries(this.#balance())) this.#device.set(state, value);
  }

  #balance(): Readonly<Record<string, number>> {
    const flow = powerFlow(this.#world.environment, this.#world.now());
    const actuals = Array.from({ length: 12 }, (_, index) => [
      `actual${index}`,
      index === 0 ? flow.grid : round(flow.consumption * (0.1 + 0.3 * fraction(`${index}`)), 2),
    ]);
    return {
      Ppwr: flow.production,
      Gpwr: flow.grid,
      Spwr: flow.battery,
      Ssoc: flow.charge,
      prodCurr: flow.production,
      consCurr: flow.consumption,
      gridCurr: flow.grid,
      batteryCurr: flow.battery,
      stateOfCharge: flow.charge,
      currentPower: flow.grid,
      currentBat: flow.charge,
      ...Object.fromEntries(actuals),
    };
  }
}

/** A wall box: charges a connected car while charging is allowed. */
class Wallbox implements Physics {
  readonly #device: Device;
  readonly #world: World;
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
      pricePerHour: -1337,
      pricePerkWh: -1337,
      limitedBy: 0,
      jLocked: '',
    };
  }

  command(command: WireCommand): boolean {
    const value = numberArgument(command, 0, 0);
    switch (command.word) {
      case 'allow':
        return this.#allow(command.args[0]?.toLowerCase());
      case 'setmode':
        return (
          value !== undefined &&
          value >= 1 &&
          (value <= 5 || value === MANUAL_MODE) &&
          this.#set('mode', value)
        );
      case 'modeunplug':
        return value !== undefined && value <= 5 && this.#set('modeUnplug', value);
      case 'manuallimit':
        return (
          value !== undefined &&
          value <= 22 &&
          this.#set('limit', value) &&
          this.#set('mode', MANUAL_MODE)
        );
      default:
        return command.word === 'updatemode' && command.args.length >= 3;
    }
  }

  tick(seconds: number): void {
    const device = this.#device;
    const charging = device.number('enabled') === 1 && device.number('connected') === 1;
    const power = charging ? device.number('limit') : 0;
    device.set('active', charging ? 1 : 0);
    device.set('actual', power);
    if (power === 0) return;
    const kilowattHours = (power * seconds) / 3600;
    this.#energy += kilowattHours;
    device.set('total', round(device.number('total') + kilowattHours, 4));
    device.set('session', this.#session());
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
    const start = now - (now % 86_400);
    const energy = round(this.#energy, 1);
    return JSON.stringify({
      connect: start,
      disconnect: 0,
      start,
      energy,
      power: CHARGE_KW,
      user: '',
    });
  }
}

export const ENERGY_MANAGER_PHYSICS: PhysicsTable = {
  EFM: (device, world) => new EnergyBalance(device, world),
  EnergyManager: (device, world) => new EnergyBalance(device, world),
  EnergyManager2: (device, world) => new EnergyBalance(device, world),
  Fronius: (device, world) => new EnergyBalance(device, world),
  Wallbox2: (device, world) => new Wallbox(device, world),
};
