import type { PowerFlow } from './energy-model.js';
import type { Device, World } from './physics.js';

/** One node of an energy flow monitor (`details.nodes`, protocol reference §5.7). */
export interface FlowNode {
  readonly uuid: string;
  readonly nodeType: string;
  /** State that shows its power: `actual0`. */
  readonly state: string | undefined;
  readonly control: string | undefined;
  readonly nodes: readonly FlowNode[];
}

/** The tree of nodes; entries that cannot be right are left out. */
export function flowNodes(nodes: unknown): readonly FlowNode[] {
  if (!Array.isArray(nodes)) return [];
  return nodes.flatMap((node: unknown) => {
    if (typeof node !== 'object' || node === null) return [];
    const field = (name: string): unknown => Reflect.get(node, name);
    const state = field('actualEfmState');
    const control = field('ctrlUuid');
    return [
      {
        uuid: String(field('uuid') ?? ''),
        nodeType: String(field('nodeType') ?? ''),
        state: typeof state === 'string' ? state : undefined,
        control: typeof control === 'string' ? control : undefined,
        nodes: flowNodes(field('nodes')),
      },
    ];
  });
}

/** All nodes, those below right after those above. */
export function allNodes(nodes: readonly FlowNode[]): readonly FlowNode[] {
  return nodes.flatMap((node) => [node, ...allNodes(node.nodes)]);
}

/** kW of one node: of the house where it is the grid, the roof or the battery, else of its meter. */
export function nodePower(node: FlowNode, flow: PowerFlow, world: World): number {
  switch (node.nodeType) {
    case 'Grid':
      return flow.grid;
    case 'Production':
      return flow.production;
    case 'Storage':
      return flow.battery;
    case 'Group':
      return node.nodes.reduce((sum, below) => sum + nodePower(below, flow, world), 0);
    default:
      return node.control === undefined ? 0 : powerOf(world.find(node.control));
  }
}

function powerOf(device: Device | undefined): number {
  return device?.number('actual') ?? 0;
}

/** What an energy flow monitor shows under `actual0`, `actual1`, … */
export function nodePowers(
  nodes: readonly FlowNode[],
  flow: PowerFlow,
  world: World,
): Readonly<Record<string, number>> {
  const known = allNodes(nodes).filter((node) => node.state !== undefined);
  return Object.fromEntries(known.map((node) => [node.state, nodePower(node, flow, world)]));
}
