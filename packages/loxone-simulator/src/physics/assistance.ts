import { expire, loxoneNow, unixNow } from './countdowns.js';
import { carryOut, type Orders, takes } from './orders.js';
import type { Device, InitialState, Physics, PhysicsTable, WireCommand, World } from './physics.js';

const MAX_SECONDS = 365 * 86_400;
const EMERGENCY = { ok: 0, alarm: 1, reset: 2, disabled: 3 } as const;
const SMART = { none: 0, immediate: 2 } as const;
const DRILL_SECONDS = 30;

/** A call for help by somebody who lives alone (protocol reference §5.5). */
class EmergencyCall implements Physics {
  readonly #device: Device;
  readonly #world: World;
  readonly #orders: Orders;

  constructor(device: Device, world: World) {
    this.#device = device;
    this.#world = world;
    this.#orders = {
      trigger: () => this.#show(EMERGENCY.alarm, 0),
      quit: () => this.#show(EMERGENCY.ok, 0),
      disable: takes(0, MAX_SECONDS, (seconds) =>
        seconds === 0
          ? this.#show(EMERGENCY.ok, 0)
          : this.#show(EMERGENCY.disabled, unixNow(world) + seconds),
      ),
    };
  }

  initialStates(): Readonly<Record<string, InitialState>> {
    return { status: EMERGENCY.ok, disableEndTime: 0, resetActive: '', jLocked: '' };
  }

  command(command: WireCommand): boolean {
    return carryOut(this.#orders, command);
  }

  tick(): void {
    if (expire(this.#device, 'disableEndTime', unixNow(this.#world))) this.#show(EMERGENCY.ok, 0);
  }

  #show(status: number, disabledUntil: number): boolean {
    this.#device.set('status', status);
    this.#device.set('disableEndTime', disabledUntil);
    return true;
  }
}

/** Notices that somebody who lives alone does not move any more. */
class SmartAlarm implements Physics {
  readonly #device: Device;
  readonly #world: World;
  readonly #orders: Orders;
  #drillLeft = 0;

  constructor(device: Device, world: World) {
    this.#device = device;
    this.#world = world;
    this.#orders = {
      confirm: () => this.#end(),
      startdrill: () => this.#drill(),
      disable: takes(0, MAX_SECONDS, (seconds) => {
        this.#device.set('disableEndTime', seconds === 0 ? 0 : unixNow(this.#world) + seconds);
        return true;
      }),
    };
  }

  initialStates(): Readonly<Record<string, InitialState>> {
    return {
      alarmLevel: SMART.none,
      alarmCause: '',
      isLocked: 0,
      isLeaveActive: 0,
      disableEndTime: 0,
      jLocked: '',
    };
  }

  command(command: WireCommand): boolean {
    return carryOut(this.#orders, command);
  }

  tick(seconds: number): void {
    expire(this.#device, 'disableEndTime', unixNow(this.#world));
    if (this.#drillLeft <= 0) return;
    this.#drillLeft -= seconds;
    if (this.#drillLeft <= 0) this.#end();
  }

  #drill(): boolean {
    this.#drillLeft = DRILL_SECONDS;
    this.#device.set('alarmLevel', SMART.immediate);
    this.#device.set('alarmCause', 'Drill');
    return true;
  }

  #end(): boolean {
    this.#drillLeft = 0;
    this.#device.set('alarmLevel', SMART.none);
    this.#device.set('alarmCause', '');
    return true;
  }
}

/** Bits of `activeAlarmType`. */
const CHAIN = { none: 0, alarm: 2 } as const;
const STEP_SECONDS = 120;

/** Calls one person after the other until somebody confirms; starts with an alarm in progress. */
class AlarmChain implements Physics {
  readonly #device: Device;
  readonly #world: World;

  constructor(device: Device, world: World) {
    this.#device = device;
    this.#world = world;
  }

  initialStates(): Readonly<Record<string, InitialState>> {
    return {
      activeAlarmType: CHAIN.alarm,
      nextAlarmLevelAt: loxoneNow(this.#world) + STEP_SECONDS,
      activeAlarmText: 'Freezer too warm',
      nextAlarmText: 'Call the next contact',
      iterationCount: 1,
      jLocked: '',
    };
  }

  command({ word, args }: WireCommand): boolean {
    if (word !== 'quit' || args.length > 0) return false;
    const device = this.#device;
    device.set('activeAlarmType', CHAIN.none);
    device.set('nextAlarmLevelAt', 0);
    device.set('activeAlarmText', '');
    device.set('nextAlarmText', '');
    device.set('iterationCount', 0);
    return true;
  }

  tick(): void {
    const device = this.#device;
    if (device.number('activeAlarmType') === CHAIN.none) return;
    const now = loxoneNow(this.#world);
    const late = now - device.number('nextAlarmLevelAt');
    if (late < 0) return;
    const steps = Math.floor(late / STEP_SECONDS) + 1;
    device.set('iterationCount', device.number('iterationCount') + steps);
    device.set('nextAlarmLevelAt', device.number('nextAlarmLevelAt') + steps * STEP_SECONDS);
  }
}

export const ASSISTANCE_PHYSICS: PhysicsTable = {
  AalEmergency: (device, world) => new EmergencyCall(device, world),
  AalSmartAlarm: (device, world) => new SmartAlarm(device, world),
  AlarmChain: (device, world) => new AlarmChain(device, world),
};
