import { fraction } from './noise.js';
import { carryOut, type Orders, storesWhole, takesWhole } from './orders.js';
import type { Device, InitialState, Physics, PhysicsTable, WireCommand, World } from './physics.js';
import { numberArgument } from './wire-command.js';

const RING_SECONDS = 20;
const KEPT_EVENTS = 10;
const ONLINE = 2;
const DAY_MS = 86_400_000;
const FIRST_VISITOR_MINUTES = 9 * 60;
const VISITING_MINUTES = 10 * 60;
/** Frames per second in the lower half, resolution in the upper (protocol reference §5.5). */
const RESOLUTION_SHIFT = 16;
const DEFAULT_VIDEO = (2 << RESOLUTION_SHIFT) + 15;

/** A bell at the door: somebody rings once a day, and it remembers when. */
abstract class Doorbell implements Physics {
  protected readonly device: Device;
  readonly #world: World;
  #left = 0;
  #before: number;

  constructor(device: Device, world: World) {
    this.device = device;
    this.#world = world;
    this.#before = world.now();
  }

  abstract initialStates(): Readonly<Record<string, InitialState>>;

  abstract command(command: WireCommand): boolean;

  tick(seconds: number): void {
    if (this.#left > 0) {
      this.#left -= seconds;
      if (this.#left <= 0) this.device.set('bell', 0);
    }
    const now = this.#world.now();
    if (this.#before < this.#visitAt(now) && this.#visitAt(now) <= now) this.#ring(now);
    this.#before = now;
  }

  protected answer(): boolean {
    this.#left = 0;
    this.device.set('bell', 0);
    return true;
  }

  #ring(now: number): void {
    this.#left = RING_SECONDS;
    this.device.set('bell', 1);
    const stamp = this.#world.environment.localTime(now).text.replace(/\D/g, '');
    const events = this.device.text('lastBellEvents').split('|').filter(Boolean);
    this.device.set('lastBellEvents', [...events, stamp].slice(-KEPT_EVENTS).join('|'));
    this.device.set('lastBellTimestamp', stamp);
  }

  /** Once a day, at another time each day and at each door. */
  #visitAt(now: number): number {
    const { minutes, text } = this.#world.environment.localTime(now);
    const midnight = now - minutes * 60_000;
    const later = VISITING_MINUTES * fraction(`${this.device.id}/${text.slice(0, 10)}`);
    return Math.min(midnight + (FIRST_VISITOR_MINUTES + later) * 60_000, midnight + DAY_MS - 1);
  }
}

/** The first intercoms; doors are opened by their parts. */
class Intercom extends Doorbell {
  initialStates(): Readonly<Record<string, InitialState>> {
    return {
      bell: 0,
      lastBellEvents: '',
      lastBellTimestamp: '',
      version: '2.5.1.7|1.0.0.4',
      jLocked: '',
    };
  }

  command({ word, args }: WireCommand): boolean {
    return word === 'answer' && args.length === 0 && this.answer();
  }
}

/** The second ones: they speak prepared answers. */
class IntercomV2 extends Doorbell {
  readonly #orders: Orders;
  #bellImages = 10;

  constructor(device: Device, world: World) {
    super(device, world);
    this.#orders = {
      answer: () => this.answer(),
      playtts: takesWhole(0, 99, (index) => index < this.#answers().length),
      mute: storesWhole(device, 'muted', 0, 1),
      setanswers: ({ args }) => this.#setAnswers(args),
      setvideosettings: (command) => this.#video(command),
      setframerate: (command) => this.#video(command, 'rate'),
      setresolution: (command) => this.#video(command, 'resolution'),
      setnumberbellimages: takesWhole(0, 100, (count) => {
        this.#bellImages = count;
        return true;
      }),
    };
  }

  initialStates(): Readonly<Record<string, InitialState>> {
    return {
      bell: 0,
      lastBellEvents: '',
      address: '127.0.0.1',
      answers: JSON.stringify(['I am coming', 'Please leave it at the door']),
      muted: 0,
      deviceState: ONLINE,
      videoSettingsIntern: DEFAULT_VIDEO,
      videoSettingsExtern: DEFAULT_VIDEO,
      jLocked: '',
    };
  }

  command(command: WireCommand): boolean {
    return carryOut(this.#orders, command);
  }

  query({ word, args }: WireCommand): unknown {
    return word === 'getnumberbellimages' && args.length === 0 ? this.#bellImages : undefined;
  }

  #answers(): readonly unknown[] {
    const answers: unknown = JSON.parse(this.device.text('answers'));
    return Array.isArray(answers) ? answers : [];
  }

  #setAnswers(answers: readonly string[]): boolean {
    if (answers.length === 0) return false;
    this.device.set('answers', JSON.stringify(answers));
    return true;
  }

  /** `{0 inside | 1 outside}/{frame rate}/{resolution}`, or only one of the two. */
  #video(command: WireCommand, only?: 'rate' | 'resolution'): boolean {
    const outside = numberArgument(command, 0, 0, 1);
    const first = numberArgument(command, 1, 0, 0x7fff);
    const second = only === undefined ? numberArgument(command, 2, 0, 0x7fff) : first;
    if (outside === undefined || first === undefined || second === undefined) return false;
    const state = outside === 1 ? 'videoSettingsExtern' : 'videoSettingsIntern';
    const before = this.device.number(state);
    const rate = only === 'resolution' ? before % (1 << RESOLUTION_SHIFT) : first;
    const resolution = only === 'rate' ? before >> RESOLUTION_SHIFT : second;
    this.device.set(state, resolution * (1 << RESOLUTION_SHIFT) + rate);
    return true;
  }
}

export const INTERCOM_PHYSICS: PhysicsTable = {
  Intercom: (device, world) => new Intercom(device, world),
  IntercomV2: (device, world) => new IntercomV2(device, world),
};
