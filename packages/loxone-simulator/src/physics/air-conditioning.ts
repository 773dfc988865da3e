import { countDown, expire, unixNow } from './countdowns.js';
import { FineValue } from './fine-value.js';
import { clamp } from './noise.js';
import { carryOut, type Orders, sets, storesWhole, takes } from './orders.js';
import type { Device, InitialState, Physics, PhysicsTable, WireCommand, World } from './physics.js';
import { numberArgument, parseNumber } from './wire-command.js';

const PAUSED_BY_TIMER = 1;
const COOL_MODE = 3;
const HEAT_MODE = 2;
const MIN_TARGET = 16;
const MAX_TARGET = 30;
const ROOM_MINUTES = 20;
const NO_OVERRIDE = '0';

interface Settings {
  readonly [name: string]: unknown;
}

/** One air conditioner (protocol reference §5.4). */
class AirConditioner implements Physics {
  readonly #device: Device;
  readonly #world: World;
  readonly #orders: Orders;
  readonly #temperature = new FineValue(1);
  #settings: Settings = { defaultAirflow: 1, defaultFanspeed: 2, defaultTargetTemp: 22 };

  constructor(device: Device, world: World) {
    this.#device = device;
    this.#world = world;
    this.#orders = {
      on: sets(device, { status: 1 }),
      off: sets(device, { status: 0 }),
      toggle: () => this.#set({ status: 1 - device.number('status') }),
      settarget: takes(0, 50, (target) =>
        this.#set({ targetTemperature: clamp(target, MIN_TARGET, MAX_TARGET) }),
      ),
      setmode: this.#choice('mode', 1, 5),
      setfan: this.#choice('fan', 1, 6),
      setairdir: this.#choice('ventMode', 1, 7),
      setoverride: (command) => this.#override(command),
      startpause: takes(-1, 7 * 86_400, (seconds) => this.#pause(seconds)),
      cancelpause: sets(device, { pauseUntil: 0, pauseReason: 0, pauseTime: 0 }),
      setsilentmode: storesWhole(device, 'silentMode', 0, 9),
      setautomaticmodefanspeed: this.#setting('automaticModeFanSpeed'),
      setdefaultairflow: this.#setting('defaultAirflow'),
      setdefaultfanspeed: this.#setting('defaultFanspeed', 'defaultFan'),
      setdefaulttargettemp: this.#setting('defaultTargetTemp'),
      setmodename: this.#naming('operatingmodes'),
      setairflowname: this.#naming('airflows'),
      setfanspeedname: this.#naming('fanspeeds'),
    };
  }

  initialStates(): Readonly<Record<string, InitialState>> {
    return {
      status: 0,
      mode: 1,
      fan: 2,
      ventMode: 1,
      operatingmodes: named('Automatic', 'Heating', 'Cooling', 'Dehumidify', 'Fan'),
      fanspeeds: named('Automatic', 'Lowest', 'Low', 'Medium', 'High', 'Highest'),
      airflows: named('Automatic', 'Swing', 'Top', 'Upper', 'Middle', 'Lower', 'Bottom'),
      temperature: 23,
      targetTemperature: 22,
      minTemp: MIN_TARGET,
      maxTemp: MAX_TARGET,
      pauseUntil: 0,
      pauseReason: 0,
      pauseTime: 0,
      silentMode: 0,
      override: NO_OVERRIDE,
      settings: JSON.stringify(this.#settings),
      defaultFan: 2,
      jLocked: '',
    };
  }

  command(command: WireCommand): boolean {
    return carryOut(this.#orders, command);
  }

  query({ word }: WireCommand): unknown {
    return word === 'getsettings' ? this.#settings : undefined;
  }

  tick(seconds: number): void {
    const device = this.#device;
    const now = unixNow(this.#world);
    countDown(device, 'pauseTime', seconds);
    if (expire(device, 'pauseUntil', now)) device.set('pauseReason', 0);
    const until = overrideEnd(device.text('override'));
    if (until > 0 && until <= now) device.set('override', NO_OVERRIDE);
    const shown = this.#temperature.move(
      device.number('temperature'),
      (actual) => (this.#goal(actual) - actual) * (1 - Math.exp(-seconds / (ROOM_MINUTES * 60))),
    );
    device.set('temperature', shown);
  }

  /** Where the room's temperature tends to. */
  #goal(actual: number): number {
    const device = this.#device;
    const runs = device.number('status') === 1 && device.number('pauseUntil') === 0;
    const target = device.number('targetTemperature');
    const mode = device.number('mode');
    if (!runs) return 23 + (this.#world.environment.outdoorTemperature(this.#world.now()) - 15) / 6;
    if (mode === HEAT_MODE) return Math.max(actual, target);
    return mode === COOL_MODE ? Math.min(actual, target) : mode === 1 ? target : actual;
  }

  #choice(state: string, low: number, high: number): Orders[string] {
    return (command) => {
      const done = storesWhole(this.#device, state, low, high)(command);
      if (done) this.#device.set('override', this.#overrideText(0));
      return done;
    };
  }

  #setting(name: string, state?: string): Orders[string] {
    return takes(-50, 100, (value) => {
      this.#settings = { ...this.#settings, [name]: value };
      return this.#set({
        settings: JSON.stringify(this.#settings),
        ...(state !== undefined && { [state]: value }),
      });
    });
  }

  /** `{id}/{name}` */
  #naming(state: string): Orders[string] {
    return ({ args: [id = '', name = ''] }) => {
      const names: unknown = JSON.parse(this.#device.text(state));
      if (!Array.isArray(names) || name === '') return false;
      const number = parseNumber(id);
      if (!names.some((entry: { id: number }) => entry.id === number)) return false;
      const renamed = names.map((entry: { id: number }) =>
        entry.id === number ? { ...entry, name } : entry,
      );
      return this.#set({ [state]: JSON.stringify(renamed) });
    };
  }

  /** `{seconds}/{mode}/{fan}/{air}/{target}`, where 0 keeps what is; `0` alone ends it. */
  #override(command: WireCommand): boolean {
    const seconds = numberArgument(command, 0, 0, 7 * 86_400);
    if (seconds === undefined) return false;
    if (command.args.length === 1) return seconds === 0 && this.#set({ override: NO_OVERRIDE });
    const wishes = [
      ['mode', numberArgument(command, 1, 0, 5)],
      ['fan', numberArgument(command, 2, 0, 6)],
      ['ventMode', numberArgument(command, 3, 0, 7)],
      ['targetTemperature', numberArgument(command, 4, 0, MAX_TARGET)],
    ] as const;
    if (command.args.length !== 5 || wishes.some(([, value]) => value === undefined)) return false;
    for (const [state, value = 0] of wishes) if (value > 0) this.#device.set(state, value);
    return this.#set({ override: this.#overrideText(seconds), status: 1 });
  }

  #overrideText(seconds: number): string {
    const device = this.#device;
    return JSON.stringify({
      mode: device.number('mode'),
      fanspeed: device.number('fan'),
      airflow: device.number('ventMode'),
      target: device.number('targetTemperature'),
      until: seconds === 0 ? 0 : unixNow(this.#world) + seconds,
    });
  }

  /** −1 for good, 0 not at all. */
  #pause(seconds: number): boolean {
    const until = seconds > 0 ? unixNow(this.#world) + seconds : seconds;
    return this.#set({
      pauseUntil: until,
      pauseReason: until === 0 ? 0 : PAUSED_BY_TIMER,
      pauseTime: Math.max(0, seconds),
    });
  }

  #set(states: Readonly<Record<string, number | string>>): boolean {
    for (const [state, value] of Object.entries(states)) this.#device.set(state, value);
    return true;
  }
}

function named(...names: readonly string[]): string {
  return JSON.stringify(names.map((name, index) => ({ id: index + 1, name })));
}

function overrideEnd(text: string): number {
  const [, until] = /"until":(\d+)/.exec(text) ?? [];
  return Number(until ?? 0);
}

export const AIR_CONDITIONING_PHYSICS: PhysicsTable = {
  AcControl: (device, world) => new AirConditioner(device, world),
};
