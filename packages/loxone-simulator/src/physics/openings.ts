import { Drive } from './motion.js';
import type { Device, InitialState, Physics, PhysicsTable, WireCommand } from './physics.js';
import { numberArgument } from './wire-command.js';

const GATE_SECONDS = 14;
const WINDOW_SECONDS = 20;
const AJAR = 0.1;
const PARTIAL = 0.3;
const OPEN = 1;
const CLOSED = 0;

/** A motor that opens something: 1 is open, the other way round than a blind. */
abstract class Opening implements Physics {
  protected readonly device: Device;
  protected readonly drive: Drive;
  readonly #directionState: string;

  constructor(device: Device, seconds: number, directionState: string) {
    this.device = device;
    this.drive = new Drive(seconds);
    this.#directionState = directionState;
  }

  abstract initialStates(): Readonly<Record<string, InitialState>>;

  /** Where the command leads; `stop`: nowhere; none: no such command, or it is prevented. */
  protected abstract goal(command: WireCommand): number | 'stop' | undefined;

  command(command: WireCommand): boolean {
    const goal = this.goal(command);
    if (goal === undefined) return false;
    if (goal === 'stop') this.drive.stop();
    else this.drive.moveTo(goal);
    const position = this.device.number('position');
    this.device.set('targetPosition', this.drive.target ?? position);
    this.device.set(this.#directionState, this.drive.direction(position));
    return true;
  }

  tick(seconds: number): void {
    if (this.drive.target === undefined) return;
    const position = this.drive.step(this.device.number('position'), seconds);
    this.device.set('position', position);
    if (this.drive.target === undefined) this.device.set(this.#directionState, 0);
  }
}

class Gate extends Opening {
  constructor(device: Device) {
    super(device, GATE_SECONDS, 'active');
  }

  initialStates(): Readonly<Record<string, InitialState>> {
    return { position: CLOSED, active: 0, preventOpen: 0, preventClose: 0, jLocked: '' };
  }

  protected goal({ word }: WireCommand): number | 'stop' | undefined {
    switch (word) {
      case 'open':
        return this.#unless('preventOpen', OPEN);
      case 'close':
        return this.#unless('preventClose', CLOSED);
      case 'partiallyopen':
        return this.#unless('preventOpen', PARTIAL);
      case 'forceopen':
        return OPEN;
      case 'forceclose':
        return CLOSED;
      case 'stop':
        return 'stop';
      default:
        return undefined;
    }
  }

  #unless(state: string, goal: number): number | undefined {
    return this.device.number(state) === 1 ? undefined : goal;
  }
}

class Window extends Opening {
  constructor(device: Device) {
    super(device, WINDOW_SECONDS, 'direction');
  }

  initialStates(): Readonly<Record<string, InitialState>> {
    return {
      position: CLOSED,
      direction: 0,
      targetPosition: CLOSED,
      lockedReason: '',
      type: 0,
      jLocked: '',
    };
  }

  protected goal(command: WireCommand): number | 'stop' | undefined {
    switch (command.word) {
      case 'open':
        return jog(command, OPEN);
      case 'close':
        return jog(command, CLOSED);
      case 'fullopen':
        return OPEN;
      case 'fullclose':
        return CLOSED;
      case 'slightlyopen':
        return AJAR;
      case 'toggle':
        return this.device.number('position') > CLOSED ? CLOSED : OPEN;
      case 'stop':
        return 'stop';
      case 'movetoposition': {
        const percent = numberArgument(command, 0, 0, 100);
        return percent === undefined ? undefined : percent / 100;
      }
      default:
        return undefined;
    }
  }
}

/** `open/on` while a key is held, `open/off` when it is let go. */
function jog(command: WireCommand, goal: number): number | 'stop' | undefined {
  const key = command.args[0]?.toLowerCase();
  if (key === 'on') return goal;
  return key === 'off' ? 'stop' : undefined;
}

export const OPENING_PHYSICS: PhysicsTable = {
  Gate: (device) => new Gate(device),
  Window: (device) => new Window(device),
};
