import { uuidFrom } from '../uuid-from.js';
import { carryOut, type Orders, takesWhole } from './orders.js';
import type { Device, InitialState, Physics, PhysicsTable, WireCommand, World } from './physics.js';

/** Bits of `deviceState`. */
const DEVICE = { online: 1, learning: 2 } as const;
const LEARNING_SECONDS = 30;

const AN_HOUR_MS = 3_600_000;
const KEPT_EVENTS = 50;

/** One time that somebody used it. */
interface TouchEvent {
  /** Unix seconds. */
  readonly ts: number;
  readonly output: number;
  readonly name: string;
}

interface KeyCode {
  readonly name: string;
  readonly active: boolean;
}

/** A keypad that reads tags: opens outputs, and keeps codes whose digits nobody sees again. */
class CodeTouch implements Physics {
  readonly #device: Device;
  readonly #world: World;
  readonly #orders: Orders;
  readonly #codes = new Map<string, KeyCode>();
  #learningLeft = 0;
  #events: readonly TouchEvent[];

  constructor(device: Device, world: World) {
    this.#device = device;
    this.#world = world;
    this.#codes.set(uuidFrom(`${device.id}/code/family`), { name: 'Family', active: true });
    const ts = Math.floor((world.now() - AN_HOUR_MS) / 1000);
    this.#events = [{ ts, output: 1, name: 'Family' }];
    this.#orders = {
      output: takesWhole(1, 6, (output) => this.#open(output)),
      code: ({ args }) => this.#code(args),
      nfc: ({ args }) => this.#learn(args[0]?.toLowerCase()),
    };
  }

  initialStates(): Readonly<Record<string, InitialState>> {
    return {
      historyDate: this.#world.now() - AN_HOUR_MS,
      codeDate: this.#world.now() - 86_400_000,
      deviceState: DEVICE.online,
      nfcLearnResult: '',
      keyPadAuthType: 0,
      jLocked: '',
    };
  }

  command(command: WireCommand): boolean {
    return carryOut(this.#orders, command);
  }

  /** Newest first; nobody sees the digits of a code again. */
  query({ word, args }: WireCommand): unknown {
    if (args.length > 0) return undefined;
    if (word === 'history') return this.#events;
    if (word !== 'codes') return undefined;
    return [...this.#codes].map(([uuid, { name, active }]) => ({ uuid, name, isActive: active }));
  }

  tick(seconds: number): void {
    if (this.#learningLeft <= 0) return;
    this.#learningLeft -= seconds;
    if (this.#learningLeft <= 0) this.#endLearning();
  }

  /** Outputs that the structure names; all six where it names none. */
  #open(output: number): boolean {
    const { accessOutputs } = this.#device.details;
    const known = typeof accessOutputs === 'object' && accessOutputs !== null ? accessOutputs : {};
    const names = Object.keys(known);
    if (names.length > 0 && !names.includes(`q${output}`)) return false;
    const now = this.#world.now();
    const event = { ts: Math.floor(now / 1000), output, name: 'Visualisation' };
    this.#events = [event, ...this.#events].slice(0, KEPT_EVENTS);
    this.#device.set('historyDate', now);
    return true;
  }

  /** `create/{name}/…`, and `update`, `activate`, `deactivate`, `delete` with a code's uuid. */
  #code([verb = '', id = '', name = '']: readonly string[]): boolean {
    const known = this.#codes.get(id);
    switch (verb.toLowerCase()) {
      case 'create':
        return (
          id !== '' && name !== '' && this.#keep(uuidFrom(`code/${id}`), { name: id, active: true })
        );
      case 'update':
        return known !== undefined && this.#keep(id, { ...known, name: name || known.name });
      case 'activate':
        return this.#keep(id, { name: known?.name ?? '', active: true });
      case 'deactivate':
        return this.#keep(id, { name: known?.name ?? '', active: false });
      case 'delete':
        this.#codes.delete(id);
        return id !== '' && this.#touched();
      default:
        return false;
    }
  }

  #keep(id: string, code: KeyCode): boolean {
    if (id === '') return false;
    this.#codes.set(id, code);
    return this.#touched();
  }

  #touched(): boolean {
    this.#device.set('codeDate', this.#world.now());
    return true;
  }

  #learn(verb: string | undefined): boolean {
    if (verb === 'stoplearn') return this.#endLearning();
    if (verb !== 'startlearn') return false;
    this.#learningLeft = LEARNING_SECONDS;
    this.#device.set('deviceState', DEVICE.online + DEVICE.learning);
    this.#device.set('nfcLearnResult', JSON.stringify({ state: 'learning' }));
    return true;
  }

  #endLearning(): boolean {
    this.#learningLeft = 0;
    this.#device.set('deviceState', DEVICE.online);
    this.#device.set('nfcLearnResult', '');
    return true;
  }
}

export const CODE_TOUCH_PHYSICS: PhysicsTable = {
  NfcCodeTouch: (device, world) => new CodeTouch(device, world),
};
