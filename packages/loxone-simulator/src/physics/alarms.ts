import { AlarmSensors } from './alarm-sensors.js';
import { AlarmStages } from './alarm-stages.js';
import type { Device, InitialState, Physics, PhysicsTable, WireCommand, World } from './physics.js';
import { numberArgument } from './wire-command.js';

const ARMING_SECONDS = 30;

/** A burglar alarm: armed at once or after a delay, with or without the motion detectors. */
class Alarm implements Physics {
  readonly #device: Device;
  readonly #world: World;
  readonly #stages: AlarmStages;
  readonly #sensors: AlarmSensors;

  constructor(device: Device, world: World) {
    this.#device = device;
    this.#world = world;
    this.#stages = new AlarmStages(device, world);
    this.#sensors = new AlarmSensors(world);
  }

  initialStates(): Readonly<Record<string, InitialState>> {
    return {
      armed: 0,
      level: 0,
      nextLevel: 0,
      nextLevelDelay: 0,
      nextLevelAt: 0,
      nextLevelDelayTotal: 0,
      armedDelay: 0,
      armedAt: 0,
      armedDelayTotal: ARMING_SECONDS,
      disabledMove: 0,
      startTime: '',
      sensors: '',
      jLocked: '',
    };
  }

  command(command: WireCommand): boolean {
    switch (command.word) {
      case 'on':
        return this.#withMovement(command) && this.#arm();
      case 'delayedon':
        return this.#withMovement(command) && this.#armLater();
      case 'off':
        return this.#disarm();
      case 'quit':
        return this.#silence();
      case 'dismv':
        return command.args.length === 1 && this.#withMovement(command);
      default:
        return false;
    }
  }

  tick(): void {
    this.#stages.tick();
    if (this.#device.number('armed') === 1) this.#watch();
    const armedAt = this.#device.number('armedAt');
    if (armedAt === 0) return;
    const left = armedAt - Math.floor(this.#world.now() / 1000);
    this.#device.set('armedDelay', Math.max(0, left));
    if (left <= 0) this.#arm();
  }

  #watch(): void {
    const withMotion = this.#device.number('disabledMove') === 0;
    for (const sensor of this.#sensors.newlyTripped(withMotion)) this.#stages.trip(sensor);
  }

  /** `{0|1}`: without or with the motion detectors; absent: as it is. */
  #withMovement(command: WireCommand): boolean {
    if (command.args.length === 0) return true;
    const movement = numberArgument(command, 0, 0, 1);
    if (movement === undefined) return false;
    this.#device.set('disabledMove', 1 - movement);
    return true;
  }

  #arm(): boolean {
    this.#device.set('armedAt', 0);
    this.#device.set('armedDelay', 0);
    this.#device.set('armed', 1);
    this.#sensors.reset();
    return true;
  }

  #armLater(): boolean {
    const total = this.#device.number('armedDelayTotal');
    this.#device.set('armedAt', Math.floor(this.#world.now() / 1000) + total);
    this.#device.set('armedDelay', total);
    return true;
  }

  #disarm(): boolean {
    this.#device.set('armedAt', 0);
    this.#device.set('armedDelay', 0);
    this.#device.set('armed', 0);
    return this.#silence();
  }

  #silence(): boolean {
    this.#stages.end();
    return true;
  }
}

const DRILL_SECONDS = 30;
const SMOKE = 1;
const MAIN_ALARM = 2;
const FOREVER = 99_999;

/** Smoke, water and heat detectors; a drill rings for half a minute. */
class SmokeAlarm implements Physics {
  readonly #device: Device;
  readonly #world: World;
  #drillLeft = 0;

  constructor(device: Device, world: World) {
    this.#device = device;
    this.#world = world;
  }

  initialStates(): Readonly<Record<string, InitialState>> {
    return {
      level: 0,
      nextLevel: 0,
      nextLevelDelay: 0,
      nextLevelDelayTotal: 0,
      acousticAlarm: 0,
      testAlarm: 0,
      alarmCause: 0,
      startTime: '',
      timeServiceMode: 0,
      areAlarmSignalsOff: 0,
      sensors: '',
      jLocked: '',
    };
  }

  command(command: WireCommand): boolean {
    switch (command.word) {
      case 'mute':
        this.#device.set('acousticAlarm', 0);
        this.#device.set('areAlarmSignalsOff', 1);
        return true;
      case 'confirm':
      case 'quit':
        return this.#end();
      case 'startdrill':
        return this.#startDrill();
      case 'servicemode':
        return this.#serviceMode(numberArgument(command, 0, 0));
      default:
        return false;
    }
  }

  tick(seconds: number): void {
    const service = this.#device.number('timeServiceMode');
    if (service > 0 && service !== FOREVER) {
      this.#device.set('timeServiceMode', Math.max(0, Math.ceil(service - seconds)));
    }
    if (this.#drillLeft <= 0) return;
    this.#drillLeft -= seconds;
    if (this.#drillLeft <= 0) this.#end();
  }

  #startDrill(): boolean {
    this.#drillLeft = DRILL_SECONDS;
    this.#device.set('testAlarm', 1);
    this.#device.set('level', MAIN_ALARM);
    this.#device.set('alarmCause', SMOKE);
    this.#device.set('acousticAlarm', 1);
    this.#device.set('startTime', this.#world.environment.localTime(this.#world.now()).text);
    return true;
  }

  #end(): boolean {
    this.#drillLeft = 0;
    for (const state of [
      'testAlarm',
      'level',
      'alarmCause',
      'acousticAlarm',
      'areAlarmSignalsOff',
    ]) {
      this.#device.set(state, 0);
    }
    this.#device.set('startTime', '');
    return true;
  }

  /** 0 ends it, 1 is for ever, anything else counts down. */
  #serviceMode(seconds: number | undefined): boolean {
    if (seconds === undefined) return false;
    this.#device.set('timeServiceMode', seconds === 1 ? FOREVER : seconds);
    return true;
  }
}

export const ALARM_PHYSICS: PhysicsTable = {
  Alarm: (device, world) => new Alarm(device, world),
  SmokeAlarm: (device, world) => new SmokeAlarm(device, world),
};
