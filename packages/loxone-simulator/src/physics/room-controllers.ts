import { loxoneToUnixSeconds } from '@gatehouse/loxone-protocol';
import { FineValue } from './fine-value.js';
import { clamp, fraction, round, wave } from './noise.js';
import type { Device, InitialState, Physics, PhysicsTable, WireCommand, World } from './physics.js';
import { numberArgument, parseNumber } from './wire-command.js';

/** Values of `activeMode` (protocol reference §5.4). */
const MODE = { economy: 0, comfort: 1, protection: 2, manual: 3, off: 4 } as const;
const MANUAL_OPERATING_MODES = 3;
const OVERRIDE_REASON_SOURCE = 8;
const HOUR_SECONDS = 3600;
const ROOM_MINUTES = 25;
const LEAK_HOURS = 30;

/** `set…` commands that only store a number: word → state, lowest, highest. */
const SETTINGS: ReadonlyMap<string, readonly [state: string, low: number, high: number]> = new Map([
  ['setcomforttemperature', ['comfortTemperature', 5, 40]],
  ['setcomforttemperaturecool', ['comfortTemperatureCool', 5, 40]],
  ['setcomforttolerance', ['comfortTolerance', 0.5, 3]],
  ['setabsentmintemperature', ['absentMinOffset', 0, 20]],
  ['setabsentmaxtemperature', ['absentMaxOffset', 0, 20]],
  ['setmanualtemperature', ['manualTemperature', 5, 40]],
  ['setcomfortmodetemp', ['comfortTemperature', 5, 40]],
  ['setoperatingmode', ['operatingMode', -1, 5]],
  ['setshadingtemperatureheat', ['shadingHeatTemp', -50, 50]],
  ['setshadingtemperaturecool', ['shadingCoolTemp', -50, 50]],
  ['setheatingboundary', ['heatingBoundary', -50, 50]],
  ['setcoolingboundary', ['coolingBoundary', -50, 50]],
]);

const PLAN_WORDS = /^(set|modeslist)$/;

interface Override {
  readonly mode: number;
  readonly start: number;
  /** Unix seconds; 0 = until it is stopped. */
  readonly end: number;
  readonly temperature: number | undefined;
}

/** A room that is heated and cooled towards what its mode asks for. */
class RoomController implements Physics {
  readonly #device: Device;
  readonly #world: World;
  readonly #temperature = new FineValue(1);
  #override: Override | undefined;
  #hasBegun = false;

  constructor(device: Device, world: World) {
    this.#device = device;
    this.#world = world;
  }

  initialStates(): Readonly<Record<string, InitialState>> {
    const seed = fraction(this.#device.id);
    const comfort = round(20.5 + 2 * seed, 1);
    return {
      activeMode: MODE.comfort,
      operatingMode: 0,
      currentMode: 1,
      overrideEntries: '[]',
      overrideReason: 0,
      prepareState: 0,
      tempActual: round(comfort - 0.6 + 0.8 * seed, 1),
      tempTarget: comfort,
      manualTemperature: comfort,
      comfortTemperature: comfort,
      comfortTemperatureCool: 25.5,
      comfortTolerance: 0.5,
      comfortTemperatureOffset: 0,
      absentMinOffset: 3,
      absentMaxOffset: 3,
      frostProtectTemperature: 8,
      heatProtectTemperature: 38,
      shadingHeatTemp: 21,
      shadingCoolTemp: 24,
      heatingBoundary: 16,
      coolingBoundary: 22,
      shadingOut: 0,
      openWindow: 0,
      excessEnergyTempOffset: 0,
      temperatureBoundaryInfo: 0,
      actualOutdoorTemp: this.#outdoor(),
      averageOutdoorTemp: round(this.#outdoor(), 0),
      capabilities: 3,
      co2: Math.round(550 + 250 * seed),
      humidityActual: Math.round(42 + 8 * seed),
      jLocked: '',
    };
  }

  command(command: WireCommand): boolean {
    const done =
      command.word === 'override'
        ? this.#startOverride(command)
        : command.word === 'stopoverride'
          ? this.#stopOverride()
          : this.#change(command);
    if (done) this.#showMode();
    return done;
  }

  tick(seconds: number): void {
    this.#hasBegun = true;
    if (this.#override && this.#override.end > 0 && this.#unixNow() >= this.#override.end) {
      this.#stopOverride();
    }
    this.#showMode();
    this.#warm(seconds);
    this.#air();
  }

  /** Its plan, which is a part of it, has moved on after it; before time passes it is in comfort. */
  settle(): void {
    if (this.#hasBegun) this.#showMode();
  }

  partChanged(): void {
    this.#showMode();
  }

  #change(command: WireCommand): boolean {
    if (command.word === 'activatepresenceschedule') return true;
    if (PLAN_WORDS.test(command.word)) return this.#changePlan(command);
    const setting = SETTINGS.get(command.word);
    const value = setting && numberArgument(command, 0, setting[1], setting[2]);
    if (setting === undefined || value === undefined) return false;
    this.#device.set(setting[0], value);
    return true;
  }

  /** `override/{mode}[/{until}[/{temperature}]]`; `until` in Loxone seconds and may be empty. */
  #startOverride(command: WireCommand): boolean {
    const mode = numberArgument(command, 0, MODE.economy, MODE.off);
    const [, until = '', temperature = ''] = command.args;
    const end = until === '' ? 0 : parseNumber(until);
    if (mode === undefined || end === undefined) return false;
    if (temperature !== '' && parseNumber(temperature) === undefined) return false;
    const unixEnd = end === 0 ? 0 : loxoneToUnixSeconds(end);
    if (unixEnd > 0 && unixEnd <= this.#unixNow()) return false;
    this.#override = {
      mode,
      start: this.#unixNow(),
      end: unixEnd,
      temperature: parseNumber(temperature),
    };
    const entry = {
      start: this.#override.start,
      end: unixEnd,
      reason: mode,
      source: 'Visualisation',
      isTimer: true,
    };
    this.#device.set('overrideEntries', JSON.stringify([entry]));
    this.#device.set('overrideReason', OVERRIDE_REASON_SOURCE);
    return true;
  }

  #stopOverride(): boolean {
    this.#override = undefined;
    this.#device.set('overrideEntries', '[]');
    this.#device.set('overrideReason', 0);
    return true;
  }

  #showMode(): void {
    const mode = this.#mode();
    this.#device.set('activeMode', mode);
    this.#device.set('currentMode', this.#device.number('operatingMode'));
    if (mode !== MODE.off) this.#device.set('tempTarget', this.#target(mode));
  }

  #mode(): number {
    if (this.#override) return this.#override.mode;
    const operating = this.#device.number('operatingMode');
    if (operating < 0) return MODE.off;
    if (operating >= MANUAL_OPERATING_MODES) return MODE.manual;
    return this.#planned();
  }

  /** What the plan says, where there is one; larger values hold a temperature of their own. */
  #planned(): number {
    const plan = this.#plan();
    if (plan !== undefined) {
      const value = plan.number('value');
      return value >= MODE.economy && value <= MODE.protection ? value : MODE.comfort;
    }
    const hour = this.#world.environment.localTime(this.#world.now()).minutes / 60;
    return hour >= 6 && hour < 22.5 ? MODE.comfort : MODE.economy;
  }

  #plan(): Device | undefined {
    return this.#device.parts.find((part) => part.type === 'IRCV2Daytimer');
  }

  /** Plans are part of the room, but may be written through it. */
  #changePlan(command: WireCommand): boolean {
    const plan = this.#plan();
    return plan !== undefined && this.#world.command(plan.id, command.raw);
  }

  #target(mode: number): number {
    const device = this.#device;
    if (this.#override?.temperature !== undefined) return this.#override.temperature;
    switch (mode) {
      case MODE.economy:
        return device.number('comfortTemperature') - device.number('absentMinOffset');
      case MODE.protection:
        return device.number('frostProtectTemperature');
      case MODE.manual:
        return device.number('manualTemperature');
      default:
        return device.number('comfortTemperature');
    }
  }

  /** Heating pulls towards the target, the walls towards the outside, people make it waver. */
  #warm(seconds: number): void {
    const device = this.#device;
    const heated = device.number('activeMode') !== MODE.off && device.number('openWindow') === 0;
    const target = device.number('tempTarget') + 0.3 * wave(this.#world.now(), 1500, device.id);
    const pull = heated ? share(seconds, ROOM_MINUTES * 60) : 0;
    const leak = share(seconds, LEAK_HOURS * HOUR_SECONDS);
    const actual = this.#temperature.move(
      device.number('tempActual'),
      (now) => (target - now) * pull + (this.#outdoor() - now) * leak,
    );
    device.set('tempActual', actual);
    device.set('actualOutdoorTemp', this.#outdoor());
  }

  #air(): void {
    const { id } = this.#device;
    const now = this.#world.now();
    const people = clamp(wave(now, 5400, `${id}/people`), 0, 1);
    this.#device.set('co2', Math.round((480 + 500 * people) / 10) * 10);
    this.#device.set('humidityActual', Math.round(46 + 6 * wave(now, 7200, `${id}/humidity`)));
  }

  #outdoor(): number {
    return this.#world.environment.outdoorTemperature(this.#world.now());
  }

  #unixNow(): number {
    return Math.floor(this.#world.now() / 1000);
  }
}

/** The share of a difference that is gone after `seconds` when two thirds go in `constant`. */
function share(seconds: number, constant: number): number {
  return 1 - Math.exp(-seconds / constant);
}

export const ROOM_CONTROLLER_PHYSICS: PhysicsTable = {
  IRoomControllerV2: (device, world) => new RoomController(device, world),
};
