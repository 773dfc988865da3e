import { expire, unixNow } from './countdowns.js';
import { round, wave } from './noise.js';
import { carryOut, type Orders, sets, stores } from './orders.js';
import type { Device, InitialState, Physics, PhysicsTable, WireCommand, World } from './physics.js';
import { numberArgument } from './wire-command.js';

const REASON = { basic: 0, increased: 1, manual: 7, frost: 10 } as const;
const PROFILE = { manual: -1, none: -2 } as const;
const MAX_SECONDS = 30 * 86_400;
const FILTER_NOTE = JSON.stringify({
  level: 1,
  title: 'Filter',
  desc: 'The filter should be changed.',
  action: { name: 'Done', cmd: 'ackFilterChange' },
});

/** A ventilation unit: more air while somebody is there, by hand for a while (reference §5.4). */
class Ventilation implements Physics {
  readonly #device: Device;
  readonly #world: World;
  readonly #orders: Orders;
  #byHand: number | undefined;

  constructor(device: Device, world: World) {
    this.#device = device;
    this.#world = world;
    this.#orders = {
      settimer: (command) => this.#timer(command),
      setabsencemin: stores(device, 'absenceMin', 0, 100),
      setabsencemax: stores(device, 'absenceMax', 0, 100),
      setpresencemin: stores(device, 'presenceMin', 0, 100),
      setpresencemax: stores(device, 'presenceMax', 0, 100),
      ackfilterchange: sets(device, { controlInfo: '' }),
    };
  }

  initialStates(): Readonly<Record<string, InitialState>> {
    return {
      speed: 30,
      mode: this.#firstMode(),
      ventReason: REASON.basic,
      temperatureSupport: 0,
      activeTimerProfile: PROFILE.none,
      overwriteUntil: 0,
      stoppedBy: '',
      controlInfo: FILTER_NOTE,
      presenceMin: 30,
      presenceMax: 80,
      absenceMin: 10,
      absenceMax: 40,
      humidityIndoor: 46,
      presence: 1,
      frostTemp: 4,
      jLocked: '',
    };
  }

  command(command: WireCommand): boolean {
    const done = carryOut(this.#orders, command);
    if (done) this.#follow();
    return done;
  }

  tick(): void {
    const now = this.#world.now();
    if (expire(this.#device, 'overwriteUntil', unixNow(this.#world))) this.#endTimer();
    this.#device.set('presence', wave(now, 7200, `${this.#device.id}/presence`) > -0.3 ? 1 : 0);
    this.#device.set(
      'humidityIndoor',
      Math.round(46 + 8 * wave(now, 5400, `${this.#device.id}/humidity`)),
    );
    this.#follow();
  }

  /** The damper the air, the faster; never beyond what presence or absence allow. */
  #follow(): void {
    const device = this.#device;
    const there = device.number('presence') === 1 ? 'presence' : 'absence';
    const low = device.number(`${there}Min`);
    const high = Math.max(low, device.number(`${there}Max`));
    const damp = Math.min(1, Math.max(0, (device.number('humidityIndoor') - 40) / 20));
    const automatic = round(low + (high - low) * damp, 0);
    device.set('speed', this.#byHand ?? automatic);
    const basic = automatic <= low ? REASON.basic : REASON.increased;
    device.set('ventReason', this.#byHand === undefined ? basic : REASON.manual);
  }

  /** `{seconds}/{speed}/{mode}/{profile or -1}`; `0` alone ends it. */
  #timer(command: WireCommand): boolean {
    const seconds = numberArgument(command, 0, 0, MAX_SECONDS);
    if (seconds === undefined) return false;
    if (command.args.length === 1) return seconds === 0 && this.#endTimer();
    const speed = numberArgument(command, 1, 0, 100);
    const mode = numberArgument(command, 2);
    const profile = numberArgument(command, 3, PROFILE.manual, this.#lastProfile());
    if (speed === undefined || mode === undefined || profile === undefined) return false;
    this.#byHand = speed;
    this.#device.set('mode', mode);
    this.#device.set('activeTimerProfile', profile);
    this.#device.set('overwriteUntil', seconds === 0 ? 0 : unixNow(this.#world) + seconds);
    return true;
  }

  #endTimer(): boolean {
    this.#byHand = undefined;
    this.#device.set('overwriteUntil', 0);
    this.#device.set('activeTimerProfile', PROFILE.none);
    return true;
  }

  /** A unit runs no profile that its structure does not list. */
  #lastProfile(): number {
    const { timerProfiles } = this.#device.details;
    return Array.isArray(timerProfiles) ? timerProfiles.length - 1 : 99;
  }

  #firstMode(): number {
    const { modes } = this.#device.details;
    const [first]: readonly unknown[] = Array.isArray(modes) ? modes : [];
    return typeof first === 'object' && first !== null && 'id' in first ? Number(first.id) || 0 : 0;
  }
}

export const VENTILATION_PHYSICS: PhysicsTable = {
  Ventilation: (device, world) => new Ventilation(device, world),
};
