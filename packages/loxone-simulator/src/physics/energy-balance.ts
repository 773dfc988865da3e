import { powerFlow } from './energy-model.js';
import { fraction, round } from './noise.js';
import type { Device, InitialState, Physics, PhysicsTable, WireCommand, World } from './physics.js';

const UPDATE_SECONDS = 5;
const MAX_NODES = 12;

/** Shows the energy balance of the house: flow monitor and inverter alike. */
export class EnergyBalance implements Physics {
  protected readonly device: Device;
  readonly #world: World;
  #since = 0;

  constructor(device: Device, world: World) {
    this.device = device;
    this.#world = world;
  }

  initialStates(): Readonly<Record<string, InitialState>> {
    return {
      ...this.#balance(),
      Pri: 0.31,
      Pre: 0.08,
      CO2: 0.35,
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

  /** Takes none; managers take some. */
  command(_command: WireCommand): boolean {
    return false;
  }

  tick(seconds: number): void {
    this.#since += seconds;
    if (this.#since < UPDATE_SECONDS) return;
    this.#since = 0;
    for (const [state, value] of Object.entries(this.#balance())) this.device.set(state, value);
  }

  /** The same flow under the names of all these control types. */
  #balance(): Readonly<Record<string, number>> {
    const flow = powerFlow(this.#world.environment, this.#world.now());
    const share = (node: number): number =>
      round(flow.consumption * (0.1 + 0.3 * fraction(`${node}`)), 2);
    // The first nodes of a flow monitor are mostly grid, production and storage.
    const nodes = [flow.grid, flow.production, flow.battery];
    const actuals = Array.from({ length: MAX_NODES }, (_, node) => [
      `actual${node}`,
      nodes[node] ?? share(node),
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

export const ENERGY_BALANCE_PHYSICS: PhysicsTable = {
  EFM: (device, world) => new EnergyBalance(device, world),
  Fronius: (device, world) => new EnergyBalance(device, world),
};
