import { climateDemands } from './climate-demands.js';
import { unixNow } from './countdowns.js';
import { carryOut, type Orders, stores, storesWhole } from './orders.js';
import type { Device, InitialState, Physics, PhysicsTable, WireCommand, World } from './physics.js';

const MAINTENANCE_SECONDS = 180 * 86_400;
const HEAT = 1;
const COOL = 2;
const SERVICE = 5;

/** Decides whether the house is heated or cooled (protocol reference §5.4). */
class ClimateController implements Physics {
  readonly #device: Device;
  readonly #world: World;
  readonly #orders: Orders;

  constructor(device: Device, world: World) {
    this.#device = device;
    this.#world = world;
    this.#orders = {
      automode: storesWhole(device, 'autoMode', -1, 2),
      setservicemode: storesWhole(device, 'serviceMode', 0, 4),
      ventilation: storesWhole(device, 'ventilation', 0, 1),
      setheatingboundary: stores(device, 'heatingTempBoundary', -50, 50),
      setcoolingboundary: stores(device, 'coolingTempBoundary', -50, 50),
      resetmaintenance: ({ args }) => args.length === 0 && this.#resetMaintenance(),
    };
  }

  initialStates(): Readonly<Record<string, InitialState>> {
    return {
      controls: '[]',
      currentMode: 0,
      autoMode: 0,
      currentAutomatic: 0,
      temperatureBoundaryInfo: 0,
      heatingTempBoundary: 16,
      coolingTempBoundary: 22,
      actualOutdoorTemp: this.#outdoor(),
      averageOutdoorTemp: this.#outdoor(),
      overwriteReason: 0,
      infoText: '',
      serviceMode: 0,
      nextMaintenance: unixNow(this.#world) + MAINTENANCE_SECONDS / 2,
      ventilation: 0,
      excessEnergy: 0,
      standbyReason: 0,
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
    const outdoor = this.#outdoor();
    device.set('actualOutdoorTemp', outdoor);
    device.set('averageOutdoorTemp', Math.round(outdoor));
    device.set('controls', JSON.stringify(climateDemands(device, this.#world)));
    const heats = outdoor < device.number('heatingTempBoundary');
    const cools = outdoor > device.number('coolingTempBoundary');
    device.set('currentAutomatic', heats ? HEAT : cools ? COOL : 0);
    device.set('currentMode', this.#mode(heats, cools));
  }

  /** −1 off, 0 both, 1 only heating, 2 only cooling. */
  #mode(heats: boolean, cools: boolean): number {
    const device = this.#device;
    if (device.number('serviceMode') > 0) return SERVICE;
    const automatic = device.number('autoMode');
    if (heats && (automatic === 0 || automatic === HEAT)) return HEAT;
    return cools && (automatic === 0 || automatic === COOL) ? COOL : 0;
  }

  #resetMaintenance(): boolean {
    this.#device.set('nextMaintenance', unixNow(this.#world) + MAINTENANCE_SECONDS);
    return true;
  }

  #outdoor(): number {
    return this.#world.environment.outdoorTemperature(this.#world.now());
  }
}

export const CLIMATE_CONTROLLER_PHYSICS: PhysicsTable = {
  ClimateController: (device, world) => new ClimateController(device, world),
};
