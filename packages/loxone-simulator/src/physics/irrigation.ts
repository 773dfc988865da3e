import type { Device, InitialState, Physics, PhysicsTable, WireCommand, World } from './physics.js';
import { numberArgument, parseNumber } from './wire-command.js';

const OFF = -1;
const ALL_ZONES = 8;

interface Zone {
  readonly id: number;
  readonly name: string;
  readonly duration: number;
  readonly setByLogic: boolean;
}

/** Waters zone after zone, each for its own time; rain keeps it from starting. */
class Irrigation implements Physics {
  readonly #device: Device;
  readonly #world: World;
  #zones: readonly Zone[] = ['Lawn', 'Beds', 'Hedge', 'Greenhouse'].map((name, id) => ({
    id,
    name,
    duration: 600,
    setByLogic: false,
  }));
  #left = 0;
  #single = false;

  constructor(device: Device, world: World) {
    this.#device = device;
    this.#world = world;
  }

  initialStates(): Readonly<Record<string, InitialState>> {
    return {
      rainActive: 0,
      expectedPrecipitation: 0,
      maxExpectedPrecipitation: 4,
      currentZone: OFF,
      zones: JSON.stringify(this.#zones),
      rainTime: 0,
      jLocked: '',
    };
  }

  command(command: WireCommand): boolean {
    switch (command.word) {
      case 'start':
        return this.#device.number('rainActive') === 0 && this.#begin(0, false);
      case 'startforce':
        return this.#begin(0, false);
      case 'stop':
        return this.#begin(OFF, false);
      case 'select':
        return this.#select(numberArgument(command, 0, 0, 9));
      case 'setduration':
      case 'setdurations':
        return this.#setDurations(command.args);
      default:
        return false;
    }
  }

  tick(seconds: number): void {
    const rain = this.#world.environment.rain(this.#world.now());
    this.#device.set('expectedPrecipitation', rain);
    this.#device.set('rainActive', rain > 0.5 ? 1 : 0);
    const zone = this.#device.number('currentZone');
    if (zone === OFF || zone === ALL_ZONES) return;
    this.#left -= seconds;
    if (this.#left > 0) return;
    const next = zone + 1;
    this.#begin(this.#single || next >= this.#zones.length ? OFF : next, this.#single);
  }

  /** 1–8 one zone, 0 none, 9 all at once. */
  #select(choice: number | undefined): boolean {
    if (choice === undefined) return false;
    if (choice === 9) return this.#begin(ALL_ZONES, true);
    return choice <= this.#zones.length && this.#begin(choice === 0 ? OFF : choice - 1, true);
  }

  #begin(zone: number, single: boolean): boolean {
    this.#single = single;
    this.#left = this.#zones[zone]?.duration ?? 0;
    this.#device.set('currentZone', zone);
    return true;
  }

  /** `{zone}={seconds}` in each argument. */
  #setDurations(args: readonly string[]): boolean {
    const wishes = args.map((argument) => argument.split('=').map(parseNumber));
    const valid = wishes.every(
      ([zone, seconds = -1]) => zone !== undefined && this.#zones[zone] && seconds >= 0,
    );
    if (!valid || wishes.length === 0) return false;
    this.#zones = this.#zones.map((zone) => {
      const wish = wishes.find(([id]) => id === zone.id);
      return { ...zone, duration: wish?.[1] ?? zone.duration };
    });
    this.#device.set('zones', JSON.stringify(this.#zones));
    return true;
  }
}

export const IRRIGATION_PHYSICS: PhysicsTable = {
  Irrigation: (device, world) => new Irrigation(device, world),
};
