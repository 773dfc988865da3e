import {
  type CommandSpec,
  controlType,
  matchWire,
  type StateSpec,
  type WireArguments,
} from '@gatehouse/loxone-controls';
import type { Device, InitialState, Physics, WireCommand } from './physics.js';

/** Command words that set a boolean state, and to what. */
const SWITCHING: Readonly<Record<string, number>> = { on: 1, off: 0, enable: 1, disable: 0 };

/**
 * A control that no physics was written for: it takes what the catalog knows, and where a command
 * plainly names the new value of one state, that state gets it.
 */
export class CatalogPhysics implements Physics {
  readonly #device: Device;

  constructor(device: Device) {
    this.#device = device;
  }

  initialStates(): Readonly<Record<string, InitialState>> {
    return {};
  }

  command(command: WireCommand): boolean {
    const match = matchWire(this.#device.type, command.raw);
    if (match === undefined) return false;
    const state = this.#changedBy(match.command);
    const value = state && newValue(match.command, match.args, state);
    if (state !== undefined && value !== undefined) this.#device.set(state.name, value);
    return true;
  }

  /** The one state that the command affects; of several, the one that its argument is named after. */
  #changedBy({ affects, args }: CommandSpec): StateSpec | undefined {
    const name = affects.length === 1 ? affects[0] : affects.find((one) => one === args[0]?.name);
    return controlType(this.#device.type)?.states.find((state) => state.name === name);
  }
}

function newValue(
  command: CommandSpec,
  args: WireArguments,
  state: StateSpec,
): number | string | undefined {
  const [argument, ...more] = command.args;
  if (argument === undefined) return SWITCHING[command.name];
  if (more.length > 0) return undefined;
  const value = args[argument.name];
  if (argument.kind === 'choice') {
    const wire = argument.choices[String(value)] ?? '';
    return SWITCHING[wire.toLowerCase()] ?? (/^-?\d+$/.test(wire) ? Number(wire) : undefined);
  }
  if (argument.kind === 'number')
    return typeof value === 'number' ? value / (state.scale ?? 1) : undefined;
  return state.kind === 'text' && value !== undefined ? String(value) : undefined;
}
