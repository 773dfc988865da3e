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
  #alarms: readonly Device[] | undefined;

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
    const there = wave(now, 1800, this.#device.id) > 0.35 && !this.#isHouseLeft() ? 1 : 0;
    if (there === this.#device.number('active')) return;
    this.#device.set('active', there);
    const since = there === 1 ? unixToLoxoneSeconds(Math.floor(now / 1000)) : 0;
    this.#device.set('activeSince', since);
  }

  /** Whoever arms the alarm leaves. */
  #isHouseLeft(): boolean {
    this.#alarms ??= [...this.#world.devices()].filter(({ type }) => type === 'Alarm');
    return this.#alarms.some((alarm) => alarm.number('armed') === 1);
  }
}

/** Bits of one window in `windowStates` (protocol reference §5.3). */
const WINDOW = { offline: 0, closed: 1, tilted: 2, open: 4, locked: 8, unlocked: 16 } as const;

const AJAR = 0.2;

/** Counts the windows that are open; those that are no controls stay until somebody sets them. */
class WindowMonitor implements Physics {
  readonly #device: Device;
  readonly #world: World;
  #counted = '';

  constructor(device: Device, world: World) {
    this.#device = device;
    this.#world = world;
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
    const shown = this.#device.text('windowStates');
    const numbers = shown === '' ? [] : shown.split(',').map(Number);
    for (const [index, uuid] of this.#uuids().entries()) {
      const state = this.#stateOf(uuid);
      if (state !== undefined && index < numbers.length) numbers[index] = state;
    }
    const states = numbers.join(',');
    if (states === this.#counted) return;
    this.#counted = states;
    this.#device.set('windowStates', states);
    for (const [state, count] of Object.entries(countWindows(numbers)))
      this.#device.set(state, count);
  }

  #uuids(): readonly (string | undefined)[] {
    const { windows } = this.#device.details;
    return Array.isArray(windows) ? windows.map(uuidOf) : [];
  }

  /** Of a window or gate by where it stands, of a contact by whether it is active. */
  #stateOf(uuid: string | undefined): number | undefined {
    const control = uuid === undefined ? undefined : this.#world.find(uuid);
    if (control === undefined) return undefined;
    if (control.type === 'Window' || control.type === 'Gate') {
      const position = control.number('position');
      if (position === 0) return WINDOW.closed;
      return position <= AJAR ? WINDOW.tilted : WINDOW.open;
    }
    return control.number('active') === 1 ? WINDOW.open : WINDOW.closed;
  }
}

function uuidOf(window: unknown): string | undefined {
  return typeof window === 'object' && window !== null && 'uuid' in window
    ? String(window.uuid)
    : undefined;
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
  WindowMonitor: (device, world) => new WindowMonitor(device, world),
};
