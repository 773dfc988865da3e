import { climateDemands } from './climate-demands.js';
import { expire, loxoneNow } from './countdowns.js';
import { clamp } from './noise.js';
import { carryOut, type Order, type Orders, stores, storesWhole, takesWhole } from './orders.js';
import type { Device, InitialState, Physics, PhysicsTable, WireCommand, World } from './physics.js';
import { numberArgument } from './wire-command.js';

/** Modes of the American one: off, heating, cooling, both. */
const US_MODE = { off: 0, heat: 1, cool: 2, both: 3 } as const;
const MAX_LOXONE_SECONDS = 0xffffffff;

/** The American climate controller: stages, a fan, and an emergency heating. */
class ClimateControllerUs implements Physics {
  readonly #device: Device;
  readonly #world: World;
  readonly #orders: Orders;
  #modeAfter: number = US_MODE.off;

  constructor(device: Device, world: World) {
    this.#device = device;
    this.#world = world;
    const timer = (state: string, started: string): Order =>
      takesWhole(-1, MAX_LOXONE_SECONDS, (until) => this.#startTimer(state, started, until));
    this.#orders = {
      setmode: storesWhole(device, 'mode', US_MODE.off, US_MODE.both),
      startmodetimer: (command) => this.#startModeTimer(command),
      ventilation: storesWhole(device, 'fan', 0, 1),
      startventilationtimer: timer('fanTimerUntil', 'fan'),
      useemergency: storesWhole(device, 'emergencyOverride', 0, 1),
      startemergencytimer: timer('emergencyTimerUntil', 'emergencyOverride'),
      setminimumtempcooling: stores(device, 'minimumTempCooling', -50, 50),
      setmaximumtempheating: stores(device, 'maximumTempHeating', -50, 50),
      setservicemode: storesWhole(device, 'serviceMode', 0, 9),
    };
  }

  initialStates(): Readonly<Record<string, InitialState>> {
    return {
      mode: US_MODE.both,
      controls: '[]',
      currentStatus: 0,
      stage: 0,
      fan: 0,
      fanTimerUntil: 0,
      modeTimerUntil: 0,
      emergencyTimerUntil: 0,
      emergencyOverride: 0,
      humidity: 45,
      actualOutdoorTemp: this.#outdoor(),
      minimumTempCooling: 18,
      maximumTempHeating: 18,
      threshold: 20,
      demandHeat: 0,
      demandCool: 0,
      serviceMode: 0,
      jLocked: '',
    };
  }

  command(command: WireCommand): boolean {
    const done = carryOut(this.#orders, command);
    if (done) this.tick();
    return done;
  }

  tick(): void {
    const device = this.#device;
    const now = loxoneNow(this.#world);
    if (expire(device, 'fanTimerUntil', now)) device.set('fan', 0);
    if (expire(device, 'emergencyTimerUntil', now)) device.set('emergencyOverride', 0);
    if (expire(device, 'modeTimerUntil', now)) device.set('mode', this.#modeAfter);
    const outdoor = this.#outdoor();
    device.set('actualOutdoorTemp', outdoor);
    device.set('controls', JSON.stringify(climateDemands(device, this.#world)));
    this.#follow(outdoor);
  }

  #follow(outdoor: number): void {
    const device = this.#device;
    const mode = device.number('mode');
    const heats = (mode & US_MODE.heat) > 0 && outdoor < device.number('maximumTempHeating');
    const cools = (mode & US_MODE.cool) > 0 && outdoor > device.number('minimumTempCooling');
    const heat = heats
      ? clamp(Math.round((device.number('maximumTempHeating') - outdoor) * 5), 0, 100)
      : 0;
    const cool =
      cools && !heats
        ? clamp(Math.round((outdoor - device.number('minimumTempCooling')) * 5), 0, 100)
        : 0;
    device.set('demandHeat', heat);
    device.set('demandCool', cool);
    const demand = Math.max(heat, cool);
    const stage = demand < device.number('threshold') ? 0 : demand > 60 ? 2 : 1;
    device.set('stage', stage);
    device.set('currentStatus', stage === 0 ? 0 : heat > 0 ? US_MODE.heat : US_MODE.cool);
  }

  /** `{mode}/{until}/{mode afterwards}` */
  #startModeTimer(command: WireCommand): boolean {
    const mode = numberArgument(command, 0, US_MODE.off, US_MODE.both);
    const until = numberArgument(command, 1, -1, MAX_LOXONE_SECONDS);
    const after = numberArgument(command, 2, US_MODE.off, US_MODE.both);
    if (mode === undefined || until === undefined || after === undefined) return false;
    if (until > 0 && until <= loxoneNow(this.#world)) return false;
    this.#modeAfter = after;
    this.#device.set('mode', mode);
    this.#device.set('modeTimerUntil', until);
    return true;
  }

  #startTimer(state: string, started: string, until: number): boolean {
    if (until > 0 && until <= loxoneNow(this.#world)) return false;
    this.#device.set(state, until);
    this.#device.set(started, until === 0 ? 0 : 1);
    return true;
  }

  #outdoor(): number {
    return this.#world.environment.outdoorTemperature(this.#world.now());
  }
}

export const CLIMATE_CONTROLLER_US_PHYSICS: PhysicsTable = {
  ClimateControllerUS: (device, world) => new ClimateControllerUs(device, world),
};
