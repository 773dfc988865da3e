import { unixToLoxoneSeconds, ZERO_UUID } from '@gatehouse/loxone-protocol';
import { fraction, wave } from './noise.js';
import type { Device, InitialState, Physics, PhysicsTable, WireCommand, World } from './physics.js';
import { measure } from './quantities.js';
import { bareNumber, detailNumber, numberArgument } from './wire-command.js';

const UPDATE_SECONDS = 5;

/** Shows a number that moves with time. */
class AnalogSensor implements Physics {
  readonly #device: Device;
  readonly #world: World;
  #since = 0;

  constructor(device: Device, world: World) {
    this.#device = device;
    this.#world = world;
  }

  initialStates(): Readonly<Record<string, InitialState>> {
    return { value: measure(this.#device, this.#world), error: 0 };
  }

  command(): boolean {
    return false;
  }

  tick(seconds: number): void {
    this.#since += seconds;
    if (this.#since < UPDATE_SECONDS) return;
    this.#since = 0;
    this.#device.set('value', measure(this.#device, this.#world));
  }
}

/** Shows what never moves by itself: a contact, a text, a status line. */
class StillSensor implements Physics {
  readonly #states: Readonly<Record<string, InitialState>>;

  constructor(states: Readonly<Record<string, InitialState>>) {
    this.#states = states;
  }

  initialStates(): Readonly<Record<string, InitialState>> {
    return this.#states;
  }

  command(): boolean {
    return false;
  }
}

/** Sees people come and go. */
class PresenceDetector implements Physics {
  readonly #device: Device;
  readonly #world: World;

  constructor(device: Device, world: World) {
    this.#device = device;
    this.#world = world;
  }

  initialStates(): Readonly<Record<string, InitialState>> {
    return {
      active: 0,
      activeSince: 0,
      locked: 0,
      infoText: '',
      time: 300,
      events: '',
      jLocked: '',
    };
  }

  command(command: WireCommand): boolean {
    const seconds = command.word === 'time' ? numberArgument(command, 0, 0) : bareNumber(command);
    if (seconds === undefined || seconds < 0) return false;
    if (detailNumber(this.#device.details, 'parameterConnections', 0) % 2 === 1) return false;
    this.#device.set('time', seconds);
    return true;
  }

  tick(): void {
    const now = this.#world.now();
    const there = wave(now, 1800, this.#device.id) > 0.35 ? 1 : 0;
    if (there === this.#device.number('active')) return;
    this.#device.set('active', there);
    const since = there === 1 ? unixToLoxoneSeconds(Math.floor(now / 1000)) : 0;
    this.#device.set('activeSince', since);
  }
}

/** Bits of one window in `windowStates` (protocol reference §5.3). */
const WINDOW = { offline: 0, closed: 1, tilted: 2, open: 4, locked: 8, unlocked: 16 } as const;

/** Counts the windows that are open; each keeps its state until somebody sets another one. */
class WindowMonitor implements Physics {
  readonly #device: Device;
  #counted = '';

  constructor(device: Device) {
    this.#device = device;
  }

  initialStates(): Readonly<Record<string, InitialState>> {
    const { windows } = this.#device.details;
    const count = Array.isArray(windows) ? windows.length : 0;
    const states = Array.from({ length: count }, (_, index) =>
      fraction(`${this.#device.id}/${index}`) < 0.2 ? WINDOW.tilted : WINDOW.closed,
    );
    this.#counted = states.join(',');
    return { windowStates: this.#counted, ...countWindows(states), jLocked: '' };
  }

  command(): boolean {
    return false;
  }

  tick(): void {
    const states = this.#device.text('windowStates');
    if (states === this.#counted) return;
    this.#counted = states;
    const numbers = states.split(',').map(Number);
    for (const [state, count] of Object.entries(countWindows(numbers)))
      this.#device.set(state, count);
  }
}

/** Every window counts once, by the worst that is known of it. */
function countWindows(states: readonly number[]): Readonly<Record<string, number>> {
  const counts = {
    numOpen: 0,
    numTilted: 0,
    numClosed: 0,
    numOffline: 0,
    numLocked: 0,
    numUnlocked: 0,
  };
  for (const state of states) {
    if (state & WINDOW.open) counts.numOpen += 1;
    else if (state & WINDOW.tilted) counts.numTilted += 1;
    else if (state & WINDOW.unlocked) counts.numUnlocked += 1;
    else if (state & WINDOW.locked) counts.numLocked += 1;
    else if (state & WINDOW.closed) counts.numClosed += 1;
    else counts.numOffline += 1;
  }
  return counts;
}

function infoText(device: Device): string {
  return /version|firmware/i.test(device.name) ? '1.0.3' : 'OK';
}

export const SENSOR_PHYSICS: PhysicsTable = {
  InfoOnlyAnalog: (device, world) => new AnalogSensor(device, world),
  InfoOnlyDigital: () => new StillSensor({ active: 0 }),
  InfoOnlyText: (device) => new StillSensor({ text: infoText(device) }),
  TextState: () =>
    new StillSensor({
      textAndIcon: 'All is well',
      iconAndColor: JSON.stringify({ icon: ZERO_UUID, color: '#69C350' }),
    }),
  Tracker: () => new StillSensor({ entries: '' }),
  PresenceDetector: (device, world) => new PresenceDetector(device, world),
  WindowMonitor: (device) => new WindowMonitor(device),
};
