import { allNodes, flowNodes, nodePower, nodePowers } from './efm-nodes.js';
import type { Device, InitialState, Physics, PhysicsTable, WireCommand, World } from './physics.js';

/** States of an energy flow monitor that its structure does not name nodes for. */
const MAX_NODES = 12;
const PERIODS = /^(actual|day|week|month|year|lifetime)$/;
const METER_STATES: Readonly<Record<string, string>> = {
  actual: 'actual',
  day: 'totalDay',
  week: 'totalWeek',
  month: 'totalMonth',
  year: 'totalYear',
  lifetime: 'total',
};

/** Shows the energy balance of the house: flow monitor and inverter alike. */
export class EnergyBalance implements Physics {
  protected readonly device: Device;
  readonly #world: World;
  #seen = -1;

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

  /** `getNodeValue/{actual|day|…}/{uuid;uuid}` and `get/{view}`. */
  query({ word, args }: WireCommand): unknown {
    const [period = '', ids = ''] = args;
    if (word === 'getnodevalue' && PERIODS.test(period)) return this.#nodeValues(period, ids);
    if (word === 'get' && PERIODS.test(period)) return this.#nodeValues(period, '');
    return undefined;
  }

  settle(): void {
    const { version } = this.#world.energy;
    if (version === this.#seen) return;
    this.#seen = version;
    for (const [state, value] of Object.entries(this.#balance())) this.device.set(state, value);
  }

  #nodeValues(period: string, ids: string): unknown {
    const wanted = ids.split(';').filter(Boolean);
    const nodes = allNodes(flowNodes(this.device.details.nodes));
    const chosen = nodes.filter(({ uuid }) => wanted.length === 0 || wanted.includes(uuid));
    return chosen.map((node) => {
      const meter = node.control === undefined ? undefined : this.#world.find(node.control);
      const state = METER_STATES[period] ?? 'actual';
      const flow = this.#world.energy.flow();
      const value = period === 'actual' ? nodePower(node, flow, this.#world) : meter?.number(state);
      return { uuid: node.uuid, value: value ?? 0 };
    });
  }

  /** The same flow under the names of all these control types. */
  #balance(): Readonly<Record<string, number>> {
    const flow = this.#world.energy.flow();
    // Where the structure names no nodes, the first are mostly grid, production and storage.
    const first = [flow.grid, flow.production, flow.battery];
    const actuals = Array.from({ length: MAX_NODES }, (_, node) => [
      `actual${node}`,
      first[node] ?? 0,
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
      ...nodePowers(flowNodes(this.device.details.nodes), flow, this.#world),
    };
  }
}

export const ENERGY_BALANCE_PHYSICS: PhysicsTable = {
  EFM: (device, world) => new EnergyBalance(device, world),
  Fronius: (device, world) => new EnergyBalance(device, world),
};
