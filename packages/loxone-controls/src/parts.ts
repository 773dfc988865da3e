import { stateSpec } from './catalog.js';
import { namesOf } from './details.js';
import type { ControlId, HomeControl } from './home.js';

/** A part of a control, as its id names it. */
export interface PartId {
  /** Id of the control that it is a part of. */
  readonly parent: ControlId;
  /** What follows: `masterValue`, `AI3`, `sensors`. */
  readonly part: string;
}

/** One of several states of the same kind. */
export interface NumberedState {
  /** The state in the catalog: `temperatures`, `actual`. */
  readonly name: string;
  /** Its number, as the structure file counts: `temperatures[1]` and `actual1` are 1. */
  readonly index: number;
  /** What the control calls it, where its details have a name for it. */
  readonly label?: string;
}

/** Details that name the numbered states of a type: id or number → name. */
const NAMES: Readonly<Record<string, string>> = {
  'IRoomController.temperatures': 'temperatures',
  'StatusMonitor.numState': 'status',
  'SolarPumpController.bufferTemp': 'buffers',
  'SolarPumpController.bufferState': 'buffers',
};

/**
 * Takes the id of a part of a control apart (protocol reference §4.4: `<parent>/<suffix>`).
 *
 * @returns `undefined` for the id of a whole control.
 */
export function partOf(id: ControlId): PartId | undefined {
  const at = id.indexOf('/');
  if (at <= 0 || at === id.length - 1) return undefined;
  return { parent: id.slice(0, at), part: id.slice(at + 1) };
}

/**
 * What a numbered state is: `temperatures[1]` of a room controller is its comfort temperature.
 *
 * @returns `undefined` for a state that is not numbered.
 */
export function numberedState(
  control: Pick<HomeControl, 'type' | 'details'>,
  name: string,
): NumberedState | undefined {
  const number = /(\d{1,4})\]?$/.exec(name)?.[1];
  const spec = stateSpec(control.type, name);
  if (number === undefined || spec?.indexed !== true) return undefined;
  const source = NAMES[`${control.type}.${spec.name}`];
  const label =
    nodeTitle(control.details.nodes, name) ?? namesOf(control.details, source).get(number);
  return {
    name: spec.name,
    index: Number(number),
    ...(label !== undefined && label !== '' && { label }),
  };
}

/** Energy trees name the state of each node: `{title, actualEfmState, nodes?}`. */
function nodeTitle(nodes: unknown, state: string, depth = 0): string | undefined {
  if (!Array.isArray(nodes) || depth > 8) return undefined;
  for (const node of nodes) {
    if (typeof node !== 'object' || node === null) continue;
    const { title, actualEfmState, nodes: below } = node;
    if (actualEfmState === state && typeof title === 'string') return title;
    const found = nodeTitle(below, state, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}
