import { allNodes, type FlowNode, flowNodes } from './efm-nodes.js';
import { round } from './noise.js';
import type { Device, InitialState, Physics, PhysicsTable, WireCommand, World } from './physics.js';

const MAX_KW = 22;
const LIMITED_BY_MAXIMUM = 8;

/** Shares power out between wall boxes (protocol reference §5.7). */
class WallboxManager implements Physics {
  readonly #device: Device;
  readonly #world: World;
  readonly #nodes: readonly FlowNode[];

  constructor(device: Device, world: World) {
    this.#device = device;
    this.#world = world;
    this.#nodes = allNodes(flowNodes(device.details.nodes));
  }

  initialStates(): Readonly<Record<string, InitialState>> {
    return {
      ...this.#powers(),
      Pmax: MAX_KW,
      Peco: 4,
      priceEco: 0.12,
      pricePrio: 0.31,
      priceHour: 0,
      actual: 0,
      limitedBy: 0,
      jLocked: '',
    };
  }

  command(): boolean {
    return false;
  }

  query({ word, args: [ids = ''] }: WireCommand): unknown {
    if (word !== 'getnodevalue') return undefined;
    const wanted = ids.split(';').filter(Boolean);
    return this.#nodes
      .filter(({ uuid }) => wanted.length === 0 || wanted.includes(uuid))
      .map((node) => ({ uuid: node.uuid, value: this.#powerOf(node) }));
  }

  settle(): void {
    for (const [state, value] of Object.entries(this.#powers())) this.#device.set(state, value);
  }

  #powers(): Readonly<Record<string, number>> {
    const powers = this.#nodes.map((node) => this.#powerOf(node));
    const sum = round(
      powers.reduce((total, power) => total + power, 0),
      2,
    );
    const limited = sum >= MAX_KW ? LIMITED_BY_MAXIMUM : 0;
    const each = powers.flatMap((power, index) => [
      [`actual${index}`, power] as const,
      [`limitedBy${index}`, limited] as const,
    ]);
    return { Cp: sum, Ap: round(Math.max(0, MAX_KW - sum), 2), ...Object.fromEntries(each) };
  }

  #powerOf(node: FlowNode): number {
    return node.control === undefined ? 0 : (this.#world.find(node.control)?.number('actual') ?? 0);
  }
}

export const WALLBOX_MANAGER_PHYSICS: PhysicsTable = {
  WallboxManager: (device, world) => new WallboxManager(device, world),
};
