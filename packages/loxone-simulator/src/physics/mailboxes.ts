import { expire, loxoneNow } from './countdowns.js';
import { fraction } from './noise.js';
import { carryOut, type Orders, sets, takes } from './orders.js';
import type { Device, InitialState, Physics, PhysicsTable, WireCommand, World } from './physics.js';

const MAIL_MINUTES = 9 * 60 + 40;
const PACKET_MINUTES = 15 * 60 + 10;
const PACKET_DAYS = 0.3;
const MAX_SECONDS = 365 * 86_400;

/** A letter box: mail comes on workdays, a parcel now and then. */
class MailBox implements Physics {
  readonly #device: Device;
  readonly #world: World;
  readonly #orders: Orders;
  #minutesBefore: number;

  constructor(device: Device, world: World) {
    this.#device = device;
    this.#world = world;
    this.#minutesBefore = world.environment.localTime(world.now()).minutes;
    this.#orders = {
      confirmmail: sets(device, { mailReceived: 0 }),
      confirmpacket: sets(device, { packetReceived: 0 }),
      disablenotifications: takes(0, MAX_SECONDS, (seconds) => this.#disable(seconds)),
    };
  }

  initialStates(): Readonly<Record<string, InitialState>> {
    return {
      packetReceived: 0,
      mailReceived: 1,
      notificationsDisabledInput: 0,
      disableEndTime: 0,
      jLocked: '',
    };
  }

  command(command: WireCommand): boolean {
    return carryOut(this.#orders, command);
  }

  tick(): void {
    expire(this.#device, 'disableEndTime', loxoneNow(this.#world));
    const { minutes, weekday, text } = this.#world.environment.localTime(this.#world.now());
    const before = minutes < this.#minutesBefore ? 0 : this.#minutesBefore;
    this.#minutesBefore = minutes;
    const passed = (moment: number): boolean => before < moment && moment <= minutes;
    if (weekday < 6 && passed(MAIL_MINUTES)) this.#device.set('mailReceived', 1);
    const parcelToday = fraction(`${this.#device.id}/${text.slice(0, 10)}`) < PACKET_DAYS;
    if (parcelToday && passed(PACKET_MINUTES)) this.#device.set('packetReceived', 1);
  }

  #disable(seconds: number): boolean {
    this.#device.set('disableEndTime', seconds === 0 ? 0 : loxoneNow(this.#world) + seconds);
    return true;
  }
}

export const MAILBOX_PHYSICS: PhysicsTable = {
  MailBox: (device, world) => new MailBox(device, world),
};
